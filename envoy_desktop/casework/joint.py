"""Joint review 联审联批: convening it, each member's opinion, the one decision (一章通)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import checked, days, events
from envoy_desktop.domain import iso, joint
from envoy_desktop.domain.catalogue_rows import split_codes
from envoy_desktop.domain.clock_values import EventKind, State
from envoy_desktop.domain.joint import JointClock, MemberReading
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.changelog import natural_id
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import facts, reference, standing
from envoy_desktop.store.queries import joint as stored
from envoy_desktop.store.queries.joint import Candidate, JointRow
from envoy_desktop.store.unit import Unit

UNDECIDED = frozenset({State.FILED, State.ACCEPTED, State.SPECIAL_STEP})
"""States in which a joint decision can stand for a procedure's own."""


@dataclass(frozen=True, slots=True)
class JointReading:
    """A joint review on a day: the one clock, each member, and who is slowest."""

    row: JointRow
    clock: JointClock | None
    members: tuple[MemberReading, ...]
    slowest: tuple[MemberReading, ...]
    silence_consents: bool

    def named(self, department: int) -> str:
        """The name of a member."""
        return next(
            (o.department_name for o in self.row.opinions if o.department == department), ""
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Procedures of a project that could be reviewed together now."""

    name: str
    procedures: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a joint decision did: procedures it decided, and those it could not (id, name)."""

    decided: tuple[int, ...]
    left: tuple[tuple[int, str], ...]


def convene(
    unit: Unit,
    *,
    project: int,
    group: str,
    on: date | None = None,
    opinions_due: date | None = None,
    members: Sequence[int] = (),
) -> int:
    """Ask the members of a group for their opinions; gives the review's id.

    Members are the lead and cooperating departments of the group's open procedures, and
    `members` besides. Opinions are due so many working days later as the city's setting says.
    Refuses "project-closed", "unknown-joint-group", "joint-running", "opinions-due-early".
    """
    checked.open_project(unit, project)
    day = days.happened(on)
    found = [c for c in stored.candidates(unit.reader, project) if c.group == group]
    if not found:
        raise Refusal("unknown-joint-group", group=group)
    if any(r.group == group for r in stored.reviews(unit.reader, project=project, open=True)):
        raise Refusal("joint-running", group=group)
    taken = [c for c in found if c.open] or found
    calendar = reference.calendar(unit.reader)
    due = opinions_due
    if due is None:
        length = int(str(reference.setting(unit.reader, "joint.opinion_days")))
        due = calendar.add_working_days(day, length)
    if due < day:
        raise Refusal("opinions-due-early", due=due, convened=day)
    ids = reference.department_ids(unit.reader)
    leads = [c.lead for c in taken if not c.lead.startswith("zj_")]
    unit.subject = group
    review = unit.add(
        "joint_review",
        project=project,
        group=group,
        lead_department=ids.get(leads[0]) if leads else None,
        convened_on=day.isoformat(),
        opinions_due=due.isoformat(),
        entered_on=now.today().isoformat(),
    )
    for one in taken:
        unit.add("joint_procedure", joint_review=review, procedure=one.procedure)
    helpers = [code for one in taken for code in split_codes(one.cooperating)]
    codes = dict.fromkeys([*leads, *(code for code in helpers if not code.startswith("zj_"))])
    for member in dict.fromkeys([*(ids[c] for c in codes if c in ids), *members]):
        unit.put(
            "member_opinion",
            natural_id("member_opinion", review, member),
            joint_review=review,
            department=member,
        )
    return review


def give(
    unit: Unit,
    *,
    review: int,
    department: int,
    opinion: str,
    on: date | None = None,
    text: str = "",
) -> None:
    """Record what a member said and when; a later word of its takes the earlier one's place.

    Refuses "unknown-opinion", "not-a-member", "joint-decided", "before-convened", "future-date",
    and "objection-needs-words" where it objects or sets a condition without a word.
    """
    row = _open(unit, review)
    if opinion not in joint.OPINIONS:
        raise Refusal("unknown-opinion", opinion=opinion)
    day = days.happened(on)
    if day.isoformat() < row.convened_on:
        raise Refusal("before-convened", on=day, convened=date.fromisoformat(row.convened_on))
    if opinion != "agree" and not text.strip():
        raise Refusal("objection-needs-words")
    own = next((o for o in row.opinions if o.department == department), None)
    if own is None:
        name = standing.called(unit.reader, "department", department) or ""
        raise Refusal("not-a-member", department=name, group=row.group)
    unit.subject = own.department_name
    unit.set(
        "member_opinion",
        own.id,
        opinion=opinion,
        on=day.isoformat(),
        text=text.strip(),
        entered_on=now.today().isoformat(),
    )


def decide(
    unit: Unit,
    *,
    review: int,
    conclusion: str,
    text: str = "",
    on: date | None = None,
    record: bool = False,
) -> Decided:
    """Conclude a joint review; with `record` a pass is the decision of its procedures too.

    Procedures that are not filed, are being corrected or have ended are left as they are.
    Refuses "unknown-conclusion", "joint-decided", "before-convened", "opinions-missing" (a pass
    while a member is silent whose silence is no consent), "objection-unanswered" (a pass over an
    objection that does not say how it was dealt with).
    """
    row = _open(unit, review)
    if conclusion not in joint.CONCLUSIONS:
        raise Refusal("unknown-conclusion", conclusion=conclusion)
    day = days.happened(on)
    if day.isoformat() < row.convened_on:
        raise Refusal("before-convened", on=day, convened=date.fromisoformat(row.convened_on))
    unit.subject = row.group
    found = read(unit.reader, row, day)
    if conclusion == "joint_pass":
        missing = [found.named(m.department) for m in found.members if m.is_open]
        if missing:
            raise Refusal("opinions-missing", departments=tuple(missing))
        against = [found.named(m.department) for m in found.members if m.state == "object"]
        if against and not text.strip():
            raise Refusal("objection-unanswered", departments=tuple(against))
    unit.set(
        "joint_review",
        review,
        decided_on=day.isoformat(),
        conclusion=conclusion,
        decision=text.strip(),
        held_on=day.isoformat(),
    )
    decided, left = [], []
    for one in row.procedures:
        if record and conclusion == "joint_pass" and one.state in UNDECIDED:
            act, subject = unit.act, unit.subject
            events.record(unit, procedure=one.procedure, kind=EventKind.DECIDED, on=day)
            unit.act, unit.subject = act, subject
            decided.append(one.procedure)
        else:
            left.append((one.procedure, one.name))
    return Decided(tuple(decided), tuple(left))


def remove(unit: Unit, *, review: int) -> None:
    """Remove a joint review that was recorded by mistake; it stays in the history."""
    row = _row(unit.reader, review)
    unit.subject = row.group
    unit.remove("joint_review", review)


def read(reader: Reader, row: JointRow, today: date) -> JointReading:
    """How a joint review stands on a day, or stood when it was decided."""
    calendar, thresholds = reference.calendar(reader), reference.thresholds(reader)
    decided = iso.day(row.decided_on)
    as_of = min(today, decided) if decided else today
    silence = bool(reference.setting(reader, "joint.silence_consents"))
    found = joint.members(
        [joint.Opinion(o.department, o.opinion, iso.day(o.on)) for o in row.opinions],
        date.fromisoformat(row.convened_on),
        iso.day(row.opinions_due),
        calendar,
        as_of,
        silence_consents=silence,
    )
    told = dict(facts.several(reader, [p.procedure for p in row.procedures]))
    clock = joint.joint_clock([f.events for f in told.values()], calendar, today, thresholds)
    return JointReading(row, clock, found, joint.slowest(found), silence)


def readings(
    reader: Reader, today: date, *, project: int | None = None, open: bool = False
) -> list[JointReading]:
    """The joint reviews of a project, or of all."""
    return [read(reader, row, today) for row in stored.reviews(reader, project=project, open=open)]


def one(reader: Reader, review: int, today: date) -> JointReading:
    """One joint review. Refuses "unknown-id"."""
    return read(reader, _row(reader, review), today)


def groups(reader: Reader, project: int) -> list[Group]:
    """The groups of a project that are not under review and have procedures to decide."""
    running = {r.group for r in stored.reviews(reader, project=project, open=True)}
    inside: dict[str, list[Candidate]] = {}
    for candidate in stored.candidates(reader, project):
        if candidate.group not in running and candidate.open:
            inside.setdefault(candidate.group, []).append(candidate)
    return [Group(name, tuple(found)) for name, found in inside.items()]


def _row(reader: Reader, review: int) -> JointRow:
    found = stored.reviews(reader, review=review)
    if not found:
        raise Refusal("unknown-id", kind="joint_review")
    return found[0]


def _open(unit: Unit, review: int) -> JointRow:
    row = _row(unit.reader, review)
    checked.open_project(unit, row.project)
    if row.decided_on:
        raise Refusal("joint-decided", group=row.group, on=date.fromisoformat(row.decided_on))
    return row

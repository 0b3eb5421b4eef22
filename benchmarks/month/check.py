"""What the office and the envoys show, held against what was played."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from benchmarks.month import truth as by_hand
from benchmarks.month.play import BEGIN, END, MEETING, NEXT_MONTH
from benchmarks.month.round import Round
from benchmarks.month.truth import Truth
from envoy_desktop.casework import agenda, figures, ledger
from envoy_desktop.domain.today import read_today
from envoy_desktop.office import status
from envoy_desktop.store import readings
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import (
    conflicts,
    exchange,
    meetings,
    memo_list,
    obstacles,
    procedures,
    projects,
    reference,
)
from envoy_desktop.store.queries.figures import Window
from envoy_desktop.store.queries.today import today_rows

MOST_TOLD = 6


@dataclass
class Checks:
    """Every comparison; `wrong` are those that differ."""

    told: Callable[[str], None] = print
    done: int = 0
    wrong: list[str] = field(default_factory=list)

    def same(self, what: str, shown: Any, played: Any) -> None:
        """Hold one thing against the truth."""
        self.done += 1
        if shown == played:
            return
        self.wrong.append(what)
        self.told(f"DIFFERS: {what}")
        for line in _difference(shown, played):
            self.told(f"    {line}")


def _difference(shown: Any, played: Any) -> Iterable[str]:
    if isinstance(shown, set | frozenset) and isinstance(played, set | frozenset):
        yield f"shown only: {sorted(map(str, shown - played))[:MOST_TOLD]}"
        yield f"played only: {sorted(map(str, played - shown))[:MOST_TOLD]}"
    elif isinstance(shown, dict) and isinstance(played, dict):
        keys = [k for k in {**shown, **played} if shown.get(k) != played.get(k)]
        for key in keys[:MOST_TOLD]:
            yield f"{key}: shown {shown.get(key)!r}, played {played.get(key)!r}"
        yield f"{len(keys)} in all"
    elif isinstance(shown, list) and isinstance(played, list):
        at = next((n for n, (a, b) in enumerate(zip(shown, played, strict=False)) if a != b),
                  min(len(shown), len(played)))  # fmt: skip
        yield f"from place {at + 1} of {len(shown)} shown, {len(played)} played"
        yield f"shown {shown[at : at + 3]}, played {played[at : at + 3]}"
    else:
        yield f"shown {shown!r}, played {played!r}"


def delivered(checks: Checks, month: Round, mended: bool) -> None:
    """Who delivered, what was set aside and why; before and after the damaged file was mended."""
    parts, people = month.parts, month.people
    missing = {people[parts.late].name, people[parts.silent].name}
    early = parts.restored if parts.restored != parts.damaged else None
    if not mended and early is None:
        missing |= set()  # his early package has come
    elif not mended:
        missing.add(people[parts.damaged].name)
    with month.office.read() as reader:
        seen = status.read(reader)
    when = "after the mending" if mended else "before the mending"
    names = {one.name for one in people}
    checks.same(f"who delivered, {when}", {e.name for e in seen.active if e.delivered},
                names - missing)  # fmt: skip
    checks.same(f"who is missing, {when}", {e.name for e in seen.missing}, missing)
    checks.same(f"not since, {when}", {e.not_since for e in seen.missing}, {BEGIN.isoformat()})
    asides = {("邻市.envoy-package", "package-not-for-us"),
              ("邻市误投.envoy-package", "sender-unknown")}  # fmt: skip
    if not mended:
        asides.add((f"{people[parts.damaged].name}.envoy-package", "package-damaged"))
    checks.same(f"set aside, {when}", {(a.file.rsplit("/", 1)[-1], a.rule) for a in seen.aside},
                asides)  # fmt: skip
    checks.same(
        f"districts, {when}",
        {d.name: (d.envoys, d.delivered) for d in seen.districts},
        _districts(month, missing),
    )
    if not mended:
        came = month.came[0]
        on_stick = month.envoys - 2 + 1 + 1 + 2  # in time, the early one, a copy, two strangers
        checks.same("files tried", len(came.tried), on_stick)
        checks.same("taken in, known, set aside",
                    tuple(len(came.of(s)) for s in ("in", "again", "set-aside")),
                    (on_stick - 4, 1, 3))  # fmt: skip
        return
    packages = {e.name: e.packages for e in seen.active if e.delivered}
    ahead = {e.name for e in seen.active if e.ahead_minutes > 24 * 60}
    played = dict.fromkeys(names - missing, 1) | {people[parts.restored].name: 2}
    checks.same("packages", packages, played)
    checks.same("clocks ahead", ahead, {people[parts.ahead].name})
    checks.same("no gap, nothing aside, no fork",
                (seen.gaps, seen.quarantined, {e.name for e in seen.envoys if e.forked}),
                (0, 0, set()))  # fmt: skip
    checks.same("no number is missing", {e.name: e.missing for e in seen.envoys if e.missing}, {})
    team = {people[n].name for n in parts.team}
    checks.same("conflicts by envoy", {e.name: e.conflicts for e in seen.envoys if e.conflicts},
                {name: len(month.truth.conflicts) for name in team})  # fmt: skip


def _districts(month: Round, missing: set[str]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for one in month.people:
        envoys, came = found.get(one.district, (0, 0))
        found[one.district] = envoys + 1, came + (one.name not in missing)
    return found


def city(checks: Checks, who: str, reader: Reader, seen: Truth, today: date) -> None:
    """Projects, procedures, obstacles, duties, papers, conflicts as one workspace shows them."""
    shown = {one.id: one.name for one in projects.all_projects(reader, today, closed=False)}
    checks.same(f"{who}: projects", shown,
                {p.id: p.name for p in seen.projects.values() if p.closed_on is None})  # fmt: skip
    checks.same(
        f"{who}: who carries each project",
        {id: one.envoy for id in seen.projects if (one := projects.project(reader, id, today))},
        {id: seen.holder[id] for id in seen.projects},
    )
    with readings.as_of(reader, today):
        rows = procedures.rows(reader, list(seen.cases))
        checks.same(f"{who}: procedures", {r.procedure for r in rows}, set(seen.cases))
        stands = {id: by_hand.stand(case, today) for id, case in seen.cases.items()}
        for name, told, hand in (
            ("filed", lambda r: r.filed_on, lambda s: _iso(s.filed)),
            ("accepted", lambda r: r.accepted_on, lambda s: _iso(s.accepted)),
            ("decided", lambda r: r.decided_on, lambda s: _iso(s.decided or s.ended)
             if not s.gave_up else None),
            ("ended", lambda r: r.ended_on, lambda s: _iso(s.ended)),
            ("piecemeal", lambda r: r.piecemeal, lambda s: s.piecemeal),
        ):  # fmt: skip
            if name == "decided":
                kept = [r for r in rows if not stands[r.procedure].gave_up]
            else:
                kept = rows
            checks.same(f"{who}: procedures {name}", {r.procedure: told(r) for r in kept},
                        {r.procedure: hand(stands[r.procedure]) for r in kept})  # fmt: skip
    listed = {o.id: o for o in obstacles.obstacles(reader)}
    checks.same(f"{who}: obstacles", set(listed), set(seen.obstacles))
    checks.same(
        f"{who}: obstacles that stand open",
        {id for id, one in listed.items() if not one.resolved_on},
        {id for id, one in seen.obstacles.items() if not one.resolved},
    )
    duties = {e.row.id: e.reading.state.replace("due_soon", "open")
              for e in ledger.read(reader, today)}  # fmt: skip
    checks.same(f"{who}: duties and how they stand", duties,
                {id: one.state(today) for id, one in seen.duties.items()})  # fmt: skip
    heads = memo_list.heads(reader, memo_list.ids(reader))
    checks.same(
        f"{who}: issued papers and their instructions",
        {m.id: m.instructions for m in heads if m and m.number},
        {m.id: int(m.instructed) for m in seen.memos.values()},
    )
    checks.same(f"{who}: conflicts", {(c.object, c.field) for c in conflicts.conflicts(reader)},
                seen.conflicts)  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def the_agenda(checks: Checks, month: Round, seen: Truth) -> None:
    """The agenda's order against urgencies multiplied by hand."""
    with month.office.read() as reader, readings.as_of(reader, MEETING):
        lines = agenda.proposed(reader, MEETING)
    hand = by_hand.agenda(seen, MEETING)
    checks.same(
        "agenda: days lost",
        {line.placed.matter.id: line.placed.matter.critical_days for line in lines},
        {one.id: one.lost for one in hand},
    )
    checks.same("agenda: broken promises",
                {line.placed.matter.id: line.placed.matter.broken for line in lines},
                {one.id: one.broken for one in hand})  # fmt: skip
    checks.same("agenda: urgency", {line.placed.matter.id: line.placed.urgency for line in lines},
                {one.id: round(one.urgency) for one in hand})  # fmt: skip
    checks.same("agenda: order", [(line.placed.matter.kind, line.placed.matter.id)
                                  for line in lines], by_hand.ordered(hand))  # fmt: skip
    month.figures["agenda"] = len(lines)


def the_meeting(checks: Checks, month: Round, seen: Truth) -> None:
    """What the meeting took up and decided."""
    hand = by_hand.agenda(seen, MEETING)[: len(month.agenda_when_begun)]
    checks.same("meeting: its agenda when it began", [id for _k, id in month.agenda_when_begun],
                [one.id for one in hand])  # fmt: skip
    with month.office.read() as reader:
        decided = meetings.decisions(reader, month.meeting)
    checks.same(
        "meeting: decisions",
        {d.id: (d.topic, d.text, d.lead_name, d.due_on, d.duty, d.replaced_by is not None)
         for d in decided},
        {m.decided.decision: (m.topic, m.text, m.lead, m.due.isoformat(), m.decided.duty,
                              m.replaced) for m in month.decisions},
    )  # fmt: skip


def the_departments(checks: Checks, month: Round, seen: Truth) -> None:
    """The department table's counts."""
    since, until = date(2026, 11, 1), date(2026, 11, 30)
    with month.office.read() as reader:
        shown = figures.table(reader, MEETING, Window(since, until))
        codes = {id: one.code for id, one in reference.departments(reader).items()}
    filed = by_hand.filed(seen, since, until)
    checks.same(
        "departments: cases filed in the month",
        {codes[row.office.id]: row.figure.cases for row in shown.departments if row.figure.cases},
        filed,
    )
    logged = by_hand.obstacles_at(seen, since, until)
    checks.same(
        "departments: obstacles, unresolved, piecemeal",
        {codes[row.office.id]: (row.conduct.obstacles, row.conduct.unresolved,
                                row.conduct.kinds["piecemeal"])
         for row in shown.departments if row.conduct.obstacles},
        logged,
    )  # fmt: skip


def everyone(checks: Checks, month: Round) -> None:
    """What each envoy shows when the next month begins, and that all show the same city."""
    in_time = month.parts.in_time(month.envoys)
    with month.office.read() as reader:
        here = exchange.digest(reader)
    for player in month.players:
        n, who = player.person.number, player.person.name
        seen = month.truth.seen_by({*in_time, n, -1})
        with player.held.read() as reader:
            city(checks, who, reader, seen, NEXT_MONTH)
            calendar = reference.calendar(reader)
            today = read_today(today_rows(reader, NEXT_MONTH, calendar, most=100_000), calendar,
                               NEXT_MONTH, soon=3, stale_after=10)  # fmt: skip
            checks.same(
                f"{who}: overdue duties on Today",
                {e.id for e in today.entries if e.kind == "duty" and e.group == "overdue"},
                {one.id for one in seen.overdue(NEXT_MONTH) if not seen.is_closed(one.project)},
            )
            if n in in_time:
                checks.same(f"{who}: the same city as the office's", exchange.digest(reader), here)
        player.rest()


def the_next_month(checks: Checks, month: Round) -> None:
    """The office when the next month begins: the late work is there, what is overdue is told."""
    known = {*month.parts.in_time(month.envoys), month.parts.late, -1}
    seen = month.truth.seen_by(known)
    with month.office.read() as reader:
        city(checks, "the office in the next month", reader, seen, NEXT_MONTH)
        since_end = status.read(reader, END)
        since_month = status.read(reader)
    silent = month.people[month.parts.silent].name
    late = month.people[month.parts.late].name
    checks.same("missing since the end of the month", {e.name for e in since_end.missing}, {silent})
    checks.same("delivered in the new month", {e.name for e in since_month.active if e.delivered},
                {late})  # fmt: skip


def the_reminders(
    checks: Checks, month: Round, sent: list[tuple[str, tuple[int, ...]]], seen: Truth
) -> None:
    """Each who owes has one sheet, its numbers run, and nothing overdue was left out."""
    checks.same("reminder sheets: numbers", [n for n, _d in sent],
                [f"督〔2026〕{n}号" for n in range(1, len(sent) + 1)])  # fmt: skip
    reminded = {id for _n, ids in sent for id in ids}
    overdue = {one.id for one in seen.overdue(NEXT_MONTH)}
    checks.same("reminder sheets: everything overdue", overdue - reminded, set())
    by_owner: dict[tuple[str, int | None], int] = {}
    for _number, ids in sent:
        duties = [seen.duties[id] for id in ids]
        # who is no department is another in each project
        for owner in {(one.department, None if one.department else one.project) for one in duties}:
            by_owner[owner] = by_owner.get(owner, 0) + 1
    checks.same("reminder sheets: one to each", {o: n for o, n in by_owner.items() if n != 1}, {})

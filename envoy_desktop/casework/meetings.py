"""The monthly coordination meeting: it begins with an agenda, decides, and closes.

A decision is never edited: another one replaces it. Each becomes exactly one duty, with the same
id on whichever device it is made.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop import now
from envoy_desktop.casework import agenda, days
from envoy_desktop.domain import duties as duty_rules
from envoy_desktop.domain.agenda import COMMITMENT, DUTY, OBSTACLE
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import readings
from envoy_desktop.store.changelog import natural_id
from envoy_desktop.store.queries import duties as duty_rows
from envoy_desktop.store.queries import meetings as rows
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.meetings import ItemRow, MeetingRow
from envoy_desktop.store.unit import Unit

FIELDS = ("name", "place", "chair", "present", "absent", "observers", "note")


@dataclass(frozen=True, slots=True)
class Decided:
    """What deciding made: the decision, its duty, the meeting it stands under."""

    decision: int
    duty: int
    meeting: int


def begin(
    unit: Unit,
    *,
    on: date | None = None,
    name: str = "",
    place: str = "",
    chair: str = "",
    present: str = "",
    absent: str = "",
    observers: str = "",
    with_agenda: bool = True,
) -> int:
    """Begin the meeting of a day (today) with the agenda that the city proposes; gives its id.

    One meeting a day: beginning it again takes up the same one and adds what is new to its agenda.
    `with_agenda` False leaves the agenda empty. Refuses "meeting-closed".
    """
    day = on or now.today()
    id = natural_id("meeting", day.isoformat())
    before = rows.meeting(unit.reader, id)
    if before is not None and before.closed_on:
        raise _closed(before)
    told = {
        "name": name, "place": place, "chair": chair, "present": present, "absent": absent,
        "observers": observers,
    }  # fmt: skip
    given = {key: value.strip() for key, value in told.items() if value.strip()}
    if before is None:
        given.setdefault("name", f"{day.year}年{day.month}月协调推进会")
    unit.subject = given.get("name") or (before.name if before else "")
    unit.put("meeting", id, on=day.isoformat(), **given)
    if with_agenda:
        _take_up(unit, id, now.today())
    return id


def _take_up(unit: Unit, meeting: int, today: date) -> None:
    longest = int(str(reference.setting(unit.reader, "agenda.longest")))
    held = rows.items(unit.reader, meeting)
    known = {("o", i.obstacle) for i in held} | {("d", i.duty) for i in held}
    last = max((i.position for i in held), default=0)
    with readings.as_of(unit.reader, today):
        lines = agenda.proposed(unit.reader, today, most=longest)
    for line in lines:
        matter = line.placed.matter
        key = ("o" if matter.kind == OBSTACLE else "d", matter.id)
        if key in known:
            continue
        last += 1
        grounds = {
            "urgency": line.placed.urgency,
            "kind": matter.kind,
            "since": matter.since.isoformat(),
            "reasons": [
                [reason.code, str(reason.figure), round(reason.factor, 2)]
                for reason in line.placed.reasons
            ],
        }
        unit.put(
            "agenda_item",
            natural_id("agenda_item", meeting, *key),
            meeting=meeting,
            topic=line.topic,
            position=last,
            project=matter.project,
            obstacle=matter.id if matter.kind == OBSTACLE else None,
            duty=matter.id if matter.kind in (DUTY, COMMITMENT) else None,
            department=matter.department,
            statement=line.statement,
            grounds=json.dumps(grounds, ensure_ascii=False, sort_keys=True),
        )


def change(unit: Unit, *, meeting: int, **fields: str) -> None:
    """Change a meeting's name, place, chair, who was there; a field not named stays.

    Who was there may be entered after the close. Refuses "unknown-id".
    """
    if set(fields) - set(FIELDS):
        raise TypeError(str(set(fields) - set(FIELDS)))
    row = _meeting(unit, meeting)
    unit.subject = fields.get("name", row.name)
    unit.set("meeting", meeting, **{key: value.strip() for key, value in fields.items()})


def close(unit: Unit, *, meeting: int | None = None, on: date | None = None) -> int:
    """Close a meeting (the open one); gives its id. Refuses "no-meeting", "meeting-closed"."""
    row = _open(unit, meeting)
    unit.subject = row.name
    unit.set("meeting", row.id, closed_on=days.happened(on).isoformat())
    return row.id


def add_item(
    unit: Unit,
    *,
    topic: str,
    meeting: int | None = None,
    project: int | None = None,
    department: int | None = None,
    statement: str = "",
) -> int:
    """Put a matter of one's own at the end of the agenda; gives its id.

    Refuses "text-missing", "no-meeting", "meeting-closed".
    """
    if not topic.strip():
        raise Refusal("text-missing")
    row = _open(unit, meeting)
    unit.subject = topic.strip()[:40]
    last = max((i.position for i in rows.items(unit.reader, row.id)), default=0)
    return unit.add(
        "agenda_item",
        meeting=row.id,
        topic=topic.strip(),
        position=last + 1,
        project=project,
        department=department,
        statement=statement.strip(),
    )


def move_item(unit: Unit, *, item: int, to: int) -> int:
    """Move an item to a place (from 1); the others close up. Refuses "meeting-closed".

    Gives its place: before the first is the first, behind the last the last.
    """
    row = _item(unit, item)
    _open(unit, row.meeting)
    unit.subject = row.topic[:40]
    order = [one.id for one in rows.items(unit.reader, row.meeting) if one.id != item]
    there = min(max(to, 1), len(order) + 1)
    order.insert(there - 1, item)
    for place, id in enumerate(order, 1):
        unit.set("agenda_item", id, position=place)
    return there


def drop_item(unit: Unit, *, item: int) -> None:
    """Take an item off the agenda; it stays in the history. Refuses "meeting-closed"."""
    row = _item(unit, item)
    _open(unit, row.meeting)
    unit.subject = row.topic[:40]
    unit.remove("agenda_item", item)


def state(unit: Unit, *, item: int, statement: str) -> None:
    """Record what the department says to an item of the agenda."""
    row = _item(unit, item)
    unit.subject = row.topic[:40]
    unit.set("agenda_item", item, statement=statement.strip())


def decide(
    unit: Unit,
    *,
    topic: str,
    text: str,
    lead: int | None,
    due_on: date,
    cooperating: Sequence[int] = (),
    meeting: int | None = None,
    item: int | None = None,
    project: int | None = None,
    votes_for: int | None = None,
    votes_against: int | None = None,
    abstained: int | None = None,
    dissent: str = "",
    replaces: int | None = None,
) -> Decided:
    """Record a decision and the one duty that it becomes (lead, cooperating, by when).

    Without a meeting that is open, today's is begun. With `replaces` the earlier decision stays
    and its duty is withdrawn; that may be done after the close; the correction is about the same
    item and project where it names no other. Refuses "text-missing",
    "lead-missing", "bad-votes", "decision-replaced", "meeting-closed", "unknown-id" and
    "duty-due-before-received".
    """
    if not topic.strip() or not text.strip():
        raise Refusal("text-missing")
    if lead is None:
        raise Refusal("lead-missing")
    votes = (votes_for, votes_against, abstained)
    for vote in votes:
        if vote is not None and vote < 0:
            raise Refusal("bad-votes", votes=vote)
    row = _where(unit, meeting, item, replaces)
    earlier = rows.decision(unit.reader, replaces) if replaces is not None else None
    if earlier is not None and item is None:
        item, project = earlier.item, earlier.project if project is None else project
    about = rows.item(unit.reader, item) if item is not None else None
    if about is not None and project is None:
        project = about.project
    given = max(date.fromisoformat(row.on), now.today()) if replaces else date.fromisoformat(row.on)
    duty_rules.check_duty("decision", given, due_on, words=text, said_by=row.name)
    codes = ";".join(_codes(unit, [id for id in cooperating if id != lead]))
    values: dict[str, Any] = {
        "project": project,
        "text": text.strip(),
        "lead_department": lead,
        "cooperating_departments": codes,
        "due_on": due_on.isoformat(),
    }
    today = now.today().isoformat()
    unit.subject = topic.strip()[:40]
    made = unit.add(
        "decision",
        meeting=row.id,
        agenda_item=item,
        topic=topic.strip(),
        votes_for=votes_for,
        votes_against=votes_against,
        abstained=abstained,
        dissent=dissent.strip(),
        replaces=replaces,
        on=row.on if replaces is None else today,
        entered_on=today,
        **values,
    )
    duty = natural_id("duty", "decision", made)
    unit.put(
        "duty",
        duty,
        source="decision",
        source_id=made,
        basis=row.name,
        given_on=given.isoformat(),
        entered_on=today,
        **values,
    )
    return Decided(made, duty, row.id)


def answer(
    unit: Unit,
    *,
    department: int,
    since: date,
    until: date,
    text: str,
    on: date | None = None,
) -> int:
    """Record a department's answer to its sheet of a time; a later one is printed below it.

    Refuses "text-missing", "period-backwards" and "future-date".
    """
    if not text.strip():
        raise Refusal("text-missing")
    if until < since:
        raise Refusal("period-backwards", since=since, until=until)
    unit.subject = text.strip()[:40]
    return unit.add(
        "department_answer",
        department=department,
        from_on=since.isoformat(),
        to_on=until.isoformat(),
        text=text.strip(),
        on=days.happened(on).isoformat(),
        entered_on=now.today().isoformat(),
    )


def _where(unit: Unit, meeting: int | None, item: int | None, replaces: int | None) -> MeetingRow:
    """The meeting a decision stands under; the earlier decision is closed off."""
    if replaces is not None:
        old = rows.decision(unit.reader, replaces)
        if old is None:
            raise Refusal("unknown-id", kind="decision")
        if old.replaced_by is not None:
            raise Refusal("decision-replaced", topic=old.topic)
        if old.duty is not None:
            standing = duty_rows.duty(unit.reader, old.duty)
            if standing is not None and not standing.done_on and not standing.withdrawn_on:
                unit.set(
                    "duty",
                    old.duty,
                    withdrawn_on=now.today().isoformat(),
                    withdrawn_reason="由更正的议定事项替代",
                )
        return _meeting(unit, old.meeting)
    if item is not None:
        return _open(unit, _item(unit, item).meeting)
    if meeting is None and rows.newest(unit.reader, open=True) is None:
        return _meeting(unit, begin(unit, with_agenda=False))
    return _open(unit, meeting)


def _open(unit: Unit, meeting: int | None) -> MeetingRow:
    if meeting is None:
        found = rows.newest(unit.reader, open=True) or rows.newest(unit.reader)
        if found is None:
            raise Refusal("no-meeting")
    else:
        found = _meeting(unit, meeting)
    if found.closed_on:
        raise _closed(found)
    return found


def _closed(row: MeetingRow) -> Refusal:
    on = date.fromisoformat(row.closed_on or row.on)
    return Refusal("meeting-closed", name=row.name, on=on)


def _meeting(unit: Unit, id: int) -> MeetingRow:
    row = rows.meeting(unit.reader, id)
    if row is None:
        raise Refusal("unknown-id", kind="meeting")
    return row


def _item(unit: Unit, id: int) -> ItemRow:
    row = rows.item(unit.reader, id)
    if row is None:
        raise Refusal("unknown-id", kind="agenda_item")
    return row


def _codes(unit: Unit, departments: Sequence[int]) -> list[str]:
    known = reference.departments(unit.reader)
    if any(id not in known for id in departments):
        raise Refusal("unknown-id", kind="department")
    return list(dict.fromkeys(known[id].code for id in departments))

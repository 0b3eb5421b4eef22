"""What a memo's sentences rest on, and which departments were heard on it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A sentence as it was built from facts; `position` is its name in the memo's text.

    `grounds`: kind and id of each fact. `tells` and `of` say how it is built again, blank where
    it cannot be; `on` is the day of which it speaks (ISO).
    """

    id: int
    position: int
    sentence: str
    grounds: tuple[tuple[str, int], ...]
    tells: str
    of: int
    on: str


@dataclass(frozen=True, slots=True)
class HearingRow:
    """Whether a department was asked for its own statement on a memo, and what it said."""

    id: int
    memo: int
    department: int
    department_name: str
    asked_on: str | None
    channel: str
    answered_on: str | None
    statement: str
    not_asked_because: str
    entered_on: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as the table of a memo names it; `about` is the procedure's or project's name.

    `what` is the event's kind, the attempt's channel, or blank; `on` is its day. `opens` is the
    kind and `opened` the id of the thing whose page shows it (0: it has none).
    """

    kind: str
    id: int
    on: str
    about: str
    what: str
    text: str
    entered_on: str
    opens: str
    opened: int


def claims(reader: Reader, memo: int) -> tuple[ClaimRow, ...]:
    """The claims of a memo in the order of their numbers."""
    found = []
    for id, position, sentence, grounds, recipe in reader.rows(
        "SELECT id, CAST(position AS INTEGER), sentence, grounds, recipe FROM claim"
        " WHERE memo = :memo AND deleted = 0 ORDER BY position, id",
        memo=memo,
    ):
        told = json.loads(recipe) if recipe else {}
        found.append(
            ClaimRow(
                id, position, sentence, tuple((kind, of) for kind, of in json.loads(grounds)),
                str(told.get("tells", "")), int(told.get("of", 0)), str(told.get("on", "")),
            )
        )  # fmt: skip
    return tuple(found)


def hearings(reader: Reader, memo: int) -> tuple[HearingRow, ...]:
    """The departments heard (or left unheard with a reason) on a memo, in order of entry."""
    return tuple(
        HearingRow(*row)
        for row in reader.rows(
            "SELECT h.id, h.memo, h.department, coalesce(d.name, ''), h.asked_on, h.channel,"
            " h.answered_on, h.statement, h.not_asked_because, h.entered_on"
            " FROM hearing h LEFT JOIN department d ON d.id = h.department"
            " WHERE h.memo = :memo AND h.deleted = 0 ORDER BY h.id",
            memo=memo,
        )
    )


def hearing_of(reader: Reader, memo: int, department: int) -> HearingRow | None:
    """How one department was heard on a memo; None where nothing is recorded."""
    return next((h for h in hearings(reader, memo) if h.department == department), None)


_FACTS = {
    "event": (
        "SELECT 'event', e.id, e.\"on\", coalesce(i.name, ''), e.kind,"
        " e.note, e.entered_on, 'procedure', e.procedure FROM event e"
        " LEFT JOIN procedure p ON p.id = e.procedure"
        " LEFT JOIN catalogue_item i ON i.id = p.item WHERE e.id IN ({ids})"
    ),
    "obstacle": (
        "SELECT 'obstacle', o.id, o.\"on\", coalesce(i.name, j.name, ''), '',"
        " o.text, o.entered_on, 'obstacle', o.id FROM obstacle o"
        " LEFT JOIN procedure p ON p.id = o.procedure"
        " LEFT JOIN catalogue_item i ON i.id = p.item LEFT JOIN project j ON j.id = o.project"
        " WHERE o.id IN ({ids})"
    ),
    "attempt": (
        "SELECT 'attempt', a.id, a.\"on\", coalesce(i.name, j.name, ''), a.channel,"
        " a.text, a.entered_on, CASE WHEN a.obstacle IS NULL THEN 'procedure' ELSE 'obstacle' END,"
        " coalesce(a.obstacle, a.procedure, 0) FROM attempt a"
        " LEFT JOIN obstacle o ON o.id = a.obstacle"
        " LEFT JOIN procedure p ON p.id = coalesce(a.procedure, o.procedure)"
        " LEFT JOIN catalogue_item i ON i.id = p.item LEFT JOIN project j ON j.id = o.project"
        " WHERE a.id IN ({ids})"
    ),
    "hearing": (
        "SELECT 'hearing', h.id, coalesce(h.answered_on, h.asked_on, h.entered_on),"
        " coalesce(d.name, ''), h.channel, h.statement, h.entered_on, 'memo', h.memo"
        " FROM hearing h LEFT JOIN department d ON d.id = h.department WHERE h.id IN ({ids})"
    ),
    "duty": (
        "SELECT 'duty', u.id, coalesce(u.given_on, u.entered_on), coalesce(j.name, ''), '',"
        " u.text, u.entered_on, 'duty', u.id FROM duty u LEFT JOIN project j ON j.id = u.project"
        " WHERE u.id IN ({ids})"
    ),
    "procedure": (
        "SELECT 'procedure', p.id, '', coalesce(i.name, ''), '', j.name, '', 'procedure', p.id"
        " FROM procedure p LEFT JOIN catalogue_item i ON i.id = p.item"
        " LEFT JOIN project j ON j.id = p.project WHERE p.id IN ({ids})"
    ),
    "project": (
        "SELECT 'project', id, '', name, '', investor, '', 'project', id FROM project"
        " WHERE id IN ({ids})"
    ),
}


def facts(reader: Reader, grounds: Sequence[tuple[str, int]]) -> dict[tuple[str, int], FactRow]:
    """The facts that grounds name, those of kinds that are no dated fact left out."""
    found: dict[tuple[str, int], FactRow] = {}
    for kind, sql in _FACTS.items():
        ids = [id for of, id in grounds if of == kind]
        if not ids:
            continue
        for row in reader.rows(sql.format(ids=", ".join(map(str, ids)))):
            fact = FactRow(*row)
            found[(fact.kind, fact.id)] = fact
    return found

"""The list of official documents at any length: heads without their texts."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from envoy_desktop import now
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries.documents import STATE as _STATE
from envoy_desktop.store.queries.documents import STATES as STATES

WAITING = ("delivered", "expired")
"""States in which an answer is awaited."""
_INSTRUCTIONS = "(SELECT count(*) FROM instruction n WHERE n.memo = m.id AND n.deleted = 0)"


@dataclass(frozen=True, slots=True)
class MemoHead:
    """What a list shows of a document; dates are ISO texts. `state` as in `MemoRow.state`."""

    id: int
    kind: str
    title: str
    number: str
    addressee: str
    project_name: str
    state: str
    drafted_on: str
    signed_on: str | None
    delivered_on: str | None
    answer_due: str | None
    closed_on: str | None
    answered_on: str | None
    instructions: int


def ids(reader: Reader, *, states: Sequence[str] = (), text: str = "") -> "array[int]":
    """The ids: drafts first, then the newest; of some states, with a text in title or number."""
    where, values = _where(states, text)
    return array(
        "q",
        (
            row[0]
            for row in reader.rows(
                f"SELECT m.id FROM memo m WHERE m.deleted = 0{where} ORDER BY m.number <> '',"
                " coalesce(m.signed_on, m.drafted_on) DESC, m.id DESC",
                **values,
            )
        ),
    )


def heads(reader: Reader, ids: Sequence[int]) -> list[MemoHead | None]:
    """The heads of some documents in the order asked for; None where one is gone."""
    if not ids:
        return []
    found = {
        row[0]: MemoHead(*row)
        for row in reader.rows(
            "SELECT m.id, m.kind, m.title, m.number, m.addressee, coalesce(j.name, ''),"
            f" {_STATE}, m.drafted_on, m.signed_on, m.delivered_on, m.answer_due, m.closed_on,"
            ' (SELECT max(n."on") FROM instruction n WHERE n.memo = m.id AND n.deleted = 0),'
            f" {_INSTRUCTIONS} FROM memo m LEFT JOIN project j ON j.id = m.project"
            f" WHERE m.deleted = 0 AND m.id IN ({', '.join(map(str, ids))})",
            today=now.today().isoformat(),
        )
    }
    return [found.get(id) for id in ids]


def counts(reader: Reader) -> Mapping[str, int]:
    """How many documents are in each state."""
    return dict(
        reader.rows(
            f"SELECT {_STATE} AS state, count(*) FROM memo m WHERE m.deleted = 0 GROUP BY state",
            today=now.today().isoformat(),
        )
    )


@dataclass(frozen=True, slots=True)
class MemoName:
    """A document by its title and number (blank in a draft)."""

    id: int
    title: str
    number: str


def about(reader: Reader, obstacle: int) -> list[MemoName]:
    """The documents written of an obstacle."""
    return [
        MemoName(*row)
        for row in reader.rows(
            "SELECT m.id, m.title, m.number FROM memo_obstacle x JOIN memo m ON m.id = x.memo"
            " WHERE x.obstacle = :id AND x.deleted = 0 AND m.deleted = 0 ORDER BY m.id",
            id=obstacle,
        )
    ]


def organs(reader: Reader) -> list[str]:
    """The organs that documents of this workspace were written for, the latest first."""
    return [
        row[0]
        for row in reader.rows(
            "SELECT organ FROM memo WHERE deleted = 0 AND organ <> '' GROUP BY organ"
            " ORDER BY max(drafted_on) DESC"
        )
    ]


def _where(states: Sequence[str], text: str) -> tuple[str, dict[str, Any]]:
    parts, values = "", dict[str, Any]()
    if states:
        values["today"] = now.today().isoformat()
        parts += f" AND {_STATE} IN ({', '.join(repr(s) for s in states if s in STATES)})"
    if text.strip():
        parts += " AND instr(m.title || '\n' || m.number || '\n' || m.addressee, :text)"
        values["text"] = text.strip()
    return parts, values

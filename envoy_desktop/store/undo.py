"""Undo and redo: a new unit that writes back what an earlier one found; nothing is unwritten."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import changelog
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.unit import Unit, default_of
from envoy_desktop.store.workspace import Workspace


@dataclass(frozen=True)
class Step:
    """An act that can be undone or redone: the unit to reverse, and the act's own words."""

    unit: int
    act: str
    subject: str


def next_undo(reader: Reader) -> Step | None:
    """The newest of this device's acts that still stands, or None."""
    for id, undoes in _standing(reader):
        step, reversals = _original(reader, id, undoes)
        if reversals % 2 == 0 and not _is_final(reader, id):
            return step
    return None


def next_redo(reader: Reader) -> Step | None:
    """The newest undone act that nothing newer has overtaken, or None."""
    for id, undoes in _standing(reader):
        if undoes is None:
            return None
        step, reversals = _original(reader, id, undoes)
        if reversals % 2 == 1:
            return step
    return None


def undo(workspace: Workspace) -> Step:
    """Undo the newest standing act; raises Refusal("nothing-to-undo" | "changed-since")."""
    with workspace.unit("undo") as unit:  # chosen inside: two at once must not reverse the same act
        step = next_undo(unit.reader)
        if step is None:
            raise Refusal("nothing-to-undo")
        _reverse(unit, step)
    return step


def redo(workspace: Workspace) -> Step:
    """Do the newest undone act again; raises Refusal("nothing-to-redo" | "changed-since")."""
    with workspace.unit("redo") as unit:  # chosen inside: two at once must not reverse the same act
        step = next_redo(unit.reader)
        if step is None:
            raise Refusal("nothing-to-redo")
        _reverse(unit, step)
    return step


def _standing(reader: Reader) -> Iterator[tuple[int, int | None]]:
    """This device's units that no standing unit reverses, newest first: (id, what it reverses).

    A redo reverses an undo, and undoing again reverses the redo: so one rule serves all depths.
    """
    reversed_: set[int] = set()
    for id, undoes in _own_units(reader):
        if id in reversed_:
            continue
        if undoes is not None:
            reversed_.add(undoes)
        yield id, undoes


def _original(reader: Reader, id: int, undoes: int | None) -> tuple[Step, int]:
    """The step in the words of the act at the root, and how many reversals lie between."""
    root, depth = id, 0
    while undoes is not None:
        root, depth = undoes, depth + 1
        undoes = reader.value("SELECT undoes FROM unit WHERE id = :id", id=root)
    act, subject = reader.rows("SELECT act, subject FROM unit WHERE id = :id", id=root)[0]
    return Step(id, act, subject), depth


def _is_final(reader: Reader, id: int) -> bool:
    return bool(reader.value("SELECT final FROM unit WHERE id = :id", id=id))


def _own_units(reader: Reader) -> Iterator[tuple[int, int | None]]:
    tag = int(reader.meta("actor"))
    yield from reader.each(
        "SELECT id, undoes FROM unit WHERE id BETWEEN :first AND :last ORDER BY id DESC",
        first=tag << changelog.SEQ_BITS,
        last=(tag + 1 << changelog.SEQ_BITS) - 1,
    )


def _reverse(unit: Unit, step: Step) -> None:
    unit.subject = step.subject
    unit.undoes = step.unit
    touched = unit.rows(
        "SELECT id, kind, object, field, parents FROM change"
        " WHERE unit = :unit AND kind <> 'unit' ORDER BY id DESC",
        unit=step.unit,
    )
    for id, kind, object, field, parents in touched:
        if field == "":
            if _others_work_on(unit.reader, object, id):
                raise Refusal("changed-since", kind=kind, field="", subject=step.subject)
            unit.set(kind, object, deleted=True)
            continue
        heads = changelog.heads(unit.reader, object, field)
        if [_meant(unit.reader, head) for head in heads] != [_meant(unit.reader, id)]:
            raise Refusal("changed-since", kind=kind, field=field, subject=step.subject)
        unit.set(kind, object, **{field: _value_before(unit.reader, field, parents)})


def _others_work_on(reader: Reader, object: int, change: int) -> bool:
    """Whether another device has written to an object that this one made."""
    tag = change >> changelog.SEQ_BITS
    return bool(
        reader.value(
            "SELECT 1 FROM change WHERE object = :object AND NOT (id BETWEEN :first AND :last)"
            " LIMIT 1",
            object=object,
            first=tag << changelog.SEQ_BITS,
            last=(tag + 1 << changelog.SEQ_BITS) - 1,
        )
    )


def _meant(reader: Reader, change: int) -> int:
    """The change that a reversal brought back: what stands is as if nothing had come after it."""
    while True:
        row = reader.row(
            "SELECT c.object, c.field, u.undoes FROM change c JOIN unit u ON u.id = c.unit"
            " WHERE c.id = :id",
            id=change,
        )
        if row is None or row[2] is None:
            return change
        reversed_ = reader.row(
            "SELECT parents FROM change WHERE unit = :unit AND object = :object AND field = :field",
            unit=row[2],
            object=row[0],
            field=row[1],
        )
        if reversed_ is None:  # the act had made the object; hiding it goes back no further
            return change
        parents = json.loads(reversed_[0])
        if len(parents) != 1:
            return change
        change = parents[0]


def _value_before(reader: Reader, field: str, parents: str) -> object:
    found = [
        row
        for parent in json.loads(parents)
        for row in reader.rows("SELECT hlc, id, field, value FROM change WHERE id = :id", id=parent)
    ]
    if found:  # of several heads the newest was the one that showed
        _hlc, parent, of, text = max(found)
        value = changelog.decode(text)
        return value.get(field, _default(reader, parent, field)) if of == "" else value
    return False if field == "deleted" else None


def _default(reader: Reader, change: int, field: str) -> object:
    """What a field held that the making change did not name: its column's default."""
    from envoy_desktop.store import schema

    kind = reader.value("SELECT kind FROM change WHERE id = :id", id=change)
    return default_of(schema.LOGGED[kind], field)

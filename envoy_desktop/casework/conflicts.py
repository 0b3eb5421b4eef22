"""Settling a conflict: a person says which of several values holds, or writes another."""

import contextlib
import json
from typing import Any

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import shapes
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import conflicts
from envoy_desktop.store.queries.conflicts import Conflict
from envoy_desktop.store.unit import Unit


def find(reader: Reader, object: int, field: str = "") -> Conflict:
    """The conflict of a field; the only one of the object where no field is named.

    Refuses "no-such-conflict" and "several-conflicts" (fields).
    """
    found = [c for c in conflicts.conflicts(reader, object) if not field or c.field == field]
    if not found:
        raise Refusal("no-such-conflict", next="see-conflicts")
    if len(found) > 1:
        fields = tuple(conflict.field for conflict in found)
        raise Refusal("several-conflicts", fields=fields, next="name-field")
    return found[0]


def settle(unit: Unit, *, object: int, field: str, take: int) -> Any:
    """Let the `take`-th sibling (1 is the first) hold; all siblings are named and so settled.

    Refuses "no-such-conflict" (somebody settled it meanwhile) and "no-such-sibling".
    """
    conflict = find(unit.reader, object, field)
    if not 1 <= take <= len(conflict.siblings):
        raise Refusal("no-such-sibling", n=take, most=len(conflict.siblings), next="see-conflicts")
    return _write(unit, conflict, conflict.siblings[take - 1].value)


def settle_with(unit: Unit, *, object: int, field: str, value: Any) -> Any:
    """Settle a conflict by a value that none of the siblings has.

    Refuses "no-such-conflict" and "bad-value".
    """
    conflict = find(unit.reader, object, field)
    if not shapes.fits(conflict.kind, conflict.field, value):
        raise Refusal("bad-value", value=str(value), next="correct-value")
    return _write(unit, conflict, value)


def parsed(conflict: Conflict, text: str) -> Any:
    """A value that a person typed, in the form of the field; refuses "bad-value".

    A blank text is no value where the field may be without one.
    """
    candidates: list[Any] = [text]
    if not text:
        candidates = [None, ""]
    elif any(type(s.value) in (int, float, bool) for s in conflict.siblings):
        with contextlib.suppress(ValueError):
            candidates = [json.loads(text), text]
    for value in candidates:
        if shapes.fits(conflict.kind, conflict.field, value):
            return value
    raise Refusal("bad-value", value=text, next="correct-value")


def _write(unit: Unit, conflict: Conflict, value: Any) -> Any:
    unit.settle(conflict.kind, conflict.object, conflict.field, value)
    return value

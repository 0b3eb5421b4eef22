"""Notes: what one wants to remember of a project, a procedure or an obstacle."""

from envoy_desktop import now
from envoy_desktop.casework import checked
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.unit import Unit

KINDS = ("project", "procedure", "obstacle")


def add(unit: Unit, *, of_kind: str, of: int, text: str, private: bool = False) -> int:
    """Note something down; a `private` one goes into no package. Gives its id.

    Refuses "text-missing" and "unknown-id".
    """
    if not text.strip():
        raise Refusal("text-missing")
    if of_kind not in KINDS:
        raise Refusal("unknown-id", kind=of_kind)
    checked.stands(unit, of_kind, of)
    unit.subject = text.strip()[:40]
    return unit.add(
        "note",
        of_kind=of_kind,
        of=of,
        text=text.strip(),
        private=private,
        on=now.today().isoformat(),
    )


def change(unit: Unit, *, note: int, text: str, private: bool | None = None) -> None:
    """Write a note anew; what it said before stays in the history."""
    unit.subject = checked.excerpt(unit, "note", note)
    if not text.strip():
        raise Refusal("text-missing")
    if private is None:
        unit.set("note", note, text=text.strip())
    else:
        unit.set("note", note, text=text.strip(), private=private)


def remove(unit: Unit, *, note: int) -> None:
    """Remove a note; it stays in the history."""
    unit.subject = checked.excerpt(unit, "note", note)
    unit.remove("note", note)

"""Contacts: who sits at which window, and the investor's people. They never leave the laptop."""

from envoy_desktop.casework import checked
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.unit import Unit

FIELDS = ("name", "department", "project", "post", "window", "phone", "note")


def add(
    unit: Unit,
    *,
    name: str,
    department: int | None = None,
    project: int | None = None,
    post: str = "",
    window: str = "",
    phone: str = "",
    note: str = "",
) -> int:
    """Keep a person; gives the id. Refuses "person-missing"."""
    if not name.strip():
        raise Refusal("person-missing")
    unit.subject = name.strip()
    return unit.add(
        "contact",
        name=name.strip(),
        department=department,
        project=project,
        post=post.strip(),
        window=window.strip(),
        phone=phone.strip(),
        note=note.strip(),
    )


def change(unit: Unit, *, contact: int, **fields: str | int | None) -> None:
    """Change what is known of a person; only what is named."""
    if set(fields) - set(FIELDS):
        raise TypeError(str(set(fields) - set(FIELDS)))
    unit.subject = checked.name(unit, "contact", contact)
    if "name" in fields and not str(fields["name"] or "").strip():
        raise Refusal("person-missing")
    given = {
        name: value.strip() if isinstance(value, str) else value for name, value in fields.items()
    }
    unit.set("contact", contact, **given)


def remove(unit: Unit, *, contact: int) -> None:
    """The person is no longer to be called; the calls stay."""
    unit.subject = checked.name(unit, "contact", contact)
    unit.remove("contact", contact)

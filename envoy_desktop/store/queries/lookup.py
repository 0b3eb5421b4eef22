"""Finds an object by what a person typed of it: its id, the end of its id, a name, a code."""

from collections.abc import Iterable

from envoy_desktop.store.connection import Reader

KINDS = (
    "project", "procedure", "event", "obstacle", "attempt", "memo", "duty", "department",
    "attachment", "instruction", "escalation", "catalogue_item", "edition",
    "duty_stage", "mandate", "milestone",
    "team_member", "contact", "rating", "note",
    "joint_review", "fee", "contract", "meeting", "agenda_item", "decision", "department_answer",
)  # fmt: skip


def every() -> tuple[str, ...]:
    """Also the kinds that no command takes by themselves: a conflict may stand on any of them."""
    from envoy_desktop.store import schema  # SQLAlchemy, which a name alone need not wait for

    return (*KINDS, *(kind for kind in schema.LOGGED if kind not in KINDS))


def kind_of(reader: Reader, id: int, kinds: Iterable[str] = KINDS) -> str | None:
    """Which of these kinds the object of an id is, or None; hidden ones count too."""
    for kind in kinds:
        if reader.value(f"SELECT 1 FROM {_known(kind)} WHERE id = :id", id=id):
            return kind
    return None


def exists(reader: Reader, kind: str, id: int) -> bool:
    """Whether there is such an object, not hidden."""
    return bool(reader.value(f"SELECT 1 FROM {_known(kind)} WHERE id = :id AND deleted = 0", id=id))


def ending_in(reader: Reader, kind: str, low: int, mask: int, *, most: int = 9) -> list[int]:
    """The objects whose id's low bits (under `mask`) are `low`."""
    return [
        row[0]
        for row in reader.rows(
            f"SELECT id FROM {_known(kind)} WHERE id & :mask = :low AND deleted = 0 LIMIT :most",
            mask=mask,
            low=low,
            most=most,
        )
    ]


def project_named(reader: Reader, name: str) -> int | None:
    """The project of exactly this name."""
    found: int | None = reader.value(
        "SELECT id FROM project WHERE name = :name AND deleted = 0", name=name
    )
    return found


def procedure_of(reader: Reader, project: int, code: str) -> int | None:
    """The procedure of an item's code in a project: the last one, where it was filed again."""
    found: int | None = reader.value(
        "SELECT p.id FROM procedure p JOIN catalogue_item i ON i.id = p.item"
        " WHERE p.project = :project AND i.code = :code AND p.deleted = 0"
        " ORDER BY (SELECT max(hlc) FROM change c WHERE c.object = p.id AND c.field = '') DESC"
        " LIMIT 1",
        project=project,
        code=code,
    )
    return found


def department_called(reader: Reader, text: str) -> int | None:
    """The department of this code, name or short name."""
    found: int | None = reader.value(
        "SELECT id FROM department WHERE deleted = 0"
        " AND (code = :text OR name = :text OR short_name = :text) LIMIT 1",
        text=text,
    )
    return found


def memo_numbered(reader: Reader, number: str) -> int | None:
    """The one issued document of this number; None where several bear it (第1期)."""
    found = reader.rows(
        "SELECT id FROM memo WHERE number = :number AND deleted = 0 LIMIT 2", number=number
    )
    return found[0][0] if len(found) == 1 else None


def _known(kind: str) -> str:
    if kind not in KINDS and kind not in every():
        raise ValueError(kind)
    return kind

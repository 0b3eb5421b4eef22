"""What there is in a workspace file: whose it is, how much of each kind, which lists."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import reference

COUNTED = ("project", "procedure", "event", "obstacle", "attempt", "memo", "duty", "attachment")


@dataclass(frozen=True, slots=True)
class About:
    """Facts about a file; `counts` by kind of object, hidden ones left out."""

    name: str
    organisation: str
    device: str
    edition: str
    holiday_years: tuple[int, ...]
    counts: dict[str, int]
    changes: int
    backed_up_at: str


def about(reader: Reader) -> About:
    """The facts about the file of a reader."""
    edition = reference.newest_edition(reader)
    return About(
        name=str(reference.setting(reader, "envoy.name")),
        organisation=str(reference.setting(reader, "envoy.unit")),
        device=reader.value(
            "SELECT device FROM actor WHERE tag = :own", own=int(reader.meta("actor") or 0)
        )
        or "",
        edition=reader.value("SELECT name FROM edition WHERE id = :id", id=edition) or "",
        holiday_years=tuple(
            row[0]
            for row in reader.rows(
                "SELECT DISTINCT notice_year FROM holiday WHERE deleted = 0 ORDER BY notice_year"
            )
        ),
        counts={
            kind: reader.value(f"SELECT count(*) FROM {kind} WHERE deleted = 0") for kind in COUNTED
        },
        changes=reader.value("SELECT count(*) FROM change"),
        backed_up_at=reader.meta("backed_up_at"),
    )

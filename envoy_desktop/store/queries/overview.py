"""The few figures that stand beside the screens' names and in the status line."""

from dataclasses import dataclass
from datetime import date

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts over open projects; `red` are open procedures past a limit, `due` duties overdue."""

    red: int
    projects: int
    procedures: int
    obstacles: int
    drafts: int
    waiting_memos: int
    duties: int
    changes: int
    backed_up_at: str


def overview(reader: Reader, today: date) -> Overview:
    """The figures as they stand on `today`."""
    on = today.isoformat()
    return Overview(
        red=reader.value(
            "SELECT count(*) FROM reading_procedure WHERE open = 1 AND red_on <= :on", on=on
        ),
        projects=reader.value(
            "SELECT count(*) FROM project WHERE deleted = 0 AND closed_on IS NULL"
        ),
        procedures=reader.value("SELECT count(*) FROM reading_procedure"),
        obstacles=reader.value(
            "SELECT count(*) FROM obstacle WHERE deleted = 0 AND resolved_on IS NULL"
        ),
        drafts=reader.value("SELECT count(*) FROM memo WHERE deleted = 0 AND number = ''"),
        waiting_memos=reader.value(
            "SELECT count(*) FROM memo m WHERE deleted = 0 AND number <> '' AND closed_on IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM instruction n WHERE n.memo = m.id AND n.deleted = 0)"
        ),
        duties=reader.value(
            "SELECT count(*) FROM duty WHERE deleted = 0 AND done_on IS NULL"
            " AND withdrawn_on IS NULL"
        ),
        changes=int(reader.value("SELECT sum(seq) FROM actor WHERE own = 1") or 0)
        - int(reader.meta("exported_to") or 0),
        backed_up_at=reader.meta("backed_up_at"),
    )

"""Departments with plain counts of what lies with them: no rates, no ranking."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """One department on a day.

    `cases`: procedures it leads, planned and ended ones among them; `open` of them filed and not
    ended, `red` and `yellow` of those by their lamp. `obstacles` unresolved; `owed` of them with
    an answer owed whose day is over; `duties` not done.
    """

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    in_service_centre: bool
    cases: int
    open: int
    red: int
    yellow: int
    obstacles: int
    owed: int
    duties: int

    @property
    def busy(self) -> bool:
        """Whether anything lies with it, or ever did."""
        return bool(self.cases or self.obstacles or self.duties)


def departments(reader: Reader, today: date) -> list[DepartmentRow]:
    """All departments in the order of the list."""
    on = today.isoformat()
    cases = _by_department(
        reader,
        "SELECT department, count(*), sum(open),"
        " sum(open = 1 AND red_on IS NOT NULL AND red_on <= :on),"
        " sum(open = 1 AND yellow_on IS NOT NULL AND yellow_on <= :on"
        "  AND (red_on IS NULL OR red_on > :on))"
        " FROM reading_procedure GROUP BY department",
        on=on,
    )
    obstacles = _by_department(
        reader,
        "SELECT department, count(*), sum(answer_due IS NOT NULL AND answer_due < :on)"
        " FROM obstacle WHERE deleted = 0 AND resolved_on IS NULL GROUP BY department",
        on=on,
    )
    duties = _by_department(
        reader,
        "SELECT lead_department, count(*) FROM duty WHERE deleted = 0 AND done_on IS NULL"
        " GROUP BY lead_department",
    )
    return [
        DepartmentRow(
            id, code, name, short, kind, bool(centre),
            *cases.get(id, (0, 0, 0, 0)),
            *obstacles.get(id, (0, 0)),
            *duties.get(id, (0,)),
        )
        for id, code, name, short, kind, centre in reader.rows(
            "SELECT id, code, name, short_name, kind, in_service_centre FROM department"
            " WHERE deleted = 0 ORDER BY id"
        )
    ]  # fmt: skip


def _by_department(reader: Reader, sql: str, **values: Any) -> dict[int, tuple[int, ...]]:
    return {row[0]: tuple(n or 0 for n in row[1:]) for row in reader.rows(sql, **values) if row[0]}

"""The investor's own duties of projects, with the days that they count from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from envoy_desktop.domain import iso, own_duties
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.own_duties import OwnDutyReading
from envoy_desktop.store.connection import Reader

JOINT_ACCEPTANCE = "联合验收"


@dataclass(frozen=True, slots=True)
class OwnDutyRow:
    """An own duty of a project's, and its procedure."""

    project: int
    project_name: str
    procedure: int
    name: str
    reading: OwnDutyReading


def project_days(reader: Reader, project: int | None = None) -> dict[tuple[int, str], date]:
    """The days that own duties count from, by project and kind.

    What a person recorded goes first; else completion is the day on which the joint acceptance
    (联合验收) gave its last permit or confirmation, and a registration that of its filing.
    """
    only, values = (
        ("", {}) if project is None else (" AND project = :project", {"project": project})
    )
    found: dict[tuple[int, str], date] = {}
    for of, open_, last in reader.rows(
        "SELECT project, sum(CASE WHEN state <> 'delivered' THEN 1 ELSE 0 END), max(ended_on)"
        " FROM reading_procedure WHERE stage = 4 AND name IN (SELECT name FROM catalogue_item"
        "  WHERE joint_review_group = :joint AND kind IN ('行政许可', '行政确认'))"
        f"{only} GROUP BY project",
        joint=JOINT_ACCEPTANCE,
        **values,
    ):
        if not open_ and last:
            found[of, "completion_accepted"] = date.fromisoformat(last)
    codes = {code: kind for kind, code in own_duties.REGISTRATIONS.items()}
    for of, code, filed in reader.rows(
        "SELECT project, code, min(filed_on) FROM reading_procedure WHERE filed_on IS NOT NULL"
        f" AND code IN ({_listed(codes)}){only} GROUP BY project, code",
        **values,
    ):
        found[of, codes[code]] = date.fromisoformat(filed)
    for of, kind, on in reader.rows(
        f'SELECT project, kind, "on" FROM project_day WHERE deleted = 0 AND "on" IS NOT NULL{only}',
        **values,
    ):
        found[of, kind] = date.fromisoformat(on)
    return found


def duties(
    reader: Reader, calendar: Calendar, today: date, *, project: int | None = None
) -> list[OwnDutyRow]:
    """The own duties of open projects (or one), the first due first, unknown days last.

    A duty is done on the day its procedure was filed: what comes after is the department's.
    """
    days = project_days(reader, project)
    only, values = (
        ("", {}) if project is None else (" AND y.project = :project", {"project": project})
    )
    rows = []
    for of, named, procedure, code, name, filed in reader.rows(
        "SELECT y.project, y.project_name, y.procedure, y.code, y.name, y.filed_on"
        " FROM reading_procedure y JOIN project j ON j.id = y.project"
        f" WHERE j.closed_on IS NULL AND j.deleted = 0 AND y.code IN ({_listed(own_duties.RULES)})"
        f"{only} ORDER BY y.project, y.code, y.procedure",
        **values,
    ):
        since = days.get((of, own_duties.RULES[code].counted_from))
        done = iso.day(filed)
        reading = own_duties.read(code, since, done, calendar, today)
        rows.append(OwnDutyRow(of, named, procedure, name, reading))
    return sorted(
        rows, key=lambda r: (r.reading.done is not None, r.reading.due or date.max, r.name)
    )


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)

"""What stands behind a figure: cases, obstacles and entries by their ids, and the department's own
statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from envoy_desktop.domain.clock_values import BEFORE_CLOCK
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.facts import STANDING
from envoy_desktop.store.queries.figures import follow, successors

BLOCK = 400
OF_OBSTACLES = {
    "piecemeal": "o.kind = 'piecemeal'",
    "off_list": "o.kind = 'off_list_demand'",
    "back_office": "o.kind IN ('sent_to_back_office', 'window_cannot_decide')",
    "obstacles": "1 = 1",
    "owed": "o.resolved_on IS NULL AND o.answer_due < :today",
}


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One thing that a figure counts: `kind` procedure or obstacle, opened by `id`.

    `days`: working days charged, or what the figure counts of it; `over`: days beyond the limit;
    `on`: the day of filing, or when it happened.
    """

    kind: str
    id: int
    title: str
    project: str
    on: str
    days: float | None = None
    ended: bool = True
    over: float = 0


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What a department said in its own words: on which matter, on which day."""

    on: str
    about: str
    text: str
    kind: str
    id: int


def cases(reader: Reader, told: Sequence[tuple[int, float, bool, float, str]]) -> list[BehindRow]:
    """Cases in the order given: (procedure, days, ended, over, filed)."""
    names: dict[int, tuple[str, str]] = {}
    for start in range(0, len(told), BLOCK):
        ids = ", ".join(str(int(one[0])) for one in told[start : start + BLOCK])
        for id, item, project in reader.rows(
            "SELECT p.id, coalesce(i.name, ''), coalesce(j.name, '') FROM procedure p"
            " LEFT JOIN catalogue_item i ON i.id = p.item LEFT JOIN project j ON j.id = p.project"
            f" WHERE p.id IN ({ids})"
        ):
            names[id] = item, project
    return [
        BehindRow("procedure", id, *names.get(id, ("", "")), filed, days, ended, over)
        for id, days, ended, over, filed in told
    ]


def beside(
    reader: Reader,
    department: int,
    figure: str,
    as_of: date,
    since: date | None = None,
    until: date | None = None,
) -> list[BehindRow]:
    """What a figure beside the clocks counts, the newest first; a department that was merged or
    renamed counts with the one it became."""
    low = (since or date.min).isoformat()
    high = (min(until, as_of) if until else as_of).isoformat()
    whose = _became(reader, department)
    if figure in OF_OBSTACLES:
        bound = {"today": as_of.isoformat()} if figure == "owed" else {}
        return [
            BehindRow("obstacle", *row)
            for row in reader.rows(
                "SELECT o.id, o.text, coalesce(j.name, ''), o.\"on\" FROM obstacle o"
                " LEFT JOIN project j ON j.id = o.project"
                f" WHERE o.deleted = 0 AND o.department IN ({whose})"
                f' AND o."on" >= :low AND o."on" <= :high AND {OF_OBSTACLES[figure]}'
                ' ORDER BY o."on" DESC, o.id',
                low=low, high=high, **bound,
            )
        ]  # fmt: skip
    return _events(reader, whose, figure, low, high)


def _events(reader: Reader, whose: str, figure: str, low: str, high: str) -> list[BehindRow]:
    """Late entries, entries whose day differs in the city's system, and those before the clock."""
    calendar = reference.calendar(reader)
    after = int(str(reference.setting(reader, "clock.late_entry_days")))
    kinds = ", ".join(f"'{kind.value}'" for kind in sorted(BEFORE_CLOCK))
    wanted = {
        "late": 'e.entered_on > e."on"',
        "gap": 'e.system_on IS NOT NULL AND e.system_on <> e."on"',
        "before_days": f"e.kind IN ({kinds})",
    }[figure]
    found = []
    for procedure, item, project, on, entered, system in reader.rows(
        "SELECT e.procedure, i.name, coalesce(j.name, ''), e.\"on\", e.entered_on, e.system_on"
        " FROM event e JOIN procedure p ON p.id = e.procedure"
        " JOIN catalogue_item i ON i.id = p.item JOIN department d ON d.code = i.lead_department"
        " LEFT JOIN project j ON j.id = p.project"
        f" WHERE {STANDING} AND p.deleted = 0 AND d.id IN ({whose}) AND {wanted}"
        ' AND e."on" >= :low AND e."on" <= :high'
        " AND NOT EXISTS (SELECT 1 FROM imported_case c"
        "  WHERE c.procedure = e.procedure AND c.deleted = 0)"
        ' ORDER BY e."on" DESC, e.id',
        low=low,
        high=high,
    ):
        day = date.fromisoformat(on)
        days = None
        if figure == "late":
            days = float(calendar.working_days(day, date.fromisoformat(entered)))
            if days <= after:
                continue
        elif figure == "gap":
            shown = date.fromisoformat(system)
            days = float(calendar.working_days(day, shown) + calendar.working_days(shown, day))
        found.append(BehindRow("procedure", procedure, item, project, on, days))
    if figure == "before_days":  # a case once, by its first such day
        first: dict[int, BehindRow] = {row.id: row for row in found}
        return sorted(first.values(), key=lambda row: row.on, reverse=True)
    return found


def statements(reader: Reader, department: int, most: int = 20) -> list[StatementRow]:
    """What a department said to the envoy in its own words, the newest first."""
    whose = _became(reader, department)
    rows = [
        StatementRow(*row)
        for row in reader.rows(
            "SELECT coalesce(h.answered_on, h.entered_on), coalesce(m.title, ''), h.statement,"
            " 'memo', h.memo FROM hearing h LEFT JOIN memo m ON m.id = h.memo"
            f" WHERE h.deleted = 0 AND h.statement <> '' AND h.department IN ({whose})"
        )
    ]
    rows += [
        StatementRow(*row)
        for row in reader.rows(
            "SELECT o.\"on\", o.text, o.statement, 'obstacle', o.id FROM obstacle o"
            f" WHERE o.deleted = 0 AND o.statement <> '' AND o.department IN ({whose})"
        )
    ]
    return sorted(rows, key=lambda row: (row.on, row.id), reverse=True)[:most]


def _became(reader: Reader, department: int) -> str:
    """The ids of all departments that are this one now, as a list for a query."""
    goes = successors(reader)
    former: Iterable[int] = (one for one in goes if follow(goes, one, 0) == department)
    return ", ".join(str(int(one)) for one in (department, *former))


def items(reader: Reader) -> list[tuple[str, str]]:
    """The items that filed cases are of: code and name, by code."""
    return [
        (code, name)
        for code, name in reader.rows(
            "SELECT i.code, max(i.name) FROM catalogue_item i WHERE i.id IN"
            " (SELECT DISTINCT p.item FROM procedure p WHERE p.deleted = 0)"
            " GROUP BY i.code ORDER BY i.code"
        )
    ]


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """A department that changed: `kind` renamed, merged or split, `into` what it became."""

    id: int
    name: str
    kind: str
    into: str
    on: str


def successions(reader: Reader) -> list[SuccessionRow]:
    """The changes of departments, the newest first."""
    return [
        SuccessionRow(*row)
        for row in reader.rows(
            "SELECT s.id, coalesce(d.name, ''), s.kind, coalesce(i.name, ''), s.\"on\""
            " FROM succession s LEFT JOIN department d ON d.id = s.department"
            ' LEFT JOIN department i ON i.id = s."into" WHERE s.deleted = 0'
            ' ORDER BY s."on" DESC, s.id DESC'
        )
    ]


def department_names(reader: Reader) -> list[tuple[int, str]]:
    """All departments by their whole names."""
    return [
        (id, name)
        for id, name in reader.rows(
            "SELECT id, name FROM department WHERE deleted = 0 ORDER BY code, id"
        )
    ]

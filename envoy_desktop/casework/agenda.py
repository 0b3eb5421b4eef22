"""The agenda read from the city: open obstacles, overdue duties and broken commitments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from envoy_desktop.casework import ledger, outlook
from envoy_desktop.domain import agenda as rules
from envoy_desktop.domain.agenda import Matter, Placed, Weights
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import meetings as rows
from envoy_desktop.store.queries import reference


@dataclass(frozen=True, slots=True)
class Line:
    """A matter at its place, with the words that a list needs. `statement` is the department's
    own, `proposal` the envoy's; `due_on` (ISO), `source` and `owed_by` (where no department leads)
    of a duty."""

    placed: Placed
    topic: str
    project_name: str
    department_name: str
    statement: str = ""
    proposal: str = ""
    due_on: str = ""
    source: str = ""
    owed_by: str = ""

    @property
    def owner(self) -> str:
        """Whose matter it is: the department, or who owes the duty."""
        return self.department_name or self.owed_by


def proposed(reader: Reader, today: date, *, most: int = 0) -> list[Line]:
    """The agenda as the city stands on `today`, the most urgent first; `most` 0: all of it."""
    calendar = reference.calendar(reader)
    obstacles = rows.open_obstacles(reader, today)
    closed = rows.closed_projects(reader)
    over = [
        entry
        for entry in ledger.read(reader, today)
        if entry.reading.state == "overdue" and entry.row.project not in closed
    ]
    slack = _slack(reader, sorted({o.project for o in obstacles if o.project and o.procedure}),
                   today)  # fmt: skip
    invested = rows.investments(reader)
    told: dict[tuple[str, int], tuple[str, ...]] = {}
    lost: dict[int, int] = {}
    matters: list[Matter] = []
    for one in obstacles:
        since = date.fromisoformat(one.on)
        lost[one.id] = rules.days_lost(since, slack.get(one.procedure or 0), calendar, today)
        matters.append(
            Matter(
                rules.OBSTACLE, one.id, since, one.project, one.department, lost[one.id],
                money(one.investment), one.broken,
            )
        )  # fmt: skip
        told[rules.OBSTACLE, one.id] = (
            one.text, one.project_name, one.statement, one.proposal, "",
        )  # fmt: skip
    for entry in over:
        row = entry.row
        kind = rules.COMMITMENT if entry.broken else rules.DUTY
        matters.append(
            Matter(
                kind,
                row.id,
                entry.reading.first_due,
                row.project,
                row.lead_department,
                # what an overdue duty was to clear still holds its step up
                lost.get(row.source_id or 0, 0) if row.source == "obstacle" else 0,
                money(invested.get(row.project or 0, "")),
                int(entry.broken) + entry.reading.postponed,
            )
        )
        told[kind, row.id] = (
            row.text, row.project_name, "", "", entry.reading.due.isoformat(), row.source,
            row.owed_by,
        )  # fmt: skip
    placed = rules.agenda(matters, calendar, today, weights(reader))
    called = rows.department_names(reader)
    lines = []
    for one_placed in placed[: most or None]:
        matter = one_placed.matter
        topic, project_name, *more = told[matter.kind, matter.id]
        name = called.get(matter.department or 0, "")
        lines.append(Line(one_placed, topic, project_name, name, *more))
    return lines


def weights(reader: Reader) -> Weights:
    """The weights as this workspace has set them."""
    values = (
        Decimal(str(reference.setting(reader, f"agenda.weight_{name}")))
        for name in ("critical", "investment", "age", "broken")
    )
    return Weights(*values)


def money(text: str) -> Decimal | None:
    """An amount as entered, None where it is none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def grouped(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """The lines by department (or who else owes), whose most urgent matter stands highest first."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.owner, []).append(line)
    return list(found.items())


def _slack(reader: Reader, projects: list[int], today: date) -> Mapping[int, int | None]:
    """The slack of every procedure of these projects; of one off the target's path None, and of
    one whose delay moves the target by itself 0."""
    found: dict[int, int | None] = {}
    for laid in outlook.grounds(reader, projects, today).values():
        critical = set(laid.made.critical)
        for code, case in laid.standing.items():
            slack = laid.made.steps[code].slack
            found[case.procedure] = 0 if code in critical else slack
    return found

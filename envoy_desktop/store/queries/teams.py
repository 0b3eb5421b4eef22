"""Who carries a project: its team, its milestones with their slips, its handovers."""

from dataclasses import dataclass
from datetime import date

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One of the working group."""

    id: int
    name: str
    role: str
    unit: str
    phone: str


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A new date of a milestone: why, and who is charged with it."""

    id: int
    on: str
    to_on: str
    reason: str
    charged_party: str


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One milestone; `due_on` as first agreed, `due_now` the date in force."""

    id: int
    project: int
    name: str
    due_on: str
    reached_on: str | None
    slips: tuple[SlipRow, ...]

    @property
    def due_now(self) -> str:
        """The date in force: the last one agreed."""
        return self.slips[-1].to_on if self.slips else self.due_on

    def state(self, today: date) -> str:
        """reached, reached_late, overdue or open; late is against the date in force."""
        if self.reached_on:
            return "reached_late" if self.reached_on > self.due_now else "reached"
        return "overdue" if self.due_now < today.isoformat() else "open"


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A project that went from one envoy to another."""

    id: int
    from_envoy: str
    to_envoy: str
    on: str
    note: str


def members(reader: Reader, project: int) -> list[MemberRow]:
    """The working group, the leader of it first."""
    return [
        MemberRow(*row)
        for row in reader.rows(
            'SELECT id, name, role, "unit", phone FROM team_member'
            " WHERE project = :project AND deleted = 0"
            " ORDER BY CASE role WHEN 'leader' THEN 0 WHEN 'liaison' THEN 2 ELSE 1 END,"
            " position, id",
            project=project,
        )
    ]


def milestones(reader: Reader, project: int | None = None) -> list[MilestoneRow]:
    """The milestones of a project (or of all open ones) by their first date."""
    where = "m.project = :project" if project is not None else "j.closed_on IS NULL"
    slips: dict[int, list[SlipRow]] = {}
    for milestone, *values in reader.rows(
        'SELECT milestone, id, "on", to_on, reason, charged_party FROM milestone_slip'
        " WHERE deleted = 0 ORDER BY to_on, id"
    ):
        slips.setdefault(milestone, []).append(SlipRow(*values))
    return [
        MilestoneRow(*(*row, tuple(slips.get(row[0], ()))))
        for row in reader.rows(
            "SELECT m.id, m.project, m.name, m.due_on, m.reached_on FROM milestone m"
            f" JOIN project j ON j.id = m.project WHERE m.deleted = 0 AND j.deleted = 0 AND {where}"
            " ORDER BY m.due_on, m.position, m.id",
            **({} if project is None else {"project": project}),
        )
    ]


def handovers(reader: Reader, project: int) -> list[HandoverRow]:
    """The handovers of a project, the newest first."""
    return [
        HandoverRow(*row)
        for row in reader.rows(
            'SELECT id, from_envoy, to_envoy, "on", note FROM handover'
            ' WHERE project = :project AND deleted = 0 ORDER BY "on" DESC, id DESC',
            project=project,
        )
    ]

"""One person, one team, one plan: members, milestones with their slips, handing a project over."""

from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import checked, days
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import standing
from envoy_desktop.store.queries import teams as stored
from envoy_desktop.store.queries.teams import MilestoneRow
from envoy_desktop.store.unit import Unit

ROLES = ("leader", "member", "liaison")
SLIP_PARTIES = ("department", "investor", "intermediary", "nobody")


def add_member(
    unit: Unit,
    *,
    project: int,
    name: str,
    role: str = "member",
    of_unit: str = "",
    phone: str = "",
) -> int:
    """Name someone of the working group; gives the id. Refuses "name-missing", "unknown-role"."""
    unit.subject = checked.name(unit, "project", project)
    if not name.strip():
        raise Refusal("person-missing")
    if role not in ROLES:
        raise Refusal("unknown-role", role=role)
    position = standing.next_position(unit.reader, "team_member", project)
    return unit.add(
        "team_member",
        project=project,
        name=name.strip(),
        role=role,
        unit=of_unit.strip(),
        phone=phone.strip(),
        position=int(position),
    )


def change_member(unit: Unit, *, member: int, **fields: str) -> None:
    """Change name, role, unit or phone of a member."""
    if set(fields) - {"name", "role", "unit", "phone"}:
        raise TypeError(str(fields))
    unit.subject = checked.name(unit, "team_member", member)
    if "name" in fields and not fields["name"].strip():
        raise Refusal("person-missing")
    if fields.get("role", "member") not in ROLES:
        raise Refusal("unknown-role", role=fields["role"])
    unit.set("team_member", member, **{name: text.strip() for name, text in fields.items()})


def remove_member(unit: Unit, *, member: int) -> None:
    """Someone has left the working group."""
    unit.subject = checked.name(unit, "team_member", member)
    unit.remove("team_member", member)


def add_milestone(unit: Unit, *, project: int, name: str, due_on: date) -> int:
    """Agree on a milestone of the plan; gives its id. Refuses "text-missing"."""
    checked.name(unit, "project", project)
    if not name.strip():
        raise Refusal("text-missing")
    unit.subject = name.strip()[:40]
    position = standing.next_position(unit.reader, "milestone", project)
    return unit.add(
        "milestone",
        project=project,
        name=name.strip(),
        due_on=due_on.isoformat(),
        position=int(position),
    )


def slip(
    unit: Unit,
    *,
    milestone: int,
    to: date,
    reason: str,
    charged_party: str = "department",
    on: date | None = None,
) -> int:
    """A milestone moves to a later day, for a reason, charged to a party. Gives the slip's id.

    The first date stays. Refuses "reason-missing", "slip-not-later", "milestone-reached",
    "unknown-party".
    """
    row = _milestone(unit, milestone)
    if not reason.strip():
        raise Refusal("reason-missing")
    if charged_party not in SLIP_PARTIES:
        raise Refusal("unknown-party", party=charged_party)
    if row.reached_on:
        raise Refusal("milestone-reached", name=row.name, on=date.fromisoformat(row.reached_on))
    if to.isoformat() <= row.due_now:
        raise Refusal("slip-not-later", to=to, due=date.fromisoformat(row.due_now))
    unit.subject = row.name[:40]
    return unit.add(
        "milestone_slip",
        milestone=milestone,
        on=days.happened(on).isoformat(),
        to_on=to.isoformat(),
        reason=reason.strip(),
        charged_party=charged_party,
        entered_on=now.today().isoformat(),
    )


def reach(unit: Unit, *, milestone: int, on: date | None = None) -> None:
    """A milestone is reached. Refuses "milestone-reached", "future-date"."""
    row = _milestone(unit, milestone)
    if row.reached_on:
        raise Refusal("milestone-reached", name=row.name, on=date.fromisoformat(row.reached_on))
    unit.subject = row.name[:40]
    unit.set("milestone", milestone, reached_on=days.happened(on).isoformat())


def remove_milestone(unit: Unit, *, milestone: int) -> None:
    """Remove a milestone entered by mistake; it stays in the history."""
    unit.subject = _milestone(unit, milestone).name[:40]
    unit.remove("milestone", milestone)


def hand_over(unit: Unit, *, project: int, to: str, note: str = "", on: date | None = None) -> int:
    """Hand a project over to another envoy: everything of it goes along. Gives the handover's id.

    Every procedure, obstacle and duty hangs on its project, so one field moves them all; who
    entered what stays in the history. Refuses "person-missing" and "handover-to-self".
    """
    held = checked.project(unit, project)
    wanted = to.strip()
    if not wanted:
        raise Refusal("person-missing")
    holder = held.envoy
    if wanted == holder:
        raise Refusal("handover-to-self", name=wanted)
    unit.subject = held.name
    unit.set("project", project, envoy=wanted)
    return unit.add(
        "handover",
        project=project,
        from_envoy=holder,
        to_envoy=wanted,
        on=days.happened(on).isoformat(),
        note=note.strip(),
        entered_on=now.today().isoformat(),
    )


def _milestone(unit: Unit, milestone: int) -> MilestoneRow:
    project = standing.project_of_milestone(unit.reader, milestone)
    found = stored.milestones(unit.reader, project) if project is not None else []
    for row in found:
        if row.id == milestone:
            return row
    raise Refusal("unknown-id", kind="milestone")

"""A project's plan: which procedures apply and why, and what a changed attribute changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from envoy_desktop import now
from envoy_desktop.casework import checked, projects
from envoy_desktop.domain import attributes as known
from envoy_desktop.domain import generation
from envoy_desktop.domain.applies import Ground
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.changelog import natural_id
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import reference, standing
from envoy_desktop.store.unit import Unit


@dataclass(frozen=True)
class Planned:
    """A procedure of a plan: its id (0 where it is not yet generated) and why it applies."""

    id: int
    item: CatalogueItem
    because: tuple[Ground, ...]
    assumed: tuple[str, ...]
    prerequisites: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """What generating again would do: procedures to add, and those that no longer apply.

    `kept` no longer apply but have events: they stay, and the person decides.
    """

    added: tuple[Planned, ...]
    dropped: tuple[Planned, ...]
    kept: tuple[Planned, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.kept)


def begin(
    unit: Unit,
    *,
    name: str,
    investor: str = "",
    attributes: Mapping[str, str] | None = None,
    **fields: str | None,
) -> int:
    """Take on a project and generate its plan in one unit: one undo takes both back. Its id.

    Values and refusals as `projects.create`.
    """
    project = projects.create(unit, name=name, investor=investor, attributes=attributes, **fields)
    generate(unit, project=project)
    return project


def generate(unit: Unit, *, project: int) -> list[Planned]:
    """Generate the plan of a project from its attributes; gives all procedures that apply.

    What applies and is missing is added; what no longer applies and has no event is removed;
    what stands is not touched. Refuses "project-closed".
    """
    unit.subject = checked.open_project(unit, project).name
    difference = compare(unit.reader, project)
    for planned in difference.dropped:
        unit.remove("procedure", planned.id)
    items = {item.code: id for id, item in _items(unit.reader, project).items()}
    for planned in difference.added:
        unit.put(
            "procedure",
            natural_id("procedure", project, planned.item.code),
            project=project,
            item=items[planned.item.code],
        )
    return plan(unit.reader, project)


def plan(reader: Reader, project: int) -> list[Planned]:
    """The procedures that apply to a project, in order, those not yet generated with id 0.

    One that a superior authority abolished never applies, whatever the edition says.
    """
    items = list(_items(reader, project).values())
    gone = reference.abolished(reader, now.today())
    applying = [
        one
        for one in generation.applicable(items, attributes(reader, project))
        if one.item.code not in gone
    ]
    before: dict[str, list[str]] = {}
    for first, then in generation.prerequisite_edges(items, [a.item.code for a in applying]):
        before.setdefault(then, []).append(first)
    existing = _existing(reader, project)
    return [
        Planned(
            existing.get(a.item.code, 0),
            a.item,
            a.because,
            a.assumed,
            tuple(before.get(a.item.code, ())),
        )
        for a in applying
    ]


def compare(reader: Reader, project: int) -> Difference:
    """What generating the plan now would change."""
    wanted = plan(reader, project)
    codes = {planned.item.code for planned in wanted}
    by_code = {item.code: item for item in _items(reader, project).values()}
    gone = [
        Planned(id, by_code[code], (), (), ())
        for code, id in _existing(reader, project).items()
        if code not in codes and code in by_code
    ]
    lived = standing.with_events(reader, project)
    return Difference(
        added=tuple(planned for planned in wanted if not planned.id),
        dropped=tuple(planned for planned in gone if planned.id not in lived),
        kept=tuple(planned for planned in gone if planned.id in lived),
    )


def assumed(reader: Reader, project: int) -> tuple[str, ...]:
    """The attributes not given that could change a project's plan: taken as no, blank or none."""
    items = list(_items(reader, project).values())
    given = attributes(reader, project)
    names = [name for one in generation.applicable(items, given) for name in one.assumed]
    names += [name for one in generation.left_out(items, given) for name in one.assumed]
    return tuple(dict.fromkeys(names))


def attributes(reader: Reader, project: int) -> dict[str, known.Value]:
    """What is known of a project, as the rules want it."""
    return known.parse_values(standing.attribute_texts(reader, project))


def file_again(unit: Unit, *, procedure: int) -> int:
    """A new procedure for the same item: filing again after a refusal is a new procedure.

    Refuses "not-ended" while the old one still runs.
    """
    held = checked.open_procedure(unit, procedure)
    state = standing.state(unit.reader, procedure)
    if state is None or state.ended_on is None or state.state == "delivered":
        raise Refusal("not-ended", name=held.name)
    unit.subject = held.name
    return unit.add("procedure", project=held.project, item=held.item)


def take_over(unit: Unit, *, project: int, edition: int, codes: Sequence[str]) -> dict[str, int]:
    """Write the procedures of a new project that is taken over as it stands; ids by code.

    The caller knows what applies (a ledger, another office's list); `codes` are of `edition`.
    """
    ids = {item.code: id for id, item in reference.items(unit.reader, edition).items()}
    made: dict[str, int] = {}
    for code in codes:
        made[code] = natural_id("procedure", project, code)
        unit.make("procedure", made[code], project=project, item=ids[code])
    return made


def set_plan_limit(unit: Unit, *, procedure: int, days: int | None) -> None:
    """Set the limit the envoy agreed with the department, in the unit of the item's limit."""
    name = checked.open_procedure(unit, procedure).name
    if days is not None and not 1 <= days <= 3650:
        raise Refusal("bad-limit", days=days)
    unit.subject = name
    unit.set("procedure", procedure, plan_limit=days)


def _existing(reader: Reader, project: int) -> dict[str, int]:
    return {row.code: row.id for row in standing.procedures_of(reader, project)}


def _items(reader: Reader, project: int) -> dict[int, CatalogueItem]:
    return reference.items(reader, standing.edition_of(reader, project) or 0)

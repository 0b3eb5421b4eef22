"""Plans the demo city: every act of its history with the day on which it was done."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from envoy_desktop.demo import course, names, trouble
from envoy_desktop.demo.course import Course
from envoy_desktop.demo.names import Type
from envoy_desktop.domain import attributes as known
from envoy_desktop.domain import generation
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.catalogue import CatalogueItem

PROJECTS = 12
AGES = (430, 395, 350, 310, 275, 240, 205, 170, 140, 105, 70, 35)
"""Days that the first twelve projects have been running: one in every stage."""


@dataclass(frozen=True)
class Procedure:
    """A procedure with its whole course, cut off at today by the player."""

    item: CatalogueItem
    course: Course


@dataclass(frozen=True)
class Project:
    """A project of the city as the player writes it."""

    name: str
    type: Type
    investor: str
    fields: dict[str, str]
    attributes: dict[str, str]
    opened: date
    procedures: tuple[Procedure, ...]
    obstacles: tuple[trouble.Obstacle, ...]
    commitments: tuple[trouble.Commitment, ...] = field(default=())


def plan_project(
    rng: Random, n: int, items: list[CatalogueItem], calendar: Calendar, today: date
) -> Project:
    """The n-th project (0, 1, …) of a city whose day is `today`."""
    type_ = names.TYPES[n % len(names.TYPES)]
    brand = names.BRANDS[(n * 5 + n // len(names.TYPES)) % len(names.BRANDS)]
    phase = n // (len(names.TYPES) * len(names.BRANDS))
    name = names.project(brand, type_, phase)
    if type_.word.startswith("市") and n >= len(names.TYPES):
        name = f"{brand}{type_.word.removeprefix('市')}" + (f"{phase + 1}期" if phase else "")
    age = AGES[n] if n < len(AGES) else rng.randint(20, 480)
    opened = calendar.next_working_day(today - timedelta(days=age))
    millions = rng.randrange(*type_.investment, 10)
    thousands = rng.randrange(*type_.area)
    attributes = {
        **type_.attributes,
        "investment_cny": str(millions * 1_000_000),
        "area_m2": str(thousands * 1000 + rng.randrange(0, 1000, 50)),
    }
    target = calendar.next_working_day(opened + timedelta(days=rng.randint(170, 260)))
    fields = {
        "place": names.PLACES[n % len(names.PLACES)],
        "lead_leader": f"{rng.choice(names.SURNAMES)}{rng.choice(('副市长', '常委', '副市长'))}",
        "working_group": f"{name}推进专班",
        "investor_contact": f"{names.person(rng)}{rng.choice(names.PARTS)}",
        "target_on": target.isoformat(),
        "mandate_until": (opened + timedelta(days=730)).isoformat(),
    }
    procedures = _procedures(rng, items, attributes, opened, calendar)
    return Project(
        name,
        type_,
        names.company(rng, brand, type_),
        fields,
        attributes,
        opened,
        procedures,
        trouble.obstacles(rng, name, procedures, calendar, today),
        trouble.commitments(rng, opened, calendar, today) if n < PROJECTS else (),
    )


def _procedures(
    rng: Random,
    items: list[CatalogueItem],
    attributes: dict[str, str],
    opened: date,
    calendar: Calendar,
) -> tuple[Procedure, ...]:
    applying = generation.applicable(items, known.parse_values(attributes))
    codes = [a.item.code for a in applying]
    before: dict[str, list[str]] = {code: [] for code in codes}
    for first, then in generation.prerequisite_edges(items, codes):
        before[then].append(first)
    done: dict[str, date | None] = {}
    found: list[Procedure] = []
    # the list is by stage and, within it, after its prerequisites; one of a later stage is unknown
    for applies in applying:
        code = applies.item.code
        waits = [done[c] for c in before[code] if c in done]
        if any(on is None for on in waits):
            done[code] = None
            found.append(Procedure(applies.item, Course((), None, False, None)))
            continue
        ready = max([on for on in waits if on is not None], default=opened)
        gap = rng.randint(1, 6) if waits else rng.randint(1, 12)
        if applies.item.stage == 4:
            gap += rng.randint(25, 60)  # the building takes its time
        begin = calendar.add_working_days(ready, gap)
        one = course.run(rng, applies.item, begin, calendar)
        done[code] = one.delivered
        found.append(Procedure(applies.item, one))
    return tuple(found)

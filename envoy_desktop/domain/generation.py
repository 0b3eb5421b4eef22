"""From a project's attributes to its procedures: what applies, why, and what comes before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from envoy_desktop.domain.applies import Ground, judge, parse_condition
from envoy_desktop.domain.attributes import Value
from envoy_desktop.domain.catalogue import CatalogueItem


@dataclass(frozen=True, slots=True)
class Applies:
    """An item that applies to a project.

    `because`: the questions that settled it (empty: it always applies). `assumed`: attributes
    not given whose answer could still change that.
    """

    item: CatalogueItem
    because: tuple[Ground, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item that does not apply, with the answers that settled it."""

    item: CatalogueItem
    because: tuple[Ground, ...]
    assumed: tuple[str, ...]


def applicable(
    items: Sequence[CatalogueItem], attributes: Mapping[str, Value]
) -> tuple[Applies, ...]:
    """The items that apply, by stage and within it after their prerequisites.

    Items that nothing orders keep the order of the list. Refuses as `parse_condition`.
    """
    verdicts = {i.code: judge(parse_condition(i.applies_when), attributes) for i in items}
    chosen = [
        Applies(item, verdicts[item.code].because, verdicts[item.code].assumed)
        for item in in_order(items)
        if verdicts[item.code].applies
    ]
    return tuple(chosen)


def left_out(
    items: Sequence[CatalogueItem], attributes: Mapping[str, Value]
) -> tuple[LeftOut, ...]:
    """The items that do not apply, in the order of the list, with why not."""
    out = []
    for item in items:
        verdict = judge(parse_condition(item.applies_when), attributes)
        if not verdict.applies:
            out.append(LeftOut(item, verdict.because, verdict.assumed))
    return tuple(out)


def in_order(items: Sequence[CatalogueItem]) -> tuple[CatalogueItem, ...]:
    """The items by stage, within a stage each after its prerequisites, else as listed.

    A prerequisite of a later stage does not pull its item back: the stage rules the screen.
    """
    place = {item.code: index for index, item in enumerate(items)}
    by_code = {item.code: item for item in items}
    ordered: list[CatalogueItem] = []
    placed: set[str] = set()

    def put(item: CatalogueItem) -> None:
        if item.code in placed:
            return
        placed.add(item.code)
        for code in sorted((c for c in item.prerequisites if c in by_code), key=lambda c: place[c]):
            if by_code[code].stage == item.stage:
                put(by_code[code])
        ordered.append(item)

    for item in sorted(items, key=lambda i: (i.stage, place[i.code])):
        put(item)
    return tuple(ordered)


def prerequisite_edges(
    items: Sequence[CatalogueItem], applying: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """Pairs (before, after) among the `applying` codes, each once.

    `items` is the whole list: a prerequisite that does not apply passes through to its own.
    A pair that longer ways already imply is kept: it is what the list says.
    """
    by_code = {item.code: item for item in items}
    chosen = set(applying)
    reached: dict[str, tuple[str, ...]] = {}

    def nearest(code: str) -> tuple[str, ...]:
        """The applying items that stand directly before `code`."""
        if code not in reached:
            reached[code] = ()  # a circle was refused at reading; never loop here
            found: dict[str, None] = {}
            for before in by_code[code].prerequisites if code in by_code else ():
                if before in chosen:
                    found[before] = None
                else:
                    found.update(dict.fromkeys(nearest(before)))
            reached[code] = tuple(found)
        return reached[code]

    return tuple(
        (before, item.code)
        for item in items
        if item.code in chosen
        for before in nearest(item.code)
    )


# Two things the graph of the sample city's list cannot say. They are kept beside the rules since
# no column of the list holds them; a city that renames its codes renames them here.

WORKS_PERMIT = "ZJ-XK"

BEFORE_GROUND: tuple[str, ...] = (
    *("HJ-SH", "HJ-BG", "NY-SC", "SB-SP", "SL-HP", "AQ-TJ", "AQ-SJ"),
    *("DZ-AP", "GA-GJ", "WW-JK", "LH-SM"),
)
"""Needed before ground is broken, yet no condition of the works permit: 建筑工程施工许可管理办法
Art. 4 lets nobody add conditions beyond the law. A window that demands one of them for the permit
makes an off-list demand."""


def ground_breaking(applying: Iterable[str]) -> tuple[str, ...]:
    """What must be done before ground is broken: the works permit and all of `BEFORE_GROUND`."""
    needed = {WORKS_PERMIT, *BEFORE_GROUND}
    return tuple(code for code in applying if code in needed)


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """A duty of the investor or contractor with a date, never charged to a department.

    `amount` in `unit` (working_day, calendar_day, month) after `counted_from`; None: it must be
    done before that. `counted_from`: completion_accepted 竣工验收合格, works_contract 签订施工合同,
    first_use 投入使用, land_registration / building_registration 办理登记.
    """

    code: str
    amount: int | None
    unit: str
    counted_from: str
    basis: str


OWN_DUTIES: tuple[OwnDuty, ...] = (
    OwnDuty(
        "XF-BA", 5, "working_day", "completion_accepted", "建设工程消防设计审查验收管理暂行规定"
    ),
    OwnDuty("ZJ-BA", 15, "calendar_day", "completion_accepted", "建设工程质量管理条例第四十九条"),
    OwnDuty("RF-YS", 15, "calendar_day", "completion_accepted", "建设工程质量管理条例第四十九条"),
    OwnDuty("RS-BZJ", 20, "working_day", "works_contract", "工程建设领域农民工工资保证金规定"),
    OwnDuty("DA-YS", 3, "month", "completion_accepted", "建设工程质量管理条例第十七条"),
    OwnDuty("TZ-SY", 30, "calendar_day", "first_use", "特种设备安全法第三十三条"),
    OwnDuty("SF-QS", None, "", "land_registration", "契税法第十一条"),
    OwnDuty("PT-FEE", None, "", "building_registration", "计价格〔2001〕585号"),
)

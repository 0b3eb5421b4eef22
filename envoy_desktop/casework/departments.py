"""Departments change: renamed, merged, split. Their history goes with them."""

from collections.abc import Sequence
from datetime import date

from envoy_desktop.casework import checked
from envoy_desktop.casework.days import happened
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import standing
from envoy_desktop.store.queries.figures import successors
from envoy_desktop.store.unit import Unit


def rename(
    unit: Unit, *, department: int, name: str, short_name: str = "", on: date | None = None
) -> None:
    """Give a department another name from a day on; what it did before stays its own.

    Refuses "name-missing" and "department-name-taken".
    """
    old = checked.name(unit, "department", department)
    unit.subject = old
    name = name.strip()
    if not name:
        raise Refusal("name-missing")
    if standing.department_named(unit.reader, name, other_than=department) is not None:
        raise Refusal("department-name-taken", name=name)
    unit.set("department", department, name=name, short_name=short_name.strip())
    _write(unit, department, department, "renamed", on)


def merge(unit: Unit, *, departments: Sequence[int], into: int, on: date | None = None) -> None:
    """Merge departments into one: their cases count with it in every figure from now on.

    Refuses "department-itself", "department-gone" and "department-circle".
    """
    target = checked.name(unit, "department", into)
    unit.subject = target
    for department in departments:
        name = checked.name(unit, "department", department)
        _check(unit, department, into, name, target)
        _write(unit, department, into, "merged", on)


def split(unit: Unit, *, department: int, into: Sequence[int], on: date | None = None) -> None:
    """Split a department: each item's history goes to the one of `into` that leads the item by
    the newest list, else to the first. Refuses as `merge`."""
    name = checked.name(unit, "department", department)
    unit.subject = name
    for one in into:
        target = checked.name(unit, "department", one)
        _check(unit, department, one, name, target, fresh=one == into[0])
        _write(unit, department, one, "split", on)


def _check(
    unit: Unit, department: int, into: int, name: str, target: str, *, fresh: bool = True
) -> None:
    if department == into:
        raise Refusal("department-itself", name=name)
    goes = successors(unit.reader)
    if fresh and department in goes:
        into_names = [checked.name(unit, "department", one) for one in goes[department]]
        raise Refusal("department-gone", name=name, into=into_names)
    seen, waiting = set(), [into]
    while waiting:
        one = waiting.pop()
        if one == department:
            raise Refusal("department-circle", name=target, into=name)
        if one not in seen:
            seen.add(one)
            waiting += goes.get(one, [])


def _write(unit: Unit, department: int, into: int, kind: str, on: date | None) -> None:
    unit.add(
        "succession",
        department=department,
        into=into,
        kind=kind,
        on=happened(on).isoformat(),
    )

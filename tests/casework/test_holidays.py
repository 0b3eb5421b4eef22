"""Holiday tables: a year's table replaces the year, an emergency notice lies over it."""

from datetime import date
from pathlib import Path

from envoy_desktop.casework import events, plans, projects, reference
from envoy_desktop.domain.catalogue_rows import HolidayCells
from envoy_desktop.domain.clock_values import EventKind, LimitKind
from envoy_desktop.store import undo
from envoy_desktop.store.queries import reference as stored
from envoy_desktop.store.workspace import Workspace

FIRST_NOTICE_OF_2020 = [
    ("2020-01-01", "holiday", "元旦"),
    ("2020-01-19", "workday", "春节"),
    *((f"2020-01-{d}", "holiday", "春节") for d in range(24, 31)),
    ("2020-02-01", "workday", "春节"),
    *((f"2020-10-0{d}", "holiday", "国庆节") for d in range(1, 9)),
]
EMERGENCY = [
    ("2020-01-31", "holiday", "春节延长"),
    ("2020-02-01", "holiday", "春节延长"),
    ("2020-02-02", "holiday", "春节延长"),
]


def cells(rows: list[tuple[str, str, str]]) -> list[HolidayCells]:
    return [HolidayCells(date.fromisoformat(on), kind, name, 2020) for on, kind, name in rows]


def deadline(workspace: Workspace) -> date:
    with workspace.read() as reader:
        return stored.calendar(reader).deadline(date(2020, 1, 20), 5).on


def test_the_spring_festival_of_2020(workspace: Workspace) -> None:
    workspace.do(reference.import_holidays, holidays=cells(FIRST_NOTICE_OF_2020), name="首次")
    assert deadline(workspace) == date(2020, 2, 1)
    workspace.do(reference.import_holidays, holidays=cells(EMERGENCY), name="延长")
    assert deadline(workspace) == date(2020, 2, 4)
    with workspace.read() as reader:  # what the notice does not name stays
        assert not stored.calendar(reader).is_working_day(date(2020, 10, 5))
    undo.undo(workspace)
    assert deadline(workspace) == date(2020, 2, 1)


def test_a_new_table_gives_a_receipt_of_what_moved(workspace: Workspace) -> None:
    workspace.do(reference.import_holidays, holidays=cells(FIRST_NOTICE_OF_2020), name="首次")
    project = workspace.do(projects.create, name="甲", attributes={"land_supply": "existing"})
    planned = workspace.do(plans.generate, project=project)
    licence = next(p for p in planned if p.item.code == "GH-XK")
    workspace.do(events.record, procedure=licence.id, kind=EventKind.FILED, on=date(2020, 1, 20))
    moved = workspace.do(reference.import_holidays, holidays=cells(EMERGENCY), name="延长")
    by_limit = {line.deadline.limit_kind: line.deadline for line in moved}
    statutory, promised = by_limit[LimitKind.STATUTORY], by_limit[LimitKind.PROMISED]
    assert (statutory.old, statutory.new) == (date(2020, 2, 21), date(2020, 2, 25))
    assert (promised.old, promised.new) == (date(2020, 2, 4), date(2020, 2, 6))
    assert {line.name for line in moved} == {licence.item.name}


def test_the_shipped_table_again_moves_nothing(workspace: Workspace, root: Path) -> None:
    table = root / "db" / "reference" / "holidays.csv"
    lists = reference.read_lists(table, reference.shipped_lists())
    assert workspace.do(reference.import_holidays, holidays=lists.holidays, name="年度表") == []

"""A department opened up: every number is the number of things behind it."""

from datetime import date

import pytest

from envoy_desktop.casework import department_detail as details
from envoy_desktop.casework import department_sheet, departments, figures, obstacles, plans
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import figures_behind, reference
from tests.casework.test_logs import logged, taken_file

__all__ = ["logged", "taken_file"]

TODAY = date(2026, 11, 23)


@pytest.fixture
def table(logged):
    """The real log, taken into a workspace, and its table."""
    with logged.read() as reader:
        return logged, figures.table(reader, TODAY)


def test_figures_count_what_they_open(table):
    held, made = table
    with held.read() as reader:
        for row in made.departments:
            told = row.figure
            expected = {
                "cases": told.cases,
                "open": told.open,
                "over_promised": told.promised.outside,
                "within_promised": told.promised.inside,
                "over_statutory": told.statutory.outside,
                "within_statutory": told.statutory.inside,
                "overdue_days": told.overdue_cases,
            }
            for figure, count in expected.items():
                found = details.behind(reader, made, row.office.id, figure)
                assert found.count == count, (row.office.name, figure)
                assert len(found.rows) == min(count, details.MOST_BEHIND)
            seen = details.detail(reader, made, row.office.id)
            assert sum(line.figure.cases for line in seen.items) == told.cases
            assert sum(one.cases for one in seen.months.months) == told.cases
            worst = [one.over for one in seen.worst]
            assert worst == sorted(worst, reverse=True)


def test_the_sheet_has_its_sums_as_formulas(table, tmp_path):
    import zipfile

    _held, made = table
    path = tmp_path / "table.xlsx"
    assert department_sheet.write(path, made) == len(made.departments)
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    last = len(made.departments) + 1
    total = sum(row.figure.cases for row in made.departments)
    assert f"<f>SUM(C2:C{last})</f><v>{total}</v>" in sheet
    assert f"IF(J{last + 1}+K{last + 1}=0," in sheet


def test_obstacles_beside_the_figures_open_too(workspace):
    project = workspace.do(plans.begin, name="卧龙产业园", attributes={"land_supply": "grant"})
    with workspace.read() as reader:
        permit = next(p for p in plans.plan(reader, project) if p.item.code == "GH-XK")
        department = reference.department_ids(reader)[permit.item.lead_department]
    made = [
        workspace.do(obstacles.log, text=f"第{n}次补正", procedure=permit.id, kind="piecemeal")
        for n in (1, 2)
    ]
    with workspace.read() as reader:
        rows = figures_behind.beside(reader, department, "piecemeal", TODAY)
        assert {row.kind for row in rows} == {"obstacle"}
        assert len(rows) == len(made)
        assert figures_behind.beside(reader, department, "late", TODAY) == []
        with pytest.raises(Refusal, match="no-cases"):
            details.detail(reader, figures.table(reader, TODAY), 1)


def test_a_department_that_was_merged_opens_with_the_new_one(workspace):
    with workspace.read() as reader:
        ids = list(reference.department_ids(reader).values())
    workspace.do(obstacles.log, text="退件", department=ids[0], kind="piecemeal")
    workspace.do(departments.merge, departments=[ids[0]], into=ids[1])
    with workspace.read() as reader:
        assert len(figures_behind.beside(reader, ids[1], "piecemeal", TODAY)) == 1
        assert figures_behind.beside(reader, ids[0], "piecemeal", TODAY) != []
        (row,) = figures_behind.successions(reader)
        assert row.kind == "merged"

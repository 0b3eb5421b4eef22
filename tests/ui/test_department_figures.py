"""The screen of figures: computed as a job, every figure opened, a sentence into a draft."""

from datetime import date

import pytest

from envoy_desktop.casework import events, memos, obstacles, plans
from envoy_desktop.domain.clock_values import EventKind as K
from envoy_desktop.ui.departments.figures_tab import BehindDialog
from envoy_desktop.ui.departments.log_dialog import LogDialog
from envoy_desktop.ui.departments.write_figure import FigureDialog
from envoy_desktop.ui.settings.departments_tab import JoinDialog, RenameDialog
from envoy_desktop.ui.start.session import Session
from envoy_desktop.ui.widgets.chart import ChartView
from tests.ui.start_ground import cheap_keys, file, opened, session

__all__ = ["cheap_keys", "file", "opened", "session"]

ATTRIBUTES = {"investment_kind": "record", "land_supply": "grant"}


@pytest.fixture
def busy(opened: Session) -> Session:
    """Six projects with a permit each: five delivered, one open; an obstacle."""
    do = opened.workspace.do
    for n in range(6):
        project = do(plans.begin, name=f"项目{n}", attributes=ATTRIBUTES)
        with opened.workspace.read() as reader:
            plan = {p.item.code: p.id for p in plans.plan(reader, project)}
        permit = plan["GH-XK"]
        do(events.record, procedure=permit, kind=K.FILED, on=date(2026, 10, 12))
        do(events.record, procedure=permit, kind=K.ACCEPTED, on=date(2026, 10, 13))
        if n < 5:
            do(events.record, procedure=permit, kind=K.DECIDED, on=date(2026, 10, 26 + n))
            do(events.record, procedure=permit, kind=K.DELIVERED, on=date(2026, 11, 2 + n))
    do(obstacles.log, text="第二次补正", procedure=permit, kind="piecemeal")
    return opened


def table_of(session: Session, qtbot):
    window = session.window
    window.go("departments")
    overview = window.screens["departments"].overview
    overview.tabs.show_page("figures")
    tab = overview.figures
    qtbot.waitUntil(lambda: tab.source.table is not None)
    qtbot.waitUntil(lambda: tab.table.rows.rowCount() > 0)
    return tab


def test_a_cell_opens_what_it_counts_and_a_name_its_department(busy: Session, qtbot) -> None:
    tab = table_of(busy, qtbot)
    row = next(r for r in tab.source.table.departments if r.figure.cases == 6)
    names = [one.name for one in tab._columns]
    tab.table.choose(row.office.id)
    qtbot.waitUntil(lambda: tab.table.current() is not None)
    at = tab.table.currentIndex()
    tab.table.setCurrentIndex(at.siblingAtColumn(names.index("open")))
    tab._open_cell(row)
    dialog = next(d for d in busy.window.findChildren(BehindDialog) if d.isVisible())
    qtbot.waitUntil(lambda: dialog.list.rows.rowCount() == 1)
    dialog.accept()
    tab.table.setCurrentIndex(at.siblingAtColumn(names.index("name")))
    tab._open_cell(tab.table.current())
    page = busy.window.screens["departments"].page
    qtbot.waitUntil(lambda: page.detail is not None and page.detail.seen is not None)
    detail = page.detail
    assert "办理" in detail.sentence.text()
    charts = [view for view in detail.findChildren(ChartView) if view.chart is not None]
    assert len(charts) == 3
    assert all(view.accessibleName() and view.accessibleDescription() for view in charts)


def test_the_filters_ask_anew(busy: Session, qtbot) -> None:
    tab = table_of(busy, qtbot)
    tab.since.set_value(date(2026, 11, 20))
    qtbot.waitUntil(lambda: all(not r.figure.cases for r in tab.source.table.departments))


def test_a_figure_goes_into_a_draft(busy: Session, qtbot) -> None:
    memo = busy.workspace.do(memos.draft, kind="briefing", title="关于用时", body="情况如下。")
    tab = table_of(busy, qtbot)
    row = next(r for r in tab.source.table.departments if r.figure.cases == 6)
    tab.write_wanted.emit(row.office.id)
    dialog = next(d for d in busy.window.findChildren(FigureDialog) if d.isVisible())
    qtbot.waitUntil(dialog.save.isEnabled)
    said = dialog.sentence.text()
    dialog.save.click()

    def written() -> bool:
        with busy.workspace.read() as reader:
            body = reader.value("SELECT body FROM memo WHERE id = :id", id=memo)
        return said in body.replace("\\", "") and "注：" in body

    qtbot.waitUntil(lambda: not busy.window.jobs.busy())
    assert written()


def test_a_log_is_looked_at_before_it_is_taken_in(busy: Session, qtbot, tmp_path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "编号,事项,部门,申报日期,办结日期\n1,施工许可,住建,2026-03-02,2026-03-09\n"
        "2,施工许可,住建,昨天,2026-03-09\n", "utf-8",
    )  # fmt: skip
    dialog = LogDialog(busy.window.context, path)
    dialog.open()
    qtbot.waitUntil(dialog.take.isEnabled)
    chosen = dialog.form.values()
    assert [chosen[name] for name in ("case", "filed", "ended")] == ["编号", "申报日期", "办结日期"]
    dialog.take.click()
    qtbot.waitUntil(lambda: not dialog.problems.isHidden())
    assert "1" in dialog.summary.text()
    dialog.reject()


def test_departments_change_in_the_settings(busy: Session, qtbot) -> None:
    from envoy_desktop.ui.settings import departments_tab

    choices, none = departments_tab.read(busy.workspace)
    assert not none
    first, second = choices[0], choices[1]
    form = RenameDialog(busy.window.context, choices)
    form.open()
    form.form.set_values({"department": first[0], "name": "市数据局"})
    form.save.click()
    qtbot.waitUntil(lambda: not busy.window.jobs.busy())
    merge = JoinDialog(busy.window.context, choices, split=False)
    merge.open()
    merge.form.set_values({"one": first[0], "several0": second[0]})
    merge.save.click()
    qtbot.waitUntil(lambda: not busy.window.jobs.busy())
    assert len(departments_tab.read(busy.workspace)[1]) == 2

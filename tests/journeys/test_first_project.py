"""From nothing to a running clock: a project, its plan, events by one key and a date, undo."""

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from envoy_desktop.store.queries import obstacles, projects
from envoy_desktop.ui.documents.write import WriteDialog
from envoy_desktop.ui.procedures.event_form import EventForm
from envoy_desktop.ui.projects.dialogs import PlanDialog
from envoy_desktop.ui.projects.form import ProjectForm
from envoy_desktop.ui.shell.messages import Bar
from envoy_desktop.ui.today.forms import AttemptForm, SnoozeForm
from envoy_desktop.ui.widgets.row import Row

TODAY = date(2026, 11, 23)
CHOSEN = {
    "investment_kind": "record", "land_supply": "existing", "eia_class": "registration",
}  # fmt: skip


def words(widget):
    """All texts that stand in a widget now."""
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def new_project(hands, name="卧龙智能装备产业园"):
    hands.window.go("projects")
    hands.qtbot.keyClick(hands.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = hands.dialog(ProjectForm)
    form.base.fields["name"].line.insert(name)  # QTest types ASCII alone
    form.base.fields["investor"].line.insert("南阳卧龙装备有限公司")
    for code, value in CHOSEN.items():
        form.fields[code].set_value(value)
    form.fields["area_m2"].line.insert("5.2万")
    form.fields["investment_cny"].line.insert("12.6亿")
    hands.qtbot.keyClicks(form.base.fields["target_on"].line, "2027-6-1")
    return form


def on_the_page_of(hands, name):
    page = hands.screen("projects").page
    hands.until(lambda: page.page is not None and page.page.row.name == name)
    return page


def open_procedure(hands, page, code):
    step = page.page.seen.step(code)
    hands.window.open_object("procedure", step.procedure)
    view = hands.screen("procedures").page
    hands.until(lambda: view.page is not None and view.page.case.row.code == code)
    return view


def record(hands, view, key, on):
    """One key, a date, Enter."""
    before = len(view.page.case.events)
    hands.qtbot.keyClick(view, key)
    form = hands.dialog(EventForm)
    field = form.form.fields["on"].line
    field.selectAll()
    hands.qtbot.keyClicks(field, on)
    hands.qtbot.keyClick(field, Qt.Key.Key_Return)
    hands.gone(EventForm)
    hands.until(lambda: len(view.page.case.events) == before + 1)


def test_a_new_envoys_first_project(hands, workspace):
    form = new_project(hands)
    empty = form.count.text()
    hands.until(lambda: form.count.text() != empty)  # the count follows the typing
    promised = form.count.text()
    form.save.click()
    hands.gone(ProjectForm)
    page = on_the_page_of(hands, "卧龙智能装备产业园")
    assert str(len(page.page.seen.steps)) in promised
    assert "12.6 亿元" in words(page)

    view = open_procedure(hands, page, "GH-XK")
    assert "尚未申报" in words(view.clock)
    record(hands, view, Qt.Key.Key_F, "10.28")
    record(hands, view, Qt.Key.Key_A, "10.29")
    hands.until(lambda: "逾期 10 日" in words(view.clock))  # promised 7 working days, 17 used
    assert "部门" in view.clock._bar.words()
    view.clock._why.click()
    assert "计入" in words(view.clock)

    hands.window.undo()
    hands.until(lambda: len(view.page.case.events) == 1)
    assert view.page.case.reading.accepted == date(2026, 10, 28)  # silence accepts
    hands.window.redo()
    hands.until(lambda: len(view.page.case.events) == 2)
    with workspace.read() as reader:
        (row,) = projects.all_projects(reader, TODAY)
    assert row.lamp == "red"


def test_a_refused_event_stays_in_its_form_with_what_was_typed(hands):
    form = new_project(hands)
    form.save.click()
    page = on_the_page_of(hands, "卧龙智能装备产业园")
    view = open_procedure(hands, page, "GH-XK")
    record(hands, view, Qt.Key.Key_F, "11.10")
    hands.qtbot.keyClick(view, Qt.Key.Key_D)
    form = hands.dialog(EventForm)
    form.form.fields["on"].set_value(date(2026, 11, 2))
    form.form.fields["note"].set_value("口头告知")
    form.save.click()
    hands.until(lambda: form._wrong.isVisible())
    assert form.isVisible()
    assert form.form.fields["note"].value() == "口头告知"
    assert len(view.page.case.events) == 1
    form.reject()


def test_a_second_notice_with_something_new_is_offered_as_an_obstacle(hands):
    form = new_project(hands)
    form.save.click()
    page = on_the_page_of(hands, "卧龙智能装备产业园")
    view = open_procedure(hands, page, "GH-XK")
    record(hands, view, Qt.Key.Key_F, "11.10")
    for on, item in (("11.11", "总平面图"), ("11.13", "日照分析")):
        hands.qtbot.keyClick(view, Qt.Key.Key_C)
        form = hands.dialog(EventForm)
        form.form.fields["on"].line.setText(on)
        form.form.fields["items"].others.set_value(item)
        form.save.click()
        hands.gone(EventForm)
    hands.until(lambda: len(view.page.case.reading.proposed) == 1)
    bar = hands.window.findChild(Bar)
    hands.until(bar.isVisible)  # what is unusual about the second one is said
    button = view._proposed.itemAt(0).widget().findChildren(type(view._next))[0]
    button.click()
    hands.until(lambda: view.page.obstacles)
    assert view.page.obstacles[0].kind == "piecemeal"
    assert "日照分析" in view.page.obstacles[0].text
    hands.until(lambda: view._proposed.count() == 0)  # logged once is enough


def test_what_is_late_stands_on_today_and_its_button_or_enter_does_the_next_step(hands):
    form = new_project(hands)
    form.save.click()
    page = on_the_page_of(hands, "卧龙智能装备产业园")
    view = open_procedure(hands, page, "ZJ-SC")
    record(hands, view, Qt.Key.Key_F, "10.8")
    record(hands, view, Qt.Key.Key_A, "10.9")
    hands.window.go("today")
    today = hands.screen("today")
    hands.until(lambda: today.list.current() is not None)
    row = today.list.current()
    assert isinstance(row, Row)
    assert row.lamp == "red"
    assert "逾期" in row.figure
    assert (row.action, row.kind) == ("log_call", "procedure")  # led by an intermediary
    today.list.setFocus()
    hands.qtbot.keyClick(today.list, Qt.Key.Key_Return)
    form = hands.dialog(AttemptForm)
    form.form.fields["text"].set_value("审图机构答应周三出意见")
    form.save.click()
    hands.gone(AttemptForm)
    hands.qtbot.keyClick(today.list, Qt.Key.Key_S)
    form = hands.dialog(SnoozeForm)
    form.form.fields["reason"].set_value("等周三")
    form.save.click()
    hands.gone(SnoozeForm)
    hands.until(lambda: not today.day.reading.entries)
    assert today._snoozed.text() == "已暂缓 1 项"
    hands.window.undo()
    hands.until(lambda: today.day.reading.entries)


def test_changed_attributes_show_the_plans_difference_before_it_is_made(hands):
    form = new_project(hands)
    form.save.click()
    page = on_the_page_of(hands, "卧龙智能装备产业园")
    before = len(page.page.seen.steps)
    page.edit()
    form = hands.dialog(ProjectForm)
    form.fields["forest_land"].set_value(True)
    form.fields["fire_special"].set_value(True)
    form._count()
    assert "增" in form.count.text()
    form.save.click()
    dialog = hands.dialog(PlanDialog)
    text = words(dialog)
    assert "建设项目使用林地审核" in text
    assert "使用林地" in text  # why
    assert len(page.page.seen.steps) == before
    dialog._generate()
    hands.until(lambda: len(page.page.seen.steps) > before)


def test_a_half_typed_project_is_there_again_after_a_crash(hands):
    form = new_project(hands, "半截项目")
    form._settled()  # as after a short pause
    hands.until(lambda: "半截项目" in hands.window.workspace.kept_typing("project-form"))
    form.done(0)
    hands.gone(ProjectForm)
    hands.window.run_command("new-project")
    form = hands.dialog(ProjectForm)
    assert form.base.fields["name"].value() == "半截项目"
    assert form.fields["investment_cny"].value() == Decimal(1_260_000_000)
    form.save.click()
    on_the_page_of(hands, "半截项目")
    hands.until(lambda: not hands.window.workspace.kept_typing("project-form"))


def test_the_status_of_a_project_goes_to_the_clipboard_as_text(hands):
    form = new_project(hands)
    form.save.click()
    page = on_the_page_of(hands, "卧龙智能装备产业园")
    QApplication.clipboard().setText("")
    from PySide6.QtGui import QAction

    action = QAction(page)
    action.setData("copy")
    page._menu_chosen(action)
    hands.until(lambda: "卧龙智能装备产业园" in QApplication.clipboard().text())


def test_a_broken_promise_becomes_an_obstacle_and_begins_a_memo(hands, workspace):
    form = new_project(hands)
    form.save.click()
    page = on_the_page_of(hands, "卧龙智能装备产业园")
    view = open_procedure(hands, page, "GH-XK")
    record(hands, view, Qt.Key.Key_F, "10.8")
    record(hands, view, Qt.Key.Key_A, "10.9")
    hands.window.go("today")
    today = hands.screen("today")
    hands.until(lambda: today.list.current() is not None)
    assert today.list.current().action == "write_memo"
    hands.qtbot.keyClick(today.list, Qt.Key.Key_Return)
    hands.dialog(WriteDialog).reject()  # which kind of paper: leaving it writes nothing
    hands.gone(WriteDialog)
    with workspace.read() as reader:
        assert not obstacles.obstacles(reader)
    hands.qtbot.keyClick(today.list, Qt.Key.Key_Return)
    hands.dialog(WriteDialog).save.click()
    hands.gone(WriteDialog)
    with workspace.read() as reader:
        (logged,) = obstacles.obstacles(reader)
    assert (logged.kind, logged.procedure_name) == ("overdue", "建设工程规划许可证核发")

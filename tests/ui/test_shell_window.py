"""The frame: screens when they are wanted, the way back, undo, search, narrow windows."""

import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from envoy_desktop import now, words
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.workspace import Changed
from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.crash import CrashDialog, report
from envoy_desktop.ui.shell.keys import KeyList
from envoy_desktop.ui.shell.window import MainWindow
from tests.ui import gallery
from tests.ui.clipping import problems
from tests.ui.gallery import FakeWorkspace, sources, window

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def workspace():
    return FakeWorkspace()


@pytest.fixture
def win(workspace, shown, qtbot):
    made = shown(window(workspace))
    made.activateWindow()
    qtbot.waitUntil(lambda: not made.jobs.busy())
    yield made
    made.jobs.close()


def press(win, key, mods=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(win.focusWidget() or win, key, mods)


def test_a_screen_is_built_on_its_first_visit(win):
    assert set(win.screens) == {"today"}
    press(win, Qt.Key.Key_2, CONTROL)
    assert set(win.screens) == {"today", "projects"}
    assert "项目" in win.windowTitle()


def test_alt_left_goes_back_and_alt_right_forward(win):
    win.open_object("project", 7)
    win.go("obstacles")
    press(win, Qt.Key.Key_Left, ALT)
    assert win.screens["projects"].told[-1] == ("open", 7)
    press(win, Qt.Key.Key_Left, ALT)
    assert win._front == "today"
    press(win, Qt.Key.Key_Right, ALT)
    assert win._front == "projects"


def test_what_another_thread_commits_reaches_the_screen_in_front(win, workspace, qtbot):
    win.go("projects")
    changed = Changed({"project": frozenset({7})})
    thread = threading.Thread(target=workspace.announce, args=(changed,))
    thread.start()
    thread.join()
    told = win.screens["projects"].told
    qtbot.waitUntil(lambda: told[-1] == ("refresh", changed))


def test_a_screen_behind_hears_of_all_changes_when_it_comes_to_the_front(win, workspace, qtbot):
    win.go("projects")
    win.go("today")
    seen = []
    win.changed.connect(seen.append)
    for number in (1, 2):
        workspace.announce(Changed({"project": frozenset({number})}))
    qtbot.waitUntil(lambda: len(seen) == 2)
    told = win.screens["projects"].told
    before = len(told)
    win.go("projects")
    assert told[before][1].of("project") == frozenset({1, 2})


def test_what_the_command_line_writes_beside_the_window_is_seen(win, workspace, qtbot):
    win.go("projects")
    changed = Changed({"project": frozenset({7})})
    workspace.elsewhere = [changed]
    win.freshness.look()
    qtbot.waitUntil(lambda: win.screens["projects"].told[-1] == ("refresh", changed))


def test_a_new_day_makes_everything_new(win):
    win.go("projects")
    now.set_today(gallery.TODAY + timedelta(days=1))
    win.freshness.look()
    assert win.screens["projects"].told[-1] == ("refresh", None)


def test_counts_stand_in_the_navigation_and_only_overdue_is_urgent(win, qtbot):
    items = win.navigation._items
    qtbot.waitUntil(lambda: items["today"].count.text == "3")
    assert [name for name, item in items.items() if item.count.urgent] == ["today"]


def test_search_finds_a_command_by_pinyin_and_a_thing_by_the_workspace(win, qtbot):
    qtbot.waitUntil(win.isActiveWindow)
    press(win, Qt.Key.Key_K, CONTROL)
    assert win.top.search.hasFocus()
    QTest.keyClicks(win.top.search, "xm")
    answers = win.search._answers
    titles = []

    def found():
        titles[:] = [
            getattr(answers.list.rows.row_at(n), "title", "")
            for n in range(answers.list.rows.rowCount())
        ]
        return "卧龙智能装备产业园" in titles

    qtbot.waitUntil(found)
    assert "项目" in titles
    press(win, Qt.Key.Key_Down)
    QTest.keyClick(win.top.search, Qt.Key.Key_Up)
    QTest.keyClick(win.top.search, Qt.Key.Key_Return)
    assert win._front == "projects"
    assert win.screens["projects"].told[-1] == ("open", 7)
    assert not answers.isVisible()


def test_ctrl_z_goes_first_to_the_field_then_to_the_window(win, qtbot, monkeypatch):
    qtbot.waitUntil(win.isActiveWindow)
    asked = []
    monkeypatch.setattr(MainWindow, "undo", lambda self: asked.append("undo"))
    field = QLineEdit(win.screens["today"].widget())
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    # the window's shortcut, as the person's
    for action in win.actions():
        if action.shortcut().toString() == "Ctrl+Z":
            action.triggered.connect(lambda: asked.append("window"))
    QTest.keyClicks(field, "abc")
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert field.text() != "abc"
    assert asked == []
    while field.isUndoAvailable():
        field.undo()
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert "window" in asked


def test_a_refusal_becomes_a_bar_and_the_next_act_takes_it_away(win, workspace, qtbot):
    def refuse(unit):
        raise Refusal("decided-before-filed", next="correct-filed-date")

    pressed = []
    win.messages.offer_next_step("correct-filed-date", "更正申报日期", lambda: pressed.append(1))
    win.jobs.act("记录决定", refuse)
    qtbot.waitUntil(lambda: win.bar.isVisible())
    assert win.bar._button.text() == "更正申报日期"
    win.bar._button.click()
    assert pressed == [1]

    def accept(unit):
        return None

    win.jobs.act("记录受理", accept)
    qtbot.waitUntil(lambda: win.toast.isVisible())
    assert not win.bar.isVisible()
    assert win.toast._text.text() == "记录受理"


@pytest.mark.logs_errors
def test_a_bug_opens_a_report_that_can_be_read(win, qtbot):
    def broken(unit):
        return 1 // 0

    win.jobs.act("记录受理", broken)
    qtbot.waitUntil(lambda: CrashDialog._open is not None)
    dialog = CrashDialog._open
    assert "ZeroDivisionError" in dialog._text.toPlainText()
    dialog.accept()
    qtbot.waitUntil(lambda: CrashDialog._open is None)


def test_the_report_names_version_and_system():
    text = report(ValueError("x"))
    assert "envoy-desktop" in text
    assert "ValueError" in text


def test_a_narrow_window_has_a_drawer_and_icons_with_tips(win, qtbot):
    win.resize(theme.px(1000), theme.px(700))
    assert win.detail.drawer
    assert not win.detail.isVisible()
    win.toggle_detail()
    assert win.detail.isVisible()
    QTest.keyClick(win.detail, Qt.Key.Key_Escape)
    assert not win.detail.isVisible()
    win.resize(theme.px(860), theme.px(640))
    assert win.navigation._items["today"].icons_only
    assert win.navigation._items["today"].toolTip().startswith("今日")
    win.resize(theme.px(1280), theme.px(700))
    assert win.detail.isVisible()
    assert not win.detail.drawer


def test_another_text_size_builds_the_screens_anew_at_the_same_place(win):
    win.open_object("project", 7)
    theme.look().set_scale(1.5)
    assert win._front == "projects"
    assert win.screens["projects"].told[-1] == ("open", 7)
    assert set(win.screens) == {"projects"}


def test_the_key_list_names_every_key(win, shown):
    win.show_keys()
    dialog = win.findChild(KeyList)
    assert "Ctrl+K" in dialog.as_html()
    assert "Ctrl+Z" in dialog.as_html()
    dialog.accept()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nothing_is_cut_at_any_text_size(shown, qtbot, scheme, scale, language):
    theme.start(scheme, scale)
    if language == "en":
        pytest.importorskip("envoy_desktop.words")
        try:
            words.set_language("en")
        except FileNotFoundError:
            pytest.skip("no English catalogue yet")
    made = MainWindow(FakeWorkspace(), sources(), screens=gallery.SHOWN, commands=())
    try:
        shown(made)
        for name in ("today", "projects", "procedures"):
            made.go(name)
            qtbot.waitUntil(lambda: not made.jobs.busy())
            qtbot.wait(30)
            assert problems(made) == []
    finally:
        made.jobs.close()
        words.set_language("zh_CN")


def test_everything_that_takes_the_keyboard_has_a_name(shown, qtbot):
    made = MainWindow(FakeWorkspace(), sources(), screens=gallery.SHOWN, commands=())
    try:
        shown(made)
        for name in ("today", "projects", "procedures"):
            made.go(name)
            assert nameless(made) == []
    finally:
        made.jobs.close()


def nameless(widget):
    """The widgets one can tab to that a screen reader would not name."""
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QWidget

    found = []
    for child in widget.findChildren(QWidget):
        if not child.isVisible() or not child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        if child.focusProxy() is not None:
            continue
        interface = QAccessible.queryAccessibleInterface(child)
        if interface is None or not interface.text(QAccessible.Text.Name):
            found.append(f"{type(child).__name__} {child.objectName()}")
    return found

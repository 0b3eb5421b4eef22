"""Quick log, obstacles and documents stand whole: every text size, both themes, both languages."""

from itertools import product

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from envoy_desktop import words
from envoy_desktop.casework import evidence, memos
from envoy_desktop.documents import memo as papers
from envoy_desktop.store.queries import documents
from envoy_desktop.store.queries import obstacles as obstacle_rows
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents.write import write_memo
from envoy_desktop.ui.quick_log.view import open_quick_log
from tests.ui.clipping import problems
from tests.ui.test_casework_screens import city, file, key, template, window

__all__ = ["city", "file", "key", "template", "window"]

LOOKS = [
    *product((1.0, 1.5, 2.0), ("light",), ("zh_CN",)),
    (2.0, "dark", "zh_CN"), (1.0, "light", "en"), (2.0, "light", "en"),
]  # fmt: skip


@pytest.fixture(scope="module")
def seen(city):
    """An obstacle with evidence, a draft written of it, and an issued memo with an answer."""
    with city.read() as reader:
        obstacle = obstacle_rows.obstacles(reader)[0].id
    pasted = evidence.Pasted("一份名字很长很长的收件回执扫描件第一页.txt", b"x" * 4000)
    city.do(evidence.attach, of_kind="obstacle", of=obstacle, files=[pasted])
    draft = papers.draft(city, kind="request", obstacles=[obstacle], issuer="王建国")
    done = papers.draft(city, kind="briefing", obstacles=[obstacle], issuer="王建国")
    papers.issue(city, done)
    city.do(memos.deliver, memo=done)
    city.do(memos.record_instruction, memo=done, by="张副市长", text="请市资规局三日内答复。")
    return obstacle, draft, done


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[1]}-{round(look[0] * 100)}-{look[2]}")
def looked(request, seen, window, qtbot):
    scale, scheme, language = request.param
    words.set_language(language)
    theme.start(scheme, scale)
    window.rebuild()
    window.resize(theme.px(1280), theme.px(800))
    yield window
    for dialog in window.findChildren(QDialog):
        dialog.reject()
    words.set_language("zh_CN")


def whole(widget):
    for _n in range(3):
        QApplication.processEvents()
    return problems(widget)


def test_every_screen_stands_whole(looked, seen, qtbot):
    obstacle, draft, done = seen
    looked.go("obstacles")
    screen = looked.screens["obstacles"]
    qtbot.waitUntil(lambda: screen.panel._case is not None, timeout=20_000)
    assert whole(looked) == []
    looked.go("obstacles", obstacle)
    qtbot.waitUntil(lambda: screen.page.case is not None, timeout=20_000)
    screen.page.history.toggle()
    qtbot.waitUntil(lambda: screen.page.history.is_open, timeout=20_000)
    assert whole(looked) == []
    looked.go("documents")
    papers_screen = looked.screens["documents"]
    qtbot.waitUntil(lambda: papers_screen.listing.list.current() is not None, timeout=20_000)
    assert whole(looked) == []
    looked.go("documents", draft)
    qtbot.waitUntil(lambda: papers_screen.editor._layout is not None, timeout=20_000)
    papers_screen.editor.findings.toggle()
    papers_screen.editor.start_find()
    papers_screen.editor.body.go_to((-1, 0))
    assert whole(looked) == []
    looked.go("documents", done)
    qtbot.waitUntil(lambda: papers_screen.issued.found is not None, timeout=20_000)
    assert whole(looked) == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_narrow_window_cuts_nothing(window, seen, qtbot, scale):
    theme.start("light", scale)
    window.rebuild()
    window.resize(theme.px(860), theme.px(640))
    obstacle, draft, done = seen
    for name, object_id in (
        ("obstacles", 0), ("obstacles", obstacle), ("documents", 0), ("documents", draft),
        ("documents", done),
    ):  # fmt: skip
        window.go(name, object_id)
        qtbot.wait(400)
        assert whole(window) == []
    editor = window.screens["documents"].editor
    window.go("documents", draft)
    window.resize(theme.px(700), theme.px(640))
    qtbot.waitUntil(lambda: editor.isVisible() and editor._show_page.isVisible(), timeout=20_000)
    editor._show_page.click()
    assert editor.view.isVisible()
    assert not editor.body.isVisible()
    assert whole(window) == []


def test_every_dialog_stands_whole(looked, seen, qtbot):
    _obstacle, draft, _done = seen
    log = open_quick_log(looked.context)
    qtbot.waitUntil(lambda: log._offered is not None, timeout=20_000)
    log.form.fields["text"].set_value("规划局窗口说决定不了，要转回科室")
    qtbot.waitUntil(lambda: log._words.isVisible(), timeout=20_000)
    assert whole(log) == []
    log.start_anew()
    log.reject()
    write_memo(looked.context)
    qtbot.waitUntil(lambda: bool(_dialogs(looked)), timeout=20_000)
    assert whole(_dialogs(looked)[-1]) == []
    _dialogs(looked)[-1].reject()
    looked.go("documents", draft)
    editor = looked.screens["documents"].editor
    qtbot.waitUntil(lambda: editor._layout is not None, timeout=20_000)
    editor.issue()
    qtbot.waitUntil(lambda: bool(_dialogs(looked)), timeout=20_000)
    issue = _dialogs(looked)[-1]
    qtbot.waitUntil(lambda: issue._seen is not None, timeout=20_000)
    assert whole(issue) == []


def test_everything_that_takes_the_keyboard_has_a_name(window, seen, qtbot):
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

    obstacle, draft, done = seen
    for name, object_id in (
        ("obstacles", 0), ("obstacles", obstacle), ("documents", 0), ("documents", draft),
        ("documents", done),
    ):  # fmt: skip
        window.go(name, object_id)
        qtbot.wait(300)
        for kind in (QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractButton):
            for widget in window.screens[name].widget().findChildren(kind):
                if not widget.isVisible() or isinstance(widget.parent(), QComboBox):
                    continue
                words_ = widget.accessibleName()
                if isinstance(widget, QAbstractButton):
                    words_ = words_ or widget.text()
                assert words_, (name, widget)


def test_the_state_of_a_draft_is_not_changed_by_looking(city, seen):
    _obstacle, draft, _done = seen
    with city.read() as reader:
        assert documents.memo(reader, draft).state == "draft"


def _dialogs(window):
    return [d for d in window.findChildren(QDialog) if d.isVisible()]

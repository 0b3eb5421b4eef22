"""Sentences on the screen show their facts; a changed fact is offered, never forced."""

import io

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from envoy_desktop.casework import evidence, obstacles
from envoy_desktop.documents import claims
from envoy_desktop.documents import memo as papers
from envoy_desktop.ui.documents import body_claims, reading
from envoy_desktop.ui.documents.hearing_line import ANSWERED, NOT_ASKED
from envoy_desktop.ui.documents.issue import IssueDialog
from envoy_desktop.words import ids
from tests.ui.test_casework_screens import city, file, key, template, window

__all__ = ["city", "file", "key", "template", "window"]

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def permit(city):
    """A running procedure of the city."""
    with city.read() as reader:
        return reader.value(
            "SELECT procedure FROM reading_procedure WHERE accepted_on IS NOT NULL"
            " AND decided_on IS NULL ORDER BY procedure"
        )


@pytest.fixture
def stuck(city, permit):
    """An obstacle on it."""
    return city.do(obstacles.log, text="窗口退件", procedure=permit)


@pytest.fixture
def editor(city, stuck, window, qtbot):
    """A draft on it in the editor, its claims read."""
    draft = papers.draft(city, kind="request", obstacles=[stuck], issuer="王建国")
    window.go("documents", draft)
    page = window.screens["documents"].editor
    qtbot.waitUntil(lambda: bool(page.claims._seen.claims), timeout=20_000)
    window.activateWindow()
    page.body.setFocus()
    qtbot.waitUntil(page.body.hasFocus, timeout=20_000)  # keys go where the focus is
    return page


def claim(editor, tells):
    return next(c for c in editor.claims._seen.claims if c.row.tells == tells)


def change(city, stuck, editor, qtbot):
    city.do(obstacles.change, obstacle=stuck, text="窗口两次退件")
    editor.claims.look()
    qtbot.waitUntil(lambda: claim(editor, "told").stale == "fact", timeout=20_000)


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_a_key_shows_the_facts_and_goes_to_one(editor, permit, window, qtbot, monkeypatch):
    editor.claims.go_to(claim(editor, "course").row.position)
    assert editor.claims.isVisibleTo(editor)
    qtbot.keyClick(editor.body, Qt.Key.Key_Return, ALT)
    menu = editor.claims._menu
    told = [action.text() for action in menu.actions()]
    assert any("提交申请" in words for words in told)
    went = []
    monkeypatch.setattr(editor.context, "open_object", lambda kind, id: went.append((kind, id)))
    menu.actions()[-1].trigger()
    menu.close()
    assert went == [("procedure", permit)]


def test_a_changed_fact_is_said_above_and_found_by_key(city, stuck, editor, qtbot):
    before = editor.body.form()
    change(city, stuck, editor, qtbot)
    assert any("事实已变" in remark.words for remark in editor.findings._remarks)
    editor.body.moveCursor(editor.body.textCursor().MoveOperation.Start)
    qtbot.keyClick(editor.body, Qt.Key.Key_F8)
    assert body_claims.at(editor.body.textCursor()) == claim(editor, "told").row.position
    assert editor.body.form() == before


def test_the_new_sentence_is_taken_and_undone(city, stuck, editor, qtbot):
    before = editor.body.form()
    change(city, stuck, editor, qtbot)
    taken = claim(editor, "told")
    editor.claims.go_to(taken.row.position)
    qtbot.keyClick(editor.body, Qt.Key.Key_Return, ALT | SHIFT)
    assert taken.now in editor.body.toPlainText()
    editor.claims.look()
    qtbot.waitUntil(lambda: not claim(editor, "told").stale, timeout=20_000)
    editor.body.undo()
    assert editor.body.form() == before


def test_ones_own_words_may_stay(city, stuck, editor, qtbot):
    before = editor.body.form()
    change(city, stuck, editor, qtbot)
    editor.claims.go_to(claim(editor, "told").row.position)
    editor.claims.keep_button.click()
    editor.claims.look()
    qtbot.waitUntil(lambda: not claim(editor, "told").stale, timeout=20_000)
    assert editor.body.form() == before
    assert "您改过" in editor.claims.words.text()


def test_issuing_asks_whether_departments_were_heard_and_prints_what_they_say(city, editor, qtbot):
    dialog = IssueDialog(editor.context, editor._row)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: bool(dialog._hearings), timeout=20_000)
    line = dialog._hearings[0]
    assert line.hearing() is None
    line.how.set_value(NOT_ASKED)
    line.words.set_value("市政府已召开协调会听取")
    assert set(line.hearing()) == {"department", "not_asked_because"}
    line.how.set_value(ANSWERED)
    line.words.set_value("正在会签，本周办结")
    memo = editor.memo
    dialog.submit()
    qtbot.waitUntil(lambda: frozen(city, memo) != "", timeout=20_000)
    assert "：正在会签，本周办结。" in frozen(city, memo)


def frozen(city, memo):
    """The text of an issued memo, blank while it is a draft."""
    with city.read() as reader:
        row = papers.memo_row(reader, memo)
        return papers.text(reader, memo) if row.number else ""


def test_a_picture_of_the_evidence_goes_on_an_annex_page(city, stuck, editor, qtbot):
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(out, "PNG")
    pasted = evidence.Pasted("现场[一].png", out.getvalue())
    city.do(evidence.attach, of_kind="obstacle", of=stuck, files=[pasted])
    found = reading.pictures_of(city, editor.memo)
    assert [one.name for one in found] == ["现场[一].png"]
    pages = editor.view.count
    editor.body.insert_picture(ids.show(found[0].id), "现场[一]")
    assert editor.body.form().endswith(f"图：{ids.show(found[0].id)}|现场[一]\n")
    editor.compose()
    qtbot.waitUntil(lambda: any(page.pictures for page in editor._layout.pages), timeout=20_000)
    assert editor.view.count >= pages
    assert not editor._layout.problems


def test_undo_never_sees_the_underlines(city, stuck, editor, qtbot):
    change(city, stuck, editor, qtbot)
    assert editor.body.extraSelections()
    assert not editor.body.document().isUndoAvailable()


def test_a_statement_recorded_elsewhere_comes_into_the_open_text(city, editor, qtbot):
    with city.read() as reader:
        department = reader.value("SELECT id FROM department WHERE code = 'ZRZY'") or reader.value(
            "SELECT id FROM department ORDER BY id"
        )
    city.do(claims.hear, memo=editor.memo, department=department, statement="本周办结")
    qtbot.waitUntil(lambda: "本周办结" in editor.body.toPlainText(), timeout=20_000)

"""A paper's life in the window: checked, signed, corrected, back from Word, the book of numbers."""

import docx
import pytest
from PySide6.QtWidgets import QFileDialog

from envoy_desktop.documents import memo as papers
from envoy_desktop.store.queries import documents
from envoy_desktop.store.queries import obstacles as obstacle_rows
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents.life import DifferenceDialog, RegisterDialog, SignForm
from envoy_desktop.ui.documents.receive import receive
from tests.ui.clipping import problems
from tests.ui.test_casework_screens import city, file, key, template, window
from tests.ui.test_receive import memo, opened, scans

__all__ = ["city", "file", "key", "memo", "scans", "template", "window"]


@pytest.fixture
def draft(city):
    """A briefing that may be issued."""
    with city.read() as reader:
        obstacle = obstacle_rows.obstacles(reader)[0].id
    return papers.draft(city, kind="briefing", obstacles=[obstacle], issuer="王建国")


def shown(window, qtbot, id, page):
    window.go("documents", id)
    screen = window.screens["documents"]
    qtbot.waitUntil(lambda: screen._stack.currentWidget() is getattr(screen, page), timeout=20_000)
    return getattr(screen, page)


def state(city, id):
    with city.read() as reader:
        return documents.memo(reader, id).state


def dialog(window, qtbot, kind):
    qtbot.waitUntil(lambda: bool(window.findChildren(kind)), timeout=20_000)
    return window.findChildren(kind)[-1]


def test_a_draft_is_checked_then_signed(window, city, draft, qtbot):
    editor = shown(window, qtbot, draft, "editor")
    editor.menu.row = editor._row
    editor.menu.check()
    qtbot.waitUntil(lambda: state(city, draft) == "checked", timeout=20_000)
    editor.menu.sign()
    form = dialog(window, qtbot, SignForm)
    assert form.form.fields["by"].value() == "王建国", "the issuer is proposed"
    assert problems(form) == []
    form.save.click()
    qtbot.waitUntil(lambda: state(city, draft) == "signed", timeout=20_000)


def test_a_correction_is_a_new_draft_that_names_the_old(window, city, memo, qtbot):
    id, _data = memo
    page = shown(window, qtbot, id, "issued")
    page.correct()
    screen = window.screens["documents"]
    qtbot.waitUntil(lambda: screen._stack.currentWidget() is screen.editor, timeout=20_000)
    assert screen.editor.memo != id
    with city.read() as reader:
        number = documents.memo(reader, id).number
        assert number in documents.memo(reader, screen.editor.memo).body


def test_an_edited_docx_comes_back_with_what_differs(
    window, city, draft, tmp_path, qtbot, monkeypatch
):
    path = tmp_path / "改.docx"
    with city.read() as reader:
        path.write_bytes(papers.docx(reader, draft))
    word = docx.Document(path)
    line = next(p for p in word.paragraphs if p.style.name == "公文正文")
    line.add_run("请各部门支持。")
    word.save(path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
    editor = shown(window, qtbot, draft, "editor")
    editor.menu.row = editor._row
    editor.menu.take_word()
    seen = dialog(window, qtbot, DifferenceDialog)
    assert problems(seen) == []
    seen.save.click()
    qtbot.waitUntil(lambda: editor.memo not in (0, draft), timeout=20_000)
    assert "请各部门支持。" in editor.body.form()


def test_the_book_of_numbers_is_shown(window, memo, qtbot):
    window.go("documents")
    window.screens["documents"].listing._register()
    seen = dialog(window, qtbot, RegisterDialog)
    assert problems(seen) == []
    seen.save.click()


def test_what_awaits_an_answer_is_one_filter(window, city, memo, draft, qtbot):
    from envoy_desktop.casework import memos

    id, _data = memo
    city.do(memos.deliver, memo=id)
    window.go("documents")
    listing = window.screens["documents"].listing
    listing.state.set_value("awaited")
    listing._filtered()
    assert listing.source.states == ("delivered", "expired")
    assert id in listing.source.ids("", False, "")
    assert draft not in listing.source.ids("", False, "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_receiving_stands_whole(window, memo, scans, qtbot, scheme):
    theme.start(scheme, 1.0)
    window.rebuild()
    receive(window.context, [scans])
    seen = opened(window, qtbot)
    assert problems(seen) == []
    seen.list.setCurrentRow(1)
    seen.reject()
    theme.start("light", 1.0)

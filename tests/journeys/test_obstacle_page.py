"""One obstacle in the window: tried, promised, answered, proven, resolved, and taken back."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from envoy_desktop.casework import evidence, obstacles
from envoy_desktop.documents import memo as papers
from envoy_desktop.store import undo
from envoy_desktop.store.queries import obstacles as rows
from envoy_desktop.ui.documents import files
from envoy_desktop.ui.obstacles import viewer
from envoy_desktop.ui.obstacles.forms import EditForm, ResolveForm
from envoy_desktop.ui.obstacles.viewer import Viewer
from tests.documents.reading import Read


@pytest.fixture
def obstacle(workspace):
    return workspace.do(
        obstacles.log,
        text="规划局窗口说要科室定",
        kind="sent_to_back_office",
        on=date(2026, 11, 10),
    )


@pytest.fixture
def page(hands, obstacle):
    hands.window.go("obstacles", obstacle)
    made = hands.screen("obstacles").page
    hands.until(lambda: made.case is not None)
    return made


def row(workspace, obstacle):
    with workspace.read() as reader:
        return rows.obstacles(reader, ids=[obstacle])[0]


def test_a_call_is_recorded_by_a_text_a_date_and_enter(hands, workspace, page, obstacle):
    page.attempt.text.insert("找了张科长，答应周五前定")
    page.attempt.promised.line.insert("11.27")
    hands.qtbot.keyClick(page.attempt.promised.line, Qt.Key.Key_Return)
    hands.until(lambda: row(workspace, obstacle).attempts == 1)
    with workspace.read() as reader:
        tried = rows.attempts(reader, obstacle=obstacle)[0]
    assert (tried.channel, tried.on, tried.promised_on) == ("call", "2026-11-23", "2026-11-27")
    assert row(workspace, obstacle).answer_due == "2026-11-27"
    hands.until(lambda: page.attempt.text.text() == "")
    hands.until(lambda: page.case.attempts)
    assert page._lamp._text.text() == "剩 4 日"


def test_proposal_and_the_departments_words_are_kept_by_going_on(hands, workspace, page, obstacle):
    page.proposal.text.insertPlainText("请资规局三日内定")
    hands.until(lambda: "三日内定" in workspace.kept_typing(f"obstacle:{obstacle}"))
    page.statement.text.insertPlainText("材料不齐")
    page.save_words()
    hands.until(lambda: row(workspace, obstacle).statement == "材料不齐")
    found = row(workspace, obstacle)
    assert (found.proposal, found.statement_on) == ("请资规局三日内定", "2026-11-23")
    hands.until(lambda: workspace.kept_typing(f"obstacle:{obstacle}") == "")


def test_half_typed_words_come_back(hands, workspace, obstacle):
    workspace.keep_typing(
        f"obstacle:{obstacle}", '{"proposal": "请市政府协调", "attempt": "打了电话"}'
    )
    hands.window.go("obstacles", obstacle)
    page = hands.screen("obstacles").page
    hands.until(lambda: page.attempt.text.text() == "打了电话")
    assert page.proposal.value() == "请市政府协调"
    hands.until(lambda: row(workspace, obstacle).proposal == "请市政府协调")


def test_resolved_and_open_again(hands, workspace, page, obstacle):
    page.resolve()
    form = hands.dialog(ResolveForm)
    form.form.fields["how"].set_value("窗口已受理")
    form.save.click()
    hands.gone(ResolveForm)
    assert row(workspace, obstacle).resolution == "窗口已受理"
    hands.until(lambda: page.case.row.resolved_on and not page.attempt.isVisible())
    page.resolve()
    hands.until(lambda: not row(workspace, obstacle).resolved_on)


def test_what_was_logged_is_corrected_and_removed_and_brought_back(
    hands, workspace, page, obstacle
):
    page.edit()
    form = hands.dialog(EditForm)
    form.form.fields["kind"].set_value("piecemeal")
    form.save.click()
    hands.gone(EditForm)
    assert row(workspace, obstacle).kind == "piecemeal"
    page.remove()
    hands.until(lambda: hands.screen("obstacles")._open == 0)
    hands.until(lambda: hands.screen("obstacles").listing.empty.isVisible())
    undo.undo(workspace)
    hands.until(lambda: hands.screen("obstacles").listing.list.current() is not None)


def test_evidence_is_looked_at_and_exported_byte_for_byte(
    hands, workspace, page, obstacle, tmp_path, monkeypatch
):
    memo = papers.draft(workspace, kind="briefing", title="关于某事的专报", body="一段。\n")
    with workspace.read() as reader:
        paper = papers.pdf(reader, memo)
    page.evidence.files.add([_written(tmp_path / "收件单.pdf", paper)])
    hands.until(lambda: page.case.evidence)
    assert not page.evidence.files.paths()
    one = page.case.evidence[0]
    page.evidence._look(one)
    seen = hands.dialog(Viewer)
    hands.until(lambda: not seen._picture.pixmap().isNull())
    out = tmp_path / "导出.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(out), ""))
    seen.export()
    hands.until(out.exists)
    assert out.read_bytes() == paper
    seen.reject()


def test_what_is_no_picture_says_so(workspace, obstacle):
    odd = evidence.Pasted("照片.jpg", b"not a picture at all")
    workspace.do(evidence.attach, of_kind="obstacle", of=obstacle, files=[odd])
    with workspace.read() as reader:
        one = rows.attachments(reader, obstacle)[0]
    seen = viewer.see(workspace, one, 1, 400, 400)
    assert seen.image.isNull()


def test_a_memo_goes_out_as_pdf_word_and_text(workspace, tmp_path):
    import docx

    memo = papers.draft(workspace, kind="briefing", title="关于某事的专报", body="一段。\n",
                        issuer="周建国")  # fmt: skip
    number = papers.issue(workspace, memo).number
    made = {
        form: files.write(workspace, memo, form, tmp_path / f"a.{form}")
        for form in ("pdf", "docx", "txt")
    }
    told = {
        "pdf": "".join(char.text for char in Read(made["pdf"].read_bytes()).chars),
        "docx": "\n".join(line.text for line in docx.Document(str(made["docx"])).paragraphs),
        "txt": made["txt"].read_text("utf-8"),
    }
    for form, text in told.items():
        assert number in text, form
        assert "一段。" in text, form


def _written(path, data):
    path.write_bytes(data)
    return path

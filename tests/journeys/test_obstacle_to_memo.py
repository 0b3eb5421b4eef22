"""From a typed line to a frozen memo: quick log, choose obstacles, draft, edit, issue, answer."""

import os
import re
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QImage, QTextCursor
from PySide6.QtWidgets import QApplication

from envoy_desktop.casework import events, memos, obstacles, plans
from envoy_desktop.casework.reference import set_setting
from envoy_desktop.documents import memo as papers
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import attachments, undo
from envoy_desktop.store.queries import documents, duties
from envoy_desktop.store.queries import obstacles as obstacle_rows
from envoy_desktop.ui.documents.editor import EditorPage
from envoy_desktop.ui.documents.forms import DutyForm, InstructionForm
from envoy_desktop.ui.documents.issue import IssueDialog
from envoy_desktop.ui.documents.write import WriteDialog
from envoy_desktop.ui.quick_log.view import QuickLog, open_quick_log
from tests.documents.reading import Read

SHIFT_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def plan(workspace):
    """A project with its plan: procedures by code."""
    for key, value in (
        ("envoy.name", "陈向阳"), ("envoy.unit", "市特派办"), ("envoy.phone", "0377-1"),
        ("memo.issuer", "周建国"),
    ):  # fmt: skip
        workspace.do(set_setting, key=key, text=value)
    project = workspace.do(
        plans.begin, name="卧龙产业园", investor="甲公司", target_on="2027-06-01",
        attributes={"investment_kind": "record", "land_supply": "existing", "area_m2": "52000",
                    "eia_class": "registration"},
    )  # fmt: skip
    with workspace.read() as reader:
        found = {step.item.code: step.id for step in plans.plan(reader, project)}
    filed = date(2026, 11, 9)
    workspace.do(events.record, procedure=found["GH-XK"], kind=EventKind.FILED, on=filed)
    return found


def all_obstacles(workspace):
    with workspace.read() as reader:
        return obstacle_rows.obstacles(reader)


def memo_row(workspace, memo):
    with workspace.read() as reader:
        return documents.memo(reader, memo)


def log_by_hand(hands, text):
    hands.qtbot.keyClick(hands.window, Qt.Key.Key_O, SHIFT_CONTROL)
    form = hands.dialog(QuickLog)
    hands.until(lambda: form._offered is not None)
    form.form.fields["text"].line.insert(text)
    return form


def forbids(editor: EditorPage) -> bool:
    """Whether the bar over the draft shows something that forbids issuing."""
    return any(remark.lamp == "red" for remark in editor.findings._remarks)


def test_a_line_and_enter_log_an_obstacle_with_its_photo(hands, workspace, plan, tmp_path):
    photo = tmp_path / "回执 1.jpg"
    photo.write_bytes(os.urandom(3_000_000))
    form = log_by_hand(hands, "规划局窗口说决定不了，建设工程规划许可证要转回科室")
    hands.until(lambda: form.form.fields["kind"].value() == "sent_to_back_office")
    assert form.form.fields["procedure"].value() == plan["GH-XK"]
    form._files.add([photo])
    hands.qtbot.keyClick(form.form.fields["text"].line, Qt.Key.Key_Return)
    hands.gone(QuickLog)

    logged = all_obstacles(workspace)
    assert [(o.kind, o.procedure) for o in logged] == [("sent_to_back_office", plan["GH-XK"])]
    with workspace.read() as reader:
        kept = obstacle_rows.attachments(reader, logged[0].id)
        assert [k.name for k in kept] == ["回执 1.jpg"]
        assert attachments.content(reader, kept[0].sha256) == photo.read_bytes()
    hands.until(lambda: workspace.kept_typing("quick-log") == "")
    undo.undo(workspace)  # obstacle and photo were one act
    assert all_obstacles(workspace) == []


def test_what_a_person_chose_is_guessed_no_more_and_half_typed_text_comes_back(
    hands, workspace, plan
):
    form = log_by_hand(hands, "规划局窗口说决定不了")
    form.form.fields["kind"].set_value("land")
    hands.until(lambda: form.form.fields["department"].value() is not None)
    assert form.form.fields["kind"].value() == "land"
    hands.until(lambda: "决定不了" in workspace.kept_typing("quick-log"))
    hands.qtbot.keyClick(form, Qt.Key.Key_Escape)
    hands.gone(QuickLog)

    again = open_quick_log(hands.window.context)
    hands.until(lambda: again.form.fields["text"].value() == "规划局窗口说决定不了")
    assert again.form.fields["kind"].value() == "land"
    assert again._found_words.isVisible()
    again.start_anew()
    hands.until(lambda: workspace.kept_typing("quick-log") == "")


def test_a_picture_from_the_clipboard_is_evidence(hands, workspace, plan):
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    data = QMimeData()
    data.setImageData(picture)
    QApplication.clipboard().setMimeData(data)
    form = log_by_hand(hands, "窗口贴的通知")
    hands.qtbot.keyClick(
        form.form.fields["text"].line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier
    )
    hands.until(lambda: len(form._files.files()) == 1)
    form.save.click()
    hands.gone(QuickLog)
    with workspace.read() as reader:
        kept = obstacle_rows.attachments(reader, all_obstacles(workspace)[0].id)
        back = QImage.fromData(attachments.content(reader, kept[0].sha256))
    assert (back.size(), back.pixelColor(5, 5)) == (picture.size(), QColor("red"))


def drafted(hands, workspace, plan, kind="request"):
    """Two obstacles logged, chosen in the list, and a memo drafted of them."""
    for code, text in (("GH-XK", "窗口不能决定，退回科室"), ("GH-FA", "方案又退回")):
        workspace.do(obstacles.log, text=text, procedure=plan[code])
    hands.window.go("obstacles")
    listing = hands.screen("obstacles").listing
    hands.until(lambda: listing.list.current() is not None)
    listing.list.selectAll()
    assert "2" in listing._request.text()
    (listing._request if kind == "request" else listing._briefing).click()
    dialog = hands.dialog(WriteDialog)
    assert len(dialog.obstacles()) == 2
    assert dialog.kind() == kind
    dialog.save.click()
    hands.gone(WriteDialog)
    screen = hands.screen("documents")
    hands.until(lambda: screen.editor.memo and screen.editor._layout is not None)
    return screen


def test_from_obstacles_to_an_issued_memo_with_its_answer(hands, workspace, plan, tmp_path):
    screen = drafted(hands, workspace, plan)
    editor, memo = screen.editor, screen.editor.memo
    assert "窗口不能决定" in editor.body.toPlainText()
    before = editor._layout

    editor.body.go_to((1,))
    cursor = editor.body.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    editor.body.setTextCursor(cursor)
    hands.qtbot.keyClick(editor.body, Qt.Key.Key_Return)
    editor.body.insertPlainText("企业多次来电催问。")
    hands.until(lambda: editor._layout is not before)
    assert "企业多次来电催问" in "".join(run.text for run in editor._layout.runs())
    hands.until(lambda: "企业多次来电催问" in memo_row(workspace, memo).body)
    hands.until(lambda: workspace.kept_typing(f"memo:{memo}") == "")
    assert not forbids(editor)

    editor.issue()
    dialog = hands.dialog(IssueDialog)
    hands.until(lambda: dialog.save.isEnabled())
    number = dialog._number.text()
    assert re.fullmatch("特服.请〔2026〕1号", number)
    said = dialog._hearings[0]
    said.how.set_value("answered")
    said.words.set_value("材料不齐")
    dialog.save.click()
    hands.gone(IssueDialog)

    row = memo_row(workspace, memo)
    assert row.number == number
    with workspace.read() as reader:
        pdf = papers.pdf(reader, memo)
    told = "".join(char.text for char in Read(pdf).chars)
    assert number in told
    assert "企业多次来电催问" in told
    assert "材料不齐" in told
    with pytest.raises(Refusal, match="memo-issued"):
        workspace.do(memos.edit, memo=memo, title="改")
    hands.until(lambda: screen._stack.currentWidget() is screen.issued)
    hands.until(lambda: screen.issued.view.count == len(Read(pdf).document))

    screen.issued.instruct()
    form = hands.dialog(InstructionForm)
    scan = tmp_path / "批示.png"
    scan.write_bytes(b"not really a picture")
    form.form.fields["by"].set_value("张副市长")
    form.form.fields["text"].set_value("请市资规局三日内答复。")
    form._files.add([scan])
    form.save.click()
    duty = hands.dialog(DutyForm)
    assert duty.form.fields["lead_department"].value() is not None
    duty.save.click()
    hands.gone(DutyForm)
    assert memo_row(workspace, memo).state == "duties"  # an instruction, and who has to act
    with workspace.read() as reader:
        one = documents.instructions(reader, memo)[0]
        assert [a.name for a in obstacle_rows.attachments(reader, one.id)] == ["批示.png"]
        owed = duties.duties(reader)
    assert [(d.source, d.text) for d in owed] == [("instruction", "请市资规局三日内答复。")]


def test_what_the_format_forbids_is_told_over_the_draft_and_keeps_it_from_being_issued(
    hands, workspace, plan
):
    screen = drafted(hands, workspace, plan)
    editor = screen.editor
    editor.head.addressee.clear()
    hands.until(lambda: forbids(editor))
    editor.jump("addressee")
    assert hands.window.focusWidget() is editor.head.addressee
    editor.issue()
    dialog = hands.dialog(IssueDialog)
    hands.until(lambda: dialog._seen is not None)
    assert not dialog.save.isEnabled()
    dialog.reject()


def test_an_undo_of_the_draft_is_shown_in_the_editor(hands, workspace, plan):
    screen = drafted(hands, workspace, plan)
    editor, memo = screen.editor, screen.editor.memo
    title = editor.head.values()["title"]
    editor.head.title.setPlainText("另一个题目的请示")
    hands.until(lambda: memo_row(workspace, memo).title == "另一个题目的请示")
    hands.until(lambda: not editor._keeper.dirty)
    undo.undo(workspace)
    hands.until(lambda: editor.head.values()["title"] == title)


def test_a_text_that_cannot_be_read_is_kept_and_says_where(hands, workspace, plan):
    screen = drafted(hands, workspace, plan, "briefing")
    editor, memo = screen.editor, screen.editor.memo
    body = memo_row(workspace, memo).body
    editor.body.moveCursor(QTextCursor.MoveOperation.Start)
    editor.body.insert_lines(["| 甲 | 乙"])
    hands.until(lambda: forbids(editor))
    assert editor.body.marks()
    editor.save()
    hands.until(lambda: "改好" in editor._state.text())
    assert memo_row(workspace, memo).body == body
    assert "| 甲 | 乙" in workspace.kept_typing(f"memo:{memo}")
    hands.window.go("today")
    hands.window.go("documents", 0)
    hands.window.go("documents", memo)
    hands.until(lambda: "| 甲 | 乙" in editor.body.toPlainText())


def test_the_day_of_signing_gives_the_year_of_the_number(hands, workspace, plan):
    screen = drafted(hands, workspace, plan, "briefing")
    screen.editor.issue()
    dialog = hands.dialog(IssueDialog)
    hands.until(lambda: re.fullmatch("(.字)?第1期", dialog._number.text()))
    dialog.form.fields["on"].set_value(date(2026, 11, 20))
    hands.until(lambda: dialog.save.isEnabled())
    dialog.save.click()
    hands.gone(IssueDialog)
    assert memo_row(workspace, screen._open).signed_on == "2026-11-20"

"""The meeting in the window: what an envoy sees, how the office decides, what is projected."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QDialog

from envoy_desktop.casework import meetings, obstacles
from envoy_desktop.store.queries import meetings as rows
from envoy_desktop.ui.meeting.meeting_forms import DecideForm
from envoy_desktop.ui.meeting.meeting_reading import months, write_sheets
from envoy_desktop.ui.meeting.view import MeetingScreen
from envoy_desktop.ui.start.session import Session
from envoy_desktop.ui.widgets.row import Group
from tests.ui.start_ground import cheap_keys, file, idle, opened, session

__all__ = ["cheap_keys", "file", "opened", "session"]


def screen(session: Session) -> MeetingScreen:
    window = session.window
    assert window is not None
    window.go("meeting")
    found = window.screens["meeting"]
    assert isinstance(found, MeetingScreen)
    return found


def test_an_envoy_sees_what_was_decided_and_nothing_to_decide(opened: Session, qtbot) -> None:
    workspace = opened.workspace
    assert workspace is not None
    with workspace.read() as reader:
        lead = reader.value("SELECT min(id) FROM department")
    workspace.do(
        meetings.decide, topic="道路", text="年底通车", lead=lead, due_on=date(2027, 1, 29)
    )
    seen = screen(opened)
    qtbot.waitUntil(idle(opened))
    assert seen.stack.currentWidget() is seen.received
    assert not seen.begin.isVisible()
    qtbot.waitUntil(lambda: seen.only.isVisible())
    seen.only.choose_first()
    row = seen.only.current()
    assert row is not None
    assert row.title == "道路"


def test_the_office_decides_on_an_item_and_the_projector_shows_it(opened: Session, qtbot) -> None:
    workspace = opened.workspace
    assert workspace is not None
    workspace.set_meta("role", "office")
    with workspace.read() as reader:
        lead = reader.value("SELECT min(id) FROM department")
    workspace.do(obstacles.log, text="会审意见迟迟不汇总", department=lead)
    meeting = workspace.do(meetings.begin, chair="市长")
    seen = screen(opened)
    qtbot.waitUntil(idle(opened))
    qtbot.waitUntil(lambda: seen.items.current() is not None)
    seen.show_projector()
    assert seen.projector is not None
    shown = {label.text() for label, _share, _bold in seen.projector._labels}
    assert "会审意见迟迟不汇总" in shown
    seen._acted(seen.items.current(), "decide")
    assert opened.window is not None
    (form,) = [d for d in opened.window.findChildren(QDialog) if isinstance(d, DecideForm)]
    qtbot.waitUntil(lambda: form.focusWidget() is form.form.fields["text"].input())
    form.form.set_values({"text": "三日内答复", "due_on": date(2027, 1, 29), "votes_for": 9})
    form.save.click()
    qtbot.waitUntil(idle(opened))
    with workspace.read() as reader:
        (decided,) = rows.decisions(reader, meeting)
    assert (decided.text, decided.lead, decided.votes_for) == ("三日内答复", lead, 9)
    qtbot.waitUntil(lambda: any("三日内答复" in s[0].text() for s in seen.projector._labels))
    seen.projector.close()


def test_a_correction_begins_with_all_that_was_decided(opened: Session, qtbot) -> None:
    workspace = opened.workspace
    assert workspace is not None
    workspace.set_meta("role", "office")
    with workspace.read() as reader:
        lead, other = (row[0] for row in reader.rows("SELECT id FROM department LIMIT 2"))
    workspace.do(
        meetings.decide, topic="道路", text="年底通车", lead=lead, due_on=date(2027, 1, 29),
        cooperating=[other], votes_for=8, votes_against=1, dissent="先论证",
    )  # fmt: skip
    seen = screen(opened)
    qtbot.waitUntil(idle(opened))
    seen.tabs.show_page("decisions")
    seen.decided.choose_first()
    seen._replace(seen.decided.current(), "replace")
    assert opened.window is not None
    (form,) = [d for d in opened.window.findChildren(QDialog) if isinstance(d, DecideForm)]
    values = form.form.values()
    assert (values["votes_for"], values["votes_against"], values["dissent"]) == (8, 1, "先论证")
    assert values["cooperating"] == str(other)
    form.reject()


def test_the_agenda_by_department_and_the_minutes_as_a_memo(opened: Session, qtbot) -> None:
    workspace = opened.workspace
    assert workspace is not None
    workspace.set_meta("role", "office")
    with workspace.read() as reader:
        first, second = (row[0] for row in reader.rows("SELECT id FROM department LIMIT 2"))
    for text, department in (("一", first), ("二", second), ("三", first)):
        workspace.do(obstacles.log, text=text, department=department)
    workspace.do(meetings.begin, chair="市长", present="各部门")
    seen = screen(opened)
    qtbot.waitUntil(idle(opened))
    qtbot.waitUntil(lambda: seen.items.current() is not None)
    assert not seen.paper.isVisible()
    seen.order.set_value("department")
    seen._show_agenda()
    listed = [seen.items.rows.row_at(n) for n in range(seen.items.rows.rowCount())]
    shown = [row.text if isinstance(row, Group) else row.title for row in listed]
    assert [len(shown), shown.index("3. 三") - shown.index("1. 一")] == [5, 1]
    workspace.do(meetings.close)
    qtbot.waitUntil(idle(opened))
    qtbot.waitUntil(seen.paper.isVisible)
    seen.paper.click()
    qtbot.waitUntil(idle(opened))
    with workspace.read() as reader:
        kinds = [row[0] for row in reader.rows("SELECT kind FROM memo")]
    assert kinds == ["minutes"]


def test_this_month_and_quarter_can_be_chosen_before_they_are_over() -> None:
    listed = months(date(2026, 11, 30))
    assert [days for days, _name in listed[:3]] == [
        (date(2026, 10, 1), date(2026, 10, 31)),
        (date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ]
    assert [name for _days, name in listed[:3]] == ["2026年10月", "2026年11月", "2026年第四季度"]


def test_every_departments_sheet_is_written_into_a_folder(opened: Session, tmp_path) -> None:
    workspace = opened.workspace
    assert workspace is not None
    with workspace.read() as reader:
        lead = reader.value("SELECT id FROM department WHERE code = 'fagai'")
    workspace.do(obstacles.log, text="不收材料", department=lead, on=date(2026, 11, 3))
    folder = tmp_path / "sheets"
    folder.mkdir()
    count = write_sheets(workspace, folder, date(2026, 11, 1), date(2026, 11, 30))
    assert [path.name for path in folder.iterdir()] == ["市发改委.pdf"]
    assert count.pages == 1


def test_the_papers_of_an_earlier_meeting_are_to_be_had(
    opened: Session, qtbot, tmp_path, monkeypatch
) -> None:
    from envoy_desktop.ui.meeting import view

    workspace = opened.workspace
    assert workspace is not None
    workspace.set_meta("role", "office")
    for on in (date(2026, 10, 8), date(2026, 11, 5)):
        held = workspace.do(meetings.begin, on=on)
        workspace.do(meetings.close, meeting=held, on=on)
    seen = screen(opened)
    qtbot.waitUntil(idle(opened))
    qtbot.waitUntil(lambda: seen._seen is not None and len(seen._seen.held) == 2)
    wrote = []
    monkeypatch.setattr(view, "ask_path", lambda *_given: tmp_path / f"{len(wrote)}.pdf")
    monkeypatch.setattr(seen, "_written", wrote.append)
    seen.minutes.click()
    assert [action.text() for action in seen.which.actions()] == [
        "2026年11月协调推进会", "2026年10月协调推进会",
    ]  # fmt: skip
    seen.which.actions()[1].trigger()
    qtbot.waitUntil(lambda: len(wrote) == 1, timeout=20_000)
    seen.book.click()
    names = [action.text() for action in seen.which.actions()]
    assert names == ["下一次会议", "2026年11月协调推进会", "2026年10月协调推进会"]
    seen.which.actions()[2].trigger()
    qtbot.waitUntil(lambda: len(wrote) == 2, timeout=20_000)
    texts = [pdf_text(tmp_path / f"{n}.pdf") for n in range(2)]
    assert "2026年10月8日" in texts[0]
    assert "2026年10月协调推进会" in texts[1].replace(" ", "")


def pdf_text(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)

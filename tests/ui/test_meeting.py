"""The meeting in the window: what an envoy sees, how the office decides, what is projected."""

from datetime import date

from PySide6.QtWidgets import QDialog

from envoy_desktop.casework import meetings, obstacles
from envoy_desktop.store.queries import meetings as rows
from envoy_desktop.ui.meeting.meeting_forms import DecideForm
from envoy_desktop.ui.meeting.view import MeetingScreen
from envoy_desktop.ui.start.session import Session
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
    form.form.set_values({"text": "三日内答复", "due_on": date(2027, 1, 29), "votes_for": 9})
    form.save.click()
    qtbot.waitUntil(idle(opened))
    with workspace.read() as reader:
        (decided,) = rows.decisions(reader, meeting)
    assert (decided.text, decided.lead, decided.votes_for) == ("三日内答复", lead, 9)
    qtbot.waitUntil(lambda: any("三日内答复" in s[0].text() for s in seen.projector._labels))
    seen.projector.close()

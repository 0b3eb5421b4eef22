"""Contacts and calls, a project's team, the proof that closes a duty, the investor's screen."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from envoy_desktop import now
from envoy_desktop.casework import contacts, duties, events, mandates, plans, teams
from envoy_desktop.domain.clock_values import EventKind as K
from envoy_desktop.store.queries import people
from envoy_desktop.ui.contacts.call_log import CallLog
from envoy_desktop.ui.ledger.follow_up import CloseForm, RemindForm, write_sheets
from envoy_desktop.ui.projects import team_tab
from envoy_desktop.ui.ratings.mode import RatingMode
from envoy_desktop.ui.start.session import Session
from tests.ui.start_ground import PASSPHRASE, cheap_keys, file, opened, session

__all__ = ["cheap_keys", "file", "opened", "session"]

ATTRIBUTES = {"investment_kind": "record", "land_supply": "grant"}


def day(n: int, month: int = 11) -> date:
    return date(2026, month, n)


@pytest.fixture
def busy(opened: Session) -> Session:
    """A project with a delivered procedure, a contact, a milestone, a duty over its day."""
    do = opened.workspace.do
    project = do(plans.begin, name="卧龙产业园", attributes=ATTRIBUTES)
    with opened.workspace.read() as reader:
        plan = {p.item.code: p.id for p in plans.plan(reader, project)}
    for kind, n in ((K.FILED, 2), (K.ACCEPTED, 3), (K.DECIDED, 10), (K.DELIVERED, 16)):
        do(events.record, procedure=plan["GH-XK"], kind=kind, on=day(n))
    do(contacts.add, name="王建设", post="科长", phone="6312 0000")
    do(teams.add_milestone, project=project, name="取得土地", due_on=day(20))
    do(mandates.add, project=project, until=day(4, 12))
    do(
        duties.add, text="书面答复代表建议", due_on=day(16), owed_by="市住建局",
        given_on=day(2, 10), source="proposal",
    )  # fmt: skip
    return opened


def dialog_of(window, kind):
    return next(d for d in window.findChildren(kind) if d.isVisible())


def test_a_call_is_one_line_and_enter(busy: Session, qtbot) -> None:
    window = busy.window
    window.go("contacts")
    screen = window.screens["contacts"]
    qtbot.waitUntil(lambda: screen.found is not None)
    window.run_command("call-log")
    form = dialog_of(window, CallLog)
    form.form.set_values({"text": "王科长说周五前出意见"})
    qtbot.waitUntil(lambda: form.form.fields["contact"].value() is not None)
    assert form.form.fields["promised_on"].value() == day(27)
    qtbot.keyClick(form.form.fields["text"].input(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(screen.found.promises) == 1)
    assert screen.list.choose(screen.found.promises[0].id, "call")
    screen.kept()
    qtbot.waitUntil(lambda: not screen.found.promises)


def test_contacts_are_found_by_pinyin_initials(busy: Session, qtbot) -> None:
    window = busy.window
    assert "王建设" in [hit.title for hit in window.sources.search("wjs")]
    window.go("contacts")
    screen = window.screens["contacts"]
    qtbot.waitUntil(lambda: screen.found is not None)
    screen.text.setText("wjs")
    assert screen.list.current().title == "王建设"
    screen.text.setText("qqq")
    assert screen.list.current() is None


def test_today_asks_for_what_people_owe(busy: Session) -> None:
    from envoy_desktop.ui.today import model

    found = model.read_day(busy.workspace, now.today())
    asked = {(e.kind, e.action) for e in found.reading.entries}
    assert {
        ("milestone", "mark_reached"), ("mandate", "renew_mandate"), ("rating", "ask_rating"),
        ("duty", "urge"),
    } <= asked  # fmt: skip
    assert [r.title for r in model.rows(found) if getattr(r, "kind", "") == "milestone"]


def test_a_duty_is_urged_and_closed_only_with_proof(busy: Session, qtbot, tmp_path) -> None:
    window = busy.window
    window.go("ledger")
    screen = window.screens["ledger"]
    qtbot.waitUntil(lambda: screen.ledger is not None)
    screen.list.setFocus()
    qtbot.keyClick(screen.list, Qt.Key.Key_Return)  # what is owed next: a reminder
    form = dialog_of(window, RemindForm)
    form.form.set_values({"note": "电话催办", "until": None})
    form.save.click()
    qtbot.waitUntil(lambda: bool(screen.ledger.duties[0].row.reminders))
    screen.close_duty()
    form = dialog_of(window, CloseForm)
    form.save.click()
    qtbot.waitUntil(form.save.isEnabled)
    assert form.isVisible()  # refused: no proof
    form.form.set_values({"by": "赵代表", "statement": "满意"})
    form.save.click()
    qtbot.waitUntil(lambda: screen.ledger.duties[0].reading.closed)
    window.undo()
    qtbot.waitUntil(lambda: not screen.ledger.duties[0].reading.closed)
    duty = screen.ledger.duties[0].row.id
    out = tmp_path / "sheet.pdf"
    assert write_sheets(busy.workspace, [duty], str(out), now.today()) == ["督〔2026〕1号"]
    assert out.read_bytes().startswith(b"%PDF")


def test_a_projects_team_tab_tells_milestones_mandate_and_ratings(busy: Session) -> None:
    with busy.workspace.read() as reader:
        project = reader.value("SELECT id FROM project")
    page = team_tab.read_team(busy.workspace, project, now.today())
    kinds = [row.kind for row in team_tab.rows(page) if hasattr(row, "kind")]
    assert kinds == ["milestone", "mandate", "rating_wish"]


def test_the_investors_screen_shows_nothing_else_until_the_passphrase(busy: Session, qtbot) -> None:
    window = busy.window
    with busy.workspace.read() as reader:
        wish = people.to_rate(reader)[0]
    mode = RatingMode(window.context, wish)
    mode.begin()
    try:
        assert mode.isVisible()
        assert not window.isVisible()
        assert "卧龙" not in mode.windowTitle()
        qtbot.keyClick(mode, Qt.Key.Key_Escape)
        mode.close()
        assert mode.isVisible()
        mode._send.click()
        assert mode._wrong.text()  # the last question is not answered
        mode._groups["overall"].button(2).click()
        mode._send.click()

        def rated():
            with busy.workspace.read() as reader:
                return people.ratings(reader)

        qtbot.waitUntil(lambda: bool(rated()))
        assert rated()[0].answers == {"overall": 2}
        mode._passphrase.line.setText("nonsense 12345")
        mode._back.click()
        qtbot.waitUntil(mode._back.isEnabled)
        assert mode.isVisible()
        mode._passphrase.line.setText(PASSPHRASE)
        mode._back.click()
        qtbot.waitUntil(window.isVisible)
    finally:
        if not window.isVisible():
            mode.let_go()
    assert not [d for d in window.findChildren(QDialog) if d.isVisible()]

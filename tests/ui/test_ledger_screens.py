"""Ledger, departments, history: what stands first, and that each count has its cases."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from envoy_desktop import now, words
from envoy_desktop.casework import duties, events, obstacles, plans
from envoy_desktop.domain.clock_values import EventKind as K
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import undo
from envoy_desktop.store.queries import departments as stored
from envoy_desktop.store.queries import procedures
from envoy_desktop.ui import theme
from envoy_desktop.ui.departments.model import FIGURES
from envoy_desktop.ui.history.dialog import HistoryDialog
from envoy_desktop.ui.ledger import model
from envoy_desktop.ui.ledger.forms import DoneForm, DutyForm
from envoy_desktop.ui.ledger.model import Wanted
from envoy_desktop.ui.start.session import Session
from tests.ui.clipping import problems
from tests.ui.start_ground import cheap_keys, file, idle, opened, session

__all__ = ["cheap_keys", "file", "opened", "session"]


def day(n: int, month: int = 11) -> date:
    return date(2026, month, n)


@pytest.fixture
def busy(opened: Session) -> Session:
    """A workspace with duties of every state, a procedure over its day, two obstacles."""
    workspace = opened.workspace
    assert workspace is not None
    with workspace.read() as reader:
        codes = dict(reader.rows("SELECT code, id FROM department"))
    project = workspace.do(
        plans.begin, name="卧龙产业园",
        attributes={"investment_kind": "record", "land_supply": "grant"},
    )  # fmt: skip
    with workspace.read() as reader:
        plan = {p.item.code: p.id for p in plans.plan(reader, project)}
    for kind, on in ((K.FILED, day(8, 9)), (K.ACCEPTED, day(9, 9))):
        workspace.do(events.record, procedure=plan["GH-XK"], kind=kind, on=on)
    for text, due in (("窗口不能决定，退回科室", day(20)), ("要求先取得盖章意见", day(30))):
        id = workspace.do(obstacles.log, text=text, procedure=plan["GH-XK"], on=day(2))
        workspace.do(obstacles.change, obstacle=id, answer_due=due.isoformat())
    lead = codes["zigui"] if "zigui" in codes else next(iter(codes.values()))
    for text, source, due in (
        ("通知开现场会", "list_task", day(30, 12)),
        ("落实批示", "instruction", day(16)),
        ("修通园区道路", "commitment", day(18)),
        ("报送进度", "decision", day(24)),
    ):
        workspace.do(
            duties.add, text=text, source=source, due_on=due, given_on=day(2, 10),
            lead_department=lead, project=project, basis="现场会",
        )  # fmt: skip
    return opened


def titles(ledger: model.Ledger, wanted: Wanted | None = None) -> list[str]:
    return [duty.row.text for duty in model.filtered(ledger, wanted or Wanted())]


def test_broken_promises_stand_first_then_by_due_date(busy: Session) -> None:
    assert busy.workspace is not None
    ledger = model.read_ledger(busy.workspace, now.today())
    assert titles(ledger) == ["修通园区道路", "落实批示", "报送进度", "通知开现场会"]
    first = model.row_of(model.filtered(ledger, Wanted())[0])
    assert (first.lamp, first.figure) == ("red", "逾期 3 日")
    assert "提请领导协调" in first.second_line  # a broken promise is escalated at once
    assert titles(ledger, Wanted(state=model.OVERDUE)) == ["修通园区道路", "落实批示"]
    assert titles(ledger, Wanted(source="decision")) == ["报送进度"]
    assert titles(ledger, Wanted(text="批示")) == ["落实批示"]


def test_done_reopened_and_undone_from_the_list(busy: Session, qtbot) -> None:
    window, workspace = busy.window, busy.workspace
    assert window is not None
    assert workspace is not None
    window.go("ledger")
    screen = window.screens["ledger"]
    qtbot.waitUntil(lambda: screen.ledger is not None)
    screen.list.setFocus()
    qtbot.keyClick(screen.list, Qt.Key.Key_D)
    form = next(d for d in window.findChildren(DoneForm) if d.isVisible())
    form.form.set_values({"note": "已通车"})
    form.save.click()
    qtbot.waitUntil(lambda: titles(screen.ledger)[0] == "落实批示")
    done = next(d for d in screen.ledger.duties if d.row.text == "修通园区道路")
    assert done.reading.state == "done_late"  # done late stays marked
    assert done.row.done_note == "已通车"
    window.undo()
    qtbot.waitUntil(lambda: titles(screen.ledger)[0] == "修通园区道路")


def test_a_duty_is_entered_and_changed(busy: Session, qtbot) -> None:
    window = busy.window
    assert window is not None
    window.go("ledger")
    screen = window.screens["ledger"]
    qtbot.waitUntil(lambda: screen.ledger is not None)
    screen.add()
    form = next(d for d in window.findChildren(DutyForm) if d.isVisible())
    form.save.click()
    assert form.isVisible()  # nothing is entered yet
    form.form.set_values({"text": "协调供电", "due_on": day(27)})
    form.save.click()
    qtbot.waitUntil(lambda: "协调供电" in titles(screen.ledger))
    made = next(d for d in screen.ledger.duties if d.row.text == "协调供电")
    assert screen.list.choose(made.row.id, "duty")
    screen.edit()
    form = next(d for d in window.findChildren(DutyForm) if d.isVisible())
    assert form.form.values()["text"] == "协调供电"
    form.form.set_values({"text": "协调双回路供电"})
    form.save.click()
    qtbot.waitUntil(lambda: "协调双回路供电" in titles(screen.ledger))


def test_a_changed_duty_must_still_be_one_to_follow_up(busy: Session) -> None:
    workspace = busy.workspace
    assert workspace is not None
    ledger = model.read_ledger(workspace, now.today())
    duty = next(d for d in ledger.duties if d.row.source == "instruction").row.id
    with pytest.raises(Refusal) as refused:
        workspace.do(duties.change, duty=duty, due_on=day(1, 9))
    assert refused.value.rule == "duty-due-before-received"
    with pytest.raises(Refusal) as refused:
        workspace.do(duties.change, duty=duty, text="  ")
    assert refused.value.rule == "text-missing"


def test_every_figure_of_a_department_has_its_cases(busy: Session, qtbot) -> None:
    window, workspace = busy.window, busy.workspace
    assert window is not None
    assert workspace is not None
    with workspace.read() as reader:
        rows = {row.id: row for row in stored.departments(reader, now.today())}
        busiest = max(rows.values(), key=lambda row: (row.red, row.obstacles))
        red = procedures.ids(
            reader, procedures.Wanted(now.today(), department=busiest.id, lamp="red", open=True)
        )
    assert (busiest.open, busiest.red, busiest.obstacles, busiest.owed) == (1, len(red), 2, 1)
    window.go("departments", busiest.id)
    page = window.screens["departments"].page
    for name in FIGURES:
        page.tabs.show_page(name)
        qtbot.waitUntil(idle(busy))
        if name in page._tables:
            shown = len(page._tables[name].rows.window)
        else:
            shown = page._lists[name].rows.rowCount()
        assert shown == getattr(busiest, name), name


def test_the_history_pages_back_and_undoes(busy: Session, qtbot) -> None:
    window, workspace = busy.window, busy.workspace
    assert window is not None
    assert workspace is not None
    for n in range(70):
        workspace.do(duties.add, text=f"第{n}件", due_on=day(30))
    window.run_command("history")
    dialog = next(d for d in window.findChildren(QDialog) if isinstance(d, HistoryDialog))
    qtbot.waitUntil(lambda: dialog.list.count == 60)
    assert dialog.older.isVisible()
    dialog.older.click()
    with workspace.read() as reader:
        acts = reader.value("SELECT count(*) FROM unit")
    qtbot.waitUntil(lambda: dialog.list.count == acts)  # each act once, down to the first
    assert not dialog.older.isVisible()
    assert "第69件" in dialog.undo.text()
    dialog.undo.click()
    qtbot.waitUntil(lambda: dialog.redo.isVisible() and "第69件" in dialog.redo.text())
    with workspace.read() as reader:
        assert undo.next_redo(reader) is not None
    dialog.close()


def test_the_history_of_one_thing_is_its_own(busy: Session, qtbot) -> None:
    window, workspace = busy.window, busy.workspace
    assert window is not None
    assert workspace is not None
    duty = workspace.do(duties.add, text="只此一件", due_on=day(30))
    workspace.do(duties.change, duty=duty, due_on=day(29))
    dialog = HistoryDialog(window.context, duty, "只此一件")
    dialog.open()
    qtbot.waitUntil(lambda: dialog.list.count == 2)
    assert not dialog.undo.isVisible()
    dialog.close()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_no_screen_is_clipped(busy: Session, scale: float, language: str, qtbot) -> None:
    window = busy.window
    assert window is not None
    words.set_language(language)
    theme.look().set_scale(scale)
    theme.look().set_scheme("dark" if scale == 1.5 else "light")
    window.rebuild()
    window.resize(round(1280 * scale), round(800 * scale))
    for name in ("ledger", "departments"):
        window.go(name)
        qtbot.waitUntil(idle(busy))
        qtbot.waitUntil(lambda: problems(window) == [])

"""The head of a memo shows what its kind has, and keeps what the kind alone has."""

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from envoy_desktop.documents import kinds, memo
from envoy_desktop.store.queries.choices import Choice
from envoy_desktop.ui.documents import write
from envoy_desktop.ui.documents.head import HeadForm
from envoy_desktop.ui.documents.write import WriteDialog, draft
from envoy_desktop.ui.today.actions import TodayActions


class Row:
    """A memo's row whose other columns are blank."""

    organ = "市办公室"

    def __init__(self, kind: str, particulars: str) -> None:
        self.kind, self.particulars = kind, particulars

    def __getattr__(self, _name: str) -> str:
        return ""


@pytest.fixture
def head(qapp: QApplication) -> HeadForm:
    return HeadForm()


def test_minutes_ask_who_was_there_and_for_no_addressee(head: HeadForm) -> None:
    there = kinds.kept({"出席": "市水利局李强", "month": "2026-11"})
    head.load(Row("minutes", there), ())  # type: ignore[arg-type]
    assert not head.attended.isHidden()
    assert head.addressee.isHidden()
    assert head.principal.isHidden()
    head.excused.setText("市消防支队张伟")
    told = kinds.told(head.values()["particulars"])
    assert told == {"出席": "市水利局李强", "请假": "市消防支队张伟", "month": "2026-11"}
    assert head.go_to("attendance")


def test_another_kind_shows_its_own_fields(head: HeadForm) -> None:
    head.load(Row("request", ""), ())  # type: ignore[arg-type]
    assert head.attended.isHidden()
    assert not head.addressee.isHidden()
    head.kind.setCurrentIndex(head.kind.findData("mandate"))
    assert head.addressee.isHidden()
    assert not head.principal.isHidden()
    assert head.values()["particulars"] == ""


def test_a_mandate_asks_for_its_project_and_a_report_for_its_month(qapp: QApplication) -> None:
    context = SimpleNamespace(window=QWidget(), workspace=None, jobs=None)
    dialog = WriteDialog(
        context, [], "mandate", ticked=False, projects=[Choice(7, "卧龙产业园")], project=7,
    )  # type: ignore[arg-type]  # fmt: skip
    assert dialog._asked() == {"project": 7}
    other = WriteDialog(context, [], "monthly_report", ticked=False)  # type: ignore[arg-type]
    assert set(other._asked()) == {"month"}


def test_a_late_procedure_is_logged_when_the_memo_is_drafted_not_before(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    ran: list[object] = []
    late = {"text": "规划许可已超过承诺时限 3 个工作日，至今没有决定", "procedure": 5}

    def do(_act: object, **values: object) -> int:
        told.append(str(values["text"]))
        return 77

    def drafted(_workspace: object, *, kind: str, obstacles: list[int], month: str) -> int:
        told.append(f"{kind} {obstacles}")
        return 9

    monkeypatch.setattr(memo, "draft", drafted)
    jobs = SimpleNamespace(run=lambda job, **_how: ran.append(job))
    context = SimpleNamespace(window=QWidget(), workspace=SimpleNamespace(do=do), jobs=jobs)
    WriteDialog(context, [], "", ticked=False, late=late).reject()  # type: ignore[arg-type]
    assert (told, ran) == ([], [])
    dialog = WriteDialog(context, [], "", ticked=False, late=late)  # type: ignore[arg-type]
    dialog.submit()
    assert len(ran) == 1
    assert told == []
    given = {"workspace": context.workspace, "kind": "briefing", "obstacles": [], "late": late}
    logged: list[int] = []
    assert draft(**given, logged=logged) == 9  # type: ignore[arg-type]
    assert draft(**given, logged=logged) == 9  # type: ignore[arg-type]
    assert told == [late["text"], "briefing [77]", "briefing [77]"]


def test_a_late_entry_of_today_without_an_obstacle_asks_before_anything_is_written(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []
    monkeypatch.setattr(write, "write_memo", lambda _context, **values: asked.append(values))
    actions = TodayActions(SimpleNamespace(jobs=None))  # type: ignore[arg-type]
    actions._late = SimpleNamespace(id=5, title="规划许可", about="promised", days=3)  # type: ignore[assignment]
    actions._obstacles_came(())  # an act would need jobs
    (values,) = asked
    assert values["late"]["procedure"] == 5  # type: ignore[index]
    assert values["late"]["kind"] == "promise_broken"  # type: ignore[index]

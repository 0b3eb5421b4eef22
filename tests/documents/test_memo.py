"""A memo from facts to a frozen paper: what it says, what it may not be, what it keeps."""

import hashlib
from datetime import date

import pytest

from envoy_desktop.casework import events, memos, obstacles, plans, projects, reference
from envoy_desktop.documents import markup, memo
from envoy_desktop.documents.blocks import Request, plain
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import attachments, undo
from envoy_desktop.store.queries import documents as rows
from envoy_desktop.store.workspace import Workspace

ATTRIBUTES = {
    "investment_kind": "record",
    "land_supply": "existing",
    "investment_cny": "12.6亿",
    "area_m2": "52000",
}


@pytest.fixture
def stuck(workspace: Workspace) -> int:
    """An obstacle on a works planning permit that has waited since 28 October."""
    project = workspace.do(
        projects.create, name="卧龙产业园", investor="卧龙装备有限公司", attributes=ATTRIBUTES
    )
    planned = workspace.do(plans.generate, project=project)
    permit = next(p.id for p in planned if p.item.code == "GH-XK")
    for kind, on in ((EventKind.FILED, 28), (EventKind.ACCEPTED, 29)):
        workspace.do(events.record, procedure=permit, kind=kind, on=date(2026, 10, on))
    made: int = workspace.do(obstacles.log, text="窗口不能决定，退回科室", procedure=permit)
    workspace.do(obstacles.attempt, obstacle=made, text="致电经办科室，答复正在会签")
    return made


@pytest.fixture(autouse=True)
def one_device(workspace: Workspace) -> None:
    """Numbers without a register's mark; registers have tests of their own."""
    workspace.do(reference.set_setting, key="memo.sole_device", text="yes")


def drafted(workspace: Workspace, kind: str, *of: int, **fields: str) -> int:
    fields.setdefault("issuer", "周建国")
    return memo.draft(workspace, kind=kind, obstacles=of, **fields)


def words(workspace: Workspace, id: int) -> str:
    with workspace.read() as reader:
        return memo.show(reader, id)


def test_it_says_the_dates_days_limits_and_attempts(workspace: Workspace, stuck: int) -> None:
    told = words(workspace, drafted(workspace, "briefing", stuck))
    for fact in (
        "总投资12.6亿元",
        "建筑面积52000平方米",
        "2026年10月28日向市自然资源和规划局提交建设工程规划许可证核发申请",
        "2026年10月29日受理",
        "部门18日",
        "不计时8日",
        "法定时限20个工作日（城乡规划法第四十条），已用17个工作日，截止2026年11月26日",
        "承诺时限7个工作日，已用17个工作日，超出10个工作日",
        "2026年11月23日电话沟通，致电经办科室，答复正在会签",
        "建议由市自然资源和规划局于2026年11月30日前对建设工程规划许可证核发作出决定",
    ):
        assert fact in told


def test_what_happened_is_told_in_the_order_of_its_days(workspace: Workspace, stuck: int) -> None:
    with workspace.read() as reader:
        permit = reader.value("SELECT procedure FROM obstacle WHERE id = :id", id=stuck)
    workspace.do(
        events.record, procedure=permit, kind=EventKind.CORRECTION_NOTICE,
        on=date(2026, 11, 16), items=("日照分析",),
    )  # fmt: skip
    told = words(workspace, drafted(workspace, "briefing", stuck))
    assert "2026年10月29日受理，2026年11月16日收到补正告知，要求补正日照分析，截至" in told


def test_only_a_paper_that_may_ask_holds_a_request(workspace: Workspace, stuck: int) -> None:
    for kind in memos.KINDS:
        id = drafted(workspace, kind, stuck)
        with workspace.read() as reader:
            asked = [b for b in memo.document(reader, id).body if isinstance(b, Request)]
        assert bool(asked) == (kind in ("request", "opinion", "letter")), kind


def test_the_form_that_show_prints_is_read_back(workspace: Workspace, stuck: int) -> None:
    id = drafted(workspace, "request", stuck)
    form = words(workspace, id)
    memo.edit(workspace, id, form.replace("保障项目按期动工", "保障项目年内动工"))
    assert words(workspace, id) == form.replace("保障项目按期动工", "保障项目年内动工")
    undo.undo(workspace)
    assert words(workspace, id) == form


def test_issuing_freezes_number_text_and_pdf(workspace: Workspace, stuck: int) -> None:
    id = drafted(workspace, "request", stuck)
    issued = memo.issue(workspace, id)
    assert issued.number == "特服请〔2026〕1号"
    with workspace.read() as reader:
        row = rows.memo(reader, id)
        assert row is not None
        pdf = memo.pdf(reader, id)
        text = attachments.content(reader, row.text_sha256).decode()
    assert hashlib.sha256(pdf).hexdigest() == issued.sha256 == row.pdf_sha256
    assert "编号：特服请〔2026〕1号" in text
    assert markup.parse(text).number == issued.number
    with pytest.raises(Refusal) as refused:
        workspace.do(memos.edit, memo=id, title="改")
    assert refused.value.rule == "memo-issued"
    with pytest.raises(Refusal) as refused:
        memo.issue(workspace, id)
    assert refused.value.rule == "memo-issued"
    with workspace.read() as reader:
        step = undo.next_undo(reader)
    assert step is not None
    assert step.act != "memos.issue"


def test_facts_that_change_after_issue_do_not_change_the_paper(
    workspace: Workspace, stuck: int
) -> None:
    id = drafted(workspace, "briefing", stuck)
    memo.issue(workspace, id)
    with workspace.read() as reader:
        before = memo.pdf(reader, id)
    workspace.do(obstacles.change, obstacle=stuck, text="另一件事")
    with workspace.read() as reader:
        assert memo.pdf(reader, id) == before


def test_each_kind_and_year_has_its_own_series_without_gaps(
    workspace: Workspace, stuck: int
) -> None:
    numbers = [
        memo.issue(workspace, drafted(workspace, kind, stuck), on).number
        for kind, on in (
            ("request", date(2025, 12, 30)),
            ("request", date(2026, 1, 5)),
            ("report", date(2026, 1, 6)),
            ("request", date(2026, 2, 6)),
            ("briefing", date(2026, 2, 7)),
            ("briefing", date(2026, 2, 9)),
        )
    ]
    assert numbers == [
        "特服请〔2025〕1号",
        "特服请〔2026〕1号",
        "特服报〔2026〕1号",
        "特服请〔2026〕2号",
        "第1期",
        "第2期",
    ]


def test_a_refused_issue_uses_up_no_number(workspace: Workspace, stuck: int) -> None:
    bad = drafted(workspace, "request", stuck, issuer="")
    with workspace.read() as reader:
        assert memo.check(reader, bad)[0].rule == "no-issuer"
    with pytest.raises(Refusal) as refused:
        memo.issue(workspace, bad)
    assert refused.value.rule == "memo-forbidden"
    assert memo.issue(workspace, drafted(workspace, "request", stuck)).number.endswith("1号")


def forbidden(workspace: Workspace, id: int) -> set[str]:
    with workspace.read() as reader:
        return {f.rule for f in memo.check(reader, id) if f.severity == "refuse"}


def test_a_request_in_a_report_and_two_matters_in_a_request(
    workspace: Workspace, stuck: int
) -> None:
    report = drafted(workspace, "report", stuck)
    form = words(workspace, report).replace(
        "特此报告。", "【请求】\n恳请协调。\n【/请求】\n特此报告。"
    )
    memo.edit(workspace, report, form)
    assert "request-inside" in forbidden(workspace, report)
    request = drafted(workspace, "request", stuck)
    form = words(workspace, request).replace(
        "【/请求】\n", "【/请求】\n【请求】\n另请批准经费。\n【/请求】\n"
    )
    memo.edit(workspace, request, form)
    assert "several-matters" in forbidden(workspace, request)


def test_obstacles_of_two_projects_are_two_matters(workspace: Workspace, stuck: int) -> None:
    other = workspace.do(projects.create, name="伏牛园", attributes=ATTRIBUTES)
    planned = workspace.do(plans.generate, project=other)
    second = workspace.do(obstacles.log, text="不收件", procedure=planned[0].id)
    request = drafted(workspace, "request", stuck, second)
    assert "several-projects" in forbidden(workspace, request)
    briefing = drafted(workspace, "briefing", stuck, second)
    assert forbidden(workspace, briefing) == set()


def test_a_person_is_not_addressed(workspace: Workspace, stuck: int) -> None:
    request = drafted(workspace, "request", stuck, addressee="张市长")
    assert "person-addressed" in forbidden(workspace, request)


def test_a_department_not_heard_is_hinted_and_its_words_are_printed(
    workspace: Workspace, stuck: int
) -> None:
    id = drafted(workspace, "briefing", stuck)
    with workspace.read() as reader:
        assert "not-heard" in {f.rule for f in memo.check(reader, id)}
    workspace.do(obstacles.change, obstacle=stuck, statement="正在会签", statement_on="2026-11-20")
    heard = drafted(workspace, "briefing", stuck)
    assert "市自然资源和规划局（2026年11月20日）：正在会签。" in words(workspace, heard)
    with workspace.read() as reader:
        assert "not-heard" not in {f.rule for f in memo.check(reader, heard)}


def test_an_unknown_obstacle_or_kind_is_refused(workspace: Workspace, stuck: int) -> None:
    for kind, of, rule in (("poem", stuck, "unknown-memo-kind"), ("report", 12, "unknown-id")):
        with pytest.raises(Refusal) as refused:
            drafted(workspace, kind, of)
        assert refused.value.rule == rule


def test_a_signing_day_in_the_future_is_refused(workspace: Workspace, stuck: int) -> None:
    with pytest.raises(Refusal) as refused:
        memo.issue(workspace, drafted(workspace, "briefing", stuck), date(2026, 11, 24))
    assert refused.value.rule == "future-date"


def test_what_is_asked_is_marked(workspace: Workspace, stuck: int) -> None:
    id = drafted(workspace, "request", stuck)
    with workspace.read() as reader:
        body = memo.document(reader, id).body
    block = next(b for b in body if isinstance(b, Request))
    assert plain(block.blocks[0].runs).startswith("恳请市人民政府")


def test_a_letter_goes_to_a_department_and_not_up(workspace: Workspace, stuck: int) -> None:
    letter = drafted(workspace, "letter", stuck)
    with workspace.read() as reader:
        assert memo.document(reader, letter).addressee == "市自然资源和规划局"
    assert forbidden(workspace, letter) == set()
    up = drafted(workspace, "letter", stuck, addressee="市人民政府")
    assert "letter-to-superior" in forbidden(workspace, up)


def test_two_obstacles_of_one_procedure_are_told_together(workspace: Workspace, stuck: int) -> None:
    with workspace.read() as reader:
        permit = reader.value("SELECT procedure FROM obstacle WHERE id = :id", id=stuck)
    second = workspace.do(obstacles.log, text="又要求补充日照分析", procedure=permit)
    told = words(workspace, drafted(workspace, "briefing", stuck, second))
    assert told.count("（一）建设工程规划许可证核发") == 1
    assert "（二）" not in told
    assert told.count("自提交申请次日起共26日") == 1
    assert "窗口不能决定，退回科室。" in told
    assert "又要求补充日照分析。" in told
    assert told.count("建议由市自然资源和规划局") == 1

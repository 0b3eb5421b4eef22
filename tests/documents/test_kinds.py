"""Monthly report, minutes and mandate: drafted from facts, checked, edited, issued."""

from datetime import date

import pytest

from envoy_desktop import now
from envoy_desktop.casework import duties, memos, obstacles
from envoy_desktop.documents import claims, kinds, markup, memo, monthly_report
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import documents as rows
from envoy_desktop.store.workspace import Workspace

from .reading import Read
from .test_memo import stuck as stuck

THERE = {"出席": "市自然资源和规划局李强", "列席": "卧龙装备有限公司刘洋"}


def told(workspace: Workspace, id: int) -> str:
    with workspace.read() as reader:
        return memo.show(reader, id)


def issued(workspace: Workspace, id: int) -> Read:
    memo.issue(workspace, id)
    with workspace.read() as reader:
        return Read(memo.pdf(reader, id))


def test_a_month_is_told_in_its_counts_and_days(workspace: Workspace, stuck: int) -> None:
    with workspace.read() as reader:
        project = int(rows_project(reader, stuck))
    workspace.do(
        duties.add, source="commitment", text="协调解决临时用电", project=project,
        given_on=date(2026, 11, 2), due_on=date(2026, 11, 10),
    )  # fmt: skip
    words = told(workspace, memo.draft(workspace, kind="monthly_report", month="2026-11"))
    assert "标题：关于2026年11月重点项目特派服务工作情况的报告" in words
    for fact in (
        "截至2026年11月23日，服务重点项目1个",
        "本月提交申请0件，受理0件，作出决定0件，送达0件。截至2026年11月23日，在办1件",
        "本月发现障碍1个，解决0个。截至2026年11月23日，未解决1个，涉及市自然资源和规划局1个。",
        "对投资方的承诺，本月兑现0项，到期未兑现1项",
        "协调解决临时用电（期限2026年11月10日）",
        "特此报告。",
    ):
        assert fact in words, fact
    assert "【请求】" not in words


def rows_project(reader: object, obstacle: int) -> int:
    from envoy_desktop.store.queries import obstacles as found

    (row,) = found.obstacles(reader, ids=[obstacle])  # type: ignore[arg-type]
    return row.project or 0


def test_what_is_late_is_carried_over_into_the_month_to_come(
    workspace: Workspace, stuck: int
) -> None:
    with workspace.read() as reader:
        project = int(rows_project(reader, stuck))
    workspace.do(
        duties.add, source="commitment", text="协调解决临时用电", project=project,
        given_on=date(2026, 11, 2), due_on=date(2026, 11, 10),
    )  # fmt: skip
    now.set_today(date(2026, 12, 1))
    words = told(workspace, memo.draft(workspace, kind="monthly_report", month="2026-11"))
    ahead = words[words.index("下一步工作安排") :]
    assert "前没有到期的" not in ahead
    assert "已经逾期、尚未办结的审批事项1件、督办事项1项，继续督促办理" in ahead
    assert "建设工程规划许可证核发（市自然资源和规划局），已超过时限" in ahead
    assert "协调解决临时用电，期限2026年11月10日" in ahead


def test_the_month_before_counts_what_was_filed_in_it(workspace: Workspace, stuck: int) -> None:
    words = told(workspace, memo.draft(workspace, kind="monthly_report", month="2026-10"))
    assert "本月提交申请1件，受理1件" in words
    assert "截至2026年10月31日" in words
    assert "未解决0个" in words, "the obstacle was found in November"


@pytest.mark.parametrize(
    ("month", "rule"),
    [("2026-13", "bad-month"), ("十月", "bad-month"), ("2026-12", "month-to-come")],
)
def test_a_month_that_is_none_is_refused(workspace: Workspace, month: str, rule: str) -> None:
    with pytest.raises(Refusal, match=rule):
        memo.draft(workspace, kind="monthly_report", month=month)


def test_a_finished_month_ends_on_its_last_day() -> None:
    month = monthly_report.month_of("2026-02", date(2026, 11, 23))
    assert (month.first, month.end, month.next_end) == (
        date(2026, 2, 1),
        date(2026, 2, 28),
        date(2026, 3, 31),
    )
    assert monthly_report.month_of("", date(2026, 11, 23)).end == date(2026, 11, 23)


def test_a_monthly_report_is_issued_as_a_report(workspace: Workspace, stuck: int) -> None:
    id = memo.draft(
        workspace, kind="monthly_report", issuer="周建国", organ="市重点项目办公室",
        organ_code="宛特服", addressee="市人民政府",
    )  # fmt: skip
    paper = issued(workspace, id)
    assert "重点项目进展情况表" in paper.taken
    assert paper.find("签发人：", 1)


def test_minutes_are_not_issued_before_they_say_who_was_there(
    workspace: Workspace, stuck: int
) -> None:
    id = memo.draft(workspace, kind="minutes", obstacles=[stuck], organ="市重点项目办公室")
    with pytest.raises(Refusal, match="memo-forbidden") as refused:
        memo.issue(workspace, id)
    assert [f.rule for f in refused.value.values["findings"]] == ["attendance-missing"]
    form = told(workspace, id)
    memo.edit(workspace, id, form.replace("\n\n", "\n出席：市自然资源和规划局李强\n\n", 1))
    paper = issued(workspace, id)
    assert paper.find("出席：市自然资源和规划局李强")
    assert "第1期" in paper.taken
    assert "由市自然资源和规划局于2026年11月30日前办理" in "".join(paper.taken.split())


def test_minutes_keep_who_was_there_through_an_edit(workspace: Workspace, stuck: int) -> None:
    id = memo.draft(workspace, kind="minutes", obstacles=[stuck], particulars=THERE)
    form = told(workspace, id)
    assert "出席：市自然资源和规划局李强" in form
    memo.edit(workspace, id, form)
    with workspace.read() as reader:
        row = rows.memo(reader, id)
    assert row is not None
    assert kinds.told(row.particulars) == THERE
    assert (row.addressee, row.issuer) == ("", "")


def test_a_mandate_names_the_parties_the_matters_and_the_term(
    workspace: Workspace, stuck: int
) -> None:
    with workspace.read() as reader:
        project = rows_project(reader, stuck)
    id = memo.draft(workspace, kind="mandate", project=project, organ="市重点项目办公室")
    form = told(workspace, id)
    assert "委托方：卧龙装备有限公司" in form
    assert "受托方：市重点项目办公室" in form
    paper = issued(workspace, id)
    taken = "".join(paper.taken.split())
    for words in ("委托事项", "委托权限", "委托期限", "代办事项清单", "特派服务员（签字）"):
        assert words in taken
    assert "文件" not in taken[:40], "no organ's mark"


def test_a_mandate_without_its_term_is_refused(workspace: Workspace, stuck: int) -> None:
    with workspace.read() as reader:
        project = rows_project(reader, stuck)
    id = memo.draft(workspace, kind="mandate", project=project, organ="市重点项目办公室")
    form = told(workspace, id)
    head, _, rest = form.partition("三、委托期限")
    memo.edit(workspace, id, head + rest.partition("\n")[2])
    with workspace.read() as reader:
        found = memo.check(reader, id)
    assert [(f.rule, f.values["parts"]) for f in found if f.severity == "refuse"] == [
        ("mandate-incomplete", ("term",))
    ]


def test_a_mandate_is_of_a_project(workspace: Workspace) -> None:
    with pytest.raises(Refusal, match="mandate-of-no-project"):
        memo.draft(workspace, kind="mandate")


def test_a_lower_organ_gets_no_copy_of_an_upward_paper(workspace: Workspace, stuck: int) -> None:
    id = memo.draft(
        workspace, kind="report", obstacles=[stuck], issuer="周建国", organ="临江市重点项目办公室",
        addressee="临江市人民政府", copies="宛城区人民政府",
    )  # fmt: skip
    with workspace.read() as reader:
        found = memo.check(reader, id)
    assert "copied-down" in [f.rule for f in found]


def test_every_kind_can_be_drafted_and_read_back(workspace: Workspace, stuck: int) -> None:
    with workspace.read() as reader:
        project = rows_project(reader, stuck)
    for kind in memos.KINDS:
        id = memo.draft(workspace, kind=kind, obstacles=[stuck], project=project)
        form = told(workspace, id)
        assert markup.print_form(markup.parse(form)) == form
        with workspace.read() as reader:
            assert memo.docx(reader, id)


def test_obstacles_of_minutes_stay_known(workspace: Workspace, stuck: int) -> None:
    id = memo.draft(workspace, kind="minutes", obstacles=[stuck])
    with workspace.read() as reader:
        assert rows.obstacles_of(reader, id) == [stuck]
    workspace.do(obstacles.change, obstacle=stuck, proposal="建议由市自然资源和规划局牵头会签")
    words = told(workspace, memo.draft(workspace, kind="minutes", obstacles=[stuck]))
    assert "①[[由市自然资源和规划局牵头会签。|事实 2]]" in words


def test_a_report_falls_behind_its_facts_sentence_by_sentence(
    workspace: Workspace, stuck: int
) -> None:
    id = memo.draft(workspace, kind="monthly_report", month="2026-11")

    def stale() -> dict[str, str]:
        with workspace.read() as reader:
            body, _attached = memo.parse_body(memo.memo_row(reader, id).body)
            return {c.row.tells: c.stale for c in claims.states(reader, id, body) if c.stale}

    with workspace.read() as reader:
        body, _attached = memo.parse_body(memo.memo_row(reader, id).body)
        linked = {c.row.tells for c in claims.states(reader, id, body)}
    assert {"month_projects", "month_procedures", "month_obstacles", "month_answers",
            "month_ledger", "month_ahead"} <= linked  # fmt: skip
    assert stale() == {}
    workspace.do(obstacles.resolve, obstacle=stuck, how="已办理")
    assert stale()["month_obstacles"] == "fact"
    assert "month_procedures" not in stale(), "what did not change stays fresh"


def test_an_answer_due_today_is_not_yet_late(workspace: Workspace, stuck: int) -> None:
    workspace.do(obstacles.change, obstacle=stuck, answer_due="2026-11-23")
    words = told(workspace, memo.draft(workspace, kind="monthly_report", month="2026-11"))
    assert "没有到期未答复的事项" in words


def test_a_letter_asks_a_peer_and_directs_nobody(workspace: Workspace, stuck: int) -> None:
    words = told(workspace, memo.draft(workspace, kind="letter", obstacles=[stuck]))
    assert "商请市自然资源和规划局对上述事项予以研究" in words
    assert "恳请" not in words
    assert "协调有关部门" not in words

"""The supervision ledger: its counts are the facts', and nothing closes without proof."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from envoy_desktop import now
from envoy_desktop.casework import duties, ledger, plans
from envoy_desktop.casework.evidence import Pasted
from envoy_desktop.documents import pdf, reminder_sheet
from envoy_desktop.domain.refusal import Refusal

TODAY = date(2026, 11, 23)
D = date.fromisoformat


def add(workspace, text="出图审意见", due="2026-11-30", **more):
    return workspace.do(
        duties.add, text=text, due_on=D(due), owed_by="图审机构", given_on=D("2026-11-02"), **more
    )


def entry(workspace, duty):
    with workspace.read() as reader:
        return next(e for e in ledger.read(reader, now.today()) if e.row.id == duty)


def refused(rule, workspace, act, **values):
    with pytest.raises(Refusal) as caught:
        workspace.do(act, **values)
    assert caught.value.rule == rule


def test_a_duty_is_closed_only_with_a_file_or_a_statement_by_name(workspace):
    duty = add(workspace)
    refused("close-needs-proof", workspace, duties.close, duty=duty)
    refused("close-needs-proof", workspace, duties.close, duty=duty, by="王局长")
    refused("close-needs-proof", workspace, duties.close, duty=duty, statement="已办结")
    workspace.do(duties.close, duty=duty, by="王局长", statement="意见书已送达企业")
    found = entry(workspace, duty)
    assert found.reading.closed
    assert found.row.done_on == "2026-11-23"
    refused("duty-closed", workspace, duties.close, duty=duty, by="王", statement="好")
    workspace.do(duties.reopen, duty=duty)
    assert entry(workspace, duty).reading.is_open
    workspace.do(duties.close, duty=duty, files=[Pasted("意见书.pdf", b"%PDF-")])
    assert entry(workspace, duty).row.proofs == 1


def test_done_is_not_closed_until_its_proof_was_seen(workspace):
    duty = add(workspace)
    workspace.do(duties.done, duty=duty)
    assert entry(workspace, duty).unproved
    workspace.do(duties.close, duty=duty, by="王局长", statement="属实")
    assert not entry(workspace, duty).unproved


def test_a_postponement_needs_reason_and_name_and_hides_nothing(workspace):
    duty = add(workspace, due="2026-11-20")
    assert entry(workspace, duty).reading.state == "overdue"
    for rule, more in (
        ("reason-missing", {"reason": "", "agreed_by": "林副市长"}),
        ("postponement-needs-name", {"reason": "专家出差", "agreed_by": " "}),
    ):
        refused(rule, workspace, duties.postpone, duty=duty, to=D("2026-12-01"), **more)
    workspace.do(
        duties.postpone, duty=duty, to=D("2026-12-01"), reason="专家出差", agreed_by="林副市长"
    )
    reading = entry(workspace, duty).reading
    assert (reading.state, reading.due, reading.first_due, reading.postponed) == (
        "open", D("2026-12-01"), D("2026-11-20"), 1,
    )  # fmt: skip


def test_a_reminder_is_owed_by_level_until_it_was_sent_and_again_after_a_week(workspace):
    duty = add(workspace, due="2026-11-20")
    assert entry(workspace, duty).reading.to_remind == "urge"
    workspace.do(duties.remind, duty=duty)
    assert entry(workspace, duty).reading.to_remind == ""
    now.set_today(D("2026-11-30"))
    assert entry(workspace, duty).reading.to_remind == "urge"
    now.set_today(D("2026-12-08"))
    assert entry(workspace, duty).reading.to_remind == "escalate"


def test_stages_lie_between_the_days_of_the_duty_and_stand_with_their_own_date(workspace):
    duty = add(workspace)
    refused("stage-outside", workspace, duties.add_stage, duty=duty, text="初审",
            due_on=D("2026-12-01"))  # fmt: skip
    first = workspace.do(duties.add_stage, duty=duty, text="初审", due_on=D("2026-11-24"))
    assert entry(workspace, duty).reading.stage_due == D("2026-11-24")
    workspace.do(duties.stage_done, stage=first)
    assert entry(workspace, duty).reading.stage_due is None


def test_sheets_are_numbered_through_the_year_and_one_goes_to_each_who_owes(workspace):
    one = add(workspace, due="2026-11-20")
    two = workspace.do(
        duties.add, text="书面答复", due_on=D("2026-11-20"), owed_by="市住建局",
        given_on=D("2026-11-02"), source="decision",
    )  # fmt: skip
    assert workspace.do(duties.issue_sheet, duties=[one]) == "督〔2026〕1号"
    assert workspace.do(duties.issue_sheet, duties=[two]) == "督〔2026〕2号"
    with workspace.read() as reader:
        entries = reminder_sheet.chosen(reader, [one, two], TODAY)
        groups = reminder_sheet.grouped(entries)
        numbers = {one: "督〔2026〕1号", two: "督〔2026〕2号"}
        made = [reminder_sheet.Numbered(numbers[group[0].row.id], group) for group in groups]
        text = pdf.text_of(reminder_sheet.reminder_sheets(reader, made, TODAY))
    assert len(groups) == 2
    for words in ("督〔2026〕1号", "督〔2026〕2号", "图审机构", "市住建局", "回执"):
        assert words in text
    assert "此前催办" not in text  # a sheet is not its own forerunner


def test_the_task_forces_of_two_projects_are_two_and_each_is_named_with_its_own(workspace):
    owed = []
    for name in ("卧龙产业园", "淅原冷链物流中心"):
        project = workspace.do(plans.begin, name=name)
        owed.append(workspace.do(
            duties.add, text="形成问题清单", due_on=D("2026-11-20"), owed_by="项目专班",
            given_on=D("2026-11-02"), source="decision", project=project,
        ))  # fmt: skip
    with workspace.read() as reader:
        groups = reminder_sheet.grouped(reminder_sheet.chosen(reader, owed, TODAY))
    assert sorted(reminder_sheet.Numbered("", group).to for group in groups) == [
        "项目专班（卧龙产业园）", "项目专班（淅原冷链物流中心）",
    ]  # fmt: skip


def test_a_broken_promise_leads_the_ledger(workspace):
    add(workspace, due="2026-11-03")
    promise = workspace.do(
        duties.add, text="路通到厂门口", due_on=D("2026-11-20"), source="commitment",
        basis="招商协议第八条", owed_by="园区", given_on=D("2026-06-01"),
    )  # fmt: skip
    with workspace.read() as reader:
        assert ledger.read(reader, TODAY)[0].row.id == promise


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "promise", "done", "close", "withdraw", "postpone", "reopen", "remove"]
        ),
        st.integers(0, 5),
        st.integers(-20, 20),
    ),
    max_size=25,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_the_ledgers_counts_are_the_facts(workspace, acts):
    """Whatever is done, in any order: the counts equal those of a model that keeps plain facts."""
    with workspace.unit("duties.remove") as unit:
        for (id,) in unit.rows("SELECT id FROM duty WHERE deleted = 0"):
            unit.remove("duty", id)
    facts: dict[int, dict] = {}
    for what, place, days in acts:
        day = TODAY + timedelta(days=days)
        if what in ("add", "promise"):
            source = "list_task" if what == "add" else "commitment"
            id = workspace.do(
                duties.add, text="事", due_on=day, source=source, owed_by="甲",
                given_on=D("2026-01-05"),
            )  # fmt: skip
            facts[id] = {"due": day, "source": source, "done": None, "closed": False,
                         "withdrawn": False}  # fmt: skip
            continue
        if not facts:
            continue
        id = list(facts)[place % len(facts)]
        fact = facts[id]
        ended = fact["done"] is not None or fact["withdrawn"]
        try:
            if what == "done":
                workspace.do(duties.done, duty=id)
                assert not ended
                fact["done"] = TODAY
            elif what == "close":
                workspace.do(duties.close, duty=id, by="王", statement="好")
                assert not fact["closed"]
                assert not fact["withdrawn"]
                fact.update(done=fact["done"] or TODAY, closed=True)
            elif what == "withdraw":
                workspace.do(duties.withdraw, duty=id, reason="收回")
                assert not ended
                fact["withdrawn"] = True
            elif what == "postpone":
                workspace.do(duties.postpone, duty=id, to=day, reason="雪", agreed_by="林")
                assert not ended
                assert day > fact["due"]
                fact["due"] = day
            elif what == "reopen":
                workspace.do(duties.reopen, duty=id)
                fact.update(done=None, closed=False, withdrawn=False)
            else:
                workspace.do(duties.remove, duty=id)
                del facts[id]
        except Refusal:
            continue
    with workspace.read() as reader:
        counts = ledger.counts(ledger.read(reader, TODAY))
    rest = [f for f in facts.values() if f["done"] is None and not f["withdrawn"]]
    late = [f for f in rest if f["due"] < TODAY]
    assert counts.total == len(facts)
    assert counts.open == len(rest)
    assert counts.states["overdue"] == len(late)
    assert counts.broken == sum(f["source"] == "commitment" for f in late)
    assert counts.closed == sum(f["closed"] for f in facts.values())
    assert counts.unproved == sum(f["done"] is not None and not f["closed"] for f in facts.values())
    assert counts.states["withdrawn"] == sum(
        f["withdrawn"] and f["done"] is None for f in facts.values()
    )
    assert sum(counts.sources.values()) == counts.total == sum(counts.states.values())

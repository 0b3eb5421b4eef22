"""Sentences built from facts: linked, stale when a fact changes, never written over."""

from datetime import date

import pytest

from envoy_desktop import now
from envoy_desktop.casework import events, memos, obstacles, plans, projects
from envoy_desktop.documents import claims, fact_table, markup, memo
from envoy_desktop.documents.blocks import Heading, Table, plain
from envoy_desktop.documents.claims import Claim
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import claims as rows
from envoy_desktop.store.queries import documents, reference
from envoy_desktop.store.workspace import Workspace


@pytest.fixture
def permit(workspace: Workspace) -> int:
    """A works planning permit accepted on 29 October."""
    project = workspace.do(
        projects.create, name="卧龙产业园", attributes={"land_supply": "existing"}
    )
    planned = workspace.do(plans.generate, project=project)
    made: int = next(p.id for p in planned if p.item.code == "GH-XK")
    for kind, on in ((EventKind.FILED, 28), (EventKind.ACCEPTED, 29)):
        workspace.do(events.record, procedure=made, kind=kind, on=date(2026, 10, on))
    return made


@pytest.fixture
def stuck(workspace: Workspace, permit: int) -> int:
    """An obstacle on it."""
    made: int = workspace.do(obstacles.log, text="窗口不能决定，退回科室", procedure=permit)
    return made


@pytest.fixture
def draft(workspace: Workspace, stuck: int) -> int:
    """A request on it."""
    return memo.draft(workspace, kind="request", obstacles=[stuck], issuer="周建国")


def standing(workspace: Workspace, id: int, on: date | None = None) -> dict[str, Claim]:
    with workspace.read() as reader:
        row = memo.memo_row(reader, id)
        body, _attached = memo.parse_body(row.body)
        return {c.row.tells: c for c in claims.states(reader, id, body, on)}


def body(workspace: Workspace, id: int) -> str:
    with workspace.read() as reader:
        return memo.memo_row(reader, id).body


def department(workspace: Workspace) -> int:
    with workspace.read() as reader:
        return next(
            id for id, d in reference.departments(reader).items() if d.name == "市自然资源和规划局"
        )


def decide(workspace: Workspace, permit: int) -> None:
    workspace.do(events.record, procedure=permit, kind=EventKind.DECIDED, on=date(2026, 11, 20))


def test_each_sentence_names_its_facts(workspace: Workspace, draft: int, permit: int) -> None:
    found = standing(workspace, draft)
    assert set(found) == {"project", "course", "told", "clocks"}
    assert ("procedure", permit) in found["course"].row.grounds
    assert sum(kind == "event" for kind, _id in found["course"].row.grounds) == 2
    assert all(not c.stale and c.stands == c.row.sentence for c in found.values())


def test_a_changed_fact_makes_its_sentences_stale_and_no_others(
    workspace: Workspace, draft: int, permit: int
) -> None:
    decide(workspace, permit)
    found = standing(workspace, draft)
    assert {tells for tells, c in found.items() if c.stale == "fact"} == {"course", "clocks"}
    assert "2026年11月20日作出决定" in found["course"].now
    assert "未作出决定" in body(workspace, draft)  # nothing was written over


def test_days_that_pass_are_told_apart_from_facts(workspace: Workspace, draft: int) -> None:
    found = standing(workspace, draft, date(2026, 11, 25))
    assert found["clocks"].stale == found["course"].stale == "day"
    assert not found["told"].stale


def test_refresh_takes_new_sentences_only_where_the_person_wrote_none(
    workspace: Workspace, draft: int, permit: int
) -> None:
    old = body(workspace, draft)
    workspace.do(memos.edit, memo=draft, body=old.replace("自提交申请次日起共", "提交以来共"))
    decide(workspace, permit)
    taken, left = workspace.do(claims.refresh, memo=draft)
    assert [c.row.tells for c in taken] == ["course"]
    assert [c.row.tells for c in left] == ["clocks"]
    told = body(workspace, draft)
    assert "2026年11月20日作出决定" in told
    assert "提交以来共" in told
    found = standing(workspace, draft)
    assert not found["course"].stale
    assert found["clocks"].stale == "fact"


def test_keeping_ones_own_words_settles_the_claim(
    workspace: Workspace, draft: int, permit: int
) -> None:
    decide(workspace, permit)
    before = body(workspace, draft)
    position = standing(workspace, draft)["course"].row.position
    workspace.do(claims.settle, memo=draft, position=position)
    assert body(workspace, draft) == before
    kept = standing(workspace, draft)["course"]
    assert not kept.stale
    assert kept.edited


def test_a_fact_that_is_gone_is_said_so(workspace: Workspace, stuck: int, draft: int) -> None:
    workspace.do(obstacles.remove, obstacle=stuck)
    assert standing(workspace, draft)["told"].stale == "gone"


def test_the_table_numbers_the_facts_that_the_text_speaks_of(
    workspace: Workspace, draft: int
) -> None:
    with workspace.read() as reader:
        paper = memo.document(reader, draft)
    table = paper.attachments[0].blocks[0]
    assert paper.attachments[0].title == fact_table.TITLE
    assert isinstance(table, Table)
    assert [row[:4] for row in table.rows] == [
        ("1", "2026-10-28", "建设工程规划许可证核发", "提交申请"),
        ("2", "2026-10-29", "建设工程规划许可证核发", "受理"),
        ("3", "2026-11-23", "建设工程规划许可证核发", "障碍：窗口不能决定，退回科室"),
    ]
    assert {row[4] for row in table.rows} == {"二（一）"}


def test_the_table_is_frozen_with_the_paper(workspace: Workspace, draft: int, permit: int) -> None:
    memo.issue(workspace, draft)
    decide(workspace, permit)
    with workspace.read() as reader:
        frozen = memo.as_printed(reader, draft)
    table = frozen.attachments[0].blocks[0]
    assert isinstance(table, Table)
    assert "作出决定" not in "".join("".join(row) for row in table.rows)


def test_a_table_that_the_person_took_out_stays_out(workspace: Workspace, draft: int) -> None:
    kept = body(workspace, draft)
    workspace.do(memos.edit, memo=draft, body=kept.partition("附件：")[0])
    with workspace.read() as reader:
        assert memo.document(reader, draft).attachments == ()


def test_what_a_department_says_stands_before_the_proposals(
    workspace: Workspace, draft: int
) -> None:
    where = department(workspace)
    with workspace.read() as reader:
        assert "not-heard" in {f.rule for f in memo.check(reader, draft)}
    workspace.do(
        claims.hear, memo=draft, department=where, asked_on=date(2026, 11, 19),
        answered_on=date(2026, 11, 20), statement="正在会签，本周内办结",
    )  # fmt: skip
    with workspace.read() as reader:
        paper = memo.document(reader, draft)
        assert "not-heard" not in {f.rule for f in memo.check(reader, draft)}
    heads = [plain(b.runs) for b in paper.body if isinstance(b, Heading) and b.level == 1]
    assert heads.index("有关部门意见") == heads.index("工作建议") - 1
    said = "市自然资源和规划局（2026年11月20日）：正在会签，本周内办结。"
    assert said in markup.print_blocks(paper.body)
    table = paper.attachments[0].blocks[0]
    assert isinstance(table, Table)
    assert "答复意见：正在会签，本周内办结" in {row[3] for row in table.rows}


def test_a_second_statement_makes_the_first_one_stale(workspace: Workspace, draft: int) -> None:
    where = department(workspace)
    for words in ("正在会签", "已经办结"):
        workspace.do(claims.hear, memo=draft, department=where, statement=words)
    assert body(workspace, draft).count("有关部门意见") == 1
    assert standing(workspace, draft)["heard"].stale == "fact"


def test_a_reason_answers_the_question_too(workspace: Workspace, draft: int) -> None:
    where = department(workspace)
    before = body(workspace, draft)
    workspace.do(
        claims.hear, memo=draft, department=where, not_asked_because="市政府已召开协调会听取"
    )
    with workspace.read() as reader:
        assert "not-heard" not in {f.rule for f in memo.check(reader, draft)}
    assert body(workspace, draft) == before


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({}, "hearing-incomplete"),
        ({"statement": "同意", "not_asked_because": "急"}, "hearing-incomplete"),
        ({"asked_on": date(2026, 11, 24)}, "future-date"),
        (
            {
                "asked_on": date(2026, 11, 20),
                "answered_on": date(2026, 11, 19),
                "statement": "同意",
            },
            "answered-before-asked",
        ),
    ],
)
def test_a_hearing_that_cannot_be(
    workspace: Workspace, draft: int, told: dict[str, object], rule: str
) -> None:
    with pytest.raises(Refusal) as refused:
        workspace.do(claims.hear, memo=draft, department=department(workspace), **told)
    assert refused.value.rule == rule
    with workspace.read() as reader:
        assert rows.hearings(reader, draft) == ()


def test_nothing_is_heard_on_an_issued_paper(workspace: Workspace, draft: int) -> None:
    memo.issue(workspace, draft)
    with pytest.raises(Refusal) as refused:
        workspace.do(claims.hear, memo=draft, department=department(workspace), statement="晚了")
    assert refused.value.rule == "memo-issued"
    with workspace.read() as reader:
        row = documents.memo(reader, draft)
    assert row is not None
    assert now.today().isoformat() == row.signed_on

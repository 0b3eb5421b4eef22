"""Every trouble that the code can raise is told in plain words, with its values and a way on."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from envoy_desktop.domain import catalogue_rows, official, settings
from envoy_desktop.domain.applies import parse_condition
from envoy_desktop.domain.attributes import parse_value
from envoy_desktop.domain.catalogue_rows import RowProblem
from envoy_desktop.domain.refusal import Refusal, Trouble
from envoy_desktop.words import findings, refusals, troubles
from tests.words import sources

TROUBLES = {"Refusal", "Damaged", "NoKey", "SystemFailed", "Trouble"}


def raised() -> tuple[set[tuple[str, frozenset[str]]], set[str]]:
    """What the code can raise: rules with the names of their values, and next steps."""
    rules: set[tuple[str, frozenset[str]]] = set()
    steps: set[str] = set()
    for _path, tree in sources.trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            if sources.called(node) == "finish" and node.args:
                rules |= {(r, frozenset()) for r in sources.constants(node.args[0])}
            if sources.called(node) not in TROUBLES:
                continue
            values = frozenset(word.arg or "**" for word in node.keywords)
            if node.args:
                rules |= {(r, values) for r in sources.constants(node.args[0])}
            for word in node.keywords:
                if word.arg != "next":
                    continue
                for inner in ast.walk(word.value):
                    steps |= sources.constants(inner)
                    if isinstance(inner, ast.Call):
                        steps |= sources.returned(tree, sources.called(inner))
    return rules, steps


RAISED, STEPS = raised()


def test_the_walk_finds_what_is_raised():
    assert {"event-before-filed", "wrong-passphrase", "disk-full", "catalogue-rows"} <= {
        rule for rule, _values in RAISED
    }
    assert {"correct-filed-date", "place-within-day", "restore-backup"} <= STEPS


def test_every_rule_has_its_sentence():
    assert {rule for rule, _values in RAISED} - {*troubles.RULES, "unknown-id"} == set()


def test_every_next_step_has_its_sentence():
    named = {rule.next for rule in troubles.RULES.values() if rule.next}
    assert (STEPS | named) - {*troubles.NEXT, "", "U+", "04X", "1"} == set()


def test_no_sentence_waits_for_a_rule_that_nobody_raises():
    assert set(troubles.RULES) - {rule for rule, _values in RAISED} == set()


@pytest.mark.parametrize(("rule", "values"), sorted(RAISED, key=str))
def test_a_sentence_asks_for_no_value_that_the_rule_does_not_give(rule, values):
    if "**" in values or rule == "unknown-id":
        return
    asked = set(re.findall(r"{(\w+)}", troubles.RULES[rule].what))
    assert asked <= values | {"count"}


def test_dates_are_written_out():
    told = refusals.tell(
        Refusal(
            "event-before-filed",
            next="correct-filed-date",
            event="accepted",
            on=date(2026, 3, 4),
            filed=date(2026, 3, 5),
        )
    )
    assert told.what == "受理（2026年3月4日）早于申报（2026年3月5日）。"
    assert told.kept == "这一步没有写入，原来的内容不变。"
    assert told.next == "请改正日期；如果是申报日期记错了，先更正申报。"


def test_a_rule_without_words_is_told_by_its_code():
    assert "brand-new" in refusals.tell(Trouble("brand-new", next="")).what


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"text": "abc"}, "“abc”不是有效的编号。"),
        ({"kind": "memo"}, "找不到这个公文，可能已经移除。"),
        ({"kind": "memo", "text": "abc"}, "没有编号为“abc”的公文。"),
        ({}, "找不到这条记录，可能已经移除。"),
    ],
)
def test_what_cannot_be_found_is_told_by_what_is_known_of_it(values, what):
    assert refusals.tell(Refusal("unknown-id", **values)).what == what


def test_a_reason_that_the_system_does_not_give_leaves_no_empty_brackets():
    assert refusals.tell(Refusal("file-unwritable", path="/x", reason="")).what == "写不了“/x”。"


def told_of(act, *values) -> refusals.Told:
    with pytest.raises(Refusal) as refused:
        act(*values)
    return refusals.tell(refused.value)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("area_m2", "大", "建筑面积不能是“大”，应为数字，如 12000 或 1.2万。"),
        ("hazardous", "也许", "危险化学品项目不能是“也许”，应为“是”或“否”。"),
        ("land_supply", "买", "供地方式不能是“买”，应为出让、划拨、已有用地、租赁之一。"),
    ],
)
def test_a_bad_attribute_says_what_belongs_there(code, text, expected):
    assert told_of(parse_value, code, text).what == expected


@pytest.mark.parametrize("key", settings.SETTINGS)
def test_a_bad_setting_says_what_belongs_there(key):
    if settings.SETTINGS[key].type == settings.TEXT:
        return
    what = told_of(settings.parse_setting, key, "？").what
    assert "应为" in what
    assert "应为。" not in what
    assert not re.search("[a-z_]+_[a-z]+", what.replace("zh_CN", ""))


@pytest.mark.parametrize(
    "text", ["", "(", "area_m2", "area_m2 >", "land_supply in grant", "land_supply in (grant",
             "always always", "area_m2 > grant", "land_supply == buy", "hazardous and", "(" * 60]
)  # fmt: skip
def test_a_bad_condition_says_what_belongs_there(text):
    assert not re.search("应为[a-z-]+", told_of(parse_condition, text).what)


ROW = {
    **dict.fromkeys(catalogue_rows.ITEM_COLUMNS, ""),
    "code": "A-1",
    "name": "审批",
    "stage": "1",
    "kind": "行政许可",
    "lead_department": "fagai",
    "legal_basis": "行政许可法",
    "limit_unit": "working_day",
    "limit_from": "accepted",
    "applies_when": "always",
    "window_decides": "yes",
}


def test_each_bad_cell_is_a_line_with_its_row_and_column():
    rows = [
        {**ROW, "stage": "5"},
        {**ROW, "code": "A-2", "applies_when": "area_m2 >", "fee_lower": "3", "fee_upper": "2"},
        {**ROW, "lead_department": "nobody", "prerequisites": "B-9", "statutory_limit": "-1"},
    ]
    told = told_of(catalogue_rows.read_items, rows, {"fagai"})
    assert told.what == "事项目录有 7 处要改："
    assert told.lines[0] == "第 2 行，stage（阶段）：“5”应为以下之一：1、2、3、4。"
    assert "第 4 行，lead_department（牵头部门）：部门名单里没有“nobody”。" in told.lines
    assert "第 4 行，code（代码）：“A-1”与第 2 行重复。" in told.lines
    assert told.kept == "这一步没有写入，原来的内容不变。"


def test_every_expectation_of_a_cell_has_words():
    tree = ast.parse(Path(catalogue_rows.__file__).read_text("utf-8"))
    codes = {
        text
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and sources.called(node) in ("bad", "RowProblem")
        for text in sources.constants(node.args[3] if len(node.args) > 3 else None)
    }
    assert "known-department" in codes
    assert codes - set(troubles.CELLS) == set()
    for code in codes:
        line = refusals.problem(RowProblem(3, "code", "X", code, ("1", "end")), "目录")
        assert line.startswith("“目录”第 3 行，code（代码）：")
        assert "{" not in line


def test_every_rule_of_the_format_has_its_sentence():
    tree = ast.parse(Path(official.__file__).read_text("utf-8"))
    rules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and sources.called(node) == "Finding":
            rules |= sources.constants(node.args[1])
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "rule":
            rules |= sources.constants(node.value)
    assert {"unknown-kind", "letter-to-superior", "person-addressed"} <= rules
    assert rules - set(findings.FINDINGS) == set()
    assert set(findings.FINDINGS) - rules == {"organ-missing"}


def test_a_finding_names_its_article():
    found = official.check(
        official.DocumentFacts(
            "report",
            title="关于甲项目的报告",
            organ="市政府办公室",
            addressees=[official.Recipient("市政府")],
            issuer="张三",
            blocks=[official.Block("3", "request", "请批示")],
        )
    )
    told = refusals.tell(Refusal("memo-forbidden", findings=found, next="correct-memo"))
    assert told.what == "公文还不能印发："
    assert told.lines == (
        "报告不得夹带请示事项：“请批示”。（党政机关公文处理工作条例第十五条第（四）项）",
    )

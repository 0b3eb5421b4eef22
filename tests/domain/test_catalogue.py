"""The city's list: reading it, judging conditions, generating a project's procedures."""

import csv
import dataclasses
import itertools
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.applies import judge, parse_condition
from envoy_desktop.domain.attributes import ATTRIBUTES, format_value, parse_value, parse_values
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.domain.catalogue_rows import (
    RowProblem,
    find_cycles,
    read_departments,
    read_holidays,
    read_items,
    read_materials,
)
from envoy_desktop.domain.generation import (
    BEFORE_GROUND,
    OWN_DUTIES,
    applicable,
    ground_breaking,
    in_order,
    left_out,
    prerequisite_edges,
)
from envoy_desktop.domain.refusal import Refusal

REFERENCE = Path(__file__).resolve().parents[2] / "db" / "reference"


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def departments() -> set[str]:
    return {d.code for d in read_departments(rows("departments.csv"))}


@pytest.fixture(scope="module")
def items(departments: set[str]) -> tuple[CatalogueItem, ...]:
    return read_items(rows("catalogue.csv"), departments)


@pytest.fixture(scope="module")
def by_code(items: tuple[CatalogueItem, ...]) -> dict[str, CatalogueItem]:
    return {item.code: item for item in items}


def codes(items: tuple[CatalogueItem, ...], **attributes: str) -> list[str]:
    return [a.item.code for a in applicable(items, parse_values(attributes))]


# -- the shipped list ----------------------------------------------------------------------


def test_the_shipped_list_is_read_whole(items, departments):
    assert (len(departments), len(items)) == (50, 65)
    assert len(read_materials(rows("materials.csv"), {i.code for i in items}, departments)) == 324


def test_columns_become_typed_fields(by_code):
    review = by_code["HJ-SH"]
    assert (review.statutory_limit, review.limit_unit, review.limit_from) == (
        60,
        "calendar_day",
        "received",
    )
    assert review.unit_disputed
    assert not by_code["SL-QS"].unit_disputed  # 45个工作日
    assert review.extension is None
    forest = by_code["LD-SH"]
    assert forest.fee_lower == Decimal(3)
    assert forest.fee_upper is None  # unknown, not zero
    assert forest.prerequisites == ("XM-BA", "XM-HZ", "XM-KY")
    assert by_code["YD-YS"].confirmed
    assert not by_code["NY-SC"].confirmed


@pytest.mark.parametrize(
    ("notes", "disputed"),
    [
        ("sure（60日）；check（单位）；条文写“日”", True),
        ("sure（15日）；check（单位、事项名称）", True),
        ("check", True),  # nobody confirmed it yet
        ("", True),
        ("sure；本市按自然日公布", False),
    ],
)
def test_the_unit_of_calendar_days_is_disputed_until_it_is_confirmed(by_code, notes, disputed):
    """L 82: 日 of another law is a calendar day; offices differ where it is not settled."""
    item = dataclasses.replace(by_code["HJ-SH"], notes=notes)
    assert item.unit_disputed is disputed
    assert not dataclasses.replace(item, limit_unit="working_day").unit_disputed


def test_a_licence_without_a_limit_has_twenty_days_another_kind_has_none(by_code):
    silent = dataclasses.replace(by_code["GH-XK"], statutory_limit=None)
    assert silent.decision_limit == 20
    assert by_code["XM-KY"].decision_limit is None


@pytest.mark.parametrize(
    ("promised", "flagged"), [(13, False), (14, True), (20, True), (None, False)]
)
def test_a_promise_above_two_thirds_of_the_law_is_flagged(by_code, promised, flagged):
    assert (
        dataclasses.replace(by_code["GH-XK"], promised_limit=promised).promise_too_long is flagged
    )


@pytest.mark.parametrize("code", ["GH-XK", "LD-SH", "LH-SM", "YD-YS"])
def test_publicity_without_its_rule_stops_no_clock(by_code, code):
    standing = {e.text: e.stops_clock for e in by_code[code].exclusion_grounds}
    assert not standing[next(text for text in standing if "公示" in text)]
    assert standing[next(text for text in standing if "专家" in text)]


def test_expert_review_is_article_45_and_a_cited_rule_its_own(by_code):
    assert [e.ground for e in by_code["SL-QS"].exclusion_grounds] == ["article_45", "own_rule"]


# -- conditions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "attributes", "applies"),
    [
        ("always", {}, True),
        ("fire_special", {"fire_special": "yes"}, True),
        ("not fire_special", {"fire_special": "yes"}, False),
        ("energy_tce >= 1000", {"energy_tce": "1000"}, True),
        ("energy_tce > 1000", {"energy_tce": "1000"}, False),
        ("investment_kind in (approval, verification)", {"investment_kind": "record"}, False),
        ("pollution_permit == none", {}, True),
        ("hazardous or telecom and lightning", {"hazardous": "yes"}, True),
        ("(hazardous or telecom) and lightning", {"hazardous": "yes"}, False),
        ("not not hazardous", {"hazardous": "yes"}, True),
        ("hazardous == no", {}, True),
    ],
)
def test_conditions(text, attributes, applies):
    assert judge(parse_condition(text), parse_values(attributes)).applies is applies


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("", 1, "attribute"),
        ("hazardus", 1, "attribute"),
        ("hazardous and", 14, "attribute"),
        ("hazardous hazardous", 11, "end"),
        ("always and hazardous", 8, "end"),
        ("(hazardous", 11, "bracket-close"),
        ("eia_class == big", 14, "choice"),
        ("eia_class", 10, "comparison"),
        ("eia_class > form", 11, "comparison"),
        ("area_m2 > many", 11, "number"),
        ("area_m2 >", 10, "value"),
        ("eia_class in report", 14, "bracket-open"),
        ("hazardous; import os", 10, "end"),
        ("__import__", 1, "attribute"),
    ],
)
def test_a_bad_condition_says_where_and_what_was_expected(text, position, expected):
    with pytest.raises(Refusal) as no:
        parse_condition(text)
    assert no.value.rule == "bad-condition"
    assert (no.value.values["position"], no.value.values["expected"]) == (position, expected)


def test_endless_brackets_are_refused_and_break_nothing():
    with pytest.raises(Refusal) as no:
        parse_condition("(" * 5000 + "hazardous" + ")" * 5000)
    assert no.value.values["expected"] == "less-depth"


def test_only_what_could_change_the_outcome_is_assumed():
    condition = parse_condition("investment_kind in (approval, verification) and social_risk")
    assert judge(condition, parse_values({"investment_kind": "record"})).assumed == ()
    assert judge(condition, parse_values({"investment_kind": "approval"})).assumed == (
        "social_risk",
    )
    assert judge(condition, {}).assumed == ("investment_kind", "social_risk")


def test_because_names_the_answers_that_settled_it():
    condition = parse_condition("energy_tce >= 1000 or electricity_mwh >= 5000")
    verdict = judge(condition, parse_values({"energy_tce": "10", "electricity_mwh": "1万"}))
    (ground,) = verdict.because
    assert (ground.attribute, ground.operator, ground.operand, ground.given) == (
        "electricity_mwh",
        ">=",
        (Decimal(5000),),
        Decimal(10_000),
    )


FLAGS = ["hazardous", "telecom", "lightning"]
EXPRESSIONS = st.recursive(
    st.sampled_from(FLAGS),
    lambda inner: st.one_of(
        inner.map(lambda e: f"not {e}" if e in FLAGS else f"not ({e})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda t: f"({t[0]}) {t[1]} ({t[2]})"
        ),
    ),
    max_leaves=8,
)


@given(EXPRESSIONS, st.dictionaries(st.sampled_from(FLAGS), st.booleans()))
def test_where_nothing_is_assumed_no_other_answer_changes_the_outcome(text, given_):
    """Three-valued logic: certain means certain, and the assumed answer is no."""
    verdict = judge(parse_condition(text), given_)
    open_ = [flag for flag in FLAGS if flag not in given_]
    outcomes = set()
    for answers in itertools.product([False, True], repeat=len(open_)):
        complete = {**given_, **dict(zip(open_, answers, strict=True))}
        outcomes.add(judge(parse_condition(text), complete).applies)
    assumed_no = judge(parse_condition(text), {**given_, **dict.fromkeys(open_, False)})
    assert verdict.applies is assumed_no.applies
    if verdict.certain:
        assert outcomes == {verdict.applies}


# -- attributes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("area_m2", "12,000", Decimal(12_000)),
        ("area_m2", "１.２万", Decimal(12_000)),
        ("investment_cny", "3亿", Decimal(300_000_000)),
        ("hazardous", "是", True),
        ("hazardous", "NO", False),
        ("eia_class", " form ", "form"),
        ("eia_class", "", None),
    ],
)
def test_values_are_read_as_people_write_them(code, text, value):
    assert parse_value(code, text) == value


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("area_m2", "-5"),
        ("area_m2", "1,2"),
        ("area_m2", "nan"),
        ("area_m2", "1e9"),
        ("area_m2", "9" * 20),
        ("hazardous", "maybe"),
        ("eia_class", "Report"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_name(code, text):
    with pytest.raises(Refusal) as no:
        parse_value(code, text)
    assert no.value.rule == "bad-attribute"
    assert (no.value.values["attribute"], no.value.values["value"]) == (code, text)


def test_an_unknown_attribute_is_refused():
    with pytest.raises(Refusal, match="unknown-attribute"):
        parse_value("colour", "red")


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_a_kept_number_reads_back_the_same(number):
    assert parse_value("area_m2", format_value(number)) == number


# -- generation ----------------------------------------------------------------------------


def test_an_ordinary_factory(items):
    found = codes(
        items,
        investment_kind="record",
        land_supply="grant",
        eia_class="form",
        area_m2="20000",
        investment_cny="3亿",
        new_company="yes",
    )
    assert {"SS-DJ", "XM-BA", "YD-CR", "YD-GH", "HJ-BG", "ZJ-XK", "XF-BA"} <= set(found)
    assert not {"XM-HZ", "XM-KY", "HJ-SH", "XF-SJ"} & set(found)


def test_with_no_attributes_what_always_applies_remains_and_names_what_it_assumed(items):
    found = {a.item.code: a.assumed for a in applicable(items, {})}
    assert found["GH-XK"] == ()
    assert found["XF-BA"] == ("fire_special",)
    assert {x.item.code for x in left_out(items, {})}.isdisjoint(found)


def test_a_prerequisite_that_does_not_apply_passes_through_to_its_own(items):
    # ZJ-ZA waits for ZJ-SC and for the tender; without a tender, for what the tender waits for
    chosen = codes(items, land_supply="grant")
    edges = prerequisite_edges(items, chosen)
    assert "ZB-ZT" not in chosen
    assert [b for b, a in edges if a == "ZJ-ZA"] == ["ZJ-SC"]
    # 施工许可 does not apply below its threshold: what comes after waits for its prerequisites
    assert {b for b, a in edges if a == "DA-YS"} >= {"GH-XK", "ZJ-SC", "ZJ-ZA"}


ANSWERS = st.dictionaries(
    st.sampled_from(sorted(ATTRIBUTES)), st.sampled_from(["yes", "approval", "grant", "99999999"])
)


@given(ANSWERS)
def test_any_project_gets_an_order_in_which_prerequisites_of_a_stage_come_first(items, answers):
    attributes: dict[str, object] = {}
    for code, text in answers.items():
        try:
            attributes[code] = parse_value(code, text)
        except Refusal:
            continue
    found = [a.item for a in applicable(items, attributes)]  # type: ignore[arg-type]
    place = {item.code: n for n, item in enumerate(found)}
    stage = {item.code: item.stage for item in found}
    assert [i.stage for i in found] == sorted(i.stage for i in found)
    for before, after in prerequisite_edges(items, place):
        if stage[before] == stage[after]:
            assert place[before] < place[after]


def test_ground_breaking_needs_more_than_the_works_permit(items):
    found = codes(items, eia_class="report", area_m2="5000", investment_cny="1亿")
    assert set(ground_breaking(found)) == {"HJ-SH", "ZJ-XK"}


def test_what_the_graph_cannot_say_names_items_of_the_list(items):
    known = {i.code for i in items}
    assert {*BEFORE_GROUND, *(d.code for d in OWN_DUTIES)} <= known


def test_a_list_in_any_order_is_put_in_the_order_of_work(items):
    place = {item.code: n for n, item in enumerate(in_order(items[::-1]))}
    stage = {item.code: item.stage for item in items}
    for item in items:
        for before in item.prerequisites:
            if stage[before] == item.stage:
                assert place[before] < place[item.code]


def test_order_keeps_the_list_where_nothing_else_rules(items):
    assert [i.code for i in in_order(items)][:3] == ["SS-DJ", "XM-BA", "XM-WP"]


# -- bad files -----------------------------------------------------------------------------


def problems(rule: str, read, *arguments) -> list[RowProblem]:
    with pytest.raises(Refusal) as no:
        read(*arguments)
    assert no.value.rule == rule
    return list(no.value.values["problems"])  # type: ignore[call-overload]


def changed(row: int, **cells: str) -> list[Mapping[str, str]]:
    """The shipped list with cells of one row changed; rows count as a spreadsheet does."""
    listed: list[Mapping[str, str]] = [*rows("catalogue.csv")]
    listed[row - 2] = {**listed[row - 2], **cells}
    return listed


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("lead_department", "nobody", "known-department"),
        ("cooperating_departments", "fagai;moon", "known-department"),
        ("prerequisites", "ZZ-99", "known-procedure"),
        ("statutory_limit", "twenty", "whole-number"),
        ("statutory_limit", "0", "whole-number"),
        ("fee_lower", "-1", "amount"),
        ("fee_lower", "nan", "amount"),
        ("limit_unit", "day", "one-of"),
        ("stage", "5", "one-of"),
        ("kind", "许可", "one-of"),
        ("window_decides", "是", "one-of"),
        ("applies_when", "hazardous or", "condition"),
        ("name", "", "filled"),
        ("code", "SS-DJ", "unique"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(departments, column, value, expected):
    (found,) = [
        p
        for p in problems("catalogue-rows", read_items, changed(4, **{column: value}), departments)
        if p.column == column
    ]
    assert (found.row, found.expected) == (4, expected)


def test_all_bad_rows_are_told_at_once(departments):
    listed = changed(3, stage="9", statutory_limit="x")
    listed[20] = {**listed[20], "lead_department": "moon"}
    found = problems("catalogue-rows", read_items, listed, departments)
    assert {(p.row, p.column) for p in found} == {
        (3, "statutory_limit"),
        (3, "stage"),
        (22, "lead_department"),
    }


def test_numbers_from_a_spreadsheet_may_end_in_point_zero(departments):
    assert read_items(changed(2, statutory_limit="3.0"), departments)[0].statutory_limit == 3


def test_circles_among_prerequisites_are_named(departments):
    # SS-DJ → XM-BA is on the list; let SS-DJ wait for XM-BA too
    found = problems("catalogue-rows", read_items, changed(2, prerequisites="XM-BA"), departments)
    assert [p.expected for p in found] == ["no-cycle"]
    assert set(found[0].values) == {"SS-DJ", "XM-BA"}
    assert found[0].values[0] == found[0].values[-1]


@given(
    st.dictionaries(
        st.sampled_from("ABCDEF"), st.lists(st.sampled_from("ABCDEF"), max_size=3), max_size=6
    )
)
def test_a_circle_is_found_exactly_where_there_is_one(before):
    left = {code: {b for b in needs if b in before} for code, needs in before.items()}
    while ready := [code for code, needs in left.items() if not needs]:
        for code in ready:
            del left[code]
        for needs in left.values():
            needs.difference_update(ready)
    cycles = find_cycles(before)
    assert bool(cycles) is bool(left)
    for cycle in cycles:
        for first, second in itertools.pairwise(cycle):
            assert first in before[second]


def test_a_file_without_a_column_says_which(departments):
    listed = [{k: v for k, v in row.items() if k != "stage"} for row in rows("catalogue.csv")]
    (found,) = problems("catalogue-rows", read_items, listed, departments)
    assert (found.row, found.column, found.expected) == (1, "stage", "column")


def test_an_empty_file_is_refused(departments):
    assert problems("catalogue-rows", read_items, [], departments)


def test_one_paper_has_one_name(departments, items):
    listed = rows("materials.csv")
    listed[6] = {**listed[6], "material_name": "another"}  # M-FR is demanded before
    again = [i for i, r in enumerate(listed) if r["material_code"] == listed[6]["material_code"]]
    found = problems("material-rows", read_materials, listed, {i.code for i in items}, departments)
    assert len(again) > 1
    assert {p.expected for p in found} == {"same-name"}


def test_holiday_rows():
    assert len(read_holidays(rows("holidays.csv"))) > 400
    bad = [
        {"date": "2026-02-30", "kind": "holiday", "name": "春节", "notice_year": "2026"},
        {"date": "2026-10-01", "kind": "rest", "name": "国庆节", "notice_year": "2026"},
        {"date": "2026-10-01", "kind": "holiday", "name": "", "notice_year": "2019"},
    ]
    found = problems("holiday-rows", read_holidays, bad)
    assert {(p.row, p.column, p.expected) for p in found} == {
        (2, "date", "date"),
        (3, "kind", "one-of"),
        (4, "name", "filled"),
        (4, "notice_year", "year"),
        (4, "date", "unique"),
    }

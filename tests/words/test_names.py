"""Every code that the rules, the store and the acts know has its words."""

import ast
import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop import casework, now, words
from envoy_desktop.domain import (
    attributes,
    catalogue,
    clock,
    clock_check,
    clock_days,
    duties,
    obstacles,
    official,
    settings,
    today,
)
from envoy_desktop.domain.applies import judge, parse_condition
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock_values import (
    ClockName,
    Effect,
    Event,
    EventKind,
    Lamp,
    LimitFrom,
    LimitKind,
    Party,
    Proposal,
    State,
    Terms,
)
from envoy_desktop.store import schema
from envoy_desktop.words import acts, course, daily, history, matters, names
from tests.words import sources


@pytest.mark.parametrize(
    ("words_for", "codes"),
    [
        (names.event, EventKind),
        (names.state, State),
        (names.party, Party),
        (names.holder, Party),
        (names.clock, ClockName),
        (names.limit_kind, LimitKind),
        (names.limit_start, LimitFrom),
        (names.lamp, [*Lamp, ""]),
        (names.warning, clock_check.UNUSUAL),
        (names.obstacle_kind, obstacles.KINDS),
        (names.document_kind, official.KINDS),
        (names.direction, [official.UP, official.LEVEL, official.DOWN]),
        (names.duty_source, duties.SOURCES),
        (names.duty_state, duties.STATES),
        (names.department_kind, catalogue.DEPARTMENT_KINDS),
        (names.attribute, attributes.ATTRIBUTES),
        (names.stage, [str(n) for n in catalogue.STAGES]),
        (names.setting, settings.SETTINGS),
        (names.setting_label, settings.SETTINGS),
        (names.today_group, today.GROUPS),
        (names.today_action, today.ACTIONS),
        (names.kind, schema.LOGGED),
        (names.unit, [a.unit for a in attributes.ATTRIBUTES.values() if a.unit]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_code_has_its_words(words_for, codes):
    assert [code for code in map(str, codes) if words_for(code) in (code, "")] == []


def test_a_code_of_a_newer_version_is_told_as_itself():
    for words_for in (names.event, names.state, names.act, names.obstacle_kind, names.setting):
        assert words_for("brand-new") == "brand-new"


@pytest.mark.parametrize("code", attributes.ATTRIBUTES)
def test_every_choice_of_an_attribute_has_its_words(code):
    for choice, said in names.attribute_choices(code):
        assert said != choice


@pytest.mark.parametrize("key", settings.SETTINGS)
def test_every_default_of_a_setting_can_be_told(key):
    setting = settings.SETTINGS[key]
    assert names.setting_value(key, setting.default)
    kept = settings.format_setting(setting.default)
    assert names.setting_value(key, kept) == names.setting_value(key, setting.default)
    for choice, said in names.setting_choices(key):
        assert said != choice


def functions(package: Any) -> list[str]:
    """Every act: a public function that takes an open unit first."""
    found = []
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and [*inspect.signature(function).parameters][:1] == ["unit"]:
                found.append(f"{module.name}.{name}")
    return found


PARTS_OF_ACTS = {
    # called inside an act's unit, never an act of their own
    *(
        "evidence.keep",
        "reference.take_departments",
        "reference.take_edition",
        "reference.take_holidays",
    ),
}


def test_every_act_has_its_words():
    found = set(functions(casework))
    assert "obstacles.log" in found
    asked = {name for name in found if not name.startswith("checked.")}  # only asks, never writes
    assert asked - PARTS_OF_ACTS - set(acts.ACTS) == set()


def test_every_unit_that_is_opened_by_name_has_its_words():
    opened = {
        text
        for path, tree in sources.trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and sources.called(node) == "unit" and node.args
        for text in sources.constants(node.args[0])
        if "." in text or text in ("undo", "redo")
    }
    assert "memos.issue" in opened
    assert {code for code in opened if names.act(code) == code} == set()


def test_an_act_on_an_event_names_the_event():
    assert names.done("events.record.accepted", "环境影响评价") == "记录受理（环境影响评价）"
    assert names.act("events.record") == "记录事件"


def test_every_column_of_the_logged_tables_has_its_name():
    lacking = [
        f"{kind}.{column.name}"
        for kind, table in schema.LOGGED.items()
        for column in table.columns
        if column.name != "id" and names.field(kind, column.name) == column.name
    ]
    assert lacking == []


def test_no_reference_is_told_as_a_figure():
    told = {
        f"{kind}.{column.name}": history.field_value(kind, column.name, 2**47 + 9)
        for kind, table in schema.LOGGED.items()
        for column in table.columns
        if column.info.get("object")
    }
    assert told
    assert {name for name, said in told.items() if said != "另一条记录"} == set()


def test_every_telling_field_is_a_column():
    for kind, fields in history.TELLING.items():
        assert set(fields) <= {c.name for c in schema.LOGGED[kind].columns}


# The course of a procedure


def said_by_the_clock() -> set[str]:
    """Every code of an effect that the sources of the clock hold."""
    codes: set[str] = set()
    for path, tree in sources.trees("domain"):
        if not path.name.startswith("clock_"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and sources.called(node) in ("say", "Effect"):
                for value in node.args:
                    codes |= sources.constants(value)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("code", "why"):
                codes |= sources.constants(node.value)
    return codes


def test_every_effect_has_its_sentence():
    assert "stops_again" in said_by_the_clock() | set(course.EFFECTS)
    assert {"excludes_special_step", "after_end", "duplicate_filing"} <= said_by_the_clock()
    assert said_by_the_clock() - set(course.EFFECTS) == set()


DAYS = st.integers(0, 60).map(lambda n: date.fromordinal(date(2026, 3, 2).toordinal() + n))
EVENTS = st.lists(
    st.builds(
        Event,
        id=st.integers(1, 99),
        kind=st.sampled_from(EventKind),
        on=DAYS,
        items=st.sampled_from([(), ("营业执照",), ("营业执照", "地形图")]),
        party=st.sampled_from([None, *Party]),
        announced=st.sampled_from([None, 5]),
        days=st.sampled_from([None, 5, 60]),
    ),
    max_size=9,
    unique_by=lambda event: event.id,
)
TERMS = st.builds(
    Terms,
    statutory_limit=st.sampled_from([None, 5, 20]),
    extension=st.sampled_from([None, 10]),
    licence=st.booleans(),
)


@given(EVENTS, TERMS)
def test_whatever_happened_is_told_whole(events, terms):
    """No sentence lacks a value: no code, no brace, no empty place stays."""
    filed = Event(100, EventKind.FILED, date(2026, 3, 1))
    reading = clock.read([filed, *events], terms, Calendar(), date(2026, 5, 20))
    for effect in reading.effects:
        said = names.effect(effect)
        assert said != effect.code
        assert said.endswith("。")
        assert not any(wrong in said for wrong in ("{", "None", "截止。", "至止", "（）", "自起"))
    for proposed in reading.proposed:
        assert names.proposal(proposed).endswith("。")
    for note in clock_days.days([filed, *events], terms, Calendar(), date(2026, 5, 20)):
        assert names.day_reason(note) not in ("", note.reason)
        assert "{" not in names.day_reason(note)


def test_an_effect_carries_its_values():
    assert names.effect(Effect(1, "duplicate_filing", {"first": date(2025, 3, 5)})) == (
        "已于2025年3月5日申报，重复申报不改变计时。"
    )
    asked = {"party": "investor", "items": ("营业执照", "地形图")}
    assert names.effect(Effect(1, "stopping_notice", asked)) == (
        "一次性告知补正，受理期限停止，等待投资方补正。材料：营业执照、地形图。"
    )
    over = {"begun": date(2026, 3, 5), "overrun": 2}
    assert names.effect(Effect(1, "ends_special_step", over)).endswith(
        "超出告知的时间 2 个工作日，计入部门。"
    )
    over["charged_to"] = "intermediary"
    assert names.effect(Effect(1, "ends_special_step", over)).endswith("，计入中介机构。")
    longer = {"days": 10, "asked": 10, "deadline": None, "unit": "working_day"}
    assert names.effect(Effect(1, "extends_statutory", longer)) == "法定时限延长 10 个工作日。"
    late = Proposal("late_notice", 1, {"on": date(2026, 3, 9), "due": date(2026, 3, 6)})
    assert names.proposal(late).startswith("2026年3月9日才告知补正，已超过2026年3月6日")


# Why a procedure applies


@pytest.mark.parametrize(
    ("condition", "given", "expected"),
    [
        ("always", {}, "各类项目都要办"),
        ("hazardous", {"hazardous": True}, "因为：危险化学品项目"),
        ("not fire_special", {"fire_special": False}, "因为：不属于“消防特殊建设工程”"),
        ("not fire_special", {}, "因为：消防特殊建设工程：未填"),
        (
            "area_m2 >= 50000",
            {"area_m2": Decimal(52000)},
            "因为：建筑面积 52,000 平方米（满 50,000）",
        ),
        ("land_supply in (grant, lease)", {"land_supply": "grant"}, "因为：供地方式：出让"),
        (
            "investment_cny > 300000 and area_m2 > 300",
            {"investment_cny": Decimal("3E8"), "area_m2": Decimal("300.5")},
            "因为：总投资 300,000,000 元（超过 300,000）、建筑面积 300.5 平方米（超过 300）",
        ),
    ],
)
def test_why_a_procedure_applies_is_said_in_words(condition, given, expected):
    assert names.because(judge(parse_condition(condition), given).because) == expected


def test_what_was_taken_as_no_is_said():
    assert names.assumed(["hazardous", "area_m2"]).startswith("未填：危险化学品项目、建筑面积。")
    assert names.assumed([]) == ""


# Days, figures, history


def test_days_in_both_languages():
    on = date(2026, 11, 23)
    assert (names.day(on), names.short_day(on)) == ("11月23日 星期一", "11月23日")
    assert names.day("2025-03-05") == "2025年3月5日 星期三"
    assert names.short_day(None) == ""
    assert names.moment(datetime(2026, 11, 22, 18, 5, tzinfo=UTC)) == "11月23日 02:05"
    assert (names.days(3), names.days(5, "calendar_day")) == ("3 个工作日", "5 日")
    words.set_language("en")
    assert (names.day(on), names.short_day(on)) == ("Mon 23 Nov", "23 Nov")
    assert names.full_day("2025-03-05") == "5 Mar 2025"
    assert names.month(on) == "Nov 2026"
    assert [names.days(n) for n in (0, 1, 3)] == [
        "0 working days",
        "1 working day",
        "3 working days",
    ]
    assert names.days(5, "calendar_day") == "5 calendar days"


@pytest.mark.parametrize(
    ("days", "meaning", "expected"),
    [
        (3, "overdue_by", "逾期 3 个工作日"),
        (2, "left", "剩 2 个工作日"),
        (0, "left", "今日到期"),
        (5, "waited", "已等 5 个工作日"),
    ],
)
def test_the_figure_of_an_entry(days, meaning, expected):
    assert names.today_days(days, meaning) == expected


def test_a_blank_text_is_blank_in_english_too():
    words.set_language("en")
    assert words._("") == ""
    assert names.reminder("none") == ""
    assert names.holder("") == ""


def test_money_is_said_as_each_language_says_it():
    sums = (1_260_000_000, 3_000_000, "4500.5")
    assert [names.money(n) for n in sums] == ["12.6 亿元", "300 万元", "4,500.5 元"]
    words.set_language("en")
    assert [names.money(n) for n in sums] == ["1.26 billion yuan", "3 million yuan", "4,500.5 yuan"]


@dataclass
class Change:
    kind: str
    field: str
    old: Any
    new: Any
    made: bool = False
    label: str = ""
    old_name: str = ""
    new_name: str = ""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Change("procedure", "plan_limit", 7, 10), "计划时限：7 → 10"),
        (Change("obstacle", "answer_due", None, "2026-03-05"), "答复期限：无 → 2026年3月5日"),
        (Change("obstacle", "kind", "other", "land"), "种类：其他 → 用地问题"),
        (Change("event", "has_receipt", 0, 1), "有书面凭证：否 → 是"),
        (Change("memo", "deleted", 0, 1), "移除公文"),
        (
            Change("project_attribute", "value", "52000", "60000", label="area_m2"),
            "建筑面积：52,000 平方米 → 60,000 平方米",
        ),
        (
            Change("setting", "value", "5", "", label="lamp.yellow_days_left"),
            "黄灯提前量：5 个工作日 → 1 个工作日",
        ),
        (
            Change("material_state", "state", "asked", "at_hand", label="营业执照"),
            "营业执照 状态：已索取 → 已备齐",
        ),
        (
            Change("obstacle", "department", 7, 8, old_name="市资规局", new_name="市住建局"),
            "部门：市资规局 → 市住建局",
        ),
        (Change("project", "deleted", True, False), "恢复项目"),
        (
            Change("event", "", None, {"kind": "accepted", "on": "2026-03-05", "items": ""}, True),
            "新增事件：种类：受理；发生日期：2026年3月5日",
        ),
        (
            Change("project_attribute", "", None, {"name": "area_m2", "value": "52000"}, True),
            "建筑面积：52,000 平方米",
        ),
        (
            Change("setting", "", None, {"key": "lamp.yellow_share", "value": "0.8"}, True),
            "黄灯起点：80%",
        ),
    ],
)
def test_a_change_of_the_history_is_readable(change, expected):
    assert names.change(change) == expected


def test_a_change_names_what_a_column_points_to():
    moved = Change("obstacle", "department", 7, 8)
    assert names.change(moved, lambda column, id: {7: "市资规局", 8: "市住建局"}[id]) == (
        "部门：市资规局 → 市住建局"
    )
    assert names.change(moved) == "部门：另一条记录 → 另一条记录"


@dataclass
class Entry:
    at: datetime
    who: str
    act: str
    subject: str


def test_an_act_of_the_history_is_one_sentence():
    done = Entry(now.instant(), "张三", "obstacles.log", "窗口让补地形图")
    assert names.entry(done) == "张三：登记障碍（窗口让补地形图）"


def test_channels_and_parts_of_an_urgency_have_words():
    from envoy_desktop.casework import materials

    assert [c for c in obstacles.CHANNELS if c not in matters.CHANNELS] == []
    assert [s for s in materials.STATES if s not in matters.MATERIAL_STATES] == []
    tree = ast.parse(Path(obstacles.__file__).read_text("utf-8"))
    parts = {
        text
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and sources.called(node) == "Part"
        for text in sources.constants(node.args[0])
    }
    assert "answer_over" in parts
    for code in parts:
        assert not names.urgency_part(code, 3).startswith(code)


def test_what_an_entry_of_today_is_about_has_words():
    told = today.Entry.__doc__ or ""
    listed = told.partition("date it is:")[2].partition("`action`")[0]
    codes = {code.strip(" .\n") for code in listed.split(",")}
    assert "own_duty" in codes
    assert codes - set(daily.ABOUT) == set()

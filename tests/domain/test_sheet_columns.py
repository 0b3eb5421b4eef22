"""Which field a heading of an envoy's own ledger means."""

import pytest

from envoy_desktop.domain import sheet_columns
from envoy_desktop.domain.sheet_columns import FIELDS, guess_columns, heading, shape


def test_a_ledger_with_columns_of_days():
    headings = (
        "序号",
        "项目名称",
        "建设单位",
        "审批事项",
        "申报日期",
        "受理时间",
        "办结日期",
        "备注",
    )
    fields = guess_columns(headings)
    assert fields == (
        "", "project", "investor", "item", "on:filed", "on:accepted", "on:delivered", "note",
    )  # fmt: skip
    assert shape(fields) == "procedures"


def test_where_the_delivery_has_its_own_column_办结_is_the_decision():
    assert guess_columns(("办结日期", "送达日期")) == ("on:decided", "on:delivered")


def test_english_headings_and_codes():
    assert guess_columns(("Project", "Item", "event", "on")) == ("project", "item", "event", "on")
    assert guess_columns(("filed on", "area_m2")) == ("on:filed", "attr:area_m2")


def test_what_a_person_chose_before_goes_first():
    assert guess_columns(("进场日", "项目"), remembered={"进场日": "on:filed"})[0] == "on:filed"
    assert guess_columns(("项目", "工程"), remembered={"项目": ""}) == ("", "project")


def test_a_field_is_given_to_one_column_only():
    assert guess_columns(("项目", "项目名称")).count("project") == 1


@pytest.mark.parametrize("field", FIELDS)
def test_what_an_export_writes_is_read_back(field):
    assert guess_columns((heading(field),)) == (field,)


def test_names_close_to_a_mistyped_one():
    names = ("建筑工程施工许可证核发", "建设工程规划许可证核发", "排水许可")
    assert sheet_columns.close_names("施工许可证", names)[0] == names[0]
    assert sheet_columns.close_names("立项", ("企业投资项目备案", "排水许可")) == (
        "企业投资项目备案",
    )
    assert sheet_columns.one_within("施工许可", {name: name for name in names}) == names[0]
    assert sheet_columns.one_within("许可", {name: name for name in names}) is None

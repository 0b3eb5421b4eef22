"""A project without a generated plan: the commands say so, and tell no day of breaking ground."""

import pytest

from tests.cli.conftest import Call


@pytest.mark.parametrize("words", [("project", "show"), ("project", "forecast"), ("plan", "show")])
def test_without_a_plan_no_day_is_told(envoy: Call, words: tuple[str, str]) -> None:
    made = envoy("project", "new", "--name", "表格来的项目", "--investor", "甲公司")
    assert made.exit == 0, made.err
    told = envoy(*words, "表格来的项目")
    assert told.exit == 0, told.err
    assert "还没有生成计划" in told.out
    assert "envoy plan generate" in told.out
    assert "把握" not in told.out
    found = envoy("--json", *words, "表格来的项目").json
    assert not found["generated"]
    assert found.get("finish") is None
    assert found.get("p50") is None
    assert envoy("plan", "generate", "表格来的项目").exit == 0
    assert "还没有生成计划" not in envoy(*words, "表格来的项目").out

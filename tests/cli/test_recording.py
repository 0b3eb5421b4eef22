"""Recording events: every kind, the rules that refuse, what is unusual, evidence, corrections."""

import pytest

from tests.cli.conftest import in_process

CODE = "卧龙产业园/GH-XK"


def record(envoy, event, on, *more):
    return envoy("--json", "procedure", "record", CODE, event, "--on", on, *more)


def test_a_whole_course_with_every_kind_of_event(envoy):
    course = [
        ("filed", "2026-08-03"),
        ("correction_notice", "2026-08-05", "--items", "总平面图;日照", "--party", "intermediary"),
        ("resubmitted", "2026-08-12"),
        ("accepted", "2026-08-13"),
        ("special_step_begun", "2026-08-17", "--announced", "8"),
        ("special_step_ended", "2026-08-26"),
        ("suspended", "2026-09-01"),
        ("resumed", "2026-09-08"),
        ("extension", "2026-09-09", "--days", "5"),
        ("decided", "2026-09-21"),
        ("delivered", "2026-09-23"),
    ]  # fmt: skip
    for event, on, *more in course:
        told = record(envoy, event, on, *more)
        assert told.exit == 0, (event, told.err)
    found = told.json["procedure"]
    assert found["state"] == "delivered"
    assert [e["event"] for e in found["events"]] == [event for event, *_rest in course]
    assert found["charged"]["intermediary"] == 5  # 08-06 … 08-12, working days
    assert found["charged"]["investor"] == 5  # 09-02 … 09-08
    assert sum(found["charged"].values()) == found["elapsed"] == 51
    assert {clock["ended"] for clock in found["clocks"]} == {True}


@pytest.mark.parametrize("event", ["not_accepted", "refused", "withdrawn"])
def test_the_other_ends(envoy, event):
    record(envoy, "filed", "2026-11-02")
    if event == "refused":
        record(envoy, "accepted", "2026-11-04")
    told = record(envoy, event, "2026-11-05")
    assert told.json["procedure"]["state"] == event
    again = envoy("--json", "procedure", "again", CODE)
    assert again.exit == 0, again.err
    # PROJECT/CODE now means the new one
    assert envoy("--json", "procedure", "show", CODE).json["id"] == again.json["id"]
    assert record(envoy, "filed", "2026-11-18").json["procedure"]["state"] == "filed"


@pytest.mark.parametrize(
    ("before", "event", "on", "rule"),
    [
        ([], "accepted", "2026-11-02", "nothing-filed"),
        (["filed 2026-11-02"], "accepted", "2026-10-30", "event-before-filed"),
        (["filed 2026-11-02"], "accepted", "2026-11-24", "date-in-future"),
        (["filed 2026-11-02", "withdrawn 2026-11-03"], "accepted", "2026-11-04",
         "event-after-end"),
        (["filed 2026-11-02", "accepted 2026-11-03", "decided 2026-11-05"], "accepted",
         "2026-11-06", "event-out-of-order"),
        (["filed 2026-11-02"], "special_step_begun --announced 0", "2026-11-03",
         "length-not-positive"),
    ],
)  # fmt: skip
def test_what_cannot_have_happened_is_refused_with_reason_and_next_step(
    envoy, before, event, on, rule
):
    for past in before:
        kind, day = past.split()
        assert record(envoy, kind, day).exit == 0
    events = envoy("--json", "procedure", "show", CODE).json["events"]
    kind, *options = event.split()
    told = record(envoy, kind, on, *options)
    assert told.exit == 1
    assert told.json["error"]["rule"] == rule
    assert told.json["error"]["message"]
    assert told.json["error"]["next"]
    assert envoy("--json", "procedure", "show", CODE).json["events"] == events


def test_today_rules_what_lies_ahead(envoy):
    at = ("--json", "procedure", "record", CODE, "filed", "--on", "2026-11-23")
    early = in_process("--today", "2026-11-22", *at)
    assert early.json["error"]["rule"] == "date-in-future"
    assert in_process("--today", "2026-11-23", *at).exit == 0
    # and today may lie before what was written
    earlier = in_process("--today", "2026-11-01", "--json", "procedure", "show", CODE)
    assert earlier.json["state"] == "planned"
    assert earlier.json["today"] == "2026-11-01"


def test_without_a_date_it_happened_today(envoy):
    envoy("procedure", "record", CODE, "filed")
    assert envoy("--json", "procedure", "show", CODE).json["filed"] == "2026-11-23"


def test_what_is_unusual_is_recorded_and_said(envoy):
    record(envoy, "filed", "2026-11-02")
    record(envoy, "correction_notice", "2026-11-03", "--items", "甲")
    record(envoy, "resubmitted", "2026-11-05", "--items", "甲")
    told = record(envoy, "correction_notice", "2026-11-06", "--items", "乙")
    assert told.exit == 0
    assert [w["code"] for w in told.json["warnings"]] == ["piecemeal"]
    assert told.json["warnings"][0]["message"] in told.err
    proposed = told.json["procedure"]["proposed_obstacles"]
    assert proposed[0]["kind"] == "piecemeal"
    assert "乙" in proposed[0]["because"]


def test_a_proposed_obstacle_can_be_logged_as_it_says(envoy):
    record(envoy, "filed", "2026-11-02")
    told = record(envoy, "correction_notice", "2026-11-10", "--items", "甲")  # the sixth day
    (late,) = told.json["procedure"]["proposed_obstacles"]
    assert (late["kind"], late["log_as"]) == ("late_notice", "piecemeal")
    logged = envoy("obstacle", "log", late["because"], "--kind", late["log_as"])
    assert logged.exit == 0, logged.err
    page = envoy("procedure", "show", CODE).out
    assert late["because"] in page
    assert "late_notice" not in page


def test_papers_that_nobody_waits_for_are_told_as_such(envoy):
    record(envoy, "filed", "2026-11-02")
    record(envoy, "correction_notice", "2026-11-03", "--items", "甲")
    told = record(envoy, "resubmitted", "2026-11-05", "--items", "乙")
    assert [w["code"] for w in told.json["warnings"]] == ["resubmission_moves_nothing"]
    assert "不是等待补正的材料" in told.err
    assert told.json["procedure"]["state"] == "correcting"


def test_an_entry_that_came_late_is_marked(envoy):
    """More than 3 working days after the day it happened."""
    record(envoy, "filed", "2026-11-17")  # Tuesday; entered on Monday the 23rd: the fourth day
    record(envoy, "correction_notice", "2026-11-18")
    events = envoy("--json", "procedure", "show", CODE).json["events"]
    assert [event["entered_late"] for event in events] == [4, None]
    page = envoy("procedure", "show", CODE).out
    assert page.count("补录，晚 4 个工作日") == page.count("补录") == 1


def test_before_places_an_event_within_its_day(envoy):
    record(envoy, "filed", "2026-11-02")
    record(envoy, "decided", "2026-11-05")
    refused = record(envoy, "accepted", "2026-11-05")
    assert (refused.exit, refused.json["error"]["rule"]) == (1, "event-out-of-order")
    placed = record(envoy, "accepted", "2026-11-05", "--before", "decided")
    assert placed.exit == 0
    events = [e["event"] for e in placed.json["procedure"]["events"]]
    assert events == ["filed", "accepted", "decided"]
    nowhere = record(envoy, "special_step_begun", "2026-11-04", "--before", "decided")
    assert nowhere.json["error"]["rule"] == "no-such-event-that-day"


def test_evidence_goes_with_its_event_or_neither_is_kept(envoy, tmp_path):
    receipt = tmp_path / "受理通知书.pdf"
    receipt.write_bytes(b"%PDF-1.4 receipt")
    kept = record(envoy, "filed", "2026-11-02", "--attach", receipt)
    assert kept.json["procedure"]["events"][0]["attachments"] == 1
    lost = record(envoy, "accepted", "2026-11-03", "--attach", receipt, tmp_path / "没有.jpg")
    assert lost.exit == 5
    assert lost.json["error"]["rule"] == "file-unreadable"
    events = envoy("--json", "procedure", "show", CODE).json["events"]
    assert [e["event"] for e in events] == ["filed"]


def test_a_wrong_fact_is_corrected_by_another_that_names_it(envoy, permit):
    wrong = envoy("--json", "procedure", "show", permit).json["events"][1]["id"]
    right = envoy("--json", "fact", "correct", wrong, "--on", "2026-11-02")
    assert right.exit == 0, right.err
    events = right.json["procedure"]["events"]
    assert [(e["event"], e["on"]) for e in events] == [
        ("filed", "2026-10-28"), ("accepted", "2026-11-02"),
    ]  # fmt: skip
    assert events[1]["corrects"] == wrong
    again = envoy("--json", "fact", "correct", wrong, "--on", "2026-11-03")
    assert again.json["error"]["rule"] == "fact-replaced"
    never = envoy("--json", "fact", "correct", events[1]["id"], "--void", "--reason", "张冠李戴")
    assert [e["event"] for e in never.json["procedure"]["events"]] == ["filed"]
    assert envoy("fact", "correct", events[0]["id"]).exit == 2


def test_the_limit_agreed_with_the_department(envoy, permit):
    set_ = envoy("--json", "procedure", "set", permit, "--plan-limit", "10")
    plan = [c for c in set_.json["clocks"] if c["limit_kind"] == "plan"]
    assert [(c["limit"], c["lamp"]) for c in plan] == [(10, "red")]
    gone = envoy("--json", "procedure", "set", permit, "--plan-limit", "none")
    assert not [c for c in gone.json["clocks"] if c["limit_kind"] == "plan"]
    assert envoy("procedure", "set", permit, "--plan-limit", "0").exit == 1
    assert envoy("procedure", "set", permit, "--plan-limit", "viel").exit == 2

"""The JSON that scripts rely on: the shapes of the manual, ids that every other command takes."""

import json
from datetime import date

import pytest

from envoy_desktop.store import backup, keys
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.words import ids
from tests.cli.conftest import PASSPHRASE, in_process


def test_a_deadline_is_told_with_a_reason_for_every_skipped_day(monkeypatch):
    monkeypatch.delenv("ENVOY_WORKSPACE", raising=False)
    told = in_process("calendar", "deadline", "--from", "2026-09-25", "--days", "20", "--json")
    assert told.exit == 0
    assert told.err == ""
    found = told.json
    assert {k: found[k] for k in ("from", "days", "unit", "deadline", "provisional")} == {
        "from": "2026-09-25", "days": 20, "unit": "working_day", "deadline": "2026-10-29",
        "provisional": False,
    }  # fmt: skip
    reasons = {day["date"]: day["reason"] for day in found["skipped"]}
    assert reasons["2026-10-01"] == "国庆节"
    assert reasons["2026-10-11"] == "周末"
    assert "2026-10-10" not in reasons  # a Saturday that is worked
    # every day on the way is either counted or told
    days = (date(2026, 10, 29) - date(2026, 9, 25)).days
    assert days - len(reasons) == 20
    assert sorted(reasons) == list(reasons)


def test_a_calendar_day_limit_moves_over_days_off_and_a_future_year_is_provisional():
    moved = in_process(
        "calendar", "deadline", "--from", "2026-09-01", "--days", "30", "--unit", "calendar_day",
        "--json",
    ).json  # fmt: skip
    assert moved["deadline"] == "2026-10-08"
    assert {day["reason"] for day in moved["skipped"]} == {"国庆节"}
    late = ("calendar", "deadline", "--from", "2026-12-25", "--days", "10", "--json")
    assert in_process(*late).json["provisional"] is True


@pytest.mark.parametrize("days", ["0", "-3", "99999999"])
def test_a_limit_that_is_none_is_refused(days):
    told = in_process("calendar", "deadline", "--from", "2026-09-01", "--days", days, "--json")
    assert told.exit == 1
    assert told.json["error"]["rule"] in ("limit-not-positive", "date-out-of-range")


def test_the_workspaces_own_holiday_table_counts_where_one_is_named(envoy, city, tmp_path):
    table = tmp_path / "2026.csv"
    table.write_text("date,kind,name,notice_year\n2026-11-25,holiday,防汛放假,2026\n", "utf-8")
    before = envoy("calendar", "deadline", "--from", "2026-11-23", "--days", "3", "--json").json
    taken = envoy("calendar", "import", table, "--json")
    assert taken.exit == 0, taken.err
    assert [copy.reason for copy in backup.copies(backup.folder_of(city))] == ["import"]
    after = envoy("calendar", "deadline", "--from", "2026-11-23", "--days", "3", "--json").json
    assert (before["deadline"], after["deadline"]) == ("2026-11-26", "2026-11-27")
    assert {"date": "2026-11-25", "reason": "防汛放假"}.items() <= after["skipped"][0].items()


def test_a_new_holiday_table_gives_its_receipt_and_one_undo_takes_it_back(
    envoy, permit, tmp_path, root
):
    shipped = (root / "db" / "reference" / "holidays.csv").read_text("utf-8")
    rows = [line for line in shipped.split("\n") if line.startswith(("date", "2026"))]
    table = tmp_path / "2026.csv"
    table.write_text("\n".join([*rows, "2026-11-25,holiday,防汛放假,2026"]) + "\n", "utf-8")
    receipt = envoy("--json", "calendar", "import", table).json
    assert receipt["years"] == [2026]
    lines = {(line["procedure"], line["limit_kind"]): line for line in receipt["moved"]}
    law = lines[permit, "statutory"]
    assert (law["old"], law["new"]) == ("2026-11-26", "2026-11-27")
    shown = envoy("--json", "procedure", "show", permit).json
    assert "2026-11-27" in [clock["deadline"] for clock in shown["clocks"]]
    assert envoy("undo").exit == 0
    shown = envoy("--json", "procedure", "show", permit).json
    assert "2026-11-26" in [clock["deadline"] for clock in shown["clocks"]]


def test_a_project_and_its_plan(envoy):
    made = envoy(
        "--json", "project", "new", "--name", "乙项目", "--investor", "乙公司",
        "--attr", "land_supply=grant", "--attr", "area_m2=1.2万", "hazardous=yes",
    )  # fmt: skip
    assert made.exit == 0, made.err
    id = made.json["id"]
    planned = envoy("--json", "plan", "generate", id).json
    assert planned["procedures"]
    for procedure in planned["procedures"]:
        assert {"id", "code", "name", "because"} <= procedure.keys()
        assert len(procedure["id"]) == 13
    assert "social_risk" in planned["assumed"] or "eia_class" in planned["assumed"]
    again = envoy("--json", "plan", "generate", "乙项目").json
    assert (again["added"], again["dropped"]) == (0, 0)
    assert again["procedures"] == planned["procedures"]
    shown = envoy("--json", "plan", "show", id).json
    assert {p["code"] for p in shown["procedures"]} == {p["code"] for p in planned["procedures"]}
    assert set(shown["critical"]) <= {p["code"] for p in shown["procedures"]}
    page = envoy("--json", "project", "show", id).json
    assert page["attributes"]["area_m2"] == "12000"
    assert page["stages"][0]["total"] > 0
    assert {"p50", "p90", "chance", "target", "critical", "spread"} <= page["forecast"].keys()
    assert page["forecast"]["p50"] <= page["forecast"]["p90"]
    listed = envoy("--json", "project", "list").json
    assert [row["name"] for row in listed] == ["乙项目", "卧龙产业园"]


def test_a_plan_is_generated_with_no_attributes_and_says_what_it_assumed(envoy):
    envoy("project", "new", "--name", "丙项目", "--investor", "丙")
    planned = envoy("--json", "plan", "generate", "丙项目").json
    assert planned["procedures"]
    assert "hazardous" in planned["assumed"]


def test_a_changed_attribute_shows_what_the_plan_would_change(envoy):
    told = envoy("--json", "project", "set", "卧龙产业园", "--attr", "hazardous=yes").json
    added = {one["code"] for one in told["difference"]["added"]}
    assert added
    planned = envoy("--json", "plan", "generate", "卧龙产业园").json
    assert planned["added"] == len(added)
    back = envoy("--json", "project", "set", "卧龙产业园", "--attr", "hazardous=").json
    assert {one["code"] for one in back["difference"]["dropped"]} == added


def test_a_procedure_is_shown_with_every_clock(envoy, permit):
    found = envoy("--json", "procedure", "show", permit).json
    assert (found["id"], found["code"], found["state"]) == (permit, "GH-XK", "accepted")
    assert (found["accepted"], found["deemed_accepted"]) == ("2026-10-29", False)
    assert found["as_of"] == "2026-11-23"
    assert sum(found["charged"].values()) == found["elapsed"] == 26
    clocks = {(c["clock"], c["limit_kind"]): c for c in found["clocks"]}
    law = clocks["decision", "statutory"]
    assert {k: law[k] for k in ("limit", "unit", "used", "deadline", "lamp", "ended")} == {
        "limit": 20, "unit": "working_day", "used": 17, "deadline": "2026-11-26",
        "lamp": "yellow", "ended": False,
    }  # fmt: skip
    assert clocks["acceptance", "statutory"]["ended"] is True
    assert clocks["decision", "promised"]["lamp"] == "red"
    assert law["provisional"] is False
    assert [e["event"] for e in found["events"]] == ["filed", "accepted"]
    for event in found["events"]:
        assert len(event["id"]) == 13
        assert event["effect"]
        assert event["effect_code"]
    assert found["proposed_obstacles"] == []


def test_why_this_date_day_by_day(envoy, permit):
    found = envoy("--json", "procedure", "show", permit, "--why").json
    days = {day["date"]: day for day in found["days"]}
    assert days["2026-11-26"]["number"] == 20
    assert days["2026-11-21"]["holder"] == "nobody"
    assert len([d for d in days.values() if d["date"] <= "2026-11-23"]) == found["elapsed"]


def test_the_list_can_be_filtered_and_its_ids_are_taken_by_other_commands(envoy, permit):
    everything = envoy("--json", "procedure", "list").json
    for row in everything:
        assert {
            "id", "project", "code", "name", "department", "state", "lamp", "deadline",
        } <= row.keys()  # fmt: skip
    red = envoy("--json", "procedure", "list", "--lamp", "red").json
    assert [row["id"] for row in red] == [permit]
    assert (red[0]["lamp"], red[0]["state"]) == ("red", "accepted")
    assert red[0]["deadline"] == "2026-11-09"
    one = everything[0]
    assert (one["lamp"], one["deadline"], one["state"]) == (None, None, "planned")
    assert envoy("procedure", "show", one["id"]).exit == 0
    same = envoy("--json", "procedure", "list", "--project", one["project"]).json
    assert {row["id"]: row for row in same} == {row["id"]: row for row in everything}
    assert [row["stage"] for row in same] == sorted(row["stage"] for row in same)
    led = envoy("--json", "procedure", "list", "--department", red[0]["department"]).json
    assert permit in [row["id"] for row in led]
    assert len(led) < len(everything)
    assert envoy("--json", "procedure", "list", "--open").json == red
    assert len(envoy("--json", "procedure", "list", "--limit", "3").json) == 3
    assert envoy("--json", "procedure", "list", "--state", "suspended").json == []
    earlier = in_process("--today", "2026-10-30", "--json", "procedure", "list", "--open").json
    assert [row["lamp"] for row in earlier] == ["green"]


def test_the_list_is_that_of_the_day_whichever_it_is_and_looking_writes_nothing(envoy, city):
    envoy("procedure", "record", "卧龙产业园/GH-XK", "filed", "--on", "2026-11-18")
    before = city.read_bytes()

    def states(today):
        rows = in_process("--today", today, "--json", "procedure", "list").json
        return {row["state"] for row in rows if row["code"] == "GH-XK"}

    assert states("2026-11-23") == {"filed"}
    assert states("2026-12-10") == {"accepted"}  # silence has accepted
    assert states("2026-11-17") == {"planned"}
    assert in_process("--today", "2026-12-10", "--json", "project", "list").json[0]["lamp"]
    assert city.read_bytes() == before


@pytest.mark.parametrize("shorten", [lambda id: id, lambda id: id[-6:], str.upper])
def test_an_id_may_be_typed_whole_by_its_end_or_in_capitals(envoy, permit, shorten):
    assert envoy("--json", "procedure", "show", shorten(permit)).json["id"] == permit


def test_what_cannot_be_found_is_refused(envoy, permit):
    for words in (
        ("procedure", "show", "0000000000000"),
        ("procedure", "show", "zzzz"),
        ("procedure", "show", "卧龙产业园/NICHTS"),
        ("procedure", "show", "没有的项目/GH-XK"),
        ("procedure", "list", "--project", "没有的项目"),
        ("procedure", "list", "--department", "没有的部门"),
        ("project", "show", permit),  # a procedure is no project
        ("obstacle", "resolve", permit),
        ("memo", "show", "宛特服〔2026〕1号"),
        ("history", "0000000000000"),
        ("fact", "correct", permit, "--on", "2026-10-30"),
        ("duty", "done", permit),
    ):
        told = envoy("--json", *words)
        assert told.exit == 1, words
        assert told.json["error"]["rule"] == "unknown-id"
        assert told.err


def test_an_end_that_fits_several_is_refused_with_their_ids(envoy, city):
    held = Workspace.open(city, keys.unlock_by_passphrase(city, PASSPHRASE))
    with held, held.unit("duties.add") as unit:
        for id in (5 << 40 | 0x12345, 7 << 40 | 0x12345):
            unit.put("duty", id, source="list_task", text="事", due_on="2026-12-01",
                     given_on="2026-11-23", entered_on="2026-11-23")  # fmt: skip
    end = ids.show(5 << 40 | 0x12345)[-4:]
    told = envoy("--json", "duty", "done", end)
    assert (told.exit, told.json["error"]["rule"]) == (1, "ambiguous-id")
    for id in (5 << 40 | 0x12345, 7 << 40 | 0x12345):
        assert ids.show(id) in told.err
    assert envoy("duty", "done", ids.show(5 << 40 | 0x12345)).exit == 0


def test_obstacles_and_what_was_tried(envoy, permit, tmp_path):
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8 not a picture, kept byte for byte")
    text = "  窗口第二次要求补交消防设计文件，此前没有一次告知  "
    logged = envoy("--json", "obstacle", "log", text, "--procedure", permit, "--attach", photo)
    assert logged.exit == 0, logged.err
    id = logged.json["id"]
    row = envoy("--json", "obstacle", "list").json[0]
    assert (row["id"], row["text"], row["state"]) == (id, text.strip(), "open")
    assert row["project"] == envoy("--json", "project", "list").json[0]["id"]
    assert row["evidence"] == 1
    tried = envoy("--json", "obstacle", "attempt", id, "打电话给张科长", "--promised", "2026-11-30")
    assert tried.exit == 0
    shown = envoy("--json", "obstacle", "show", id[-5:]).json
    assert [a["text"] for a in shown["attempts"]] == ["打电话给张科长"]
    assert shown["answer_due"] == "2026-11-30"
    assert shown["attachments"][0]["size"] == photo.stat().st_size
    done = envoy("--json", "obstacle", "resolve", id, "--how", "当面说清")
    assert done.json["state"] == "resolved"
    assert envoy("--json", "obstacle", "resolve", id).json["error"]["rule"] == "obstacle-resolved"
    assert envoy("--json", "obstacle", "list", "--open").json == []
    assert len(envoy("--json", "obstacle", "kinds").json) > 15


@pytest.mark.parametrize("text", ["", "   ", "\u3000"])
def test_an_empty_text_is_refused(envoy, permit, text):
    for words in (("obstacle", "log", text), ("duty", "add", text, "--due", "2026-12-01")):
        told = envoy("--json", *words)
        assert (told.exit, told.json["error"]["rule"]) == (1, "text-missing")


def test_the_ledger(envoy):
    id = envoy(
        "--json", "duty", "add", "督促供电方案答复", "--due", "2026-11-20", "--given", "2026-11-02",
        "--department", "市住建局", "--project", "卧龙产业园",
    ).json["id"]  # fmt: skip
    row = envoy("--json", "duty", "list", "--open").json[0]
    assert (row["id"], row["state"], row["days"]) == (id, "overdue", 1)
    assert row["department"] == "市住建局"
    assert envoy("--json", "duty", "done", id, "--note", "已答复").exit == 0
    assert envoy("--json", "duty", "done", id).json["error"]["rule"] == "duty-done"
    assert envoy("--json", "duty", "list", "--open").json == []


def test_a_memo_from_draft_to_paper(envoy, permit, tmp_path):
    about = [
        envoy("--json", "obstacle", "log", text, "--procedure", permit).json["id"]
        for text in ("窗口不能决定，退回科室", "要求补交清单以外的证明")
    ]
    drafted = envoy(
        "--json", "memo", "draft", "--kind", "request", "--obstacles", *about, "--title",
        "关于协调卧龙产业园规划许可的请示", "--addressee", "市人民政府", "--issuer", "王建国",
        "--organ", "市特派服务办公室", "--organ-code", "宛特服", "--contact", "李明，0377-1",
    )  # fmt: skip
    assert drafted.exit == 0, drafted.err
    id = drafted.json["id"]
    form = envoy("memo", "show", id).out.partition("\n")[2]  # after the day tried out
    assert "关于协调卧龙产业园规划许可的请示" in form
    assert envoy("--json", "memo", "show", id).json["text"] == form
    edited = tmp_path / "memo.txt"
    edited.write_text(form.replace("卧龙产业园规划许可", "卧龙产业园规划"), "utf-8")
    assert envoy("memo", "edit", id, "--from", edited).exit == 0
    issued = envoy("--json", "memo", "issue", id)
    assert issued.exit == 0, issued.err
    assert "〔2026〕1号" in issued.json["number"]
    for hint in issued.json["hints"]:
        assert hint["message"] in issued.err
    paper = tmp_path / "memo.pdf"
    written = envoy("--json", "memo", "pdf", issued.json["number"], paper).json
    assert written["sha256"] == issued.json["sha256"]
    assert paper.read_bytes()[:5] == b"%PDF-"
    again = envoy("--json", "memo", "edit", id, "--from", edited)
    assert (again.exit, again.json["error"]["rule"]) == (1, "memo-issued")
    assert envoy("--json", "memo", "deliver", id).json["state"] == "delivered"
    words = envoy("--json", "memo", "instruction", id, "请住建局十日内办结。", "--by", "赵市长")
    assert words.exit == 0
    assert envoy("--json", "memo", "list").json[0]["state"] == "answered"


def test_the_history_says_who_changed_what_and_undo_names_it(envoy, permit):
    newest = envoy("--json", "history", permit).json
    assert [step["act"] for step in newest][-1] == "plans.generate"
    everything = envoy("--json", "history", "--limit", "1").json
    assert everything[0]["act"] == "events.record.accepted"
    assert everything[0]["who"] == "李明"
    undone = envoy("--json", "undo").json["undone"]
    assert undone["act"] == "events.record.accepted"
    assert undone["what"] in envoy("redo").out
    assert envoy("undo").exit == 0
    # nothing was said within five days: without the acceptance silence has accepted
    assert envoy("--json", "procedure", "show", permit).json["deemed_accepted"] is True
    assert envoy("redo").exit == 0
    assert envoy("--json", "procedure", "show", permit).json["deemed_accepted"] is False
    told = envoy("--json", "redo")
    assert (told.exit, told.json["error"]["rule"]) == (1, "nothing-to-redo")
    event = envoy("--json", "procedure", "show", permit).json["events"][0]["id"]
    assert envoy("--json", "history", event).json


def test_a_list_of_ones_own_is_taken_in_and_a_bad_row_is_named(envoy, tmp_path, root):
    shipped = (root / "db" / "reference" / "catalogue.csv").read_text("utf-8-sig")
    head, *rows = shipped.rstrip("\n").split("\n")
    good = tmp_path / "自己的目录.csv"
    good.write_text("\n".join([head, *rows[:-1]]) + "\n", "utf-8")
    taken = envoy("--json", "catalogue", "import", good)
    assert taken.exit == 0, taken.err
    assert taken.json["procedures"] == len(rows) - 1
    assert taken.json["departments"] > 20  # kept
    assert len(envoy("--json", "catalogue", "list").json) == len(rows) - 1
    bad = tmp_path / "坏.csv"
    code = head.split(",").index("lead_department")
    cells = rows[1].split(",")
    cells[code] = "nowhere"
    bad.write_text("\n".join([head, rows[0], ",".join(cells)]) + "\n", "utf-8")
    told = envoy("--json", "catalogue", "import", bad)
    assert told.exit == 1
    places = [(row["row"], row["column"]) for row in told.json["error"]["rows"]]
    assert (3, "lead_department") in places
    assert "第 3 行" in told.err
    assert len(envoy("--json", "catalogue", "list").json) == len(rows) - 1
    holidays = envoy("--json", "catalogue", "import", root / "db" / "reference" / "holidays.csv")
    assert (holidays.exit, holidays.json["error"]["rule"]) == (1, "holiday-table-here")
    wrong = envoy("--json", "calendar", "import", good)
    assert (wrong.exit, wrong.json["error"]["rule"]) == (1, "not-a-holiday-table")


def test_facts_about_the_file_and_a_clean_check(envoy, permit):
    info = envoy("--json", "workspace", "info").json
    assert (info["name"], info["unit"]) == ("李明", "市特派办")
    assert info["counts"]["event"] == 2
    checked = envoy("--json", "workspace", "check")
    assert checked.exit == 0
    assert checked.json["ok"] is True
    assert len(checked.json["checks"]) >= 8


def test_closing_a_project_and_taking_it_up_again(envoy, permit):
    assert envoy("--json", "project", "close", "卧龙产业园", "--reason", "投资方撤资").exit == 0
    assert envoy("--json", "project", "list").json == []
    told = envoy("--json", "procedure", "record", permit, "decided", "--on", "2026-11-20")
    assert (told.exit, told.json["error"]["rule"]) == (1, "project-closed")
    assert envoy("project", "reopen", "卧龙产业园").exit == 0
    assert len(envoy("--json", "project", "list").json) == 1


def test_lists_for_a_person_are_aligned_in_cells(envoy, permit):
    from envoy_desktop.cli.tables import width

    lines = envoy("procedure", "list").out.rstrip("\n").split("\n")
    column = width(lines[0][: lines[0].index("状态")])
    for line in lines[1:]:
        before = ""
        while width(before) < column:
            before = line[: len(before) + 1]
        assert width(before) == column
        assert before.endswith(" ")
    assert "▲" in envoy("procedure", "show", permit).out
    assert "\x1b" not in envoy("procedure", "show", permit).out  # no colours but at a terminal


def test_json_is_one_document_in_plain_characters(envoy):
    told = envoy("--json", "project", "list")
    assert "卧龙产业园" in told.out
    json.loads(told.out)
    assert told.out.endswith("]\n")

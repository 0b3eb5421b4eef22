"""A ledger in and out, supposing, the ladder and the calendar file on the command line."""

import json

LEDGER = (
    "项目名称,投资方,手续,申报日期,受理,办结\n"
    "电池一期,宁城公司,施工许可,2026.3.5,2026-03-09,3月20日\n"
)


def test_a_ledger_is_looked_at_taken_in_and_written_out(envoy, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text(LEDGER, "utf-8")
    tried = envoy("--json", "project", "import", own, "--dry-run")
    assert tried.exit == 0, tried.err
    assert (tried.json["projects"], tried.json["events"]) == (1, 3)
    assert envoy("--json", "project", "show", "电池一期").exit == 1
    taken = envoy("--json", "project", "import", own)
    assert taken.json["sheets"][0]["columns"]["办结"] == "on:delivered"
    out = tmp_path / "out.xlsx"
    assert envoy("--json", "project", "export", out).json["rows"]["事件"] >= 3
    again = envoy("--json", "project", "import", out, "--dry-run").json
    assert (again["projects"], again["procedures"], again["events"]) == (0, 0, 0)


def test_a_bad_row_is_named_and_exit_is_1(envoy, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text(LEDGER.replace("2026.3.5", "昨天"), "utf-8")
    refused = envoy("--json", "project", "import", own)
    assert refused.exit == 1
    assert json.loads(refused.out)["error"]["rule"] == "sheet-rows"
    assert "第 2 行" in refused.out


def test_the_ladder_by_command(envoy):
    made = envoy("--json", "obstacle", "log", "窗口不能决定").json["id"]
    up = envoy("--json", "obstacle", "escalate", made, "--level", "section").json
    assert up["passed_over"] == ["window"]
    assert envoy("--json", "obstacle", "answer", made, "再等两天").exit == 0
    assert envoy("--json", "obstacle", "verify", made, "--by", "王总").exit == 1
    envoy("--json", "obstacle", "resolve", made)
    assert envoy("--json", "obstacle", "verify", made, "--by", "王总").exit == 0
    shown = envoy("--json", "obstacle", "show", made).json
    assert shown["verified_by"] == "王总"
    assert [one["answer"] for one in shown["escalations"]] == ["再等两天"]


def test_a_calendar_file(envoy, tmp_path):
    out = tmp_path / "due.ics"
    assert envoy("--json", "calendar", "ics", out).exit == 0
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")

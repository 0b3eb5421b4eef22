"""One checklist, one seal, one settlement, windows, contracts, and what comes before the clock."""

import pytest

P = "卧龙产业园"


def test_what_comes_before_the_filing_stands_beside_the_clock(envoy):
    at = ("--json", "procedure", "record", f"{P}/GH-XK")
    assert envoy(*at, "pre_review", "--on", "2026-10-26").exit == 0
    assert envoy(*at, "receipt_refused", "--on", "2026-10-29").exit == 0
    assert envoy(*at, "left_here", "--on", "2026-10-30").exit == 0
    open_ = envoy("--json", "procedure", "show", f"{P}/GH-XK").json
    assert (open_["state"], open_["before_clock"]["open"]) == ("planned", True)
    envoy(*at, "filed", "--on", "2026-11-02", "--system-on", "2026-11-05")
    found = envoy("--json", "procedure", "show", f"{P}/GH-XK").json
    before = found["before_clock"]
    assert (before["first"], before["until"], before["open"]) == ("2026-10-26", "2026-11-02", False)
    assert before["department"] == 5
    assert before["department"] + before["nobody"] == before["elapsed"] == 7
    assert sum(found["charged"].values()) == found["elapsed"] == 21  # none of them inside
    assert found["events"][-1]["system_gap"] == 3
    assert found["events"][0]["entered_late"] == 20
    assert "计时以前" in envoy("procedure", "show", f"{P}/GH-XK").out


def test_the_one_checklist(envoy):
    rows = envoy("--json", "material", "list", P).json
    codes = [row["code"] for row in rows]
    assert len(codes) == len(set(codes)) > 20
    assert envoy("--json", "material", "list", P, "--shared").json[0]["copies"] == 0
    told = envoy("--json", "material", "set", P, "M-WT", "at_hand", "--expires", "2026-11-20")
    assert told.exit == 0, told.err
    (late,) = envoy("--json", "material", "list", P, "--warned").json
    assert (late["code"], late["warning"], late["state"]) == ("M-WT", "expired", "at_hand")


def test_a_demand_off_the_list_is_judged_and_logged(envoy):
    at = f"{P}/GH-XK"
    shared = envoy("--json", "material", "list", P, "--shared").json
    mine = next(
        r for r in shared if any(p["name"].startswith("建设工程规划") for p in r["procedures"])
    )
    judged = envoy("--json", "material", "demand", at, mine["name"], "--judge").json
    assert (judged["allowed"], judged["kind"]) == (False, "paper_already_held")
    logged = envoy("--json", "material", "demand", at, "乡镇盖章意见").json
    assert (logged["kind"], logged["why"]) == ("off_list_demand", "unlisted")
    kinds = [o["kind"] for o in envoy("--json", "obstacle", "list").json]
    assert kinds == ["off_list_demand"]
    own = envoy("--json", "material", "list", P, "--own").json
    may = next(
        r for r in own if any(p["name"].startswith("建设工程规划许可证") for p in r["procedures"])
    )
    refused = envoy("--json", "material", "demand", at, may["name"])
    assert refused.exit == 1
    assert refused.json["error"]["rule"] == "demand-allowed"


def test_a_shared_paper_asked_for_in_a_notice_is_proposed_as_an_obstacle(envoy):
    shared = envoy("--json", "material", "list", P, "--shared").json
    mine = next(
        r for r in shared if any(p["name"].startswith("建设工程规划") for p in r["procedures"])
    )
    at = ("--json", "procedure", "record", f"{P}/GH-XK")
    envoy(*at, "filed", "--on", "2026-11-02")
    envoy(*at, "correction_notice", "--on", "2026-11-04", "--items", mine["name"])
    found = envoy("--json", "procedure", "show", f"{P}/GH-XK").json["proposed_obstacles"]
    assert [p["log_as"] for p in found] == ["paper_already_held"]


def test_a_joint_review_from_asking_to_the_one_decision(envoy):
    made = envoy("--json", "joint", "convene", P, "方案联审", "--on", "2026-11-02")
    assert made.exit == 0, made.err
    id = made.json["id"]
    assert made.json["opinions_due"] == "2026-11-09"
    assert "未受理" in envoy("joint", "list").out  # its clock starts with the acceptance
    member = made.json["members"][0]["department_id"]
    told = envoy("--json", "joint", "opinion", id, member, "agree", "--on", "2026-11-05")
    assert told.json["members"][0]["days"] == 3
    assert told.json["slowest"][0]["state"] == "silent_consent"
    envoy("procedure", "record", f"{P}/GH-XK", "filed", "--on", "2026-11-03")
    decided = envoy("--json", "joint", "decide", id, "joint_pass", "--record").json
    assert len(decided["recorded"]) == 1
    assert envoy("--json", "procedure", "show", f"{P}/GH-XK").json["state"] == "decided"
    assert envoy("--json", "joint", "list", "--open").json == []
    assert "联审通过" in envoy("joint", "show", id).out
    refused = envoy("--json", "joint", "opinion", id, member, "object")
    assert refused.json["error"]["rule"] == "joint-decided"


def test_charges_are_held_against_the_bound_and_written_as_a_sheet(envoy, tmp_path):
    told = envoy("--json", "fee", "charge", f"{P}/YD-DJ", "600", "--on", "2026-11-02")
    assert (
        told.json["line"]["flags"] == ["above_upper"] or "above_lower" in told.json["line"]["flags"]
    )
    assert told.json["line"]["difference"] == "50"
    free = envoy("--json", "fee", "charge", f"{P}/GH-XK", "0.3万", "--basis", "文件复印费")
    assert free.json["line"]["flags"] == ["no_basis"]
    assert free.json["line"]["violation"] is True
    assert envoy("fee", "pay", told.json["id"]).exit == 0
    found = envoy("--json", "fee", "list", P).json
    assert (found["charged"], found["paid"], found["above"]) == ("3600", "600", "3050")
    for name, begins in (("a.pdf", b"%PDF"), ("a.xlsx", b"PK")):
        made = envoy("--json", "fee", "sheet", P, tmp_path / name)
        assert made.exit == 0, made.err
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert envoy("fee", "charge", f"{P}/GH-XK", "许多").exit == 2


def test_an_intermediary_has_its_own_clock(envoy):
    made = envoy(
        "--json", "contract", "add", f"{P}/KC-YT", "甲勘察院", "--limit", "5", "--price", "8万",
        "--signed", "2026-11-02",
    )  # fmt: skip
    assert made.exit == 0, made.err
    (one,) = envoy("--json", "contract", "list").json
    assert (one["due"], one["late"], one["lamp"]) == ("2026-11-09", 10, "red")
    charged = envoy("--json", "procedure", "show", f"{P}/KC-YT").json["charged"]
    assert charged["department"] == 0
    assert charged["intermediary"] == 15
    assert envoy("contract", "deliver", made.json["id"], "--charge").exit == 0
    assert envoy("--json", "procedure", "show", f"{P}/KC-YT").json["state"] == "delivered"
    assert envoy("--json", "fee", "list", P).json["charged"] == "80000"
    again = envoy("--json", "contract", "deliver", made.json["id"])
    assert again.json["error"]["rule"] == "contract-delivered"


def test_windows_have_their_own_figure(envoy, permit):
    envoy("centre", "see", permit, "--window-decides", "yes")
    assert envoy("--json", "centre", "log", permit, "sent_to_back_office").exit == 0
    (row,) = [r for r in envoy("--json", "centre", "list").json if r["sent_to_back_office"]]
    assert (row["department"], row["cases"], row["in_centre"], row["open"]) == ("ziran", 1, 0, 1)


@pytest.mark.parametrize(("on", "state"), [("2026-11-02", "open"), ("2026-10-08", "overdue")])
def test_the_investors_own_duties_count_from_days_that_are_recorded(envoy, on, state):
    assert envoy("own", "day", P, "works_contract", "--on", on).exit == 0
    rows = {r["code"]: r for r in envoy("--json", "own", "list", "--project", P).json}
    assert rows["RS-BZJ"]["state"] == state
    assert rows["XF-BA"]["state"] == "waiting"

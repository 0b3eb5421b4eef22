"""`envoy stats`, `envoy department`, `envoy project forecast` as scripts call them."""

from pathlib import Path

LOG = Path(__file__).resolve().parents[1] / "data" / "receipt.xes.gz"


def test_a_log_comes_in_and_its_figures_out(envoy, tmp_path):
    taken = envoy(
        "--json", "stats", "import", LOG, "--case", "concept:name", "--item", "channel",
        "--department", "department", "--filed", "startdate", "--deadline", "deadline",
        "--ended", "enddate",
    )  # fmt: skip
    assert taken.exit == 0, taken.err
    assert (taken.json["taken"], taken.json["bad"]) == (1434, [])
    told = envoy("--json", "stats", "deadlines").json
    assert [told[name] for name in ("late", "in_time", "open")] == [309, 1020, 105]
    rows = {row["department"]: row for row in envoy("--json", "stats", "departments").json}
    assert {name: rows["General"][name] for name in ("cases", "open", "median", "low", "high")} == {
        "cases": 1390,
        "open": 105,
        "median": 38,
        "low": 37,
        "high": 39,
    }
    assert rows["Customer contact"]["note"] == "faster"
    one = envoy("--json", "stats", "departments", "--item", "Post", "--from", "2011-01-01")
    assert one.exit == 0, one.err
    assert sum(row["cases"] for row in one.json) < 53
    items = envoy("--json", "stats", "items").json
    assert (items[0]["code"], items[0]["cases"]) == ("Internet", 1250)
    measured = envoy("--json", "stats", "calibration").json
    assert 0.45 <= measured["p50"] <= 0.55
    assert len(measured["bins"]) == 9
    out = tmp_path / "own.xes.gz"
    assert envoy("--json", "stats", "export", out).json["cases"] == 1434
    for words in (("departments",), ("items",), ("deadlines",), ("bottlenecks",)):
        assert envoy("stats", *words).exit == 0
    said = envoy("stats", "sentence", "--department", "General", "--item", "Desk")
    assert "中位数" in said.out
    assert envoy("--json", "stats", "look", LOG).json[0]["attribute"] == "startdate"
    sheet = tmp_path / "table.xlsx"
    assert envoy("--json", "stats", "table", sheet).json["departments"] == len(rows)
    assert sheet.read_bytes()[:2] == b"PK"
    for name in ("distribution", "survival", "months", "bottlenecks", "calibration"):
        for suffix, begins in ((".svg", b"<svg"), (".pdf", b"%PDF"), (".png", b"\x89PNG")):
            path = tmp_path / f"{name}{suffix}"
            made = envoy("stats", "chart", name, path, "--department", "General")
            assert made.exit == 0, made.err
            assert path.read_bytes().startswith(begins)
    paper = tmp_path / "general.pdf"
    assert envoy("stats", "paper", paper, "--department", "General").exit == 0
    assert paper.read_bytes().startswith(b"%PDF")
    assert "<text" in (tmp_path / "survival.svg").read_text("utf-8")
    of_whom = envoy("--json", "stats", "chart", "months", tmp_path / "x.svg")
    assert (of_whom.exit, of_whom.json["error"]["rule"]) == (1, "chart-of-whom")


def test_what_is_not_there_is_refused(envoy, tmp_path):
    unknown = envoy("--json", "stats", "departments", "--item", "nothing")
    assert (unknown.exit, unknown.json["error"]["rule"]) == (1, "no-such-item")
    empty = envoy("--json", "stats", "sentence", "--department", "ziran")
    assert (empty.exit, empty.json["error"]["rule"]) == (1, "no-cases")
    assert envoy("stats", "export", tmp_path / "x.docx").exit == 1
    assert envoy("stats", "import", tmp_path / "none.xes").exit == 2  # attributes are not named
    missing = envoy(
        "stats", "import", tmp_path / "none.xes", "--case", "a", "--item", "b", "--department",
        "c", "--filed", "d",
    )  # fmt: skip
    assert missing.exit == 5


def test_a_project_s_forecast(envoy):
    told = envoy("--json", "project", "forecast", "卧龙产业园", "--seed", "3").json
    assert told["p50"] <= told["p90"]
    assert told["target"] == "2027-03-01"
    assert 0 <= told["chance"] <= 1
    assert told["critical"]
    assert told["spread"][0]["share"] > 0
    again = envoy("--json", "project", "forecast", "卧龙产业园", "--seed", "3").json
    assert again == told


def test_bottlenecks_name_the_dearest_waits(envoy, permit):
    told = envoy("--json", "stats", "bottlenecks").json
    assert sum(told["parties"].values()) > 0
    assert 0 < len(told["waits"]) <= 10
    days = [wait["days"] for wait in told["waits"]]
    assert days == sorted(days, reverse=True)
    assert told["thirds"][0]["days"] >= told["thirds"][-1]["days"] > 0
    assert told["transitions"][0]["from"] == "filed"


def test_departments_are_renamed_merged_and_split(envoy):
    renamed = envoy("department", "rename", "ziran", "市自然资源局", "--short", "市自资局")
    assert renamed.exit == 0, renamed.err
    merged = envoy("--json", "department", "merge", "linye", "yuanlin", "--into", "ziran")
    assert len(merged.json["merged"]) == 2
    split = envoy("department", "split", "zhujian", "--into", "ziran", "chengguan")
    assert split.exit == 0, split.err
    assert envoy("--json", "department", "merge", "linye", "--into", "ziran").json["error"][
        "rule"
    ] == "department-gone"  # fmt: skip

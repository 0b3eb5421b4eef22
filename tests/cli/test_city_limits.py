"""A city's own limits in calendar days: when late is late, and when it is only disputed."""

import csv
from pathlib import Path

import pytest

SHIPPED = Path(__file__).resolve().parents[2] / "db" / "reference" / "catalogue.csv"


@pytest.mark.parametrize(
    ("notes", "lamp", "disputed"),
    [
        ("sure；本市按自然日公布", "red", False),
        ("sure（7日）；check（单位）", "yellow", True),
        ("check", "yellow", True),
    ],
)
def test_a_calendar_day_limit_is_late_after_its_moved_deadline(
    envoy, tmp_path, notes, lamp, disputed
):
    """行政许可法 82, 民法典 203: the 7 days end on 10-01 and are moved over the National Day."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] == "HJ-BG"]
    rows[0].update(
        statutory_limit="7", promised_limit="", prerequisites="", applies_when="always",
        notes=notes,
    )  # fmt: skip
    with (tmp_path / "city.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)
    assert envoy("catalogue", "import", tmp_path / "city.csv").exit == 0
    project = envoy("--json", "project", "new", "--name", "新", "--investor", "甲").json["id"]
    plan = envoy("--json", "plan", "generate", project).json["procedures"]
    mine = plan[0]["id"]
    for event in ("filed", "accepted"):
        assert envoy("procedure", "record", mine, event, "--on", "2026-09-24").exit == 0
    on_time = envoy("--json", "--today", "2026-10-08", "procedure", "show", mine).json["clocks"][1]
    late = envoy("--json", "--today", "2026-10-09", "procedure", "show", mine).json["clocks"][1]
    assert on_time["deadline"] == late["deadline"] == "2026-10-08"
    assert (on_time["lamp"], on_time["disputed"]) == ("yellow", False)
    assert (late["used"], late["lamp"], late["disputed"]) == (15, lamp, disputed)

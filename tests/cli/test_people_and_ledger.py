"""The city's rules about people and duties, as a script walks them."""

from pathlib import Path

import pypdfium2
import pytest

from tests.cli.conftest import Call

PROJECT = "卧龙产业园"


def pages(path: Path) -> list[str]:
    paper = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_range() for page in paper]


def refused(called, rule: str) -> None:
    assert called.exit == 1, called.out + called.err
    assert called.json["error"]["rule"] == rule


def test_a_duty_from_its_first_word_to_the_proof(envoy: Call, tmp_path: Path) -> None:
    duty = envoy(
        "--json", "duty", "add", "书面答复代表建议", "--source", "proposal", "--basis",
        "第 36 号建议", "--department", "市发展和改革委员会", "--given", "2026-10-12", "--due",
        "2026-11-18", "--project", PROJECT,
    ).json["id"]  # fmt: skip
    listed = envoy("--json", "duty", "list", "--overdue", "--level", "urge").json
    assert [(d["id"], d["to_remind"]) for d in listed] == [(duty, "urge")]
    assert envoy("duty", "stage", duty, "报送初稿", "--due", "2026-11-02").exit == 0
    out = tmp_path / "sheet.pdf"
    sheets = envoy("--json", "duty", "sheet", out).json["sheets"]
    assert [s["number"] for s in sheets] == ["督〔2026〕1号"]
    assert "督〔2026〕1号" in pages(out)[0]
    assert envoy("--json", "duty", "list", "--overdue").json[0]["to_remind"] is None
    assert envoy(
        "duty", "postpone", duty, "--to", "2026-12-01", "--reason", "等专家", "--agreed-by", "林"
    ).exit == 0  # fmt: skip
    shown = envoy("--json", "duty", "show", duty).json
    assert (shown["first_due"], shown["due"]) == ("2026-11-18", "2026-12-01")
    assert shown["reminders"][0]["number"] == "督〔2026〕1号"
    refused(envoy("--json", "duty", "close", duty), "close-needs-proof")
    proof = tmp_path / "答复.txt"
    proof.write_text("满意")
    assert envoy("--json", "duty", "close", duty, "--attach", proof).json["closed"] == "2026-11-23"
    assert envoy("--json", "duty", "show", duty).json["closed"] == "2026-11-23"


def test_a_broken_promise_stands_first(envoy: Call) -> None:
    envoy("duty", "add", "清单任务", "--due", "2026-11-02", "--given", "2026-10-12")
    promise = envoy(
        "--json", "commitment", "add", PROJECT, "路通到厂门口", "--by", "招商协议第八条", "--due",
        "2026-11-20", "--given", "2026-06-01",
    ).json["id"]  # fmt: skip
    assert [d["id"] for d in envoy("--json", "commitment", "list", "--broken").json] == [promise]
    assert envoy("--json", "duty", "list").json[0]["id"] == promise
    assert envoy("commitment", "keep", promise).exit == 0
    assert envoy("--json", "commitment", "list", "--broken").json == []


def test_a_project_has_a_team_a_plan_and_is_handed_over_with_its_sheet(
    envoy: Call, tmp_path: Path
) -> None:
    assert envoy("team", "add", PROJECT, "王强", "--role", "leader", "--unit", "住建局").exit == 0
    refused(envoy("--json", "team", "add", PROJECT, " "), "person-missing")
    stone = envoy(
        "--json", "milestone", "add", PROJECT, "取得土地", "--due", "2026-11-30"
    ).json["id"]  # fmt: skip
    refused(
        envoy("--json", "milestone", "slip", stone, "--to", "2026-11-30", "--reason", "评估"),
        "slip-not-later",
    )
    assert envoy(
        "milestone", "slip", stone, "--to", "2026-12-20", "--reason", "评估重做", "--party",
        "intermediary",
    ).exit == 0  # fmt: skip
    row = envoy("--json", "milestone", "list", "--project", PROJECT).json[0]
    assert (row["first_due"], row["due"]) == ("2026-11-30", "2026-12-20")
    out = tmp_path / "hand.pdf"
    assert envoy("project", "hand-over", PROJECT, "--to", "张华", "--sheet", out).exit == 0
    text = "".join(pages(out))
    for words in ("张华", "取得土地", "王强", "还没有申报的事项"):
        assert words in text
    assert envoy("--json", "team", "list", PROJECT).json["envoy"] == "张华"


def test_acts_outside_the_mandate_are_recorded_with_a_warning(envoy: Call) -> None:
    made = envoy(
        "--json", "mandate", "add", PROJECT, "--signatory", "刘总", "--signed", "2026-11-02",
        "--until", "2026-11-20", "--items", "GH-XK",
    )  # fmt: skip
    assert made.exit == 0, made.out
    late = envoy("--json", "procedure", "record", f"{PROJECT}/GH-XK", "filed", "--on", "2026-11-23")
    assert [w["code"] for w in late.json["warnings"]] == ["after_mandate"]
    assert envoy("mandate", "renew", made.json["id"], "--until", "2027-11-20").exit == 0
    states = {m["state"] for m in envoy("--json", "mandate", "list", "--project", PROJECT).json}
    assert states == {"expired", "in_force"}


def test_a_promised_call_is_listed_until_it_is_kept(envoy: Call) -> None:
    person = envoy(
        "--json", "contact", "add", "王建设", "--post", "科长", "--phone", "6312 0000"
    ).json["id"]  # fmt: skip
    call = envoy(
        "--json", "call", "log", "王科长说周五前出意见", "--project", PROJECT, "--promised",
        "出意见", "--by", "2026-11-27",
    ).json  # fmt: skip
    assert call["contact"] == person
    assert len(envoy("--json", "call", "list", "--promised").json) == 1
    assert envoy("call", "kept", call["id"]).exit == 0
    assert envoy("--json", "call", "list", "--promised").json == []


def test_a_day_that_was_promised_in_the_words_is_kept_as_the_day(envoy: Call) -> None:
    said = envoy("--json", "--today", "2026-11-24", "call", "log", "科长答应周五前出意见").json
    assert said["promised_on"] == "2026-11-27"
    assert len(envoy("--json", "call", "list", "--promised").json) == 1
    told = envoy("--json", "call", "log", "问了11月20日交的材料").json  # a day, and no promise
    assert told["promised_on"] is None


def test_the_questions_of_a_rating_stand_on_its_help_page(envoy: Call) -> None:
    page = envoy("rating", "record", "--help").out
    assert "told_at_once" in page
    assert "项目属性" not in page
    assert "completion_accepted" in envoy("own", "day", "--help").out


def test_a_rating_comes_from_its_slip_and_cannot_be_undone(envoy: Call, tmp_path: Path) -> None:
    for event, on in (
        ("filed", "2026-10-28"), ("accepted", "2026-10-29"), ("decided", "2026-11-05"),
        ("delivered", "2026-11-06"),
    ):  # fmt: skip
        assert envoy("procedure", "record", f"{PROJECT}/GH-XK", event, "--on", on).exit == 0
    out = tmp_path / "slip.pdf"
    code = envoy("--json", "rating", "slip", f"{PROJECT}/GH-XK", out).json["code"]
    assert "总体满意" in pages(out)[0]
    assert envoy("--json", "rating", "find", out).json[0]["name"]  # the slip's own picture
    garbled = code[:-1] + ("0" if code[-1] != "0" else "1")
    refused(envoy("--json", "rating", "record", garbled, "--answer", "overall=4"), "not-a-slip")
    assert envoy("rating", "record", code, "--answer", "overall=4", "in_time=2").exit == 0
    refused(envoy("--json", "rating", "record", code, "--answer", "overall=5"), "rating-given")
    assert envoy("undo").exit == 0  # the delivery, not the rating
    found = envoy("--json", "rating", "list").json
    assert (found["count"], found["mean"]) == (1, None)  # one is no figure


@pytest.mark.parametrize("private", [True, False])
def test_a_note_stays_on_what_it_is_about(envoy: Call, private: bool) -> None:
    more = ["--private"] if private else []
    assert envoy("note", "add", "法人周三在", "--project", PROJECT, *more).exit == 0
    notes = envoy("--json", "note", "list", "--project", PROJECT).json
    assert [(n["text"], n["private"]) for n in notes] == [("法人周三在", private)]

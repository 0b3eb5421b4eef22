"""A month of the coordination office: packages in, the meeting, its papers, decisions back."""

from pathlib import Path

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from tests.office.test_round_trip import People


def words(path: Path) -> str:
    """All text of a PDF."""
    document = pypdfium2.PdfDocument(path)
    return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.timeout(600)
def test_what_two_envoys_bring_is_decided_printed_and_comes_back(tmp_path: Path) -> None:
    people = People(tmp_path)
    people.call(
        "office", "office", "new", people.file("office"), "--unit", "市协调办", "--no-keyring"
    )
    people.call("office", "identity", "show", "--out", tmp_path / "office.id")
    for who, money in (("张三", "90000000"), ("李四", "4000000000")):
        people.new(who, "卧龙区特派办")
        people.call("office", "office", "enrol", tmp_path / f"{who}.id")
        people.call(who, "identity", "trust", tmp_path / "office.id")
        people.call(
            who, "project", "new", "--name", f"{who}产业园", "--investor", "甲公司", "--attr",
            f"investment_cny={money}",
        )  # fmt: skip
        people.call(
            who, "obstacle", "log", f"{who}的会审意见迟迟不汇总", "--project", f"{who}产业园",
            "--department", "市资规局", "--on", "2026-11-03",
        )  # fmt: skip
        people.call("office", "office", "import", people.deliver(who, f"{who}.p"))
    first, second = people.call("office", "office", "agenda")
    assert first["topic"].startswith("李四")
    assert first["urgency"] > second["urgency"]
    assert "40 亿元" in first["because"]
    people.call("office", "office", "begin", "--chair", "王市长", "--present", "各部门")
    item = people.call("office", "office", "meeting")["agenda"][0]
    people.call("office", "office", "statement", item["id"], "正在会同住建局核对")
    made = people.call(
        "office", "office", "decide", "--item", item["id"], "--decision", "三日内书面答复企业",
        "--lead", "市资规局", "--due", "2026-12-04", "--for", "9", "--against", "1",
    )  # fmt: skip
    book, minutes, table = (tmp_path / name for name in ("book.pdf", "minutes.pdf", "table.xlsx"))
    people.call("office", "office", "book", book)
    told = words(book)
    assert all(part in told for part in ("会议材料", "目", "一、会议安排", "正在会同住建局核对"))
    people.call("office", "office", "close")
    people.call("office", "office", "minutes", minutes)
    said = words(minutes).replace("\r\n", "")
    assert all(part in said for part in ("纪要", "三日内书面答复企业", "9票同意", "王市长"))
    people.call("office", "office", "answer", "市资规局", "资料不全所致", "--from", "2026-11-01",
                "--to", "2026-11-30")  # fmt: skip
    people.call("office", "office", "table", table, "--from", "2026-11-01", "--to", "2026-11-30")
    sheets = CalamineWorkbook.from_path(table).sheet_names
    assert sheets == ["办理用时", "办理中的问题", "部门的答复", "怎样读"]
    assert [
        row[2] for row in CalamineWorkbook.from_path(table).get_sheet_by_name("部门的答复")
        .to_python()[1:]
    ] == ["资料不全所致"]  # fmt: skip
    # what was decided goes back and is a duty of the envoy, once
    people.call("office", "office", "return", tmp_path / "back")
    for package in sorted((tmp_path / "back").iterdir()):
        if "李四" in package.name:
            people.call("李四", "package", "read", package)
    (duty,) = people.call("李四", "duty", "list", "--source", "decision")
    assert (duty["id"], duty["due"]) == (made["duty"], "2026-12-04")

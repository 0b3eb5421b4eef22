"""Texts that no page likes: each gets its message in the editor, and not a character is lost."""

import pytest

from envoy_desktop.documents import memo as papers
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.ui.documents import reading
from envoy_desktop.ui.documents.model import remarks
from envoy_desktop.ui.documents.saving import save_draft
from tests.store.conftest import file, key, template, workspace

__all__ = ["file", "key", "template", "workspace"]

LINE = "部门自受理之日起已用十七个工作日，超出承诺时限十个工作日。"
WIDE = "表：\n" + "".join(
    "| " + " | ".join(cells) + " |\n" for cells in (["栏目名称"] * 40, [":---"] * 40, ["内容"] * 40)
)


@pytest.fixture
def row(workspace):
    draft = papers.draft(workspace, kind="report", title="关于某事的报告", issuer="周建国")
    with workspace.read() as reader:
        return papers.memo_row(reader, draft)


def told(workspace, row, head, body):
    live = reading.live(workspace, row, head, body)
    found = remarks(live.findings, live.layout.problems, live.wrong)
    return live, {remark.words for remark in found if remark.lamp == "red"}, found


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        ({"title": "关于" + "协调解决项目审批问题" * 20 + "的报告"}, "正文。", "标题"),
        ({}, "情况很好😀。", "没有字体能印出“😀”"),
        ({}, "附件：1. 表\n" + WIDE, "40 栏"),
    ],
)
def test_it_is_said_with_its_place_and_nothing_is_lost(workspace, row, head, body, words):
    _live, red, found = told(workspace, row, head, body)
    assert any(words in one for one in red), found
    assert all(remark.place for remark in found if words in remark.words)
    save_draft(workspace, row, {"title": row.title, **head}, body, 1)
    with workspace.read() as reader:
        kept = papers.memo_row(reader, row.id)
    assert kept.title == head.get("title", row.title)
    assert "".join(body.split()) == "".join(kept.body.split())
    with pytest.raises(Refusal):
        papers.issue(workspace, row.id)


def test_three_hundred_pages_are_laid_out_and_drawn_one_at_a_time(workspace, row):
    body = "\n".join(LINE * 8 for _n in range(670))
    live, _red, _found = told(workspace, row, {}, body)
    assert len(live.layout.pages) > 250
    image = reading.preview.page(live.layout, 200, 40)
    assert image.width > 300


def test_a_name_that_the_face_lacks_is_set_from_the_next_one(workspace, row):
    live, red, _found = told(workspace, row, {}, "联系人：朱镕堃，𬭎大䶮。")
    assert not any("没有字体" in words for words in red)
    placed = {char for run in live.layout.runs() for char in run.text}
    assert set("镕堃𬭎䶮") <= placed

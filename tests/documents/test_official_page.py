"""The printed page against the ruler: every measure is read back from the PDF (GB/T 9704-2012)."""

import itertools
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from envoy_desktop.documents import official_page, pdf
from envoy_desktop.documents.blocks import (
    Align,
    Attachment,
    Column,
    Heading,
    Imprint,
    OfficialDocument,
    Paragraph,
    Request,
    Signature,
    Table,
    text,
)
from envoy_desktop.documents.feet import PageCode
from envoy_desktop.documents.fonts import faces
from envoy_desktop.documents.layout import Layout
from envoy_desktop.domain.refusal import Refusal

from .reading import Char, Read, words
from .test_markup import DOCUMENT

PITCH = 10.446
NEAR = 0.1


def near(value: float, tolerance: float = NEAR) -> object:
    return pytest.approx(value, abs=tolerance)


def paragraph(cells: int) -> Paragraph:
    """A paragraph of that many characters without marks."""
    sentence = "市自然资源和规划局受理后未在法定时限内作出决定"
    return Paragraph(text((sentence * (cells // len(sentence) + 1))[:cells]))


def rows(count: int) -> tuple[Paragraph, ...]:
    """A body that fills `count` rows."""
    return tuple(paragraph(20) for _n in range(count))


REQUEST = OfficialDocument(
    kind="request",
    mark="临江市人民政府办公室文件",
    number="临政办请〔2026〕5号",
    issuers=("欧阳建国",),
    title="关于协调解决远航新材料项目用地预审超期问题的请示",
    addressee="市人民政府",
    body=(
        paragraph(26 + 28 * 3),
        Heading.of(1, "基本情况"),
        Heading.of(2, "用地预审超期。该事项3月2日申报，3月4日受理，法定时限20个工作日。"),
        Heading.of(3, "协调经过"),
        Heading.of(4, "窗口答复"),
        paragraph(26 + 28 * 12 + 5),
        Request((Paragraph(text("恳请协调市自然资源和规划局于2026年4月24日前作出决定。")),)),
        Paragraph(text("妥否，请批示。")),
    ),
    attachments=(Attachment("事实清单"), Attachment("补正告知书复印件")),
    signature=Signature(("临江市人民政府办公室",), date(2026, 4, 16)),
    note="联系人：张伟，电话：0790-1234567",
    imprint=Imprint(
        ("市委办公室", "市自然资源和规划局"), "临江市人民政府办公室", date(2026, 4, 17)
    ),
)


def lay(document: OfficialDocument, **options: object) -> Layout:
    return official_page.compose(document, with_faces=faces(bundled_only=True), **options)


def read(document: OfficialDocument, **options: object) -> Read:
    return Read(pdf.write(lay(document, **options)))


@pytest.fixture(scope="module")
def request_paper() -> Read:
    return read(REQUEST, code=lambda n: PageCode(f"ENVOY1:7KQ2M9:{n}", f"7K-Q2M-{n}A"))


def body_lines(paper: Read, page: int) -> list[list[Char]]:
    return [
        line
        for line in paper.lines(page)
        if line[0].size == pytest.approx(16) and line[0].top + 0.05 >= 37 and line[0].top < 262
    ]


def test_body_lines_stand_on_22_rows_from_37_to_262(request_paper: Read) -> None:
    tops = [line[0].top for line in body_lines(request_paper, 2)]
    for top in tops:
        row = (top - 37) / PITCH
        assert row == pytest.approx(round(row), abs=0.01)
    first_page = body_lines(request_paper, 1)
    assert first_page[-1][0].top == near(37 + 21 * PITCH)
    assert first_page[-1][0].top + 16 / 72 * 25.4 == near(262)
    assert tops[0] == near(37)


def test_a_full_line_holds_28_characters_from_28_to_184(request_paper: Read) -> None:
    full = [line for line in body_lines(request_paper, 1) if len(line) == 28]
    assert full
    for line in full:
        assert line[0].x == near(28)
        assert line[-1].x + 16 / 72 * 25.4 == near(184)
        steps = [b.x - a.x for a, b in itertools.pairwise(line)]
        assert steps == pytest.approx([5.571] * 27, abs=0.01)


def test_a_paragraph_is_indented_two_characters(request_paper: Read) -> None:
    first = next(line for line in body_lines(request_paper, 1) if len(line) == 26)
    assert first[0].x == near(28 + 2 * 156 / 28)


def test_the_mark_is_red_and_its_ink_begins_35_mm_below_the_type_area(request_paper: Read) -> None:
    ink = request_paper.ink(1, red=True)
    ys = np.flatnonzero(ink.any(axis=1)) / 400 * 25.4
    assert ys[0] == near(72.0, 0.15)
    mark = request_paper.find("临江市人民政府办公室文件", 1)
    assert {c.face for c in mark} == {"NotoSerifSC-ExtraBold"}
    xs = np.flatnonzero(ink.any(axis=0)) / 400 * 25.4
    assert xs[0] >= 28 - NEAR
    assert xs[-1] <= 184 + NEAR


def test_number_and_issuer_share_a_baseline_one_character_in(request_paper: Read) -> None:
    number = request_paper.find("临政办请〔2026〕5号", 1)
    label = request_paper.find("签发人：", 1)
    name = request_paper.find("欧阳建国", 1)
    assert number[0].x == near(33.57)
    assert name[-1].x + 5.571 == near(178.43, 0.15)
    assert number[0].baseline == near(label[0].baseline, 0.01) == near(name[0].baseline, 0.01)
    assert {c.face for c in number + label} == {"FandolFang-Regular"}
    assert {c.face for c in name} == {"EnvoyKai-Regular"}
    assert {c.size for c in number + label + name} == {16}


def test_number_stands_two_lines_below_the_mark(request_paper: Read) -> None:
    ink = request_paper.ink(1, red=True)
    ys = np.flatnonzero(ink.any(axis=1)) / 400 * 25.4
    gap = np.flatnonzero(np.diff(ys) > 10)[0]
    number = request_paper.find("临政办请", 1)
    assert number[0].top - ys[gap] == near(2 * PITCH, PITCH / 6 + NEAR)


def test_the_red_line_is_4_mm_below_the_number_and_as_wide_as_the_type_area(
    request_paper: Read,
) -> None:
    (red,) = [stroke for stroke in request_paper.strokes if stroke.red]
    number = request_paper.find("临政办请", 1)
    assert red.top - (number[0].top + 16 / 72 * 25.4) == near(4.0)
    assert (red.x0, red.x1) == (near(28), near(184))
    assert 0.35 <= red.thickness <= 1


def test_the_title_is_size_2_centred_two_lines_below_the_red_line(request_paper: Read) -> None:
    (red,) = [stroke for stroke in request_paper.strokes if stroke.red]
    lines = [line for line in request_paper.lines(1) if line[0].size == pytest.approx(22)]
    assert words(lines[0]) + words(lines[1]) == REQUEST.title
    assert lines[0][0].top - red.bottom == near(2 * PITCH, PITCH / 6 + NEAR)
    for line in lines:
        assert (line[0].x + line[-1].x + 22 / 72 * 25.4) / 2 == near(106, 0.3)
        assert {c.face for c in line} == {"NotoSerifSC-ExtraBold"}


def test_the_addressee_is_flush_left_one_line_below_the_title(request_paper: Read) -> None:
    title = [line for line in request_paper.lines(1) if line[0].size == pytest.approx(22)][-1]
    addressee = request_paper.find("市人民政府：", 1)
    assert addressee[0].x == near(28)
    gap = addressee[0].top - (title[0].top + 22 / 72 * 25.4)
    assert gap == near(PITCH, PITCH / 6 + NEAR)


def test_heading_levels_have_their_faces(request_paper: Read) -> None:
    for what, face in (
        ("一、基本情况", "NotoSansSC-Regular"),
        ("（一）用地预审超期。", "EnvoyKai-Regular"),
        ("该事项", "FandolFang-Regular"),
        ("1.协调经过", "FandolFang-Regular"),
        ("（1）窗口答复", "FandolFang-Regular"),
    ):
        assert {c.face for c in request_paper.find(what)} == {face}, what
        assert {c.size for c in request_paper.find(what)} == {16}


def test_attachments_follow_the_body_after_a_blank_line(request_paper: Read) -> None:
    body = request_paper.find("妥否，请批示。")[0]
    first = request_paper.find("附件：1. 事实清单")
    second = request_paper.find("2. 补正告知书复印件")
    assert first[0].baseline - body.baseline == near(2 * PITCH)
    assert first[0].x == near(28 + 2 * 5.571)
    assert second[0].x == near(first[3].x)


def test_the_date_ends_four_characters_in_and_the_organ_is_centred_over_it(
    request_paper: Read,
) -> None:
    day = request_paper.find("2026年4月16日")
    organ = request_paper.find("临江市人民政府办公室", day[0].page)
    assert day[-1].x + 5.571 == near(184 - 22.29, 0.15)
    middle = (day[0].x + day[-1].x + 5.571) / 2
    assert (organ[0].x + organ[-1].x + 5.571) / 2 == near(middle, 0.2)
    assert day[0].baseline - organ[0].baseline == near(PITCH)


def test_a_wide_organ_keeps_two_characters_and_the_date_is_centred_under_it() -> None:
    organ = "临江市重点项目推进和特派服务工作领导小组办公室"
    paper = read(replace(REQUEST, signature=Signature((organ,), date(2026, 4, 16))))
    line = paper.find(organ)
    day = paper.find("2026年4月16日")
    assert line[-1].x + 5.571 == near(184 - 11.14, 0.15)
    assert (day[0].x + day[-1].x) / 2 == near((line[0].x + line[-1].x) / 2, 1.5)


def test_without_a_seal_the_organ_ends_two_in_and_the_date_begins_two_after_it() -> None:
    signature = Signature(("临江市人民政府办公室",), date(2026, 4, 16), sealed=False)
    paper = read(replace(REQUEST, signature=signature))
    day = paper.find("2026年4月16日")
    organ = paper.find("临江市人民政府办公室", day[0].page)
    assert organ[-1].x + 5.571 == near(184 - 11.14, 0.15)
    assert day[0].x - organ[0].x == near(2 * 5.571)


def test_the_contact_note_stands_in_brackets_below_the_date(request_paper: Read) -> None:
    note = request_paper.find("（联系人：张伟，电话：0790-1234567）")
    day = request_paper.find("2026年4月16日")
    assert note[0].x == near(28 + 2 * 5.571)
    assert note[0].baseline - day[0].baseline == near(PITCH)


def test_the_imprint_ends_on_the_type_areas_edge(request_paper: Read) -> None:
    rules = [s for s in request_paper.strokes if not s.red]
    assert {s.page for s in rules} == {request_paper.pages}
    assert [s.thickness for s in rules] == [near(0.35, 0.01), near(0.25, 0.01), near(0.35, 0.01)]
    assert rules[-1].bottom == near(262.0, 0.02)
    assert all((s.x0, s.x1) == (near(28), near(184)) for s in rules)
    copies = request_paper.find("抄送：市委办公室，市自然资源和规划局。")
    printed = request_paper.find("2026年4月17日印发")
    assert {c.size for c in copies + printed} == {14}
    assert copies[0].x == near(28 + 14 / 72 * 25.4)
    assert printed[-1].x + 14 / 72 * 25.4 == near(184 - 14 / 72 * 25.4)


def test_page_numbers_stand_outside_with_their_dash_7_mm_below_the_type_area(
    request_paper: Read,
) -> None:
    for page in range(1, request_paper.pages + 1):
        line = next(c for c in request_paper.lines(page) if words(c) == f"— {page} —")
        assert {c.face for c in line} == {"NotoSerifSC-Regular"}
        assert {c.size for c in line} == {14}
        cell = 14 / 72 * 25.4
        if page % 2:
            assert line[-1].x + cell == near(184 - cell, 0.3)
        else:
            assert line[0].x == near(28 + cell, 0.3)
        dash = request_paper.ink(page, red=False)
        x = int((line[0].x + cell / 2) / 25.4 * 400)
        column = np.flatnonzero(dash[:, x]) / 400 * 25.4
        assert column[column > 263][0] == near(269.0, 0.15)


def test_the_code_lies_in_the_foot_opposite_the_number(request_paper: Read) -> None:
    for page in range(1, request_paper.pages + 1):
        ink = request_paper.ink(page, red=False)
        left, right = int(106 / 25.4 * 400), ink.shape[1]
        half = ink[:, :left] if page % 2 else ink[:, left:right]
        band = half[int(266 / 25.4 * 400) :]
        ys = np.flatnonzero(band.sum(axis=1) > 40) / 400 * 25.4 + 266
        assert ys[0] > 266
        assert ys[-1] < 290
        assert ys[-1] - ys[0] <= 16
        number = request_paper.find(f"7K-Q2M-{page}A", page)
        folio = request_paper.find(f"— {page} —", page)
        assert abs(number[0].baseline - folio[0].baseline) >= 2


def test_the_text_can_be_taken_out_whole(request_paper: Read) -> None:
    taken = request_paper.taken
    assert "�" not in taken
    assert not any(0x2E80 <= ord(c) < 0x2FE0 for c in taken), "radicals for ideographs"
    for part in (
        "关于协调解决远航新材料项目用地预审超期问题的请示",
        "该事项3月2日申报，3月4日受理",
    ):
        assert part in taken


def test_every_ideograph_leaves_ink(request_paper: Read) -> None:
    ink = request_paper.ink(2, red=False, dpi=200)
    for char in request_paper.chars:
        if char.page == 2 and "\u4e00" <= char.text <= "\u9fff":
            top = int(char.top / 25.4 * 200)
            left = int(char.x / 25.4 * 200)
            side = int(char.size / 72 * 200)
            share = ink[top : top + side, left : left + side].mean()
            assert 0.01 < share < 0.6, char


def test_all_faces_are_embedded_and_subset(request_paper: Read) -> None:
    data = pdf.write(lay(REQUEST))
    assert b"Helvetica" not in data
    assert data.count(b"/Type /FontDescriptor") == data.count(b"/FontFile2 ") > 0
    assert len(data) < 400_000
    assert all(char.face for char in request_paper.chars)


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf.write(lay(REQUEST)) == pdf.write(lay(replace(REQUEST)))


@pytest.mark.parametrize("ends_on", range(14, 26))
@pytest.mark.parametrize("copies", [(), ("市委办公室", "市自然资源和规划局")])
def test_a_signature_never_stands_alone(ends_on: int, copies: tuple[str, ...]) -> None:
    """Bodies whose last line is row 14..22 of page 1, and a little more."""
    document = replace(
        REQUEST,
        body=rows(ends_on - 13),
        attachments=(),
        imprint=Imprint(copies, "临江市人民政府办公室", date(2026, 4, 17)),
    )
    paper = read(document)
    day = paper.find("2026年4月16日")
    body = [line for line in paper.lines(day[0].page) if words(line).startswith("市自然资源和规")]
    assert len(body) >= min(2, ends_on - 13)
    assert "此页无正文" not in paper.taken
    if day[0].page > 1:
        before = [line for line in paper.lines(1) if words(line).startswith("市自然资源和规")]
        assert before[-1][0].top >= 37 + 11 * PITCH - NEAR
    rules = [s for s in paper.strokes if not s.red and s.page == day[0].page]
    assert not rules or paper.find("（联系人")[0].baseline + 1 < rules[0].top


@pytest.mark.parametrize(
    "title",
    [
        "关于报批的请示",
        "关于协调解决远航新材料项目用地预审超期问题的请示",
        "关于协调解决临江远航新材料科技有限公司年产5万吨高性能复合材料项目用地预审超期问题的请示",
        "关于恳请协调市自然资源和规划局、市生态环境局、市住房和城乡建设局加快办理"
        "临江远航新材料科技有限公司年产5万吨高性能复合材料项目手续的请示",
    ],
)
def test_titles_of_one_to_four_lines_keep_the_grid(title: str) -> None:
    paper = read(replace(REQUEST, title=title))
    lines = [line for line in paper.lines(1) if line[0].size == pytest.approx(22)]
    assert "".join(words(line) for line in lines) == title
    addressee = paper.find("市人民政府：", 1)
    row = (addressee[0].top - 37) / PITCH
    assert row == pytest.approx(round(row), abs=0.01)
    assert body_lines(paper, 1)[-1][0].top == near(37 + 21 * PITCH)
    assert len(body_lines(paper, 1)) >= 4


def test_a_break_the_person_forced_is_kept() -> None:
    paper = read(replace(REQUEST, title="关于协调解决远航新材料项目\n用地预审超期问题的请示"))
    lines = [line for line in paper.lines(1) if line[0].size == pytest.approx(22)]
    assert [words(line) for line in lines] == [
        "关于协调解决远航新材料项目",
        "用地预审超期问题的请示",
    ]


def test_several_issuers_stand_two_a_line_and_the_number_level_with_the_last() -> None:
    paper = read(replace(REQUEST, issuers=("欧阳建国", "李强", "王小明")))
    number = paper.find("临政办请〔2026〕5号")
    assert number[0].baseline == near(paper.find("王小明")[0].baseline, 0.01)
    assert paper.find("欧阳建国")[0].baseline == near(paper.find("李强")[0].baseline, 0.01)
    assert paper.find("王小明")[0].x == near(paper.find("欧阳建国")[0].x, 0.01)
    assert paper.find("李强")[-1].x + 5.571 == near(178.43, 0.15)


def test_a_name_outside_the_first_face_is_drawn_and_reported() -> None:
    document = replace(REQUEST, body=(Paragraph(text("投资方代表陈𬭎、李镕签字。")),))
    layout = lay(document)
    assert {s.char for s in layout.substitutions} == {"𬭎", "镕"}
    paper = Read(pdf.write(layout))
    assert {c.face for c in paper.find("镕")} == {"EnvoyKai-Regular"}
    assert "陈𬭎、李" in paper.taken


def test_an_emoji_is_refused_by_name_and_shown_as_geta_in_a_preview() -> None:
    document = replace(REQUEST, body=(paragraph(10), Paragraph(text("进展良好😀。"))))
    with pytest.raises(Refusal) as refused:
        lay(document)
    assert refused.value.rule == "missing-glyph"
    assert refused.value.values["char"] == "😀"
    layout = lay(document, strict=False)
    assert [(p.rule, p.place) for p in layout.problems] == [("missing-glyph", (1,))]
    assert "进展良好〓。" in "".join(run.text for run in layout.runs())


def test_attachment_pages_run_on_and_a_table_repeats_its_head() -> None:
    table = Table(
        (Column("序号", 1, Align.CENTRE), Column("日期", 2), Column("事实", 6)),
        tuple((str(n), "2026-03-02", "窗口收件后未出具书面凭证") for n in range(1, 61)),
        "表1　事实",
    )
    document = replace(REQUEST, attachments=(Attachment("事实清单", (table,)), Attachment("照片")))
    paper = read(document)
    name = paper.find("附件1")
    assert name[0].x == near(28)
    assert name[0].top == near(37)
    assert {c.face for c in name} == {"NotoSansSC-Regular"}
    first = name[0].page
    assert paper.pages > first
    for page in range(first, paper.pages):
        assert words(paper.line_with("序号", page)) == "序号日期事实"
        assert paper.find(f"— {page} —", page)
    numbers = [
        words(line)[: -len("2026-03-02窗口收件后未出具书面凭证")]
        for page in range(first, paper.pages + 1)
        for line in paper.lines(page)
        if words(line).endswith("未出具书面凭证")
    ]
    assert numbers == [str(n) for n in range(1, 61)]
    for stroke in paper.strokes:
        assert stroke.bottom <= 262.1
    last = [s for s in paper.strokes if s.page == paper.pages]
    assert last[-1].bottom == near(262.0, 0.02)


def test_a_table_of_too_many_columns_is_named_a_problem() -> None:
    table = Table(tuple(Column(f"栏{n}") for n in range(30)), (tuple("字" for _n in range(30)),))
    document = replace(REQUEST, body=(paragraph(5), table))
    layout = lay(document, strict=False)
    assert [(p.rule, p.place) for p in layout.problems] == [("table-too-wide", (1,))]
    with pytest.raises(Refusal, match="table-too-wide"):
        lay(document)


def test_a_row_taller_than_a_page_goes_on() -> None:
    table = Table((Column("事实"),), (("窗口收件后未出具凭证" * 300,),))
    paper = read(replace(REQUEST, attachments=(Attachment("事实", (table,)),)))
    taken = "".join(c.text for c in paper.chars if c.size == pytest.approx(12))
    assert taken.replace("事实", "") == "窗口收件后未出具凭证" * 300


def test_anchors_lead_from_a_block_to_its_place() -> None:
    layout = lay(REQUEST)
    assert layout.anchors[(0,)].page == 1
    assert layout.anchors[(6, 0)].page == 2
    ys = [layout.anchors[(n,)] for n in range(6)]
    assert ys == sorted(ys)


def test_a_briefing_has_its_issue_number_and_no_signature() -> None:
    document = replace(
        REQUEST,
        kind="briefing",
        mark="重点项目特派服务专报",
        number="第5期",
        issuers=(),
        attachments=(),
        note="",
    )
    paper = read(document)
    issue = paper.find("第5期")
    assert (issue[0].x + issue[-1].x + 5.571) / 2 == near(106, 0.3)
    organ, day = paper.find("临江市人民政府办公室", 1), paper.find("2026年4月16日", 1)
    assert organ[0].x == near(33.57)
    assert day[-1].x + 5.571 == near(178.43, 0.2)
    assert organ[0].baseline == near(day[0].baseline, 0.01)
    assert issue[0].baseline < organ[0].baseline
    (red,) = [s for s in paper.strokes if s.red]
    assert red.top - (organ[0].top + 16 / 72 * 25.4) == near(4.0)
    assert sum("2026年4月16日" in words(line) for line in paper.lines(1) + paper.lines(2)) == 1


def test_the_letter_form_has_its_own_head_and_no_number_on_page_1() -> None:
    document = replace(
        REQUEST,
        kind="letter",
        mark="临江市人民政府办公室",
        issuers=(),
        number="临政办函〔2026〕5号",
    )
    paper = read(document)
    ink = paper.ink(1, red=True)
    ys = np.flatnonzero(ink.any(axis=1)) / 400 * 25.4
    assert ys[0] == near(30.0, 0.15)
    red = sorted((s for s in paper.strokes if s.red), key=lambda s: s.y0)
    assert all(s.x1 - s.x0 == near(170) and (s.x0 + s.x1) / 2 == near(105) for s in red)
    thick = [s.thickness > 0.5 for s in red]
    assert thick == [True, False, False, True]
    assert red[-1].bottom == near(297 - 20)
    mark = ys[np.flatnonzero(np.diff(ys) > 3)[0]]
    assert red[0].top - mark == near(4.0, 0.15)
    number = paper.find("临政办函〔2026〕5号")
    assert number[-1].x + 5.571 == near(184, 0.2)
    texts = ["".join(words(line) for line in paper.lines(n)) for n in (1, 2)]
    assert "— 1 —" not in texts[0]
    assert "— 2 —" in texts[1]
    assert "印发" not in texts[1]


@settings(max_examples=60)
@given(DOCUMENT)
def test_any_draft_can_be_previewed_and_stays_on_its_pages(document: OfficialDocument) -> None:
    layout = lay(document, strict=False)
    assert pdf.write(layout, (1,), small=False).startswith(b"%PDF")
    for run in layout.runs():
        if run.size == 16:
            assert (run.baseline - 0.88 * 16) / 72 * 25.4 >= 37 - NEAR or run.page == 1
            assert run.baseline / 72 * 25.4 <= 262
    for page in layout.pages:
        for rule in page.rules:
            assert max(rule.y0, rule.y1) / 72 * 25.4 <= 277.1


def test_an_empty_draft_is_a_page() -> None:
    empty = OfficialDocument("request", "", "", ())
    assert len(lay(empty, strict=False).pages) == 1
    assert len(lay(replace(REQUEST, title="", body=(), mark="")).pages) >= 1


def test_a_preview_draws_the_same_page_as_the_file() -> None:
    layout = lay(REQUEST)
    alone, whole = Read(pdf.write(layout, (2,), small=False)), Read(pdf.write(layout))
    at_two = [replace(c, page=1) for c in whole.chars if c.page == 2]
    assert [(c.text, round(c.x, 2), round(c.baseline, 2)) for c in alone.chars] == [
        (c.text, round(c.x, 2), round(c.baseline, 2)) for c in at_two
    ]


def test_thirty_pages_hold_22_rows_each() -> None:
    paper = read(replace(REQUEST, body=(paragraph(28 * 22 * 5),), attachments=()))
    for page in range(2, 6):
        assert len(body_lines(paper, page)) == 22
        assert body_lines(paper, page)[-1][0].top == near(37 + 21 * PITCH)

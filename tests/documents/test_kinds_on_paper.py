"""Every kind against the ruler, in short, long and nasty texts: read back from the PDF."""

import io
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from PIL import Image

from envoy_desktop.documents import pdf
from envoy_desktop.documents.blocks import (
    Attachment,
    Attendance,
    Column,
    Heading,
    Imprint,
    Item,
    OfficialDocument,
    Paragraph,
    Party,
    Picture,
    Signature,
    Table,
    text,
)
from envoy_desktop.documents.feet import PageCode
from envoy_desktop.domain.official import KINDS
from envoy_desktop.domain.refusal import Refusal

from .reading import Char, Read, words
from .test_official_page import NEAR, PITCH, REQUEST, lay, near, paragraph, read, rows

CELL = 156 / 28
EM = 16 / 72 * 25.4
ORGAN = "临江市人民政府办公室"
LONG_ORGAN = "临江市重点建设项目推进和投资服务特派工作领导小组暨优化营商环境工作委员会联合办公室"
MARKS = {"letter": ORGAN, "briefing": "重点项目特派服务专报", "minutes": ORGAN + "会议纪要"}
NASTY = (
    "他说：“科长讲‘材料不全（缺《环评报告书》“附图3”）’，让我们‘再等等’。”随后以OA系统"
    "（ver. 2.0.1-beta）退回，编号AB-2026/0417#3，见https://example.org/a/b?c=1&d=2；依据"
    "《行政许可法》第三十二条、国办发〔2020〕24号……——市局10 kV报装于2026年4月16日17:30前"
    "答复，费用12,345.67元、增幅3.14％，联系人陈𬭎、李镕、㑇䶮。"
)


def paper_of(kind: str, body: tuple[Paragraph | Heading | Item | Table, ...]) -> OfficialDocument:
    """A whole paper of a kind."""
    upward = "up" in KINDS[kind].directions
    issue = KINDS[kind].issued
    mandate = kind == "mandate"
    return OfficialDocument(
        kind=kind,
        mark="" if mandate else MARKS.get(kind, ORGAN + "文件"),
        title="代办委托书" if mandate else f"关于远航新材料项目用地预审的{KINDS[kind].name}",
        body=body,
        number="第5期" if issue else "临政办〔2026〕5号",
        issuers=("欧阳建国",) if upward and not issue else (),
        addressee="" if kind in ("minutes", "mandate") else "市人民政府",
        signature=Signature((ORGAN,), date(2026, 4, 16)),
        note="联系人：张伟，电话：0790-1234567" if kind == "request" else "",
        imprint=None if mandate else Imprint(("市委办公室",), ORGAN, date(2026, 4, 17)),
        attendance=(
            Attendance("出席", "市自然资源和规划局王小明，市生态环境局欧阳建国，市水利局李强"),
            Attendance("请假", "市消防救援支队张伟"),
        )
        if kind == "minutes"
        else (),
        parties=(Party("委托方", "远航新材料有限公司"), Party("受托方", ORGAN)) if mandate else (),
    )


TEXTS = {
    "empty": (),
    "short": (paragraph(20),),
    "nasty": tuple(Paragraph(text(NASTY)) for _n in range(5)),
    "long": (Heading.of(1, "情况"), paragraph(28 * 60), Heading.of(2, "经过"), paragraph(28 * 40)),
}


@pytest.fixture(scope="module", params=[(k, t) for k in KINDS for t in TEXTS], ids="-".join)
def paper(request: pytest.FixtureRequest) -> tuple[str, str, Read]:
    kind, name = request.param
    written = read(
        paper_of(kind, TEXTS[name]), code=lambda n: PageCode(f"E1{n:027d}", "K7C3-M9P2-X4")
    )
    return kind, name, written


def in_type_area(paper: Read, page: int) -> list[list[Char]]:
    return [line for line in paper.lines(page) if 36.9 < line[0].top < 262 and line[0].size > 9]


def test_all_text_lies_within_the_type_area(paper: tuple[str, str, Read]) -> None:
    kind, _name, written = paper
    for page in range(1, written.pages + 1):
        for line in in_type_area(written, page):
            first, last = line[0], line[-1]
            assert first.x >= 28 - NEAR
            # a closing mark is squeezed by its ink, a Latin letter is narrower than its em
            share = 1.0 if last.text > "\u4dff" and last.text < "\ufb00" else 0.4
            assert last.x + share * last.size / 72 * 25.4 <= 184 + NEAR
            assert first.baseline <= 262
    outside = [c for c in written.chars if c.baseline < 37 and kind != "letter"]
    assert not outside


def test_body_lines_stand_on_the_grid(paper: tuple[str, str, Read]) -> None:
    _kind, _name, written = paper
    for page in range(2, written.pages + 1):
        for line in in_type_area(written, page):
            if line[0].size == pytest.approx(16):
                row = (line[0].top - 37) / PITCH
                assert row == pytest.approx(round(row), abs=0.01)
                assert 0 <= round(row) <= 21


def test_no_line_begins_or_ends_with_a_forbidden_mark(paper: tuple[str, str, Read]) -> None:
    _kind, _name, written = paper
    for page in range(1, written.pages + 1):
        for line in in_type_area(written, page):
            told = words(line)
            assert told[0] not in "，。、；：！？）》」』】〕”’％"
            assert told[-1] not in "（《「『【〔“‘" or len(told) == 1


def test_the_paper_is_whole_and_nothing_is_a_box(paper: tuple[str, str, Read]) -> None:
    _kind, name, written = paper
    taken = written.taken
    assert "�" not in taken
    assert "〓" not in taken
    assert "此页无正文" not in taken
    if name == "nasty":
        joined = "".join(taken.split())
        assert joined.count("让我们‘再等等’。”随后以OA系统") == 5
        assert joined.count("国办发〔2020〕24号") == 5
        for whole in ("〔2020〕24号", "12,345.67元", "4月16日", "3.14％"):
            lines = [words(x) for n in range(1, written.pages + 1) for x in written.lines(n)]
            assert sum(line.count(whole) for line in lines) >= 5, whole


def test_page_numbers_and_codes_change_sides(paper: tuple[str, str, Read]) -> None:
    kind, _name, written = paper
    for page in range(1, written.pages + 1):
        found = [line for line in written.lines(page) if words(line).startswith(f"— {page} —")]
        short = written.find("K7C3-M9P2-X4", page)
        if kind == "letter" and page == 1:
            assert not found
            assert short[0].x < 105
            continue
        (line,) = found
        odd = page % 2 == 1
        assert (line[0].x > 105) is odd
        assert (short[0].x < 105) is odd
        assert abs(short[0].baseline - line[0].baseline) >= 2


def test_the_code_lies_free_in_the_foot(paper: tuple[str, str, Read]) -> None:
    _kind, name, written = paper
    if name != "short":
        return
    dpi = 300
    for page in range(1, written.pages + 1):
        ink = written.ink(page, red=False, dpi=dpi)
        short = written.find("K7C3-M9P2-X4", page)
        left = short[0].x < 105
        edge = short[0].x if left else short[-1].x + 2
        side = (
            ink[:, : int((edge - 1) / 25.4 * dpi)]
            if left
            else ink[:, int((edge + 1) / 25.4 * dpi) :]
        )
        band = side[int(264 / 25.4 * dpi) :]
        ys = np.flatnonzero(band.any(axis=1)) / dpi * 25.4 + 264
        assert ys[0] >= 266
        assert ys[-1] <= 290
        assert ys[-1] - ys[0] <= 16
        red = written.ink(page, red=True, dpi=dpi)
        top = int((ys[0] - 1.5) / 25.4 * dpi)
        xs = np.flatnonzero(band.any(axis=0)) + (0 if left else int((edge + 1) / 25.4 * dpi))
        assert not red[top : int(292 / 25.4 * dpi), xs[0] : xs[-1]].any()


def test_only_what_has_an_imprint_ends_with_one(paper: tuple[str, str, Read]) -> None:
    kind, _name, written = paper
    rules = [s for s in written.strokes if not s.red]
    if kind in ("mandate", "letter"):
        assert not rules
        return
    assert {s.page for s in rules} == {written.pages}
    assert rules[-1].bottom == near(262.0, 0.02)
    assert [round(s.thickness, 2) for s in rules] == [0.35, 0.25, 0.35]


def test_minutes_have_their_own_head(tmp_path: object) -> None:
    written = read(paper_of("minutes", TEXTS["short"]))
    ink = np.flatnonzero(written.ink(1, red=True).any(axis=1)) / 400 * 25.4
    assert ink[0] == near(72.0, 0.15)
    (red,) = [s for s in written.strokes if s.red]
    assert (red.x0, red.x1) == (near(28), near(184))
    issue = written.find("第5期")
    assert (issue[0].x + issue[-1].x + EM) / 2 == near(106, 0.3)
    assert "签发人" not in written.taken
    assert sum("2026年4月16日" in words(line) for line in written.lines(1)) == 1


def test_who_was_there_hangs_behind_its_label_after_a_blank_line() -> None:
    written = read(paper_of("minutes", TEXTS["short"]))
    body = next(x for x in written.lines(1) if words(x).startswith("市自然资源和规划局受理"))
    label = written.find("出席：")
    assert label[0].baseline - body[0].baseline == near(2 * PITCH)
    assert label[0].x == near(28 + 2 * CELL)
    assert {c.face for c in label[:2]} == {"NotoSansSC-Regular"}
    line = written.line_with("出席：")
    assert {c.face for c in line[3:]} == {"FandolFang-Regular"}
    following = next(
        x for x in written.lines(label[0].page) if x[0].baseline > label[0].baseline + 1
    )
    assert following[0].x == near(28 + 5 * CELL, 0.2)
    assert written.find("请假：")[0].x == near(28 + 2 * CELL)


def test_a_mandate_is_black_and_has_two_places_to_sign() -> None:
    written = read(paper_of("mandate", TEXTS["short"]))
    assert not [s for s in written.strokes if s.red]
    assert not written.ink(1, red=True).any()
    number = written.find("编号：临政办〔2026〕5号")
    assert number[-1].x + EM == near(184, 0.3)
    first = written.find("委托方（盖章）：远航新材料有限公司")
    second = written.find("受托方（盖章）：" + ORGAN)
    assert first[0].x == second[0].x == near(28 + 2 * CELL)
    assert second[0].baseline - first[0].baseline == near(4 * PITCH)
    assert written.taken.count("日期：") == 2


def test_organs_that_sign_together_stand_two_a_line_with_room_for_their_seals() -> None:
    organs = (ORGAN, "临江市发展和改革委员会", "临江市自然资源和规划局")
    written = read(replace(REQUEST, signature=Signature(organs, date(2026, 4, 16)), attachments=()))
    places = [written.find(organ, written.find("（联系人")[0].page) for organ in organs]
    assert places[0][0].baseline == near(places[1][0].baseline, 0.01)
    assert places[2][0].baseline - places[0][0].baseline >= 42
    middles = [(p[0].x + p[-1].x + EM) / 2 for p in places]
    assert middles[1] - middles[0] >= 42
    assert middles[2] == near(middles[1], 0.3)
    day = written.find("2026年4月16日")
    assert day[0].baseline - places[2][0].baseline == near(PITCH)
    assert (day[0].x + day[-1].x + EM) / 2 == near(middles[2], 0.5)


@pytest.mark.parametrize("count", [2, 3, 4, 5])
@pytest.mark.parametrize("filled", [3, 9, 12, 13])
def test_a_joint_signature_stays_on_the_page_with_body(count: int, filled: int) -> None:
    signature = Signature((LONG_ORGAN,) * count, date(2026, 4, 16))
    written = read(
        replace(REQUEST, body=rows(filled), signature=signature, attachments=(), note="")
    )
    day = written.find("2026年4月16日")
    body = [x for x in written.lines(day[0].page) if words(x).startswith("市自然资源和规划局受")]
    assert len(body) >= 2
    assert day[0].top + EM <= 262 + NEAR
    rules = [s for s in written.strokes if not s.red and s.page == day[0].page]
    assert not rules or day[0].baseline + 1 < rules[0].top
    for line in in_type_area(written, day[0].page):
        assert line[-1].x + EM <= 184 + 0.6


def test_a_long_organs_mark_takes_lines_of_one_size_within_the_type_area() -> None:
    written = read(replace(REQUEST, mark=LONG_ORGAN + "文件"))
    big = [c for c in written.chars if c.face.endswith("ExtraBold") and c.size > 23]
    assert len({round(c.size, 2) for c in big}) == 1
    assert "".join(c.text for c in big) == LONG_ORGAN + "文件"
    xs = np.flatnonzero(written.ink(1, red=True).any(axis=0)) / 400 * 25.4
    assert xs[0] >= 28 - NEAR
    assert xs[-1] <= 184 + NEAR
    assert [x for x in written.lines(1) if words(x).startswith("市自然资源")], "body on page 1"


@pytest.mark.parametrize("kind", ["request", "letter", "minutes", "mandate"])
def test_a_title_of_200_characters_is_refused_in_words(kind: str) -> None:
    document = replace(paper_of(kind, TEXTS["short"]), title="关于协调解决项目用地问题" * 17)
    with pytest.raises(Refusal, match="title-too-long") as refused:
        lay(document)
    assert refused.value.values["length"] == 204
    assert [p.rule for p in lay(document, strict=False).problems] == ["title-too-long"]


WIDE = Table(
    tuple(Column(f"第{n}栏", 1) for n in range(1, 17)),
    tuple(
        tuple(f"2026-04-{1 + (n * m) % 28:02d}" if m % 5 == 0 else f"内容{n}" for m in range(16))
        for n in range(1, 41)
    ),
)


def test_a_wide_table_is_laid_across_on_pages_of_its_own() -> None:
    document = replace(REQUEST, attachments=(Attachment("明细", (WIDE,)),))
    written = read(document)
    turned = [n for n in range(1, written.pages + 1) if _head_at(written, n)]
    assert len(turned) >= 2, "the head is repeated"
    for page in turned:
        for stroke in (s for s in written.strokes if s.page == page and s.thickness < 0.3):
            assert min(stroke.x0, stroke.x1) >= 28 - 0.13
            assert max(stroke.x0, stroke.x1) <= 184 + NEAR
            assert min(stroke.y0, stroke.y1) >= 37 - NEAR
            assert max(stroke.y0, stroke.y1) <= 262 + NEAR
        heads = _head_at(written, page)
        assert heads[0].x < (40 if page > turned[0] else 70), "heads at the left edge"
        assert heads[0].baseline > heads[-1].baseline, "read from the foot upwards"
        written.find(f"— {page} —", page)
    name = next(c for c in written.chars if c.page == turned[0] and c.text == "附")
    assert name.x < 34, "the attachment's name lies across on the table's first page"
    taken = "".join(c.text for c in written.chars if c.page in turned)
    assert all(f"内容{n}" in taken for n in range(1, 41))


def _head_at(paper: Read, page: int) -> list[Char]:
    found = [c for c in paper.chars if c.page == page]
    told = "".join(c.text for c in found)
    return [found[told.index("第1栏")], found[told.index("第16栏")]] if "第16栏" in told else []


def test_a_table_a_little_too_wide_is_set_smaller() -> None:
    table = Table(
        tuple(Column(f"栏目{n}") for n in range(10)),
        (tuple("2026-04" for _n in range(10)),),
    )
    written = read(replace(REQUEST, attachments=(Attachment("明细", (table,)),)))
    sizes = {round(c.size, 1) for c in written.find("栏目3", written.pages)}
    assert sizes <= {10.5, 9.0}
    rules = [s for s in written.strokes if s.page == written.pages]
    assert max(s.x1 for s in rules) <= 184 + NEAR


def picture(width: int, height: int, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), 120 if mode == "L" else (20, 120, 200)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("size", [(400, 300), (300, 900), (4000, 200), (1, 1)])
def test_a_picture_lies_within_the_type_area_with_its_words(size: tuple[int, int]) -> None:
    shown = (Picture("a", "窗口告示"), Picture("b", "受理单"))
    document = replace(REQUEST, attachments=(Attachment("现场照片", shown),))
    layout = lay(document, files=lambda _file: picture(*size))
    placed = [p for page in layout.pages for p in page.pictures]
    assert len(placed) == 2
    for one in placed:
        assert one.x >= 28 / 25.4 * 72 - 0.1
        assert one.x + one.width <= 184 / 25.4 * 72 + 0.1
        assert one.y + one.height <= 262 / 25.4 * 72
        assert one.width / one.height == pytest.approx(size[0] / size[1], rel=0.05)
    written = Read(pdf.write(layout))
    assert written.find("图1　窗口告示")
    assert written.find("图2　受理单")


@pytest.mark.parametrize("content", [None, b"", b"no picture", b"\x89PNG\r\n\x1a\n torn"])
def test_a_file_that_is_no_picture_is_refused_by_name(content: bytes | None) -> None:
    document = replace(REQUEST, attachments=(Attachment("照片", (Picture("a", "窗口告示"),)),))
    with pytest.raises(Refusal, match="picture-unreadable") as refused:
        lay(document, files=lambda _file: content)
    assert refused.value.values["file"] == "窗口告示"
    layout = lay(document, strict=False, files=lambda _file: content)
    assert [p.rule for p in layout.problems] == ["picture-unreadable"]


def test_three_hundred_pages_are_laid_out_and_numbered() -> None:
    document = replace(REQUEST, body=tuple(paragraph(28 * 22) for _n in range(299)))
    layout = lay(document, code=lambda n: PageCode(f"E1{n:027d}", "K7C3-M9P2-X4"))
    assert len(layout.pages) >= 300
    for page in layout.pages:
        small = "".join(run.text for run in page.runs if run.size == 14)
        assert small.endswith(f"— {page.number} —")

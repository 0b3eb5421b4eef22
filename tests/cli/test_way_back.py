"""A paper's life from the command line: signed, issued, handed over, found again by its scan."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from benchmarks import scans as generator
from envoy_desktop.documents import preview

ATTACHED = ("--issuer", "王建国", "--organ", "市特派服务办公室", "--contact", "李明，0377-1")


@pytest.fixture
def draft(envoy, permit):
    """The id of a request that may be issued."""
    about = envoy("--json", "obstacle", "log", "窗口不能决定，退回科室", "--procedure", permit)
    made = envoy(
        "--json", "memo", "draft", "--kind", "request", "--obstacles", about.json["id"],
        "--title", "关于协调卧龙产业园规划许可的请示", "--addressee", "市人民政府",
        "--organ-code", "宛特服", *ATTACHED,
    )  # fmt: skip
    assert made.exit == 0, made.err
    return made.json["id"]


@pytest.fixture
def issued(envoy, draft, tmp_path):
    """The id of an issued request and its PDF."""
    done = envoy("--json", "memo", "issue", draft)
    assert done.exit == 0, done.err
    paper = tmp_path / "paper.pdf"
    assert envoy("memo", "pdf", draft, paper).exit == 0
    return draft, paper


def scanned(paper: Path, page: int, out: Path) -> Path:
    """A skewed grey scan of a page at 150 dpi."""
    held = preview.picture(paper.read_bytes(), page, 150)
    image = Image.frombytes("RGB", (held.width, held.height), held.rgba, "raw", "RGBX")
    turned = image.rotate(8, Image.Resampling.BICUBIC, expand=True, fillcolor=(200, 200, 200))
    turned.convert("L").save(out, quality=40)
    return out


def test_a_scan_finds_its_memo_and_becomes_a_duty(envoy, issued, tmp_path):
    memo, paper = issued
    scan = scanned(paper, 1, tmp_path / "scan.jpg")
    found = envoy("--json", "memo", "find", scan)
    assert (found.exit, found.json["memo"], found.json["page"]) == (0, memo, 1)
    received = envoy(
        "--json", "memo", "receive", scan, "--instruction", "请住建局十日内办结。", "--by",
        "赵市长", "--on", "2026-11-22", "--lead", "市住房和城乡建设局", "--due", "2026-12-04",
    )  # fmt: skip
    assert received.exit == 0, received.err
    assert received.json["memo"] == memo
    assert received.json["instruction"]
    (duty,) = envoy("--json", "duty", "list").json
    assert (duty["id"], duty["source"]) == (received.json["duty"], "instruction")
    assert envoy("--json", "memo", "show", memo).json["state"] == "duties"


def test_a_scan_alone_is_filed_with_its_bytes(envoy, issued, tmp_path, city):
    _memo, paper = issued
    scan = scanned(paper, 1, tmp_path / "scan.jpg")
    received = envoy("--json", "memo", "receive", scan)
    assert received.exit == 0, received.err
    assert received.json["instruction"] is None
    assert len(received.json["attachments"]) == 1


def test_a_folder_with_good_and_bad_files_says_each(envoy, issued, tmp_path):
    memo, paper = issued
    folder = tmp_path / "in"
    folder.mkdir()
    scanned(paper, 1, folder / "1.jpg")
    Image.new("L", (1240, 1754), 255).save(folder / "2.png")
    (folder / "3.pdf").write_bytes(paper.read_bytes()[:900])
    (folder / "4.jpg").write_bytes(b"no picture")
    received = envoy("--json", "memo", "receive", folder)
    assert received.exit == 0, received.err
    rules = [one["rule"] for one in received.json["unknown"]]
    assert rules == ["scan-without-code", "scan-torn", "scan-unknown-kind"]
    assert received.json["memo"] == memo


def test_the_short_number_finds_what_the_code_does_not(envoy, issued, tmp_path):
    from envoy_desktop.documents import wayback
    from envoy_desktop.words import ids

    memo, _paper = issued
    number = wayback.short_number(ids.parse(memo))
    assert envoy("--json", "memo", "find", "--number", number).json["memo"] == memo
    wrong = envoy("--json", "memo", "find", "--number", "A0A0-A0A0-A0")
    assert (wrong.exit, wrong.json["error"]["rule"]) == (1, "bad-short-number")
    blank = tmp_path / "blank.png"
    Image.new("L", (1240, 1754), 255).save(blank)
    assert envoy("memo", "receive", blank).exit == 1
    by_hand = envoy("--json", "memo", "receive", blank, "--number", number)
    assert (by_hand.exit, by_hand.json["memo"]) == (0, memo)


def test_a_foreign_code_and_another_workspaces_are_told_apart(envoy, issued, tmp_path):
    import segno

    foreign, other = tmp_path / "foreign.png", tmp_path / "other.png"
    segno.make("https://example.org/").save(str(foreign), scale=8, border=8)
    from envoy_desktop.documents import wayback

    segno.make(wayback.payload(77, 1, "ab" * 32)).save(str(other), scale=8, border=8)
    for file, rule in ((foreign, "scan-foreign-code"), (other, "scan-of-other-workspace")):
        found = envoy("--json", "memo", "find", file)
        assert (found.exit, found.json["error"]["rule"]) == (1, rule)


def test_a_code_whose_text_is_not_the_frozen_one_is_not_assigned(envoy, issued, tmp_path):
    import segno

    from envoy_desktop.documents import wayback
    from envoy_desktop.words import ids

    memo, _paper = issued
    forged = tmp_path / "forged.png"
    segno.make(wayback.payload(ids.parse(memo), 1, "ab" * 32)).save(str(forged), scale=8, border=8)
    found = envoy("--json", "memo", "find", forged)
    assert (found.exit, found.json["error"]["rule"]) == (1, "scan-text-differs")


def test_a_bomb_of_pixels_is_refused_before_it_is_decoded(envoy, tmp_path):
    bomb = tmp_path / "bomb.png"
    Image.new("1", (30000, 30000)).save(bomb)
    found = envoy("--json", "memo", "find", bomb)
    assert (found.exit, found.json["error"]["rule"]) == (1, "scan-too-many-pixels")


def test_check_knows_the_issued_file_and_a_changed_one(envoy, issued, tmp_path):
    import pikepdf

    memo, paper = issued
    same = envoy("--json", "memo", "check", paper)
    assert (same.exit, same.json["memo"], same.json["hash"]) == (0, memo, True)
    saved = tmp_path / "saved.pdf"
    with pikepdf.open(paper) as held:
        held.save(saved)
    differs = envoy("--json", "memo", "check", saved)
    assert (differs.exit, differs.json["error"]["rule"]) == (1, "paper-differs")
    assert "文字" not in differs.json["error"]["message"]
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(paper.read_bytes()[:500])
    assert envoy("--json", "memo", "check", torn).json["error"]["rule"] == "scan-torn"


def test_what_changed_after_signing_is_signed_again(envoy, draft, tmp_path):
    assert envoy("memo", "check", draft).exit == 0
    assert envoy("--json", "memo", "show", draft).json["state"] == "checked"
    signed = envoy("--json", "memo", "sign", draft, "--by", "王建国", "--on", "2026-11-20")
    assert (signed.exit, signed.json["state"]) == (0, "signed")
    text = envoy("--json", "memo", "show", draft).json["text"]
    edited = tmp_path / "memo.txt"
    edited.write_text(text.replace("退回科室", "退回经办科室"), "utf-8")
    assert envoy("memo", "edit", draft, "--from", edited).exit == 0
    assert envoy("--json", "memo", "show", draft).json["state"] == "draft"
    refused = envoy("--json", "memo", "issue", draft)
    assert (refused.exit, refused.json["error"]["rule"]) == (1, "signed-text-changed")
    assert envoy("memo", "sign", draft, "--by", "王建国", "--on", "2026-11-22").exit == 0
    assert envoy("memo", "issue", draft).exit == 0
    assert envoy("--json", "memo", "show", draft).json["signed"] == "2026-11-22"


def test_an_answer_that_does_not_come_expires_and_delivering_keeps_the_day(envoy, issued):
    memo, _paper = issued
    assert envoy("memo", "deliver", memo, "--due", "2026-11-24").exit == 0
    again = envoy("--json", "memo", "deliver", memo)
    assert again.json["answer_due"] == "2026-11-24"
    assert again.json["state"] == "delivered"
    later = envoy("--today", "2026-11-25", "--json", "memo", "list").json[0]
    assert later["state"] == "expired"


def test_a_correction_names_the_old_paper_and_leaves_it(envoy, issued):
    memo, _paper = issued
    made = envoy("--json", "memo", "correct", memo)
    assert made.exit == 0, made.err
    text = envoy("--json", "memo", "show", made.json["id"]).json["text"]
    assert re.search("宛特服.请〔2026〕1号", text)
    second = envoy("--json", "memo", "correct", memo)
    assert (second.exit, second.json["error"]["rule"]) == (1, "memo-corrected")
    issued_again = envoy("--json", "memo", "issue", made.json["id"])
    assert issued_again.exit == 0, issued_again.err
    assert re.fullmatch("宛特服.请〔2026〕2号", issued_again.json["number"])


def test_an_edited_docx_becomes_a_new_draft_with_its_difference(envoy, issued, tmp_path):
    import docx

    memo, _paper = issued
    file = tmp_path / "memo.docx"
    assert envoy("memo", "docx", memo, file).exit == 0
    same = envoy("--json", "memo", "docx-in", memo, file)
    assert same.exit == 0, same.err
    assert same.json["changed"] is False, same.json["difference"]
    word = docx.Document(str(file))
    line = next(p for p in word.paragraphs if p.style.name == "公文正文")
    line.add_run("此处由办公室补充一句。")
    word.save(str(file))
    taken = envoy("--json", "memo", "docx-in", memo, file)
    assert taken.exit == 0, taken.err
    gone, came = taken.json["difference"]
    assert gone.startswith("- ")
    assert came.endswith("此处由办公室补充一句。")
    assert taken.json["id"] != memo
    assert "【请求】" in envoy("--json", "memo", "show", taken.json["id"]).json["text"]


def rezipped(source: Path, out: Path, **parts: bytes) -> Path:
    """A DOCX with parts put in the place of its own, or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        named = {name.replace("__", "/"): data for name, data in parts.items()}
        for name in old.namelist():
            if name not in named:
                new.writestr(name, old.read(name))
        for name, data in named.items():
            new.writestr(name, data)
    return out


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        ({"word__vbaProject.bin": b"macro"}, "docx-macros"),
        ({"word__big.xml": b"0" * (64 << 20)}, "docx-bomb"),
        ({"word__document.xml": b"<w:document"}, "docx-broken"),
        ({"word__document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "docx-broken"),
        (
            {
                "word___rels/document.xml.rels": b"<Relationships xmlns="
                b'"http://schemas.openxmlformats.org/package/2006/relationships">'
                b'<Relationship Id="r1" Type="http://example.org/attachedTemplate"'
                b' Target="http://example.org/y.dotm" TargetMode="External"/>'
                b"</Relationships>"
            },
            "docx-external",
        ),
    ],
)
def test_a_docx_that_is_not_to_be_trusted_is_refused(envoy, issued, tmp_path, parts, rule):
    memo, _paper = issued
    file = tmp_path / "memo.docx"
    assert envoy("memo", "docx", memo, file).exit == 0
    bad = rezipped(file, tmp_path / "bad.docx", **parts)
    refused = envoy("--json", "memo", "docx-in", memo, bad)
    assert (refused.exit, refused.json["error"]["rule"]) == (1, rule)
    assert len(envoy("--json", "memo", "list").json) == 1


def test_a_declared_size_of_four_gigabytes_is_not_unpacked(envoy, issued, tmp_path):
    memo, _paper = issued
    file, bad = tmp_path / "memo.docx", tmp_path / "bad.docx"
    assert envoy("memo", "docx", memo, file).exit == 0
    data = bytearray(rezipped(file, bad, word__extra=b"x").read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (0xFFFFFFF0).to_bytes(4, "little")
    bad.write_bytes(bytes(data))
    refused = envoy("--json", "memo", "docx-in", memo, bad)
    assert (refused.exit, refused.json["error"]["rule"]) == (1, "docx-bomb")


def test_a_sample_of_worn_scans_is_found():
    found, wrong, *_rest = generator.measure(12, seed=3)
    assert wrong == 0
    assert found >= 11


def test_the_generator_makes_the_same_scans_again():
    one, other = (next(generator.scans(1, seed=5, of=1)) for _time in range(2))
    assert one.data == other.data
    assert Image.open(io.BytesIO(one.data)).format == "JPEG"

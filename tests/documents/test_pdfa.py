"""An issued paper as PDF/A-2u (ISO 19005-2), read back object by object."""

import re
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageCms

from envoy_desktop.documents import pdf
from envoy_desktop.documents.blocks import Attachment, Paragraph, Picture, text
from envoy_desktop.documents.feet import PageCode

from .test_official_page import REQUEST, lay

NASTY = Paragraph(text("陈𬭎、李镕，ABC-2026/05，“他说‘可以’”，10 kV，㑇䶮，3.14％……——"))
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"


def photo() -> bytes:
    """A picture with transparency, which PDF/A-2u would need a blending space for."""
    out = BytesIO()
    Image.new("RGBA", (300, 200), (200, 10, 10, 90)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def written() -> bytes:
    document = replace(
        REQUEST,
        body=(*REQUEST.body, NASTY),
        attachments=(Attachment("现场照片", (Picture("f1", "窗口"),)),),
    )
    layout = lay(
        document,
        code=lambda n: PageCode(f"E1{n:027d}", "K7C3-M9P2-X4"),
        files=lambda _file: photo(),
    )
    return pdf.write(layout)


@pytest.fixture(scope="module")
def opened(written: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(written))


def test_it_says_what_it_is(opened: pikepdf.Pdf) -> None:
    with opened.open_metadata() as xmp:
        assert (xmp[f"{PDFA}part"], xmp[f"{PDFA}conformance"]) == ("2", "U")
        assert xmp["dc:title"] == REQUEST.title
        assert xmp["xmp:CreatorTool"] == str(opened.docinfo["/Creator"])
        assert xmp["pdf:Producer"] == str(opened.docinfo["/Producer"])
    assert str(opened.docinfo["/Title"]) == REQUEST.title
    assert set(opened.docinfo.keys()) == {"/Title", "/Creator", "/Producer"}
    assert str(opened.Root.Lang) == "zh-CN"
    assert len(opened.trailer.ID) == 2
    assert "/Filter" not in opened.Root.Metadata or len(opened.Root.Metadata.Filter) == 0


def test_its_colours_have_a_profile(opened: pikepdf.Pdf) -> None:
    (intent,) = opened.Root.OutputIntents
    assert str(intent.S) == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    profile = ImageCms.ImageCmsProfile(BytesIO(intent.DestOutputProfile.read_bytes()))
    assert profile.profile.xcolor_space.strip() == "RGB"
    seen = ImageCms.profileToProfile(
        Image.new("RGB", (1, 1), (10, 128, 200)), profile, ImageCms.createProfile("sRGB")
    )
    assert seen.getpixel((0, 0)) == (10, 128, 200)


def test_every_face_is_embedded_cut_and_says_what_its_codes_mean(opened: pikepdf.Pdf) -> None:
    fonts = {str(name): font for page in opened.pages for name, font in page.Resources.Font.items()}
    assert fonts
    for font in fonts.values():
        assert str(font.Subtype) == "/TrueType"
        assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
        assert "/Encoding" not in font  # symbolic: its own map has the word (6.2.11.6)
        assert int(font.FontDescriptor.Flags) & 4
        assert font.FontDescriptor.FontFile2.read_bytes()[:4] == b"\x00\x01\x00\x00"
        told = font.ToUnicode.read_bytes().decode()
        blocks = re.findall(r"(\d+) beginbfchar\n(.*?)endbfchar", told, re.DOTALL)
        assert blocks
        for count, lines in blocks:
            assert int(count) == lines.count("\n") <= 100
        means = re.findall(r"^<\w\w> <(\w+)>$", told, re.MULTILINE)
        assert not {"0000", "FEFF", "FFFE", "FFFD"} & set(means)


def test_the_codes_drawn_all_have_a_meaning_and_none_is_the_empty_box(opened: pikepdf.Pdf) -> None:
    for page in opened.pages:
        known = {}
        for name, font in page.Resources.Font.items():
            told = font.ToUnicode.read_bytes().decode()
            known[str(name)] = {int(c, 16) for c in re.findall(r"^<(\w\w)> <", told, re.MULTILINE)}
        current = ""
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                current = str(operands[0])
            elif str(operator) == "Tj":
                assert set(bytes(operands[0])) <= known[current]


def test_nothing_is_transparent_encrypted_or_run(opened: pikepdf.Pdf, written: bytes) -> None:
    assert not opened.is_encrypted
    for key in (b"/SMask", b"/ExtGState", b"/Group", b"/JavaScript", b"/Interpolate", b"/AA "):
        assert key not in written
    images = [x for page in opened.pages for x in page.Resources.get("/XObject", {}).values()]
    assert [str(image.ColorSpace) for image in images] == ["/DeviceRGB"]
    assert all("/Mask" not in image for image in images)


def test_streams_end_on_lines_of_their_own(written: bytes) -> None:
    assert written.startswith(b"%PDF-1.")
    comment = written.split(b"\n", 2)[1]
    assert comment[:1] == b"%"
    assert all(byte > 127 for byte in comment[1:5])
    ends = [found.start() for found in re.finditer(rb"endstream", written)]
    assert ends
    assert all(written[at - 1 : at] in (b"\n", b"\r") for at in ends)
    for found in re.finditer(rb"/Length (\d+)[^\n]*(?:\n[^\n]*)*?\nstream\n", written):
        at = found.end() + int(found[1])
        assert written[at : at + 10] == b"\nendstream"
    assert written.rstrip().endswith(b"%%EOF")

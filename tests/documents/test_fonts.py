"""Faces: the bundled ones are whole, a laptop's own go first, a lying file is passed by."""

import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from envoy_desktop.documents.fonts import BUNDLED, Faces, PassedBy, Role, faces
from envoy_desktop.places import shipped


def bundled(relative: str) -> Path:
    return shipped("resources", "fonts", *relative.split("/"))


def named(tmp_path: Path, family: str, postscript: str) -> Path:
    """A face installed on this laptop under an official name."""
    font = TTFont(bundled("ofl/NotoSansSC-Regular.ttf"))
    for number, text in ((1, family), (4, family), (6, postscript)):
        font["name"].setName(text, number, 3, 1, 0x804)
        font["name"].setName(postscript, number, 3, 1, 0x409)
    path = tmp_path / f"{postscript}.ttf"
    font.save(path)
    return path


def test_postscript_names_keep_their_style() -> None:
    style = {
        Role.FANG: "Fang",
        Role.KAI: "Kai",
        Role.HEI: "Sans",
        Role.TITLE: "Serif",
        Role.SONG: "Serif",
    }
    for role, word in style.items():
        assert word in faces(bundled_only=True).first(role).name


@pytest.mark.parametrize("relative", sorted({f for files in BUNDLED.values() for f in files}))
def test_each_bundled_face_has_its_licence_beside_it(relative: str) -> None:
    folder = bundled(relative).parent
    assert any(file.name == "COPYING" or file.name.startswith("OFL") for file in folder.iterdir())


@pytest.mark.parametrize("char", "镕喆堃玥𬭎㑇䶮")
def test_rare_names_fall_through_the_chain(char: str) -> None:
    found = faces(bundled_only=True).of(Role.FANG, char)
    assert found is not None
    assert found.name != "FandolFang-Regular"


def test_what_no_face_has_is_none() -> None:
    assert faces(bundled_only=True).of(Role.FANG, "😀") is None


def test_an_official_face_goes_first(tmp_path: Path) -> None:
    named(tmp_path, "仿宋_GB2312", "FangSong_GB2312")
    assert Faces(folders=(tmp_path,)).first(Role.FANG).name == "FangSong_GB2312"
    assert Faces(bundled_only=True, folders=(tmp_path,)).first(Role.FANG).name != "FangSong_GB2312"


def test_a_font_file_that_lies_is_passed_by(tmp_path: Path) -> None:
    path = named(tmp_path, "仿宋_GB2312", "FangSong_GB2312")
    path.write_bytes(path.read_bytes()[:60_000])
    (tmp_path / "noise.ttf").write_bytes(b"\x00\x01\x00\x00" + bytes(range(256)) * 4)
    (tmp_path / "empty.ttc").write_bytes(b"ttcf")
    shutil.copy(bundled("ofl/OFL-NotoSansSC.txt"), tmp_path / "text.ttf")
    assert Faces(folders=(tmp_path,)).first(Role.FANG).name == "FandolFang-Regular"


def test_a_face_that_forbids_embedding_is_passed_by(tmp_path: Path) -> None:
    path = named(tmp_path, "仿宋_GB2312", "FangSongLocked")
    font = TTFont(path)
    font["OS/2"].fsType = 2
    font.save(path)
    assert Faces(folders=(tmp_path,)).first(Role.FANG).name == "FandolFang-Regular"


@pytest.mark.parametrize(
    ("bits", "why"),
    [
        (0x0002, "may-not-embed"),
        (0x0200, "may-not-embed"),
        (0x0104, "may-not-subset"),
    ],
)
def test_what_a_maker_forbids_is_told(tmp_path: Path, bits: int, why: str) -> None:
    path = named(tmp_path, "仿宋_GB2312", "FangSongLocked")
    font = TTFont(path)
    font["OS/2"].fsType = bits
    font.save(path)
    found = Faces(folders=(tmp_path,))
    assert found.first(Role.FANG).name == "FandolFang-Regular"
    assert found.passed_by == [PassedBy(path.name, why)]


@pytest.mark.parametrize("bits", [0x0000, 0x0004, 0x0008, 0x000A])
def test_a_face_that_may_be_embedded_is_used(tmp_path: Path, bits: int) -> None:
    path = named(tmp_path, "仿宋_GB2312", f"FangSongFree{bits}")
    font = TTFont(path)
    font["OS/2"].fsType = bits
    font.save(path)
    assert Faces(folders=(tmp_path,)).first(Role.FANG).name == f"FangSongFree{bits}"


def test_a_face_whose_map_leads_all_to_one_glyph_is_passed_by(tmp_path: Path) -> None:
    path = named(tmp_path, "仿宋_GB2312", "FangSongOne")
    font = TTFont(path)
    for table in font["cmap"].tables:
        if hasattr(table, "cmap"):
            glyph = table.cmap.get(ord("的"))
            table.cmap = dict.fromkeys(table.cmap, glyph) if glyph else table.cmap
    font.save(path)
    found = Faces(folders=(tmp_path,))
    assert found.first(Role.FANG).name == "FandolFang-Regular"
    assert [told.why for told in found.passed_by] == ["wrong-map"]


def test_a_face_without_chinese_under_a_chinese_name_is_passed_by(tmp_path: Path) -> None:
    path = named(tmp_path, "仿宋_GB2312", "FangSongLatin")
    font = TTFont(path)
    for table in font["cmap"].tables:
        if hasattr(table, "cmap"):
            table.cmap = {code: name for code, name in table.cmap.items() if code < 0x250}
    font.save(path)
    found = Faces(folders=(tmp_path,))
    assert found.first(Role.FANG).name == "FandolFang-Regular"
    assert [told.why for told in found.passed_by] == ["no-chinese"]


@pytest.mark.parametrize("share", [0.001, 0.01, 0.1, 0.5, 0.9, 0.999])
def test_a_torn_file_never_stops_a_paper(tmp_path: Path, share: float) -> None:
    path = named(tmp_path, "仿宋_GB2312", "FangSongTorn")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert Faces(folders=(tmp_path,)).first(Role.FANG).name == "FandolFang-Regular"


def test_a_file_that_takes_a_bundled_name_does_not_draw_for_it(tmp_path: Path) -> None:
    named(tmp_path, "仿宋_GB2312", "FandolFang-Regular")
    bundled_one = faces(bundled_only=True).first(Role.FANG)
    other = Faces(folders=(tmp_path,)).first(Role.FANG)
    assert other.name != bundled_one.name
    assert other.advance("a") != bundled_one.advance("a")

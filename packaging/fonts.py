"""Make the bundled faces of resources/fonts from Debian and npm packages (nobody needs it to run).

Run by a maintainer on Debian when a face is renewed: ``python packaging/fonts.py [WORKDIR]``. It
fetches the packages with apt-get and npm, cuts each face to the characters of official practice,
turns FandolFang from CFF into TrueType outlines (reportlab embeds only those) and writes the
licence texts beside the faces. Same packages, same bytes.
"""

import bz2
import gzip
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"

DEBIAN = ("texlive-lang-chinese", "fonts-lxgw-wenkai", "unicode-data")
NPM = ("@expo-google-fonts/noto-sans-sc@0.4.3", "@expo-google-fonts/noto-serif-sc@0.4.3")

FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf"
FANDOL_DOC = "usr/share/doc/texlive-doc/fonts/fandol"
WENKAI = "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Light.ttf"
UNIHAN = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"


@dataclass(frozen=True)
class Cut:
    """One face of the OFL folder: where from, what it is called here, which ideographs stay."""

    source: str
    file: str
    family: str
    ideographs: Callable[[Path], set[int]]
    kern: bool = False


def fetch(work: Path) -> None:
    """Download and unpack the packages into `work`; what already lies there is kept."""
    work.mkdir(parents=True, exist_ok=True)
    for package in DEBIAN:
        if not list(work.glob(f"{package}_*.deb")):
            subprocess.run(["apt-get", "download", package], cwd=work, check=True)
        (deb,) = work.glob(f"{package}_*.deb")
        subprocess.run(["dpkg-deb", "-x", deb, work / "debian"], check=True)
    for package in NPM:
        name = package.rsplit("@", 1)[0]
        if not list(work.glob(f"{name.strip('@').replace('/', '-')}-*.tgz")):
            subprocess.run(["npm", "pack", package], cwd=work, check=True)
        (ball,) = work.glob(f"{name.strip('@').replace('/', '-')}-*.tgz")
        with tarfile.open(ball) as archive:
            archive.extractall(work / name.rsplit("/", 1)[1], filter="data")


def table_of_2013(work: Path) -> set[int]:
    """The 8,105 characters of 通用规范汉字表 (2013), from Unihan's kTGH."""
    text = bz2.decompress((work / "debian" / UNIHAN).read_bytes()).decode()
    found = {
        int(line.split("\t")[0][2:], 16)
        for line in text.splitlines()
        if "\tkTGH\t" in line and line.startswith("U+")
    }
    assert len(found) == 8105, len(found)
    return found


def table_and_gbk(work: Path) -> set[int]:
    """The same and GBK's 20,902 ideographs: old names and traditional forms."""
    return table_of_2013(work) | set(range(0x4E00, 0x9FA6))


def others() -> set[int]:
    """What is no ideograph: GBK's signs, Latin, circled numbers, squared units."""
    signs = set()
    for lead in range(0xA1, 0xAA):
        for trail in range(0xA1, 0xFF):
            try:
                signs.add(ord(bytes((lead, trail)).decode("gbk")))
            except UnicodeDecodeError:
                continue
    ranges: Iterable[tuple[int, int]] = (
        (0x20, 0x7F), (0xA0, 0x180), (0x2010, 0x2028), (0x2030, 0x2040), (0x20AC, 0x20AD),
        (0x2100, 0x2190), (0x2190, 0x219A), (0x2200, 0x2300), (0x2460, 0x2500),
        (0x25A0, 0x2606), (0x2610, 0x2612), (0x2713, 0x2714), (0x3000, 0x3040),
        (0x3220, 0x3244), (0x3251, 0x3260), (0x3280, 0x32C0), (0x3300, 0x33E0),
        (0xFE30, 0xFE50), (0xFF00, 0xFFF0),
    )  # fmt: skip
    for first, last in ranges:
        signs |= set(range(first, last))
    return signs


CUTS = (
    Cut(
        "debian/" + WENKAI, "EnvoyKai-Regular.ttf", "Envoy Kai", table_of_2013
    ),  # "LXGW" and "霞鹜" are reserved names: a cut face may not carry them
    Cut(
        "noto-sans-sc/package/400Regular/NotoSansSC_400Regular.ttf",
        "NotoSansSC-Regular.ttf",
        "Noto Sans SC",
        table_of_2013,
        kern=True,
    ),
    Cut(
        "noto-serif-sc/package/400Regular/NotoSerifSC_400Regular.ttf",
        "NotoSerifSC-Regular.ttf",
        "Noto Serif SC",
        table_and_gbk,
    ),
    Cut(
        "noto-serif-sc/package/800ExtraBold/NotoSerifSC_800ExtraBold.ttf",
        "NotoSerifSC-ExtraBold.ttf",
        "Noto Serif SC ExtraBold",
        table_of_2013,
    ),
)


def cut(work: Path, face: Cut) -> None:
    """Write the face with only the wanted characters, no hints, and our name for it."""
    font = TTFont(work / face.source, recalcTimestamp=False)
    options = Options()
    options.hinting = False
    options.layout_features = ["kern"] if face.kern else []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "BASE", "VORG", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=face.ideographs(work) | others())
    subsetter.subset(font)
    rename(font, face.family, Path(face.file).stem)
    target = FONTS / "ofl" / face.file
    target.parent.mkdir(parents=True, exist_ok=True)
    font.save(target)
    print(target.name, target.stat().st_size, len(font.getBestCmap()))


def rename(font: TTFont, family: str, postscript: str) -> None:
    """Set family, full and PostScript name on every platform; the rest of the names stays."""
    name = font["name"]
    for record in list(name.names):
        if record.nameID in (1, 3, 4, 16, 17, 18, 21, 22) or (
            record.nameID == 6 or record.langID not in (0, 0x409)
        ):
            name.removeNames(record.nameID, record.platformID, record.platEncID, record.langID)
    for number, text in (
        (1, family),
        (2, "Regular"),
        (3, postscript),
        (4, family),
        (6, postscript),
    ):
        name.setName(text, number, 3, 1, 0x409)


def fandol(work: Path) -> None:
    """FandolFang with quadratic outlines (error at most 0.001 em), licence and origin beside it."""
    font = TTFont(work / "debian" / FANDOL, recalcTimestamp=False)
    glyphs = font.getGlyphSet()
    drawn = {}
    for glyph in font.getGlyphOrder():
        pen = TTGlyphPen(glyphs)
        glyphs[glyph].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        drawn[glyph] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = font.getGlyphOrder()
    glyf.glyphs = drawn
    for tag in ("CFF ", "VORG", "BASE", "GPOS", "vhea", "vmtx"):
        if tag in font:
            del font[tag]
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
        "maxStackElements", "maxSizeOfInstructions", "maxPoints", "maxContours",
        "maxCompositePoints", "maxCompositeContours", "maxComponentElements",
        "maxComponentDepth",
    ):  # fmt: skip
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    font["post"].formatType = 3.0
    font["post"].extraNames, font["post"].mapping = [], {}
    font.sfntVersion = "\000\001\000\000"
    target = FONTS / "fandol" / "FandolFang-Regular.ttf"
    target.parent.mkdir(parents=True, exist_ok=True)
    font.save(target)
    print(target.name, target.stat().st_size, len(font.getBestCmap()))
    doc = work / "debian" / FANDOL_DOC
    shutil.copy(doc / "README", target.with_name("README"))
    target.with_name("COPYING").write_bytes(gzip.decompress((doc / "COPYING.gz").read_bytes()))


def licences(work: Path) -> None:
    """Keep the licence texts of the OFL faces beside them."""
    folder = FONTS / "ofl"
    shutil.copy(work / "noto-sans-sc/package/LICENSE_FONT", folder / "OFL-NotoSansSC.txt")
    shutil.copy(work / "noto-serif-sc/package/LICENSE_FONT", folder / "OFL-NotoSerifSC.txt")
    shutil.copy(
        work / "debian/usr/share/doc/fonts-lxgw-wenkai/copyright", folder / "OFL-LXGWWenKai.txt"
    )


def main() -> None:
    work = Path(sys.argv[1] if len(sys.argv) > 1 else "build/fonts").resolve()
    fetch(work)
    for face in CUTS:
        cut(work, face)
    fandol(work)
    licences(work)


if __name__ == "__main__":
    main()

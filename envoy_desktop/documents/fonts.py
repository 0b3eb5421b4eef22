"""Faces: which file draws which character, with advances and ink; loaded when first asked for.

Each role has a chain: the faces of official practice if this laptop has them, then the bundled
ones. A character is drawn by the first face that has it; if none has, nobody draws a box for it.
"""

import os
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from envoy_desktop.places import shipped


class Role(StrEnum):
    """The styles of an official page."""

    FANG = "fang"
    KAI = "kai"
    HEI = "hei"
    TITLE = "title"
    SONG = "song"


# Family names as Windows, macOS, WPS and founders' packages give them, in order of preference.
INSTALLED: dict[Role, tuple[tuple[str, ...], ...]] = {
    Role.FANG: (
        ("仿宋_GB2312", "FangSong_GB2312"),
        ("仿宋", "FangSong"),
        ("方正仿宋_GBK", "方正仿宋简体", "FZFangSong-Z02", "FZFangSong-Z02S", "FZFSK--GBK1-0"),
        ("华文仿宋", "STFangsong", "STFangSong"),
        ("朱雀仿宋", "Zhuque Fangsong", "Zhuque Fangsong (technical preview)"),
    ),
    Role.KAI: (
        ("楷体_GB2312", "KaiTi_GB2312"),
        ("楷体", "KaiTi"),
        ("方正楷体_GBK", "方正楷体简体", "FZKai-Z03", "FZKai-Z03S", "FZKTK--GBK1-0"),
        ("华文楷体", "STKaiti", "Kaiti SC", "楷体-简", "STKaitiSC-Regular"),
    ),
    Role.HEI: (
        ("黑体", "SimHei"),
        ("方正黑体_GBK", "FZHei-B01"),
        ("华文黑体", "STHeiti", "Heiti SC", "黑体-简", "STHeitiSC-Light"),
    ),
    Role.TITLE: (
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXBSJW--GB1-0", "FZXiaoBiaoSong-B05S-GBK"),
        ("方正小标宋_GBK", "FZXiaoBiaoSong-B05", "FZXBSK--GBK1-0"),
    ),
    Role.SONG: (("宋体", "SimSun"), ("华文宋体", "STSong", "Songti SC", "宋体-简")),
}
_FANG = "fandol/FandolFang-Regular.ttf"
_KAI = "ofl/EnvoyKai-Regular.ttf"
_HEI = "ofl/NotoSansSC-Regular.ttf"
_BOLD = "ofl/NotoSerifSC-ExtraBold.ttf"
_SONG = "ofl/NotoSerifSC-Regular.ttf"
BUNDLED: dict[Role, tuple[str, ...]] = {
    Role.FANG: (_FANG, _KAI, _SONG),
    Role.KAI: (_KAI, _SONG),
    Role.HEI: (_HEI, _SONG),
    Role.TITLE: (_BOLD, _SONG),
    Role.SONG: (_SONG,),
}


_UNSPOKEN = re.compile(r"[^A-Za-z0-9_.\-]")
_CLAIMED: dict[str, tuple[Path, int]] = {}
_COMMON = "的一是不了人在有我他这中大来上国和地到以关于请示报告市政府办公室项目审批事实附件年月日"
_LATIN = "0123456789"


class Lying(ValueError):
    """A font file that is not what it says; `args[0]` is the code of what is wrong with it."""


class _Font(TTFont):
    """reportlab's face, mended where it writes the table for taking text out: characters beyond
    U+FFFF (𬭎) with their number instead of UTF-16, so that readers see another character; unused
    places as U+0000 (forbidden by ISO 19005-2, 6.2.11.7.2); more than a hundred lines a block."""

    def addObjects(self, doc: Any) -> None:
        known = set(doc.idToObject)
        super().addObjects(doc)
        for name in doc.idToObject.keys() - known:
            if str(name).startswith("toUnicodeCMap:"):
                stream = doc.idToObject[name]
                stream.content = _mended(stream.content)


_LINE = re.compile(r"^<([0-9A-F]{2})> <([0-9A-F]{4,6})>$", re.MULTILINE)
_BLOCK = 100  # lines a block may hold (Adobe Technical Note 5014)


def _mended(cmap: str) -> str:
    """The table for taking text out as the standards want it."""
    lines = [
        f"<{code}> <{chr(int(char, 16)).encode('utf-16-be').hex().upper()}>"
        for code, char in _LINE.findall(cmap)
        if int(char, 16)
    ]
    blocks = [lines[n : n + _BLOCK] for n in range(0, len(lines), _BLOCK)]
    told = "\n".join(
        "\n".join((f"{len(block)} beginbfchar", *block, "endbfchar")) for block in blocks
    )
    head, _, rest = cmap.partition("endcodespacerange\n")
    return f"{head}endcodespacerange\n{told}\n{rest.partition('endbfchar' + chr(10))[2]}"


class _Outlines:
    """The face's outlines where they lie: reportlab copies all of them (7 to 10 MB) for each
    subset it cuts, which is a quarter of a page's preview."""

    def __init__(self, face: Any) -> None:
        self._data: bytes = face._ttf_data
        self._start: int = face.get_table_pos("glyf")[0]

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class LoadedFace:
    """One face: `name` (PostScript), advances and ink in em."""

    def __init__(self, path: Path, index: int = 0) -> None:
        font = _Font("probe", str(path), subfontIndex=index, asciiReadable=False)
        face: Any = font.face  # the parser's tables are public in fact, not in its stubs
        told = face.name.decode("latin-1") if isinstance(face.name, bytes) else str(face.name)
        face.name = (_UNSPOKEN.sub("", told) or "Face").encode()
        # two files may claim one name: each draws its own glyphs under a name of its own
        self.name: str = face.name.decode()
        while self.name in _CLAIMED and _CLAIMED[self.name] != (path, index):
            self.name += "+"
        _CLAIMED[self.name] = (path, index)
        font.fontName = self.name
        table = face.get_table
        face.get_table = lambda tag: _Outlines(face) if tag == "glyf" else table(tag)
        self._face = face
        self._glyphs: dict[int, int] = face.charToGlyph
        self._widths: dict[int, float] = face.charWidths
        self._loca = face.get_table_pos("loca")[0]
        self._glyf = face.get_table_pos("glyf")[0]
        head = face.get_table("head")
        self._units: int = struct.unpack_from(">H", head, 18)[0]
        self._long: bool = struct.unpack_from(">h", head, 50)[0] == 1
        self._ink: dict[str, tuple[float, float, float, float]] = {}
        pdfmetrics.registerFont(font)

    def check(self) -> None:
        """Raises Lying where the character map cannot be true of a Chinese face.

        Common ideographs each have a glyph of their own, with ink, about an em wide; no map
        points beyond the outlines.
        """
        size = len(self._face._ttf_data)
        missing = [char for char in _COMMON if not self.has(char)]
        if len(missing) > len(_COMMON) // 4:
            raise Lying("no-chinese")
        known = [char for char in _COMMON if char not in missing]
        if len({self._glyphs[ord(char)] for char in known}) != len(known):
            raise Lying("wrong-map")
        for char in (*known, *(c for c in _LATIN if self.has(c))):
            left, bottom, right, top = self.ink(char)
            if right <= left or top <= bottom or not 0 < right - left < 2:
                raise Lying("wrong-map")
            if char in _COMMON and not 0.8 <= self.advance(char) <= 1.2:
                raise Lying("wrong-map")
        last = self._glyf + self._end_of(max(self._glyphs.values()))
        if last > size:
            raise Lying("torn")

    def _end_of(self, glyph: int) -> int:
        data: bytes = self._face._ttf_data
        if self._long:
            return int(struct.unpack_from(">L", data, self._loca + 4 * glyph + 4)[0])
        return 2 * int(struct.unpack_from(">H", data, self._loca + 2 * glyph + 2)[0])

    def has(self, char: str) -> bool:
        """Whether the face draws `char` by a glyph of its own (number 0 is the box)."""
        return self._glyphs.get(ord(char), 0) != 0

    def advance(self, char: str) -> float:
        """The advance of `char` in em."""
        return self._widths[ord(char)] / 1000

    def ink(self, char: str) -> tuple[float, float, float, float]:
        """What is black of `char`: left, bottom, right, top in em; zeros for a blank."""
        known = self._ink.get(char)
        if known is None:
            known = self._ink[char] = self._read_ink(self._glyphs[ord(char)])
        return known

    def _read_ink(self, glyph: int) -> tuple[float, float, float, float]:
        data: bytes = self._face._ttf_data
        if self._long:
            at, end = struct.unpack_from(">LL", data, self._loca + 4 * glyph)
        else:
            at, end = (2 * n for n in struct.unpack_from(">HH", data, self._loca + 2 * glyph))
        if at == end:
            return (0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = struct.unpack_from(">4h", data, self._glyf + at + 2)
        em = self._units
        return (left / em, bottom / em, right / em, top / em)


@dataclass(frozen=True, slots=True)
class PassedBy:
    """A face of this laptop that was not used, and why: torn, no-chinese, wrong-map, no-outlines,
    may-not-embed, may-not-subset."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class FaceFile:
    """A face on this laptop: the file, its number in a collection, all its family names."""

    path: Path
    index: int
    names: frozenset[str]


class Faces:
    """The faces in use. `bundled_only` gives the same page on every laptop."""

    def __init__(self, bundled_only: bool = False, folders: tuple[Path, ...] | None = None) -> None:
        self._bundled_only = bundled_only
        self._folders = folders
        self._found: list[FaceFile] | None = None
        self._chains: dict[Role, tuple[list[LoadedFace], Iterator[LoadedFace]]] = {}
        self._of: dict[tuple[Role, str], LoadedFace | None] = {}
        self._lock = RLock()
        self.passed_by: list[PassedBy] = []

    def of(self, role: Role, char: str) -> LoadedFace | None:
        """The first face of the role's chain that has `char`; None if none has."""
        key = (role, char)
        try:
            return self._of[key]
        except KeyError:
            with self._lock:
                found = next((face for face in self._chain(role) if face.has(char)), None)
                self._of[key] = found
                return found

    def first(self, role: Role) -> LoadedFace:
        """The face that draws the role's ordinary text."""
        with self._lock:
            return next(self._chain(role))

    def _chain(self, role: Role) -> Iterator[LoadedFace]:
        if role not in self._chains:
            self._chains[role] = ([], self._candidates(role))
        loaded, more = self._chains[role]
        yield from loaded
        for face in more:
            loaded.append(face)
            yield face

    def _candidates(self, role: Role) -> Iterator[LoadedFace]:
        if not self._bundled_only:
            for names in INSTALLED[role]:
                for file in self._installed():
                    if not file.names.intersection(names):
                        continue
                    try:
                        face = _usable(file)
                    except Lying as wrong:
                        told = PassedBy(file.path.name, str(wrong))
                        if told not in self.passed_by:
                            self.passed_by.append(told)
                        continue
                    yield face
                    break
        for relative in BUNDLED[role]:
            yield _load(shipped("resources", "fonts", *relative.split("/")), 0)

    def _installed(self) -> list[FaceFile]:
        if self._found is None:
            folders = system_folders() if self._folders is None else self._folders
            self._found = [face for folder in folders for face in scan(folder)]
        return self._found


@cache
def faces(bundled_only: bool = False) -> Faces:
    """The faces of this process, shared."""
    return Faces(bundled_only)


@cache
def _load(path: Path, index: int) -> LoadedFace:
    return LoadedFace(path, index)


_PARSING = (
    OSError, TTFError, struct.error, IndexError, KeyError, ValueError, TypeError, AssertionError,
    AttributeError, ZeroDivisionError, OverflowError, MemoryError, RecursionError,
)  # fmt: skip
"""What the parser may raise on a file that is broken on purpose: it trusts what it reads."""


@cache
def _usable(file: FaceFile) -> LoadedFace:
    """The face; raises Lying where the file is broken, has no TrueType outlines or a wrong map,
    or its maker forbids embedding or cutting it (OpenType OS/2 fsType)."""
    try:
        data = file.path.read_bytes()
        tables = _tables(data, _collection(data)[file.index])
        if "glyf" not in tables or "OS/2" not in tables:
            raise Lying("no-outlines")
        rights = struct.unpack_from(">H", data, tables["OS/2"] + 8)[0]
        # bits 1 to 3: the least strict one that is set counts
        if rights & 0x000F == 0x0002 or rights & 0x0200:
            raise Lying("may-not-embed")
        if rights & 0x0100:
            raise Lying("may-not-subset")
        face = _load(file.path, file.index)
        face.check()
    except Lying:
        raise
    except _PARSING as wrong:
        raise Lying("torn") from wrong
    return face


def system_folders() -> tuple[Path, ...]:
    """Where this system keeps its fonts."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return (
            Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
            local / "Microsoft" / "Windows" / "Fonts",
        )
    if sys.platform == "darwin":
        return (
            Path("/System/Library/Fonts"),
            Path("/System/Library/AssetsV2"),
            Path("/Library/Fonts"),
            home / "Library" / "Fonts",
        )
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
        Path("/opt/kingsoft/wps-office/office6/fonts"),
    )


def scan(folder: Path) -> Iterator[FaceFile]:
    """Every face under `folder` with its family names; files that cannot be read are passed by."""
    for root, _, files in os.walk(folder):
        for file in sorted(files):
            if file.lower().endswith((".ttf", ".ttc")):
                path = Path(root) / file
                try:
                    yield from _names_of(path)
                except (OSError, struct.error, IndexError, KeyError, ValueError):
                    continue


_MOST_NAMES = 1 << 20  # bytes of a name table; a longer one is a lie


def _names_of(path: Path) -> Iterator[FaceFile]:
    with path.open("rb") as file:
        head = file.read(4096)
        for index, start in enumerate(_collection(head)):
            file.seek(start)
            directory = file.read(12 + 16 * 64)
            count = struct.unpack_from(">H", directory, 4)[0]
            for n in range(min(count, 64)):
                tag, _, at, size = struct.unpack_from(">4sLLL", directory, 12 + 16 * n)
                if tag == b"name":
                    file.seek(at)
                    named = file.read(min(size, _MOST_NAMES))
                    yield FaceFile(path, index, frozenset(_families(named)))


def _families(table: bytes) -> Iterator[str]:
    _, count, strings = struct.unpack_from(">HHH", table, 0)
    for n in range(count):
        platform, _, _, number, size, at = struct.unpack_from(">6H", table, 6 + 12 * n)
        if number in (1, 4, 6, 16):
            raw = table[strings + at : strings + at + size]
            yield raw.decode("utf-16-be" if platform in (0, 3) else "latin-1", "ignore")


def _collection(data: bytes) -> tuple[int, ...]:
    if data[:4] != b"ttcf":
        return (0,)
    count = struct.unpack_from(">L", data, 8)[0]
    return struct.unpack_from(f">{min(count, 64)}L", data, 12)


def _tables(data: bytes, start: int) -> dict[str, int]:
    count = struct.unpack_from(">H", data, start + 4)[0]
    found = {}
    for n in range(count):
        tag, _, at, size = struct.unpack_from(">4sLLL", data, start + 12 + 16 * n)
        if at + size > len(data):
            raise Lying("torn")
        found[tag.decode("latin-1")] = at
    return found

"""A foreign DOCX, opened with bounds: what it claims is looked at before anything is unpacked.

Refused with a message: macros, bombs (declared or real size, ratio, number of parts), parts that
are fetched from elsewhere, broken XML, document types and entities.
"""

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

from lxml import etree

from envoy_desktop.documents.scan_pages import take
from envoy_desktop.domain.refusal import Refusal

MOST_FILE = 40 << 20
MOST_PART = 30 << 20
MOST_WHOLE = 200 << 20
MOST_PARTS = 3000
MOST_RATIO = 300
SMALL_PART = 1 << 20
"""A part smaller than this may be packed as tightly as it likes: a long table of blanks."""

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_HARMLESS = ("/hyperlink",)


class Package:
    """An opened DOCX: `part(name)` gives a parsed XML part, `links` counts its outside links."""

    def __init__(self, path: Path) -> None:
        file = take(path)
        self.name = file.name
        if len(file.data) > MOST_FILE:
            raise Refusal("docx-too-large", name=self.name, megabytes=MOST_FILE >> 20)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(file.data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise Refusal("docx-broken", name=self.name) from error
        self._weigh(infos)
        self._names = {info.filename for info in infos}
        if "word/document.xml" not in self._names:
            raise Refusal("docx-broken", name=self.name)
        self._no_macros(path)
        self.links = self._outside()

    def part(self, name: str) -> Any:
        """A part as an element; None where there is none. Refuses "docx-broken"."""
        if name not in self._names:
            return None
        data = self._read(name)
        # a document type is never in a DOCX; refused before a parser could meet an entity
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:65536]:
            raise Refusal("docx-broken", name=self.name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Refusal("docx-broken", name=self.name) from error

    def _weigh(self, infos: list[zipfile.ZipInfo]) -> None:
        whole = 0
        for info in infos:
            whole += info.file_size
            ratio = info.file_size / max(1, info.compress_size)
            if (
                len(infos) > MOST_PARTS
                or info.file_size > MOST_WHOLE
                or whole > MOST_WHOLE
                or (info.file_size > SMALL_PART and ratio > MOST_RATIO)
            ):
                raise Refusal("docx-bomb", name=self.name)
            if info.flag_bits & 1:
                raise Refusal("scan-locked", name=self.name)

    def _no_macros(self, path: Path) -> None:
        types = self._read("[Content_Types].xml") if "[Content_Types].xml" in self._names else b""
        if (
            path.suffix.lower() in (".docm", ".dotm")
            or any("vbaproject" in name.lower() for name in self._names)
            or any(name.lower().endswith((".bin", ".exe", ".js")) and "embed" in name.lower()
                   for name in self._names)
            or b"macroEnabled" in types
        ):  # fmt: skip
            raise Refusal("docx-macros", name=self.name)

    def _outside(self) -> int:
        """How many hyperlinks lead outside; anything else that is fetched is refused."""
        links = 0
        for name in sorted(self._names):
            if not name.endswith(".rels"):
                continue
            for relation in self.part(name).iter(_RELATIONS):
                if relation.get("TargetMode", "").lower() != "external":
                    continue
                if not str(relation.get("Type", "")).endswith(_HARMLESS):
                    raise Refusal("docx-external", name=self.name)
                links += 1
        return links

    def _read(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as part:
                data = part.read(MOST_PART + 1)  # what it declared may be a lie
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError) as error:
            raise Refusal("docx-broken", name=self.name) from error
        except (zlib.error, NotImplementedError) as error:
            raise Refusal("docx-broken", name=self.name) from error
        if len(data) > MOST_PART:
            raise Refusal("docx-bomb", name=self.name)
        return data

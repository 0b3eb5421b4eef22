"""Reads a person's spreadsheet as rows of texts: CSV and XLSX, bounded before it is parsed."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from envoy_desktop.domain.catalogue_rows import (
    DEPARTMENT_COLUMNS,
    HOLIDAY_COLUMNS,
    ITEM_COLUMNS,
    MATERIAL_COLUMNS,
)
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.troubles import unreadable

MOST_BYTES = 32 * 1024 * 1024
MOST_UNPACKED = 256 * 1024 * 1024
MOST_ROWS = 200_000

KINDS = {
    "catalogue": ITEM_COLUMNS,
    "materials": MATERIAL_COLUMNS,
    "departments": DEPARTMENT_COLUMNS,
    "holidays": HOLIDAY_COLUMNS,
}


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a file's only (or first) table, every value as text."""
    return next(iter(read_sheets(path).values()))


def read_sheets(path: Path) -> dict[str, list[dict[str, str]]]:
    """The tables of a CSV (one) or an XLSX workbook (one a sheet), by sheet name.

    Refuses "table-too-large", "table-unreadable", "table-empty"; raises SystemFailed where the
    file cannot be read.
    """
    data = _bytes(path)
    sheets = {name: _named(path, lines) for name, lines in _lines(path, data).items()}
    filled = {name: rows for name, rows in sheets.items() if rows}
    if not filled:
        raise Refusal("table-empty", path=path.name)
    return filled


def read_grids(path: Path) -> dict[str, list[list[str]]]:
    """The sheets of a file as lines of texts, wherever their headings stand; refusals as above."""
    sheets = _lines(path, _bytes(path))
    for lines in sheets.values():
        if len(lines) > MOST_ROWS:
            raise Refusal("table-too-many-rows", path=path.name, most=MOST_ROWS)
    if not any(cell.strip() for lines in sheets.values() for line in lines for cell in line):
        raise Refusal("table-empty", path=path.name)
    return sheets


def kind_of(sheet: str, rows: Sequence[dict[str, str]], path: Path) -> str:
    """Which list a table is, by its columns; refuses "unknown-list"."""
    columns = set(rows[0])
    best = max(KINDS, key=lambda kind: len(columns & set(KINDS[kind])) / len(KINDS[kind]))
    if len(columns & set(KINDS[best])) * 2 < len(KINDS[best]):
        raise Refusal("unknown-list", path=path.name, sheet=sheet, columns=sorted(columns)[:8])
    return best


@contextmanager
def telling(sheet: str) -> Iterator[None]:
    """Let a refusal of bad cells say which sheet they are on."""
    try:
        yield
    except Refusal as refusal:
        refusal.values.setdefault("sheet", sheet)
        raise


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refusal("table-too-large", path=path.name, most=MOST_BYTES >> 20)
        return path.read_bytes()
    except OSError as error:
        raise unreadable(error, path) from error


def _lines(path: Path, data: bytes) -> dict[str, list[list[str]]]:
    return _workbook(path, data) if data[:2] == b"PK" else {path.stem: _csv(path, data)}


def _csv(path: Path, data: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):  # what Chinese offices save
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refusal("table-unreadable", path=path.name)
    if "\x00" in text:
        raise Refusal("table-unreadable", path=path.name)
    try:
        return list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise Refusal("table-unreadable", path=path.name, reason=str(error)) from error


def _workbook(path: Path, data: bytes) -> dict[str, list[list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > MOST_UNPACKED:
                raise Refusal("table-too-large", path=path.name, most=MOST_UNPACKED >> 20)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {
            name: [
                [_text(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in book.sheet_names
        }
    except (CalamineError, zipfile.BadZipFile) as error:
        raise Refusal("table-unreadable", path=path.name, reason=str(error)) from error


def _named(path: Path, lines: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The rows below the header, which is the first line that is not blank.

    Blank rows stay, one for each blank line above the header too: so the rows stand where a
    spreadsheet counts them.
    """
    if len(lines) > MOST_ROWS:
        raise Refusal("table-too-many-rows", path=path.name, most=MOST_ROWS)
    filled = [n for n, line in enumerate(lines) if any(cell.strip() for cell in line)]
    if len(filled) < 2:
        return []
    header = filled[0]
    names = [name.strip() for name in lines[header]]
    blank = dict.fromkeys(filter(None, names), "")
    below = [
        {name: cell for name, cell in zip(names, line, strict=False) if name}
        for line in lines[header + 1 : filled[-1] + 1]
    ]
    return [*(dict(blank) for _above in range(header)), *below]


def _text(cell: Any) -> str:
    """A cell as text; the reader gives whole numbers as floats and dates as dates."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)

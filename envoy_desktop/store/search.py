"""Search by Chinese text, pinyin initials and number over an FTS5 table of one- and two-grams."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from envoy_desktop.store.connection import Reader, blocks, listed

if TYPE_CHECKING:
    from envoy_desktop.store.unit import Unit

# what search shows of each kind: title, subtitle; the tables it watches
DOCUMENTS = {
    "project": "SELECT id, name, investor FROM project WHERE deleted = 0",
    "procedure": (
        "SELECT p.id, i.name, j.name || ' ' || i.code FROM procedure p"
        " JOIN catalogue_item i ON i.id = p.item JOIN project j ON j.id = p.project"
        " WHERE p.deleted = 0 AND j.deleted = 0"
    ),
    "obstacle": (
        "SELECT o.id, o.text, coalesce(j.name, '') FROM obstacle o"
        " LEFT JOIN project j ON j.id = o.project WHERE o.deleted = 0"
    ),
    "department": ("SELECT id, name, short_name || ' ' || code FROM department WHERE deleted = 0"),
    "memo": "SELECT id, title, number FROM memo WHERE deleted = 0",
    "duty": "SELECT id, text, owed_by FROM duty WHERE deleted = 0",
    "contact": (
        "SELECT c.id, c.name, coalesce(d.name, '') || ' ' || c.post || ' ' || c.phone"
        " FROM contact c LEFT JOIN department d ON d.id = c.department WHERE c.deleted = 0"
    ),
}
KEYS = {"procedure": "p.id", "obstacle": "o.id", "contact": "c.id"}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    kind: str
    id: int
    title: str
    subtitle: str


def refresh(unit: "Unit") -> None:
    """Bring the documents of this unit's changed objects up to date."""
    for kind, sql in DOCUMENTS.items():
        ids = unit.changed_ids(kind)
        if not ids:
            continue
        _write(unit, kind, sql, ids)
    inside: dict[str, set[int]] = {}
    for kind, key, of in _NAMED_AFTER:
        # a whole catalogue comes before there is anything that is named after it
        renamed = unit.changed_ids(of)
        if renamed and unit.value(f"SELECT 1 FROM {kind} LIMIT 1"):
            inside.setdefault(kind, set()).update(_with(unit, kind, key, renamed))
    for kind, found in inside.items():
        _write(unit, kind, DOCUMENTS[kind], found - unit.changed_ids(kind))


_NAMED_AFTER = (
    ("procedure", "project", "project"),
    ("obstacle", "project", "project"),
    ("procedure", "item", "catalogue_item"),
    ("contact", "department", "department"),
)
"""Kinds whose documents tell the name of another object: kind, column, what it names."""


def _with(unit: "Unit", kind: str, key: str, named: Iterable[int]) -> Iterator[int]:
    for block in blocks(named):
        for (id,) in unit.rows(f"SELECT id FROM {kind} WHERE {key} IN ({listed(block)})"):
            yield id


def find(reader: Reader, text: str, *, kinds: Iterable[str] = (), limit: int = 30) -> list[Hit]:
    """The documents that hold all words of `text`, best first.

    A word of Latin letters is also looked up as pinyin initials (``ghj`` finds 规划局).
    """
    words = text.lower().split()
    if not words:
        return []
    wanted = list(kinds)
    of_kind = (
        " AND d.kind IN (" + ", ".join(f"'{kind}'" for kind in wanted if kind in DOCUMENTS) + ")"
        if wanted
        else ""
    )
    found: dict[int, Hit] = {}
    for row in reader.each(
        "SELECT d.kind, d.id, d.title, d.subtitle, d.initials FROM search_gram"
        " JOIN search_doc d ON d.id = search_gram.rowid"
        f" WHERE {matching(reader)}{of_kind} LIMIT 400",
        query=match_of(reader, text),
    ):
        kind, id, title, subtitle, initials = row
        if all(_holds(word, title, subtitle, initials) for word in words):
            found[id] = Hit(kind, id, title, subtitle)
            if len(found) >= limit * 4:
                break
    ranked = sorted(found.values(), key=lambda hit: _rank(hit, words))
    return ranked[:limit]


def matching(reader: Reader) -> str:
    """The condition on `search_gram` that finds what holds all grams of `:query`."""
    if reader.dialect == "sqlite":
        return "search_gram MATCH :query"
    return "search_gram.grams @> CAST(:query AS text[])"


def match_of(reader: Reader, text: str) -> str:
    """The query that finds all grams of a text (a few false finds stay: see `_holds`)."""
    grams = [gram for word in text.lower().split() for gram in _query_grams(word)]
    if reader.dialect == "sqlite":
        return " AND ".join(f'"{gram}"' for gram in grams)
    return _array(grams)


def _array(grams: Iterable[str]) -> str:
    """Grams as PostgreSQL's text of an array: they are plain letters and need no quotes."""
    return "{" + ",".join(grams) + "}"


def _rank(hit: Hit, words: list[str]) -> tuple[int, int, int, str]:
    order = ("project", "department", "contact", "obstacle", "memo", "duty", "procedure").index(
        hit.kind
    )
    in_title = sum(word in hit.title.lower() for word in words)
    at_start = int(hit.title.lower().startswith(words[0]))
    return (-in_title - at_start, order, len(hit.title), hit.title)


def _holds(word: str, title: str, subtitle: str, initials: str) -> bool:
    return word in title.lower() or word in subtitle.lower() or word in initials


def _write(unit: "Unit", kind: str, sql: str, ids: Iterable[int]) -> None:
    key = KEYS.get(kind, "id")
    for block in blocks(ids):
        wanted = listed(block)
        unit.execute(f"DELETE FROM search_gram WHERE rowid IN ({wanted})")
        unit.execute(f"DELETE FROM search_doc WHERE id IN ({wanted})")
        _insert(unit, kind, unit.rows(f"{sql} AND {key} IN ({wanted})"))


def _insert(unit: "Unit", kind: str, rows: list[tuple[int, str, str]]) -> None:
    documents = [
        (id, kind, title, sub or "", f"{initials(title)} {initials(sub or '')}".strip())
        for id, title, sub in rows
    ]
    unit.execute_many(
        "INSERT INTO search_doc(id, kind, title, subtitle, initials) VALUES (?, ?, ?, ?, ?)",
        documents,
    )
    kept = _grams if unit.reader.dialect == "sqlite" else _gram_array
    unit.execute_many(
        "INSERT INTO search_gram(rowid, grams) VALUES (?, ?)",
        ((id, kept(f"{title} {sub} {first}")) for id, _kind, title, sub, first in documents),
    )


@lru_cache(maxsize=20_000)
def initials(text: str) -> str:
    """The pinyin initials of the ideographs of a text: 规划局 is ``ghj``; the rest is left out."""
    short = text[:60]
    if not any("\u4e00" <= c <= "\u9fff" for c in short):
        return ""
    from pypinyin import Style, lazy_pinyin

    return "".join(
        first[0] for first in lazy_pinyin(short, style=Style.FIRST_LETTER, errors="ignore") if first
    ).lower()


@lru_cache(maxsize=20_000)
def _grams(text: str) -> str:
    grams: set[str] = set()
    for word in text.lower().split():
        grams.update(_hex(c) for c in word)
        grams.update(_hex(word[i : i + 2]) for i in range(len(word) - 1))
    return " ".join(sorted(grams))


def _gram_array(text: str) -> str:
    return _array(_grams(text).split())


def _query_grams(word: str) -> list[str]:
    if len(word) == 1:
        return [_hex(word)]
    return [_hex(word[i : i + 2]) for i in range(len(word) - 1)]


@lru_cache(maxsize=1 << 17)
def _hex(gram: str) -> str:
    """A gram as one token of plain letters, whatever characters it holds."""
    return "x" + gram.encode("utf-16-be").hex()

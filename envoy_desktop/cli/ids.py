"""From what a person typed to an id: the whole id, its end, a project's name, PROJECT/CODE."""

import unicodedata

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import lookup
from envoy_desktop.words import ids

SHORTEST = 4
"""Characters of an id's end that are enough, where only one object ends so."""


def show(id: int | None) -> str | None:
    """The id as text; None where there is none."""
    return ids.show(id) if id is not None else None


def project(reader: Reader, text: str) -> int:
    """A project by id, the end of its id, or its exact name."""
    named = lookup.project_named(reader, text.strip())
    return named if named is not None else find(reader, "project", text)


def procedure(reader: Reader, text: str) -> int:
    """A procedure by id, the end of its id, or PROJECT/CODE."""
    whole = text.strip()
    if "/" in whole:
        before, _slash, code = whole.rpartition("/")
        found = lookup.procedure_of(reader, project(reader, before), code.strip())
        if found is None:
            raise _unknown("procedure", text)
        return found
    return find(reader, "procedure", text)


def department(reader: Reader, text: str) -> int:
    """A department by code, name, short name or id."""
    called = lookup.department_called(reader, text.strip())
    return called if called is not None else find(reader, "department", text)


def memo(reader: Reader, text: str) -> int:
    """A document by id, the end of its id, or its number."""
    numbered = lookup.memo_numbered(reader, text.strip())
    return numbered if numbered is not None else find(reader, "memo", text)


def find(reader: Reader, kind: str, text: str) -> int:
    """An object of a kind by its id or the end of its id.

    Refuses "unknown-id" and "ambiguous-id".
    """
    clean = _clean(text)
    if len(clean) == ids.LENGTH:
        id = _parsed(kind, clean, text)
        if lookup.exists(reader, kind, id):
            return id
        raise Refusal("unknown-id", kind=kind, next="check-number")
    if not SHORTEST <= len(clean) < ids.LENGTH:
        raise _unknown(kind, text)
    low = _parsed(kind, clean.rjust(ids.LENGTH, "0"), text)
    found = lookup.ending_in(reader, kind, low, (1 << 5 * len(clean)) - 1)
    if len(found) > 1:
        raise Refusal(
            "ambiguous-id",
            kind=kind,
            text=text,
            found=tuple(ids.show(id) for id in found),
            next="type-more",
        )
    if not found:
        raise _unknown(kind, text)
    return found[0]


def anything(reader: Reader, text: str) -> int:
    """An object of any kind, for its history; hidden ones too where the whole id is given."""
    clean = _clean(text)
    if len(clean) == ids.LENGTH:
        id = _parsed("", clean, text)
        if lookup.kind_of(reader, id, lookup.every()) is None:
            raise Refusal("unknown-id", next="check-number")
        return id
    for reading in (project, procedure, department, memo):
        try:
            return reading(reader, text)
        except Refusal as refusal:
            if refusal.rule != "unknown-id":
                raise
    for kind in lookup.KINDS:
        try:
            return find(reader, kind, text)
        except Refusal as refusal:
            if refusal.rule != "unknown-id":
                raise
    raise _unknown("", text)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().strip("#").strip().casefold()


def _parsed(kind: str, padded: str, text: str) -> int:
    try:
        return ids.parse(padded)
    except Refusal:
        raise _unknown(kind, text) from None


def _unknown(kind: str, text: str) -> Refusal:
    return Refusal("unknown-id", kind=kind, text=text.strip()[:40], next="check-number")

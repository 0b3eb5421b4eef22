"""Figures as claims of a memo: their recipe names department, item and window, and they are said
anew from today's facts until the memo is issued."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from envoy_desktop.documents.sentences import Ground, Sentence
from envoy_desktop.store.connection import Reader
from envoy_desktop.words import as_printed

if TYPE_CHECKING:
    from envoy_desktop.casework.measured import Said
    from envoy_desktop.store.queries.figures import Window

FIGURE, NOTE = "figure", "figure-note"
MOST_GROUNDS = 500
"""Cases that a claim names; a figure of more is found again by its recipe."""


def recipe(window: "Window", kind: str = FIGURE) -> str:
    """What a claim keeps to be built again: figure/ITEM/since/until."""
    days = (day.isoformat() if day else "" for day in (window.since, window.until))
    return "/".join((kind, window.item, *days))


def window_of(tells: str) -> "Window | None":
    """The window that a recipe names; None where it is no figure's."""
    from envoy_desktop.store.queries.figures import Window

    parts = tells.split("/")
    if parts[0] not in (FIGURE, NOTE) or len(parts) < 4:
        return None
    since, until = (date.fromisoformat(text) if text else None for text in parts[-2:])
    return Window(since, until, "/".join(parts[1:-2]))


def sentences(reader: Reader, recipes: Iterable[tuple[str, int]], on: date) -> dict[str, Sentence]:
    """What the figures among some recipes say on a day, by recipe; one without cases any more is
    left out."""
    asked: dict[tuple[Window, int], list[str]] = {}
    for tells, of in recipes:
        window = window_of(tells)
        if window is not None:
            asked.setdefault((window, of), []).append(tells)
    found: dict[str, Sentence] = {}
    for (window, of), wanted in asked.items():
        for sentence in said(reader, of, window, on):
            if sentence.tells in wanted:
                found[sentence.key] = sentence
    return found


def said(reader: Reader, department: int, window: "Window", on: date) -> tuple[Sentence, ...]:
    """A department's figure and the note of its method; nothing where it has no case."""
    from envoy_desktop.casework import measured
    from envoy_desktop.domain.refusal import Refusal

    try:
        with as_printed():
            told = measured.sentence(reader, on, department, window)
    except Refusal:
        return ()
    grounds = _grounds(department, told)
    return (
        Sentence(told.text, recipe(window), department, grounds),
        Sentence(f"注：{told.footnote}", recipe(window, NOTE), department, grounds),
    )


def _grounds(department: int, told: "Said") -> tuple[Ground, ...]:
    """The department, and the cases behind: open ones first, so that an end among them shows as
    another fact and not only as another day."""
    cases = (("procedure", id) for id in told.behind[:MOST_GROUNDS])
    return (("department", department), *cases)

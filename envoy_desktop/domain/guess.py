"""Guesses kind, department and procedure of an obstacle from the line a person typed.

Plain keyword scores: the same line gives the same guess, and the words that led to it are named.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from envoy_desktop.domain.guess_words import (
    GENERAL_WORDS,
    KIND_WORDS,
    SPOKEN_DEPARTMENTS,
    SPOKEN_PROCEDURES,
)


@dataclass(frozen=True, slots=True)
class KnownDepartment:
    """A department by its key (code or row id, as text) and the names people call it."""

    key: str
    name: str
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class KnownProcedure:
    """A procedure that could be meant: its key, names, lead department's key, if it is at hand.

    `current`: it is open on the screen. `in_progress`: filed and not ended.
    """

    key: str
    name: str
    code: str = ""
    department: str = ""
    project: str = ""
    current: bool = False
    in_progress: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """What a line seems to say; blank where nothing points anywhere.

    `sure` names those of kind, department, procedure that the text itself tells; the others
    come from what is open on the screen. `words` are what led there.
    """

    kind: str
    department: str
    procedure: str
    sure: frozenset[str]
    words: tuple[str, ...]


def guess(
    text: str,
    departments: Sequence[KnownDepartment] = (),
    procedures: Sequence[KnownProcedure] = (),
) -> Guess:
    """What `text` seems to be about; ties go to the first in the given order.

    A department the text does not name is the guessed procedure's; a procedure it does not
    name is the one on the screen, else the only one that its department has in progress.
    """
    line = unicodedata.normalize("NFKC", text).casefold()
    words: list[str] = []
    sure: set[str] = set()

    kind, kind_words = _kind(line)
    if kind_words:
        sure.add("kind")
        words += kind_words
    department, word = _department(line, departments)
    if department:
        sure.add("department")
        words.append(word)
    procedure, word = _procedure(line, procedures, department)
    if procedure is not None:
        sure.add("procedure")
        words.append(word)
    else:
        procedure = _at_hand(procedures, department)
    if not department and procedure is not None:
        department = procedure.department
    return Guess(
        kind=kind,
        department=department,
        procedure=procedure.key if procedure is not None else "",
        sure=frozenset(sure),
        words=tuple(dict.fromkeys(words)),
    )


def _kind(line: str) -> tuple[str, list[str]]:
    best, best_score, best_words = "other", 0, list[str]()
    for code, words in KIND_WORDS.items():
        found = [(word, weight) for word, weight in words if word in line]
        score = sum(weight for _, weight in found)
        if score > best_score:
            best, best_score, best_words = code, score, [word for word, _ in found]
    return best, best_words


def _department(line: str, departments: Sequence[KnownDepartment]) -> tuple[str, str]:
    best, best_score, best_word = "", 0, ""
    for known in departments:
        for name in (known.name, known.short_name, known.short_name.removeprefix("市")):
            plain = unicodedata.normalize("NFKC", name).casefold()
            if len(plain) > 1 and plain in line and 10 * len(plain) > best_score:
                best, best_score, best_word = known.key, 10 * len(plain), name
    if best:
        return best, best_word
    for spoken, part in SPOKEN_DEPARTMENTS.items():
        if spoken in line and len(spoken) > best_score:
            for known in departments:
                if part in known.short_name or part in known.name:
                    best, best_score, best_word = known.key, len(spoken), spoken
                    break
    return best, best_word


def _procedure(
    line: str, procedures: Sequence[KnownProcedure], department: str
) -> tuple[KnownProcedure | None, str]:
    best: KnownProcedure | None = None
    best_score, best_word = 0.0, ""
    for known in procedures:
        score, word = _likeness(line, known)
        if score:
            # of equally named ones the nearest at hand is meant
            score += 2 * known.current + known.in_progress
            score += bool(department) and known.department == department
        if score > best_score:
            best, best_score, best_word = known, score, word
    return best, best_word


def _likeness(line: str, known: KnownProcedure) -> tuple[float, str]:
    """How much of the procedure's name the line speaks of, and the longest piece of it."""
    if known.code and known.code.casefold() in line:
        return 100.0, known.code
    name = unicodedata.normalize("NFKC", known.name).casefold()
    if name in line:
        return 90.0, known.name
    longest = _longest_common(line, name)
    for spoken, part in SPOKEN_PROCEDURES.items():
        if spoken in line and part in name:
            # 规划许可证 is said of two procedures: the one whose name stands in the line is meant
            word = max(spoken, longest, key=len)
            return 20.0 + len(word), word
    pairs = {a + b for a, b in pairwise(longest)}
    if len(longest) >= 4 or (len(longest) >= 2 and not pairs <= GENERAL_WORDS):
        return (2.0 * len(longest), longest) if len(longest) >= 3 else (0.0, "")
    return 0.0, ""


def _longest_common(a: str, b: str) -> str:
    for size in range(min(len(a), len(b)), 1, -1):
        for start in range(len(b) - size + 1):
            if b[start : start + size] in a:
                return b[start : start + size]
    return ""


def _at_hand(procedures: Sequence[KnownProcedure], department: str) -> KnownProcedure | None:
    current = [p for p in procedures if p.current]
    if current and (not department or current[0].department in ("", department)):
        return current[0]
    if department:
        theirs = [p for p in procedures if p.department == department and p.in_progress]
        if len(theirs) == 1:
            return theirs[0]
    return None

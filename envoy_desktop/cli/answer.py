"""What a command gives back: one JSON document and a person's form, of which one is printed."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from envoy_desktop.domain.refusal import Trouble

Lines = Iterable[str]
Row = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """The answer of one command.

    `data` is a JSON document; an iterator stands for a list too long to hold. `text` makes the
    person's form, and only where it is printed. `warnings` go to standard error in both forms.
    `trouble`: the command has an answer and still failed (a check that found damage). `printed`:
    the command has printed by itself and leaves only its `exit` code (a batch).
    """

    data: Any
    text: Callable[[], Lines]
    warnings: tuple[str, ...] = ()
    trouble: Trouble | None = None
    exit: int = 0
    printed: bool = False


def said(data: Any, *lines: str, warnings: tuple[str, ...] = ()) -> Answer:
    """An answer whose person's form is a line or two."""
    return Answer(data, lambda: lines, warnings)


def whole(data: Any) -> Any:
    """`data` with a long list held after all (for one line of a batch)."""
    return list(data) if isinstance(data, Iterator) else data


def write_json(data: Any, out: TextIO) -> None:
    """Write one JSON document; a long list goes out row by row, a row a line."""
    if not isinstance(data, Iterator):
        out.write(encoded(data, indent=2 if isinstance(data, Mapping) else None) + "\n")
        return
    opening = "["
    for row in data:
        out.write(opening + "\n" + encoded(row))
        opening = ","
    out.write("[]\n" if opening == "[" else "\n]\n")


def encoded(data: Any, indent: int | None = None) -> str:
    """One JSON text, in plain characters."""
    return json.dumps(data, ensure_ascii=False, indent=indent)


def write_lines(lines: Lines, out: TextIO) -> None:
    """Write a person's form."""
    for line in lines:
        out.write(line + "\n")


def speak(line: str) -> None:
    """Say something beside the answer: on standard error."""
    print(line, file=sys.stderr, flush=True)

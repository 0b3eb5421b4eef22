"""Reading what a person names: a file or standard input, as bytes or as lines of text."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.troubles import unreadable


def text_in(path: Path) -> str:
    """The text of a file (`-`: standard input); refuses what is not UTF-8."""
    with _told(path):
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Refusal("not-utf-8", path=path.name, next="save-as-utf-8") from error


def lines_in(path: Path) -> Iterator[str]:
    """The lines of a file (`-`: standard input) as they come; refuses what is not UTF-8."""
    with _told(path):
        source = sys.stdin.buffer if str(path) == "-" else path.open("rb")
    with source:
        for number, data in enumerate(source):
            try:
                yield data.decode("utf-8-sig" if not number else "utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise Refusal("not-utf-8", path=path.name, next="save-as-utf-8") from error


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unreadable(error, path) from error

"""An iCalendar file (RFC 5545) of due dates: whole days, stable ids, an alarm the day before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

MOST_OCTETS = 75  # 3.1: a line is folded behind that many, the line break not counted
PRODUCT = "-//Envoy Desktop//Due dates//ZH"


@dataclass(frozen=True, slots=True)
class Entry:
    """A due date; `uid` is the same each time the file is written."""

    uid: str
    on: date
    title: str
    note: str = ""
    category: str = ""


def calendar(entries: Iterable[Entry], name: str, at: datetime) -> bytes:
    """The file's bytes; `at` (any zone) stamps every entry."""
    stamp = at.astimezone(timezone.utc).strftime("%Y%m%dT%H%M%SZ")  # noqa: UP017
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for entry in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{entry.uid}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.on + timedelta(1):%Y%m%d}",
            f"SUMMARY:{escaped(entry.title)}",
        ]
        if entry.note:
            lines.append(f"DESCRIPTION:{escaped(entry.note)}")
        if entry.category:
            lines.append(f"CATEGORIES:{escaped(entry.category)}")
        lines += [
            "TRANSP:TRANSPARENT",  # a due date does not make anyone busy
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{escaped(entry.title)}",
            "TRIGGER:-PT15H",  # nine in the morning of the day before
            "END:VALARM",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """A text as a property's value (3.3.11)."""
    plain = "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or c.isprintable())
    for sign, other in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(sign, other)
    return plain


def folded(line: str) -> bytes:
    """A content line in octets, folded between characters, with its line break."""
    parts, here = [], b""
    room = MOST_OCTETS
    for char in line:
        octets = char.encode()
        if len(here) + len(octets) > room:
            parts.append(here)
            here, room = b"", MOST_OCTETS - 1  # the blank of a folded line counts
        here += octets
    parts.append(here)
    return b"\r\n ".join(parts) + b"\r\n"

"""The calendar file, read back by a parser of its own after RFC 5545."""

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.ics import MOST_OCTETS, Entry, calendar

AT = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)


def parsed(data: bytes) -> list[dict[str, str]]:
    """The events of a file: unfolded (3.1), values unescaped (3.3.11)."""
    assert data.endswith(b"\r\n")
    text = data.decode()
    for line in data.split(b"\r\n"):
        assert len(line) <= MOST_OCTETS
        line.decode()  # folded between characters
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert "\n" not in "".join(lines)
    events, open_ = [], []
    for line in lines:
        name, colon, value = line.partition(":")
        assert colon, line
        if name == "BEGIN":
            open_.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert open_.pop() == value
        elif open_[-1] == "VEVENT":
            plain = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
            assert events[-1].setdefault(name, plain) == plain
        elif open_[-1] == "VALARM":
            events[-1].setdefault(f"VALARM.{name}", value)
    return events


def test_an_entry_is_a_whole_day_with_an_alarm():
    (event,) = parsed(calendar([Entry("duty-1@x", date(2026, 11, 30), "答复")], "到期", AT))
    assert event["UID"] == "duty-1@x"
    assert event["DTSTAMP"] == "20261123T010203Z"
    assert event["DTSTART;VALUE=DATE"] == "20261130"
    assert event["DTEND;VALUE=DATE"] == "20261201"
    assert event["VALARM.TRIGGER"] == "-PT15H"
    assert event["VALARM.ACTION"] == "DISPLAY"


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")) | st.just("\n"))


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_any_text_comes_back(texts):
    made = [Entry(f"{n}@x", date(2026, 12, 1), a, b) for n, (a, b) in enumerate(texts)]
    found = parsed(calendar(made, "名", AT))
    assert [e["SUMMARY"] for e in found] == [printable(a) for a, _b in texts]
    assert [e.get("DESCRIPTION", "") for e in found] == [printable(b) for _a, b in texts]


def printable(text: str) -> str:
    return "".join(c for c in text if c == "\n" or c.isprintable())

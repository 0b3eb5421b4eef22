"""Lines of a package: read back as written, and no other text is taken for the same change."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import changelog, lines
from envoy_desktop.store.changelog import NO_HASH, SEQ_BITS, WITHHELD
from envoy_desktop.store.lines import Part, Row, Run

TAG = 7
FIRST = TAG << SEQ_BITS | 1
TIME = 117_000_000_000_000


def chained(changes: list[tuple[object, ...]]) -> tuple[list[Row], list[Run]]:
    """Changes (kind, object, field, value, parents) as one actor logs them, and their run."""
    rows: list[Row] = []
    hash = NO_HASH
    for n, (kind, object, field, value, parents) in enumerate(changes):
        id = FIRST + n
        if kind == WITHHELD:
            hash = hashlib.sha256(b"%d" % n).digest()
            rows.append((id, TIME, FIRST, WITHHELD, 0, "", "", "[]", hash))
            continue
        text = value if isinstance(value, str) else changelog.encode(value)
        line = changelog.line(id, TIME, FIRST, kind, object or id, field, text, parents)
        hash = hashlib.sha256(hash + line).digest()
        rows.append((id, TIME, FIRST, kind, object or id, field, text, parents, hash))
    return rows, [Run(TAG, 1, len(rows), NO_HASH, hash)]


def noted(text: object) -> tuple[object, ...]:
    return (
        "obstacle",
        None,
        "",
        {"text": text, "on": "2026-11-23", "entered_on": "2026-11-23"},
        "[]",
    )


def told(changes: list[tuple[object, ...]]) -> Part:
    rows, runs = chained(changes)
    return lines.read(b"".join(lines.write(rows)), runs)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.lists(TEXTS, min_size=1, max_size=6), st.sets(st.integers(0, 5)))
def test_what_is_written_is_read(texts: list[str], withheld: set[int]):
    changes = [
        (WITHHELD, None, "", "", "[]") if n in withheld else noted(text)
        for n, text in enumerate(texts)
    ]
    rows, _runs = chained(changes)
    part = told(changes)
    assert list(part.rows) == rows
    assert [v and v["text"] for v in part.values] == [
        None if n in withheld else text for n, text in enumerate(texts)
    ]


def read_line(line: bytes, hash: bytes | None = None) -> str:
    """What one line is refused for; its hash is right unless told otherwise."""
    after = hash or hashlib.sha256(NO_HASH + line).digest()
    with pytest.raises(Refusal) as refused:
        lines.read(line + b"\n", [Run(TAG, 1, 1, NO_HASH, after)])
    return refused.value.rule


GOOD = changelog.line(FIRST, TIME, FIRST, *chained([noted("中")])[0][0][3:8])


@pytest.mark.parametrize(
    "line",
    [
        GOOD + b" ",
        b" " + GOOD,
        GOOD.replace(b",", b", ", 1),
        GOOD.replace(b"[", b"[\t", 1),
        GOOD.replace(b'"obstacle"', b'"obst\\u0061cle"'),
        GOOD.replace("中".encode(), b"\\u4e2d"),
        GOOD.replace(b'"[]"', b'"\\u005b]"'),
        GOOD.replace(b'"[]"', b'"[]",1'),
        GOOD.replace(b',"[]"', b""),
        GOOD.replace(b'"[]"', b'"[ ]"'),
        GOOD.replace(b'"[]"', b"[]"),
        GOOD.replace(b"%d" % FIRST, b"%d.0" % FIRST, 1),
        GOOD.replace(b"%d" % FIRST, b"%de0" % FIRST, 1),
        GOOD.replace(b"%d" % TIME, b"0%d" % TIME, 1),
        GOOD.replace(b"%d" % TIME, b"-%d" % TIME, 1),
        GOOD.replace(b"%d" % TIME, b"-0", 1),
        GOOD.replace(b"%d" % TIME, b"9" * 40, 1),
        GOOD.replace(b"%d" % TIME, b"true", 1),
        GOOD.replace(b"%d" % TIME, b"null", 1),
        GOOD.replace(b"%d" % TIME, b"NaN", 1),
        GOOD + b"\n" + GOOD,
        GOOD + b"\n",
        b"\n" + GOOD,
        GOOD[:-1],
        GOOD.replace("中".encode(), b"\xff"),
        GOOD.replace("中".encode(), b"\xed\xa0\x80"),
        b"[" * 100_000,
        b"{}",
        b"",
        b'[%d,%d,%d,"%s"]' % (FIRST, TIME, FIRST, b"A" * 64),
        b'[%d,%d,%d,"%s"]' % (FIRST, TIME, FIRST, b"a" * 63),
        b'[%d,%d, %d,"%s"]' % (FIRST, TIME, FIRST, b"a" * 64),
        b'[0%d,%d,%d,"%s"]' % (FIRST, TIME, FIRST, b"a" * 64),
    ],
)
def test_a_change_has_one_text(line: bytes):
    assert read_line(line) == "package-malformed"


def test_a_hash_that_does_not_follow_is_refused():
    assert read_line(GOOD, bytes(32)) == "package-malformed"


@pytest.mark.parametrize(
    "change",
    [
        ("nothing", None, "", {}, "[]"),
        ("obstacle", None, "", "[]", "[]"),
        ("obstacle", None, "", "null", "[]"),
        ("obstacle", None, "", "1", "[]"),
        ("obstacle", None, "", {"text": "a"}, "[]"),  # without its day
        ("obstacle", None, "", {"text": "a", "on": "2026-11-23", "entered_on": "2026-11-23",
                                "colour": "red"}, "[]"),
        noted("a\0b"),
        noted(5),
        noted(["a"]),
        noted(None),
        ("obstacle", None, "", '{"text":"\\ud800","on":"2026-11-23","entered_on":"2026-11-23"}',
         "[]"),
        ("obstacle", FIRST, "text", "NaN", f"[{FIRST}]"),
        ("obstacle", FIRST, "on", '"2026-02-30"', f"[{FIRST}]"),
        ("obstacle", FIRST, "deleted", "2", f"[{FIRST}]"),
        ("obstacle", FIRST, "deleted", "1.0", f"[{FIRST}]"),
        ("obstacle", FIRST, "colour", '"red"', f"[{FIRST}]"),
        ("obstacle", FIRST, "procedure", "9223372036854775808", f"[{FIRST}]"),
        ("obstacle", FIRST, "text", '"a"', "[1,]"),
        ("obstacle", FIRST, "text", '"a"', "[-1]"),
        ("obstacle", FIRST, "text", '"a"', "[01]"),
        ("obstacle", FIRST, "text", '"a","b"', f"[{FIRST}]"),
        ("obstacle", FIRST, "text", "", f"[{FIRST}]"),
        ("obstacle", -1, "text", '"a"', f"[{FIRST}]"),
        ("obstacle", 1 << 63, "text", '"a"', f"[{FIRST}]"),
        ("obstacle", 12, "", {"text": "a", "on": "2026-11-23", "entered_on": "2026-11-23"}, "[]"),
        ("unit", FIRST, "act", '"x"', "[]"),
        ("unit", FIRST + 1, "", {"act": "a", "subject": "", "undoes": None, "final": False}, "[]"),
        ("unit", FIRST, "", {"act": "a", "subject": "", "undoes": None, "final": 0}, "[]"),
        ("unit", FIRST, "", {"act": "a", "subject": "", "undoes": None}, "[]"),
        ("setting", FIRST, "key", '"lamp.yellow_share"', f"[{FIRST}]"),
        (WITHHELD, FIRST, "text", '"a"', "[]"),
    ],
)  # fmt: skip
def test_what_no_act_could_have_logged_is_refused_wherever_it_stands(change: tuple[object, ...]):
    good = noted("a")
    kind, object, *rest = change
    if kind == WITHHELD:  # told with all its fields
        line = changelog.line(FIRST, TIME, FIRST, kind, object, *rest)
        assert read_line(line) == "package-malformed"
        return
    with pytest.raises(Refusal) as refused:
        told([good, good, change, good])
    assert refused.value.rule == "package-malformed"
    with pytest.raises(Refusal):
        told([change])


def test_the_place_that_is_refused_is_named():
    bad = ("obstacle", FIRST, "deleted", "2", f"[{FIRST}]")
    good = ("obstacle", FIRST, "deleted", "true", f"[{FIRST}]")
    with pytest.raises(Refusal) as refused:
        told([noted("a"), good, good, bad, good])
    assert refused.value.values["place"] == str(FIRST + 3)


def test_equal_numbers_of_other_types_are_not_taken_for_each_other():
    first = noted("a")
    flags = [("obstacle", FIRST, "deleted", text, f"[{FIRST}]") for text in ("true", "1", "0")]
    assert json.loads(told([first, *flags]).rows[1][6]) is True
    with pytest.raises(Refusal):
        told([first, *flags, ("obstacle", FIRST, "deleted", "1.0", f"[{FIRST}]")])

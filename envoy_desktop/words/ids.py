"""Ids as people see and type them: 13 characters of Crockford's base 32, none of them i l o u."""

import unicodedata

from envoy_desktop.domain.refusal import Refusal

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 13
_LARGEST = (1 << 63) - 1
_VALUES = {
    **{letter: value for value, letter in enumerate(ALPHABET)},
    "i": 1,
    "l": 1,
    "o": 0,  # what a hand or an eye makes of 1 and 0
}


def show(id: int) -> str:
    """The 13 characters of an id of 63 bits; equal ids give equal texts and sort alike."""
    if not 0 <= id <= _LARGEST:
        raise ValueError(f"no id of 63 bits: {id}")
    return "".join(ALPHABET[id >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def parse(text: str) -> int:
    """The id that a person typed, in any case, full or half width, with # around it or not.

    Refuses "unknown-id" (text).
    """
    clean = unicodedata.normalize("NFKC", text).strip().strip("#").strip().casefold()
    if len(clean) == LENGTH and all(letter in _VALUES for letter in clean):
        id = 0
        for letter in clean:
            id = id << 5 | _VALUES[letter]
        if id <= _LARGEST:
            return id
    raise Refusal("unknown-id", text=text.strip()[:40], next="check-number")

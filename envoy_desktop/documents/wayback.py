"""The way back of a paper: what the code in its foot says, and its short number for typing.

A code names the document, the page and the text's hash; it holds no name, no word of the paper and
nothing that opens anything. It has a check of its own, so that a code that a scan garbled, or that
another program made, is never taken for one of ours.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from itertools import product

from envoy_desktop.domain.refusal import Refusal

FORM = "E1"
"""What a code of ours begins with; the digit is the form's edition."""
_BASE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {sign: value for value, sign in enumerate(_BASE)}
_PAPER, _PAGE, _HASH, _CHECK = 7, 2, 6, 3
LENGTH = len(FORM) + _PAPER + _PAGE + _HASH + _CHECK
"""20 signs of QR's alphanumeric set: they just fit version 2 at level H, which repairs most."""
MOST_PAGES = 32**_PAGE - 1

LETTERS = "ACDEFHJKMNPRTVWX"
"""Letters of a short number; none that a hand or an eye takes for a digit or for another."""
_PAIRS = [letter + digit for letter, digit in product(LETTERS, "0123456789")]
_PAIR = {pair: value for value, pair in enumerate(_PAIRS)}
_DIGIT_FOR = str.maketrans("OQDILZSBG", "000112586")


@dataclass(frozen=True, slots=True)
class PageOf:
    """What a code says: the document (35 bits of its id's hash), the page from 1, and the head
    of the text's SHA-256 (30 bits)."""

    paper: str
    page: int
    text_hash: str

    def is_of(self, memo: int) -> bool:
        """Whether a document is the one that the code names."""
        return self.paper == _paper(memo)

    def says(self, text_sha256: str) -> bool:
        """Whether a frozen text is the one that the page was printed from."""
        return bool(text_sha256) and self.text_hash == _text_hash(text_sha256)


def payload(memo: int, page: int, text_sha256: str) -> str:
    """What the code of one page says; `page` from 1, the SHA-256 of the frozen text in hex."""
    if not 1 <= page <= MOST_PAGES or not 0 <= memo < 1 << 63:
        raise ValueError(f"no page of ours: {memo}, {page}")
    body = FORM + _paper(memo) + _base32(page, _PAGE) + _text_hash(text_sha256)
    return body + _check(body)


def read_payload(text: str) -> PageOf | None:
    """What a code says; None where it is not one of ours or its check does not hold."""
    text = text.strip()
    body, check = text[:-_CHECK], text[-_CHECK:]
    if len(text) != LENGTH or not text.startswith(FORM) or _check(body) != check:
        return None
    fields = body[len(FORM) :]
    if any(sign not in _VALUE for sign in fields):
        return None
    page = _number(fields[_PAPER : _PAPER + _PAGE])
    return PageOf(fields[:_PAPER], page, fields[_PAPER + _PAGE :]) if page else None


def short_number(memo: int) -> str:
    """The number of a document for typing, such as `K7Q3-M9P2-X4`: the same on all its pages.

    Letters and digits take turns, so that it is never read as a page number. The last pair is a
    check: one wrong sign is always noticed, two neighbours changed over all but always.
    """
    value = _drawn(memo)
    pairs: list[str] = []
    for _place in range(4):
        value, least = divmod(value, len(_PAIRS))
        pairs.insert(0, _PAIRS[least])
    return "-".join(("".join(pairs[:2]), "".join(pairs[2:]), _PAIRS[_short_check(_drawn(memo))]))


def read_short_number(text: str) -> str:
    """The short number that a person typed, in its own form: `k7q3 m9p2 x4`, full width, no dash.

    A letter in a digit's place is read as the digit it looks like. Refuses "bad-short-number".
    """
    clean = [sign for sign in unicodedata.normalize("NFKC", text).upper() if sign.isalnum()]
    clean[1::2] = [sign.translate(_DIGIT_FOR) for sign in clean[1::2]]
    pairs = ["".join(clean[at : at + 2]) for at in range(0, len(clean), 2)]
    if len(pairs) == 5 and all(pair in _PAIR for pair in pairs):
        value = 0
        for pair in pairs[:4]:
            value = value * len(_PAIRS) + _PAIR[pair]
        if _PAIR[pairs[4]] == _short_check(value):
            return "-".join(("".join(pairs[:2]), "".join(pairs[2:4]), pairs[4]))
    raise Refusal("bad-short-number", text=text.strip()[:40], next="check-short-number")


def _short_check(value: int) -> int:
    """The whole number leaves 1 when divided by 157, a prime near the 160 pairs."""
    return (1 - value * len(_PAIRS)) % 157


def _drawn(memo: int) -> int:
    """A document's place among the 160^4 short numbers: about one in 650 million each."""
    digest = hashlib.sha256(b"envoy short number " + memo.to_bytes(8, "big")).digest()
    return int.from_bytes(digest[:8], "big") % 160**4


def _paper(memo: int) -> str:
    digest = hashlib.sha256(b"envoy paper " + memo.to_bytes(8, "big")).digest()
    return _base32(int.from_bytes(digest[:8], "big"), _PAPER)


def _text_hash(text_sha256: str) -> str:
    return _base32(int(text_sha256[:8], 16), _HASH)


def _check(body: str) -> str:
    digest = hashlib.sha256(b"envoy way back " + body.encode()).digest()
    return _base32(int.from_bytes(digest[:4], "big"), _CHECK)


def _base32(number: int, places: int) -> str:
    return "".join(_BASE[number >> 5 * place & 31] for place in range(places - 1, -1, -1))


def _number(text: str) -> int:
    number = 0
    for sign in text:
        number = number << 5 | _VALUE[sign]
    return number

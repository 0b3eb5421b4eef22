"""The way back: what a page's code and its short number say, and what they never let pass."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.documents import wayback
from envoy_desktop.domain.refusal import Refusal

IDS = st.integers(0, (1 << 63) - 1)
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(IDS, st.integers(1, wayback.MOST_PAGES), HASHES)
def test_a_code_says_its_page_and_nothing_else(memo: int, page: int, sha256: str) -> None:
    told = wayback.payload(memo, page, sha256)
    assert len(told) == wayback.LENGTH == 20
    found = wayback.read_payload(told)
    assert found is not None
    assert found.page == page
    assert found.is_of(memo)
    assert not found.is_of(memo ^ 1)
    assert found.says(sha256)
    # the first two bits are not told
    other = f"{int(sha256[0], 16) ^ 1:x}" + sha256[1:]
    assert not found.says(other)


@given(IDS, st.integers(1, 99), HASHES, st.data())
def test_a_garbled_code_is_none_of_ours(
    memo: int, page: int, sha256: str, data: st.DataObject
) -> None:
    told = wayback.payload(memo, page, sha256)
    at = data.draw(st.integers(0, len(told) - 1))
    sign = data.draw(st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ").filter(told[at].__ne__))
    assert wayback.read_payload(told[:at] + sign + told[at + 1 :]) is None


@pytest.mark.parametrize("foreign", ["", "https://example.org/", "E1", "ENVOY1:7KQ2M9:1", "é" * 20])
def test_a_foreign_code_is_none_of_ours(foreign: str) -> None:
    assert wayback.read_payload(foreign) is None


def test_the_code_is_of_the_kind_that_repairs_most() -> None:
    import segno

    made = segno.make(wayback.payload(1 << 62, 7, "5" * 64), error="h", micro=False)
    assert made.designator == "2-H"


@given(IDS)
def test_a_short_number_has_no_two_digits_together(memo: int) -> None:
    number = wayback.short_number(memo)
    assert not any(a.isdigit() and b.isdigit() for a, b in pairwise(number))
    assert wayback.read_short_number(number) == number
    assert wayback.read_short_number(f" {number.lower().replace('-', ' ')} ") == number


@given(IDS, st.data())
def test_one_wrong_sign_of_a_short_number_is_noticed(memo: int, data: st.DataObject) -> None:
    number = wayback.short_number(memo)
    at = data.draw(st.sampled_from([n for n, sign in enumerate(number) if sign != "-"]))
    signs = "0123456789" if number[at].isdigit() else wayback.LETTERS
    sign = data.draw(st.sampled_from(signs).filter(number[at].__ne__))
    with pytest.raises(Refusal, match="bad-short-number"):
        wayback.read_short_number(number[:at] + sign + number[at + 1 :])


@given(IDS, st.integers(0, 3))
def test_pairs_changed_over_are_noticed(memo: int, at: int) -> None:
    bare = wayback.short_number(memo).replace("-", "")
    pairs = [bare[n : n + 2] for n in range(0, 10, 2)]
    pairs[at], pairs[at + 1] = pairs[at + 1], pairs[at]
    values = [10 * wayback.LETTERS.index(pair[0]) + int(pair[1]) for pair in pairs]
    if abs(values[at] - values[at + 1]) not in (0, 157):
        with pytest.raises(Refusal):
            wayback.read_short_number("".join(pairs))


@pytest.mark.parametrize("typed", ["", "123", "AAAA-AAAA-AA", "U1A1-A1A1-A1"])
def test_what_is_no_short_number_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        wayback.read_short_number(typed)

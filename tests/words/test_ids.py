"""Ids as people see and type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.words import ids

IDS = st.integers(0, 2**63 - 1)


@given(IDS)
def test_what_is_shown_is_read_back(id: int):
    assert ids.parse(ids.show(id)) == id
    assert len(ids.show(id)) == 13
    assert not set(ids.show(id)) & set("ilou")


@given(IDS, IDS)
def test_texts_sort_as_their_ids(a: int, b: int):
    assert (ids.show(a) < ids.show(b)) == (a < b)


@given(IDS)
def test_a_hand_may_mistake_what_looks_alike(id: int):
    text = ids.show(id)
    for wrong in (
        text.upper(),
        f"#{text}",
        f" #{text}# ",
        text.replace("1", "l"),
        text.replace("1", "I"),
        text.replace("0", "O"),
        "＃" + "".join(chr(ord(letter) + 0xFEE0) for letter in text),  # full width
    ):
        assert ids.parse(wrong) == id


@pytest.mark.parametrize(
    "text", ["", "123", "0" * 12, "0" * 14, "000000000000u", "zzzzzzzzzzzzz", "规划局0000000000"]
)
def test_what_is_no_number_is_refused(text: str):
    with pytest.raises(Refusal) as refused:
        ids.parse(text)
    assert refused.value.rule == "unknown-id"


@pytest.mark.parametrize("id", [-1, 2**63])
def test_an_id_has_63_bits(id: int):
    with pytest.raises(ValueError, match="63"):
        ids.show(id)

"""Fees against the list and the law; what a window may ask for and what not."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain import demands, fees
from envoy_desktop.domain.demands import KnownPaper
from envoy_desktop.domain.fees import Bounds
from envoy_desktop.domain.refusal import Refusal

LISTED = Bounds("国家规定", D(100), D(300))


@pytest.mark.parametrize(
    ("charged", "bounds", "commissioned", "found"),
    [
        (D(100), LISTED, False, ()),
        (D(101), LISTED, False, ("above_lower",)),
        (D(301), LISTED, False, ("above_upper",)),
        (D(1), Bounds(), False, ("no_basis",)),  # 行政许可法 58
        (D(0), Bounds(), False, ()),
        (D(5000), LISTED, True, ("organ_pays", "above_upper")),  # 优化营商环境条例 43
        (D(90), Bounds(price=D(80), market=True), False, ("above_price",)),
        (D(90), Bounds(market=True), False, ()),  # a market's price needs no basis
        (D(90), Bounds("按省定标准"), False, ()),  # set elsewhere, unknown here: not zero
    ],
)
def test_what_is_wrong_with_a_charge(charged, bounds, commissioned, found):
    assert fees.flags(charged, bounds, commissioned=commissioned) == found


@given(st.decimals(0, 10**6, places=2), st.decimals(0, 10**6, places=2))
def test_the_lower_bound_is_never_flagged_and_every_cent_above_is(lower, more):
    bounds = Bounds("依据", lower)
    assert fees.flags(lower, bounds) == ()
    assert bool(fees.flags(lower + more, bounds)) is (more > 0)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("1,100", D(1100)), ("3万", D(30000)), ("12.6亿元", D(1260000000)), ("0.5 万元", D(5000))],
)
def test_money_as_a_person_writes_it(text, yuan):
    assert fees.money(text) == yuan


@pytest.mark.parametrize("text", ["", "many", "-3", "1.001", "NaN", "1e999", "Infinity"])
def test_what_is_no_money_is_refused(text):
    with pytest.raises(Refusal, match="bad-money"):
        fees.money(text)


PAPERS = [
    KnownPaper("M-YY", "营业执照", True, ("ZJ-XK", "GH-XK")),
    KnownPaper("M-SG", "施工合同", False, ("ZJ-XK",), "handed_in"),
    KnownPaper("M-ZP", "总平面图", False, ("GH-XK",)),
]


@pytest.mark.parametrize(
    ("text", "code", "again", "kind", "why"),
    [
        ("环评批复", "ZJ-XK", False, "off_list_demand", "before_ground"),
        ("营业执照复印件", "ZJ-XK", False, "paper_already_held", "shared"),
        ("总平面图", "ZJ-XK", False, "off_list_demand", "not_here"),
        ("乡镇盖章意见", "GH-XK", False, "off_list_demand", "unlisted"),
        ("施工合同", "ZJ-XK", True, "paper_already_held", "handed_in"),
    ],
)
def test_what_a_window_may_not_ask_for(text, code, again, kind, why):
    found = demands.judge(text, code, PAPERS, own_shown=again)
    assert (found.kind, found.why) == (kind, why)


def test_what_it_may_ask_for():
    assert demands.judge("总平面图", "GH-XK", PAPERS) is None
    assert demands.judge("施工合同", "ZJ-XK", PAPERS) is None

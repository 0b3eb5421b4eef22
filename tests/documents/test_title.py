"""Titles break at sense and stand as trapezoid or diamond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.documents.linebreak import NO_END, NO_START
from envoy_desktop.documents.title import WIDEST, break_title, cells

COMPANY = "临江远航新材料科技有限公司"
LONG = f"关于协调解决{COMPANY}年产5万吨高性能复合材料项目用地预审和环境影响评价审批超期问题的请示"


def test_a_short_title_stays_on_one_line() -> None:
    assert break_title("关于用地预审超期的请示") == ("关于用地预审超期的请示",)


def test_a_company_is_not_torn_nor_the_ending() -> None:
    lines = break_title(LONG, (COMPANY,))
    assert sum(COMPANY in line for line in lines) == 1
    assert lines[-1].endswith("问题的请示")
    assert "5万吨" in "|".join(lines)


@pytest.mark.parametrize(
    "title",
    [
        "关于协调解决远航新材料项目用地预审超期问题的请示",
        "关于请求市人民政府协调解决华景冷链物流园项目施工许可等三项手续逾期未办结有关问题的请示",
        LONG,
    ],
)
def test_no_hourglass_and_no_stub(title: str) -> None:
    widths = [cells(line) for line in break_title(title)]
    assert min(widths) >= 0.4 * max(widths)
    for a, b, c in zip(widths, widths[1:], widths[2:], strict=False):
        assert not (a > b < c)


@given(st.text(st.sampled_from("国民的、，（）《》“”和项目2026A"), min_size=1, max_size=200))
def test_nothing_is_lost_and_nothing_too_wide(title: str) -> None:
    lines = break_title(title)
    assert "".join(lines) == title
    inside = title[0] not in NO_START
    for line in lines:
        if inside and "".join(sorted(set(line) & (NO_START | NO_END))) == "":
            assert cells(line) <= WIDEST

"""一单清: every paper stands once, and one that runs out before it is needed is warned of."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.checklist import Use, expiry, merge

USES = st.lists(
    st.builds(
        Use,
        paper=st.sampled_from("ABCDE"),
        name=st.sampled_from(["甲", "乙"]),
        issued_by=st.sampled_from(["applicant", "ziran"]),
        procedure=st.integers(1, 6),
        procedure_name=st.just("事项"),
        stage=st.integers(1, 4),
        copies=st.integers(0, 4),
    )
)


@given(USES)
def test_each_paper_stands_once_with_all_that_ask_for_it(uses):
    papers = merge(uses)
    codes = [p.code for p in papers]
    assert len(codes) == len(set(codes))
    assert set(codes) == {u.paper for u in uses}
    for paper in papers:
        mine = [u for u in uses if u.paper == paper.code]
        assert {id for id, _name in paper.procedures} == {u.procedure for u in mine}
        assert len(paper.procedures) == len({u.procedure for u in mine})
        assert paper.copies == max(u.copies for u in mine)  # one set of originals serves all
        assert paper.is_shared is all(u.copies == 0 for u in mine)
        assert paper.stage == min(u.stage for u in mine)


@given(USES)
def test_what_departments_share_comes_last_and_the_most_needed_first(uses):
    papers = merge(uses)
    assert [p.is_shared for p in papers] == sorted(p.is_shared for p in papers)
    own = [len(p.procedures) for p in papers if not p.is_shared]
    assert own == sorted(own, reverse=True)


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("expires", "filings", "told"),
    [
        (None, [TODAY], ("", None)),
        (date(2026, 12, 1), [date(2026, 12, 1)], ("", None)),  # its last day still counts
        (date(2026, 12, 1), [None, date(2026, 12, 2)],
         ("expires_before_filing", date(2026, 12, 2))),
        (date(2026, 11, 22), [date(2026, 12, 2)], ("expired", date(2026, 12, 2))),
        (date(2026, 11, 22), [], ("", None)),  # nobody needs it any more
    ],
)  # fmt: skip
def test_a_paper_that_runs_out_before_the_filing_is_warned_of(expires, filings, told):
    assert expiry(expires, filings, TODAY) == told

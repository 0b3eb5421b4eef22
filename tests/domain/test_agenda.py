"""The agenda: what stands first, why, and that no weight or figure can turn the order round."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain import agenda
from envoy_desktop.domain.agenda import Matter, Weights

TODAY = date(2026, 11, 23)


class EveryDay:
    """A calendar without weekends: the rules ask only for the count."""

    def working_days(self, a: date, b: date, /) -> int:
        return max(0, (b - a).days)


CALENDAR = EveryDay()


def matter(id: int = 1, **fields: object) -> Matter:
    return Matter(**{"kind": "obstacle", "id": id, "since": TODAY, **fields})  # type: ignore[arg-type]


def test_what_holds_a_large_project_up_longest_stands_first() -> None:
    placed = agenda.agenda(
        [
            matter(1, investment=Decimal(50_000_000)),
            matter(2, critical_days=10, investment=Decimal(2_000_000_000), broken=1),
            matter(3, critical_days=10),
        ],
        CALENDAR,
        TODAY,
    )
    assert [one.matter.id for one in placed] == [2, 3, 1]
    assert [one.place for one in placed] == [1, 2, 3]


def test_each_reason_says_what_it_put_in_and_together_they_are_the_urgency() -> None:
    (placed,) = agenda.agenda(
        [matter(critical_days=5, investment=Decimal(3 * 10**8), broken=1,
                since=TODAY - timedelta(days=60))],
        CALENDAR, TODAY,
    )  # fmt: skip
    told = {reason.code: round(reason.factor, 6) for reason in placed.reasons}
    assert told == {"critical": 2, "investment": 2, "age": 2, "broken": 2}
    assert placed.urgency == agenda.SCALE * 16


def test_a_weight_of_nothing_leaves_its_factor_out() -> None:
    nothing = Weights(*(Decimal(0) for _n in range(4)))
    found = agenda.agenda([matter(critical_days=50, broken=9)], CALENDAR, TODAY, nothing)
    assert found[0].urgency == agenda.SCALE
    assert found[0].reasons == ()


def test_a_department_whose_most_urgent_matter_is_first_comes_first() -> None:
    placed = agenda.agenda(
        [matter(1, department=7), matter(2, department=8, broken=3), matter(3, department=7)],
        CALENDAR, TODAY,
    )  # fmt: skip
    groups = agenda.by_department(placed)
    assert [group.department for group in groups] == [8, 7]
    assert [one.matter.id for one in groups[1].items] == [1, 3]


def test_only_what_goes_over_the_slack_is_lost() -> None:
    since = TODAY - timedelta(days=10)
    assert agenda.days_lost(since, 0, CALENDAR, TODAY) == 10
    assert agenda.days_lost(since, 4, CALENDAR, TODAY) == 6
    assert agenda.days_lost(since, 40, CALENDAR, TODAY) == 0
    assert agenda.days_lost(since, None, CALENDAR, TODAY) == 0


matters = st.builds(
    Matter,
    kind=st.sampled_from(agenda.KINDS),
    id=st.integers(1, 10**6),
    since=st.dates(date(2026, 1, 1), TODAY),
    critical_days=st.integers(0, 300),
    investment=st.none() | st.integers(0, 10**11).map(Decimal),
    broken=st.integers(0, 9),
)


@given(matters, st.sampled_from(["critical_days", "broken", "since", "investment"]))
def test_more_of_anything_never_makes_a_matter_less_urgent(of: Matter, field: str) -> None:
    from dataclasses import replace

    more = {
        "critical_days": of.critical_days + 3,
        "broken": of.broken + 1,
        "since": of.since - timedelta(days=5),
        "investment": (of.investment or Decimal(0)) + 10**8,
    }
    heavier = replace(of, **{field: more[field]})  # type: ignore[arg-type]
    before = agenda.urgency(of, CALENDAR, TODAY, Weights())[0]
    assert agenda.urgency(heavier, CALENDAR, TODAY, Weights())[0] >= before >= agenda.SCALE


@given(st.lists(matters, max_size=12, unique_by=lambda m: (m.kind, m.id)), st.randoms())
def test_the_order_does_not_hang_on_the_order_of_asking(found: list[Matter], dice: object) -> None:
    mixed = list(found)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (agenda.agenda(m, CALENDAR, TODAY) for m in (found, mixed))
    assert one == other

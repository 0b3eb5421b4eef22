"""The columns behind figures are what the clocks say; reviews count once; history follows."""

import random
from datetime import date, timedelta

import numpy as np
import pytest

from envoy_desktop import now
from envoy_desktop.casework import departments, events, figures, measured, plans
from envoy_desktop.domain import clock
from envoy_desktop.domain.clock_values import EventKind, Party, State
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import conduct, facts, reference
from envoy_desktop.store.queries import figures as query
from envoy_desktop.store.queries.figures import Window

ATTRIBUTES = {"investment_kind": "record", "land_supply": "grant", "area_m2": "52000"}


@pytest.fixture
def city(workspace):
    """Two projects with courses of every kind, drawn."""
    rng = random.Random(4)
    found = []
    for name in ("甲", "乙"):
        project = workspace.do(plans.begin, name=name, attributes=ATTRIBUTES)
        with workspace.read() as reader:
            found += [
                row[0]
                for row in reader.rows(
                    "SELECT id FROM procedure WHERE project = :p ORDER BY id", p=project
                )
            ]
    with workspace.unit("events.record") as unit:
        for procedure in found[:-4]:
            day = date(2026, 3, 2) + timedelta(days=rng.randrange(90))
            told = [("filed", day)]
            if rng.random() < 0.4:
                told.append(("correction_notice", day := day + timedelta(days=2)))
                told.append(("resubmitted", day := day + timedelta(days=rng.randrange(1, 20))))
            told.append(("accepted", day := day + timedelta(days=rng.randrange(1, 6))))
            if rng.random() < 0.3:
                told.append(("suspended", day := day + timedelta(days=1)))
                told.append(("resumed", day := day + timedelta(days=rng.randrange(1, 30))))
            if rng.random() < 0.7:
                last = rng.choice(["delivered", "delivered", "refused", "withdrawn"])
                told.append((last, day + timedelta(days=rng.randrange(1, 60))))
            for order, (kind, on) in enumerate(told):
                items = '["营业执照"]' if kind == "correction_notice" else ""
                unit.add(
                    "event", procedure=procedure, kind=kind, on=on.isoformat(), items=items,
                    day_order=float(order), entered_on=on.isoformat(),
                )  # fmt: skip
    return workspace


def read(workspace, **window):
    with workspace.read() as reader:
        return query.facts(reader, now.today(), Window(**window))


def test_the_columns_are_what_the_clocks_say(city):
    found = read(city)
    assert len(found.cases) > 20
    with city.read() as reader:
        calendar = reference.calendar(reader)
        for n, procedure in enumerate(found.procedure.tolist()):
            own = facts.facts(reader, procedure)
            told = clock.read(own.events, own.terms, calendar, now.today())
            party = Party.INTERMEDIARY if own.terms.led_by_intermediary else Party.DEPARTMENT
            assert found.cases.days[n] == getattr(told.charged, party.value)
            assert found.cases.ended[n] == (told.state in (State.DELIVERED, State.REFUSED))
            assert date.fromordinal(int(found.filed[n])) == told.filed


def test_a_window_and_an_item_choose_cases_by_filing(city):
    whole = read(city)
    low, high = date(2026, 4, 1), date(2026, 4, 30)
    part = read(city, since=low, until=high)
    inside = [low.toordinal() <= day <= high.toordinal() for day in whole.filed.tolist()]
    assert part.procedure.tolist() == whole.procedure[inside].tolist()
    code = whole.items[int(whole.cases.item[0])].code
    one = read(city, item=code)
    assert one.procedure.tolist() == (
        whole.procedure[whole.cases.item == whole.cases.item[0]].tolist()
    )


def test_a_joint_review_counts_once_at_each_department(city):
    before = read(city)
    counts = np.bincount(before.cases.department)
    busy = int(counts.argmax())
    project = before.project[before.cases.department == busy][0]
    mine = before.procedure[(before.cases.department == busy) & (before.project == project)]
    assert len(mine) > 1
    with city.unit("events.record") as unit:
        review = unit.add(
            "joint_review", project=int(project), group="a", convened_on="2026-05-01",
            entered_on="2026-05-01",
        )  # fmt: skip
        for procedure in mine.tolist():
            unit.add("joint_procedure", joint_review=review, procedure=procedure)
    after = read(city)
    assert len(before.cases) - len(after.cases) == len(mine) - 1
    longest = before.cases.days[np.isin(before.procedure, mine)].max()
    kept = np.isin(after.procedure, mine)
    assert after.cases.days[kept].tolist() == [longest]


def busiest(workspace):
    with workspace.read() as reader:
        table = figures.table(reader, now.today())
    rows = sorted(table.departments, key=lambda row: -row.figure.cases)
    return rows[0].office, rows[0].figure.cases, rows[1].office, rows[1].figure.cases


def test_history_goes_with_a_merged_department(city):
    first, many, second, few = busiest(city)
    city.do(departments.merge, departments=[second.id], into=first.id)
    with city.read() as reader:
        rows = {row.office.id: row for row in figures.table(reader, now.today()).departments}
        said = measured.sentence(reader, now.today(), second.id)
    assert rows[first.id].figure.cases == many + few
    assert rows[first.id].office.earlier == (second.name,)
    assert second.id not in rows or not rows[second.id].figure.cases
    assert said.text.startswith(first.name)
    with pytest.raises(Refusal, match="department-gone"):
        city.do(departments.merge, departments=[second.id], into=first.id)
    with pytest.raises(Refusal, match="department-circle"):
        city.do(departments.merge, departments=[first.id], into=second.id)
    with pytest.raises(Refusal, match="department-itself"):
        city.do(departments.merge, departments=[first.id], into=first.id)


def test_a_split_department_s_items_go_to_who_leads_them(city):
    first, many, second, few = busiest(city)
    with city.unit("departments.rename") as unit:
        new = unit.add("department", code="xinju", name="市新局", short_name="新局")
    city.do(departments.split, department=first.id, into=[new, second.id])
    with city.read() as reader:
        rows = {row.office.id: row for row in figures.table(reader, now.today()).departments}
    assert rows[new].figure.cases == many  # nothing of it is led by the other
    assert rows[second.id].figure.cases == few


def test_a_renamed_department_keeps_its_cases(city):
    first, many, _second, _few = busiest(city)
    city.do(departments.rename, department=first.id, name="市新名局", short_name="新名局")
    office, cases, *_rest = busiest(city)
    assert (office.id, office.name, cases) == (first.id, "市新名局", many)
    with pytest.raises(Refusal, match="name-missing"):
        city.do(departments.rename, department=first.id, name=" ")


def test_conduct_is_counted_beside_the_clock(city):
    with city.read() as reader:
        procedure = int(read(city).procedure[0])
        unfiled = reader.value(
            "SELECT max(p.id) FROM procedure p WHERE NOT EXISTS"
            " (SELECT 1 FROM event e WHERE e.procedure = p.id)"
        )
        lead, other = (
            reader.value(
                "SELECT d.id FROM procedure p JOIN catalogue_item i ON i.id = p.item"
                " JOIN department d ON d.code = i.lead_department WHERE p.id = :p",
                p=one,
            )
            for one in (procedure, unfiled)
        )
    city.do(events.record, procedure=unfiled, kind=EventKind.PRE_REVIEW, on=date(2026, 11, 2))
    with city.unit("obstacles.log") as unit:
        for kind, due in (("piecemeal", "2026-11-02"), ("off_list_demand", None)):
            unit.add(
                "obstacle", text="x", kind=kind, department=lead, on="2026-10-28",
                answer_due=due, entered_on="2026-10-28",
            )  # fmt: skip
        for n in range(5):
            unit.add(
                "rating", procedure=procedure, department=lead, answers=f'{{"speed": {n + 1}}}',
                on="2026-10-28", entered_on="2026-10-28",
            )  # fmt: skip
    with city.read() as reader:
        told = conduct.conduct(reader, now.today())
        early = conduct.conduct(reader, now.today(), until=date(2026, 10, 1))
    assert (told[lead].kinds["piecemeal"], told[lead].kinds["off_list_demand"]) == (1, 1)
    assert (told[lead].unresolved, told[lead].owed, told[lead].ratings) == (2, 1, 5)
    assert told[lead].rating == 3
    assert (told[other].before_cases, told[other].before_days) == (1, 15)
    assert told[other].late >= 1  # entered three weeks later
    assert early[lead].obstacles == early[lead].ratings == 0


def test_four_ratings_are_counted_and_not_told():
    four = conduct.Conduct(1, ratings=4)
    assert four.rating is None

"""The orders of the list of procedures: the catalogue's within a stage, the worst lamp first."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from envoy_desktop import now
from envoy_desktop.casework import plans, projects
from envoy_desktop.store import readings
from envoy_desktop.store.queries import procedures
from envoy_desktop.store.queries.procedures import LAMPS, ProcedureRow, Wanted
from envoy_desktop.store.workspace import Workspace


def test_a_stage_stands_in_the_catalogues_order_whenever_an_item_came(
    workspace: Workspace,
) -> None:
    project = workspace.do(projects.create, name="年产十万吨新材料", attributes={})
    workspace.do(plans.generate, project=project)
    workspace.do(
        projects.change,
        project=project,
        attributes={"new_company": "yes", "investment_kind": "approval", "area_m2": "20000"},
    )
    workspace.do(plans.generate, project=project)
    with workspace.read() as reader:
        position = dict(reader.rows("SELECT code, position FROM catalogue_item"))
        wanted = Wanted(now.today(), project=project)
        rows = procedures.rows(reader, procedures.ids(reader, wanted))
        assert [r.procedure for r in procedures.each(reader, wanted)] == [r.procedure for r in rows]
    assert [r.code for r in rows] == sorted((r.code for r in rows), key=lambda code: position[code])
    by_making = sorted(rows, key=lambda r: (r.stage, r.procedure))
    assert [r.code for r in by_making] != [r.code for r in rows]  # else nothing was tried


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("only_open", [True, None])
def test_the_list_by_urgency_has_no_lamp_below_a_better_one(
    workspace: Workspace, descending: bool, only_open: bool | None
) -> None:
    """A disputed yellow turns red weeks after the greens beside it."""
    today, chance = now.today(), random.Random(7)

    def day(low: int, high: int) -> str | None:
        return (today + timedelta(chance.randint(low, high))).isoformat()

    rows = []
    for id in range(1, 301):
        lamp = chance.choice(LAMPS)
        deadline = day(-20, 20) if chance.random() < 0.8 else None
        rows.append(
            {
                **dict.fromkeys(readings.COLUMNS),
                "procedure": id,
                "project": 1,
                "code": "X",
                "name": f"事项{chance.random()}",
                "project_name": "甲",
                "department_name": "乙",
                "stage": 1,
                "state": "accepted",
                "open": int(chance.random() < 0.7),
                "deemed_accepted": 0,
                "holder": "department",
                "clock": "" if lamp == "none" else "decision",
                "limit_kind": "",
                "unit": "",
                "deadline": deadline,
                "provisional": 0,
                "disputed": 0,
                "piecemeal": 0,
                "yellow_on": None
                if lamp == "none"
                else day(1, 9)
                if lamp == "green"
                else day(-9, 0),
                "red_on": day(-9, 0)
                if lamp == "red"
                else day(10, 40)
                if lamp != "none" and chance.random() < 0.8
                else None,
                "read_on": today.isoformat(),
            }
        )
    with workspace.unit("test") as unit:
        unit.execute_many(readings._INSERT, [tuple(row.values()) for row in rows])
    with workspace.read() as reader:
        wanted = Wanted(today, open=only_open)
        order = list(procedures.ids(reader, wanted, "red_on", descending=descending))
        shown = {r.procedure: r for r in procedures.rows(reader, order)}

        def lamp_of(row: ProcedureRow) -> int:
            return LAMPS.index(row.lamp(today) or "none")

        ranks = [lamp_of(shown[id]) for id in order]
        assert ranks == sorted(ranks, reverse=descending)
        assert set(ranks) == {0, 1, 2, 3}
        for limit in (1, 60, 150, 299, 400):
            page = procedures.first(reader, wanted, "red_on", descending=descending, limit=limit)
            assert [row.procedure for row in page] == order[:limit]
        for lamp in LAMPS[:3]:
            part = replace(wanted, lamp=lamp)
            assert [id for id in order if shown[id].lamp(today) == lamp] == list(
                procedures.ids(reader, part, "red_on", descending=descending)
            )
        yellow = [shown[id] for id in order if shown[id].lamp(today) == "yellow"]
        days = [row.deadline or "9999" for row in yellow]
        assert days == sorted(days, reverse=descending)

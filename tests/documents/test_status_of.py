"""The status of a project read from facts: one page, and the figures of its screen."""

from datetime import date
from itertools import pairwise

import pytest

from envoy_desktop.casework import events, obstacles, plans
from envoy_desktop.documents.pdf import text_of
from envoy_desktop.documents.project_status import project_status, status_text
from envoy_desktop.documents.status_of import MOST_BARS, one_page, status_of
from envoy_desktop.domain.clock_values import EventKind as K
from envoy_desktop.domain.refusal import Refusal
from tests.store.conftest import TODAY, file, key, template, workspace

__all__ = ["file", "key", "template", "workspace"]

EVERYTHING = {
    "investment_kind": "verification", "land_supply": "grant", "area_m2": "52000",
    "land_area_m2": "80000", "investment_cny": "12.6亿", "eia_class": "report",
    "forest_land": "yes", "hazardous": "yes", "fire_special": "yes", "power_supply": "yes",
    "new_construction_land": "yes", "traffic_impact": "yes", "civil_air_defence": "yes",
}  # fmt: skip


@pytest.fixture
def project(workspace):
    made = workspace.do(
        plans.begin, name="卧龙产业园", investor="甲公司", attributes=EVERYTHING,
        target_on="2027-03-01", place="卧龙区", lead_leader="王副市长", working_group="专班",
    )  # fmt: skip
    with workspace.read() as reader:
        plan = [p.id for p in plans.plan(reader, made)]
    for number, procedure in enumerate(plan[:12]):
        for kind, on in ((K.FILED, 2), (K.ACCEPTED, 3)):
            workspace.do(events.record, procedure=procedure, kind=kind, on=date(2026, 11, on))
        if number < 3:
            workspace.do(events.record, procedure=procedure, kind=K.DELIVERED, on=date(2026, 11, 5))
        else:
            workspace.do(obstacles.log, text=f"窗口要求另附说明（{number}）", procedure=procedure)
    return made


def test_however_much_there_is_to_say_it_is_one_page(workspace, project):
    with workspace.read() as reader:
        told = status_of(reader, project, TODAY)
    assert told.timeline is not None
    assert len(told.timeline.rows) == MOST_BARS
    assert len(project_status(told).pages) == 2
    layout = one_page(told)
    assert len(layout.pages) == 1
    assert "卧龙产业园" in text_of(layout)


def test_it_counts_all_and_names_the_late_ones_first(workspace, project):
    with workspace.read() as reader:
        told = status_of(reader, project, TODAY)
    assert (told.done, told.running) == (3, 9)
    lamps = [line.lamp for line in told.procedures]
    assert lamps == sorted(lamps, key=("red", "yellow", "green", "").index)
    text = status_text(told)
    assert "卧龙产业园" in text
    assert "五成把握" in text


def test_bars_on_paper_have_no_holes_at_weekends(workspace, project):
    with workspace.read() as reader:
        told = status_of(reader, project, TODAY)
    for row in told.timeline.rows:
        measured = [span for span in row.spans if span.party != "planned"]
        for first, then in pairwise(measured):
            assert (then.first - first.last).days == 1


def test_a_project_that_is_not_there_is_told(workspace):
    with workspace.read() as reader, pytest.raises(Refusal, match="unknown-id"):
        status_of(reader, 1, TODAY)

"""联审联批, 一费结 and the checklist as rows: who is slowest, what is wrong, what runs out."""

from datetime import date
from decimal import Decimal

import pytest

from envoy_desktop import now
from envoy_desktop.casework import contracts, fees, joint, materials, plans
from envoy_desktop.ui.projects import fees_tab, joint_tab, model
from envoy_desktop.ui.widgets.money_field import MoneyField
from envoy_desktop.ui.widgets.row import Group, Row
from tests.store.conftest import file, key, template, workspace

__all__ = ["file", "key", "template", "workspace"]
TODAY = date(2026, 11, 23)


@pytest.fixture
def project(workspace):
    now.set_today(TODAY)
    return workspace.do(
        plans.begin, name="甲项目",
        attributes={"investment_kind": "record", "land_supply": "grant", "area_m2": "52000"},
    )  # fmt: skip


def procedure(workspace, project, code):
    with workspace.read() as reader:
        return next(p.id for p in plans.plan(reader, project) if p.item.code == code)


def test_a_joint_review_names_the_slowest_and_offers_what_comes_next(workspace, project):
    first = joint_tab.rows(joint_tab.read_joint(workspace, project, TODAY))
    assert {r.action for r in first if isinstance(r, Row)} == {"convene"}
    review = workspace.do(joint.convene, project=project, group="方案联审", on=date(2026, 11, 2))
    with workspace.read() as reader:
        members = joint.one(reader, review, TODAY).row.opinions
    for member in members[1:]:
        workspace.do(
            joint.give, review=review, department=member.department, opinion="agree",
            on=date(2026, 11, 3),
        )  # fmt: skip
    shown = joint_tab.rows(joint_tab.read_joint(workspace, project, TODAY))
    review_row = next(r for r in shown if isinstance(r, Row) and r.kind == "joint_review")
    assert f"{members[0].department_name}最慢" in review_row.subtitle
    assert review_row.action == "decide"
    said = {r.second for r in shown if isinstance(r, Row) and r.kind == "member_opinion"}
    assert said == {"同意", "逾期默认同意"}


def test_what_is_wrong_with_a_charge_stands_first(workspace, project):
    workspace.do(fees.charge, procedure=procedure(workspace, project, "GH-XK"),
                 charged=Decimal(3000), on=TODAY)  # fmt: skip
    shown = fees_tab.rows(fees_tab.read_fees(workspace, project, TODAY))
    assert isinstance(shown[0], Group)
    assert isinstance(shown[1], Row)
    assert (shown[1].lamp, shown[1].action) == ("red", "pay")
    assert "行政许可法第五十八条" in shown[1].subtitle


def test_a_late_intermediary_is_red_and_can_deliver(workspace, project):
    workspace.do(
        contracts.add, procedure=procedure(workspace, project, "KC-YT"), firm="甲院",
        limit_days=5, signed_on=date(2026, 11, 2),
    )  # fmt: skip
    shown = fees_tab.rows(fees_tab.read_fees(workspace, project, TODAY))
    row = next(r for r in shown if isinstance(r, Row) and r.kind == "contract")
    assert (row.lamp, row.action, row.figure) == ("red", "deliver", "逾期 10 日")


def test_papers_are_grouped_and_one_that_ran_out_is_warned_of(workspace, project):
    workspace.do(materials.set_state, project=project, material_code="M-WT", state="at_hand",
                 expires_on=date(2026, 11, 20))  # fmt: skip
    page = model.read_page(workspace, project, TODAY)
    (group, row) = model.material_rows(page, "provider", "warned")
    assert isinstance(group, Group)
    assert isinstance(row, Row)
    assert row.lamp == "red"
    assert row.subtitle.startswith("已过有效期")
    stages = [r.text for r in model.material_rows(page, "stage") if isinstance(r, Group)]
    assert len(stages) == len(set(stages)) == 5  # four stages, and what departments share


@pytest.mark.parametrize(
    ("typed", "scale", "yuan"),
    [
        ("12.6", 10**8, Decimal(1_260_000_000)), ("3万", 1, Decimal(30_000)),
        ("1,100", 1, Decimal(1100)), ("很多", 1, None),
    ],
)  # fmt: skip
def test_money_is_asked_in_the_unit_one_thinks_in(shown, typed, scale, yuan):
    field = shown(MoneyField(scale=scale))
    field.line.setText(typed)
    assert field.value() == yuan
    assert bool(field.problem()) is (yuan is None)


def test_money_is_shown_in_the_unit_one_thinks_in(shown):
    field = shown(MoneyField(Decimal(86_000_000)))
    assert (field.line.text(), field.unit.currentText()) == ("8600", "万元")


def test_a_projects_list_stands_in_the_catalogues_order_within_a_stage(tmp_path):
    """An item whose prerequisites the list names later stands where the list has it."""
    from envoy_desktop import now
    from envoy_desktop.casework import found, plans
    from envoy_desktop.store.queries.procedures import Wanted, each
    from envoy_desktop.ui.projects import model
    from envoy_desktop.ui.widgets.row import Row

    with found.workspace(
        tmp_path / "w.envoy", "correct horse 9", name="李", organisation="市特派办",
        use_keyring=False,
    ) as workspace:  # fmt: skip
        project = workspace.do(
            plans.begin,
            name="甲项目",
            attributes={"investment_kind": "approval", "geohazard_zone": "yes"},
        )
        page = model.read_page(workspace, project, now.today())
        assert page is not None
        listed = [row.id for row in model.checklist(page) if isinstance(row, Row)]
        with workspace.read() as reader:
            rows = list(each(reader, Wanted(now.today(), project=project)))
    assert listed == [row.procedure for row in rows]
    assert listed != [step.procedure for step in page.seen.steps]

"""一单清 and 一费结: a paper is asked for once, a fee is worked out by its lower bound."""

from datetime import date
from decimal import Decimal

import pytest

from envoy_desktop.casework import events, evidence, fees, materials, plans, settlement
from envoy_desktop.domain.clock_values import EventKind as K
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import undo
from envoy_desktop.store.queries import materials as papers
from envoy_desktop.store.queries import obstacles


@pytest.fixture
def project(workspace):
    return workspace.do(
        plans.begin, name="甲项目",
        attributes={
            "investment_kind": "record", "land_supply": "grant", "area_m2": "52000",
            "investment_cny": "2亿", "forest_land": "yes", "land_area_m2": "1000",
        },
    )  # fmt: skip


def listed(workspace, project):
    with workspace.read() as reader:
        return papers.materials(reader, project)


def test_a_paper_that_many_procedures_need_stands_once(workspace, project):
    found = listed(workspace, project)
    codes = [m.code for m in found]
    assert len(codes) == len(set(codes))
    mandate = next(m for m in found if m.code == "M-WT")
    assert len(mandate.procedures) > 3
    assert mandate.state == "wanted"
    assert not mandate.asked


def test_where_a_paper_stands_is_the_same_for_every_procedure_and_can_be_undone(workspace, project):
    workspace.do(
        materials.set_state, project=project, material_code="M-WT", state="at_hand",
        expires_on=date(2027, 1, 31), note="原件在办公室",
    )  # fmt: skip
    mandate = next(m for m in listed(workspace, project) if m.code == "M-WT")
    assert (mandate.state, mandate.expires_on) == ("at_hand", "2027-01-31")
    with workspace.read() as reader:
        for procedure, _name in mandate.procedures:
            own = papers.of_procedure(reader, procedure)
            assert next(m for m in own if m.code == "M-WT").state == "at_hand"
    undo.undo(workspace)
    assert next(m for m in listed(workspace, project) if m.code == "M-WT").state == "wanted"


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"material_code": "M-WT", "state": "lost"}, "unknown-material-state"),
        ({"material_code": "M-NONE", "state": "asked"}, "unknown-id"),
    ],
)
def test_an_unknown_paper_or_state_is_refused(workspace, project, values, rule):
    with pytest.raises(Refusal, match=rule):
        workspace.do(materials.set_state, project=project, **values)


def test_papers_that_departments_share_come_last(workspace, project):
    shared = [m.is_shared for m in listed(workspace, project)]
    assert True in shared
    assert shared == sorted(shared)


def test_fees_are_worked_out_by_the_lower_bound_where_the_project_tells_how_much(
    workspace, project
):
    with workspace.read() as reader:
        found = settlement.settlement(reader, project)
    lines = {line.code: line for line in found.lines}
    assert lines["YD-DJ"].lower == Decimal(550)  # 每件550元
    assert lines["LD-SH"].lower == Decimal(3000)  # 3 元 a square metre of 1,000
    assert lines["YD-CR"].lower is None  # the price of land is in its contract
    assert found.lower == sum(line.lower for line in found.lines if line.lower is not None)
    assert found.open == sum(line.lower is None for line in found.lines)


def test_a_charge_without_a_basis_is_no_fee_whose_amount_is_still_to_come(workspace, project):
    with workspace.read() as reader:
        before = settlement.settlement(reader, project).open
        permit = next(p.id for p in plans.plan(reader, project) if p.item.code == "GH-XK")
    workspace.do(fees.charge, procedure=permit, charged=Decimal(500))
    with workspace.read() as reader:
        after = settlement.settlement(reader, project)
    assert [line.flags for line in after.lines if line.code == "GH-XK"] == [("no_basis",)]
    assert after.open == before


def test_files_are_kept_with_the_event_they_prove_and_go_with_it_when_it_is_undone(
    workspace, project, tmp_path
):
    paper = tmp_path / "受理通知书.pdf"
    paper.write_bytes(b"%PDF-1.4 receipt")
    with workspace.read() as reader:
        procedure = plans.plan(reader, project)[0].id
    recorded = workspace.do(
        events.record, procedure=procedure, kind=K.FILED, on=date(2026, 11, 20), files=[paper]
    )
    with workspace.read() as reader:
        (kept,) = obstacles.attachments(reader, recorded.id)
    assert (kept.name, kept.size) == ("受理通知书.pdf", 16)
    undo.undo(workspace)
    with workspace.read() as reader:
        assert obstacles.attachments(reader, recorded.id) == []


def test_evidence_hangs_on_what_there_is(workspace, project, tmp_path):
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"jpg")
    (id,) = workspace.do(evidence.attach, of_kind="project", of=project, files=[photo])
    workspace.do(evidence.remove, attachment=id)
    with workspace.read() as reader:
        assert obstacles.attachments(reader, project) == []
    for kind, of in (("project", 1), ("sqlite_master", project)):
        with pytest.raises(Refusal, match="unknown-id"):
            workspace.do(evidence.attach, of_kind=kind, of=of, files=[photo])

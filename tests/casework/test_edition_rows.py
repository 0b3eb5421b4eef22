"""The list of powers: its editions, its rows, what was abolished, what it does not hold."""

from dataclasses import replace

import pytest

from envoy_desktop.casework import editions, off_list, plans, reference
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import obstacles as obstacle_rows
from envoy_desktop.store.queries import reference as stored

LARGE = {"area_m2": "12000", "investment_cny": "300000000", "land_supply": "grant"}


@pytest.fixture
def project(workspace):
    return workspace.do(plans.begin, name="电池一期", attributes=LARGE)


def next_year(workspace):
    """A new edition: one item gone, one promise shorter, one paper more. Its id."""
    with workspace.read() as reader:
        lists = reference.stored_lists(reader)
    items = [
        replace(item, promised_limit=2, prerequisites=())
        if item.code == "ZJ-XK"
        else replace(item, prerequisites=tuple(p for p in item.prerequisites if p != "SS-DJ"))
        for item in lists.items
        if item.code != "SS-DJ"
    ]
    papers = [m for m in lists.materials if m.procedure_code != "SS-DJ"]
    more = {"procedure_code": "ZJ-XK", "material_code": "M-X", "material_name": "新材料"}
    papers.append(replace(papers[0], **more))
    fresh = replace(lists, name="2027年版", items=tuple(items), materials=tuple(papers))
    return workspace.do(reference.import_catalogue, lists=fresh)


def codes(workspace, project):
    with workspace.read() as reader:
        return {one.item.code for one in plans.plan(reader, project)}


def test_the_difference_of_two_editions(workspace):
    next_year(workspace)
    with workspace.read() as reader:
        found = editions.difference(reader, *editions.last_two(reader))
    assert [i.code for i in found.removed] == ["SS-DJ"]
    works = next(c for c in found.changed if c.code == "ZJ-XK")
    assert ("promised_limit", "3", "2") in [(f.field, f.old, f.new) for f in works.fields]
    assert works.papers_added == ("新材料",)
    assert not works.longer


def test_what_it_means_for_a_project_and_moving_it(workspace, project):
    edition = next_year(workspace)
    before = codes(workspace, project)
    with workspace.read() as reader:
        meant = editions.meaning(reader, project, edition)
    assert codes(workspace, project) == before  # looking moves nothing
    assert "ZJ-XK" in {change.code for change in meant.changed}
    workspace.do(editions.move_project, project=project, edition=edition)
    with workspace.read() as reader:
        limit = reader.value(
            "SELECT i.promised_limit FROM procedure p JOIN catalogue_item i ON i.id = p.item"
            " WHERE p.project = :project AND i.code = 'ZJ-XK' AND p.deleted = 0",
            project=project,
        )
    assert limit == 2
    with pytest.raises(Refusal, match="same-edition"):
        workspace.do(editions.move_project, project=project, edition=edition)


def test_what_was_abolished_is_not_generated_and_does_not_come_back(workspace, project):
    assert "ZJ-XK" in codes(workspace, project)
    left = workspace.do(editions.abolish, code="ZJ-XK", basis="国发〔2026〕1号")
    assert left == 1
    assert "ZJ-XK" not in codes(workspace, project)
    edition = next_year(workspace)
    workspace.do(editions.move_project, project=project, edition=edition)
    assert "ZJ-XK" not in codes(workspace, project)
    fresh = workspace.do(plans.begin, name="电池二期", attributes=LARGE)
    assert "ZJ-XK" not in codes(workspace, fresh)
    workspace.do(editions.restore, code="ZJ-XK")
    assert "ZJ-XK" in codes(workspace, fresh)


def test_a_row_is_corrected_as_an_import_would_check_it(workspace):
    with pytest.raises(Refusal) as no:
        workspace.do(editions.edit, code="ZJ-XK", fields={"promised_limit": "三"})
    assert no.value.values["problems"][0].column == "promised_limit"
    with pytest.raises(Refusal, match="unknown-item-field"):
        workspace.do(editions.edit, code="ZJ-XK", fields={"limit": "3"})
    workspace.do(editions.edit, code="ZJ-XK", fields={"promised_limit": "7"})
    with workspace.read() as reader:
        promises, _fees = editions.flags(reader)
    flagged = next(one for one in promises if one.code == "ZJ-XK")
    assert (flagged.statutory, flagged.promised, flagged.most, flagged.over) == (7, 7, 4, 3)


def test_a_demand_off_the_list_quotes_the_edition(workspace, project):
    with workspace.read() as reader:
        paper = stored.materials(reader, stored.newest_edition(reader))[0].material_name
        name = reader.value("SELECT name FROM edition")
    with pytest.raises(Refusal, match="on-the-list"):
        workspace.do(off_list.log, what=paper, project=project)
    made = workspace.do(off_list.log, what="乡镇盖章意见", project=project)
    with workspace.read() as reader:
        row = obstacle_rows.obstacles(reader, ids=[made])[0]
    assert row.kind == "off_list_demand"
    assert name in row.text

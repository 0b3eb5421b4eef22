"""The demo city's office: what an officer finds in it on the morning of the meeting."""

from datetime import date
from pathlib import Path

import pytest

from envoy_desktop import demo, now
from envoy_desktop.office import status
from envoy_desktop.store import check, keys
from envoy_desktop.store.queries import conflicts, duties, meetings
from envoy_desktop.store.workspace import Workspace

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("demo") / "office.envoy"
    with pytest.MonkeyPatch.context() as patched, now.turned():
        patched.setattr(keys, "MEMORY_KIB", 8 * 1024)
        now.set_today(TODAY)
        made = demo.write_office(path)
        yield made
        made.close()
    assert [left.name for left in path.parent.iterdir() if "office" not in left.name] == []


def test_four_of_five_have_delivered_and_each_stands_in_his_district(office: Workspace):
    with office.read() as reader:
        seen = status.read(reader)
    assert sorted((e.name, e.delivered) for e in seen.active) == [
        ("何文静", True), ("孙丽萍", False), ("林晓东", True), ("陈向阳", True), ("马志远", True),
    ]  # fmt: skip
    assert {d.name for d in seen.districts} >= {"卧龙区", "宛城区", "高新区", "镇平县"}
    assert (seen.gaps, seen.aside) == (0, ())


def test_two_disagree_and_both_are_named(office: Workspace):
    with office.read() as reader:
        (found,) = conflicts.conflicts(reader)
    assert (found.kind, found.field) == ("project", "target_on")
    assert {sibling.who for sibling in found.siblings} == {"陈向阳", "林晓东"}


def test_last_month_s_decisions_run_and_today_s_meeting_has_an_agenda(office: Workspace):
    with office.read() as reader:
        held = meetings.meetings(reader)
        assert [row.closed_on is None for row in sorted(held, key=lambda row: row.on)] == [
            False, True,
        ]  # fmt: skip
        before, today = sorted(held, key=lambda row: row.on)
        assert len(meetings.items(reader, today.id)) > 5
        decided = meetings.decisions(reader, before.id)
        done = [duties.duty(reader, row.duty).done_on for row in decided if row.duty]
    assert len(decided) == len(done) == 5
    assert sum(on is not None for on in done) == 1


def test_nothing_in_it_is_damaged(office: Workspace):
    assert [found for found in check.check(office) if not found.ok] == []


def test_it_is_an_office_and_a_demo(office: Workspace):
    assert (office.meta("role"), office.meta("demo")) == ("office", "1")
    with office.read() as reader:
        assert reader.value("SELECT count(*) FROM trusted WHERE role = 'envoy'") == 5


def test_its_file_opens_with_the_published_passphrase(office: Workspace, tmp_path: Path):
    assert keys.unlock_by_passphrase(office.path, demo.PASSPHRASE) == office.key

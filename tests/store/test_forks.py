"""A file copied while nobody looked: both went on, and neither's work is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from envoy_desktop import now
from envoy_desktop.store import changelog, keys
from envoy_desktop.store.queries import conflicts
from envoy_desktop.store.workspace import Workspace
from tests.store import devices as d
from tests.store.devices import Device
from tests.store.test_merge import PASSPHRASE

Twins = tuple[Device, Device, Device, int]


@pytest.fixture
def twins(tmp_path: Path) -> Iterator[Twins]:
    """A file, its copy, an office, and an obstacle that all know."""
    path = tmp_path / "e.envoy"
    with now.turned():
        with Workspace.create(path, PASSPHRASE, name="空", use_keyring=False):
            pass
        key = keys.unlock_by_passphrase(path, PASSPHRASE)
        time, (one, office) = d.open_devices(path, key, tmp_path, 2)
        shared = one.log("共有")
        copy = tmp_path / "twin.envoy"
        one.copy_to(copy)
        keys.key_file(copy).write_bytes(keys.key_file(one.path).read_bytes())
        twin = Device("人0", copy, key, time)
        try:
            yield one, twin, office, shared
        finally:
            for device in (one, twin, office):
                device.workspace.close()


def exchange(*devices: Device) -> None:
    for _round in range(3):
        for sender in devices:
            for receiver in devices:
                if sender is not receiver:
                    d.remember(sender.changes())
                    receiver.take(sender.changes(), sender.authors())


def alike(*devices: Device) -> None:
    assert len({device.digest() for device in devices}) == 1
    for device in devices:
        d.check(device)


def rows(device: Device, sql: str) -> list[tuple[object, ...]]:
    with device.workspace.read() as reader:
        return reader.rows(sql)


def test_work_of_both_is_there_under_new_names(twins: Twins):
    one, twin, office, _shared = twins
    first = one.log("原件新写")
    one.edit(first, "severity", "3")
    one.put(0, "x")
    twin.log("副本新写")
    exchange(one, twin, office)
    alike(one, twin, office)
    found = set(rows(office, "SELECT text, severity FROM obstacle"))
    assert found == {("共有", "1"), ("原件新写", "3"), ("副本新写", "1")}
    assert rows(office, "SELECT value FROM project_attribute") == [("x",)]
    assert not rows(one, "SELECT 1 FROM quarantined WHERE reason = 'own'")


def test_both_edits_of_one_field_are_a_conflict_that_shows_both(twins: Twins):
    one, twin, office, shared = twins
    one.edit(shared, "text", "原件的")
    twin.edit(shared, "text", "副本的")
    exchange(one, twin, office)
    alike(one, twin, office)
    with office.workspace.read() as reader:
        (found,) = conflicts.conflicts(reader)
    assert {sibling.value for sibling in found.siblings} == {"原件的", "副本的"}
    assert found.object == shared


def test_who_wrote_after_the_lost_edit_is_not_overwritten(twins: Twins):
    one, twin, office, shared = twins
    one.edit(shared, "text", "原件的")
    d.remember(one.changes())
    office.take(one.changes(), one.authors())
    office.edit(shared, "text", "办里的")  # it has seen the edit that will be set aside
    twin.edit(shared, "severity", "2")
    exchange(one, twin, office)
    alike(one, twin, office)
    with one.workspace.read() as reader:
        (found,) = conflicts.conflicts(reader)
    assert {sibling.value for sibling in found.siblings} == {"原件的", "办里的"}


def test_what_hangs_on_a_new_object_hangs_on_it_anew(twins: Twins):
    one, twin, office, _shared = twins
    with one.unit() as unit:
        project = unit.add("project", name="甲项目")
        unit.put(
            "project_attribute", changelog.natural_id("project_attribute", project, "land"),
            project=project, name="land", value="出让",
        )  # fmt: skip
        obstacle = unit.add(
            "obstacle", project=project, text="卡住", on="2026-11-23", entered_on="2026-11-23"
        )
        unit.add(
            "attempt", obstacle=obstacle, text="去过", on="2026-11-23", entered_on="2026-11-23"
        )
    twin.log("副本新写")
    exchange(one, twin, office)
    told = rows(
        office,
        "SELECT p.id, a.id, t.text FROM project p JOIN obstacle o ON o.project = p.id"
        " JOIN attempt t ON t.obstacle = o.id JOIN project_attribute a ON a.project = p.id",
    )
    assert len(told) == 1
    assert told[0][0] != project
    assert told[0][1:] == (
        changelog.natural_id("project_attribute", told[0][0], "land"),
        "去过",
    )
    assert len({device.digest() for device in (one, twin, office)}) == 1

"""`workspace check` finds each thing that can be wrong with a file, and nothing in a whole one."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from envoy_desktop import now
from envoy_desktop.casework import events, evidence, found, obstacles, plans, projects
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.store import check as checks
from envoy_desktop.store import connection as door
from envoy_desktop.store import keys, undo
from envoy_desktop.store.workspace import Workspace


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A file in which something of everything has happened, and its key."""
    path = tmp_path_factory.mktemp("check") / "w.envoy"
    scan = path.with_name("扫描件.pdf")
    scan.write_bytes(b"%PDF evidence" * 1000)
    now.set_today(date(2026, 3, 20))
    held = keys.MEMORY_KIB, keys.ITERATIONS
    keys.MEMORY_KIB, keys.ITERATIONS = 8 * 1024, 1
    try:
        made = found.workspace(
            path, "correct horse 9", name="李", organisation="办", use_keyring=False
        )
        project = made.do(projects.create, name="甲项目", attributes={"land_supply": "grant"})
        procedure = made.do(plans.generate, project=project)[0].id
        for kind, day in ((EventKind.FILED, 3), (EventKind.ACCEPTED, 5)):
            made.do(events.record, procedure=procedure, kind=kind, on=date(2026, 3, day))
        obstacle = made.do(obstacles.log, text="窗口不能决定", procedure=procedure)
        made.do(evidence.attach, of_kind="obstacle", of=obstacle, files=[scan])
        made.do(projects.change, project=project, attributes={"land_supply": "", "area_m2": "9"})
        made.do(plans.generate, project=project)
        undo.undo(made)
        undo.redo(made)
        undo.undo(made)
        made.close()
    finally:
        keys.MEMORY_KIB, keys.ITERATIONS = held
        now.set_today(None)
    return path, made.key


@pytest.fixture
def copy(whole: tuple[Path, bytes], tmp_path: Path) -> Path:
    path = tmp_path / "w.envoy"
    shutil.copyfile(whole[0], path)
    shutil.copyfile(f"{whole[0]}.keys", f"{path}.keys")
    return path


def bad(path: Path, key: bytes) -> dict[str, tuple[str, ...]]:
    """The checks that found something, with what they found."""
    with Workspace.open(path, key) as workspace:
        return {f.check: f.found for f in checks.check(workspace) if not f.ok}


def test_a_whole_file_passes_and_every_check_has_looked_at_something(whole):
    with Workspace.open(*whole) as workspace:
        found = checks.check(workspace)
    assert [f for f in found if not f.ok] == []
    assert all(f.looked_at for f in found)


def test_a_check_writes_nothing(copy, whole):
    before = copy.read_bytes()
    assert bad(copy, whole[1]) == {}
    assert copy.read_bytes() == before


@pytest.mark.parametrize(
    ("tampering", "finds"),
    [
        ("UPDATE change SET value = json_set(value, '$.on', '2026-03-01')"
         " WHERE kind = 'event' AND field = ''", {"chain", "log"}),
        ("DELETE FROM change WHERE id = (SELECT max(id) FROM change)", {"chain"}),
        ("UPDATE change SET id = id + 5 WHERE id = (SELECT max(id) FROM change)", {"chain"}),
        ("UPDATE event SET \"on\" = '2026-03-02' WHERE kind = 'filed'", {"log", "readings"}),
        ("UPDATE project SET name = '乙项目'", {"log", "readings", "search"}),
        ("DELETE FROM event WHERE kind = 'accepted'", {"log", "readings"}),
        ("INSERT INTO duty(id, source, text, entered_on) VALUES (77, 'memo', 'x', '2026-03-01')",
         {"log", "search"}),
        ("UPDATE obstacle SET procedure = 4711", {"log", "references"}),
        ("UPDATE reading_procedure SET red_on = '2026-03-04' WHERE open", {"readings"}),
        ("DELETE FROM reading_procedure WHERE open", {"readings"}),
        ("UPDATE blob_chunk SET data = zeroblob(length(data))", {"attachments"}),
        ("DELETE FROM blob_chunk", {"attachments"}),
        ("UPDATE search_doc SET title = '别的' WHERE kind = 'project'", {"search"}),
        ("DELETE FROM search_doc WHERE kind = 'obstacle'", {"search"}),
        ("UPDATE actor SET hash = zeroblob(32)", {"chain"}),
        ("DELETE FROM actor", {"chain"}),
    ],
)  # fmt: skip
def test_what_is_changed_behind_the_workspaces_back_is_found(copy, whole, tampering, finds):
    connection = door.connect(copy, whole[1])
    connection.execute("PRAGMA foreign_keys = OFF")
    assert connection.execute(tampering).rowcount != 0
    connection.close()
    found = bad(copy, whole[1])
    assert finds <= found.keys(), found
    assert all(len(told) <= checks.MOST for told in found.values())


def test_a_flipped_bit_is_found_and_not_raised(copy, whole):
    data = bytearray(copy.read_bytes())
    data[len(data) * 2 // 3] ^= 4  # in the rows; the middle holds what opening reads
    copy.write_bytes(data)
    assert "pages" in bad(copy, whole[1])

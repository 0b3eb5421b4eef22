"""What lies on a stick besides good packages: pipes, devices, names that are no text, leftovers."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from envoy_desktop.office import intake, setup
from envoy_desktop.store.troubles import SystemFailed
from envoy_desktop.sync import identity, receiving
from tests.sync.conftest import Side

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and bytes as names are POSIX'")
Sides = tuple[Side, Side, Side]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("what", ["pipe", "socket", "/dev/zero"])
def test_what_never_ends_is_no_package(sides: Sides, tmp_path: Path, what: str):
    a, _b, _c = sides
    path = Path(what) if what.startswith("/") else tmp_path / what
    with socket.socket(socket.AF_UNIX) as held:
        if what == "pipe":
            os.mkfifo(path)
        elif what == "socket":
            held.bind(os.path.relpath(path))
        for read in (
            lambda: receiving.read(a.workspace, path),
            lambda: receiving.look(a.workspace, path),
            lambda: identity.read_file(path),
        ):
            with pytest.raises(SystemFailed, match="file-unreadable") as caught:
                read()
            assert caught.value.values["reason"] == "not-a-file"
    a.workspace.set_meta(setup.ROLE, setup.OFFICE)
    done = intake.take_in(a.workspace, [path])
    assert [one.trouble.rule for one in done.tried if one.trouble] == ["file-unreadable"]


def test_a_device_is_not_replaced_by_a_package(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    os.mkfifo(a.folder / "p.envoy-package")
    with pytest.raises(SystemFailed, match="file-unwritable"):
        a.write(b)
    assert (a.folder / "p.envoy-package").is_fifo()


def test_a_name_of_an_old_archive_is_as_good_as_any(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    heap = tmp_path / "heap"
    heap.mkdir()
    name = os.fsdecode("特派".encode("gbk"))
    good = a.write(b)
    try:
        shutil.copy(good, heap / f"{name}.good")
    except OSError:
        pytest.skip("this disk takes no such name")
    (heap / f"{name}.bad").write_bytes(good.read_bytes()[:-1000])
    b.workspace.set_meta(setup.ROLE, setup.OFFICE)
    done = intake.take_in(b.workspace, [heap])
    assert sorted(one.state for one in done.tried) == ["in", "set-aside"]
    assert b.value("SELECT file FROM package WHERE direction = 'in'") == "\\xcc\\xd8\\xc5\\xc9.good"
    assert "\\xcc" in str(b.value("SELECT file FROM set_aside"))
    (heap / f"{name}.bad").write_bytes(good.read_bytes())
    intake.take_in(b.workspace, [heap])
    assert b.value("SELECT count(*) FROM set_aside") == 0
    assert a.write(b, f"{name}.out").exists()


def test_the_longest_name_that_the_disk_takes_is_written(sides: Sides):
    a, b, _c = sides
    path = a.write(b, "特" * 80 + ".package")
    assert path.exists()
    b.read(path)


def test_what_a_killed_writing_left_goes_with_the_next(sides: Sides):
    a, b, _c = sides
    code = (
        "import os, sys, pathlib; from envoy_desktop.store.connection import written_beside\n"
        "with written_beside(pathlib.Path(sys.argv[1])) as file:\n"
        "    file.write(b'half'); file.flush(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, a.folder / "p.envoy-package"], check=False)
    assert len(list(a.folder.glob(".*.new"))) == 1
    a.write(b)
    assert list(a.folder.glob(".*.new")) == []


def test_what_is_not_remembered_as_sent_does_not_lie_on_the_stick(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
):
    a, b, _c = sides

    def away(*_values: object, **_more: object) -> None:
        raise SystemFailed("database-away", database="x", next="try-again")

    monkeypatch.setattr("envoy_desktop.store.exchange.keep_package", away)
    with pytest.raises(SystemFailed):
        a.write(b)
    assert not list(a.folder.glob("*package*"))

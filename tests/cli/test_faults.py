"""What goes wrong around a command: keys, damage, a full disk, a folder that takes no writing."""

import os
import pty
import resource
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from envoy_desktop.store import keys
from envoy_desktop.store.troubles import NoKey
from tests.cli.conftest import PASSPHRASE, ROOT, Called, in_process, process


def told(called: Called, exit: int, rule: str) -> None:
    """The failure has its exit code, its rule, its words and a next step; nothing else is said."""
    assert called.exit == exit, called.err
    error = called.json["error"]
    assert error["rule"] == rule
    assert error["message"]
    assert error["next"]
    assert error["message"].split("\n")[0] in called.err
    assert "Traceback" not in called.err
    assert rule not in called.err  # words, no codes


# -- keys ---------------------------------------------------------------------------------------


def test_a_wrong_passphrase(envoy, tmp_path):
    (tmp_path / "wrong").write_text("not the one\n")
    told(envoy("--json", "project", "list", "--passphrase-file", tmp_path / "wrong"), 3,
         "wrong-passphrase")  # fmt: skip


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_passphrase_file_may_end_in_a_newline(envoy, city, ending):
    city.with_name("pw").write_bytes((PASSPHRASE + ending).encode())
    assert envoy("project", "list").exit == 0
    city.with_name("pw").write_bytes((PASSPHRASE + "\n\n").encode())
    assert envoy("project", "list").exit == 3  # just one newline is no part of it


@pytest.mark.parametrize(
    "rule",
    ["no-keyring-service", "keyring-dismissed", "keyring-locked", "keyring-entry-missing"],
)
def test_each_fault_of_the_keyring_is_told_apart(envoy, monkeypatch, rule):
    def fails(path: Path) -> bytes:
        raise NoKey(rule, next="use-passphrase")

    monkeypatch.setattr(keys, "unlock_by_keyring", fails)
    assert envoy("project", "list").exit == 0  # the passphrase file opens it
    monkeypatch.delenv("ENVOY_PASSPHRASE_FILE")
    told(envoy("--json", "project", "list"), 3, rule)


def test_a_key_in_the_keyring_needs_no_passphrase(envoy, city, monkeypatch):
    key = keys.unlock_by_passphrase(city, PASSPHRASE)
    monkeypatch.setattr(keys, "unlock_by_keyring", lambda path: key)
    monkeypatch.delenv("ENVOY_PASSPHRASE_FILE")
    assert envoy("project", "list").exit == 0


def test_a_passphrase_file_that_is_not_there(envoy, tmp_path):
    told(envoy("--json", "project", "list", "--passphrase-file", tmp_path / "none"), 3,
         "passphrase-file-unreadable")  # fmt: skip


def test_a_new_workspace_without_a_passphrase_or_with_a_weak_one(tmp_path, monkeypatch):
    monkeypatch.delenv("ENVOY_PASSPHRASE_FILE", raising=False)
    new = ("--json", "workspace", "new", tmp_path / "n.envoy", "--name", "李", "--unit", "办")
    told(in_process(*new), 3, "no-passphrase-given")
    (tmp_path / "weak").write_text("123")
    told(in_process(*new, "--passphrase-file", tmp_path / "weak"), 1, "passphrase-weak")
    (tmp_path / "good").write_text(PASSPHRASE)
    nameless = (*new[:5], "  ", "--unit", "办", "--passphrase-file", tmp_path / "good")
    assert in_process(*nameless).exit == 1
    assert not list(tmp_path.glob("n.envoy*"))


def test_another_passphrase_and_the_old_one_opens_nothing(envoy, city, tmp_path):
    fresh = tmp_path / "fresh"
    fresh.write_text("another horse 10\n")
    assert envoy("workspace", "passphrase", "--new-passphrase-file", fresh).exit == 0
    told(envoy("--json", "project", "list"), 3, "wrong-passphrase")
    assert envoy("project", "list", "--passphrase-file", fresh).exit == 0
    weak = tmp_path / "weak"
    weak.write_text("1")
    refused = envoy("--json", "workspace", "passphrase", "--passphrase-file", fresh,
                    "--new-passphrase-file", weak)  # fmt: skip
    told(refused, 1, "passphrase-weak")


def at_a_terminal(typed: Sequence[bytes], *arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output, and what stood at the terminal, of a call a person makes."""
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover - another process
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test run in the background ignores it
        out = os.open(os.environ["OUT"], os.O_WRONLY | os.O_CREAT)
        os.dup2(out, 1)
        command = [sys.executable, "-m", "envoy_desktop.cli", *map(str, arguments)]
        os.execv(sys.executable, command)
    seen = b""
    waiting, last = list(typed), b""
    while True:
        if not select.select([terminal], [], [], 10)[0]:
            # Ctrl+C may fall between Python's look at its signals and the wait: press it again
            os.write(terminal, last)
            continue
        try:
            seen += os.read(terminal, 1024)
        except OSError:
            break
        if waiting and seen.count("工作区口令：".encode()) > len(typed) - len(waiting):
            last = waiting.pop(0)
            os.write(terminal, last)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, Path(os.environ["OUT"]).read_text("utf-8"), seen.decode()


@pytest.mark.parametrize(
    ("typed", "exit"),
    [
        ([PASSPHRASE.encode() + b"\n"], 0),
        ([b"mistyped\n", PASSPHRASE.encode() + b"\n"], 0),
        ([b"\x04"], 3),
        ([b"\x03"], 3),
        ([b"a\n", b"b\n", b"c\n"], 3),
    ],
)
def test_at_a_terminal_the_passphrase_is_asked_for_and_not_shown(
    city, tmp_path, monkeypatch, typed, exit
):
    monkeypatch.delenv("ENVOY_PASSPHRASE_FILE")
    monkeypatch.setenv("OUT", str(tmp_path / "out"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    code, out, seen = at_a_terminal(typed, "project", "list")
    assert code == exit, seen
    assert PASSPHRASE not in seen
    assert ("卧龙产业园" in out) == (exit == 0)


# -- the file -----------------------------------------------------------------------------------


def test_a_workspace_that_is_not_there(envoy, tmp_path):
    told(envoy("--json", "project", "list", "--workspace", tmp_path / "no"), 5, "file-missing")


def test_a_file_that_is_not_ours(envoy, city, tmp_path):
    foreign = tmp_path / "foreign.envoy"
    foreign.write_text("not a workspace at all, but long enough to be one")
    told(envoy("--json", "project", "list", "--workspace", foreign), 4, "no-slots")
    shutil.copyfile(f"{city}.keys", f"{foreign}.keys")
    told(envoy("--json", "project", "list", "--workspace", foreign), 4, "damaged")
    foreign.unlink()
    sqlite3.connect(foreign).executescript("CREATE TABLE t(x); INSERT INTO t VALUES(1);")
    told(envoy("--json", "project", "list", "--workspace", foreign), 4, "not-a-workspace")


def test_an_emptied_or_cut_file(envoy, city):
    whole = city.read_bytes()
    for length in (0, 10, len(whole) // 2):
        city.write_bytes(whole[:length])
        failed = envoy("--json", "workspace", "check")
        assert failed.exit == 4, length
        assert failed.json["error"]["next"]
    Path(f"{city}.keys").write_text("{}")
    told(envoy("--json", "project", "list"), 4, "slots-damaged")


@pytest.mark.parametrize("place", [0.0, 0.002, 0.3, 0.5, 0.7, 0.999])
def test_one_flipped_bit_anywhere_is_found_and_the_backup_named(envoy, city, place):
    saved = envoy("--json", "backup").json["path"]
    data = bytearray(city.read_bytes())
    data[int(place * len(data))] ^= 1
    city.write_bytes(data)
    failed = envoy("--json", "workspace", "check")
    assert failed.exit == 4
    assert failed.json["error"]["backups"] == [saved]
    assert saved in failed.err
    restored = envoy("--json", "restore", saved)
    assert restored.exit == 0, restored.err
    assert Path(restored.json["kept"]).read_bytes() == bytes(data)
    assert envoy("--json", "workspace", "check").json["ok"] is True
    assert [p["name"] for p in envoy("--json", "project", "list").json] == ["卧龙产业园"]


def test_a_backup_takes_the_place_of_a_workspace_that_is_gone(envoy, city, tmp_path):
    saved = envoy("--json", "backup", tmp_path / "stick").json
    assert Path(saved["path"]).parent == tmp_path / "stick"
    assert saved["verified"] is True
    city.unlink()
    Path(f"{city}.keys").unlink()
    assert envoy("--json", "restore", saved["path"]).json["kept"] is None
    assert envoy("project", "list").exit == 0
    told(envoy("--json", "restore", tmp_path / "none"), 1, "backup-missing")
    broken = tmp_path / "stick" / "broken.envoy-backup"
    data = bytearray(Path(saved["path"]).read_bytes())
    data[len(data) // 2] ^= 1
    broken.write_bytes(data)
    shutil.copyfile(saved["path"] + ".keys", f"{broken}.keys")
    before = city.read_bytes()
    assert envoy("--json", "restore", broken).exit == 4
    assert city.read_bytes() == before  # a bad backup replaces nothing


def test_a_workspace_that_a_window_holds_is_not_replaced(envoy, city):
    saved = envoy("--json", "backup").json["path"]
    lock = Path(f"{city}.lock")  # as Qt writes it: process, program, host
    lock.write_text(f"{os.getpid()}\nenvoy-desktop\nhost\n")
    before = city.read_bytes()
    told(envoy("--json", "restore", saved), 1, "workspace-open")
    assert city.read_bytes() == before
    lock.write_text("999999999\nenvoy-desktop\nhost\n")  # left behind by a crash
    assert envoy("restore", saved).exit == 0


def test_a_file_that_is_there_is_never_overwritten(envoy, city):
    before = city.read_bytes()
    new = ("workspace", "new", city, "--name", "李", "--unit", "办")
    told(envoy("--json", *new), 1, "file-exists")
    told(envoy("--json", "demo", city), 1, "file-exists")
    assert city.read_bytes() == before


# -- the system ---------------------------------------------------------------------------------


def test_a_full_disk_writes_nothing_by_halves(city, tmp_path):
    """A limit on the size of files stands for a disk that is full at that size."""
    size = city.stat().st_size
    big = tmp_path / "scan.bin"
    big.write_bytes(os.urandom(3 << 20))

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 300_000, size + 300_000))

    at = ("--json", "--today", "2026-11-23")
    failed = process(*at, "obstacle", "log", "附一份很大的扫描件", "--attach", big, preexec_fn=full)
    assert failed.exit == 5
    assert failed.json["error"]["rule"] in ("disk-full", "disk-error")
    assert failed.json["error"]["next"]
    assert "Traceback" not in failed.err
    assert process(*at, "obstacle", "list").json == []
    assert process(*at, "workspace", "check").exit == 0
    small = process(*at, "obstacle", "log", "没有附件的一条", preexec_fn=full)
    assert small.exit == 0, small.err

    def fuller() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    copied = process(*at, "backup", tmp_path / "stick", preexec_fn=fuller)
    assert copied.exit == 5
    assert list((tmp_path / "stick").iterdir()) == []  # no half of a backup
    new = process(*at, "workspace", "new", tmp_path / "n.envoy", "--name", "李", "--unit", "办",
                  preexec_fn=fuller)  # fmt: skip
    assert new.exit == 5
    assert not list(tmp_path.glob("n.envoy*"))


READ_ONLY = (
    "unshare", "-m", "sh", "-c",
    'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"',
)  # fmt: skip
"""Runs a command with a folder mounted read-only: permissions do not bind root."""


@pytest.fixture
def closed_folder(city: Path) -> Iterator[Path]:
    """A folder with a workspace in it, which one may read and not write."""
    with tempfile.TemporaryDirectory(prefix="envoy-closed-") as made:
        folder = Path(made)
        for name in (city.name, city.name + ".keys", "pw"):
            shutil.copyfile(city.with_name(name), folder / name)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def _before(folder: Path) -> tuple[str, ...]:
    """What makes a process keep to the read-only folder."""
    if os.getuid() != 0:
        return ()
    wrapper = (*READ_ONLY, str(folder))
    tried = subprocess.run([*wrapper, "true"], capture_output=True, check=False)
    if tried.returncode != 0:
        pytest.skip("root here, and may not mount: no folder is closed to it")
    return wrapper


def test_a_folder_that_takes_no_writing(closed_folder):
    before = _before(closed_folder)
    env = {
        "ENVOY_WORKSPACE": str(closed_folder / "city.envoy"),
        "ENVOY_PASSPHRASE_FILE": str(closed_folder / "pw"),
    }
    for words in (
        ("obstacle", "log", "写不进去"),
        ("backup",),
        ("workspace", "new", closed_folder / "n.envoy", "--name", "李", "--unit", "办"),
        ("workspace", "passphrase", "--new-passphrase-file", closed_folder / "pw"),
    ):
        failed = process("--json", *words, env=env, before=before)
        assert failed.exit == 5, (words, failed.err)
        assert failed.json["error"]["next"]
        assert "Traceback" not in failed.err
    assert sorted(p.name for p in closed_folder.iterdir()) == [
        "city.envoy", "city.envoy.keys", "pw",
    ]  # fmt: skip


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_standard_output_that_is_full_or_gone(city):
    script = f"{sys.executable} -m envoy_desktop.cli project list"
    env = f"PYTHONPATH={ROOT}"
    assert os.waitstatus_to_exitcode(os.system(f"{env} {script} > /dev/full 2>/dev/null")) == 5
    listing = f"{env} {sys.executable} -m envoy_desktop.cli procedure list | head -1"
    assert os.waitstatus_to_exitcode(os.system(f"{listing} > /dev/null")) == 0


def test_another_program_that_writes_just_now_is_told(envoy, city, monkeypatch):
    from envoy_desktop.store import connection as door

    monkeypatch.setattr(door, "BUSY_SECONDS", 0.2)
    other = door.connect(city, keys.unlock_by_passphrase(city, PASSPHRASE))
    try:
        other.execute("BEGIN IMMEDIATE")
        assert envoy("project", "list").exit == 0  # reading goes on beside it
        told(envoy("--json", "obstacle", "log", "等一等"), 5, "busy")
        other.execute("ROLLBACK")
    finally:
        other.close()
    assert envoy("obstacle", "log", "等一等").exit == 0


def test_a_mistake_after_the_act_says_that_it_was_written(envoy, city, monkeypatch):
    from envoy_desktop.cli import call

    monkeypatch.setattr(call, "said", lambda *of, **more: 1 // 0)
    failed = envoy("--json", "call", "log", "等一等再说")
    assert failed.exit == 5
    assert "已有写入" in failed.json["error"]["message"]
    assert "没有写入" not in failed.json["error"]["message"]
    assert failed.json["error"]["written"] is True
    assert "等一等再说" in envoy("call", "list").out


def test_a_mistake_of_ours_is_told_with_where_it_happened(envoy, monkeypatch):
    from envoy_desktop.store.queries import projects

    monkeypatch.setattr(projects, "all_projects", lambda *of, **more: 1 // 0)
    failed = envoy("--json", "project", "list")
    assert failed.exit == 5
    assert failed.json["error"]["rule"] == "program-error"
    assert "ZeroDivisionError" in failed.err

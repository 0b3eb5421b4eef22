"""An output that cannot be written: the person's own path, and in Chinese why it cannot."""

import errno
import os
import re
from pathlib import Path

import pytest

from envoy_desktop import words
from envoy_desktop.store import connection
from envoy_desktop.store.troubles import SystemFailed, unreadable, unwritable
from envoy_desktop.words import refusals, troubles
from tests.cli.conftest import Call

OUTPUTS = (
    "procedure list --xlsx {}.xlsx",
    "project export {}.xlsx",
    "calendar ics {}.ics",
    "plan picture 卧龙产业园 {}.pdf",
    "fee sheet 卧龙产业园 {}.pdf",
    "fee sheet 卧龙产业园 {}.xlsx",
    "stats table {}.xlsx",
    "stats export {}.xes.gz",
    "stats export {}.csv",
    "duty sheet {}.pdf",
    "memo pdf {memo} {}.pdf",
    "memo docx {memo} {}.docx",
    "identity show --out {}.envoy-identity",
    "identity show --qr {}.png",
    "package write {}.envoy-package --to {public}",
    "office table {}.pdf --from 2026-01-01 --to 2026-11-23",
    "office table {}.xlsx --from 2026-01-01 --to 2026-11-23",
    "office sheets {} --from 2026-01-01 --to 2026-11-23",
    "backup {}",
)
ENGLISH = re.compile(r"[A-Z][a-z]+ [a-z]+|[Ee]rrno|Traceback|\.new\b|whole")


@pytest.fixture
def ready(envoy: Call, permit: str, tmp_path: Path) -> dict[str, str]:
    """What the commands name."""
    stuck = envoy("--json", "obstacle", "log", "窗口退件", "--procedure", permit).json["id"]
    memo = envoy("--json", "memo", "draft", "--kind", "briefing", "--obstacles", stuck).json["id"]
    public = tmp_path / "own.envoy-identity"
    assert envoy("identity", "show", "--out", public).exit == 0
    assert envoy("duty", "add", "补材料", "--department", "ziran", "--due", "2026-11-23").exit == 0
    return {"memo": memo, "public": str(public)}


@pytest.mark.parametrize("place", ["no-folder", "not-a-folder", "is-folder", "name-too-long"])
def test_it_names_the_path_and_says_in_chinese_why(
    envoy: Call, ready: dict[str, str], tmp_path: Path, place: str
) -> None:
    (tmp_path / "文件").write_text("x")
    name = {
        "no-folder": "没有/的/夹",
        "not-a-folder": "文件/里",
        "is-folder": "夹",
        "name-too-long": "长" * 90,
    }[place]
    given = str(tmp_path / name)
    for command in OUTPUTS:
        if command.startswith(("backup", "office sheets")) and place in ("no-folder", "is-folder"):
            continue  # they make their folder
        typed = [word.format(given, **ready) for word in command.split()]
        out = next(word for word in typed if word.startswith(given))
        if place == "is-folder":
            Path(out).mkdir(exist_ok=True)
        before = {path for path in tmp_path.rglob("*") if ".envoy" not in path.name}
        failed = envoy("--json", *typed)
        assert failed.exit == 5, failed
        error = failed.json["error"]
        assert error["rule"] == "file-unwritable", command
        said = error["message"] + error["next"]
        told = re.findall("“(.+?)”", error["message"])[0]
        assert told == out or (out.startswith(told) and place == "not-a-folder"), command
        assert str(troubles.REASONS[place]) in said
        assert not ENGLISH.search(said.replace(out, "")), said
        assert {path for path in tmp_path.rglob("*") if ".envoy" not in path.name} == before


def test_a_folder_named_by_a_dot_is_no_file_to_write(
    envoy: Call, ready: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "夹").mkdir()
    monkeypatch.chdir(tmp_path / "夹")
    for place in (".", "/"):
        for command in ("package write {} --to {public}", "identity show --out {}",
                        "office book {}", "calendar ics {}"):  # fmt: skip
            failed = envoy("--json", *(word.format(place, **ready) for word in command.split()))
            error = failed.json["error"]
            assert (failed.exit, error["rule"]) == (5, "file-unwritable"), failed
            assert f"“{place}”（{troubles.REASONS['is-folder']}）" in error["message"], error
    assert list((tmp_path / "夹").iterdir()) == []


def test_a_package_may_have_the_longest_name_that_the_system_takes(
    envoy: Call, ready: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / ("长" * 80 + ".package")
    assert envoy("package", "write", out, "--to", ready["public"]).exit == 0
    assert out.exists()


def test_a_log_that_cannot_be_finished_leaves_the_old_one(
    envoy: Call, permit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "log.csv"
    out.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        failed = envoy("--json", "stats", "export", out)
    assert failed.json["error"]["rule"] == "disk-full"
    assert out.read_bytes() == b"old"
    assert envoy("stats", "export", out).exit == 0
    assert out.read_bytes() != b"old"


@pytest.mark.parametrize(
    "number",
    [
        errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG,
        errno.EBUSY, errno.ETXTBSY, errno.EEXIST, errno.ENOSPC, errno.EDQUOT, errno.EFBIG,
        errno.EROFS, errno.EIO,
    ],
)  # fmt: skip
def test_every_reason_the_system_gives_has_words_and_a_next_step(number: int) -> None:
    error = OSError(number, os.strerror(number), "/盘/李/.temporary.new")
    for trouble in (unwritable(error, "/盘/李/表.xlsx"), unreadable(error, "/盘/李/表.xlsx")):
        if trouble.rule == "file-unreadable" and number in (
            errno.ENOSPC,
            errno.EROFS,
            errno.EDQUOT,
            errno.EFBIG,
        ):
            continue  # nothing is read from a full disk's error
        told = refusals.tell(trouble)
        assert "/盘/李/表.xlsx" in told.what
        assert "temporary" not in str(told)
        assert os.strerror(number) not in str(told)
        assert told.next
        if trouble.rule.startswith("file-"):
            assert trouble.values["reason"] in troubles.REASONS


def test_a_name_as_long_as_the_system_takes_is_written(tmp_path: Path) -> None:
    longest = tmp_path / ("n" * 255)
    connection.replace_file(longest, b"x")
    assert longest.read_bytes() == b"x"
    assert [path.name for path in tmp_path.iterdir()] == [longest.name]


def test_the_database_s_own_errors_name_the_file_that_was_meant(tmp_path: Path) -> None:
    meant = tmp_path / "w.envoy"
    with pytest.raises(SystemFailed) as failed, connection.told(meant):
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / ".w.envoy.1.new"))
    assert failed.value.values["path"] == str(meant)
    with pytest.raises(SystemFailed) as failed, connection.told(meant):
        raise PermissionError(errno.EACCES, "Permission denied", "/elsewhere/a.pdf")
    assert failed.value.values["path"] == "/elsewhere/a.pdf"


def test_in_english_too() -> None:
    words.set_language("en")
    told = refusals.tell(unwritable(OSError(errno.EROFS, ""), "/x"))
    assert "/x" in told.what

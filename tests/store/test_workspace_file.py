"""The file on the disk: encrypted through and through, whole or told so."""

import errno
import sqlite3
import threading
import traceback
from pathlib import Path

import pytest

from envoy_desktop.casework import found, obstacles, projects
from envoy_desktop.store import attachments, backup
from envoy_desktop.store.troubles import Damaged, SystemFailed
from envoy_desktop.store.unit import Unit
from envoy_desktop.store.workspace import Workspace

SECRET = "金丝雀光伏产业园"


def everything_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_no_secret_stands_in_any_file(workspace: Workspace, tmp_path: Path) -> None:
    project = workspace.do(projects.create, name=SECRET, investor="机密有限公司")
    workspace.do(obstacles.log, text=f"{SECRET}的窗口不收件", project=project)
    workspace.keep_typing("quick-log", f"{SECRET} 写了一半")
    evidence = tmp_path / "elsewhere"
    evidence.mkdir()
    photo = evidence / "照片.jpg"
    photo.write_bytes(b"canary-photo-bytes" * 5000)
    with workspace.unit("evidence") as unit:
        attachments.attach_file(unit, "project", project, photo)
    photo.unlink()
    backup.write(workspace, tmp_path / "backups")
    seen = everything_on_disk(tmp_path)
    for secret in (SECRET, "机密有限公司", "写了一半"):
        for coding in ("utf-8", "utf-16-le", "gb18030"):
            assert secret.encode(coding) not in seen
    assert b"canary-photo-bytes" not in seen
    assert workspace.key not in seen
    assert workspace.key.hex().encode() not in seen


def test_a_plain_file_is_never_made_nor_opened(file: Path, key: bytes, tmp_path: Path) -> None:
    assert not file.read_bytes().startswith(b"SQLite format 3")
    plain = tmp_path / "plain.envoy"
    with sqlite3.connect(plain) as made:
        made.execute("CREATE TABLE t(x)")
    with pytest.raises(Damaged) as refused:
        Workspace.open(plain, key)
    assert refused.value.rule == "not-a-workspace"


def test_a_missing_file_is_not_made_by_opening(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(SystemFailed) as refused:
        Workspace.open(tmp_path / "nothing.envoy", key)
    assert refused.value.rule == "file-missing"
    assert not (tmp_path / "nothing.envoy").exists()


@pytest.mark.parametrize("where", [20, 3000, 100_000])
def test_one_flipped_bit_is_found(file: Path, key: bytes, where: int) -> None:
    data = bytearray(file.read_bytes())
    data[where] ^= 1
    file.write_bytes(data)
    with pytest.raises(Damaged), Workspace.open(file, key) as opened:
        backup.write(opened, file.parent / "backups")


def test_the_wrong_key_opens_nothing(file: Path) -> None:
    with pytest.raises(Damaged) as refused:
        Workspace.open(file, bytes(32))
    assert refused.value.rule == "damaged"


def test_a_version_from_the_future_is_not_touched(file: Path, key: bytes) -> None:
    with Workspace.open(file, key) as opened, opened.engine.begin() as writing:
        writing.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = file.read_bytes()
    with pytest.raises(Damaged) as refused:
        Workspace.open(file, key)
    assert refused.value.rule == "from-the-future"
    assert file.read_bytes() == before


def test_evidence_is_kept_byte_for_byte(workspace: Workspace, tmp_path: Path) -> None:
    project = workspace.do(projects.create, name="甲")
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(bytes(range(256)) * 9000)  # over two chunks
    with workspace.unit("evidence") as unit:
        first = attachments.attach_file(unit, "project", project, scan)
        again = attachments.attach_file(unit, "project", project, scan)
    assert first != again
    with workspace.read() as reader:
        sha256 = reader.value("SELECT sha256 FROM attachment WHERE id = :id", id=first)
        assert attachments.content(reader, sha256) == scan.read_bytes()
        assert reader.value("SELECT count(*) FROM blob_chunk") == 3  # kept once
        assert attachments.damaged(reader) == []


def test_a_refusal_in_the_middle_leaves_nothing_half_done(workspace: Workspace) -> None:
    with workspace.read() as reader:
        before = reader.value("SELECT count(*) FROM change")

    def half(unit: Unit) -> None:
        projects.create(unit, name="乙")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        workspace.do(half)
    with workspace.read() as reader:
        assert reader.value("SELECT count(*) FROM change") == before
        assert reader.value("SELECT count(*) FROM project") == 0
        assert reader.value("SELECT count(*) FROM search_doc WHERE kind = 'project'") == 0


def test_what_another_process_writes_is_seen(workspace: Workspace, file: Path, key: bytes) -> None:
    assert not workspace.changed_elsewhere()
    with Workspace.open(file, key) as beside:
        project = beside.do(projects.create, name="丙")
    changed = workspace.changed_elsewhere()
    assert changed.of("project") == {project}
    assert not workspace.changed_elsewhere()


def test_an_act_here_hides_nothing_that_another_process_wrote_before(
    workspace: Workspace, file: Path, key: bytes
) -> None:
    with Workspace.open(file, key) as beside:
        project = beside.do(projects.create, name="丙")
    workspace.do(projects.create, name="丁")
    assert project in workspace.changed_elsewhere().of("project")
    workspace.do(projects.create, name="戊")
    assert not workspace.changed_elsewhere(), "one's own acts are announced, not found"


def test_closing_waits_for_the_act_under_way_and_nothing_opens_the_file_again(
    workspace: Workspace, file: Path
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly(unit: Unit) -> None:
        projects.create(unit, name="丙")
        begun.set()
        assert go_on.wait(10)

    writing = threading.Thread(target=workspace.do, args=(slowly,))
    writing.start()
    assert begun.wait(10)
    closing = threading.Thread(target=workspace.close)
    closing.start()
    go_on.set()
    writing.join()
    closing.join()
    assert not file.with_name(file.name + "-wal").exists()
    with pytest.raises(RuntimeError), workspace.read():
        pass
    with pytest.raises(RuntimeError):
        workspace.do(projects.create, name="丁")


def test_the_text_of_a_database_error_holds_nobodys_words(workspace: Workspace) -> None:
    def broken(unit: Unit) -> None:
        unit.set("project", projects.create(unit, name="丙"), summary=SECRET, name=None)

    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is, its text is checked
        workspace.do(broken)
    report = "".join(traceback.format_exception(caught.value))
    assert "project" in report
    assert SECRET not in report


def test_a_first_start_that_fails_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_values: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(found, "begin", full)
    with pytest.raises(SystemFailed):
        found.workspace(
            tmp_path / "n.envoy", "乘风破浪 2026", name="李", organisation="办", use_keyring=False
        )
    assert not list(tmp_path.iterdir())


def test_a_unit_inside_a_unit_is_told_at_once(workspace: Workspace) -> None:
    with workspace.unit("outer"), pytest.raises(RuntimeError, match="another unit"):
        workspace.do(projects.create, name="丁")
    workspace.do(projects.create, name="戊")  # and the door is free again

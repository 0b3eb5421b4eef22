"""The file on the disk: encrypted through and through, whole or told so."""

import sqlite3
from pathlib import Path

import pytest

from envoy_desktop.casework import obstacles, projects
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

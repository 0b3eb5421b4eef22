"""`envoy backup`, `restore`: verified copies and the way back."""

import os
from pathlib import Path

from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Command
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import FILE
from envoy_desktop.words import N_, _


def _backup(session: Session, *, folder: Path | None) -> Answer:
    """Write a verified copy."""
    from envoy_desktop.store import backup as copies
    from envoy_desktop.store import device

    held = session.workspace()
    written = copies.write(held, folder or device.load().backup_folder(held.path))
    size = written.stat().st_size
    return said(
        {"path": str(written), "size": size, "verified": True},
        _("已备份并核验：{path}（{n} KB）").format(path=written, n=size // 1024),
    )


def _restore(session: Session, *, file: Path) -> Answer:
    """Put a backup in the place of the workspace, which may be damaged or gone."""
    from envoy_desktop.domain.refusal import Refusal
    from envoy_desktop.store import backup as copies

    target = session.path().absolute()
    if not file.is_file():
        raise Refusal("backup-missing", path=str(file), next="choose-backup")
    if _open_in_window(target):
        raise Refusal("workspace-open", path=str(target), next="close-window")
    key = session.key(file.absolute())
    session.close(target)
    kept = copies.restore(file.absolute(), target, key)
    lines = [_("已从 {file} 恢复 {path}").format(file=file, path=target)]
    if kept is not None:
        lines.append(_("原来的文件留在 {path}").format(path=kept))
    return said(
        {"path": str(target), "from": str(file), "kept": str(kept) if kept else None}, *lines
    )


def _open_in_window(path: Path) -> bool:
    """Whether a window of this machine holds the workspace: Qt's lock file names its process."""
    lock = path.with_name(path.name + ".lock")
    try:
        if os.name == "nt":  # held open, so that nobody else may write to it
            lock.open("r+b").close()
            return False
        pid = int(lock.read_text("utf-8", "replace").split("\n")[0])
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (OSError, ValueError):  # no lock, or its process is gone
        return False
    return True


backup = Command(
    "backup",
    params=[
        Argument("folder", N_("文件夹"), type=FILE, required=False, help=N_("不写就放在工作区旁边"))
    ],
    callback=_backup,
    help=N_("写一份备份，写完逐页核验"),
)
restore = Command(
    "restore",
    params=[Argument("file", N_("备份"), type=FILE, help=N_("备份文件"))],
    callback=_restore,
    help=N_("先核验备份，再换下现在的工作区文件，旧文件留在旁边"),
)

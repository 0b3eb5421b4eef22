"""What can go wrong with a workspace file that is neither a rule nor a bug."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from envoy_desktop.domain.refusal import Trouble


class NoKey(Trouble):
    """No slot gave the key: wrong passphrase, no keyring service, a dismissed prompt."""


class Damaged(Trouble):
    """The file is damaged or not one of ours; the message says where the backups are."""


class SystemFailed(Trouble):
    """The system failed: disk full, no permission. Nothing was half written."""


_REASONS = {
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.EISDIR: "is-folder",
    errno.ENOTEMPTY: "is-folder",
    errno.ENOTDIR: "not-a-folder",
    errno.EEXIST: "not-a-folder",  # a folder was to be made where a file lies
    errno.ENAMETOOLONG: "name-too-long",
    errno.ENXIO: "not-a-file",
    errno.ELOOP: "no-file",  # links that lead to each other
    errno.EBUSY: "in-use",
    errno.ETXTBSY: "in-use",
}
_STEPS = {
    "no-folder": "choose-folder",
    "not-a-folder": "choose-folder",
    "no-file": "check-file-name",
    "not-a-file": "check-file-name",
    "is-folder": "name-a-file",
    "name-too-long": "shorten-file-name",
    "in-use": "close-other-program",
}
_SHARING_VIOLATION = 32  # Windows: somebody else holds the file open


def opened(path: Path) -> BinaryIO:
    """A file to be read; raises OSError, also for a pipe or a device, which may never end."""
    if not_a_file(path):
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO), str(path))
    return path.open("rb")


def not_a_file(path: Path) -> bool:
    """Whether a pipe, a socket or a device bears this name; raises OSError where nothing does."""
    mode = path.stat().st_mode
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def shown(path: Path | str) -> str:
    """A name as it can be kept and shown: bytes that are no text (of an old archive) as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def unwritable(error: OSError, path: Path | str) -> SystemFailed:
    """The trouble behind a failed write to `path`, the name the person gave.

    What was written first lies beside it under a name of ours, which is nobody's business.
    """
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return SystemFailed("disk-full", path=str(path), next="free-space")
    if error.errno == errno.EROFS:
        return SystemFailed("read-only", path=str(path), next="check-permission")
    if error.errno == errno.EIO:
        return SystemFailed("disk-error", path=str(path), next="check-disk")
    reason = _reason(error, path, missing="no-folder")
    return SystemFailed(
        "file-unwritable",
        path=str(path),
        reason=reason,
        next=_STEPS.get(reason, "check-permission"),
    )


def unreadable(error: OSError, path: Path | str) -> SystemFailed:
    """The trouble behind a failed read of `path`, the name the person gave."""
    if error.errno == errno.EIO:
        return SystemFailed("disk-error", path=str(path), next="check-disk")
    reason = _reason(error, path, missing="no-file")
    return SystemFailed(
        "file-unreadable",
        path=str(path),
        reason=reason,
        next=_STEPS.get(reason, "check-permission"),
    )


def _reason(error: OSError, path: Path | str, *, missing: str) -> str:
    """A code that has words, else what the system says."""
    if getattr(error, "winerror", None) == _SHARING_VIOLATION:
        return "in-use"
    if os.name == "nt" and error.errno == errno.EACCES and Path(path).is_dir():
        return "is-folder"
    if error.errno == errno.ENOENT:
        return missing
    return _REASONS.get(error.errno or 0, error.strerror or str(error))

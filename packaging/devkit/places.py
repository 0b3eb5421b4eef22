"""Where things lie in the checkout, and where the environment is kept."""

import os
import sys

PACKAGING = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(PACKAGING)


def cache_folder() -> str:
    """The user's own cache folder for this checkout, used where the checkout cannot be written."""
    import hashlib

    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    mark = hashlib.sha256(ROOT.encode()).hexdigest()[:12]
    return os.path.join(base, "envoy-desktop-dev", mark)


def writable(folder: str) -> bool:
    """Whether a file can really be made there: as root, or on odd mounts, access bits lie."""
    probe = os.path.join(folder, f".envoy-write-{os.getpid()}")
    try:
        os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        os.unlink(probe)
    except OSError:
        return False
    return True

"""Where shipped data lies: `resources/` and `db/`, in a checkout and in an installed package."""

from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent


def shipped(*parts: str) -> Path:
    """The path of a shipped file or folder, such as ``shipped("resources", "fonts")``."""
    return _root().joinpath(*parts)

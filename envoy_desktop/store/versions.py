"""Which schema versions this program knows, read from the migrations' file names alone.

Opening a file must not import Alembic (a third of a second) to learn that nothing is to do.
"""

from functools import cache

from envoy_desktop.places import shipped


@cache
def known() -> tuple[str, ...]:
    """The revisions of all migrations, oldest first: the leading number of each file's name."""
    folder = shipped("db", "migrations", "versions")
    return tuple(sorted(file.name.partition("_")[0] for file in folder.glob("[0-9]*_*.py")))


def newest() -> str:
    """The revision a file has after all migrations."""
    return known()[-1]

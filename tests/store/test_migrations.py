"""Tables and migrations cannot differ: what the migrations make is what the code declares."""

import warnings

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from envoy_desktop.store import versions
from envoy_desktop.store.schema import metadata
from envoy_desktop.store.workspace import Workspace


def test_the_migrations_make_the_declared_tables(workspace: Workspace) -> None:
    with workspace.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _o, name, kind, *_rest: not (
                    kind == "table" and name.startswith(("search_gram", "alembic_"))
                ),
                "compare_server_default": True,
            },
        )
        with warnings.catch_warnings():
            # indexes over expressions cannot be compared; their names are, below
            warnings.filterwarnings("ignore", "autogenerate skipping")
            warnings.filterwarnings("ignore", "Skipped unsupported reflection")
            assert compare_metadata(context, metadata) == []
    with workspace.read() as reader:
        declared = {index.name for table in metadata.tables.values() for index in table.indexes}
        made = {
            row[0]
            for row in reader.rows(
                "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            )
        }
    assert made == declared


def test_versions_are_read_from_file_names_in_order() -> None:
    assert versions.known()[0] == "0001"
    assert list(versions.known()) == sorted(versions.known())

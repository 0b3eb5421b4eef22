"""Tables and migrations cannot differ: what the migrations make is what the code declares."""

import shutil
import warnings
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from envoy_desktop.casework import projects
from envoy_desktop.store import backup, check, keys, versions
from envoy_desktop.store.schema import metadata
from envoy_desktop.store.workspace import Workspace


def test_the_migrations_make_the_declared_tables(workspace: Workspace) -> None:
    with workspace.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _o, name, kind, *_rest: (
                    not (kind == "table" and name.startswith(("search_gram", "alembic_")))
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


@pytest.mark.parametrize("revision", ["0001"])
def test_a_file_of_every_released_form_still_opens(tmp_path: Path, revision: str) -> None:
    """The files were written by the program of their day; the passphrase is 乘风破浪 2026."""
    source = Path(__file__).parent / "data" / f"schema-{revision}.envoy"
    file = tmp_path / "old.envoy"
    shutil.copy(source, file)
    shutil.copy(keys.key_file(source), keys.key_file(file))
    key = keys.unlock_by_passphrase(file, "乘风破浪 2026")
    with Workspace.open(file, key) as opened:
        with opened.read() as reader:
            assert reader.value("SELECT version_num FROM alembic_version") == versions.newest()
            assert reader.rows("SELECT name FROM project") == [("年产十万吨新材料",)]
        assert [finding for finding in check.check(opened) if not finding.ok] == []
        opened.do(projects.create, name="新项目")
    assert len(backup.copies(backup.folder_of(file))) == 1

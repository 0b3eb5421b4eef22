"""Brings a workspace's schema to the newest version, each step in the same transaction."""

from typing import TYPE_CHECKING

from envoy_desktop.places import shipped

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from envoy_desktop.store.workspace import Workspace


def upgrade(workspace: "Workspace") -> None:
    """Run the missing migrations; the caller has written a verified backup first."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(shipped("db", "migrations")).replace("%", "%%"))
    with workspace.engine.begin() as writing:
        config.attributes["connection"] = writing
        command.upgrade(config, "head")
        if writing.dialect.name == "postgresql":
            _compare_as_bytes(writing)


def _compare_as_bytes(writing: "Connection") -> None:
    """Texts sort as in a file, whatever collation the database was made with."""
    for table, column in writing.exec_driver_sql(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND data_type = 'text'"
        " AND collation_name IS DISTINCT FROM 'C'"
    ).fetchall():
        writing.exec_driver_sql(
            f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE text COLLATE "C"'
        )

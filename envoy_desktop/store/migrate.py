"""Brings a workspace's schema to the newest version, each step in the same transaction."""

from typing import TYPE_CHECKING

from envoy_desktop.places import shipped

if TYPE_CHECKING:
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

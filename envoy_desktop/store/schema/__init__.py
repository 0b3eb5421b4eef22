"""Mapped tables, one module per aggregate; Alembic migrations in `db/migrations` follow them."""

from envoy_desktop.store.schema import (  # noqa: F401
    document,
    duty,
    figures,
    joint,
    meeting,
    note,
    obstacle,
    people,
    procedure,
    project,
    reference,
    system,
)
from envoy_desktop.store.schema.base import LOGGED, metadata

__all__ = ["LOGGED", "metadata"]

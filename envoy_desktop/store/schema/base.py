"""What all tables share: one metadata, and the columns of a table whose writes are logged."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, Text, text
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Flag: TypeEngine[bool] = Boolean().with_variant(Integer(), "postgresql")  # `= 0` in both

LOGGED: dict[str, Table] = {}
"""Kind of object -> table: every write to these passes the change log."""

Id: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")  # a rowid wants INTEGER


def logged(kind: str, *items: SchemaItem) -> Table:
    """A table of objects of one kind: `id` is the change that made one, `deleted` hides it."""
    table = Table(
        kind,
        metadata,
        Column("id", Id, primary_key=True, autoincrement=False),
        *items,
        Column("deleted", Flag, nullable=False, server_default=text("0")),
    )
    LOGGED[kind] = table
    return table


def reference(name: str, *, required: bool = False, index: bool = False) -> Column[int]:
    """A column that holds the id of another object.

    Without a foreign key: merging takes in changes in any order, so an object may come before
    the one it names; `workspace check` reports what stays missing.
    """
    return Column(name, Id, nullable=not required, index=index, info={"object": True})


def words(name: str, *, required: bool = False) -> Column[str]:
    """A column of text; empty rather than null where a text may be missing."""
    return Column(name, Text, nullable=False, server_default=None if required else text("''"))


def day(name: str, *, required: bool = False) -> Column[str]:
    """A column that holds a day as ISO text (sorts and compares as it stands)."""
    return Column(name, Text, nullable=not required, info={"day": True})


def number(name: str, *, required: bool = False, default: int | None = None) -> Column[int]:
    """A column of whole numbers."""
    preset = None if default is None else text(str(default))
    return Column(name, Integer, nullable=not required and default is None, server_default=preset)


def yes_no(name: str) -> Column[bool]:
    """A column of yes or no, no by default."""
    return Column(name, Flag, nullable=False, server_default=text("0"))

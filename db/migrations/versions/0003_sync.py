"""0003 sync: identities and trust, packages and receipts, and what merging keeps beside the log.

All are the store's own tables: nothing of them is logged or travels. Actors get to know whether
they are incarnations of this file. `docs/schema-log.md` tells what each is for.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FLAG = sa.Boolean().with_variant(sa.Integer(), "postgresql")


def upgrade() -> None:
    op.add_column("actor", sa.Column("own", FLAG, server_default=sa.text("1"), nullable=False))
    op.add_column(
        "actor", sa.Column("identity", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("actor", sa.Column("forked_at", sa.Integer(), nullable=True))
    op.add_column("actor", sa.Column("ahead", ID, server_default=sa.text("0"), nullable=False))
    op.create_table(
        "awaited",
        sa.Column("object", ID, autoincrement=False, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("parent", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("object", "field", "parent", name=op.f("pk_awaited")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_awaited_parent", "awaited", ["parent"], unique=False)
    op.create_table(
        "quarantined",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("hlc", ID, nullable=False),
        sa.Column("unit", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object", ID, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("parents", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "hash", name=op.f("pk_quarantined")),
    )
    op.create_table(
        "merged",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("n", "kind", "object", name=op.f("pk_merged")),
    )
    op.create_table(
        "own_key",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_own_key")),
    )
    op.create_table(
        "trusted",
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("identity", name=op.f("pk_trusted")),
    )
    op.create_table(
        "trust_list",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office", name=op.f("pk_trust_list")),
    )
    op.create_table(
        "receipt",
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("tag", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("hlc", ID, nullable=False),
        sa.PrimaryKeyConstraint("identity", "tag", name=op.f("pk_receipt")),
    )
    op.create_table(
        "package",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("volume", sa.Integer(), nullable=False),
        sa.Column("volumes", sa.Integer(), nullable=False),
        sa.Column("hlc", ID, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_package")),
    )
    op.create_index(
        "ix_package_identity", "package", ["identity", "direction", "sequence"], unique=False
    )

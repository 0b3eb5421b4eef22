"""0001 the first schema."""

from alembic import op

from envoy_desktop.store.schema import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())
    op.execute(
        "CREATE VIRTUAL TABLE search_gram USING fts5("
        "grams, content='', contentless_delete=1, detail=none)"
    )

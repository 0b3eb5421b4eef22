"""0006 district: which district an envoy is of, as the office that enrolled him says."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "trusted", sa.Column("district", sa.Text(), nullable=False, server_default=sa.text("''"))
    )

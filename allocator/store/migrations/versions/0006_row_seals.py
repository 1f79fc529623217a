"""Seals of rows: what each link of the audit chain did to them."""

import sqlalchemy as sa
from alembic import op

from allocator.store.migrations.append_only import protect

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "row_seals",
        sa.Column("link", sa.Integer(), nullable=False),
        sa.Column("kept_in", sa.String(length=40), nullable=False),
        sa.Column("row_key", sa.String(length=400), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["link"], ["audit_events.number"], name=op.f("fk_row_seals_link")),
        sa.PrimaryKeyConstraint("link", "kept_in", "row_key", name=op.f("pk_row_seals")),
    )
    protect("row_seals")


def downgrade() -> None:
    """Remove it."""
    op.drop_table("row_seals")

"""Sessions of the pages: when each was used last."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "visits",
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["token"], ["tokens.id"], name=op.f("fk_visits_token")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_visits")),
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_table("visits")

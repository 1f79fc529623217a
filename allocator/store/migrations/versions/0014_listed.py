"""Rounds are listed without a look at their documents."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None
LISTED = ["opened_at", "id", "as_of", "period", "status", "policy", "seed", "sha256"]


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_rounds_listed", "rounds", [*LISTED, "opened_by", "closed_by", "closed_at", "version"])


def downgrade() -> None:
    """Remove it."""
    op.drop_index("ix_rounds_listed", table_name="rounds")

"""How far a run is, and who called it off."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("runs", sa.Column("progress", sa.String(), nullable=False, server_default="{}"))
    op.add_column("runs", sa.Column("cancelled_by", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Remove them."""
    op.drop_column("runs", "cancelled_by")
    op.drop_column("runs", "progress")

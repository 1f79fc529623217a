"""Studies: long work besides runs, and simulated runs that are kept one by one."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "studies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=80), nullable=True),
        sa.Column("lease_until", moment, nullable=True),
        sa.Column("heartbeat_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("progress", sa.String(), nullable=False),
        sa.Column("cancelled_by", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("result", sa.String(length=64), nullable=True),
        sa.CheckConstraint("status IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_studies_status")),
        sa.ForeignKeyConstraint(["result"], ["results.sha256"], name=op.f("fk_studies_result_results")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_studies")),
    )
    op.create_index(op.f("ix_studies_status"), "studies", ["status"])
    op.create_index(op.f("ix_studies_kind"), "studies", ["kind"])
    op.create_table(
        "study_parts",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("kept_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_study_parts")),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("study_parts")
    op.drop_table("studies")

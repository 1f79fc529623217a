"""The ledger, the audit chain and the log of readings."""

import sqlalchemy as sa
from alembic import op

from allocator.store.migrations.append_only import protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _postings()
    _balances()
    _transfers()
    _closed_periods()
    _audit_events()
    _audit_head()
    _read_log()
    for table in ("postings", "audit_events", "read_log"):
        protect(table)


def downgrade() -> None:
    """Remove them."""
    op.drop_table("read_log")
    op.drop_table("audit_head")
    op.drop_table("audit_events")
    op.drop_table("closed_periods")
    op.drop_table("transfers")
    op.drop_table("balances")
    op.drop_table("postings")


def _postings() -> None:
    op.create_table(
        "postings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("municipality", sa.String(length=6), nullable=False),
        sa.Column("ledger_group", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.code"], name=op.f("fk_postings_municipality")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
    )
    op.create_index(op.f("ix_postings_period"), "postings", ["period"], unique=False)


def _balances() -> None:
    op.create_table(
        "balances",
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("ledger_group", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("municipality", sa.String(length=6), nullable=False),
        sa.Column("quota", sa.String(length=80), nullable=False),
        sa.Column("carried", sa.String(length=80), nullable=False),
        sa.Column("transfers", sa.String(length=80), nullable=False),
        sa.Column("revisions", sa.String(length=80), nullable=False),
        sa.Column("excused", sa.String(length=80), nullable=False),
        sa.Column("realised", sa.String(length=80), nullable=False),
        sa.Column("committed", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.code"], name=op.f("fk_balances_municipality")),
        sa.PrimaryKeyConstraint("period", "ledger_group", "unit", "municipality", name=op.f("pk_balances")),
    )


def _transfers() -> None:
    op.create_table(
        "transfers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("giver", sa.String(length=6), nullable=False),
        sa.Column("taker", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["giver"], ["municipalities.code"], name=op.f("fk_transfers_giver")),
        sa.ForeignKeyConstraint(["taker"], ["municipalities.code"], name=op.f("fk_transfers_taker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    op.create_index(op.f("ix_transfers_state"), "transfers", ["state"], unique=False)


def _closed_periods() -> None:
    op.create_table(
        "closed_periods",
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("next", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_closed_periods")),
    )


def _audit_events() -> None:
    op.create_table(
        "audit_events",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("whom", sa.String(length=200), nullable=True),
        sa.Column("household", sa.String(length=64), nullable=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_events")),
        sa.UniqueConstraint("sha256", name=op.f("uq_audit_events_sha256")),
    )
    op.create_index(op.f("ix_audit_events_at"), "audit_events", ["at"], unique=False)
    op.create_index(op.f("ix_audit_events_household"), "audit_events", ["household"], unique=False)
    op.create_index(op.f("ix_audit_events_what"), "audit_events", ["what"], unique=False)
    op.create_index(op.f("ix_audit_events_whom"), "audit_events", ["whom"], unique=False)


def _audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )


def _read_log() -> None:
    op.create_table(
        "read_log",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("household", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_read_log")),
    )
    op.create_index(op.f("ix_read_log_household"), "read_log", ["household"], unique=False)

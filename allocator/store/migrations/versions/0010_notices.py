"""Notices, webhooks and their deliveries, addresses for mail."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _user() -> "sa.Column[str]":
    return sa.Column("user", sa.String(length=64), nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        _moment("at", nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("round", sa.String(length=40), nullable=True),
        sa.Column("placement", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=True),
        sa.Column("municipality", sa.String(length=6), nullable=True),
        sa.Column("corporation", sa.String(length=64), nullable=True),
        sa.Column("providers", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_at"), "notices", ["at"])
    _webhooks()
    _deliveries()
    _mail()


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Integer(), nullable=False),
        _user(),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        _moment("made_at", nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name=op.f("fk_webhooks_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_index(op.f("ix_webhooks_user"), "webhooks", ["user"])


def _mail() -> None:
    for table, *columns in (
        (
            "addresses",
            sa.Column("sealed", sa.String(), nullable=False),
            sa.Column("lang", sa.String(2), nullable=False),
        ),
        ("digests", sa.Column("last", sa.Integer(), nullable=False), _moment("sent_at", nullable=True)),
    ):
        op.create_table(
            table,
            _user(),
            *columns,
            sa.ForeignKeyConstraint(["user"], ["users.id"], name=op.f(f"fk_{table}_user")),
            sa.PrimaryKeyConstraint("user", name=op.f(f"pk_{table}")),
        )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("hook", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("next_at", nullable=True),
        _moment("delivered_at", nullable=True),
        sa.Column("error", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["hook"], ["webhooks.id"], name=op.f("fk_deliveries_hook")),
        sa.ForeignKeyConstraint(["notice"], ["notices.id"], name=op.f("fk_deliveries_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    for column in ("hook", "next_at", "notice"):
        op.create_index(op.f(f"ix_deliveries_{column}"), "deliveries", [column])


def downgrade() -> None:
    """Remove them."""
    for table in ("digests", "addresses", "deliveries", "webhooks", "notices"):
        op.drop_table(table)

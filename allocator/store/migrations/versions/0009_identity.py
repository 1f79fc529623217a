"""Passwords, second factors, identities at a provider, and tokens that only read."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "credentials",
        _user(),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("totp", sa.String(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        *_of_user("credentials"),
    )
    op.create_table(
        "knocks",
        _user(),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        *_of_user("knocks"),
    )
    op.create_table(
        "token_scopes",
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["token"], ["tokens.id"], name=op.f("fk_token_scopes_token")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_token_scopes")),
    )
    op.create_table(
        "identities",
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        _user(),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name=op.f("fk_identities_user")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identities")),
    )
    op.create_index(op.f("ix_identities_user"), "identities", ["user"])


def _user() -> sa.Column[str]:
    return sa.Column("user", sa.String(length=64), nullable=False)


def _of_user(table: str) -> tuple[sa.Constraint, ...]:
    foreign = sa.ForeignKeyConstraint(["user"], ["users.id"], name=op.f(f"fk_{table}_user"))
    return foreign, sa.PrimaryKeyConstraint("user", name=op.f(f"pk_{table}"))


def downgrade() -> None:
    """Remove them."""
    for table in ("identities", "token_scopes", "knocks", "credentials"):
        op.drop_table(table)

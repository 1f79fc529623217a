"""Placements, claims, decisions and what follows from them."""

import sqlalchemy as sa
from alembic import op

from allocator.store.migrations.append_only import forget, protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_LIVE = (
    "'accepted_by_committee', 'accepted_by_corporation', 'accepted_by_household', 'lease_signed', "
    "'offered', 'proposed', 'support_confirmed'"
)


def upgrade() -> None:
    """Make the tables."""
    _placements()
    _claims()
    _placement_providers()
    _decisions()
    _effects()
    _objections()
    protect("decisions")


def downgrade() -> None:
    """Remove them."""
    op.drop_table("objections")
    op.drop_table("effects")
    op.drop_table("decisions")
    op.drop_table("placement_providers")
    op.drop_table("claims")
    op.drop_table("placements")
    forget()


def _placements() -> None:
    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round", sa.String(length=40), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=True),
        sa.Column("household", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("municipality", sa.String(length=6), nullable=False),
        sa.Column("corporation", sa.String(length=64), nullable=True),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("counted_in", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.CheckConstraint(f"live = (state IN ({_LIVE}))", name=op.f("ck_placements_live")),
        sa.ForeignKeyConstraint(["household"], ["households.id"], name=op.f("fk_placements_household")),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_placements_proposal")),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_placements_round")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_placements_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
        sa.UniqueConstraint("id", "live", name=op.f("uq_placements_id_live")),
    )
    op.create_index(op.f("ix_placements_corporation"), "placements", ["corporation"], unique=False)
    op.create_index(op.f("ix_placements_household"), "placements", ["household"], unique=False)
    op.create_index(op.f("ix_placements_round"), "placements", ["round"], unique=False)
    op.create_index(op.f("ix_placements_unit"), "placements", ["unit"], unique=False)
    op.create_index(
        "uq_placements_live_household",
        "placements",
        ["household"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("placement", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.CheckConstraint("place >= 1", name=op.f("ck_claims_place")),
        sa.ForeignKeyConstraint(
            ["placement", "live"],
            ["placements.id", "placements.live"],
            name=op.f("fk_claims_placement_live"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_claims_unit")),
        sa.PrimaryKeyConstraint("placement", "place", name=op.f("pk_claims")),
    )
    op.create_index(
        "uq_claims_live_place",
        "claims",
        ["unit", "place"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )


def _placement_providers() -> None:
    op.create_table(
        "placement_providers",
        sa.Column("placement", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["placement"], ["placements.id"], name=op.f("fk_placement_providers_placement")),
        sa.PrimaryKeyConstraint("placement", "provider", name=op.f("pk_placement_providers")),
    )
    op.create_index(op.f("ix_placement_providers_provider"), "placement_providers", ["provider"], unique=False)


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=24), nullable=False),
        sa.Column("after", sa.String(length=24), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("deviation", sa.String(length=20), nullable=True),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["placement"], ["placements.id"], name=op.f("fk_decisions_placement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("placement", "version", name=op.f("uq_decisions_placement_version")),
    )


def _effects() -> None:
    op.create_table(
        "effects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.Column("household", sa.String(length=64), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["decision"], ["decisions.id"], name=op.f("fk_effects_decision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effects")),
    )
    op.create_index(op.f("ix_effects_decision"), "effects", ["decision"], unique=False)
    op.create_index(op.f("ix_effects_household"), "effects", ["household"], unique=False)


def _objections() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement", sa.Integer(), nullable=False),
        sa.Column("household", sa.String(length=64), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["placement"], ["placements.id"], name=op.f("fk_objections_placement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index(op.f("ix_objections_household"), "objections", ["household"], unique=False)
    op.create_index(op.f("ix_objections_placement"), "objections", ["placement"], unique=False)

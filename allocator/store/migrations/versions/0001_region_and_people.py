"""The region and its people."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _municipalities()
    _corporations()
    _complexes()
    _units()
    _occupants()
    _pools()
    _key_weights()
    _subject_keys()
    _households()
    _apart()
    _pairs()
    _contacts()


def downgrade() -> None:
    """Remove them."""
    op.drop_table("contacts")
    op.drop_table("pairs")
    op.drop_table("apart")
    op.drop_table("households")
    op.drop_table("subject_keys")
    op.drop_table("key_weights")
    op.drop_table("pools")
    op.drop_table("occupants")
    op.drop_table("units")
    op.drop_table("complexes")
    op.drop_table("corporations")
    op.drop_table("municipalities")


def _municipalities() -> None:
    op.create_table(
        "municipalities",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("imported", sa.String(length=64), nullable=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_municipalities")),
    )


def _corporations() -> None:
    op.create_table(
        "corporations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("imported", sa.String(length=64), nullable=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corporations")),
    )


def _complexes() -> None:
    op.create_table(
        "complexes",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("municipality", sa.String(length=6), nullable=False),
        sa.Column("imported", sa.String(length=64), nullable=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.code"], name=op.f("fk_complexes_municipality")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complexes")),
    )


def _units() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("municipality", sa.String(length=6), nullable=False),
        sa.Column("corporation", sa.String(length=64), nullable=True),
        sa.Column("complex", sa.String(length=64), nullable=True),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("imported", sa.String(length=64), nullable=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.code"], name=op.f("fk_units_municipality")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_index(op.f("ix_units_corporation"), "units", ["corporation"], unique=False)
    op.create_index(op.f("ix_units_municipality"), "units", ["municipality"], unique=False)
    op.create_index(op.f("ix_units_present"), "units", ["present"], unique=False)


def _occupants() -> None:
    op.create_table(
        "occupants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("home", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("placement", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupants")),
    )
    op.create_index(op.f("ix_occupants_home"), "occupants", ["home"], unique=False)


def _pools() -> None:
    op.create_table(
        "pools",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("provider", sa.String(length=64), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("imported", sa.String(length=64), nullable=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pools")),
    )
    op.create_index(op.f("ix_pools_present"), "pools", ["present"], unique=False)
    op.create_index(op.f("ix_pools_provider"), "pools", ["provider"], unique=False)


def _key_weights() -> None:
    op.create_table(
        "key_weights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("ledger_group", sa.String(length=40), nullable=False),
        sa.Column("municipality", sa.String(length=6), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.code"], name=op.f("fk_key_weights_municipality")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_weights")),
        sa.UniqueConstraint(
            "key",
            "ledger_group",
            "municipality",
            "on_date",
            name=op.f("uq_key_weights_key_ledger_group_municipality_on_date"),
        ),
    )


def _subject_keys() -> None:
    op.create_table(
        "subject_keys",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("wrapped", sa.String(), nullable=True),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_subject_keys")),
    )


def _households() -> None:
    op.create_table(
        "households",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("referrer", sa.String(length=64), nullable=True),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("last_needed", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("imported", sa.String(length=64), nullable=True),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
    )
    op.create_index(op.f("ix_households_last_needed"), "households", ["last_needed"], unique=False)
    op.create_index(op.f("ix_households_present"), "households", ["present"], unique=False)
    op.create_index(op.f("ix_households_referrer"), "households", ["referrer"], unique=False)


def _apart() -> None:
    op.create_table(
        "apart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["household"], ["households.id"], name=op.f("fk_apart_household")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apart")),
    )
    op.create_index(op.f("ix_apart_household"), "apart", ["household"], unique=False)


def _pairs() -> None:
    op.create_table(
        "pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=True),
        sa.Column("rule", sa.String(length=40), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairs")),
    )
    op.create_index(op.f("ix_pairs_active"), "pairs", ["active"], unique=False)
    op.create_index(op.f("ix_pairs_household"), "pairs", ["household"], unique=False)


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("household", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("delete_by", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["household"], ["households.id"], name=op.f("fk_contacts_household")),
        sa.PrimaryKeyConstraint("household", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_delete_by"), "contacts", ["delete_by"], unique=False)

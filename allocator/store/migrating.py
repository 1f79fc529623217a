"""Brings the tables to the version of the program, and says how they stand."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from allocator.locale import N_
from allocator.store.engine import Store
from allocator.store.faults import Behind

HEAD = "head"
_FOLDER = Path(__file__).parent / "migrations"


def head() -> str:
    """The revision that this program works with."""
    return str(ScriptDirectory(str(_FOLDER)).get_current_head())


def revisions() -> list[str]:
    """All revisions, the oldest first."""
    return [script.revision for script in ScriptDirectory(str(_FOLDER)).walk_revisions()][::-1]


def current(store: Store) -> str | None:
    """The revision of the database; None when it is empty."""
    with store.reading() as work:
        found = MigrationContext.configure(work.session.connection()).get_current_revision()
        return None if found is None else str(found)


def upgrade(store: Store, to: str = HEAD) -> str | None:
    """Bring the tables up to a revision: all of it, or nothing. Gives the revision that was there."""
    before = current(store)
    if before is not None and before not in revisions():
        raise Behind(
            "newer", N_("The database was made by a newer version of the program ({revision})."), revision=before
        )
    with store.writing() as work:
        command.upgrade(_config(work.session.connection()), to)
    return before


def downgrade(store: Store, to: str) -> None:
    """Take the tables back to an older revision; what only newer ones hold is lost."""
    with store.writing() as work:
        command.downgrade(_config(work.session.connection()), to)


def must_be_current(store: Store) -> None:
    """Refuse to work with tables of another version.

    Raises:
        Behind: with what to do.
    """
    found = current(store)
    if found == head():
        return
    if found is not None and found not in revisions():
        raise Behind(
            "newer", N_("The database was made by a newer version of the program ({revision})."), revision=found
        )
    raise Behind("behind", N_("The database is not up to date; run `allocator db upgrade` first."))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config

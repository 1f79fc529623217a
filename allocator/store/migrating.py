"""Brings the tables to the version of the program, and says how they stand.

Alembic takes a third of a second to load, so it is brought in where tables are changed; whoever only works with them
reads the revision itself.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from allocator.locale import N_
from allocator.store.engine import Store
from allocator.store.faults import Behind

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "head"
_FOLDER = Path(__file__).parent / "migrations"


def head() -> str:
    """The revision that this program works with."""
    return revisions()[-1]


def revisions() -> list[str]:
    """All revisions, the oldest first; each stands at the start of the name of its file."""
    return sorted(path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*_*.py"))


def current(store: Store) -> str | None:
    """The revision of the database; None when it is empty."""
    with store.reading() as work:
        connection = work.session.connection()
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def upgrade(store: Store, to: str = HEAD) -> str | None:
    """Bring the tables up to a revision: all of it, or nothing. Gives the revision that was there."""
    before = current(store)
    if before is not None and before not in revisions():
        raise Behind(
            "newer", N_("The database was made by a newer version of the program ({revision})."), revision=before
        )
    from alembic import command

    with store.writing() as work:
        command.upgrade(_config(work.session.connection()), to)
    return before


def downgrade(store: Store, to: str) -> None:
    """Take the tables back to an older revision; what only newer ones hold is lost."""
    from alembic import command

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


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config

"""Where people come in: the store, the clock, and who somebody is by their token."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from allocator import privacy
from allocator.audit import Event, Head
from allocator.domain.refusal import Conflict, NotAllowed
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.settings import Settings, read_settings
from allocator.store import Store, access, identity, migrating, open_store, placements, seals, trail, visits
from allocator.store import backup as backups
from allocator.store.faults import Behind
from allocator.workflow import Actor

SYSTEM = Actor("system", Role.SYSTEM)
"""The program itself: what happens because a term has passed, or because something else happened."""

TOKEN_DAYS = 90

SEALED_SINCE = "0006"
"""The revision from which on the audit chain seals every row."""


def system_clock() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def fresh_secret() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Office:
    """One installation: what actions work in."""

    store: Store
    clock: Callable[[], datetime] = system_clock
    secret: Callable[[], str] = fresh_secret

    @classmethod
    def open(cls, settings: Settings | None = None) -> "Office":
        """The office of these settings, or of the environment.

        Raises:
            InputProblems: when the settings are wrong.
            Behind: when the tables are of another version.
        """
        wanted = settings or read_settings()
        with _opened(wanted, new=False) as store:
            migrating.must_be_current(store)
        return cls(open_store(wanted))

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    @property
    def today(self) -> date:
        """The day on which something is done, where the installation is."""
        return local_day(self.clock())

    def answers(self) -> None:
        """Ask the database something, to see that it answers.

        Raises:
            Unreachable: when it does not.
        """
        with self.store.reading() as work:
            access.count_users(work)

    def warm_up(self) -> None:
        """Look once through what pages remember of all placements, so that the first visitor does not wait for it."""
        with self.store.reading() as work:
            placements.going_on(work)

    def who(self, secret: str | None) -> Actor:
        """Who comes in with this token.

        Raises:
            NotAllowed: when it is nobody's, or holds no more.
        """
        with self.store.glancing() as work:
            held = access.holder(work, secret, self.clock()) if secret else None
            if held is not None and held.label == visits.PAGE:
                held = None  # what a cookie holds opens pages only
            if held is None and not access.count_users(work):
                text = N_("There are no users yet; `allocator user first NAME` makes the first administrator.")
                raise NotAllowed("no_users", text)
            if held is None:
                text = N_("Who are you? Keep your token with `allocator token save`, or set ALLOCATOR_TOKEN.")
                raise NotAllowed("no_token", text)
            return Actor(held.user, Role(held.role), held.organisation, held.scope == identity.READ)

    def who_is(self, issuer: str, subject: str) -> Actor:
        """Who comes in as whom an identity provider says.

        Raises:
            NotAllowed: when that is nobody here, or somebody who is kept out.
        """
        with self.store.reading() as work:
            name = identity.linked(work, issuer, subject)
            user = access.find_user(work, name) if name else None
            if user is None or not user.active:
                text = N_("You are not known here yet: ask an administrator to link you ({subject}).")
                raise NotAllowed("not_linked", text, subject=subject)
            return Actor(user.id, Role(user.role), user.organisation)

    def cover(self, about: str, plain: str) -> str:
        """Something that somebody else keeps for this installation, and cannot read or change."""
        return privacy.wrap(privacy.read_keyring(self.store.keys), plain.encode(), about)

    def uncover(self, about: str, covered: str) -> str | None:
        """The same again; None when it is not of this installation, or was changed."""
        try:
            return privacy.unwrap(privacy.read_keyring(self.store.keys), covered, about).decode()
        except privacy.Unreadable:
            return None

    def first_user(self, name: str) -> str:
        """The first administrator of an installation without users; gives the secret of a token.

        Raises:
            Conflict: when there are users; they add others.
        """
        with self.store.writing() as work:
            if access.count_users(work):
                raise Conflict("users_exist", N_("There are users already; an administrator adds others."))
            now, secret = self.clock(), self.secret()
            access.add_user(work, name, Role.ADMINISTRATOR, None, now)
            access.add_token(work, name, secret, "first", now, now + timedelta(days=TOKEN_DAYS))
            event = Event(at=now, who=name, role=Role.SYSTEM, what="access.first_user", kind="user", whom=name)
            trail.write_down(work, [event])
            return secret

    @classmethod
    def upgrade(cls, settings: Settings | None = None) -> tuple[str | None, str]:
        """Bring the tables to the version of the program; the revision that was there, and that is."""
        with _opened(settings) as store:
            before = migrating.upgrade(store)
            if before is not None and before < SEALED_SINCE:
                _seal_all(store)
            return before, migrating.head()

    @classmethod
    def status(cls, settings: Settings | None = None) -> tuple[str | None, str, str]:
        """The revision of the tables, the one that the program wants, and which kind of database it is."""
        with _opened(settings, new=False) as store:
            return migrating.current(store), migrating.head(), store.engine.dialect.name

    @classmethod
    def restore(cls, path: Path, settings: Settings | None = None) -> dict[str, int]:
        """Put a backup into an empty database: there is nobody yet who could be asked who he is.

        Raises:
            Conflict: when it is not empty.
        """
        with _opened(settings) as store:
            return backups.restore(store, path)

    @staticmethod
    def end_in_backup(path: Path) -> Head:
        """The end of the audit chain as it was when a backup was made.

        Raises:
            Conflict: when the file is no backup.
        """
        return backups.written_head(path)


def _seal_all(store: Store) -> None:
    """What was kept before there were seals is sealed as it was found."""
    with store.writing() as work:
        if trail.head(work) is None:
            return
        seals.touch_all(work.session)
        now = datetime.now(UTC)
        event = Event(at=now, who=SYSTEM.id, role=SYSTEM.role, what="office.upgrade", kind="rows")
        trail.write_down(work, [event])


@contextmanager
def _opened(settings: Settings | None, *, new: bool = True) -> Iterator[Store]:
    """A store for the time of one piece of work; where it must exist, looking for it does not make it.

    Raises:
        Behind: when there is no such file.
    """
    wanted = settings or read_settings()
    file = wanted.file
    if not new and file is not None and not file.is_file():
        text = N_("There is no database {file} yet; `allocator db upgrade` makes it.")
        raise Behind("no_database", text, file=str(file))
    store = open_store(wanted)
    try:
        yield store
    finally:
        store.close()


def local_day(moment: datetime) -> date:
    """The calendar day in the Netherlands, where all terms are counted."""
    return moment.astimezone(ZoneInfo("Europe/Amsterdam")).date()


def day_begins(day: date) -> datetime:
    """The moment at which a calendar day begins in the Netherlands."""
    return datetime.combine(day, time.min, ZoneInfo("Europe/Amsterdam"))

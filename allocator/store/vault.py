"""The keys under which facts are sealed: one for each household, made when it is first needed, gone when purged."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlalchemy import ColumnElement, String, bindparam, literal
from sqlmodel import Session, col, func, select

from allocator import privacy
from allocator.domain.refusal import Refusal
from allocator.locale import N_
from allocator.store.many import among
from allocator.store.tables import KeyringRow


class Gone(Refusal):
    """The facts were destroyed on their date; only pseudonyms, hashes and counts are left."""


class Locked(Refusal):
    """The keys of the environment do not open what was sealed here."""


_HOUSEHOLD = "household/"
_ALL_THERE = (
    select(func.count())
    .select_from(KeyringRow)
    .where(col(KeyringRow.subject).in_(select(func.unnest(func.string_to_array(bindparam("subjects"), "\n")))))
    .where(col(KeyringRow.wrapped).is_not(None))
)
_WRAPPED = select(KeyringRow.wrapped).where(col(KeyringRow.subject) == bindparam("subject"))


def household_subject(household: str) -> str:
    """Whose key seals the facts of a household."""
    return f"{_HOUSEHOLD}{household}"


def seals_household(household: ColumnElement[str]) -> ColumnElement[bool]:
    """Which key seals the facts of the household in a column: to read it along with them."""
    return col(KeyringRow.subject) == literal(_HOUSEHOLD, String) + household


@dataclass
class Vault:
    """Seals and opens facts in one transaction."""

    session: Session
    keys_text: str = field(repr=False)
    _known: dict[str, bytes] = field(default_factory=dict, repr=False)

    @cached_property
    def _ring(self) -> privacy.Keyring:
        try:
            return privacy.read_keyring(self.keys_text)
        except privacy.KeyFault as error:
            text = N_("ALLOCATOR_KEYS cannot be used. Make keys with `allocator privacy key`, and keep the old ones.")
            raise Locked("keys", text) from error

    @contextmanager
    def _unlocking(self, subject: str) -> Iterator[privacy.Keyring]:
        """The keys of the environment, to unwrap the key of a subject.

        Raises:
            Locked: when the one that wrapped it is not among them.
        """
        try:
            yield self._ring
        except privacy.Unreadable as error:
            text = N_("The facts of {subject} cannot be read: ALLOCATOR_KEYS lacks the key under which they are kept.")
            raise Locked("locked", text, subject=subject) from error

    def key(self, subject: str) -> bytes:
        """The key of a subject, made when there is none yet.

        Raises:
            Gone: when it was destroyed.
            Locked: when the environment lacks the key that wrapped it.
        """
        if subject not in self._known:
            self.session.flush()
            row = self.session.connection().execute(_WRAPPED, {"subject": subject}).first()
            if row is None:
                fresh = privacy.new_key()
                self.session.add(KeyringRow(subject=subject, wrapped=privacy.wrap(self._ring, fresh, subject)))
                self.session.flush()
                self._known[subject] = fresh
            elif row.wrapped is None:
                raise Gone("gone", N_("The facts of {subject} were destroyed on their date."), subject=subject)
            else:
                self.learn(subject, row.wrapped)
        return self._known[subject]

    def learn(self, subject: str, wrapped: str | None) -> None:
        """Take in a key that was read along with what it seals; None: it is not there.

        Raises:
            Locked: when the environment lacks the key that wrapped it.
        """
        if wrapped is not None and subject not in self._known:
            with self._unlocking(subject) as ring:
                self._known[subject] = privacy.unwrap(ring, wrapped, subject)

    def keys_of(self, subjects: Iterable[str]) -> dict[str, bytes]:
        """The keys that are there, of those asked for; for thousands at once."""
        asked = set(subjects)
        if wanted := asked - self._known.keys():
            columns = select(KeyringRow.subject, KeyringRow.wrapped)
            for subject, wrapped in self.session.exec(columns.where(among(self.session, KeyringRow.subject, wanted))):
                self.learn(subject, wrapped)
        return {subject: self._known[subject] for subject in asked if subject in self._known}

    def there(self, subjects: Iterable[str]) -> set[str]:
        """Of which of these the key is there; it is not used."""
        these = among(self.session, KeyringRow.subject, subjects)
        return set(self.session.exec(select(KeyringRow.subject).where(these, col(KeyringRow.wrapped).is_not(None))))

    def all_there(self, subjects: Sequence[str]) -> bool:
        """Whether the keys of all these are there, which are all different; none is used."""
        connection = self.session.connection()
        if connection.dialect.name == "sqlite":
            return len(self.there(subjects)) == len(subjects)
        self.session.flush()
        return connection.execute(_ALL_THERE, {"subjects": "\n".join(subjects)}).scalar() == len(subjects)

    def make_keys(self, subjects: Iterable[str]) -> None:
        """Make the keys that are not there yet, for thousands at once."""
        asked = sorted(set(subjects))
        known = self.keys_of(asked)
        there = {row.subject for row in self._rows(asked)}
        for subject in asked:
            if subject not in known and subject not in there:
                self._known[subject] = privacy.new_key()
                wrapped = privacy.wrap(self._ring, self._known[subject], subject)
                self.session.add(KeyringRow(subject=subject, wrapped=wrapped))
        self.session.flush()

    def _rows(self, subjects: list[str]) -> list[KeyringRow]:
        return list(self.session.exec(select(KeyringRow).where(among(self.session, KeyringRow.subject, subjects))))

    def seal(self, subject: str, about: str, plain: str) -> str:
        """A value as it may be stored."""
        return privacy.encrypt(self.key(subject), plain, f"{subject}/{about}")

    def open(self, subject: str, about: str, token: str) -> str:
        """The value again.

        Raises:
            Gone: when the key was destroyed.
        """
        return privacy.decrypt(self.key(subject), token, f"{subject}/{about}")

    def cover(self, about: str, plain: str) -> str:
        """A value of the installation itself, under the current key of the environment."""
        return privacy.wrap(self._ring, plain.encode(), about)

    def uncover(self, about: str, token: str) -> str:
        """The value again.

        Raises:
            Locked: when the environment lacks the key under which it is kept.
        """
        with self._unlocking(about) as ring:
            return privacy.unwrap(ring, token, about).decode()

    def covered_anew(self, about: str, token: str) -> str:
        """The value under the current key of the environment; the same text when it was already."""
        if privacy.is_current(self._ring, token):
            return token
        return self.cover(about, self.uncover(about, token))

    def readable(self, subject: str) -> bool:
        """Whether there is a key that opens what was sealed for this subject."""
        return subject in self.keys_of([subject])

    def destroy(self, subject: str, at: datetime) -> bool:
        """Destroy a key: what it sealed can never be read again. False when there was none."""
        row = self.session.get(KeyringRow, subject)
        self._known.pop(subject, None)
        if row is None or row.wrapped is None:
            return False
        row.wrapped, row.purged_at = None, at
        self.session.add(row)
        return True

    def rewrap(self) -> int:
        """Wrap all keys by the current key of the environment; how many were not."""
        count = 0
        for row in self.session.exec(select(KeyringRow).where(col(KeyringRow.wrapped).is_not(None))):
            if row.wrapped is not None and not privacy.is_current(self._ring, row.wrapped):
                with self._unlocking(row.subject) as ring:
                    row.wrapped = privacy.rewrap(ring, row.wrapped, row.subject)
                self.session.add(row)
                count += 1
        return count

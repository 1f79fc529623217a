"""Households, whom they may not live with, and what people said of them and a home."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import bindparam
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from allocator.domain.household import Apart, Household
from allocator.domain.region import PairWord
from allocator.locale import N_
from allocator.store import asking
from allocator.store.documents import written
from allocator.store.engine import Work
from allocator.store.faults import NotFound
from allocator.store.tables import ApartRow, HouseholdRow, KeyringRow, PairRow
from allocator.store.vault import household_subject as subject
from allocator.store.vault import seals_household


@dataclass(frozen=True)
class Listed:
    """What may be known of a household without reading its file."""

    id: str
    referrer: str | None
    present: bool
    version: int
    sealed: str = field(repr=False, compare=False)
    wrapped: str | None = field(repr=False, compare=False)
    """Its facts, and their key, with which ``facts`` opens them."""


_ROWS = asking.columns(HouseholdRow)
_WITH_KEY = (
    sql_select(_ROWS, col(KeyringRow.wrapped))
    .outerjoin(KeyringRow, seals_household(_ROWS.c.id))
    .where(_ROWS.c.id == bindparam("key"))
)


_EARLIER = sql_select(_ROWS.c.id).where(
    _ROWS.c.id.in_(bindparam("keys", expanding=True)), _ROWS.c.last_needed < bindparam("on")
)


def households(work: Work, referrer: str | None = None) -> tuple[Household, ...]:
    """Households on the list now, in order of pseudonym; of one referrer when that is named."""
    wanted = select(HouseholdRow.id, HouseholdRow.sealed).where(col(HouseholdRow.present)).order_by(HouseholdRow.id)
    if referrer is not None:
        wanted = wanted.where(HouseholdRow.referrer == referrer)
    rows = work.session.exec(wanted).all()
    work.vault.keys_of(subject(key) for key, _ in rows)
    return tuple(_opened(work, key, sealed) for key, sealed in rows)


def _opened(work: Work, key: str, sealed: str) -> Household:
    return Household.model_validate_json(work.vault.open(subject(key), "household", sealed))


def listed(work: Work, key: str) -> Listed:
    """A household, without its facts.

    Raises:
        NotFound: when there is none with that pseudonym.
    """
    for row in work.ask(_WITH_KEY, key=key):
        return Listed(row.id, row.referrer, row.present, row.version, row.sealed, row.wrapped)
    raise _none(key)


def facts(work: Work, found: Listed) -> Household:
    """The facts of a household that was found.

    Raises:
        Gone: when they were destroyed on their date.
    """
    work.vault.learn(subject(found.id), found.wrapped)
    return _opened(work, found.id, found.sealed)


def referrers_of(work: Work, keys: Iterable[str]) -> dict[str, str | None]:
    """By whom these households came in, as far as they are known."""
    wanted, found = sorted(set(keys)), dict[str, str | None]()
    for start in range(0, len(wanted), 500):
        some = select(HouseholdRow).where(col(HouseholdRow.id).in_(wanted[start : start + 500]))
        found |= {row.id: row.referrer for row in work.session.exec(some)}
    return found


def household(work: Work, key: str) -> Household:
    """The facts of a household.

    Raises:
        NotFound: when there is none with that pseudonym.
        Gone: when they were destroyed on their date.
    """
    return facts(work, listed(work, key))


def _row(work: Work, key: str) -> HouseholdRow:
    row = work.session.get(HouseholdRow, key)
    if row is None:
        raise _none(key)
    return row


def _none(key: str) -> NotFound:
    return NotFound("no_household", N_("There is no household {household}."), household=key)


def keep_household(work: Work, one: Household, on: date, imported: str | None = None) -> None:
    """Add or replace a household that stands on the list; its version grows."""
    row = work.session.get(HouseholdRow, one.id)
    sealed = work.vault.seal(subject(one.id), "household", written(one))
    if row is None:
        row = HouseholdRow(id=one.id, last_needed=on, sealed=sealed)
    else:
        row.version += 1
    row.referrer, row.present, row.sealed, row.last_needed = one.referrer, True, sealed, max(on, row.last_needed)
    row.imported = imported or row.imported
    work.session.add(row)


def remove_household(work: Work, key: str, *, by_file: bool = False) -> None:
    """Take a household off the list; its file stays until its date.

    Whoever a file no longer names comes back when a file names it again. Whoever was housed comes back only when
    a file says something new of it.
    """
    row = _row(work, key)
    row.present, row.version = False, row.version + 1
    row.imported = None if by_file else row.imported
    work.session.add(row)


def needed(work: Work, keys: Iterable[str], on: date) -> None:
    """Remember that something happened with these households, which moves the date of their deletion."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), 500):
        for (key,) in work.ask(_EARLIER, keys=wanted[start : start + 500], on=on):
            row = _row(work, key)
            row.last_needed = on
            work.session.add(row)


def on_the_list(work: Work) -> set[str]:
    """Households on the list now, by pseudonym."""
    return set(work.session.exec(select(HouseholdRow.id).where(col(HouseholdRow.present))))


def off_the_list(work: Work) -> dict[str, date]:
    """Households that are not on the list, with the last day on which something happened."""
    wanted = select(HouseholdRow.id, col(HouseholdRow.last_needed)).where(~col(HouseholdRow.present))
    return dict(work.session.exec(wanted).all())


# ------------------------------------------------------------------------------------------------ who not with whom


def aparts(work: Work) -> tuple[Apart, ...]:
    """Who may not live with whom, as far as the keys are there."""
    rows = work.session.exec(select(ApartRow).order_by(ApartRow.household, col(ApartRow.position))).all()
    known = work.vault.keys_of(subject(row.household) for row in rows)
    readable = [row for row in rows if subject(row.household) in known]
    texts = (work.vault.open(subject(row.household), "apart", row.sealed) for row in readable)
    return tuple(Apart.model_validate_json(text) for text in texts)


def replace_aparts(work: Work, all_of_them: Iterable[Apart]) -> None:
    """Put others in the place of those that are known."""
    for row in work.session.exec(select(ApartRow)):
        work.session.delete(row)
    for number, one in enumerate(all_of_them):
        sealed = work.vault.seal(subject(one.household), "apart", written(one))
        work.session.add(ApartRow(household=one.household, position=number, sealed=sealed))
    work.session.flush()


# ------------------------------------------------------------------------------------------------ words on pairs


def words(work: Work, source: str | None = None) -> tuple[PairWord, ...]:
    """What people said of pairs and still holds; only from one source when that is named."""
    wanted = select(PairRow).where(col(PairRow.active)).order_by(PairRow.household, col(PairRow.id))
    if source is not None:
        wanted = wanted.where(PairRow.source == source)
    rows = work.session.exec(wanted).all()
    known = work.vault.keys_of(subject(row.household) for row in rows)
    readable = [row for row in rows if subject(row.household) in known]
    texts = (work.vault.open(subject(row.household), "pair", row.sealed) for row in readable)
    return tuple(PairWord.model_validate_json(text) for text in texts)


def add_word(work: Work, one: PairWord, source: str) -> None:
    """Keep a word on a pair; source is ``import`` or ``decision``."""
    sealed = work.vault.seal(subject(one.household), "pair", written(one))
    row = PairRow(household=one.household, unit=one.unit, rule=one.rule, source=source, sealed=sealed)
    row.verdict = one.verdict.value if one.verdict else None
    work.session.add(row)


def replace_words(work: Work, all_of_them: Iterable[PairWord], source: str) -> None:
    """Let the words of a source that were known hold no more, and these instead."""
    for row in work.session.exec(select(PairRow).where(col(PairRow.active), PairRow.source == source)):
        row.active = False
        work.session.add(row)
    for one in all_of_them:
        add_word(work, one, source)


def take_back_words(work: Work, household_id: str, unit: str, verdict: str) -> int:
    """Let words of people on one pair hold no more; how many there were."""
    rows = work.session.exec(
        select(PairRow).where(
            col(PairRow.active),
            PairRow.household == household_id,
            PairRow.unit == unit,
            PairRow.verdict == verdict,
        )
    ).all()
    for row in rows:
        row.active = False
        work.session.add(row)
    return len(rows)

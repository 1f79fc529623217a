"""How households can be reached: apart from all else, sealed, and not for long."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlmodel import select

from allocator.locale import N_
from allocator.store.engine import Work
from allocator.store.faults import NotFound
from allocator.store.tables import ContactRow
from allocator.store.vault import household_subject


def keep(work: Work, household: str, text: str, delete_by: date) -> None:
    """Keep how a household can be reached, until a date."""
    sealed = work.vault.seal(household_subject(household), "contact", text)
    work.session.merge(ContactRow(household=household, sealed=sealed, delete_by=delete_by))


def load(work: Work, household: str) -> str:
    """How a household can be reached.

    Raises:
        NotFound: when that is not known.
    """
    row = work.session.get(ContactRow, household)
    if row is None:
        raise NotFound("no_contact", N_("How to reach {household} is not known."), household=household)
    return work.vault.open(household_subject(household), "contact", row.sealed)


def past(work: Work, on: date) -> list[str]:
    """Of whom contact data is past its date."""
    return list(work.session.exec(select(ContactRow.household).where(ContactRow.delete_by < on)))


def kept_of(work: Work, households: Collection[str]) -> list[str]:
    """Of whom of these contact data is kept."""
    return [household for household in work.session.exec(select(ContactRow.household)) if household in households]


def forget(work: Work, households: Iterable[str]) -> None:
    """Delete what is known of these, whatever its date."""
    for household in households:
        row = work.session.get(ContactRow, household)
        if row is not None:
            work.session.delete(row)

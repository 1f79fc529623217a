"""The places of homes that placements on their way claim: the database lets each be claimed once."""

from collections.abc import Iterable

from sqlmodel import col, select

from allocator.locale import N_
from allocator.store import asking
from allocator.store.engine import Work
from allocator.store.faults import Taken
from allocator.store.tables import ClaimRow, UnitRow


def claimed(work: Work) -> dict[str, int]:
    """Places of each unit that live placements claim."""
    count: dict[str, int] = {}
    for unit in work.session.exec(select(ClaimRow.unit).where(col(ClaimRow.live))):
        count[unit] = count.get(unit, 0) + 1
    return count


def claimed_of(work: Work, unit: str) -> int:
    """Places of one unit that live placements claim."""
    return len(asking.rows(work, ClaimRow, unit=unit, live=True))


def by_placement(work: Work, units: Iterable[str]) -> dict[str, dict[int, tuple[int, bool]]]:
    """For each unit the places that each placement took, and whether it still claims them."""
    rows = work.session.exec(select(ClaimRow).where(col(ClaimRow.unit).in_(list(units)))).all()
    found: dict[str, dict[int, tuple[int, bool]]] = {}
    for row in rows:
        taken = found.setdefault(row.unit, {})
        taken[row.placement] = (taken.get(row.placement, (0, False))[0] + 1, row.live)
    return found


def claim(work: Work, number: int, unit: str, places: int) -> None:
    """Take the lowest places that are free.

    Raises:
        Taken: when fewer are free.
    """
    row = work.session.get_one(UnitRow, unit)
    taken = set(work.session.exec(select(ClaimRow.place).where(ClaimRow.unit == unit, col(ClaimRow.live))))
    free = [place for place in range(1, max(row.places, 1) + 1) if place not in taken][:places]
    if len(free) < places:
        raise Taken("taken", N_("There is no free place left in {unit}."), unit=unit)
    for place in free:
        work.session.add(ClaimRow(placement=number, unit=unit, place=place, live=True))
    work.session.flush()


def close_ranks(work: Work, unit: str, places: int) -> None:
    """Let the live claims of a unit have numbers up to the places that are left, after somebody moved in."""
    rows = work.session.exec(select(ClaimRow).where(ClaimRow.unit == unit, col(ClaimRow.live))).all()
    used = {row.place for row in rows if row.place <= places}
    free = iter([place for place in range(1, places + 1) if place not in used])
    for row in rows:
        if row.place > places:
            number = next(free, None)
            if number is None:
                raise Taken("taken", N_("There is no free place left in {unit}."), unit=unit)
            work.session.delete(row)
            work.session.flush()
            work.session.add(ClaimRow(placement=row.placement, unit=unit, place=number, live=True))
    work.session.flush()

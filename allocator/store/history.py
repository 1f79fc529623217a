"""What rounds and decisions of past weeks still say: households whose facts were destroyed are counted, not named."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from allocator import privacy
from allocator.domain.household import Household
from allocator.domain.unit import Unit
from allocator.store import documents
from allocator.store.engine import Work
from allocator.store.rounds import KeptRound, find
from allocator.store.tables import DecisionRow, PlacementRow, RoundRow


@dataclass(frozen=True)
class Left:
    """A round as far as it can still be read."""

    kept: KeptRound
    households: dict[str, Household]
    units: dict[str, Unit]
    unreadable: int


@dataclass(frozen=True)
class Taken:
    """A step that was taken, with where; the household by pseudonym."""

    placement: int
    round: str
    household: str
    unit: str
    municipality: str
    state: str
    step: str
    on_date: date
    reason: str | None


def rounds_between(work: Work, first: date, last: date) -> list[KeptRound]:
    """Rounds of days from one to another, the oldest first; and the last one before them."""
    of_days = select(RoundRow.id).where(col(RoundRow.as_of) >= first, col(RoundRow.as_of) <= last)
    before = select(RoundRow.id).where(col(RoundRow.as_of) < first)
    before = before.order_by(col(RoundRow.as_of).desc(), col(RoundRow.opened_at).desc()).limit(1)
    ids = [
        *work.session.exec(before),
        *work.session.exec(of_days.order_by(col(RoundRow.as_of), col(RoundRow.opened_at))),
    ]
    return [find(work, one) for one in ids]


def units_in(work: Work, round_id: str) -> tuple[Unit, ...]:
    """Homes in a round as they were frozen; they stay, whatever is destroyed of people."""
    row = work.session.get_one(RoundRow, round_id)
    return tuple(Unit.model_validate(one) for one in json.loads(row.document)["open"]["units"])


def left_of(work: Work, round_id: str) -> Left:
    """A round as far as it can still be read.

    Raises:
        NotFound: when there is none of that name.
    """
    kept = find(work, round_id)
    row = work.session.get_one(RoundRow, round_id)
    try:
        found = documents.opened(work, row.document, f"round/{round_id}")
    except privacy.Shredded as error:
        found = error.left
    whole = [one for one in found["households"] if len(one) > 1]
    households = {one["id"]: Household.model_validate(one) for one in whole}
    units = {one["id"]: Unit.model_validate(one) for one in found["units"]}
    return Left(kept, households, units, len(found["households"]) - len(whole))


def steps_of(work: Work, steps: Iterable[str], first: date, last: date) -> list[Taken]:
    """Steps of these kinds in these days, in the order in which they were taken."""
    wanted = (
        select(DecisionRow, PlacementRow)
        .where(col(DecisionRow.placement) == col(PlacementRow.id))
        .where(col(DecisionRow.step).in_(sorted(steps)))
        .where(col(DecisionRow.on_date) >= first, col(DecisionRow.on_date) <= last)
        .order_by(col(DecisionRow.on_date), col(DecisionRow.placement), col(DecisionRow.version))
    )
    return [
        Taken(
            placement=decision.placement,
            round=placement.round,
            household=placement.household,
            unit=placement.unit,
            municipality=placement.municipality,
            state=placement.state,
            step=decision.step,
            on_date=decision.on_date,
            reason=decision.reason,
        )
        for decision, placement in work.session.exec(wanted)
    ]

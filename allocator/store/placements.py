"""Placements on their way; the places they claim stand in ``claims``."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from allocator.domain.round import canonical_json
from allocator.domain.workflow import LIVE
from allocator.locale import N_
from allocator.store import asking, claims, seals
from allocator.store.engine import Work
from allocator.store.faults import Conflict
from allocator.store.lines import Line as Line
from allocator.store.lines import line as line
from allocator.store.lines import line_of, moved_in, no_placement
from allocator.store.lines import lines as lines
from allocator.store.lines import providers as providers
from allocator.store.lines import states_of as states_of
from allocator.store.tables import ClaimRow, ConcernRow, KeyringRow, PlacementRow
from allocator.store.vault import household_subject, seals_household
from allocator.workflow import PlacementState


@dataclass(frozen=True)
class Kept:
    """A whole placement: how it stands, and what was worked out when it was proposed (see ``actions.drafts``)."""

    line: Line
    state: PlacementState
    facts: dict[str, Any]
    counted_in: str

    @property
    def id(self) -> int:
        """Its number."""
        return self.line.id


def _kept(work: Work, row: PlacementRow) -> Kept:
    text = work.vault.open(household_subject(row.household), f"placement/{row.id}", row.sealed)
    data = json.loads(text)
    return Kept(line_of(row), PlacementState.model_validate(data["state"]), data["facts"], row.counted_in)


def _sealed(work: Work, number: int, state: PlacementState, facts: dict[str, Any]) -> str:
    text = canonical_json({"state": state.model_dump(mode="json"), "facts": facts})
    return work.vault.seal(household_subject(state.household), f"placement/{number}", text)


# ------------------------------------------------------------------------------------------------ reading


_ROWS = asking.columns(PlacementRow)
_WITH_KEY = sql_select(_ROWS, col(KeyringRow.wrapped)).outerjoin(KeyringRow, seals_household(_ROWS.c.household))
_WHOLE = _WITH_KEY.where(_ROWS.c.id == bindparam("number"))
_MANY = _WITH_KEY.where(_ROWS.c.id.in_(bindparam("numbers", expanding=True)))


def _row(work: Work, number: int) -> PlacementRow:
    row = work.session.get(PlacementRow, number)
    if row is None:
        raise no_placement(number)
    return row


def load(work: Work, number: int, may: Callable[[Line], bool] = lambda _: True) -> Kept:
    """A whole placement.

    Args:
        work: the transaction.
        number: which one.
        may: whether it may be seen; its file is not opened when it may not.

    Raises:
        NotFound: when there is none of that number, or it may not be seen.
        Gone: when the facts of its household were destroyed.
    """
    for row in work.ask(_WHOLE, number=number):
        if may(line_of(row)):
            work.vault.learn(household_subject(row.household), row.wrapped)
            return _kept(work, row)
    raise no_placement(number)


def waiting(work: Work, which: Sequence[Line]) -> list[Kept]:
    """Those of these placements that wait for somebody else's move; whether one does never changes."""
    known = work.opened.waits
    unknown = [one for one in which if _place(one) not in known]
    for kept in load_all(work, unknown):
        known[_place(kept.line)] = bool(kept.state.depends_on)
    return load_all(work, [one for one in which if known[_place(one)]])


def going_on(work: Work, **said: Any) -> list[Line]:
    """Placements that may wait for a next step, in order of number; ``said`` as for ``lines``.

    Who moved in and needs no support waits for nothing, for good. In years these are nearly all placements, so it is
    remembered of which that is so. Of whom the facts were destroyed on their date nothing is waited for either.
    """
    settled = work.opened.settled
    there = moved_in(work)
    unknown = {number: household for number, household in there if settled.get(number, ("",))[0] != household}
    readable = _readable(work, unknown)
    settled |= {number: (unknown[number], False) for number in unknown.keys() - set(readable)}
    for some in _some(readable):
        for one in load_all(work, lines(work, numbers=some)):
            settled[one.id] = one.line.household, bool(one.state.pools)
    supported = {number: household for number, household in there if settled.get(number, ("", False))[1]}
    moved = (one for some in _some(_readable(work, supported)) for one in lines(work, numbers=some, **said))
    return sorted((*lines(work, states=sorted(LIVE), **said), *moved), key=lambda one: one.id)


def _readable(work: Work, which: Mapping[int, str]) -> list[int]:
    """Numbers of the placements of which the key of the household is there."""
    keys = work.vault.there(map(household_subject, which.values())) if which else set()
    return [number for number, household in which.items() if household_subject(household) in keys]


def _some(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """A statement takes not all of them at once."""
    return (numbers[first : first + 400] for first in range(0, len(numbers), 400))


def _place(one: Line) -> tuple[int, str, str, str]:
    return one.id, one.round, one.household, one.unit


def load_all(work: Work, which: Sequence[Line]) -> list[Kept]:
    """Whole placements, many at once."""
    numbers = [one.id for one in which]
    rows = {row.id: row for part in _some(numbers) for row in work.ask(_MANY, numbers=part)}
    for row in rows.values():
        work.vault.learn(household_subject(row.household), row.wrapped)
    return [_kept(work, rows[number]) for number in numbers]


# ------------------------------------------------------------------------------------------------ writing


def add(
    work: Work,
    draft: PlacementState,
    facts: dict[str, Any],
    *,
    round_id: str,
    proposal: int | None,
    places: int,
    period: str,
) -> Kept:
    """Keep a new placement, which claims its household and its places.

    Args:
        work: the transaction.
        draft: how it stands; it gets a number of its own.
        facts: what was worked out from the round.
        round_id: the round it belongs to.
        proposal: the proposal that proposed it.
        places: how many places of the unit it takes.
        period: period of the ledger in which it counts.

    Raises:
        Taken: when the household or a place has a live placement already.
    """
    same = ("household", "unit", "municipality", "corporation", "by_hand", "since", "version")
    columns = {name: getattr(draft, name) for name in same}
    row = PlacementRow(**columns, round=round_id, proposal=proposal, counted_in=period, sealed="", state="", live=False)
    row.state, row.live = draft.state.value, draft.state in LIVE
    work.session.add(row)
    work.session.flush()
    number = row.id or 0
    state = draft.model_copy(update={"id": str(number)})
    row.sealed = _sealed(work, number, state, facts)
    for one in sorted({*state.providers, *filter(None, [state.referrer])}):
        work.session.add(ConcernRow(placement=number, provider=one))
    claims.claim(work, number, draft.unit, places)
    return Kept(line_of(row), state, facts, period)


def keep(work: Work, before: Kept, after: PlacementState, period: str) -> Kept:
    """Keep how a placement stands after a step; nobody else changed it in between.

    Args:
        work: the transaction.
        before: as it was read.
        after: as it stands now.
        period: period of the ledger in which it counts from now on.

    Raises:
        Conflict: when somebody did.
        Taken: when it opens again and its household or place is taken.
    """
    live = after.state in LIVE
    if live and not before.line.live:
        return _open_again(work, before, after, period)
    _swap(work, before, after, period)
    line_ = replace(before.line, state=after.state, live=live, since=after.since, version=after.version)
    return Kept(line_, after, before.facts, period)


_CHANGE = update(_ROWS).where(_ROWS.c.id == bindparam("number"), _ROWS.c.version == bindparam("seen"))


def _swap(work: Work, before: Kept, after: PlacementState, period: str) -> None:
    """Change the row only if it still has the version that was read."""
    work.session.flush()
    values = {
        "state": after.state.value,
        "live": after.state in LIVE,
        "since": after.since,
        "version": after.version,
        "counted_in": period,
        "sealed": _sealed(work, before.id, after, before.facts),
    }
    seals.touch_placement(work.session, before.id)
    said = {"number": before.id, "seen": before.line.version}
    done = work.session.connection().execute(_CHANGE, values | said)
    if done.rowcount != 1:
        text = N_("Somebody else changed placement {placement} at the same moment; look at it again.")
        raise Conflict("changed", text, placement=before.id)
    work.session.expire_all()


def _open_again(work: Work, before: Kept, after: PlacementState, period: str) -> Kept:
    """Claim household and places anew: somebody else may have them by now."""
    rows = work.session.exec(select(ClaimRow).where(ClaimRow.placement == before.id)).all()
    for row in rows:
        work.session.delete(row)
    _swap(work, before, after, period)
    claims.claim(work, before.id, after.unit, max(1, len(rows)))
    return load(work, before.id)


def propose_again(work: Work, number: int, proposal: int) -> None:
    """A new proposal of the same round says the same: the placement goes on as it stands."""
    row = _row(work, number)
    row.proposal = proposal
    work.session.add(row)


def count_in(work: Work, number: int, period: str) -> None:
    """From now on the placement counts in this period of the ledger."""
    _row(work, number).counted_in = period

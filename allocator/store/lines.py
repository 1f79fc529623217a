"""What may be known of placements without reading the files of their households: many at once, and quickly."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import select as sql_select
from sqlmodel import col, select

from allocator.domain.workflow import State
from allocator.store.engine import Work
from allocator.store.tables import ConcernRow, PlacementRow


@dataclass(frozen=True)
class Line:
    """What may be known of a placement without reading the file of its household."""

    id: int
    round: str
    proposal: int | None
    household: str
    unit: str
    municipality: str
    corporation: str | None
    by_hand: bool
    state: State
    live: bool
    since: date
    version: int


_NAMES = tuple(Line.__dataclass_fields__)
_STATE = _NAMES.index("state")
_columns: Callable[[PlacementRow], tuple[Any, ...]] = attrgetter(*_NAMES)


def line_of(row: PlacementRow) -> Line:
    """Of a whole row."""
    return _line_of(_columns(row))


def _line_of(columns: Sequence[Any]) -> Line:
    all_of_them: Any = (*columns[:_STATE], State(columns[_STATE]), *columns[_STATE + 1 :])
    return Line(*all_of_them)


def lines(
    work: Work,
    *,
    round_id: str | None = None,
    household: str | None = None,
    unit: str | None = None,
    corporation: str | None = None,
    provider: str | None = None,
    municipality: str | None = None,
    live: bool | None = None,
    states: Iterable[State] | None = None,
    numbers: Collection[int] | None = None,
) -> list[Line]:
    """Placements that match all that is said, in order of number."""
    wanted = sql_select(*(getattr(PlacementRow, name) for name in _NAMES)).order_by(col(PlacementRow.id))
    said: dict[Any, str | None] = {
        PlacementRow.round: round_id,
        PlacementRow.household: household,
        PlacementRow.unit: unit,
        PlacementRow.corporation: corporation,
        PlacementRow.municipality: municipality,
    }
    for column, value in said.items():
        if value is not None:
            wanted = wanted.where(column == value)
    if live is not None:
        wanted = wanted.where(col(PlacementRow.live) if live else ~col(PlacementRow.live))
    if states is not None:
        wanted = wanted.where(col(PlacementRow.state).in_([state.value for state in states]))
    if numbers is not None:
        wanted = wanted.where(col(PlacementRow.id).in_(numbers))
    if provider is not None:
        of_provider = select(ConcernRow.placement).where(ConcernRow.provider == provider)
        wanted = wanted.where(col(PlacementRow.id).in_(of_provider))
    return [_line_of(row) for row in work.session.execute(wanted)]


def moved_in(work: Work) -> list[tuple[int, str]]:
    """Numbers and households of placements that moved in, of which some wait for support to start."""
    wanted = select(PlacementRow.id, PlacementRow.household).where(PlacementRow.state == State.MOVED_IN.value)
    return [(number or 0, household) for number, household in work.session.exec(wanted)]

"""What may be known of placements without reading the files of their households: many at once, and quickly."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from allocator.domain.workflow import State
from allocator.locale import N_
from allocator.store.asking import columns, rows
from allocator.store.engine import Work
from allocator.store.faults import NotFound
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


_ROWS = columns(PlacementRow).c
_OF_PROVIDER = select(ConcernRow.placement).where(col(ConcernRow.provider) == bindparam("provider"))
_WHICH: dict[str, ColumnElement[bool]] = {
    "round_id": _ROWS.round == bindparam("round_id"),
    "household": _ROWS.household == bindparam("household"),
    "unit": _ROWS.unit == bindparam("unit"),
    "corporation": _ROWS.corporation == bindparam("corporation"),
    "municipality": _ROWS.municipality == bindparam("municipality"),
    "provider": _ROWS.id.in_(_OF_PROVIDER),
    "states": _ROWS.state.in_(bindparam("states", expanding=True)),
    "numbers": _ROWS.id.in_(bindparam("numbers", expanding=True)),
    "live": _ROWS.live,
    "over": ~_ROWS.live,
}
"""What may be said of the placements that are wanted."""


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
    same = {"round_id": round_id, "household": household, "unit": unit, "corporation": corporation}
    said: dict[str, Any] = same | {"provider": provider, "municipality": municipality, "numbers": numbers}
    said["states"] = None if states is None else [state.value for state in states]
    said = {name: value for name, value in said.items() if value is not None}
    names = frozenset(said) | ({"live"} if live else set() if live is None else {"over"})
    return [_line_of(row) for row in work.ask(_question(names), **said)]


def states_of(work: Work, round_id: str) -> dict[State, int]:
    """How many placements of a round stand where, in the order of the states; only those where some do."""
    found = {State(state): int(count) for state, count in work.ask(_COUNTED, round_id=round_id)}
    return {state: found[state] for state in State if state in found}


_COUNTED = sql_select(_ROWS.state, func.count()).where(_WHICH["round_id"]).group_by(_ROWS.state)


@cache
def _question(said: frozenset[str]) -> Select[Any]:
    wanted = sql_select(*(_ROWS[name] for name in _NAMES)).order_by(_ROWS.id)
    return wanted.where(*(_WHICH[name] for name in sorted(said)))


def numbers_of(said: frozenset[str]) -> Select[Any]:
    """Numbers of placements of which these things are said, for another question; the values go along with that."""
    return sql_select(_ROWS.id).where(*(_WHICH[name] for name in sorted(said)))


def moved_in(work: Work) -> list[tuple[int, str]]:
    """Numbers and households of placements that moved in, of which some wait for support to start."""
    wanted = select(PlacementRow.id, PlacementRow.household).where(PlacementRow.state == State.MOVED_IN.value)
    return [(number or 0, household) for number, household in work.session.exec(wanted)]


def line(work: Work, number: int) -> Line:
    """A placement without its file.

    Raises:
        NotFound: when there is none of that number.
    """
    for row in rows(work, PlacementRow, id=number):
        return line_of(row)
    raise no_placement(number)


def no_placement(number: int) -> NotFound:
    """There is no placement of this number, or not for who asks."""
    return NotFound("no_placement", N_("There is no placement {placement}."), placement=number)


def providers(work: Work, number: int) -> tuple[str, ...]:
    """Care providers that a placement concerns."""
    return tuple(row.provider for row in rows(work, ConcernRow, placement=number, order=("provider",)))

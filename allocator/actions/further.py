"""Looking further than one proposal: what balance costs, what is wanted. Each reader gets what is meant for it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from allocator.actions.parts.deed import AUDITOR, COMMITTEE, CORPORATION, MUNICIPALITY, Deed, action
from allocator.actions.parts.planned import basis_of
from allocator.actions.parts.proposed import proposed
from allocator.domain.refusal import Conflict
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.reports import prices, wishes
from allocator.reports.prices import Row
from allocator.reports.privacy import shown
from allocator.reports.wishes import Line
from allocator.reports.words import Tongue
from allocator.whatif.again import Basis, Moved
from allocator.whatif.comparison import Tally
from allocator.whatif.price import MOST, POINTS, Curve, NoBalance, price
from allocator.whatif.screening import Sort
from allocator.whatif.supply import Cell, supply_and_demand
from allocator.whatif.sweep import Point
from allocator.whatif.wanted import wanted

VERIFIED, MOST_VERIFIED = 4, 40
SECONDS = 30.0
"""For each plan that is made while somebody waits for the answer."""
_FOR_CORPORATIONS = (Sort.HOME, Sort.RULE)
MOST_KEPT = 32


@dataclass(frozen=True)
class PricedPoint:
    """One point of the curve; ``groups``, ``municipalities`` and ``moves`` are for the committee only.

    So is ``balance``: from its exact value and the ledger the placements in each municipality could be worked out.
    """

    row: Row
    names: tuple[str, ...]
    stages: tuple[tuple[str, int], ...]
    balance: int | None
    groups: Mapping[str | None, Tally]
    municipalities: Mapping[str | None, Tally]
    moves: tuple[Moved, ...]


@dataclass(frozen=True)
class Priced:
    """The price of balance in a round, as one reader may see it."""

    round: str
    dimension: str
    unit: str
    norm: str
    distance: str
    complete: bool
    on_curve: bool
    full: bool
    urgency: tuple[str, ...]
    story: tuple[str, ...]
    points: tuple[PricedPoint, ...]


@dataclass(frozen=True)
class Wishes:
    """What is wanted in a round, as one reader may see it."""

    round: str
    full: bool
    urgency: tuple[str, ...]
    thought_of: Mapping[Sort, int]
    solved: Mapping[Sort, int]
    lines: tuple[Line, ...]
    fit: tuple["Fitting", ...]


@dataclass(frozen=True)
class Fitting:
    """One kind of home in one municipality; a count of people that is too small to leave the committee is None."""

    kind: str
    words: str
    municipality: str
    offered: int
    left: int
    fits: int | None
    needs: int | None
    waiting: int | None


_KEPT: dict[Hashable, Wishes] = {}
"""Answers by what was asked of which proposal."""


@action(COMMITTEE, MUNICIPALITY, AUDITOR, writes=False)
def price_balance(
    deed: Deed, round_id: str, number: int | None = None, points: int = POINTS, lang: str = "nl"
) -> Priced:
    """Say what each step of balance costs in a round; others than the committee see counts, and no small ones."""
    basis = basis_of(deed, round_id, number)
    try:
        curve = price(basis.round, points=min(points, MOST), time_limit=SECONDS)
    except NoBalance as error:
        text = N_("No municipality has a share in round {round}, so there is no balance to pay for.")
        raise Conflict("no_balance", text, round=round_id) from error
    full, tongue = deed.own is None, Tongue(lang)
    rows = prices.rows_of(curve, tongue, full=full)
    found = tuple(_point(curve, point, row, full=full) for point, row in zip(curve.shown, rows, strict=True))
    deed.read(move.household for point in found for move in point.moves)
    return Priced(
        round=round_id,
        dimension=curve.dimension.name,
        unit=curve.dimension.unit.value,
        norm=curve.round.policy.norm_of(curve.dimension).value,
        distance=prices.distance_words(curve, tongue),
        complete=curve.complete,
        on_curve=curve.on_curve,
        full=full,
        urgency=curve.round.policy.urgency_codes,
        story=tuple(prices.story(curve, tongue, full=full)),
        points=found,
    )


def _point(curve: Curve, point: Point, row: Row, *, full: bool) -> PricedPoint:
    against = curve.against_current(point)
    return PricedPoint(
        row=row,
        names=tuple(name.value for name in point.names),
        stages=tuple((stage.name.value, stage.tolerance) for stage in point.policy.stages if stage.on),
        balance=curve.balance(point) if full else None,
        groups=against.by_group() if full else {},
        municipalities=against.by_municipality() if full else {},
        moves=against.moves if full else (),
    )


@action(COMMITTEE, MUNICIPALITY, CORPORATION, AUDITOR, writes=False)
def list_wishes(
    deed: Deed, round_id: str, number: int | None = None, verified: int = VERIFIED, lang: str = "nl"
) -> Wishes:
    """Say which home, support or relaxed rule would help most; others than the committee see no facts of people."""
    round_, proposal, kept = proposed(deed, round_id, number)
    sorts = _FOR_CORPORATIONS if deed.actor.role is Role.CORPORATION else tuple(Sort)
    full, tongue, verified = deed.own is None, Tongue(lang), min(verified, MOST_VERIFIED)
    asked = (kept.sha256, sorts, verified, lang)
    if not full and (known := _KEPT.get(asked)) is not None:
        return known
    basis = Basis.of(round_, proposal)
    found = wanted(basis, sorts=sorts, verified=verified, time_limit=SECONDS)
    lines = tuple(wishes.lines_of(found, tongue, full=full))
    deed.read(household for line in lines for household in (*line.added, *line.removed))
    wishes_ = Wishes(
        round=round_id,
        full=full,
        urgency=basis.round.policy.urgency_codes if full else (),
        thought_of=found.thought_of,
        solved=found.solved,
        lines=lines,
        fit=tuple(_fitting(cell, tongue, full=full) for cell in supply_and_demand(basis)),
    )
    if not full and all(one.proven for one in lines):
        _keep(asked, wishes_)
    return wishes_


def _keep(asked: Hashable, found: Wishes) -> None:
    """Keep an answer without facts of people, which the same question about the same proposal gets again."""
    while len(_KEPT) >= MOST_KEPT:
        _KEPT.pop(next(iter(_KEPT)), None)
    _KEPT[asked] = found


def _fitting(cell: Cell, tongue: Tongue, *, full: bool) -> Fitting:
    counts = (n if full else shown(n) for n in (cell.fits, cell.needs, cell.waiting))
    return Fitting(
        cell.kind.code, wishes.kind_words(cell.kind, tongue), cell.municipality, cell.offered, cell.left, *counts
    )

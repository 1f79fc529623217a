"""The price of balance as people read it: its points in words and figures."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from allocator.domain.codes import StageName
from allocator.explain.difference import Kind
from allocator.locale import N_
from allocator.reports.evenness import DISTANCES
from allocator.reports.privacy import LEAST, part, shown, together
from allocator.reports.words import COUNTS, Tongue, municipality_name
from allocator.rules.labels import STAGES
from allocator.solver import aims
from allocator.whatif.family import Named, aims_of
from allocator.whatif.measure import distance, lines
from allocator.whatif.price import Curve
from allocator.whatif.sweep import Point

NAMES = {
    Named.STRICT: N_("strict"),
    Named.CURRENT: N_("policy in force"),
    Named.LOOSE: N_("loose"),
}


@dataclass(frozen=True)
class Row:
    """One point in figures; None: too small a count to leave the committee.

    Attributes:
        label: its name or names, or a number.
        policy: its policy in words.
        distance: from the fair share, in the unit of the dimension.
        behind: the municipality that is furthest behind, and by how much (from which its placements can be worked out).
        placed: households that are served.
        urgency: of them in each class, the most urgent first.
        origin: in the municipality of origin or a preferred one; None where that is no aim.
        days: waiting days; None where that is no aim.
        points: points of suitability; None where that is no aim.
        removed, added, moved: households against the policy in force.
        proven: whether every aim is proven.
    """

    label: str
    policy: str
    distance: Fraction
    behind: tuple[str, Fraction | None]
    placed: int | None
    urgency: tuple[int | None, ...]
    origin: int | None
    days: int | None
    points: int | None
    removed: int | None
    added: int | None
    moved: int | None
    proven: bool


def rows_of(curve: Curve, tongue: Tongue, *, full: bool) -> list[Row]:
    """All points in figures, strictest first; ``full``: for the committee, else without what tells of few people."""
    codes = curve.round.policy.urgency_codes
    tables = [{code: _urgent(point, code) for code in codes} for point in curve.shown]
    hidden = frozenset() if full else together(tables)
    rows = [_row(curve, point, n, hidden, tongue) for n, point in enumerate(curve.shown, start=1)]
    return rows if full else [_open(row) for row in rows]


def _urgent(point: Point, code: str) -> int:
    return point.values.get((StageName.URGENCY, code), 0)


def _row(curve: Curve, point: Point, number: int, hidden: frozenset[str], tongue: Tongue) -> Row:
    def value(stage: StageName) -> int | None:
        return point.values.get((stage, stage.value))

    codes = curve.round.policy.urgency_codes if StageName.URGENCY in aims_of(curve.round.policy) else ()
    against = curve.against_current(point)
    worst = min(lines(curve.round, curve.dimension, point.basis.solution), key=lambda line: line.deviation)
    return Row(
        label=label_of(point, number, tongue),
        policy=policy_words(curve, point, tongue),
        distance=distance(curve.round, curve.dimension, curve.balance(point)),
        behind=(municipality_name(curve.round, worst.municipality), max(Fraction(0), -worst.deviation)),
        placed=point.placed,
        urgency=tuple(None if code in hidden else _urgent(point, code) for code in codes),
        origin=value(StageName.ORIGIN),
        days=value(StageName.WAITING),
        points=value(StageName.SUITABILITY),
        removed=len(against.of_kind(Kind.REMOVED)),
        added=len(against.of_kind(Kind.ADDED)),
        moved=len(against.of_kind(Kind.MOVED)),
        proven=point.proven,
    )


def _open(row: Row) -> Row:
    """Without counts of few people, and without those that they could be computed from."""
    few = any(n is not None and n < LEAST for n in (row.removed, row.added))
    return replace(
        row,
        behind=(row.behind[0], None),
        placed=shown(row.placed or 0),
        origin=None if row.origin is None else part(row.origin, row.placed or 0),
        days=row.days if (row.placed or 0) >= LEAST else None,
        points=row.points if (row.placed or 0) >= LEAST else None,
        removed=None if few else row.removed,
        added=None if few else row.added,
        moved=shown(row.moved or 0),
    )


def label_of(point: Point, number: int, tongue: Tongue) -> str:
    """The names of a point, else its number on the curve."""
    return ", ".join(tongue(NAMES[name]) for name in point.names) or str(number)


def policy_words(curve: Curve, point: Point, tongue: Tongue) -> str:
    """Where balance stands in the policy of a point."""
    if point.dial is None:
        return tongue(N_("the policy as it stands"))
    order = aims_of(curve.round.policy)
    place = point.dial.position
    if point.dial.tolerance:
        text = N_("balance before {aim}, but it may give way to it")
        return tongue(text, aim=tongue(STAGES[order[place]]).lower())
    if place == 0:
        return tongue(N_("balance first"))
    if place == len(order):
        return tongue(N_("balance last"))
    return tongue(N_("balance after {aim}"), aim=tongue(STAGES[order[place - 1]]).lower())


def unit_words(curve: Curve, tongue: Tongue) -> str:
    """What the dimension counts in."""
    return tongue(COUNTS[curve.dimension.unit])


def distance_words(curve: Curve, tongue: Tongue) -> str:
    """What the distance is, with its unit."""
    return tongue(DISTANCES[curve.round.policy.norm_of(curve.dimension)], unit=unit_words(curve, tongue))


def story(curve: Curve, tongue: Tongue, *, full: bool) -> list[str]:
    """What the curve says, from loose to strict, in sentences; what is given up only to the committee."""
    loose, strict = curve.named(Named.LOOSE), curve.named(Named.STRICT)
    near, far = (distance(curve.round, curve.dimension, curve.balance(point)) for point in (strict, loose))
    values = {"what": distance_words(curve, tongue), "far": tongue.number(far, 2), "near": tongue.number(near, 2)}
    if curve.evenness(loose) == curve.evenness(strict):
        text = N_("In this round balance costs nothing: the strictest policy is no more even than the loosest.")
        return [tongue(text)]
    if near == far:
        text = N_("{what}: {far}, whatever the policy; the strictest is more even for the municipalities after that.")
    else:
        text = N_("{what}: {far} when balance comes last, {near} when it comes first.")
    found = [tongue(text, **values)]
    given = list(_given(curve, loose, strict, tongue)) if full else []
    if given:
        found.append(tongue(N_("The strictest policy gives up for that: {what}."), what="; ".join(given)))
    return found


def _given(curve: Curve, loose: Point, strict: Point, tongue: Tongue) -> Iterator[str]:
    for sub in aims.sub_stages(loose.basis.round):
        if sub.stage in (StageName.BALANCE, StageName.LOTTERY):
            continue
        less = loose.values[sub.stage, sub.name] - strict.values[sub.stage, sub.name]
        if less > 0:
            what = tongue.label(curve.round.policy.urgency, sub.name) if sub.stage is StageName.URGENCY else ""
            name = what or tongue(STAGES[sub.stage])
            yield tongue(N_("{aim}: {n} less"), aim=name, n=tongue.number(less))

"""Living together in one home or complex, in the formulation (docs/model.md 1.2 to 1.4)."""

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

import numpy as np

from allocator.domain.household import Household
from allocator.domain.unit import Occupant
from allocator.solver.candidates import INTENSIVE, Bools, Ints
from allocator.solver.columns import Columns, RowBuilder

NOTHING = np.zeros(0, dtype=np.int64)


def persons_fit(columns: Columns, build: RowBuilder) -> None:
    """Ensures that no more people live in a shared home than it may hold, those who stay included."""
    data = columns.data
    for u, unit in enumerate(data.round.units):
        if not unit.is_shared or unit.max_persons is None:
            continue
        movers = data.movers.get(u, ())
        present = sum(o.persons for o in data.round.occupants if o.home == unit.id)
        present += sum(int(data.persons[h]) for h in movers)
        into = columns.y_into_unit(u)
        weights = data.persons[columns.household_of_arc(into)].astype(float)
        room = max(unit.max_persons - present, 0)
        _room(columns, build, into, weights, movers, lambda h: float(data.persons[h]), room, ("persons", unit.id))


def _room(
    columns: Columns,
    build: RowBuilder,
    into: Ints,
    weights: np.ndarray,
    movers: tuple[int, ...],
    weight: Callable[[int], float],
    room: float,
    name: tuple[str, ...],
) -> None:
    """Ensures that what comes in, less what movers take with them, is at most ``room``."""
    if len(into) == 0:
        return
    out = [columns.z_of(h) for h in movers]
    cols = np.concatenate([into, *out])
    gone = [np.full(len(c), -weight(h)) for h, c in zip(movers, out, strict=True)]
    build.add(cols, np.concatenate([weights, *gone]), -np.inf, room, name)


def tags_do_not_clash(columns: Columns, build: RowBuilder) -> None:
    """Ensures that conflicting house tags never meet in a shared home."""
    data = columns.data
    for u, unit in enumerate(data.round.units):
        if not unit.is_shared:
            continue
        into = columns.y_into_unit(u)
        tags = [set(data.round.households[h].house_tags or ()) for h in columns.household_of_arc(into)]
        for a, b in data.round.policy.tag_conflicts:
            has_a = np.array([a in t for t in tags], dtype=bool)
            has_b = np.array([b in t for t in tags], dtype=bool)
            _one_kind(columns, build, into, has_a, has_b, ("tags", unit.id, a, b), same=a == b)
            _not_beside_movers(columns, build, u, into, (a, b), (has_a, has_b))


def _one_kind(
    columns: Columns,
    build: RowBuilder,
    into: Ints,
    has_a: np.ndarray,
    has_b: np.ndarray,
    name: tuple[str, ...],
    *,
    same: bool,
) -> None:
    if same:
        if has_a.any():
            build.add(into[has_a], 1.0, -np.inf, 1.0, name)
        return
    upper = np.array([columns.upper[c] for c in into])
    both = np.flatnonzero(has_a & has_b)
    only_a, only_b = np.flatnonzero(has_a & ~has_b), np.flatnonzero(has_b & ~has_a)
    if len(only_a) and len(only_b):
        kind = columns.new(1.0)
        for i in only_a:
            build.add(np.array([into[i], kind]), np.array([1.0, -upper[i]]), -np.inf, 0.0, name)
        for i in only_b:
            build.add(np.array([into[i], kind]), np.array([1.0, upper[i]]), -np.inf, upper[i], name)
    rest = np.flatnonzero(has_a | has_b)
    for i in both:
        others = into[rest[rest != i]]
        most = float(sum(columns.upper[c] for c in others))
        build.add(np.append(others, into[i]), np.append(np.ones(len(others)), most), -np.inf, most, name)
        if upper[i] > 1:
            build.add(into[i : i + 1], 1.0, -np.inf, 1.0, name)


def _not_beside_movers(
    columns: Columns,
    build: RowBuilder,
    unit: int,
    into: Ints,
    pair: tuple[str, str],
    has: tuple[np.ndarray, np.ndarray],
) -> None:
    """Who clashes with somebody who lives there may only come when that household moves."""
    for mover in columns.data.movers.get(unit, ()):
        own = set(columns.data.round.households[mover].house_tags or ())
        clash = np.zeros(len(into), dtype=bool)
        if pair[0] in own:
            clash |= has[1]
        if pair[1] in own:
            clash |= has[0]
        z = columns.z_of(mover)
        for i in np.flatnonzero(clash):
            upper = columns.upper[into[i]]
            cols, coefs = np.append(z, into[i]), np.append(np.full(len(z), -upper), 1.0)
            build.add(cols, coefs, -np.inf, 0.0, ("tags", columns.data.round.units[unit].id, *pair))


def complexes_stay_mixed(columns: Columns, build: RowBuilder) -> None:
    """Ensures that no complex gets more intensive support or more of one group than it may."""
    round = columns.data.round
    much = _who(columns, _is_intensive)
    limited = any(c.max_share_per_group is not None for c in round.complexes)
    groups = round.policy.groups if limited else ()
    in_group = {label.code: _who(columns, _in_group(label.code)) for label in groups}
    for c in round.complexes:
        units = [u for u, unit in enumerate(round.units) if unit.complex == c.id]
        homes = {c.id} | {round.units[u].id for u in units}
        present = [o for o in round.occupants if o.home in homes]
        if c.max_intensive is not None:
            _mix(columns, build, units, present, c.max_intensive, ("intensive", c.id), much, _needs_much)
        if c.max_share_per_group is not None:
            most = int((Decimal(str(c.max_share_per_group)) * c.homes).to_integral_value(ROUND_FLOOR))
            for label in groups:
                name = ("group", c.id, label.code)
                _mix(columns, build, units, present, most, name, in_group[label.code], _of_group(label.code))


def _who(columns: Columns, counts: Callable[[Household], bool]) -> Bools:
    """(H,) which households count."""
    return np.array([counts(household) for household in columns.data.round.households], dtype=bool)


def _in_group(group: str) -> Callable[[Household], bool]:
    return lambda household: group in (household.target_groups or ())


def _of_group(group: str) -> Callable[[Occupant], bool]:
    return lambda occupant: group in occupant.target_groups


def _is_intensive(household: Household) -> bool:
    return household.level.rank >= INTENSIVE


def _needs_much(occupant: Occupant) -> bool:
    return occupant.support_level.rank >= INTENSIVE


def _mix(
    columns: Columns,
    build: RowBuilder,
    units: list[int],
    present: list[Occupant],
    most: int,
    name: tuple[str, ...],
    counts: Bools,
    counts_occupant: Callable[[Occupant], bool],
) -> None:
    data, classes = columns.data, columns.classes
    movers = tuple(h for u in units for h in data.movers.get(u, ()) if counts[h])
    before = len(movers) + sum(counts_occupant(o) for o in present)
    kinds = np.unique(classes.type_of[units])
    arcs = np.sort(np.concatenate([NOTHING, *(columns.arcs_into(int(kind)) for kind in kinds[kinds >= 0])]))
    into = columns.z_count + arcs[counts[classes.class_first[classes.arc_class[arcs]]]]
    _room(columns, build, into, np.ones(len(into)), movers, lambda _h: 1.0, max(most - before, 0), name)

"""The formulation, as a table of contents: one call for each kind of constraint of docs/model.md 1."""

from dataclasses import dataclass

import numpy as np

from allocator.solver import living, pools
from allocator.solver.apart import kept_apart
from allocator.solver.candidates import Candidates
from allocator.solver.caps import cap_sees_household, cap_sees_unit
from allocator.solver.classes import Classes, classify
from allocator.solver.columns import Columns, RowBuilder
from allocator.solver.engine import Floats, Rows


@dataclass(frozen=True)
class Formulation:
    """Columns and constraints of one round; ``names`` says what each constraint is."""

    data: Candidates
    classes: Classes
    columns: Columns
    rows: Rows
    names: tuple[tuple[str, ...], ...]
    lower: Floats
    upper: Floats


def formulate(data: Candidates) -> Formulation:
    """Build the whole formulation of a round."""
    classes = classify(data)
    columns = Columns(data, classes)
    build = RowBuilder()
    _each_household_once(columns, build)
    _classes_flow_to_types(columns, build)
    _types_have_room(columns, build)
    pools.every_need_takes_one_pool(columns, build)
    pools.pools_have_room(columns, build)
    living.persons_fit(columns, build)
    living.tags_do_not_clash(columns, build)
    kept_apart(columns, build)
    living.complexes_stay_mixed(columns, build)
    _corporations_keep_their_norm(columns, build)
    _caps_are_kept(columns, build)
    _pins_are_kept(columns, build)
    return Formulation(
        data, classes, columns, build.rows(), tuple(build.names), np.array(columns.lower), np.array(columns.upper)
    )


def _each_household_once(columns: Columns, build: RowBuilder) -> None:
    """Ensures that a household is placed at most once."""
    household = columns.classes.z_household
    present, row = np.unique(household, return_inverse=True)
    ids = columns.data.round.households
    build.add_block(
        row,
        np.arange(columns.z_count),
        np.ones(columns.z_count),
        np.zeros(len(present)),
        np.ones(len(present)),
        [("household", ids[h].id) for h in present],
    )


def _classes_flow_to_types(columns: Columns, build: RowBuilder) -> None:
    """Ensures that as many of a class are in its zone as flow to types."""
    classes = columns.classes
    row = np.concatenate([classes.z_class, classes.arc_class])
    col = np.arange(columns.z_count + columns.arc_count)
    coef = np.concatenate([np.ones(columns.z_count), -np.ones(columns.arc_count)])
    count = len(classes.class_size)
    build.add_block(row, col, coef, np.zeros(count), np.zeros(count), [("class", str(c)) for c in range(count)])


def _types_have_room(columns: Columns, build: RowBuilder) -> None:
    """Ensures that no more live in a type than its units hold and its movers free."""
    data, classes = columns.data, columns.classes
    for kind, first in enumerate(classes.type_first):
        arcs = columns.arcs_into(kind)
        if len(arcs) == 0:
            continue
        cols = columns.z_count + arcs
        people = data.persons[classes.class_first[classes.arc_class[arcs]]].astype(float)
        sizes = people if data.counts_persons[first] else np.ones(len(arcs))
        room = float(data.base[first] * classes.type_size[kind])
        extra_cols, extra = _freed(columns, int(first))
        columns.room_row[kind] = len(build.names)
        build.add(
            np.concatenate([cols, extra_cols]),
            np.concatenate([sizes, extra]),
            -np.inf,
            room,
            ("unit", data.round.units[first].id),
        )


def _freed(columns: Columns, unit: int) -> tuple[np.ndarray, np.ndarray]:
    """Columns and (negative) coefficients by which movers out of a unit make room."""
    data = columns.data
    movers = data.movers.get(unit, ())
    cols = [columns.z_of(h) for h in movers]
    coefs = [np.full(len(c), -float(data.freed(h))) for h, c in zip(movers, cols, strict=True)]
    if not cols:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    return np.concatenate(cols), np.concatenate(coefs)


def _corporations_keep_their_norm(columns: Columns, build: RowBuilder) -> None:
    """Ensures that a corporation lets no more unfit homes than it may in this round."""
    data, classes = columns.data, columns.classes
    allowed = {c.id: c.unfit_allowed_now for c in data.round.corporations}
    unit = classes.type_first[classes.arc_type]
    unfit = np.flatnonzero(data.unfit[classes.class_first[classes.arc_class], unit])
    owners = [data.round.units[u].corporation for u in unit[unfit]]
    for owner in sorted({o for o in owners if o is not None}):
        arcs = unfit[[o == owner for o in owners]]
        build.add(columns.z_count + arcs, 1.0, -np.inf, allowed.get(owner, 0), ("corporation", owner))


def _caps_are_kept(columns: Columns, build: RowBuilder) -> None:
    """Ensures that no policy cap is passed."""
    data, classes = columns.data, columns.classes
    for cap in data.round.policy.caps:
        seen_class = np.array(
            [cap_sees_household(cap, data.round.households[h]) for h in classes.class_first], dtype=bool
        )
        seen_type = np.array([cap_sees_unit(cap, data.round.units[u]) for u in classes.type_first], dtype=bool)
        arcs = np.flatnonzero(seen_class[classes.arc_class] & seen_type[classes.arc_type])
        build.add(columns.z_count + arcs, 1.0, -np.inf, cap.most, ("cap", cap.id))


def _pins_are_kept(columns: Columns, build: RowBuilder) -> None:
    """Ensures that each pinned pair is in the plan (a pinned household is a class of its own)."""
    data, classes = columns.data, columns.classes
    for h, u in np.argwhere(data.pinned & data.possible):
        of_household = columns.z_of(int(h))
        own = classes.z_class[of_household[classes.z_zone[of_household] == data.zone[u]]]
        arc = np.flatnonzero((classes.arc_class == own[0]) & (classes.arc_type == classes.type_of[u]))
        name = ("pin", data.round.households[h].id, data.round.units[u].id)
        build.add(columns.z_count + arc, 1.0, 1.0, np.inf, name)

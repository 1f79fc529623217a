"""Households that cannot be told apart within a zone form a class; units that cannot, a type.

Classes are computed from rows, never from lists of attributes: two households of a zone are one class if and
only if their rows over its units are equal (possible, points up to a constant, pin, previous plan, fit) and
they weigh the same in every joint constraint that is present. Units are one type if their columns are equal.
"""

from dataclasses import dataclass

import numpy as np

from allocator.solver.candidates import Candidates, Ints
from allocator.solver.marks import Marks, household_marks, unit_marks


@dataclass(frozen=True)
class Classes:
    """Membership and arcs.

    ``z_household``/``z_zone``/``z_class``/``z_points``: one entry for each (household, zone) that is possible,
    with its class and its constant of suitability. ``arc_class``/``arc_type``/``arc_points``: one entry for
    each possible (class, type); points come on top of the constant.
    """

    z_household: Ints
    z_zone: Ints
    z_class: Ints
    z_points: Ints
    class_first: Ints
    class_size: Ints
    type_of: Ints
    type_first: Ints
    type_size: Ints
    arc_class: Ints
    arc_type: Ints
    arc_points: Ints


def classify(data: Candidates) -> Classes:
    """Compute classes, types and arcs of all zones."""
    joint = household_marks(data)
    of_units = unit_marks(data)
    parts = [_zone_part(data, zone, joint, of_units) for zone in range(len(data.zones))]
    return _join(data, parts)


@dataclass(frozen=True)
class _Part:
    zone: int
    households: Ints
    label: Ints
    constant: Ints
    units: Ints
    type_label: Ints
    arcs: tuple[Ints, Ints, Ints]


def _zone_part(data: Candidates, zone: int, joint: Marks, of_units: list[bytes]) -> _Part:
    units = np.flatnonzero(data.zone == zone)
    units = units[data.possible[:, units].any(axis=0)]
    households = np.flatnonzero(data.possible[:, units].any(axis=1))
    if len(units) == 0 or len(households) == 0:
        none = np.zeros(0, dtype=np.int64)
        return _Part(zone, none, none, none, none, none, (none, none, none))
    grid = np.ix_(households, units)
    possible, points = data.possible[grid], data.points[grid].astype(np.int64)
    constant = np.where(possible, points, 10**6).min(axis=1)
    row = (points - constant[:, None] + 1) * 8
    row += data.unfit[grid] + 2 * data.previous[grid] + 4 * data.pinned[grid]
    row = np.where(possible, row, 0).astype(np.int32)
    label, first = _labels([row[i].tobytes() + joint.of(int(h), zone) for i, h in enumerate(households)])
    columns = np.ascontiguousarray(row[first].T)
    type_label, type_first = _labels([columns[j].tobytes() + of_units[u] for j, u in enumerate(units)])
    slim = columns[type_first].T
    arc_class, arc_type = np.nonzero(slim)
    arc_points = slim[arc_class, arc_type].astype(np.int64) // 8 - 1
    return _Part(zone, households, label, constant, units, type_label, (arc_class, arc_type, arc_points))


def _labels(keys: list[bytes]) -> tuple[Ints, Ints]:
    """Number equal keys equally, in order of first appearance; gives labels and first positions."""
    seen: dict[bytes, int] = {}
    first: list[int] = []
    label = np.empty(len(keys), dtype=np.int64)
    for i, key in enumerate(keys):
        found = seen.get(key)
        if found is None:
            found = seen[key] = len(first)
            first.append(i)
        label[i] = found
    return label, np.array(first, dtype=np.int64)


def _join(data: Candidates, parts: list[_Part]) -> Classes:
    classes, types = 0, 0
    type_of = np.full(len(data.round.units), -1, dtype=np.int64)
    z: list[tuple[Ints, ...]] = []
    arcs: list[tuple[Ints, ...]] = []
    for part in parts:
        if len(part.households) == 0:
            continue
        zone = np.full(len(part.households), part.zone, dtype=np.int64)
        z.append((part.households, zone, part.label + classes, part.constant))
        type_of[part.units] = part.type_label + types
        arcs.append((part.arcs[0] + classes, part.arcs[1] + types, part.arcs[2]))
        classes += int(part.label.max()) + 1
        types += int(part.type_label.max()) + 1
    z_household, z_zone, z_class, z_points = _stack(z, 4)
    arc_class, arc_type, arc_points = _stack(arcs, 3)
    used = np.flatnonzero(type_of >= 0)
    return Classes(
        z_household,
        z_zone,
        z_class,
        z_points,
        class_first=_first_of(z_class, z_household, classes),
        class_size=np.bincount(z_class, minlength=classes),
        type_of=type_of,
        type_first=_first_of(type_of[used], used, types),
        type_size=np.bincount(type_of[used], minlength=types),
        arc_class=arc_class,
        arc_type=arc_type,
        arc_points=arc_points,
    )


def _stack(parts: list[tuple[Ints, ...]], width: int) -> tuple[Ints, ...]:
    if not parts:
        return tuple(np.zeros(0, dtype=np.int64) for _ in range(width))
    return tuple(np.concatenate([part[i] for part in parts]) for i in range(width))


def _first_of(label: Ints, item: Ints, count: int) -> Ints:
    first = np.zeros(count, dtype=np.int64)
    first[label[::-1]] = item[::-1]
    return first

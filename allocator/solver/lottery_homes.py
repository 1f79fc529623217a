"""Which home each placed household gets by lot: in draw order, the first home of the draw that an equal plan can give.

Many are asked about at once: what the first gets weighs more than all that those after it get. Nearly everybody gets
the first home of the draw, so only the first few homes of each are told apart, and each is asked about as if those
before it got their first. Where that turns out otherwise, whoever hangs on it is asked about again.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from allocator.solver.asking import Asking
from allocator.solver.columns import RowBuilder
from allocator.solver.engine import Floats, Ints
from allocator.solver.objectives import Objective

_AT_ONCE = 2**20
"""Ways to give homes that are told apart in one program: the product of how many each household may have."""
_DEPTH = 4
"""So many ways are told apart for a household: the first homes of the draw one by one, and all others."""

Option = tuple[int, int, int, int]
"""Rank of a home in the draw, the unit, the column z and the arc that lead to it."""


@dataclass(frozen=True)
class _Asked:
    """One household of a question: its options, how many of them are told apart, and what it shares with others.

    ``taken``: for each option, how many households take its arc before this one. ``hangs_on``: those before it in the
    question (by place) that may take what it may take.
    """

    household: int
    options: list[Option]
    ways: int
    taken: list[int]
    hangs_on: list[int]

    def worth(self, place: int) -> int:
        """How much better a place is than one that is not told apart from the last."""
        return max(self.ways - 1 - place, 0)

    def tells(self, place: int) -> bool:
        """Whether nothing better than this place can stand behind it."""
        return place < self.ways - 1 or self.ways == len(self.options)

    def place(self, plan: Floats, z_count: int) -> int:
        """Which of its options a plan gives it; the number of options when none."""
        for at, ((_, _, zone, arc), taken) in enumerate(zip(self.options, self.taken, strict=True)):
            if plan[z_count + arc] > taken + 0.5 and plan[zone] > 0.5:
                return at
        return len(self.options)


@dataclass
class HomesDrawn:
    """Settles the homes of placed households on a settled search; ``home`` says which."""

    asking: Asking
    unit_rank: Ints
    home: dict[int, int] = field(default_factory=dict)
    _units: dict[int, list[int]] = field(default_factory=dict)
    _arcs: list[Ints] = field(default_factory=list)
    _taken_arc: Counter[int] = field(default_factory=Counter)
    _taken_unit: Counter[int] = field(default_factory=Counter)
    _ruled_out: dict[int, set[tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.search = self.asking.search
        classes = self.search.form.classes
        for u in sorted(np.flatnonzero(classes.type_of >= 0), key=lambda u: self.unit_rank[u]):
            self._units.setdefault(int(classes.type_of[u]), []).append(int(u))
        self._arcs = _arcs_by_class(classes.arc_class, len(classes.class_size))

    def draw(self, line: list[int]) -> None:
        """Settle the homes of placed households, given in draw order."""
        while line:
            asked = self._question(line)
            if any(one.ways > 1 for one in asked):
                self._ask(asked)
            line = line[self._settle(asked) :]

    # ------------------------------------------------------------ what is asked

    def _question(self, line: list[int]) -> list[_Asked]:
        """Households first in line that one program can tell apart."""
        found: list[_Asked] = []
        arcs, units = self._taken_arc.copy(), self._taken_unit.copy()
        last: dict[tuple[str, int], list[int]] = {}
        ways = 1
        for h in line:
            options = self._options(h, units)
            if not options:
                break  # only if those before it do not get their first
            told = len(options) if h in self._ruled_out else min(len(options), _DEPTH)
            ways *= told
            if found and ways > _AT_ONCE:
                break
            marks = self._marks(options)
            hangs_on = sorted({at for mark in marks for at in last.get(mark, ())})
            for mark in marks:
                last.setdefault(mark, []).append(len(found))
            found.append(_Asked(h, options, told, [arcs[arc] for *_, arc in options], hangs_on))
            arcs[options[0][3]] += 1
            units[self._kind(options[0])] += 1
        return found

    def _options(self, h: int, taken: Counter[int]) -> list[Option]:
        """Homes still open to a household, the first of the draw first; of homes that are alike the first left."""
        form, upper = self.search.form, self.search.upper
        found, out = [], self._ruled_out.get(h, set())
        for column in form.columns.z_of(h):
            if upper[column] < 0.5:
                continue
            for arc in self._arcs[int(form.classes.z_class[column])]:
                if upper[form.columns.z_count + arc] < 0.5 or (column, arc) in out:
                    continue
                kind = int(form.classes.arc_type[arc])
                units = self._units[kind]
                at = 0 if len(units) == 1 else taken[kind]
                if at < len(units):
                    found.append((int(self.unit_rank[units[at]]), units[at], int(column), int(arc)))
        return sorted(found)

    def _kind(self, option: Option) -> int:
        return int(self.search.form.classes.arc_type[option[3]])

    def _marks(self, options: list[Option]) -> set[tuple[str, int]]:
        """What households can be in each other's way of: a class of theirs, several homes that are alike."""
        classes = self.search.form.classes
        alike = {("type", kind) for kind in map(self._kind, options) if len(self._units[kind]) > 1}
        return alike | {("class", int(classes.arc_class[arc])) for *_, arc in options}

    # ------------------------------------------------------------ asking

    def _ask(self, asked: list[_Asked]) -> None:
        """Find a plan in which the first gets the first of its options that it can have, then the next, and so on."""
        z_count, weights = self.search.form.columns.z_count, _weights(asked)
        told = [(one, weight) for one, weight in zip(asked, weights, strict=True) if one.ways > 1]
        cols = self._columns([one for one, _ in told])
        worth = np.concatenate([weight * np.arange(one.ways - 1, 0, -1.0) for one, weight in told])

        def counted(plan: Floats) -> int:
            return sum(weight * one.worth(one.place(plan, z_count)) for one, weight in told)

        found = self.asking.best(Objective(cols, worth, counted=counted))
        if found is not None:
            level = sum(w * one.worth(at) for one, w, at in zip(asked, weights, self._places(asked), strict=False))
            self.search.fix_beyond(*found, level)

    def _columns(self, asked: list[_Asked]) -> Ints:
        """Columns that say who has which option, but for the last: of a class where it is alone in it, else new."""
        search, classes, count = self.search, self.search.form.classes, self.search.form.columns.z_count
        first = fresh = len(search.lower)
        build, cols, whole = RowBuilder(), [], [np.zeros(0, dtype=bool)]
        for one in asked:
            told = list(zip(one.options, one.taken, strict=True))[: one.ways - 1]
            arcs = np.array([arc for (*_, arc), _ in told])
            if np.all(classes.class_size[classes.arc_class[arcs]] == 1):
                cols.append(count + arcs)
                continue
            own = np.arange(fresh, fresh + len(told))
            fresh += len(told)
            cols.append(own)
            whole.append(np.array([taken > self._taken_arc[arc] for (*_, arc), taken in told]))
            build.add(own, 1.0, -np.inf, 1.0, ("lot",))
            for column, ((_, _, zone, arc), taken) in zip(own, told, strict=True):
                sure = self._taken_arc[arc]  # and those before it in the question take the others, if they do
                more = np.array([1.0 + taken - sure, -1.0])
                build.add(np.array([column, count + arc]), more, -np.inf, -float(sure), ("lot",))
                build.add(np.array([column, zone]), np.array([1.0, -1.0]), -np.inf, 0.0, ("lot",))
        search.extend(np.zeros(fresh - first), np.ones(fresh - first), build.rows(), integer=np.concatenate(whole))
        return np.concatenate(cols)

    # ------------------------------------------------------------ settling

    def _places(self, asked: list[_Asked]) -> list[int]:
        """Which option the first of those asked about have in the best plan known, as far as that is settled.

        Not for whoever hangs on somebody who did not get its first, nor after one whose options were not told apart.
        """
        found: list[int] = []
        for one in asked:
            place = one.place(self.asking.plan, self.search.form.columns.z_count)
            if any(found[at] != 0 for at in one.hangs_on) or not one.tells(place):
                break
            found.append(place)
        return found

    def _settle(self, asked: list[_Asked]) -> int:
        """Settle what is found; how many households that are, so that the next one is first in line."""
        places, count = self._places(asked), self.search.form.columns.z_count
        lower, upper = self.search.lower.copy(), self.search.upper.copy()
        for one, place in zip(asked, places, strict=False):
            _, unit, zone, arc = option = one.options[place]
            self.home[one.household] = unit
            self._taken_arc[arc] += 1
            self._taken_unit[self._kind(option)] += 1
            upper[self.search.form.columns.z_of(one.household)] = 0.0
            lower[zone] = upper[zone] = 1.0
            lower[count + arc] = max(lower[count + arc], float(self._taken_arc[arc]))
        self.search.narrow(lower, upper)
        for one in asked[len(places) : len(places) + 1]:
            if all(places[at] == 0 for at in one.hangs_on):
                out = self._ruled_out.setdefault(one.household, set())
                out.update((zone, arc) for _, _, zone, arc in one.options[: one.ways - 1])
        return len(places)


def _weights(asked: list[_Asked]) -> list[int]:
    """What each counts for: more than all after it together."""
    found, weight = [], 1
    for one in reversed(asked):
        found.append(weight)
        weight *= one.ways
    return found[::-1]


def _arcs_by_class(arc_class: Ints, count: int) -> list[Ints]:
    order = np.argsort(arc_class, kind="stable")
    starts = np.searchsorted(arc_class[order], np.arange(count + 1))
    return [order[starts[c] : starts[c + 1]] for c in range(count)]

"""Spreads over municipalities: all of them are listed, and what is fixed holds for all that reach a level."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.solver import attainable
from allocator.solver.attainable import spreads
from allocator.solver.objectives import Objective


@dataclass(frozen=True)
class Case:
    """An aim over municipalities, bounds of its step columns, and between which values spreads are asked."""

    aim: Objective
    lower: np.ndarray
    upper: np.ndarray
    least: int
    most: int

    def by_trying(self) -> set[tuple[tuple[int, ...], int]]:
        ranges = [range(int(self.lower[cols].sum()), int(self.upper[cols].sum()) + 1) for cols in self.aim.steps]
        worth = {int(c): int(v) for c, v in zip(self.aim.cols, self.aim.coefs, strict=True)}
        found = set()
        for numbers in product(*ranges):
            value = sum(worth[int(c)] for cols, n in zip(self.aim.steps, numbers, strict=True) for c in cols[:n])
            if sum(numbers) == self.aim.in_all and self.least <= value <= self.most:
                found.add((numbers, value))
        return found


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Every next one placed in a municipality is worth less; the first few may be there for certain."""
    steps, coefs, lower, upper, first = [], list[int](), list[float](), list[float](), 0
    for _ in range(draw(st.integers(1, 4))):
        count = draw(st.integers(0, 4))
        coefs += sorted(draw(st.lists(st.integers(-20, 20), min_size=count, max_size=count)), reverse=True)
        at_most = draw(st.integers(0, count))
        at_least = draw(st.integers(0, at_most))
        lower += [float(n < at_least) for n in range(count)]
        upper += [float(n < at_most) for n in range(count)]
        steps.append(np.arange(first, first + count))
        first += count
    least = draw(st.integers(-60, 60))
    aim = Objective(np.arange(first), np.array(coefs, dtype=float), steps=tuple(steps), in_all=draw(st.integers(0, 8)))
    return Case(aim, np.array(lower), np.array(upper), least, least + draw(st.integers(0, 30)))


@given(cases())
def test_all_spreads_are_listed_and_no_other(case: Case) -> None:
    found = spreads(case.aim, case.lower, case.upper, case.least, case.most)
    assert found is not None
    listed = list(zip(map(tuple, found.placed.tolist()), found.reached.tolist(), strict=True))
    assert len(listed) == len(set(listed))
    assert set(listed) == case.by_trying()


def test_too_many_are_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = tuple(np.arange(10 * i, 10 * i + 10) for i in range(4))
    aim = Objective(np.arange(40), np.zeros(40), steps=steps, in_all=20)
    monkeypatch.setattr(attainable, "_MOST", 50)
    assert spreads(aim, np.zeros(40), np.ones(40), 0, 0) is None

"""The order in which places matter under norm ``worst_first``, against trying all ways."""

from itertools import product
from random import Random

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from allocator.solver.shares import Shares
from allocator.solver.worst import places_in_order


def of(weight: list[int], target: list[int], most: list[int]) -> Shares:
    count = len(weight)
    nobody = (np.zeros(0, dtype=np.int64), np.zeros(0))
    return Shares(tuple(range(count)), tuple(weight), tuple(target), tuple(most), (nobody,) * count)


def largest_first(shares: Shares, way: tuple[int, ...]) -> list[int]:
    return sorted((c * (t - 100 * n) for c, t, n in zip(shares.weight, shares.target, way, strict=True)), reverse=True)


@given(
    st.lists(
        st.tuples(st.integers(150, 1_500), st.integers(-150, 250), st.integers(0, 3)),
        min_size=1,
        max_size=4,
    ),
    st.randoms(use_true_random=False),
)
def test_filling_in_order_is_best_of_any_ways(rows: list[tuple[int, int, int]], random: Random) -> None:
    """Of any plans there may be, the one that fills the places that matter most has the smallest largest shortfalls."""
    shares = of([w for w, _, _ in rows], [t for _, t, _ in rows], [m for _, _, m in rows])
    order = places_in_order(shares)
    assume(order is not None)
    assert order is not None
    every = list(product(*(range(most + 1) for most in shares.most)))
    ways = random.sample(every, random.randint(1, len(every)))
    first = max(ways, key=lambda way: [n <= way[i] for i, n in order])
    assert largest_first(shares, first) == min(largest_first(shares, way) for way in ways)


def test_equal_shortfalls_have_no_order() -> None:
    """Whoever gets the place is then less short than the other, and what comes next depends on who it was."""
    assert places_in_order(of([200, 100], [100, 200], [1, 1])) is None
    assert places_in_order(of([200, 100], [100, 210], [2, 1])) == [(1, 1), (0, 1), (0, 2)]

"""What can at best be reached when places are filled one by one, against trying all ways."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from allocator.solver.shares import Shares
from allocator.solver.worst import filled


def of(weight: list[int], target: list[int], most: list[int]) -> Shares:
    count = len(weight)
    nobody = (np.zeros(0, dtype=np.int64), np.zeros(0))
    return Shares(tuple(range(count)), tuple(weight), tuple(target), tuple(most), (nobody,) * count)


def best_of_all(shares: Shares, units: int) -> list[int]:
    ways = product(*(range(most + 1) for most in shares.most))
    return min(
        sorted((c * (t - 100 * n) for c, t, n in zip(shares.weight, shares.target, way, strict=True)), reverse=True)
        for way in ways
        if sum(way) <= units
    )


@given(
    st.lists(
        st.tuples(st.sampled_from([200, 367, 220, 1_000]), st.integers(-3, 5).map(lambda n: n * 50), st.integers(0, 3)),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 8),
)
def test_filled_is_the_best_of_all_ways(rows: list[tuple[int, int, int]], units: int) -> None:
    shares = of([w for w, _, _ in rows], [t for _, t, _ in rows], [m for _, _, m in rows])
    assert sorted(filled(shares, list(range(len(rows))), units), reverse=True) == best_of_all(shares, units)


def test_of_equally_short_the_one_that_gains_most() -> None:
    """A round on which brute force once found our solver wrong."""
    shares = of([367, 220, 367], [379, 0, 0], [1, 2, 1])
    assert sorted(filled(shares, [0, 1, 2], 2), reverse=True) == [102_393, 0, -36_700]

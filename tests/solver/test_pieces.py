"""Programs that fall apart are solved piece by piece: the answer is that of the whole."""

import numpy as np
import pytest

from allocator.solver import pieces
from allocator.solver.clock import Clock
from allocator.solver.engine import Floats, Rows
from allocator.solver.pieces import solve_in_pieces
from allocator.solver.program import Program, solve_program


def packing(random: np.random.Generator, columns: int = 8, rows: int = 3) -> tuple[Rows, Floats]:
    row, col = np.divmod(random.choice(rows * columns, size=rows * columns // 2, replace=False), columns)
    coef = random.integers(1, 9, size=len(row)).astype(float)
    limit = random.integers(3, 15, size=rows).astype(float)
    low = np.where(random.random(rows) < 0.2, 1.0, -np.inf)
    return Rows(row, col, coef, low, limit), random.integers(0, 9, size=columns).astype(float)


def apart(seed: int, count: int = 4) -> Program:
    """Some packings beside each other, their columns shuffled."""
    random = np.random.default_rng(seed)
    parts = [packing(random) for _ in range(count)]
    total = 8 * count
    place = random.permutation(total)
    rows = Rows(
        np.concatenate([p.row + 3 * i for i, (p, _) in enumerate(parts)]),
        place[np.concatenate([p.col + 8 * i for i, (p, _) in enumerate(parts)])],
        np.concatenate([p.coef for p, _ in parts]),
        np.concatenate([p.lower for p, _ in parts]),
        np.concatenate([p.upper for p, _ in parts]),
    )
    aim = np.zeros(total)
    aim[place] = np.concatenate([a for _, a in parts])
    return Program(np.zeros(total), random.integers(0, 3, size=total).astype(float), np.ones(total, bool), rows, aim)


@pytest.mark.parametrize("large", [0, 1_000])
@pytest.mark.parametrize("seed", range(30))
def test_as_good_as_the_whole(seed: int, large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "_LARGE", large)
    program = apart(seed)
    whole, found = solve_program(program, gap=0.5), solve_in_pieces(program, gap=0.5, clock=Clock.start(None))
    assert found.infeasible == whole.infeasible
    if whole.x is not None and found.x is not None:
        assert found.value == pytest.approx(whole.value)
        assert found.bound >= whole.value - 1e-6
        taken = np.bincount(program.rows.row, weights=program.rows.coef * found.x[program.rows.col], minlength=12)
        assert np.all(taken <= program.rows.upper + 1e-6)
        assert np.all(taken >= program.rows.lower - 1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_what_is_whole_and_lawful_of_a_hint_is_taken(seed: int) -> None:
    program = apart(seed)
    best = solve_program(program, gap=0.5)
    if best.x is None:
        return
    divided = best.x + 0.0
    free = np.flatnonzero(program.upper > 0)
    divided[free[0]] = 0.5
    taken = solve_in_pieces(program, gap=0.5, clock=Clock.start(None), hints=[best.x])
    mended = solve_in_pieces(program, gap=0.5, clock=Clock.start(None), hints=[divided])
    broken = solve_in_pieces(program, gap=0.5, clock=Clock.start(None), hints=[np.full(len(best.x), 99.0)])
    assert taken.value == mended.value == broken.value == best.value
    assert taken.x is not None
    assert np.array_equal(taken.x, best.x)


@pytest.mark.parametrize("seed", range(20))
def test_needs_that_moved_are_met_and_the_others_stay(seed: int) -> None:
    """Needs in classes, each class over some pools: two classes have one more, and there is room for it."""
    random = np.random.default_rng(seed)
    classes, pools = 30, 6
    at = [random.choice(pools, size=3, replace=False) for _ in range(classes)]
    col = np.arange(3 * classes)
    served = np.zeros(3 * classes)
    served[3 * np.arange(classes) + random.integers(0, 3, size=classes)] = random.integers(1, 3, size=classes)
    of_class = served.reshape(classes, 3).sum(axis=1)
    pool_of = np.concatenate(at)
    taken = np.bincount(pool_of, weights=served, minlength=pools)
    more = of_class.copy()
    more[random.choice(classes, size=2, replace=False)] += 1.0
    row = np.concatenate([np.repeat(np.arange(classes), 3), classes + pool_of])
    rows = Rows(
        row, np.tile(col, 2), np.ones(6 * classes),
        np.concatenate([more, np.full(pools, -np.inf)]), np.concatenate([more, taken + 1.0]),
    )  # fmt: skip
    program = Program(np.zeros(len(col)), np.full(len(col), 9.0), np.ones(len(col), bool), rows, np.zeros(len(col)))
    found = solve_in_pieces(program, gap=0.5, clock=Clock.start(None), hints=[np.full(len(col), 0.4), served])
    assert found.x is not None
    sums = np.bincount(rows.row, weights=rows.coef * found.x[rows.col], minlength=rows.count)
    assert np.all((sums >= rows.lower) & (sums <= rows.upper))
    moved = np.repeat(more > of_class, 3)
    assert np.array_equal(found.x[~moved], served[~moved])

"""Homes taken together: never worse than the homes as they are, and told apart where a plan does not fit."""

from dataclasses import replace

import numpy as np
import pytest

from allocator.solver.engine import Floats, Ints, Rows, both
from allocator.solver.formulation import Formulation
from allocator.solver.merging import both_marks, in_homes, merged, told_apart
from allocator.solver.optimum import formulation_of
from allocator.solver.program import Program, solve_program
from allocator.solver.slim import Slim
from tests.benchmarks.rounds import made_up
from tests.oracle import cases

SEEDS = range(40)


def program_of(form: Formulation, random: np.random.Generator, *, ways_count: bool) -> Program:
    """Aims at anything; homes and pools are divisible, as in a first step."""
    columns = form.columns
    ways = np.arange(columns.z_count, columns.z_count + columns.arc_count)
    objective = random.integers(-3, 20, len(form.lower)).astype(float)
    objective[columns.z_count :] = 0.0
    if ways_count:
        objective[ways] = random.integers(0, 5, len(ways))
    integer = np.zeros(len(form.lower), dtype=bool)
    integer[: columns.z_count] = True
    return Program(form.lower, form.upper, integer, form.rows, objective)


def with_a_floor(program: Program, form: Formulation, random: np.random.Generator) -> Program:
    """Who goes to which home counts for at least half of what it could, in a constraint of its own."""
    columns, none = form.columns, np.zeros(len(form.lower))
    ways = np.arange(columns.z_count, columns.z_count + columns.arc_count)
    points = none.copy()
    points[ways] = random.integers(1, 9, len(ways))
    most = best(replace(program, objective=points))
    if not np.isfinite(most):
        return program
    floor = Rows(np.zeros(len(ways), dtype=np.int64), ways, points[ways], np.array([most / 2]), np.array([np.inf]))
    return replace(program, rows=both(program.rows, floor))


def some_marks(form: Formulation, random: np.random.Generator) -> Ints:
    """Some homes that could be taken together are told apart at random."""
    alike = form.columns.alike
    return both_marks(alike, random.integers(0, 2, len(alike)))


def best(program: Program) -> float:
    return solve_program(program, gap=1e-6).value


@pytest.mark.parametrize("ways_count", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_is_better_than_where_homes_are_taken_together(seed: int, *, ways_count: bool) -> None:
    form, random = formulation_of(cases.seeded(seed)), np.random.default_rng(seed)
    program = with_a_floor(program_of(form, random, ways_count=ways_count), form, random)
    whole = best(program)
    for alike in (form.columns.alike, some_marks(form, random)):
        together = merged(form.columns, program, alike)
        if together is None:
            assert np.isneginf(whole)
        else:
            assert best(together.program) + together.constant >= whole - 1e-6
    apart = merged(form.columns, program, np.arange(len(form.columns.alike)))
    assert apart is None or best(apart.program) + apart.constant == pytest.approx(whole)


@pytest.mark.parametrize("ways_count", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_homes_worth_the_same_keep_the_bound_of_the_linear_program(seed: int, *, ways_count: bool) -> None:
    form = formulation_of(cases.seeded(seed))
    program = program_of(form, np.random.default_rng(seed), ways_count=ways_count)
    linear = Slim(program.lower, program.upper, program.rows)
    linear.objective(program.objective)
    found = linear.solve()
    if found.duals is None:
        return
    together = merged(form.columns, program, told_apart(form.columns, form.columns.alike, found.duals))
    assert together is not None
    smaller = Slim(together.program.lower, together.program.upper, together.program.rows)
    smaller.objective(together.program.objective)
    assert smaller.solve().value + together.constant == pytest.approx(found.value)


def test_as_many_can_go_to_homes_taken_together_as_to_each() -> None:
    """Two of a class go to two homes with room for one, which are one home with room for two."""
    form = formulation_of(made_up(100, 40, 1))
    program = program_of(form, np.random.default_rng(1), ways_count=False)
    together = merged(form.columns, program, form.columns.alike)
    assert together is not None
    here = together.column >= 0
    of_all = np.bincount(together.column[here], weights=program.upper[here])
    assert np.array_equal(together.program.upper, of_all)
    assert of_all.max() > program.upper[: form.columns.z_count + form.columns.arc_count].max()


def test_most_homes_are_taken_together() -> None:
    form = formulation_of(made_up(100, 40, 1))
    program = program_of(form, np.random.default_rng(1), ways_count=False)
    together = merged(form.columns, program, form.columns.alike)
    assert together is not None
    left_out = len(program.lower) - len(together.program.lower)
    assert left_out > 0.5 * form.columns.arc_count


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_that_does_not_fit_tells_homes_apart_until_one_does(seed: int) -> None:
    """Each plan fits in the homes as they are and is worth as much, or more homes are told apart."""
    form, random = formulation_of(cases.seeded(seed)), np.random.default_rng(seed)
    program = program_of(form, random, ways_count=True)
    whole, alike = best(program), form.columns.alike
    for _ in range(len(alike) + 1):
        together = merged(form.columns, program, alike)
        if together is None:
            return
        found = solve_program(together.program, gap=1e-6)
        if found.x is None:
            assert np.isneginf(whole)
            return
        inside = settled(form, program, together.spread(found.x, program))
        fit = in_homes(form.columns, inside, None)
        assert fit is not None
        if fit.x is not None and fit.value >= found.value + together.constant - 1e-6:
            assert fit.value == pytest.approx(whole)
            return
        before, alike = alike, both_marks(alike, fit.apart)
        assert alike.max() > before.max()
    pytest.fail("homes were told apart more often than there are homes")


def settled(form: Formulation, program: Program, x: Floats) -> Program:
    """The program in which everybody stays in the zone of a plan."""
    lower, upper, z = program.lower.copy(), program.upper.copy(), slice(0, form.columns.z_count)
    lower[z] = upper[z] = np.round(x[z])
    return Program(lower, upper, program.integer, program.rows, program.objective)

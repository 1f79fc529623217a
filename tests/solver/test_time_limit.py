"""Time that runs out, at any moment: a lawful plan all the same, and nothing is claimed that is not so.

The clock is replaced by one that counts how often it is asked, so that every run stops at the same moment.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import takewhile
from random import Random
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from allocator.domain.codes import StageName, Status
from allocator.domain.proposal import Solution, StageResult
from allocator.domain.round import Round
from allocator.generate import generate
from allocator.generate.population import AS_OF
from allocator.intake import delivered_policy, read_policy
from allocator.solver import aims
from allocator.solver.clock import Clock, OutOfTime
from allocator.solver.engine import Outcome
from allocator.solver.optimum import Contradiction, formulation_of, solve
from allocator.solver.program import Program, solve_program
from allocator.solver.verify import verify
from tests.oracle import brute, cases
from tests.oracle.order import Answer
from tests.oracle.verdicts import Verdicts
from tests.oracle.worth import Worth

SEEDS = [range(start, start + 15) for start in range(0, 60, 15)]
MANY = [range(start, start + 100) for start in range(30_000, 33_000, 100)]
LONG = "allocator.solver.polishing._LONG"
MOMENTS = 6
"""Moments at which a run is stopped, besides the very first ones."""


@contextmanager
def clock_of(questions: int | None) -> Iterator[list[int]]:
    """Time is up after so many questions; gives how often the clock was asked."""
    asked = [0]

    def left(clock: Clock) -> float | None:
        asked[0] += 1
        if questions is not None and (asked[0] > questions or (clock.limit or 0.0) <= 0.0):
            raise OutOfTime
        return None if questions is None else 60.0

    with patch.object(Clock, "left", left):
        yield asked


def stopped(round_: Round, questions: int) -> Solution:
    with clock_of(questions):
        return solve(round_, time_limit=60.0)


@contextmanager
def later(questions: int | None) -> Iterator[None]:
    """After the search the clock may still be asked so often (None: always)."""

    class Later(Clock):
        asked = 0

        def left(self) -> float | None:
            self.asked += 1
            if questions is not None and self.asked > questions:
                raise OutOfTime
            return 60.0

    def afterwards(clock: Clock, but: float) -> Clock:
        assert but >= 0.0
        return Later(60.0, clock.started)

    with patch.object(Clock, "afterwards", afterwards):
        yield


def worse(round_: Round, solution: Solution, plans: list[brute.Plan], worth: Worth) -> Iterator[str]:
    """Bounds that a plan passes which is as good on all aims above: what a bound promises there is none of."""
    results = {(one.stage, one.sub_stage): one for one in solution.stages}
    for aim in (aim for stage in round_.policy.stages if stage.on for aim in worth.aims(stage)):
        if (result := results.get(aim.key)) is None or aim.stage is StageName.LOTTERY:
            continue
        values = [worth.of(aim, plan) for plan in plans]
        best = max(values) if aim.sense == "max" else min(values)
        if result.bound is not None and _gain(result, best, result.bound) > 0:
            yield f"{aim.name}: {result.bound} is passed by {best} on equal terms"
        plans = [
            plan
            for plan, value in zip(plans, values, strict=True)
            if value == result.value or (not aim.is_count and _gain(result, value, result.value or 0) > 0)
        ]


def faults(round_: Round, solution: Solution, expected: Answer) -> Iterator[str]:
    """What a stopped run says that is not so; the judge says the rest."""
    yield from map(str, verify(round_, solution))
    for result in takewhile(lambda one: one.status is Status.PROVEN, solution.stages):
        key = (result.stage, result.sub_stage)
        if result.best != expected.best[key]:
            yield f"{result.sub_stage} is called proven: {result.best} instead of {expected.best[key]}"
    for result in solution.stages:
        if result.bound is not None and result.status is not Status.PROVEN:
            if _gain(result, expected.best[result.stage, result.sub_stage], result.bound) > 0:
                yield f"{result.sub_stage}: {result.bound} is no bound"
            return
    if solution.proven and set(solution.placements) != set(expected.plan):
        yield "another plan is called proven"


def _gain(result: StageResult, one: int, other: int) -> int:
    return one - other if result.sense == "max" else other - one


def stop_at_many_moments(seeds: range, moments: int = MOMENTS) -> None:
    wrong, seen = [], set[Status]()
    for seed in seeds:
        round_, random = cases.seeded(seed), Random(seed)
        try:
            expected = brute.solve(round_, most=2_000)
        except brute.TooManyPlans:
            continue
        with clock_of(None) as asked:
            try:
                solve(round_)
            except Contradiction:
                with pytest.raises(Contradiction):
                    stopped(round_, 0)
                continue
        assert expected is not None
        verdicts = Verdicts(round_)
        plans, worth = brute.all_plans(round_, verdicts, most=2_000), Worth(round_, verdicts)
        lends = any(stage.tolerance for stage in round_.policy.stages)
        for questions in {0, 1, *random.sample(range(asked[0]), min(moments, asked[0]))}:
            at_once = random.random() < 0.3  # as where the first linear program takes so long that no stage is begun
            with later(random.choice([0, random.randrange(30), None])), patch(LONG, -1.0 if at_once else 1.0):
                solution = stopped(round_, 20 if at_once else questions)
            seen |= {result.status for result in solution.stages}
            found = [*faults(round_, solution, expected), *(() if lends else worse(round_, solution, plans, worth))]
            wrong += [f"seed {seed}, {questions}: {fault}" for fault in found]
    assert not wrong, "\n".join(wrong)
    assert {Status.PROVEN, Status.NOT_REACHED} <= seen


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_stopped_at_any_moment(seeds: range) -> None:
    stop_at_many_moments(seeds)


@pytest.mark.parametrize("seed", [30_032, 31_617, 31_952, 32_271, 32_288])
def test_stopped_where_it_once_went_wrong(seed: int) -> None:
    """Bounds that rested on a bound that ran ahead, and a pin for which others must leave the complex."""
    stop_at_many_moments(range(seed, seed + 1), moments=40)


@pytest.mark.soak
@pytest.mark.parametrize("seeds", MANY, ids=str)
def test_stopped_at_any_moment_in_many_rounds(seeds: range) -> None:
    stop_at_many_moments(seeds)


def test_what_still_fits_is_added_to_a_plan_of_the_first_aim() -> None:
    """The plan that proves the first aim may place nobody else; there is always time to add who still fits."""
    round_ = generate(120, 30, "ten", 1, policy=read_policy(delivered_policy(), AS_OF))
    with clock_of(None) as asked:
        solve(round_)
    found = [stopped(round_, questions) for questions in range(min(12, asked[0]))]
    early = [
        one for one in found if one.stages[0].status is Status.PROVEN and one.stages[1].status is not Status.PROVEN
    ]
    assert early
    for one in early:
        assert len(one.placements) > (one.stages[0].best or 0) + 5
        assert list(verify(round_, one)) == []


def test_what_bounds_ran_ahead_to_is_made_whole() -> None:
    """Stopped while bounds run ahead of plans, a plan is made of the linear program's answer."""
    round_ = generate(200, 100, "ten", 1, policy=read_policy(delivered_policy(), AS_OF))
    added: list[int] = []
    made: list[int] = []
    with clock_of(None) as asked:
        solve(round_)
    for questions in range(2, min(10, asked[0])):
        made.append(_served(stopped(round_, questions)))
        with patch("allocator.solver.fallback._made_whole", lambda _: None):
            added.append(_served(stopped(round_, questions)))
    assert all(one >= other for one, other in zip(made, added, strict=True))
    assert sum(made) > sum(added)


def test_what_is_known_when_time_is_up_is_bettered_aim_by_aim() -> None:
    """In the time that is kept for it: no aim pays for a later one, and of every aim it is told how far it can be."""
    round_ = generate(200, 100, "ten", 1, policy=read_policy(delivered_policy(), AS_OF))
    signs = [1 if sub.sense == "max" else -1 for sub in aims.sub_stages(round_)]
    for questions in (3, 6):
        with later(0):
            before = stopped(round_, questions)
        with later(None):
            after = stopped(round_, questions)
        assert list(verify(round_, after)) == []
        merits = [[sign * (one.value or 0) for sign, one in zip(signs, s.stages, strict=True)] for s in (before, after)]
        assert merits[0] < merits[1]
        assert Status.NOT_REACHED in {one.status for one in before.stages[:-1]}
        assert Status.NOT_REACHED not in {one.status for one in after.stages[:-1]}
        assert after.stages[-1].status is Status.NOT_REACHED  # the lottery was not held


def test_where_the_first_linear_program_takes_long_a_plan_is_bettered_from_the_beginning() -> None:
    """Aim by aim, each bound beside it: nothing is proven of a plan that was only thought to be there."""
    round_ = generate(200, 100, "ten", 1, policy=read_policy(delivered_policy(), AS_OF))
    told: list[str] = []
    with clock_of(50), later(None), patch(LONG, -1.0):
        found = solve(round_, time_limit=60.0, progress=lambda title, *_: told.append(title))
    assert list(verify(round_, found)) == []
    assert Status.NOT_REACHED not in {one.status for one in found.stages[:-1]}
    assert found.stages[0].status is Status.PROVEN
    assert told[-1].startswith("stability")


def test_a_plan_that_an_engine_calls_better_is_dropped_where_an_aim_above_gets_worse() -> None:
    """Engines break constraints by next to nothing; here they forget all that stages were locked to."""
    round_ = generate(200, 100, "ten", 1, policy=read_policy(delivered_policy(), AS_OF))
    own = formulation_of(round_).rows.count
    signs = [1 if sub.sense == "max" else -1 for sub in aims.sub_stages(round_)]
    forgot = 0

    def forgetful(program: Program, **more: Any) -> Outcome:
        nonlocal forgot
        forgot += 1
        low, high = program.rows.lower.copy(), program.rows.upper.copy()
        low[own:], high[own:] = -np.inf, np.inf
        return solve_program(replace(program, rows=replace(program.rows, lower=low, upper=high)), **more)

    with later(0):
        before = stopped(round_, 3)
    with later(None), patch("allocator.solver.polishing.solve_program", forgetful):
        after = stopped(round_, 3)
    assert forgot
    assert list(verify(round_, after)) == []
    merits = [[sign * (one.value or 0) for sign, one in zip(signs, s.stages, strict=True)] for s in (before, after)]
    assert merits[0] <= merits[1]
    for one in after.stages[:-1]:
        assert one.bound is None or _gain(one, one.value or 0, one.bound) <= 0


def _served(solution: Solution) -> int:
    return sum(one.value or 0 for one in solution.stages if one.stage is StageName.URGENCY)


class NoLongerWanted(Exception):
    """What a caller raises to end a search."""


@pytest.mark.parametrize("questions", [0, 1, 5])
def test_a_search_that_is_no_longer_wanted_ends(questions: int) -> None:
    """Without a time limit too, before the next program is solved."""
    asked = 0

    def wanted() -> None:
        nonlocal asked
        asked += 1
        if asked > questions:
            raise NoLongerWanted

    with pytest.raises(NoLongerWanted):
        solve(generate(60, 20, "ten", 1, policy=read_policy(delivered_policy(), AS_OF)), wanted=wanted)
    assert asked == questions + 1

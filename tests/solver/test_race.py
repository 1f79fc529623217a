"""A search about one household ends as soon as it is left out, and never otherwise."""

import numpy as np
import pytest

from allocator import rules
from allocator.domain.policy import Policy
from allocator.domain.round import Round
from allocator.solver.clock import Clock
from allocator.solver.lane import lane_of
from allocator.solver.optimum import formulation_of, solve
from allocator.solver.race import LeftOut, could_win, mostly_left_out
from allocator.solver.search import Search
from allocator.solver.statements import Contradiction
from tests.oracle import cases
from tests.whatif import known


def lent(policy: Policy) -> bool:
    """Whether a stage of the policy lends something out."""
    return any(stage.tolerance for stage in policy.stages)


def check(round_: Round) -> int:
    """Ask about every household; gives how many searches ended early."""
    try:
        plan = solve(round_).placements
    except Contradiction:
        return 0
    placed = {p.household for p in plan}
    judgement, early = rules.judge(round_), 0
    for h, household in enumerate(round_.households):
        try:
            found = solve(round_, judgement=judgement, about=household.id)
            assert found.placements == plan
        except LeftOut:
            assert household.id not in placed
            early += 1
        search = Search(formulation_of(round_), Clock.start(None))
        lane = lane_of(search, h)
        assert lane is not None or household.id not in placed
        assert lane is None or could_win(search, h, lane) or household.id not in placed
        simply = mostly_left_out(Search(formulation_of(round_), Clock.start(None)), h)
        assert simply is None or simply or household.id not in placed
    return early


@pytest.mark.many_times
def test_who_is_placed_is_never_left_out() -> None:
    assert sum(check(known.crowded(seed).round) for seed in range(6)) > 6


@pytest.mark.many_times
def test_nor_where_a_stage_lends_something_out() -> None:
    rounds = [round_ for round_ in map(cases.seeded, range(12)) if lent(round_.policy)]
    assert len(rounds) > 2
    assert not sum(map(check, rounds))


def test_a_lent_linear_program_is_left_as_it_is() -> None:
    form = formulation_of(cases.seeded(3))
    first = Search(form, Clock.start(None)).relaxation
    search = Search(form, Clock.start(None))
    search.begin_from(first)
    assert search.relaxation is first
    search.narrow(search.lower.copy(), np.zeros_like(search.upper))
    assert search.relaxation is not first
    assert len(first.kept) == np.count_nonzero(form.upper > form.lower)

"""Rounds with their plans for the tests of what-if: fixtures as they are proposed, and random rounds."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from allocator.domain.codes import Form, SupportLevel
from allocator.domain.household import Household, Need
from allocator.domain.policy import RuleSetting
from allocator.domain.proposal import Proposal, Solution
from allocator.domain.region import SupportPool
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.intake.case import read_case
from allocator.solver.optimum import solve
from allocator.solver.statements import Contradiction
from allocator.whatif.again import Basis
from tests.oracle import cases

FIXTURES = Path("fixtures")
SMALL = ("chains", "fair", "shared_homes", "stuck", "tiny")


@cache
def fixture(name: str) -> Basis:
    """A fixture and the proposal that stands beside it."""
    round_ = read_case(FIXTURES / name).round
    assert round_ is not None
    proposal = Proposal.model_validate_json((FIXTURES / name / "golden/proposal.json").read_text(encoding="utf-8"))
    return Basis.of(round_, proposal)


@cache
def seeded(seed: int) -> Basis | None:
    """A random round and its plan; None when its pins cannot be kept."""
    round_ = cases.seeded(seed)
    solution = solved(round_)
    return None if solution is None else Basis(round_, solution)


@cache
def crowded(seed: int) -> Basis:
    """A random round with more households than homes; some miss one by a date, a place, a form, a rent or an hour."""
    random = Random(seed)
    base = cases.random_round(random, households=7, units=4)
    stages = tuple(stage.model_copy(update={"tolerance": 0}) for stage in base.policy.stages)
    rules_ = base.policy.rules | {"R-403": RuleSetting(on=True)}
    codes = [m.code for m in base.municipalities]

    def missing(one: Household) -> Household:
        changes: dict[str, Any] = {}
        if random.random() < 0.4:
            changes["ready_from"] = base.as_of + timedelta(days=random.randrange(60))
        if random.random() < 0.3:
            changes["urgent_until"] = base.as_of + timedelta(days=random.randrange(40) - 5)
        if random.random() < 0.3:
            changes["required_municipalities"] = (random.choice(codes),)
        if random.random() < 0.3:
            changes["accepted_forms"] = (random.choice([Form.FLEX, Form.GROUP_HOME, Form.REGULAR]),)
        if random.random() < 0.4:
            changes["gross_income"] = random.randrange(8, 30) * 100_000
        if seed % 2 and random.random() < 0.6:
            hours = random.choice([1.0, 1.5, 2.25, 3.0])
            changes["needs"] = (Need(household=one.id, kind="home", level=SupportLevel.INTENSIVE, hours=hours),)
        return one.model_copy(update=changes)

    def hard(one: Unit) -> Unit:
        changes: dict[str, Any] = {}
        if random.random() < 0.4:
            changes["available_from"] = base.as_of + timedelta(days=random.randrange(120))
        if random.random() < 0.4:
            changes["rent"] = random.randrange(300, 800) * 100
        return one.model_copy(update=changes)

    some = (
        SupportPool(id=f"PX{n}", provider="X", kinds=("home",), municipalities=tuple(codes[n:]), hours_per_week=hours,
                    max_households=random.choice([None, 1, 2]))
        for n, hours in enumerate((random.choice([2.0, 3.25]), random.choice([1.0, 4.0])))
    )  # fmt: skip
    round_ = base.model_copy(
        update={
            "support": tuple(some) if seed % 2 else base.support,
            "policy": base.policy.model_copy(update={"stages": stages, "rules": rules_}),
            "households": tuple(map(missing, base.households)),
            "units": tuple(map(hard, base.units)),
            "pairs": (),
        }
    )
    solution = solved(round_)
    assert solution is not None
    return Basis(round_, solution)


def lending(seed: int) -> Basis:
    """As ``crowded``, where the first aim may give up a household for the second."""
    base = crowded(seed).round
    first, *others = base.policy.stages
    stages = (first.model_copy(update={"tolerance": 1}), *others)
    round_ = base.model_copy(update={"policy": base.policy.model_copy(update={"stages": stages})})
    solution = solved(round_)
    assert solution is not None
    return Basis(round_, solution)


def solved(round_: Round) -> Solution | None:
    """The plan of a round, None when its pins cannot be kept."""
    try:
        return solve(round_)
    except Contradiction:
        return None


def without_home(basis: Basis) -> list[str]:
    """Households that the plan does not place."""
    return [h.id for h in basis.round.households if h.id not in basis.home]

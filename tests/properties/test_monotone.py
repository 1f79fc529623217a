"""What must hold whatever the round is: more is never worse, and what only looks different changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from allocator.domain.base import Frozen
from allocator.domain.codes import Form, StageName, Verdict
from allocator.domain.policy import RuleSetting, Stage
from allocator.domain.proposal import Solution
from allocator.domain.round import Round
from allocator.solver.optimum import Contradiction, solve
from tests import builders
from tests.oracle import brute, cases
from tests.oracle.verdicts import Verdicts

SWITCHABLE = ("R-101", "R-201", "R-402", "R-501", "R-502")
"""Rules that a council may switch off and that refuse pairs in these rounds."""

rounds = cases.rounds(households=5, units=5)


def without(round: Round, *fields: str) -> Round:
    """The round with these lists empty."""
    return round.model_copy(update=dict.fromkeys(fields, ()))


def with_policy(round: Round, **changes: Any) -> Round:
    return round.model_copy(update={"policy": round.policy.model_copy(update=changes)})


def unpinned(round: Round) -> Round:
    return round.model_copy(update={"pairs": tuple(w for w in round.pairs if w.verdict is not Verdict.PIN)})


def plain_order(round: Round) -> Round:
    """The round with the default stages, without tolerances."""
    return with_policy(round, stages=tuple(Stage(name=name) for name in StageName))


def urgency(solution: Solution) -> list[int]:
    """What stage 1 reached, as a lexicographic vector."""
    return [s.value or 0 for s in solution.stages if s.stage is StageName.URGENCY]


def values(solution: Solution) -> dict[str, int | None]:
    return {s.sub_stage: s.value for s in solution.stages}


def renamed(model: Any, names: dict[str, str]) -> Any:
    """The same with other names wherever a text is exactly one of these names."""
    if isinstance(model, str):
        return names.get(model, model)
    if isinstance(model, Frozen):
        fields = {name: renamed(getattr(model, name), names) for name in type(model).model_fields}
        return type(model).model_validate(fields)
    if isinstance(model, tuple):
        return tuple(renamed(item, names) for item in model)
    if isinstance(model, dict):
        return {renamed(key, names): renamed(value, names) for key, value in model.items()}
    return model


@given(rounds, st.sampled_from(cases.CODES), st.sampled_from([Form.REGULAR, Form.GROUP_HOME, Form.SHELTER_PLACE]))
def test_one_more_unit_never_worsens_the_first_stage(round: Round, municipality: str, form: Form) -> None:
    round = plain_order(unpinned(round))
    assume(municipality in {m.code for m in round.municipalities})
    extra = builders.unit("extra", municipality=municipality, form=form, rent=400_00, bedrooms=3)
    larger = round.model_copy(update={"units": (*round.units, extra)})
    assert urgency(solve(larger)) >= urgency(solve(round))


@given(rounds, st.sampled_from(SWITCHABLE))
def test_dropping_a_rule_never_worsens_the_first_stage(round: Round, code: str) -> None:
    round = plain_order(unpinned(round))
    dropped = with_policy(round, rules={**round.policy.rules, code: RuleSetting(on=False)})
    assert urgency(solve(dropped)) >= urgency(solve(round))


@given(rounds, st.data())
def test_a_pin_is_kept_or_answered(round: Round, data: st.DataObject) -> None:
    household = data.draw(st.sampled_from(round.households)).id
    unit = data.draw(st.sampled_from(round.units)).id
    others = tuple(w for w in unpinned(round).pairs if (w.household, w.unit) != (household, unit))
    pin = builders.word(household, unit, verdict="pin")
    pinned = round.model_copy(update={"pairs": (*others, pin)})
    if brute.all_plans(pinned, Verdicts(pinned), most=50_000):
        assert (household, unit) in {(p.household, p.unit) for p in solve(pinned).placements}
    else:
        with pytest.raises(Contradiction) as answer:
            solve(pinned)
        assert any({household, unit} <= set(statement.name) for statement in answer.value.statements)


@given(rounds, st.integers(1, 60))
def test_everybody_waiting_longer_changes_nothing(round: Round, days: int) -> None:
    waiting = round.policy.waiting.model_copy(update={"cap_days": 20_000})
    round = with_policy(plain_order(unpinned(round)), waiting=waiting)
    longer = round.model_copy(
        update={
            "households": tuple(
                h.model_copy(
                    update={
                        "registered_on": h.registered_on - timedelta(days=days),
                        "ready_from": h.ready_from and h.ready_from - timedelta(days=days),
                    }
                )
                for h in round.households
            )
        }
    )
    assert solve(longer).placements == solve(round).placements


@given(rounds, st.integers(2, 1000))
def test_scaling_all_weights_of_a_key_changes_nothing(round: Round, factor: int) -> None:
    round = unpinned(round)
    keys = tuple(k.model_copy(update={"weight": k.weight * factor}) for k in round.keys)
    assert solve(round.model_copy(update={"keys": keys})) == solve(round)


@given(rounds, st.permutations(cases.CODES))
def test_renaming_municipalities_only_renames(round: Round, order: list[str]) -> None:
    names = dict(zip(cases.CODES, order, strict=True))
    # A regional quota is divided by largest remainder, and equal remainders go by code: a name matters there.
    dimensions = tuple(d.model_copy(update={"regional_quota": None}) for d in round.policy.dimensions)
    round = with_policy(unpinned(round), dimensions=dimensions)
    assert solve(renamed(round, names)) == solve(round)


ROWS = (
    "households",
    "units",
    "municipalities",
    "occupants",
    "apart",
    "complexes",
    "corporations",
    "keys",
    "support",
    "ledger",
    "pairs",
    "previous",
)


@given(rounds, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(round: Round, random: Any) -> None:
    round = unpinned(round)
    rows: dict[str, tuple[Any, ...]] = {name: getattr(round, name) for name in ROWS}
    shuffled = {name: tuple(random.sample(given, len(given))) for name, given in rows.items()}
    assert solve(round.model_copy(update=shuffled)) == solve(round)


@given(rounds, st.sampled_from(["occupants", "apart", "complexes"]))
def test_taking_away_a_limit_never_worsens_the_first_stage(round: Round, part: str) -> None:
    round = plain_order(unpinned(round))
    assert urgency(solve(without(round, part))) >= urgency(solve(round))

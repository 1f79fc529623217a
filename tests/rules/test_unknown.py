"""Unknown never silently excludes and never silently fits: what is decided holds whatever the answers are."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.codes import UnitStatus
from allocator.domain.household import Household
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.rules import Context
from allocator.rules.asking import OF_HOUSEHOLD, OF_UNIT
from tests.builders import AS_OF, a_round, unit
from tests.rules.rounds import DAYS, GROUPS, TAGS, rounds

ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "expecting": st.booleans(),
    "age_oldest": st.sampled_from([18, 20, 21, 27, 28, 67]),
    "age_youngest_adult": st.sampled_from([17, 18, 27, 28]),
    "sex": st.sampled_from(["female", "male", "mixed"]),
    "target_groups": GROUPS,
    "shelter_care_needed": st.booleans(),
    "ready_from": DAYS,
    "gross_income": st.sampled_from([20_000_00, 29_000_00, 40_000_00, 60_000_00]),
    "accessibility": st.sampled_from(["none", "step_free", "walker", "wheelchair"]),
    "house_tags": TAGS,
    "pets": st.booleans(),
    "area_m2": st.sampled_from([69.9, 70.0]),
    "rent": st.sampled_from([450_00, 498_20, 713_03, 800_00]),
    "counts_for_rent_benefit": st.booleans(),
    "daeb": st.booleans(),
    "floor": st.integers(-1, 2),
    "lift": st.booleans(),
    "contract": st.sampled_from(["indefinite", "youth", "flip", "fixed_term"]),
    "available_from": DAYS,
    "pets_allowed": st.booleans(),
    "postcode": st.sampled_from(["9711AB", "9712AB"]),
}


def answered(draw: st.DrawFn, item: Any, fields: Any) -> dict[str, Any]:
    """Answers to some of the questions that are open."""
    found: dict[str, Any] = {}
    for field in fields:
        if getattr(item, field) is None and draw(st.booleans()):
            found[field] = draw(_ages(item.children) if field == "child_ages" else ANSWERS[field])
    return found


def _ages(children: int) -> st.SearchStrategy[Any]:
    return st.lists(st.integers(0, 17), min_size=children, max_size=children).map(tuple)


@st.composite
def with_answers(draw: st.DrawFn) -> tuple[Round, Round]:
    """A round, and the same round after some questions were answered."""
    before = draw(rounds())
    households = [
        Household.model_validate(h.model_dump() | answered(draw, h, _open_of_household(h))) for h in before.households
    ]
    units = [Unit.model_validate(u.model_dump() | answered(draw, u, _open_of_unit(u))) for u in before.units]
    data = before.model_dump() | {"households": households, "units": units}
    return before, Round.model_validate(data)


def _open_of_household(h: Household) -> list[str]:
    """Of one adult the age is known from the oldest member."""
    return [f for f in OF_HOUSEHOLD if f != "age_youngest_adult" or h.adults > 1]


def _open_of_unit(u: Unit) -> list[str]:
    """When a home comes free is a question for an occupied one only; others are free at once, or closed."""
    return [f for f in OF_UNIT if f != "available_from" or u.status is UnitStatus.OCCUPIED]


@given(with_answers())
def test_what_is_decided_holds_whatever_the_answers_are(given_rounds: tuple[Round, Round]) -> None:
    before, after = map(Context, given_rounds)
    for old, new in zip(before.active, after.active, strict=True):
        first = old.rule.judge(*before.grid(), old.numbers)
        then = new.rule.judge(*after.grid(), new.numbers)
        assert not (first.value & then.is_false).any(), old.rule.code
        assert not (first.is_false & then.value).any(), old.rule.code


@given(with_answers())
def test_an_answer_never_makes_a_new_question(given_rounds: tuple[Round, Round]) -> None:
    before, after = map(Context, given_rounds)
    for old, new in zip(before.active, after.active, strict=True):
        then = new.rule.judge(*after.grid(), new.numbers).is_unknown
        if then is None or not then.any() or not after.h_index or not after.u_index:
            continue
        first = old.rule.judge(*before.grid(), old.numbers).is_unknown
        assert first is not None, old.rule.code
        assert not (then & ~first).any(), old.rule.code


def test_the_day_of_the_round_is_the_first_day_of_a_free_home() -> None:
    context = Context(a_round(units=unit(available_from=None)))
    assert context.world.moment(context.round.units[0]) == AS_OF

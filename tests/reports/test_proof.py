"""The proof in plain words says what the statuses say, and never more."""

from pathlib import Path
from typing import Any

import pytest

from allocator.domain.codes import CountUnit, Norm, StageName, Status
from allocator.domain.policy import Dimension
from allocator.domain.proposal import Proposal
from allocator.domain.round import PreviousPlacement, Round
from allocator.intake import read_case
from allocator.reports.proof import Step, norm_words, proof, proven
from allocator.reports.words import Tongue
from tests.reports import samples as s

EN = Tongue("en")
FIXTURES = Path(__file__).parents[2] / "fixtures"


def steps(stages: list[dict[str, Any]], round_: Round | None = None, **more: bool) -> list[Step]:
    round_ = round_ or s.small()[0]
    return proof(round_, s.proposal(round_, [], [], stages=tuple(stages)), EN, **more)


def sentences(*stages: dict[str, Any]) -> list[str]:
    return [step.sentence for step in steps(list(stages))]


def test_lines_in_order_each_given_those_above() -> None:
    assert sentences(
        s.stage(StageName.URGENCY, "U1", 1),
        s.stage(StageName.URGENCY, "U2", 2),
        s.stage(StageName.ORIGIN, "origin", 1),
        s.stage(StageName.BALANCE, "all.count", 3),
        s.stage(StageName.BALANCE, "all.even", 99, sense="min"),
        s.stage(StageName.WAITING, "waiting", 1234),
        s.stage(StageName.LOTTERY, "lottery", 3),
    ) == [
        "No other plan gives a home to more households of class “Most urgent”: 1 of 1.",
        "Given that, no other plan gives a home to more households of class “Urgent”: 2 of 4.",
        "Given that, no other plan places more households in a municipality they come from or prefer: 1.",
        "Given that, no other plan places more households that count for the fair share of “all placements”: 3.",
        "Given that, no other plan divides “all placements” more evenly over the municipalities, "
        "measured against their share.",
        "Given that, no other plan serves more waiting days: 1,234.",
        "Between plans that are equal on all of this the draw decides, so exactly one plan remains.",
    ]


def test_sums_of_the_worst_off_make_one_line_as_sure_as_the_least_sure_of_them() -> None:
    found = steps(
        [
            s.stage(StageName.BALANCE, "all.worst-1", 5, sense="min"),
            s.stage(StageName.BALANCE, "all.worst-2", 9, Status.PROVEN_GIVEN, sense="min"),
            s.stage(StageName.BALANCE, "iks.worst-1", 1, sense="min"),
        ]
    )
    assert [(step.status, "worst" in step.sentence) for step in found] == [
        (Status.PROVEN_GIVEN, False),
        (Status.PROVEN, False),
    ]
    assert found[1].sentence.startswith(
        "Given that, no other plan leaves the municipalities with the largest shortfall"
    )


def test_what_is_not_proven_is_said() -> None:
    found = steps(
        [
            s.stage(StageName.URGENCY, "U1", 3, Status.FEASIBLE, bound=5),
            s.stage(StageName.ORIGIN, "origin", 3, Status.FEASIBLE, bound=4),
            s.stage(StageName.WAITING, "waiting", 70, Status.PROVEN_GIVEN),
            s.stage(StageName.SUITABILITY, "suitability", None, Status.NOT_REACHED),
        ]
    )
    assert [step.sentence for step in found] == [
        "Not proven: for Most urgent this plan reaches 3, and no plan can do better than 5.",
        "Not proven: for Municipality of origin this plan reaches 3; "
        "a plan as good on the aims above can reach 4 at best.",
        "Given what was found so far, no other plan serves more waiting days: 70.",
        "The search ended before this aim was looked at: Suitable homes.",
    ]
    assert [step.status_label for step in found] == [
        "not proven",
        "not proven",
        "proven, given the aims above",
        "not reached in time",
    ]


def test_evenness_that_is_not_proven_is_told_as_a_distance() -> None:
    round_ = read_case(FIXTURES / "fair").round
    stages = [
        s.stage(StageName.ORIGIN, "origin", 1),
        s.stage(StageName.BALANCE, "all.even", 34_697_300, Status.FEASIBLE, sense="min", bound=25_021_300),
    ]
    assert steps(stages, round_)[1].sentence == (
        "Not proven: for Typical distance from the fair share (households): all placements "
        "this plan reaches 1.83; a plan as good on the aims above can reach 1.55 at best."
    )


def test_an_aim_that_gave_way_is_not_called_the_best_there_is() -> None:
    (step,) = steps([s.stage(StageName.WAITING, "waiting", 95, best=100, tolerance=10)])
    assert step.sentence.startswith("Given that, and what the next aim reached, no other plan serves more waiting days")
    assert step.gave_way == (
        "This aim gave up 5 (at most 10 allowed) for the next one: Waiting time could have been 100."
    )


def test_without_numbers_no_value_and_no_group_is_named() -> None:
    stages = (
        s.stage(StageName.URGENCY, "U1", 41, best=42, tolerance=1),
        s.stage(StageName.BALANCE, "iks.count", 43),
        s.stage(StageName.WAITING, "waiting", 44, Status.FEASIBLE, bound=45),
    )
    for step in steps(list(stages), numbers=False):
        assert not any(c.isdigit() for c in step.sentence + step.gave_way)
        assert "Iks" not in step.sentence
        assert "intensive" not in step.sentence


def test_an_empty_class_and_a_first_round_prove_nothing() -> None:
    round_ = s.region([s.household(1)], [])
    stages = [s.stage(StageName.URGENCY, "U1", 0), s.stage(StageName.STABILITY, "stability", 0)]
    assert steps(stages, round_) == []
    kept = s.region([s.household(1, urgency="U1")], [], previous=(PreviousPlacement(household="hh-0001", unit="u"),))
    assert len(steps(stages, kept)) == 2


@pytest.mark.parametrize("status", Status)
def test_headline_says_proven_only_if_all_are(status: Status) -> None:
    _, plan = s.small()
    one_more = s.stage(StageName.WAITING, "waiting", 1, status)
    changed: Proposal = plan.model_copy(update={"stages": (*plan.stages, one_more)})
    assert proven(changed) is (status is Status.PROVEN)


def test_every_norm_is_explained() -> None:
    assert len({norm_words(norm, EN) for norm in Norm}) == len(Norm)


def test_dimension_in_persons_speaks_of_people() -> None:
    policy = s.policy(dimensions=(Dimension(name="all", unit=CountUnit.PERSONS, norm=Norm.TOTAL),))
    round_ = s.region([], [], policy=policy)
    found = steps(
        [s.stage(StageName.BALANCE, "all.count", 3), s.stage(StageName.BALANCE, "all.total", 3, sense="min")], round_
    )
    assert "more people who count" in found[0].sentence
    assert "all deviations added up" in found[1].sentence

"""The judge: a sound solution passes; broken in any one way, it is caught under the right code."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from allocator import rules
from allocator.domain.base import Sensitivity
from allocator.domain.codes import Form, StageName, Status, SupportLevel
from allocator.domain.household import Apart
from allocator.domain.policy import Cap
from allocator.domain.proposal import Placement, Solution, StageResult
from allocator.domain.region import SupportPool
from allocator.domain.round import Round
from allocator.domain.unit import Complex, Corporation, Occupant
from allocator.solver.aims import judged_points, stage_values, sub_stages
from allocator.solver.verify import feasible, verify
from tests import builders
from tests.builders import AS_OF, HERE, SOON, THERE, a_round, household, need, unit, word
from tests.oracle import by_hand

URGENCY, WAITING = StageName.URGENCY, StageName.WAITING
FORMS = ("regular", "group_home", "shared_rooms", "shelter_place")


def plan(*rows: str) -> tuple[Placement, ...]:
    """Placements from texts: `plan("h1 u1", "h2 u2 p1 p2")`."""
    parts = (row.split() for row in rows)
    return tuple(Placement(household=h, unit=u, pools=tuple(pools)) for h, u, *pools in parts)


def person(id: str, **changes: Any) -> Any:  # noqa: A002
    return household(id, accepted_forms=FORMS, **changes)


def people(*ids: str, **changes: Any) -> list[Any]:
    return [person(i, **changes) for i in ids]


def pool(**changes: Any) -> SupportPool:
    plain = {"id": "p1", "provider": "c1", "kinds": ("home",), "municipalities": (HERE,), "hours_per_week": 10}
    return SupportPool.model_validate(plain | changes)


def one_need(**changes: Any) -> list[Any]:
    return [person("h1", needs=(need("h1", **changes),))]


def shared(**changes: Any) -> Any:
    plain = {"form": "group_home", "places": 3, "max_persons": None, "rent": 400_00}
    return unit("g", **(plain | changes))


def site(**changes: Any) -> dict[str, Any]:
    return {"complexes": (Complex.model_validate({"id": "X", "municipality": HERE, "homes": 4} | changes),)}


def in_site(*ids: str) -> list[Any]:
    return [unit(i, complex="X") for i in ids]


def intensive(id: str) -> Any:  # noqa: A002
    return person(id, needs=(need(id, level="on_site_24h"),))


# Each case: the round, a plan it allows, the same plan broken in one way, and the code of what is wrong.
Case = tuple[Round, tuple[Placement, ...], tuple[Placement, ...], str]
TWO = [unit("u1"), unit("u2")]
IN_TWO_WEEKS, LONG = AS_OF + timedelta(days=14), AS_OF + timedelta(days=400)

CASES: dict[str, Callable[[], Case]] = {
    "household not in the round": lambda: (
        a_round(people("h1"), TWO),
        plan("h1 u1"),
        plan("h9 u1"),
        "unknown-household",
    ),
    "unit not in the round": lambda: (a_round(people("h1"), TWO), plan("h1 u1"), plan("h1 u9"), "unknown-unit"),
    "placed twice": lambda: (a_round(people("h1"), TWO), plan("h1 u1"), plan("h1 u1", "h1 u2"), "placed-twice"),
    "a rule refuses": lambda: (
        a_round(people("h1"), [unit("u1"), unit("u2", status="withdrawn")]),
        plan("h1 u1"),
        plan("h1 u2"),
        "rule places",
    ),
    "a rule refuses, waived for another pair only": lambda: (
        a_round(
            people("h1", "h2", adults=2, children=2, child_ages=(3, 14)),
            TWO,
            pairs=(word("h1", "u1", verdict="waive", rule="R-101"),),
        ),
        plan("h1 u1"),
        plan("h2 u1"),
        "rule",
    ),
    "forbidden": lambda: (
        a_round(people("h1"), TWO, pairs=(word("h1", "u2", verdict="forbid"),)),
        plan("h1 u1"),
        plan("h1 u2"),
        "forbidden rule",
    ),
    "pin not kept": lambda: (
        a_round(people("h1"), TWO, pairs=(word("h1", "u2", verdict="pin"),)),
        plan("h1 u2"),
        plan("h1 u1"),
        "pin",
    ),
    "a home used twice": lambda: (
        a_round(people("h1", "h2"), TWO),
        plan("h1 u1", "h2 u2"),
        plan("h1 u1", "h2 u1"),
        "places",
    ),
    "more households than a group home has places": lambda: (
        a_round(people("h1", "h2", "h3", adults=2), [shared(places=2)]),
        plan("h1 g", "h2 g"),
        plan("h1 g", "h2 g", "h3 g"),
        "places",
    ),
    "more people than shared rooms have places": lambda: (
        a_round([person("h1"), person("h2"), person("h3", adults=2)], [shared(form="shared_rooms", places=2)]),
        plan("h1 g", "h2 g"),
        plan("h1 g", "h3 g"),
        "places",
    ),
    "into an occupied home while the mover stays": lambda: (
        by_hand.chain(),
        plan("h1 u2", "h2 u1"),
        plan("h2 u1"),
        "places",
    ),
    "a small household leaves shared rooms to a large one": lambda: (
        a_round(
            [person("m", current_unit="g"), person("h1"), person("h2", adults=2)],
            [shared(form="shared_rooms", places=0), unit("u1")],
            policy=builders.policy(),
        ),
        plan("m u1", "h1 g"),
        plan("m u1", "h2 g"),
        "places rule",
    ),
    "too many people, with who lives there": lambda: (
        a_round(
            people("h1", "h2", "m"),
            [shared(max_persons=4), unit("u1")],
            occupants=(Occupant(home="g", persons=2),),
        ),
        plan("h1 g", "h2 g", "m u1"),
        plan("h1 g", "h2 g", "m g"),
        "max-persons",
    ),
    "too many people, with a mover that stays": lambda: (
        a_round([person("m", current_unit="g"), *people("h1", "h2")], [shared(max_persons=2), unit("u1")]),
        plan("m u1", "h1 g", "h2 g"),
        plan("h1 g", "h2 g"),
        "max-persons",
    ),
    "tags of two who come": lambda: (
        a_round([person("h1", house_tags=("quiet",)), person("h2", house_tags=("loud",)), person("h3")], [shared()]),
        plan("h2 g", "h3 g"),
        plan("h1 g", "h2 g", "h3 g"),
        "tags",
    ),
    "tags of a mover that stays": lambda: (
        a_round(
            [person("m", house_tags=("loud",), current_unit="g"), person("h1", house_tags=("quiet",))],
            [shared(), unit("u1")],
        ),
        plan("m u1", "h1 g"),
        plan("h1 g"),
        "tags",
    ),
    "apart, in one home": lambda: (
        a_round(people("h1", "h2"), [shared(), unit("u1")], apart=(Apart(household="h1", other="h2", until=AS_OF),)),
        plan("h1 g", "h2 u1"),
        plan("h1 g", "h2 g"),
        "apart",
    ),
    "apart, in one complex": lambda: (
        a_round(people("h1", "h2"), [*in_site("u1", "u2"), unit("u3")], apart=(Apart(household="h2", other="h1"),)),
        plan("h1 u1", "h2 u3"),
        plan("h1 u1", "h2 u2"),
        "apart",
    ),
    "apart, beside a mover that stays": lambda: (
        a_round(
            [person("m", current_unit="u1"), person("h1")],
            [unit("u1", complex="X", status="occupied"), unit("u2", complex="X"), unit("u3")],
            apart=(Apart(household="h1", other="m"),),
        ),
        plan("m u3", "h1 u2"),
        plan("h1 u2"),
        "apart",
    ),
    "too much intensive support in a complex": lambda: (
        a_round(
            [intensive("h1"), intensive("h2")],
            [unit(i, complex="X", on_site_level="on_site_24h") for i in ("u1", "u2")],
            occupants=(Occupant(home="u1", persons=1, support_level=SupportLevel.INTENSIVE),),
            **site(max_intensive=2),
        ),
        plan("h1 u1"),
        plan("h1 u1", "h2 u2"),
        "complex-intensive",
    ),
    "too many of a group in a complex": lambda: (
        a_round(
            people("h1", "h2", target_groups=("MO", "GGZ")),
            in_site("u1", "u2"),
            occupants=(Occupant(home="X", persons=2, target_groups=("GGZ",)),),
            **site(max_share_per_group=0.5),
        ),
        plan("h1 u1"),
        plan("h1 u1", "h2 u2"),
        "complex-group",
    ),
    "a mover that stays in the complex counts": lambda: (
        a_round(
            [person("m", current_unit="u1"), person("h1")],
            [unit("u1", complex="X", status="occupied"), unit("u2", complex="X"), unit("u3")],
            **site(max_share_per_group=0.25),
        ),
        plan("m u3", "h1 u2"),
        plan("h1 u2"),
        "complex-group",
    ),
    "a need without a pool": lambda: (
        a_round(one_need(), TWO, support=(pool(),)),
        plan("h1 u1 p1"),
        plan("h1 u1"),
        "pool-each-need",
    ),
    "a pool without a need": lambda: (
        a_round(people("h1"), TWO, support=(pool(),)),
        plan("h1 u1"),
        plan("h1 u1 p1"),
        "pool-each-need",
    ),
    "a pool that is not there": lambda: (
        a_round(one_need(), TWO, support=(pool(),)),
        plan("h1 u1 p1"),
        plan("h1 u1 p9"),
        "pool-unknown",
    ),
    "pool of another kind": lambda: (
        a_round(one_need(), TWO, support=(pool(), pool(id="p2", kinds=("debt",)))),
        plan("h1 u1 p1"),
        plan("h1 u1 p2"),
        "pool-suits",
    ),
    "pool of another municipality": lambda: (
        a_round(one_need(), TWO, support=(pool(), pool(id="p2", municipalities=(THERE,)))),
        plan("h1 u1 p1"),
        plan("h1 u1 p2"),
        "pool-suits",
    ),
    "pool of too low a level": lambda: (
        a_round(
            one_need(level="intensive"),
            TWO,
            support=(pool(max_level="intensive"), pool(id="p2", max_level="light")),
        ),
        plan("h1 u1 p1"),
        plan("h1 u1 p2"),
        "pool-suits",
    ),
    "pool of another provider": lambda: (
        a_round(one_need(provider="c1"), TWO, support=(pool(), pool(id="p2", provider="c2"))),
        plan("h1 u1 p1"),
        plan("h1 u1 p2"),
        "pool-suits",
    ),
    "pool that starts after the window": lambda: (
        a_round(
            one_need(),
            TWO,
            support=(
                pool(available_from=AS_OF + timedelta(days=28)),
                pool(id="p2", available_from=AS_OF + timedelta(days=29)),
            ),
        ),
        plan("h1 u1 p1"),
        plan("h1 u1 p2"),
        "pool-suits",
    ),
    "pool that starts after the day the need gives": lambda: (
        a_round(
            one_need(start_by=IN_TWO_WEEKS),
            TWO,
            support=(
                pool(available_from=IN_TWO_WEEKS),
                pool(id="p2", available_from=IN_TWO_WEEKS + timedelta(days=1)),
            ),
        ),
        plan("h1 u1 p1"),
        plan("h1 u1 p2"),
        "pool-suits",
    ),
    "pool that ends too soon": lambda: (
        a_round(
            one_need(),
            TWO,
            support=(
                pool(available_until=AS_OF + timedelta(days=91)),
                pool(id="p2", available_until=AS_OF + timedelta(days=90)),
            ),
        ),
        plan("h1 u1 p1"),
        plan("h1 u1 p2"),
        "pool-suits",
    ),
    "more hours than a pool has": lambda: (
        by_hand.one_pool(4.49),
        plan("h1 u1 p1"),
        plan("h1 u1 p1", "h2 u2 p1"),
        "pool-full",
    ),
    "more places than a pool has": lambda: (
        a_round(
            [person(h, needs=(need(h),)) for h in ("h1", "h2")],
            TWO,
            support=(pool(hours_per_week=None, places=3, used=1.5),),
        ),
        plan("h1 u1 p1"),
        plan("h1 u1 p1", "h2 u2 p1"),
        "pool-full",
    ),
    "unknown hours are the policy's": lambda: (
        a_round(
            [person(h, needs=(need(h, hours=None, level="intensive"),)) for h in ("h1", "h2")],
            TWO,
            support=(pool(hours_per_week=11.5),),
        ),
        plan("h1 u1 p1"),
        plan("h1 u1 p1", "h2 u2 p1"),
        "pool-full",
    ),
    "more new households than a pool takes": lambda: (
        a_round([person(h, needs=(need(h), need(h))) for h in ("h1", "h2")], TWO, support=(pool(max_households=1),)),
        plan("h1 u1 p1 p1"),
        plan("h1 u1 p1 p1", "h2 u2 p1 p1"),
        "pool-households",
    ),
    "more unfit lettings than allowed": lambda: (
        a_round(
            people("h1", "h2"),
            [unit("u1", rent=800_00), unit("u2", rent=800_00)],
            corporations=(Corporation(id="C1", name="C1", unfit_allowed_now=1),),
        ),
        plan("h1 u1"),
        plan("h1 u1", "h2 u2"),
        "unfit",
    ),
    "unfit at a corporation without a row": lambda: (
        a_round(people("h1"), [unit("u1"), unit("u2", rent=800_00)]),
        plan("h1 u1"),
        plan("h1 u2"),
        "unfit",
    ),
    "over a cap": lambda: (
        a_round(
            people("h1", "h2"),
            TWO,
            policy=builders.policy(
                caps=(Cap(id="c", most=1, municipality=HERE, corporation="C1", group="MO", forms=(Form.REGULAR,)),)
            ),
        ),
        plan("h1 u1"),
        plan("h1 u1", "h2 u2"),
        "cap",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_broken_plan_is_caught(name: str) -> None:
    round, sound, broken, codes = CASES[name]()
    context = rules.Context(round)
    assert feasible(round, sound, context) == []
    assert {v.code for v in feasible(round, broken, context)} == set(codes.split())


@pytest.mark.parametrize("name", CASES)
def test_every_violation_can_be_read_in_both_languages(name: str) -> None:
    round, _, broken, _ = CASES[name]()
    for violation in feasible(round, broken, rules.Context(round)):
        english, dutch = violation.sentence.render("en"), violation.sentence.render("nl")
        assert "{" not in english + dutch
        assert english.endswith(".")


LIMITS: dict[str, tuple[Round, tuple[Placement, ...]]] = {
    "a home where more people live than may": (
        a_round(
            [person("m", current_unit="g", adults=3), person("h1", adults=2)],
            [shared(max_persons=2), unit("u1", bedrooms=3)],
        ),
        plan("m u1", "h1 g"),
    ),
    "a complex that is over its limit, but not more so": (
        a_round(
            [person("m", current_unit="u1"), person("h1")],
            [unit("u1", complex="X", status="occupied"), unit("u2")],
            **site(max_share_per_group=0),
        ),
        plan("m u2", "h1 u1"),
    ),
    "0.29 of 100 homes is 29": (
        a_round(
            people("h1"),
            in_site("u1"),
            **site(homes=100, max_share_per_group=0.29),
            occupants=tuple(Occupant(id=f"o{n}", home="X", persons=1, target_groups=("MO",)) for n in range(28)),
        ),
        plan("h1 u1"),
    ),
    "a provider that moves along takes no hours and is no new household": (
        a_round(one_need(provider="c1"), TWO, support=(pool(hours_per_week=0, max_households=0),)),
        plan("h1 u1 p1"),
    ),
    "apart until yesterday": (
        a_round(
            people("h1", "h2"),
            [shared()],
            apart=(Apart(household="h1", other="h2", until=AS_OF - timedelta(days=1)),),
        ),
        plan("h1 g", "h2 g"),
    ),
    "tags say nothing outside a shared home": (
        a_round([person("h1", house_tags=("quiet",)), person("h2", house_tags=("loud",))], in_site("u1", "u2")),
        plan("h1 u1", "h2 u2"),
    ),
    "who swaps frees a place for the other": (by_hand.swap(), plan("h1 u2", "h2 u1")),
}


@pytest.mark.parametrize("name", LIMITS)
def test_what_is_just_allowed_is_allowed(name: str) -> None:
    round, sound = LIMITS[name]
    assert feasible(round, sound, rules.Context(round)) == []


def test_a_special_or_safety_fact_stays_with_the_committee() -> None:
    for name, sensitivity in (
        ("apart, in one home", Sensitivity.SAFETY),
        ("tags of two who come", Sensitivity.SPECIAL),
    ):
        round, _, broken, _ = CASES[name]()
        (violation,) = feasible(round, broken, rules.Context(round))
        assert violation.sentence.sensitivity is sensitivity


# ---------------------------------------------------------------- what each aim is said to have reached


def solved() -> tuple[Round, Solution]:
    """A round and a sound solution of it; urgency lends out a tolerance of 1 and the plan uses it."""
    round = by_hand.two_or_one(*by_hand.stages(URGENCY, WAITING, urgency=1), days=150)
    placements = plan("h3 u1")
    values = stage_values(round, placements, judged_points(rules.Context(round)))
    best = values | {(URGENCY, SOON): 2}
    results = [
        StageResult(
            stage=s.stage,
            sub_stage=s.name,
            sense=s.sense,
            tolerance=s.tolerance,
            status=Status.PROVEN,
            value=values[s.stage, s.name],
            best=best[s.stage, s.name],
            bound=best[s.stage, s.name],
        )
        for s in sub_stages(round)
    ]
    return round, Solution(placements=placements, stages=tuple(results))


def changed(solution: Solution, name: str, **changes: Any) -> Solution:
    """The solution with other figures in one sub-stage."""
    rows = tuple(r.model_copy(update=changes) if r.sub_stage == name else r for r in solution.stages)
    return solution.model_copy(update={"stages": rows})


def codes(round: Round, solution: Solution) -> set[str]:
    return {v.code for v in verify(round, solution)}


def test_a_sound_solution_passes() -> None:
    assert verify(*solved()) == []


BROKEN: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "a value that is not the plan's": ("waiting", {"value": 151}, {"value"}),
    "a value left out": ("waiting", {"value": None}, {"value"}),
    "a bound that the plan beats": ("waiting", {"bound": 149, "status": Status.FEASIBLE}, {"bound", "status"}),
    "a bound that the best beats": (SOON, {"bound": 1, "status": Status.FEASIBLE}, {"bound", "status"}),
    "a limit alone that the plan beats": ("waiting", {"alone": 149}, {"alone"}),
    "a best out of reach of the tolerance": (SOON, {"best": 3, "bound": 3}, {"tolerance"}),
    "a best out of reach without tolerance": ("waiting", {"best": 151, "bound": 151}, {"tolerance"}),
    "proven with a gap": ("lottery", {"bound": 2}, {"status"}),
    "proven without a bound": ("lottery", {"bound": None}, {"status"}),
    "proven without a best": ("lottery", {"best": None, "bound": None}, {"status"}),
    "feasible without a gap": ("lottery", {"status": Status.FEASIBLE}, {"status"}),
    "proven, but not what stands above it": ("waiting", {"bound": 200, "status": Status.FEASIBLE}, {"status"}),
    "proven given, but all above is proven": ("lottery", {"status": Status.PROVEN_GIVEN}, {"status"}),
    "another tolerance than the policy's": (SOON, {"tolerance": 2}, {"stages"}),
    "another sense": ("waiting", {"sense": "min"}, {"stages"}),
    "another name": ("waiting", {"sub_stage": "days"}, {"stages"}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_false_figure_is_caught(name: str) -> None:
    round, solution = solved()
    sub_stage, changes, expected = BROKEN[name]
    broken = changed(solution, sub_stage, **changes)
    assert codes(round, broken) == expected
    assert all("{" not in v.sentence.render("nl") for v in verify(round, broken))


def test_a_stage_left_out_or_moved_is_caught() -> None:
    round, solution = solved()
    for rows in (solution.stages[1:], solution.stages[::-1]):
        assert codes(round, solution.model_copy(update={"stages": rows})) == {"stages"}


def test_unproven_solutions_pass_when_they_say_so() -> None:
    round, solution = solved()
    gap = changed(solution, "waiting", bound=200, status=Status.FEASIBLE)
    assert codes(round, changed(gap, "lottery", status=Status.PROVEN_GIVEN)) == set()
    unreached = {"value": None, "best": None, "bound": None, "status": Status.NOT_REACHED}
    assert codes(round, changed(gap, "lottery", **unreached)) == set()
    assert codes(round, changed(gap, "lottery", **{**unreached, "bound": 0})) == {"bound"}


def test_what_is_minimised_has_its_bound_below() -> None:
    round = by_hand.even_split()
    placements = plan("h1 a1", "h2 b1")
    values = stage_values(round, placements, judged_points(rules.Context(round)))
    results = [
        StageResult(
            stage=s.stage,
            sub_stage=s.name,
            sense=s.sense,
            tolerance=s.tolerance,
            status=Status.PROVEN,
            value=values[s.stage, s.name],
            best=values[s.stage, s.name],
            bound=values[s.stage, s.name],
        )
        for s in sub_stages(round)
    ]
    solution = Solution(placements=placements, stages=tuple(results))
    assert codes(round, solution) == set()
    value = values[StageName.BALANCE, "all.even"]
    above = changed(solution, "all.even", bound=value + 1, status=Status.FEASIBLE)
    below = changed(solution, "all.even", bound=value - 1, status=Status.FEASIBLE)
    assert "bound" in codes(round, above)
    assert "bound" not in codes(round, below)


def test_a_plan_with_unknown_keys_is_not_looked_into() -> None:
    round, solution = solved()
    broken = solution.model_copy(update={"placements": plan("h3 u1", "h9 u9")})
    assert codes(round, broken) == {"unknown-household", "unknown-unit"}


def test_the_judge_loads_neither_engine_nor_formulation() -> None:
    script = (
        "import sys, allocator.solver.verify\n"
        "seen = [m for m in sys.modules if m.split('.')[0] == 'ortools' or m.endswith('.formulation')]\n"
        "sys.exit(', '.join(seen) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

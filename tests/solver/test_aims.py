"""The aims counted by hand, the order they are taken in, the lottery and who waits for whom."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator import rules
from allocator.domain.codes import Norm, StageName
from allocator.domain.policy import Dimension, KeyMix, Stage
from allocator.domain.proposal import Placement
from allocator.domain.region import ALL_GROUPS
from allocator.domain.round import PreviousPlacement, Round
from allocator.solver import aims
from tests import builders
from tests.builders import AS_OF, FAR, HERE, LATER, SOON, THERE, URGENT, household, need, unit, word
from tests.oracle import by_hand


def plan(**homes: str) -> tuple[Placement, ...]:
    return tuple(Placement(household=h, unit=u) for h, u in homes.items())


def values(round: Round, placements: tuple[Placement, ...]) -> dict[str, int]:
    found = aims.stage_values(round, placements, aims.judged_points(rules.Context(round)))
    return {name: value for (_, name), value in found.items()}


# ---------------------------------------------------------------- which aims


def test_stages_come_in_policy_order_with_the_lottery_last() -> None:
    order = (
        Stage(name=StageName.LOTTERY, tolerance=5),
        Stage(name=StageName.WAITING, tolerance=7),
        Stage(name=StageName.STABILITY, on=False),
        Stage(name=StageName.URGENCY),
    )
    found = aims.sub_stages(builders.a_round(policy=builders.policy(stages=order)))
    assert found == [
        (StageName.WAITING, "waiting", "max", 7),
        (StageName.URGENCY, URGENT, "max", 0),
        (StageName.URGENCY, SOON, "max", 0),
        (StageName.URGENCY, LATER, "max", 0),
        (StageName.LOTTERY, "lottery", "max", 0),
    ]


def balance_stages(norm: Norm, **changes: Any) -> list[tuple[str, str, int]]:
    round = builders.a_round(
        policy=builders.policy(
            stages=by_hand.stages(StageName.BALANCE, balance=9), norm=norm, keys={"all": (KeyMix(key="k"),)}
        ),
        **by_hand.keys(**changes),
    )
    return [(s.name, s.sense, s.tolerance) for s in aims.sub_stages(round)[:-1]]


def test_a_count_comes_before_each_norm_and_gives_nothing_up() -> None:
    weights = {HERE: 1, THERE: 2, FAR: 0}
    count = ("all.count", "max", 0)
    assert balance_stages(Norm.EVEN, **weights) == [count, ("all.even", "min", 9)]
    assert balance_stages(Norm.TOTAL, **weights) == [count, ("all.total", "min", 9)]
    worst = [("all.worst-1", "min", 9), ("all.worst-2", "min", 9)]  # two municipalities have a share
    assert balance_stages(Norm.WORST_FIRST, **weights) == [count, *worst]


def test_without_shares_only_the_count_is_left() -> None:
    assert [balance_stages(norm) for norm in Norm] == [[("all.count", "max", 0)]] * 3


# ---------------------------------------------------------------- values


def test_urgency_counts_who_is_served_and_a_shelter_serves_nobody() -> None:
    people = [household("h1", urgency=URGENT), household("h2", urgency=URGENT), household("h3")]
    round = builders.a_round(people, [unit("u1"), unit("u2", form="shelter_place"), unit("u3")])
    found = values(round, plan(h1="u1", h2="u2", h3="u3"))
    assert [found[code] for code in (URGENT, SOON, LATER)] == [1, 1, 0]
    assert found["lottery"] == 3


@pytest.mark.parametrize(
    ("origin", "preferred", "form", "counted"),
    [
        (THERE, (), "regular", 1),
        (HERE, (THERE,), "regular", 1),
        (THERE, (THERE,), "regular", 1),
        (HERE, (FAR,), "regular", 0),
        (None, (), "regular", 0),
        (THERE, (), "shelter_place", 0),
    ],
)
def test_origin(origin: str | None, preferred: tuple[str, ...], form: str, counted: int) -> None:
    person = household("h1", municipality_of_origin=origin, preferred_municipalities=preferred)
    round = builders.a_round(person, unit("u1", municipality=THERE, form=form))
    assert values(round, plan(h1="u1"))["origin"] == counted


@pytest.mark.parametrize(
    ("count_from", "ready", "cap", "days"),
    [
        ("ready", 30, 1000, 30),
        ("ready", None, 1000, 100),
        ("registered", 30, 1000, 100),
        ("registered", 30, 99, 99),
        ("registered", 30, 100, 100),
        ("ready", -5, 1000, 0),
        ("ready", 0, 1000, 0),
    ],
)
def test_waiting_days(count_from: str, ready: int | None, cap: int, days: int) -> None:
    since = None if ready is None else AS_OF - timedelta(days=ready)
    person = household("h1", registered_on=AS_OF - timedelta(days=100), ready_from=since)
    policy = builders.policy(waiting={"count_from": count_from, "cap_days": cap})
    round = builders.a_round(person, unit("u1"), policy=policy)
    assert aims.waiting_days(round, person) == days
    assert values(round, plan(h1="u1"))["waiting"] == days


def test_a_score_replaces_the_points_and_shelter_places_have_points_too() -> None:
    people = [household("h1"), household("h2")]
    round = builders.a_round(
        people,
        [unit("u1"), unit("u2", form="shelter_place")],
        pairs=(word("h1", "u1", score=7), word("h2", "u2", score=1000)),
    )
    assert values(round, plan(h1="u1", h2="u2"))["suitability"] == 1007


def test_stability_counts_placements_kept() -> None:
    previous = tuple(PreviousPlacement(household=h, unit=u) for h, u in (("h1", "u1"), ("h2", "u1"), ("gone", "u2")))
    round = builders.a_round([household("h1"), household("h2")], [unit("u1"), unit("u2")], previous=previous)
    assert values(round, plan(h1="u1", h2="u2"))["stability"] == 1
    assert values(round, plan(h1="u2", h2="u1"))["stability"] == 1
    assert values(round, plan(h2="u2"))["stability"] == 0


def balanced(norm: Norm, dimension: dict[str, Any] | None = None) -> Round:
    """Shares 1/4 and 3/4 (c = 400 and 133), none for FAR; quota 0, so every placement is too many."""
    people = [
        household("h1", adults=2),
        household("h2", target_groups=("GGZ", "MO")),
        household("h3", needs=(need("h3", level="intensive"),)),
    ]
    units = [unit("a", bedrooms=3), unit("b", municipality=THERE), unit("c", municipality=FAR)]
    fields = {"name": ALL_GROUPS, "regional_quota": 0} | (dimension or {})
    return builders.a_round(
        people,
        units,
        policy=builders.policy(
            norm=norm, dimensions=(Dimension.model_validate(fields),), keys={"all": (KeyMix(key="k"),)}
        ),
        **by_hand.keys(**{HERE: 1, THERE: 3}),
    )


def test_norms_by_hand() -> None:
    placed = plan(h1="a", h2="b", h3="c")
    assert values(balanced(Norm.EVEN), placed)["all.even"] == 400 * 100**2 + 133 * 100**2
    assert values(balanced(Norm.TOTAL), placed)["all.total"] == 200
    worst = values(balanced(Norm.WORST_FIRST), placed)
    assert (worst["all.worst-1"], worst["all.worst-2"]) == (-13_300, -53_300)
    assert worst["all.count"] == 3  # also who is placed where nobody has a share


@pytest.mark.parametrize(
    ("dimension", "count"),
    [
        ({}, 3),
        ({"unit": "persons"}, 4),
        ({"group": "GGZ"}, 1),
        ({"group": "MO"}, 2),  # of h2 only the first group counts
        ({"min_level": "intensive"}, 1),
        ({"min_level": "on_call_24h"}, 0),
    ],
)
def test_who_counts_in_a_dimension(dimension: dict[str, Any], count: int) -> None:
    round = balanced(Norm.EVEN, {"name": "d"} | dimension)
    assert values(round, plan(h1="a", h2="b", h3="c"))["d.count"] == count


def test_what_does_not_count_for_the_share_is_left_out() -> None:
    round = balanced(Norm.EVEN)
    units = tuple(u.model_copy(update={"counts_for_share": u.id != "a"}) for u in round.units)
    assert values(round.model_copy(update={"units": units}), plan(h1="a", h2="b"))["all.count"] == 1


def test_members_of_a_dimension() -> None:
    round = balanced(Norm.EVEN)
    ggz = Dimension(name="ggz", group="GGZ")
    assert aims.dimension_members(round, round.policy.dimensions[0]) == ("h1", "h2", "h3")
    assert aims.dimension_members(round, ggz) == ("h2",)


# ---------------------------------------------------------------- lottery and dependence


def test_ranks_follow_the_hash_of_seed_round_and_id() -> None:
    people = [household(f"h{n}") for n in range(9)]
    round = builders.a_round(people, [unit("u1")], lottery_seed="zaad", round_id="2026-47")
    drawn = sorted((h.id for h in people), key=lambda i: sha256(f"zaad\n2026-47\n{i}".encode()).hexdigest())
    assert sorted(aims.ranks(round).household, key=aims.ranks(round).household.__getitem__) == drawn


def test_lottery_key_prefers_who_is_drawn_first_then_homes() -> None:
    round = builders.a_round([household("h1"), household("h2")], [unit("u1"), unit("u2")])
    rank = aims.ranks(round)
    first, second = sorted(rank.household, key=rank.household.__getitem__)
    one, two = sorted(rank.unit, key=rank.unit.__getitem__)
    worse_and_worse = [
        plan(**{first: one, second: two}),
        plan(**{first: two, second: one}),
        plan(**{first: one}),
        plan(**{first: two}),
        plan(**{second: one}),
        plan(),
    ]
    found = [aims.lottery_key(round, p) for p in worse_and_worse]
    assert found == sorted(found)
    assert len(set(found)) == len(found)
    assert aims.lottery_key(round, worse_and_worse[0][::-1]) == found[0]  # the order of rows says nothing


@given(st.lists(st.integers(0, 3), min_size=2, max_size=2), st.lists(st.integers(0, 3), min_size=2, max_size=2))
def test_lottery_keys_are_equal_only_for_the_same_plan(one: list[int], other: list[int]) -> None:
    round = builders.a_round([household("h1"), household("h2")], [unit(f"u{n}") for n in range(3)])

    def key(homes: list[int]) -> aims.LotteryKey:
        chosen = {f"h{n + 1}": f"u{u}" for n, u in enumerate(homes) if u < 3}
        return aims.lottery_key(round, plan(**chosen))

    assert (key(one) == key(other)) == (one == other)


def test_who_follows_a_mover_depends_on_it() -> None:
    assert aims.depends_on(by_hand.chain(), plan(h1="u2", h2="u1")) == {"h2": ("h1",)}
    assert aims.depends_on(by_hand.chain(), plan(h1="u2")) == {}
    assert aims.depends_on(by_hand.swap(), plan(h1="u2", h2="u1")) == {"h1": ("h2",), "h2": ("h1",)}


@pytest.mark.parametrize(("places", "free_of_charge"), [(0, 0), (1, 1), (2, 2), (3, 3)])
def test_first_drawn_take_the_places_that_are_free_already(places: int, free_of_charge: int) -> None:
    shared = unit("g", form="group_home", places=places, max_persons=None)
    movers = [household(f"m{n}", current_unit="g") for n in range(3)]
    comers = [household(f"c{n}") for n in range(3)]
    round = builders.a_round([*movers, *comers], [shared, *(unit(f"u{n}") for n in range(2))])
    waits = aims.depends_on(round, plan(m0="u0", m1="u1", c0="g", c1="g", c2="g"))
    rank = aims.ranks(round).household
    drawn = sorted(("c0", "c1", "c2"), key=rank.__getitem__)
    assert waits == dict.fromkeys(drawn[free_of_charge:], ("m0", "m1"))


def test_in_shared_rooms_places_are_persons() -> None:
    shared = unit("s", form="shared_rooms", places=2, max_persons=None)
    people = [household("m", current_unit="s", adults=2), household("c", adults=2), household("d")]
    round = builders.a_round(people, [shared, unit("u")])
    rank = aims.ranks(round).household
    waits = aims.depends_on(round, plan(m="u", c="s", d="s"))
    later = "d" if rank["c"] < rank["d"] else "c"
    assert waits == {later: ("m",)}


def test_weights_are_a_hundred_over_the_share() -> None:
    round = balanced(Norm.EVEN)
    assert aims.balance_weights(round, round.policy.dimensions[0]) == {HERE: 400, THERE: 133}
    scaled = by_hand.keys(**{HERE: 7, THERE: 21})["keys"]
    assert aims.balance_weights(round.model_copy(update={"keys": scaled}), round.policy.dimensions[0]) == {
        HERE: 400,
        THERE: 133,
    }

"""Random histories on both databases."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from allocator.domain.codes import Verdict
from allocator.domain.round import Round
from allocator.domain.workflow import Step
from allocator.generate import generate, with_every_feature
from allocator.intake import ReadCase, delivered_policy, read_policy
from allocator.store import migrating, open_store
from tests.actions.offices import Clock, House, case
from tests.databases import Shelf
from tests.databases import settings as of_test
from tests.histories.machine import AnyHistory, Place

ROUND = "week-1"
EVERYTHING = (
    *(step.value for step in Step if step is not Step.EXPIRE),
    *(verdict.value for verdict in Verdict),
    *("answer", "expired", "urgency ended", "objection decided", "came back", "opened", "run"),
    *("period closed", "transfer answered", "excused", "revised", "corrected", "home changed"),
)
"""What must have happened in the long run, else it proves little."""

MONDAY = date(2026, 11, 23)


def region(seed: int) -> Round:
    """Ten municipalities, thirty households, twelve homes, every feature of the policy."""
    policy = with_every_feature(read_policy(delivered_policy(), MONDAY), 12)
    return generate(30, 12, "ten", seed, policy=policy, as_of=MONDAY)


def worlds() -> list[ReadCase]:
    """Where histories begin: chains, shared homes, and regions with support and open questions."""
    return [case("chains"), case("shared_homes"), *(ReadCase(region(seed), (), {}) for seed in (1, 3))]


@pytest.mark.slow
def test_any_history(shelf: Shelf) -> None:
    """A few short histories."""
    live(shelf, many=10 if shelf.server is None else 5, steps=40)


@pytest.mark.soak
def test_any_long_history(shelf: Shelf) -> None:
    """Hundreds of long ones, in which everything happens."""
    happened = live(shelf, many=200, steps=80)
    print(sorted(happened.items()))
    assert not {*EVERYTHING} - {what for what, count in happened.items() if count}


def live(shelf: Shelf, *, many: int, steps: int) -> Counter[str]:
    """So many histories of at most so many steps; what happened in them."""
    begun: dict[int, str] = {}

    def begin(world: int) -> Place:
        if world not in begun:
            begun[world] = _prepared(shelf, worlds()[world])
        url = shelf.copy(begun[world])
        return Place(url, ROUND, lambda: shelf.remove(url))

    class Here(AnyHistory):
        begin_with = staticmethod(begin)

    Here.worlds, Here.happened = len(worlds()), Counter()
    wanted = settings(max_examples=many, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(Here, settings=wanted)
    return Here.happened


def _prepared(shelf: Shelf, start: ReadCase) -> str:
    """A database in which the first round was run."""
    url = shelf.empty()
    store = open_store(of_test(url))
    migrating.upgrade(store)
    house = House(store, Clock())
    house.take_in(start)
    house.open(ROUND)
    house.run(ROUND)
    store.close()
    return url

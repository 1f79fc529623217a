"""Of some who are asked for, exactly what is said of them when all are explained."""

import pytest

from allocator.explain import explain
from allocator.run import run_match
from tests.actions.offices import case


@pytest.mark.parametrize("name", ["tiny", "shared_homes", "chains"])
def test_one_alone_is_told_the_same_as_among_all(name: str) -> None:
    round_ = case(name).round
    solution = run_match(round_).proposal.solution
    whole = explain(round_, solution)
    for key in [h.id for h in round_.households] + [u.id for u in round_.units]:
        alone = explain(round_, solution, about={key})
        assert (alone.system, alone.opener) == (whole.system, whole.opener)
        for part in ("placed", "unplaced", "units"):
            told, all_told = getattr(alone, part), getattr(whole, part)
            assert told == {one: why for one, why in all_told.items() if one == key}

"""What is wanted over simulated weeks: the same weeks as the exact run, and gains that add up."""

from allocator.simulate.wishes import wanted_ahead
from allocator.whatif.screening import Sort
from tests.simulate.worlds import job


def test_a_few_weeks_say_what_they_lack() -> None:
    found = wanted_ahead(job("exact", seed="4", weeks=3), verified=2)
    assert found.rounds
    assert set(found.rounds) <= {f"week-{n}" for n in range(1, 4)}
    assert found.solved[Sort.HOME] == 2
    homes = [one for one in found.found if one.sort is Sort.HOME]
    assert homes
    for one in found.found:
        assert 1 <= one.helps <= len(found.rounds)
        assert sum(one.gain.urgency) == one.gain.households
    assert homes[0].gain.households >= homes[-1].gain.households
    assert found == wanted_ahead(job("ahead", seed="4", weeks=3), verified=2)  # the weeks are lived the exact way

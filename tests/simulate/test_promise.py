"""What looking ahead promises on the delivered scenario, in twenty worlds of a year."""

from collections.abc import Callable

import pytest

from allocator.domain.simulated import Asked
from allocator.reports.simulation_compare import MEASURES, by_policy, difference, mean_of
from allocator.simulate.study import study
from tests.simulate.worlds import region, rules

WORLDS = 20
MEASURE = {one.code: one.of for one in MEASURES}


@pytest.mark.soak
def test_ahead_reaches_what_hindsight_could_and_stays_as_even(record_property: Callable[[str, object], None]) -> None:
    """Greedy below 92 percent (else the figure proves nothing), ours at least 97, no less even than the weekly match.

    No less even: world by world the difference cannot be told from none, and its mean is under a hundredth of what
    households are off the fair share anyway.
    """
    asked = Asked(
        scenario=region(), rules=rules(), policies=("vacancy", "exact", "ahead"), replications=WORLDS, weeks=52
    )
    found = by_policy(study(asked))
    share = {name: mean_of(list(runs.values()), MEASURE["share"]) for name, runs in found.items()}
    even = difference(found["ahead"], found["exact"], MEASURE["imbalance"])
    off = mean_of(list(found["exact"].values()), MEASURE["imbalance"])
    more = difference(found["ahead"], found["exact"], MEASURE["share"])
    record_property("figures", f"share of hindsight {share}; ahead above exact {more}; less even {even} of {off}")
    assert share["vacancy"] is not None
    assert share["vacancy"].mean < 0.92
    assert share["ahead"] is not None
    assert share["ahead"].mean >= 0.97
    assert off is not None
    assert even is not None
    assert even.low is not None
    assert even.low <= 0
    assert even.mean <= off.mean / 100

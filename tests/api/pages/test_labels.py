"""Words for codes on pages: an aim before and after."""

import pytest

from allocator.api.pages.labels import aim_change
from allocator.domain.codes import StageName
from allocator.explain.difference import StageChange
from allocator.reports.words import Tongue
from tests.reports import samples


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (StageChange(StageName.URGENCY, "U1", "max", 3, 4), (3, 4, 1)),
        (StageChange(StageName.BALANCE, "all.count", "max", 9, 8), (9, 8, -1)),
        (StageChange(StageName.BALANCE, "all.even", "min", 4_395_163_901, 4_200_000_000), (None, None, 1)),
    ],
)
def test_an_evenness_is_told_as_better_or_worse_not_as_an_index(
    change: StageChange, told: tuple[int | None, int | None, int]
) -> None:
    assert aim_change(change, samples.policy(), Tongue("en"))[1:] == told

"""Counts of people leave the committee in fives."""

import pytest

from allocator.domain.sentence import Audience, People, Sentence

TEXT = "{count:household|households}"


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "fewer than 5"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "at least 5"), (14, "at least 10")],
)
@pytest.mark.parametrize("audience", [one for one in Audience if one is not Audience.COMMITTEE])
def test_in_fives(count: int, told: str, audience: Audience) -> None:
    assert Sentence(TEXT, {"count": People(count)}).render("en", audience) == f"{told} households"


def test_the_committee_reads_how_many() -> None:
    assert Sentence(TEXT, {"count": People(1)}).render("en") == "1 household"
    assert Sentence(TEXT, {"count": People(14)}).render("en") == "14 households"

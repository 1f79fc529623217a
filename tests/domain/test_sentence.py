"""Sentences count: one home, two homes."""

import pytest

from allocator.domain.sentence import Sentence

HOMES = Sentence("{n:home is|homes are} free for {who}.", {"n": 1, "who": "H1"})


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0 homes are"), (1, "1 home is"), (2, "2 homes are"), (1000, "1,000 homes are"), ("?", "? homes are")],
)
def test_the_word_goes_with_the_number(n: int | str, text: str) -> None:
    assert Sentence(HOMES.text, {"n": n, "who": "H1"}).render("en") == f"{text} free for H1."


def test_dutch_has_its_own_words() -> None:
    for n, text in ((1, "1 persoon"), (3, "3 personen")):
        values = {"h_persons": n, "u_room_for": 2}
        said = Sentence("The household has {h_persons:person|persons}; this home has room for {u_room_for}.", values)
        assert text in said.render("nl")

"""Why long work failed is kept, and read in any language."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.failure import LONGEST, Failure
from allocator.domain.sentence import Sentence

TEXT = "This changed while the proposal was made, so run again: {keys}."


def test_it_is_read_in_the_language_of_who_asks() -> None:
    kept = Failure("changed_meanwhile", Sentence(TEXT, {"keys": "U1, H{2}"})).text()
    found = Failure.of(kept)
    assert found is not None
    assert found.code == "changed_meanwhile"
    assert found.sentence.render("en") == "This changed while the proposal was made, so run again: U1, H{2}."
    assert found.sentence.render("nl") == "Dit veranderde terwijl het voorstel werd gemaakt; reken opnieuw: U1, H{2}."


def test_what_an_older_version_kept_is_said_as_it_is() -> None:
    assert Failure.of("") is None
    for words in ("Rejected", "called off: {x}", "[1]", '{"a": 1}'):
        found = Failure.of(words)
        assert found is not None
        assert found.sentence.render("nl") == words


def test_other_values_are_kept_in_words() -> None:
    found = Failure.of(Failure("x", Sentence("{day}, {n}", {"day": date(2026, 11, 30), "n": 2})).text())
    assert found is not None
    assert found.sentence.render("en") == "30 November 2026, 2"


@given(st.text(max_size=1500), st.text(max_size=1500))
def test_it_always_fits_and_can_be_read_again(one: str, other: str) -> None:
    text = Failure("code", Sentence("{one}: {other}", {"one": one, "other": other})).text()
    assert len(text) <= LONGEST
    assert set(json.loads(text)) == {"code", "text", "values"}
    assert Failure.of(text) is not None

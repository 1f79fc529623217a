from datetime import date

import pytest

from allocator.domain.codes import Contract, Form
from allocator.domain.sentence import Money, Term
from allocator.rules.labels import LABELS, show, term


@pytest.mark.parametrize("kind", LABELS, ids=lambda kind: kind.__name__)
def test_every_code_has_a_label(kind: type) -> None:
    assert set(LABELS[kind]) == set(kind)  # type: ignore[call-overload]


def test_equal_codes_of_two_lists_keep_their_own_label() -> None:
    assert term(Form.FLEX) == Term("flexible home")
    assert term(Contract.FLEX) == Term("flexible contract")


def test_values_as_a_sentence_shows_them() -> None:
    assert show(None) == Term("not known")
    assert show(True) == Term("yes")
    assert show(()) == Term("none")
    assert show(frozenset({"b", "a"})) == ("a", "b")
    assert show(date(2026, 1, 5)) == date(2026, 1, 5)
    assert show(Money(5)) == Money(5)
    with pytest.raises(TypeError, match="cannot show"):
        show(object())

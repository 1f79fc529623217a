from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.rules.algebra import Code, Number, Tri, equal, one_of

TRUTH = (True, False, None)


def tri(*values: bool | None) -> Tri:
    known = np.array([value is not None for value in values])
    return Tri(np.array([value is True for value in values]), None if known.all() else known)


def number(*values: int | None) -> Number:
    known = np.array([value is not None for value in values])
    return Number(np.array([value or 0 for value in values]), None if known.all() else known)


def plain(found: Tri) -> list[bool | None]:
    known = np.ones_like(found.value) if found.known is None else found.known
    value, known = np.broadcast_arrays(found.value, known)
    return [bool(v) if k else None for v, k in zip(value.ravel(), known.ravel(), strict=True)]


def kleene_and(a: bool | None, b: bool | None) -> bool | None:
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


@pytest.mark.parametrize(("a", "b"), list(product(TRUTH, TRUTH)))
def test_truth_tables_of_kleene(a: bool | None, b: bool | None) -> None:
    assert plain(tri(a) & tri(b)) == [kleene_and(a, b)]
    assert plain(~(~tri(a) & ~tri(b))) == plain(tri(a) | tri(b))


def test_not() -> None:
    assert plain(~tri(True, False, None)) == [False, True, None]


def test_a_value_that_is_not_known_is_stored_as_false() -> None:
    found = ~tri(True, None) | tri(False, None)
    assert found.value.tolist() == [False, False]
    assert not (~found).value[1]


def test_what_is_known_everywhere_carries_no_mask() -> None:
    assert (tri(True) & ~tri(False)).known is None
    assert (number(1) <= number(2)).known is None
    assert tri(True).is_unknown is None


def test_households_and_units_broadcast() -> None:
    h = Tri(np.array([[True], [False]]), np.array([[True], [False]]))
    u = Tri(np.array([[True, False, True]]))
    assert plain(h & u) == [True, False, True, None, False, None]
    assert plain(h | u) == [True, True, True, True, None, True]


@pytest.mark.parametrize(
    ("a", "b", "less", "equal_or_less"),
    [(1, 2, True, True), (2, 2, False, True), (3, 2, False, False), (None, 2, None, None), (2, None, None, None)],
)
def test_numbers_are_compared(a: int | None, b: int | None, less: bool | None, equal_or_less: bool | None) -> None:
    assert plain(number(a) < number(b)) == [less]
    assert plain(number(a) <= number(b)) == [equal_or_less]
    assert plain(number(b) > number(a)) == [less]
    assert plain(number(b) >= number(a)) == [equal_or_less]


def test_fractions_are_compared_exactly() -> None:
    third = Fraction(1, 3)
    assert plain(number(0, 1, None) > third) == [False, True, None]
    assert plain(number(3) * 1 <= Fraction(5, 2)) == [False]
    assert plain(number(2) + 1 >= Fraction(3)) == [True]


WORDS = {"a": 0, "b": 1}


def test_codes() -> None:
    column = Code(np.array([0, 1, 0, -1]), WORDS, np.array([True, True, False, True]))
    assert plain(one_of(column, "a")) == [True, False, None, False]
    assert plain(one_of(column, "a", "b")) == [True, True, None, False]
    assert plain(one_of(column, "never heard of")) == [False, False, None, False]
    assert plain(equal(column, Code(np.array([0, 0, 0, 0]), WORDS))) == [True, False, None, False]


# An expression over three facts, as nested tuples.
EXPRESSIONS = st.recursive(
    st.sampled_from("xyz"),
    lambda inner: st.one_of(st.tuples(st.just("not"), inner), st.tuples(st.sampled_from(["and", "or"]), inner, inner)),
    max_leaves=8,
)


def evaluate(expression: object, facts: dict[str, Tri]) -> Tri:
    match expression:
        case str():
            return facts[expression]
        case ("not", inner):
            return ~evaluate(inner, facts)
        case ("and", a, b):
            return evaluate(a, facts) & evaluate(b, facts)
        case (_, a, b):
            return evaluate(a, facts) | evaluate(b, facts)
        case _:
            raise AssertionError(expression)


@given(EXPRESSIONS, st.lists(st.sampled_from(TRUTH), min_size=3, max_size=3))
def test_what_is_decided_stays_so_whatever_the_answer(expression: object, values: list[bool | None]) -> None:
    decided = plain(evaluate(expression, {n: tri(v) for n, v in zip("xyz", values, strict=True)}))[0]
    for answers in product((True, False), repeat=3):
        full = [a if v is None else v for v, a in zip(values, answers, strict=True)]
        final = plain(evaluate(expression, {n: tri(v) for n, v in zip("xyz", full, strict=True)}))[0]
        assert decided is None or decided == final


@given(EXPRESSIONS, st.lists(st.sampled_from(TRUTH), min_size=3, max_size=3))
def test_causes_are_there_exactly_where_a_result_is_unknown(expression: object, values: list[bool | None]) -> None:
    facts = {
        name: Tri(
            np.array([value is True]),
            np.array([value is not None]),
            np.array([0 if value is not None else 1 << bit], dtype=np.uint64),
        )
        for bit, (name, value) in enumerate(zip("xyz", values, strict=True))
    }
    found = evaluate(expression, facts)
    assert found.causes is not None
    unknown = sum(1 << bit for bit, value in enumerate(values) if value is None)
    assert bool(found.causes[0]) == (plain(found) == [None])
    assert int(found.causes[0]) & ~unknown == 0

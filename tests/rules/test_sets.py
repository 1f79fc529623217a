from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.rules.algebra import Code, Tri
from allocator.rules.columns import columns, rows
from allocator.rules.sets import Codes, empty, holds, overlap, within
from tests.rules.test_algebra import plain

MANY = 70  # more codes than fit in one word
Sets = list[frozenset[int] | None]
SETS = st.lists(st.none() | st.frozensets(st.integers(0, MANY - 1), max_size=4), min_size=1, max_size=4)
WORDS = {str(code): code for code in range(MANY)}


def codes(sets: Sets, place: Any) -> Codes:
    hot = np.array([[code in (s or ()) for code in range(MANY)] for s in sets])
    known = np.array([s is not None for s in sets])
    return Codes(hot, WORDS, None if known.all() else known, place)


def common(a: frozenset[int] | None, b: frozenset[int] | None) -> bool | None:
    if a == frozenset() or b == frozenset():
        return False
    return None if a is None or b is None else bool(a & b)


def spread(found: Tri, shape: tuple[int, int]) -> list[bool | None]:
    """The answer of every pair, in rows."""
    value = np.broadcast_to(found.value, shape)
    known = np.broadcast_to(True if found.known is None else found.known, shape)
    return [bool(v) if k else None for v, k in zip(value.ravel(), known.ravel(), strict=True)]


@given(SETS, SETS)
def test_overlap(a: Sets, b: Sets) -> None:
    found = overlap(codes(a, rows), codes(b, columns))
    assert spread(found, (len(a), len(b))) == [common(x, y) for x in a for y in b]


def member(code: int | None, of: frozenset[int] | None) -> bool | None:
    if of == frozenset():
        return False
    return None if code is None or of is None else code in of


def assert_within(sets: Sets, values: list[int | None]) -> None:
    """Sets in rows and codes in columns, and the other way round."""
    flat = np.array([-1 if value is None else value for value in values])
    known = np.array([value is not None for value in values])
    found = within(Code(columns(flat), WORDS, columns(known)), codes(sets, rows))
    assert spread(found, (len(sets), len(values))) == [member(v, s) for s in sets for v in values]
    found = within(Code(rows(flat), WORDS, rows(known)), codes(sets, columns))
    assert spread(found, (len(values), len(sets))) == [member(v, s) for v in values for s in sets]


@given(SETS, st.lists(st.none() | st.integers(-1, MANY - 1), min_size=1, max_size=4))
def test_within_either_way_round(sets: Sets, values: list[int | None]) -> None:
    assert_within(sets, values)


@pytest.mark.parametrize("size", [(1, 1), (1, 2), (2, 1), (2, 2)])
def test_within_of_one_or_two_either_way_round(size: tuple[int, int]) -> None:
    some: Sets = [None, frozenset(), frozenset({0}), frozenset({0, 1})]
    for sets in product(some, repeat=size[0]):
        for values in product([None, -1, 0, 1], repeat=size[1]):
            assert_within(list(sets), list(values))


@pytest.mark.parametrize(
    ("given_set", "is_empty", "has_seven"),
    [(frozenset(), True, False), (frozenset({7}), False, True), (frozenset({8}), False, False), (None, None, None)],
)
def test_empty_and_holds(given_set: frozenset[int] | None, is_empty: bool | None, has_seven: bool | None) -> None:
    sets = codes([given_set], rows)
    assert plain(empty(sets)) == [is_empty]
    assert plain(holds(sets, "7")) == [has_seven]


def test_codes_that_came_later_are_in_no_older_set() -> None:
    sets = codes([frozenset({0})], rows)
    sets.vocabulary = WORDS | {"new": MANY}
    assert plain(holds(sets, "new")) == [False]
    assert plain(within(Code(np.array([[MANY, 0]]), sets.vocabulary), sets)) == [False, True]


def test_sets_of_more_codes_than_fit_in_a_word() -> None:
    everything = frozenset(range(MANY))
    a = codes([everything, everything - {MANY - 1}, frozenset({MANY - 1})], rows)
    b = codes([everything, frozenset({MANY - 1})], columns)
    assert spread(overlap(a, b), (3, 2)) == [True, True, True, False, True, True]

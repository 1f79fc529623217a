"""Three-valued columns: what a rule may say about facts of which some are not known.

Shapes: households stand in rows (H, 1), units in columns (1, U); a list of pairs is (N,). Every expression
broadcasts, so a rule written once works on one pair and on all pairs. ``known is None`` means that
everything is known; where something is not known, the value is False (or 0), whatever stood there.

``causes`` says, bit by bit, which facts leave a result unknown. Only columns of a traced side carry them.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]
Causes: TypeAlias = NDArray[np.uint64] | None
"""One bit per fact; 0 where a result is known, None where nothing is traced."""

NONE = -1
"""Position that stands for no code at all (a unit without a complex), which is known."""

NOT_A_CODE = -2
"""Position of a code that occurs nowhere in the round."""


class Tri:
    """True, False or unknown (Kleene): what is unknown never decides, and what is decided never asks."""

    __slots__ = ("causes", "known", "value")

    def __init__(self, value: Bools, known: Bools | None = None, causes: Causes = None) -> None:
        self.value = value
        self.known = known
        self.causes = causes

    @classmethod
    def masked(cls, value: Bools, known: Bools | None, causes: Causes = None) -> Tri:
        """A result of which the values are meaningless where it is not known."""
        return cls(value) if known is None else _tri(value & known, known, causes)

    def __and__(self, other: Tri) -> Tri:
        value = self.value & other.value
        both = joint(self.known, other.known)
        if both is None:
            return Tri(value)
        # Known false on either side decides.
        return _tri(value, both | self.is_false | other.is_false, union(self.causes, other.causes))

    def __or__(self, other: Tri) -> Tri:
        value = self.value | other.value
        both = joint(self.known, other.known)
        if both is None:
            return Tri(value)
        # Known true on either side decides; a value that is not known is stored as False.
        return _tri(value, both | value, union(self.causes, other.causes))

    def __invert__(self) -> Tri:
        if self.known is None:
            return Tri(~self.value)
        return Tri(~self.value & self.known, self.known, self.causes)

    @property
    def is_false(self) -> Bools:
        """Where it is known to be false."""
        return ~self.value if self.known is None else self.known & ~self.value

    @property
    def is_unknown(self) -> Bools | None:
        """Where it is not known; None when everything is known."""
        return None if self.known is None else ~self.known


def _tri(value: Bools, known: Bools, causes: Causes) -> Tri:
    """A result; where it turns out to be known nothing caused it to be unknown."""
    return Tri(value, known, None if causes is None else np.where(known, np.uint64(0), causes))


def union(a: Causes, b: Causes) -> Causes:
    """Both causes together."""
    if a is None:
        return b
    return a if b is None else a | b


def joint(a: Bools | None, b: Bools | None) -> Bools | None:
    """Both masks together, None when everything is known."""
    if a is None:
        return b
    return a if b is None else a & b


class Number:
    """Whole numbers: persons, cents, days since year 1, hundredths of a square metre, ranks."""

    __slots__ = ("causes", "known", "value")

    def __init__(self, value: Ints, known: Bools | None = None, causes: Causes = None) -> None:
        self.value = value
        self.known = known
        self.causes = causes

    def __le__(self, other: Number | int | Fraction) -> Tri:
        return _compare(np.less_equal, self, other)

    def __lt__(self, other: Number | int | Fraction) -> Tri:
        return _compare(np.less, self, other)

    def __ge__(self, other: Number | int | Fraction) -> Tri:
        return _compare(np.greater_equal, self, other)

    def __gt__(self, other: Number | int | Fraction) -> Tri:
        return _compare(np.greater, self, other)

    def __add__(self, other: int) -> Number:
        return Number(self.value + other, self.known, self.causes)

    def __mul__(self, factor: int) -> Number:
        return Number(self.value * factor, self.known, self.causes)


def _compare(by: Callable[..., Any], a: Number, b: Number | int | Fraction) -> Tri:
    """Compare exactly; a fraction by bringing both sides to its denominator."""
    if isinstance(b, Number):
        return Tri.masked(by(a.value, b.value), joint(a.known, b.known), union(a.causes, b.causes))
    if isinstance(b, Fraction):
        return Tri.masked(by(a.value * b.denominator, b.numerator), a.known, a.causes)
    return Tri.masked(by(a.value, b), a.known, a.causes)


class Code:
    """One code each, as positions in a vocabulary that all columns of its kind share."""

    __slots__ = ("causes", "known", "value", "vocabulary")

    def __init__(
        self, value: Ints, vocabulary: dict[str, int], known: Bools | None = None, causes: Causes = None
    ) -> None:
        self.value = value
        self.vocabulary = vocabulary
        self.known = known
        self.causes = causes


def one_of(column: Code, *codes: str) -> Tri:
    """Whether the code is one of these."""
    found = np.zeros_like(column.value, dtype=np.bool_)
    for code in codes:
        found |= column.value == column.vocabulary.get(code, NOT_A_CODE)
    return Tri.masked(found, column.known, column.causes)


def equal(a: Code, b: Code) -> Tri:
    """Whether both columns have the same code; they must share a vocabulary."""
    return Tri.masked(a.value == b.value, joint(a.known, b.known), union(a.causes, b.causes))

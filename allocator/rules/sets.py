"""Columns of sets of codes: one-hot matrices over a vocabulary that all columns of one kind share."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allocator.rules.algebra import NONE, Bools, Causes, Code, Tri, union

Place: TypeAlias = Callable[[NDArray[Any]], NDArray[Any]]
"""Lays a flat array (n,) out as rows (n, 1), columns (1, n) or as it is."""

_WORD = 63


class Codes:
    """A set of codes each; a set that is not known is unknown, an empty set is known to be empty.

    Attributes:
        hot: (n, V) bool, one row per set.
        known: (n,) bool, or None when every set is known.
        place: how a flat result is laid out.
        causes: laid out, see ``algebra``.
    """

    def __init__(
        self,
        hot: Bools,
        vocabulary: dict[str, int],
        known: Bools | None,
        place: Place,
        causes: Causes = None,
    ) -> None:
        self.hot = hot
        self.vocabulary = vocabulary
        self.known = known
        self.place = place
        self.causes = causes

    @cached_property
    def filled(self) -> Bools:
        """(n,) whether the set has a code in it."""
        filled: Bools = np.any(self.hot, axis=1)
        return filled

    @cached_property
    def mask(self) -> Bools | None:
        """Where the set is known, laid out."""
        return None if self.known is None else self.place(self.known)

    @cached_property
    def used(self) -> NDArray[np.intp]:
        """Positions of the vocabulary that occur in any of the sets."""
        return np.flatnonzero(self.hot.any(axis=0))

    def words(self, positions: NDArray[np.intp]) -> list[NDArray[Any]]:
        """The sets as bits, restricted to some positions, laid out; up to 63 codes to the narrowest word."""
        chunks = [positions[i : i + _WORD] for i in range(0, len(positions), _WORD)]
        bits = [np.uint64(1) << np.arange(len(chunk), dtype=np.uint64) for chunk in chunks]
        return [
            self.place((self.hot[:, chunk] @ bit).astype(np.min_scalar_type((1 << len(chunk)) - 1)))
            for chunk, bit in zip(chunks, bits, strict=True)
        ]


def empty(sets: Codes) -> Tri:
    """Whether the set is empty."""
    return Tri.masked(sets.place(~sets.filled), sets.mask, sets.causes)


def holds(sets: Codes, code: str) -> Tri:
    """Whether this one code is in the set."""
    where = sets.vocabulary.get(code, NONE)
    inside = 0 <= where < sets.hot.shape[1]
    found = sets.hot[:, where] if inside else np.zeros(len(sets.hot), dtype=np.bool_)
    return Tri.masked(sets.place(found), sets.mask, sets.causes)


def overlap(a: Codes, b: Codes) -> Tri:
    """Whether the sets have a code in common; nothing is in common with a set known to be empty."""
    shared = a.used[np.isin(a.used, b.used, assume_unique=True)]
    found = np.zeros((1,) * a.place(a.filled).ndim, dtype=np.bool_)
    for mine, yours in zip(a.words(shared), b.words(shared), strict=True):
        found = found | ((mine & yours) != 0)
    if a.known is None and b.known is None:
        return Tri(found)
    nothing = _known_empty(a) | _known_empty(b)
    return Tri.masked(found, (_known(a) & _known(b)) | nothing, union(a.causes, b.causes))


def _known_empty(sets: Codes) -> Bools:
    return _known(sets) & ~sets.place(sets.filled)


def _known(sets: Codes) -> Bools:
    return np.ones((1,) * sets.place(sets.filled).ndim, dtype=np.bool_) if sets.mask is None else sets.mask


def within(column: Code, sets: Codes) -> Tri:
    """Whether the code is in the set; no code is in a set known to be empty."""
    nowhere = np.zeros((1,) * column.value.ndim, dtype=np.bool_)
    found = _look_up(column, sets) if len(sets.used) else nowhere
    if column.known is None and sets.known is None:
        return Tri(found)
    code_known = np.ones((1,) * column.value.ndim, dtype=np.bool_) if column.known is None else column.known
    known = (code_known & _known(sets)) | _known_empty(sets)
    return Tri.masked(found, known, union(column.causes, sets.causes))


def _look_up(column: Code, sets: Codes) -> Bools:
    """found[pair] = is the pair's code in the pair's set; no code is in no set."""
    codes = column.value.ravel()
    # The vocabulary may have grown after these sets were laid out; newer codes are in none of them.
    inside = (codes >= 0) & (codes < sets.hot.shape[1])
    codes = np.where(inside, codes, 0)
    like = sets.place(sets.filled)
    if column.value.shape == like.shape:  # same side, or a list of pairs
        found: Bools = (sets.hot[np.arange(len(codes)), codes] & inside).reshape(like.shape)
        return found
    found = sets.hot[:, codes]  # (n sets, m codes)
    found[:, ~inside] = False
    in_rows = like.shape[0] > 1 or column.value.shape[1] > 1  # a single set is laid out alike either way
    return found if in_rows else found.T

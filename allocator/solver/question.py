"""Questions to a contest, and where one that was asked before came to: a narrower one goes on from there."""

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.solver.saved import Saved

Room = tuple[str, str]
"""The constraint on the hundredths (``pool``) or the households (``pool-households``) of a pool, and the key of it."""


@dataclass(frozen=True)
class Question:
    """In which homes (None: any), and with which room in pools: what there is, and what one pool has more."""

    units: frozenset[int] | None
    room: Mapping[Room, tuple[float, float]]

    def within(self, other: "Question") -> bool:
        """Whether every plan that this one allows is one that the other allows."""
        if other.units is not None and (self.units is None or not self.units <= other.units):
            return False
        if not other.room:
            return True  # that is where all questions begin
        return self.room.keys() == other.room.keys() and all(
            now == other.room[name][0] and more <= other.room[name][1] for name, (now, more) in self.room.items()
        )


@dataclass(frozen=True)
class Standing:
    """A question that a plan may pass as far as its linear programs tell.

    Attributes:
        question: what was asked.
        at: how many levels were passed: no plan is better at any of them.
        counts: the number placed in each dimension of balance, as far as it is fixed.
        saved: the search with all that follows from those levels.
    """

    question: Question
    at: int
    counts: Mapping[str, int]
    saved: Saved

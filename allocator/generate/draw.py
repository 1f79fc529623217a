"""Random choices that are the same on every machine and every Python: all are made of `Random.random()`.

`random.Random` seeded by a text and its method `random()` never change between versions; `choice`, `shuffle`
and `gauss` may, and logarithms differ in the last bit between machines. So only sums and products are used.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import TypeVar

Item = TypeVar("Item")
Points = tuple[tuple[float, float], ...]
"""A distribution as points (part of the cases, value), straight lines between them."""


class Draw:
    """A stream of choices of its own for each thing, so that one thing more changes no other."""

    def __init__(self, *name: str | int) -> None:
        self._next = Random("/".join(map(str, name))).random

    def share(self) -> float:
        """A number from 0 up to, not including, 1."""
        return self._next()

    def chance(self, part: float) -> bool:
        """True in this part of the cases."""
        return self._next() < part

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._next() * (high - low + 1))

    def one(self, items: Sequence[Item]) -> Item:
        """One of the items, each as likely."""
        return items[int(self._next() * len(items))]

    def some(self, items: Sequence[Item], number: int) -> tuple[Item, ...]:
        """So many different items (or all there are), in their own order."""
        order = sorted(range(len(items)), key=lambda _: self._next())
        return tuple(items[place] for place in sorted(order[:number]))

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """All items in a drawn order."""
        return sorted(items, key=lambda _: self._next())

    def weighted(self, weights: Mapping[Item, float]) -> Item:
        """One of the keys, as likely as its weight says."""
        left = self._next() * sum(weights.values())
        for item, weight in weights.items():
            left -= weight
            if left < 0:
                return item
        return next(reversed(tuple(weights)))  # only rounding leads here

    def along(self, points: Points) -> float:
        """A value of a distribution that is given by points."""
        return along(points, self._next())

    def day(self, start: date, points: Points) -> date:
        """A day so many days after the start as the distribution says."""
        return start + timedelta(days=round(self.along(points)))


def along(points: Points, part: float) -> float:
    """The value below which this part of the cases lies."""
    (left, low), (right, high) = next(pair for pair in pairwise(points) if part <= pair[1][0])
    return low + (high - low) * (part - left) / (right - left)

"""Small counts about people: taken together, so that nobody can compute them from what is published.

The rule: numbers under 5 are put together with the smallest number that is not (all of them, when several are equal).
Whoever reads the result, even with this page beside it, can exchange any two of the numbers taken together and would
read the same; so any of them may be the large one. Where several tables speak of the same municipalities, the same
municipalities are taken together in all of them. Proof by exhaustion: tests/reports/test_privacy.py.
"""

from collections.abc import Mapping, Sequence

LEAST = 5
"""The smallest count about people that may leave the committee."""


def together(tables: Sequence[Mapping[str, int]]) -> frozenset[str]:
    """Keys whose counts may only be shown as one sum, in all of these tables at once."""
    found: set[str] = set()
    for counts in tables:
        small = {key for key, n in counts.items() if n < LEAST}
        if small:
            large = [n for n in counts.values() if n >= LEAST]
            found |= small | {key for key, n in counts.items() if large and n == min(large)}
    return frozenset(found)


def shown(count: int) -> int | None:
    """A count that stands by itself; None when it is too small to publish."""
    return count if count >= LEAST else None


def part(count: int, whole: int) -> int | None:
    """A count out of a published whole; None when it, or what it leaves over, is too small to publish."""
    return count if not together([{"part": count, "rest": whole - count}]) else None

"""The policy that holds on a day."""

from datetime import date
from functools import lru_cache

from allocator.domain.policy import Policy
from allocator.intake import read_policy
from allocator.store import Work, policies


@lru_cache(maxsize=64)
def parsed(source: str, as_of: date) -> Policy:
    """A policy from its text, with the national amounts of a day."""
    return read_policy(source, as_of)


def in_force(work: Work, on: date) -> Policy:
    """The policy that holds on a day.

    Raises:
        NotFound: when none is approved.
        InputProblems: when there are no national amounts for that year.
    """
    return parsed(policies.in_force(work, on).source, on)

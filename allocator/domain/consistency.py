"""What must hold between the parts of a case, for every door through which they come in.

Each check names file, key and column, and the position of the row; a door that knows lines adds them.
"""

from collections.abc import Mapping

from allocator.domain.checks import NOT_IN_LIST, STANDS_TWICE, Findings, Parts, RuleFacts
from allocator.domain.checks_homes import check_complexes, check_corporations, check_occupants, check_units
from allocator.domain.checks_people import check_households, check_needs
from allocator.domain.checks_region import check_keys, check_ledger, check_municipalities, check_support, check_system
from allocator.domain.checks_words import check_apart, check_pairs
from allocator.domain.problem import Problem
from allocator.domain.round import Round

__all__ = ["Parts", "RuleFacts", "is_look_up", "parts_of", "problems"]


def problems(parts: Parts) -> list[Problem]:
    """Everything that is contradictory or refers to something that is not there; warnings included.

    Args:
        parts: rows that are sound one by one, in the order in which they came.
    """
    found = Findings()
    for check in _CHECKS:
        check(parts, found)
    return found.problems


def is_look_up(problem: Problem) -> bool:
    """Whether a problem is about one field alone: what it refers to is not there, or its key stands twice."""
    return problem.says is not None and problem.says[0].text in (NOT_IN_LIST, STANDS_TWICE)


_CHECKS = (
    check_households,
    check_needs,
    check_units,
    check_occupants,
    check_apart,
    check_complexes,
    check_municipalities,
    check_keys,
    check_support,
    check_corporations,
    check_ledger,
    check_pairs,
    check_system,
)


def parts_of(round_: Round, rules: Mapping[str, RuleFacts] | None = None) -> Parts:
    """The parts of a round that is complete already."""
    names = (
        "policy",
        "as_of",
        "period",
        "households",
        "units",
        "municipalities",
        "occupants",
        "apart",
        "complexes",
        "corporations",
        "keys",
        "support",
        "ledger",
        "pairs",
        "paused_municipalities",
        "paused_corporations",
    )
    return Parts(**{name: getattr(round_, name) for name in names}, rules=rules)

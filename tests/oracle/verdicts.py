"""Verdicts of the rules on pairs of one round, each judged once."""

from allocator import rules
from allocator.domain.round import Round


class Verdicts:
    """`verdicts.of(household, unit)` is what `rules.judge_pair` says, remembered."""

    def __init__(self, round: Round) -> None:
        self._context = rules.Context(round)
        self._known: dict[tuple[str, str], rules.PairVerdict] = {}

    def of(self, household: str, unit: str) -> rules.PairVerdict:
        """The verdict on one pair."""
        if (household, unit) not in self._known:
            self._known[household, unit] = rules.judge_pair(self._context, household, unit)
        return self._known[household, unit]

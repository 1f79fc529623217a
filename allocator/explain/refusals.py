"""Layer 1: which rules refuse, counted over all homes of a household or all households of a home."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allocator import rules
from allocator.domain.base import Sensitivity
from allocator.domain.sentence import Sentence, Term
from allocator.explain import words
from allocator.explain.reasons import NearHome
from allocator.explain.state import Bools, Ints, State
from allocator.locale import N_

PARKED = "R-905"


@dataclass(frozen=True)
class Refusals:
    """Counts of refusals and the sentences that go with them."""

    state: State

    # ------------------------------------------------------------ rules

    def title(self, code: str) -> Term:
        """What a rule is about."""
        return Term(rules.BY_CODE[code].title)

    def position(self, code: str) -> int:
        """Position of a rule in the catalogue."""
        return rules.RULE_INDEX[code]

    def sensitivity(self, code: str) -> Sensitivity:
        """How sensitive it is that this rule refuses a household; never open, as it is about a person."""
        return self._sensitivities[code]

    @cached_property
    def _sensitivities(self) -> dict[str, Sensitivity]:
        at_least = Sensitivity.PERSONAL
        return {r.code: max(r.sensitivity, at_least, key=lambda kind: kind.rank) for r in rules.CATALOGUE}

    def _about_home_only(self, code: str) -> bool:
        return all(name.startswith("u.") for name in rules.BY_CODE[code].reads)

    # ------------------------------------------------------------ homes that nobody can have

    @cached_property
    def closed(self) -> Bools:
        """Units that rules refuse to everybody, whoever it is: not free, or paused."""
        return self._shut([rule.code for rule in rules.CATALOGUE if self._about_home_only(rule.code)])

    @cached_property
    def paused(self) -> Bools:
        """Units in a municipality or of a corporation that takes no part now."""
        round_ = self.state.round
        out = set(round_.paused_corporations)
        return np.array([u.municipality in round_.paused or u.corporation in out for u in round_.units], dtype=bool)

    def _shut(self, codes: list[str]) -> Bools:
        columns = [k for k, rule in enumerate(rules.CATALOGUE) if rule.code in codes]
        people = len(self.state.round.households)
        return np.asarray((self.state.judgement.by_rule_unit[:, columns] == people).any(axis=1), dtype=bool)

    # ------------------------------------------------------------ counts

    def of_household(self, h: int) -> dict[str, int]:
        """Homes that each rule refuses to a household, the most frequent first."""
        return _counted(self.state.judgement.by_rule[h])

    def of_unit(self, u: int) -> dict[str, int]:
        """Households that each rule refuses a unit, the most frequent first."""
        return _counted(self.state.judgement.by_rule_unit[u])

    def main_rule(self, counts: Mapping[str, int]) -> str:
        """The rule that refuses most; one that looks at the household tells more than one on the home alone."""
        personal = [code for code in counts if not self._about_home_only(code)]
        return personal[0] if personal else next(iter(counts))

    def sole_of_unit(self, u: int) -> str | None:
        """The rule that alone refuses most households, None when no rule stands alone."""
        sole = self.state.judgement.sole[:, u]
        found = np.bincount(sole[sole >= 0], minlength=1)
        return rules.CATALOGUE[int(found.argmax())].code if found.any() else None

    # ------------------------------------------------------------ sentences

    def details(self, counts: Mapping[str, int]) -> tuple[Sentence, ...]:
        """One sentence for each rule that refuses homes, the most frequent first."""
        text = N_("{rule}: {count:home|homes} refused.")
        return tuple(
            Sentence(text, {"rule": self.title(code), "count": count}, self.sensitivity(code))
            for code, count in counts.items()
        )

    def nearest(self, h: int) -> tuple[NearHome, ...]:
        """Homes that one rule alone refuses: one of each rule first, the rule that refuses most in front."""
        round_, sole = self.state.round, self.state.judgement.sole[h]
        units = np.flatnonzero(sole >= 0)
        chosen = list(_one_of_each(sole[units], units))[: words.SHOWN]
        household = round_.households[h].id
        found = []
        for u in chosen:
            code, unit = rules.CATALOGUE[int(sole[u])].code, round_.units[u].id
            sentence = rules.sentence(self.state.context, code, household, unit)
            found.append(NearHome(unit, code, sentence))
        return tuple(found)

    def parked(self, h: int) -> Sentence | None:
        """The sentence of a household that takes no part now."""
        units = self.state.round.units
        if self.of_household(h).get(PARKED, 0) < len(units):
            return None
        return rules.sentence(self.state.context, PARKED, self.state.round.households[h].id, units[0].id)


def _counted(row: Ints) -> dict[str, int]:
    found = {rules.CATALOGUE[int(k)].code: int(row[k]) for k in np.flatnonzero(row)}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _one_of_each(kinds: Ints, units: Ints) -> Iterator[int]:
    """Units in turn by kind, the largest kind first."""
    values, sizes = np.unique(kinds, return_counts=True)
    by_kind = [units[kinds == value].tolist() for value in values[np.argsort(-sizes, kind="stable")]]
    for turn in range(max(map(len, by_kind), default=0)):
        yield from (mine[turn] for mine in by_kind if turn < len(mine))

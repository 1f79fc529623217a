"""Why a household has no home: the rules allow none (layer 1), or others have them all (layer 2)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from allocator.domain.sentence import Sentence, Value
from allocator.explain import words
from allocator.explain.causes import Cause, counted
from allocator.explain.decide import Small
from allocator.explain.homes import Homes
from allocator.explain.questions import Questions
from allocator.explain.reasons import HomeWhy, UnplacedWhy
from allocator.explain.refusals import Refusals
from allocator.locale import N_


@dataclass(frozen=True)
class Unplaced:
    """Explains the households without a home, one at a time."""

    homes: Homes
    refusals: Refusals
    questions: Questions

    def why(self, row: int) -> UnplacedWhy:
        """The reason of one household; ``row`` as in ``state.unplaced``."""
        h = int(self.homes.state.unplaced[row])
        return self._eligible(row, h) if self.homes.decisions.allowed[row].any() else self._refused(h)

    # ------------------------------------------------------------ layer 1

    def _refused(self, h: int) -> UnplacedWhy:
        household = self.homes.state.round.households[h]
        counts = self.refusals.of_household(h)
        code, sentence = self._headline(h, counts)
        return UnplacedWhy(
            household=household.id,
            layer=1,
            reason_code=code,
            sentence=sentence,
            details=self.refusals.details(counts),
            nearest=self.refusals.nearest(h),
            ask=self.questions.of_household(h),
            rule_counts=counts,
        )

    def _headline(self, h: int, counts: Mapping[str, int]) -> tuple[str, Sentence]:
        homes = len(self.homes.state.round.units)
        if not homes:
            return "nothing_on_offer", Sentence(N_("No home is on offer in this round."))
        if parked := self.refusals.parked(h):
            return "parked", parked
        closed = self.refusals.closed
        if closed.all():
            if self.refusals.paused.all():
                return "paused", Sentence(N_("All municipalities or corporations with a home take no part now."))
            text = N_("None of the homes on the list ({homes}) can be let now.")
            return "nothing_on_offer", Sentence(text, {"homes": homes})
        code = self.refusals.main_rule(counts)
        values: dict[str, Value] = {"homes": homes, "rule": self.refusals.title(code)}
        text = N_("No home passes the rules. Each of the homes on the list ({homes}) is refused because of: {rule}.")
        if counts[code] < homes:
            values["count"] = counts[code]
            text = N_("No home passes the rules, mostly because of: {rule} (refused: {count} of {homes:home|homes}).")
        return "no_home_fits", Sentence(text, values, self.refusals.sensitivity(code))

    # ------------------------------------------------------------ layer 2

    def _eligible(self, row: int, h: int) -> UnplacedWhy:
        causes = self.homes.decisions.table[0][row]
        counts = counted(causes)
        main = self._main(counts)
        homes = counts.total() - (counts[Cause.CHAIN] if main is not Cause.CHAIN else 0)
        rest = [cause for cause, _ in counts.most_common() if cause is not main]
        return UnplacedWhy(
            household=self.homes.state.round.households[h].id,
            layer=2,
            reason_code=main.code,
            sentence=words.of_homes(main, counts[main], homes),
            details=tuple(words.also(cause, counts[cause]) for cause in rest),
            ask=self.questions.of_household(h),
            rule_counts=self.refusals.of_household(h),
            homes_possible=counts.total(),
            decided={cause.code: n for cause, n in counts.most_common()},
            homes=self._shown(row, h, causes, main),
        )

    @staticmethod
    def _main(counts: Counter[Cause]) -> Cause:
        """The cause that decided most homes; a home that somebody keeps living in counts only when all are."""
        real: list[Cause] = [cause for cause in counts if cause is not Cause.CHAIN] or [*counts]
        return max(real, key=lambda cause: (counts[cause], -cause))

    def _shown(self, row: int, h: int, causes: Small, main: Cause) -> tuple[HomeWhy, ...]:
        """The homes with most points, of the main cause first."""
        units = np.flatnonzero(causes)
        points = self.homes.state.judgement.points[h, units]
        order = np.lexsort((units, -points.astype(np.int64), causes[units] != main))[: words.SHOWN]
        holders = self.homes.decisions.table[1][row]
        return tuple(self.homes.why(h, int(u), Cause(int(causes[u])), int(holders[u])) for u in units[order])

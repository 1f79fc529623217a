"""Why a unit went to who has it, and why places in it stay empty."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from allocator.domain.codes import UnitStatus
from allocator.domain.sentence import Other, People, Sentence, Value
from allocator.explain import words
from allocator.explain.causes import Cause, counted
from allocator.explain.decide import Decisions
from allocator.explain.reasons import UnitWhy
from allocator.explain.refusals import Refusals
from allocator.explain.state import State
from allocator.locale import N_
from allocator.rules.labels import term


@dataclass(frozen=True)
class Units:
    """Explains the units, one at a time."""

    decisions: Decisions
    refusals: Refusals

    @property
    def state(self) -> State:
        """The plan."""
        return self.decisions.state

    def why(self, u: int) -> UnitWhy:
        """The reason of one unit."""
        unit = self.state.round.units[u]
        counts, decided = self.refusals.of_unit(u), self._decided(u)
        holders = self.state.placed_in.get(u, [])
        code, sentence = self._placed(u, decided) if holders else self._empty(u, counts, decided)
        return UnitWhy(
            unit=unit.id,
            reason_code=code,
            sentence=sentence,
            details=tuple(self._details(u, counts, decided)),
            holders=tuple(self.state.round.households[h].id for h in holders),
            places_left=max(0, int(self.state.places_left[u])),
            eligible=decided.total(),
            decided={cause.code: n for cause, n in decided.most_common()},
            rule_counts=counts,
            sole_rule=self.refusals.sole_of_unit(u),
        )

    def _decided(self, u: int) -> Counter[Cause]:
        return counted(self.decisions.table[0][:, u])

    # ------------------------------------------------------------ who has it

    def _placed(self, u: int, decided: Counter[Cause]) -> tuple[str, Sentence]:
        values: dict[str, Value] = {"unit": self.state.round.units[u].id}
        if not decided:
            return "placed", Sentence(N_("{unit} is given away; nobody without a home may live there."), values)
        text = N_("{unit} is given away; households without a home that may live there as well: {count}.")
        return "placed", Sentence(text, values | {"count": People(decided.total())})

    def _details(self, u: int, counts: Mapping[str, int], decided: Counter[Cause]) -> list[Sentence]:
        found = []
        if holders := self.state.placed_in.get(u):
            who = tuple(Other(self.state.round.households[h].id) for h in holders)
            found.append(Sentence(N_("It goes to {others}."), {"others": who}))
        left = int(self.state.places_left[u])
        if holders and left > 0:
            found.append(Sentence(N_("Places that stay empty: {count}."), {"count": left}))
        found += [words.of_others(cause, count) for cause, count in decided.most_common()]
        text = N_("{rule}: {count:household|households} refused.")
        for code, count in list(counts.items())[: words.SHOWN]:
            values: dict[str, Value] = {"rule": self.refusals.title(code), "count": People(count)}
            found.append(Sentence(text, values, self.refusals.sensitivity(code)))
        return found

    # ------------------------------------------------------------ nobody has it

    def _empty(self, u: int, counts: Mapping[str, int], decided: Counter[Cause]) -> tuple[str, Sentence]:
        unit, values = self.state.round.units[u], {"unit": self.state.round.units[u].id}
        if self.refusals.paused[u]:
            return "paused", Sentence(N_("{unit}: its municipality or corporation takes no part now."), values)
        if unit.status not in (UnitStatus.FREE, UnitStatus.OCCUPIED):
            return "status", Sentence(N_("{unit} cannot be let now: {status}."), values | {"status": term(unit.status)})
        if self.state.occupied[u]:
            return "occupied", Sentence(N_("{unit}: who lives there does not move in this plan."), values)
        if not self.state.judgement.allowed[:, u].any():
            return "nobody_fits", self._nobody_fits(u, counts)
        if not decided:
            count = int(self.state.judgement.allowed[:, u].sum())
            text = N_("{unit} stays empty: all households that may live there ({count}) have another home.")
            return "all_elsewhere", Sentence(text, values | {"count": People(count)})
        cause = max(decided, key=lambda c: (decided[c], -c))
        return cause.code, words.of_people(cause, decided[cause], decided.total())

    def _nobody_fits(self, u: int, counts: Mapping[str, int]) -> Sentence:
        values: dict[str, Value] = {"unit": self.state.round.units[u].id}
        if not counts:
            return Sentence(N_("{unit} stays empty: there are no households in this round."), values)
        code = self.refusals.sole_of_unit(u)
        if code is not None:
            sole = self.state.judgement.sole[:, u]
            alone = int((sole == self.refusals.position(code)).sum())
            values |= {"rule": self.refusals.title(code), "count": People(alone)}
            text = N_(
                "{unit} stays empty: nobody passes the rules; "
                "{count:household fails|households fail} on one alone: {rule}."
            )
            return Sentence(text, values, self.refusals.sensitivity(code))
        code = self.refusals.main_rule(counts)
        values |= {"rule": self.refusals.title(code), "count": People(counts[code])}
        text = N_("{unit} stays empty: nobody passes the rules; most often ({count}) because of: {rule}.")
        return Sentence(text, values, self.refusals.sensitivity(code))

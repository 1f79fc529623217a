"""Why a household got this home, which others were possible, and what must happen first."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allocator import rules
from allocator.domain.base import Sensitivity
from allocator.domain.household import Household
from allocator.domain.sentence import Choice, Other, Sentence, Term, Value, labels
from allocator.domain.unit import Unit
from allocator.explain import words
from allocator.explain.reasons import Alternative, Confirm, PlacedWhy
from allocator.explain.state import State
from allocator.locale import N_
from allocator.solver import aims, support

POINT_WORDS: dict[str, str] = {
    "no_spare_bedroom": N_("no bedroom to spare"),
    "origin": N_("municipality of origin"),
    "preferred": N_("preferred municipality"),
    "affordable": N_("affordable rent"),
    "accessibility_not_wasted": N_("no adapted home for who does not need it"),
    "score": N_("points given by hand"),
}
_PERSONAL, _SPECIAL = Sensitivity.PERSONAL, Sensitivity.SPECIAL


@dataclass(frozen=True)
class Placed:
    """Explains the placed households, one at a time."""

    state: State

    @cached_property
    def _depends(self) -> dict[str, tuple[str, ...]]:
        return aims.depends_on(self.state.round, self.state.solution.placements)

    def why(self, h: int) -> PlacedWhy:
        """The reasons for one placement."""
        s = self.state
        household, unit = s.round.households[h], s.round.unit_by_id[s.placement[h].unit]
        asked, waived = self._open(h, s.u[unit.id])
        points = {k: n for k, n in rules.points_named(s.context, household.id, unit.id).items() if n}
        depends = self._depends.get(household.id, ())
        score = int(s.judgement.points[h, s.u[unit.id]])
        pinned = (h, s.u[unit.id]) in s.pinned
        first = self._first(unit, depends, waived, pinned)
        others = np.flatnonzero(s.judgement.allowed[h])
        others = others[others != s.u[unit.id]]
        return PlacedWhy(
            household=household.id,
            unit=unit.id,
            reasons=(*first, *self._facts(h, unit, score, points)),
            points=points,
            score=score,
            alternatives=len(others),
            best_alternatives=self._alternatives(h, others),
            to_confirm=self._to_confirm(household, unit, asked),
            depends_on=depends,
            waived=waived,
            pinned=pinned,
            flagged_waiting=flagged_waiting(s, h),
        )

    def _open(self, h: int, u: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Rules that rest on something not known, and rules that were lifted; most pairs have neither."""
        s = self.state
        if not s.judgement.ask[h, u] and (h, u) not in s.context.waived:
            return (), ()
        verdict = rules.judge_pair(s.context, s.round.households[h].id, s.round.units[u].id)
        return verdict.ask, verdict.waived

    # ------------------------------------------------------------ what must be known before all else

    def _first(self, unit: Unit, depends: tuple[str, ...], waived: tuple[str, ...], pinned: bool) -> Iterator[Sentence]:
        if pinned:
            yield Sentence(N_("Placed here by hand (pinned)."), {}, _PERSONAL)
        for code in waived:
            values = {"rule": Term(rules.BY_CODE[code].title)}
            kind = max(rules.BY_CODE[code].sensitivity, _PERSONAL, key=lambda s: s.rank)
            yield Sentence(N_("One rule was lifted for this home: {rule}."), values, kind)
        if depends:
            movers = tuple(map(Other, depends))
            yield Sentence(N_("First these households must move out: {others}."), {"others": movers})
            yield Sentence(N_("The people who live there now must move out first."), {}, _PERSONAL)
        if not aims.is_served(unit):
            yield Sentence(N_("This is a place in a shelter or the like, not a home."))

    def _to_confirm(self, household: Household, unit: Unit, asked: tuple[str, ...]) -> tuple[Confirm, ...]:
        """What to ask for each rule that rests on something not known."""
        return tuple(Confirm(code, rules.sentence(self.state.context, code, household.id, unit.id)) for code in asked)

    # ------------------------------------------------------------ why this home

    def _facts(self, h: int, unit: Unit, score: int, points: dict[str, int]) -> Iterator[Sentence]:
        s, household = self.state, self.state.round.households[h]
        label = s.round.policy.urgency[int(s.urgency[h])]
        yield Sentence(N_("Urgency class: {label}."), {"label": Choice(nl=label.nl, en=label.en)}, _PERSONAL)
        yield Sentence(N_("Days of waiting: {days}."), {"days": int(s.waiting[h])}, _PERSONAL)
        place: dict[str, Value] = {"place": s.round.municipalities[s.municipality_row[unit.municipality]].name}
        if unit.municipality == household.municipality_of_origin:
            yield Sentence(N_("{place} is the municipality of origin."), place, _PERSONAL)
        elif unit.municipality in household.preferred_municipalities:
            yield Sentence(N_("{place} is a preferred municipality."), place, _PERSONAL)
        if points:
            parts = tuple(Term(POINT_WORDS[name]) for name in points)
            text = N_("Suitability: {score} of 1,000 points ({parts}).")
            yield Sentence(text, {"score": score, "parts": parts}, _SPECIAL)
        if s.previous[h] == s.u[unit.id]:
            yield Sentence(N_("The previous proposal had the same home."), {}, _PERSONAL)
        yield from self._support(h)
        if household.current_unit in s.u:
            yield Sentence(N_("Frees its own home: {home}."), {"home": household.current_unit or ""}, _PERSONAL)

    def _support(self, h: int) -> Iterator[Sentence]:
        s = self.state
        table = {label.code: Choice(nl=label.nl, en=label.en) for label in s.round.policy.support_kinds}
        needs = [need for need in s.round.households[h].needs if support.takes_pool(need)]
        for need, pool in zip(needs, s.placement[h].pools, strict=True):
            values: dict[str, Value] = {
                "kind": labels(table, (need.kind,)),
                "provider": s.round.pool_by_id[pool].provider,
                "pool": pool,
            }
            yield Sentence(N_("Support ({kind}) comes from {provider}, pool {pool}."), values, _SPECIAL)

    # ------------------------------------------------------------ which others

    def _alternatives(self, h: int, others: np.typing.NDArray[np.intp]) -> tuple[Alternative, ...]:
        """The other homes with most points."""
        points = self.state.judgement.points[h, others].astype(np.int64)
        best = others[np.lexsort((others, -points))][: words.SHOWN]
        return tuple(self._alternative(h, int(u)) for u in best)

    def _alternative(self, h: int, u: int) -> Alternative:
        s, unit = self.state, self.state.round.units[u].id
        points = int(s.judgement.points[h, u])
        holders = tuple(s.round.households[k].id for k in s.placed_in.get(u, []))
        values: dict[str, Value] = {"unit": unit, "points": points}
        text = N_("{unit} was possible too: {points:point|points}.")
        if holders:
            text = N_("{unit} was possible too: {points:point|points}; it goes to {others}.")
            values["others"] = tuple(map(Other, holders))
        return Alternative(unit, points, holders, Sentence(text, values, _SPECIAL))


def flagged_waiting(state: State, h: int) -> bool:
    """Whether a household has been ready for longer than the policy's term (thirteen weeks)."""
    household = state.round.households[h]
    if household.ready_from is None:
        return False
    return (state.round.as_of - household.ready_from).days > state.round.policy.waiting.flag_after_days

"""Holds every reason against rules and placements, never against its text.

`lies` gives what is not true; the tests ask for an empty list. Exchanges are really carried out: the judge of the
solver says whether they keep every rule, and the aims are counted over the whole plan again.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from unittest.mock import patch

from allocator import rules
from allocator.domain.codes import UnitStatus
from allocator.domain.household import Household
from allocator.domain.proposal import Placement, Solution
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.explain import Cause, Explanations, HomeWhy, UnitWhy, UnplacedWhy, explain
from allocator.explain.decide import Decisions
from allocator.explain.homes import Homes
from allocator.explain.state import State
from allocator.solver import aims
from allocator.solver.state import base_places, place_size
from allocator.solver.verify import feasible
from tests.explain.plans import pools_for

VIOLATIONS = {
    "cap": {"cap"},
    "complex": {"complex-intensive", "complex-group"},
    "apart": {"apart"},
    "living_together": {"tags"},
    "places": {"places", "max-persons"},
    "corporation_norm": {"unfit"},
    "pinned": {"pin"},
    "pool": {"pool-full", "pool-households"},
    "return": {"places", "max-persons", "tags", "apart", "complex-intensive", "complex-group"},
}
"""What the judge must find, whichever pools are chosen, when an exchange is not possible for this cause."""


def lies(round_: Round, solution: Solution, exchanges: int | None = None) -> list[str]:
    """Everything in the explanation of a plan that is not true.

    Args:
        exchanges: exchanges carried out for each household; None: one for every home that the rules allow.
    """
    context = rules.Context(round_)
    told = explain(round_, solution, context=context)
    # The judge asks the same pairs for every exchange; remembering the answers makes the region bearable.
    with patch.object(rules, "judge_pair", cache(rules.judge_pair)):
        return list(Truth(round_, solution, context, told, exchanges).lies())


@dataclass(frozen=True)
class Truth:
    """One explained plan, to be checked fact by fact."""

    round: Round
    solution: Solution
    context: rules.Context
    told: Explanations
    exchanges: int | None = None

    def lies(self) -> Iterator[str]:
        placed = {p.household for p in self.solution.placements}
        if set(self.told.placed) != placed or set(self.told.unplaced) != {h.id for h in self.round.households} - placed:
            yield "not every household is explained once"
        if list(self.told.units) != [u.id for u in self.round.units]:
            yield "not every unit is explained"
        for why in self.told.unplaced.values():
            yield from (f"{why.household} ({why.reason_code}): {lie}" for lie in self._unplaced(why))
        for unit in self.told.units.values():
            yield from (f"{unit.unit} ({unit.reason_code}): {lie}" for lie in self._unit(unit))
        yield from self._placed()
        yield from self._opener()

    def verdict(self, household: str, unit: str) -> rules.PairVerdict:
        return rules.judge_pair(self.context, household, unit)

    # ------------------------------------------------------------ households without a home

    def _unplaced(self, why: UnplacedWhy) -> Iterator[str]:
        verdicts = {u.id: self.verdict(why.household, u.id) for u in self.round.units}
        counts = Counter(code for v in verdicts.values() for code in v.refused)
        if dict(counts) != dict(why.rule_counts):
            yield f"refusals {dict(why.rule_counts)} are {dict(counts)}"
        if list(why.rule_counts.values()) != sorted(why.rule_counts.values(), reverse=True):
            yield "the most frequent refusal does not come first"
        possible = [unit for unit, v in verdicts.items() if v.allowed]
        if why.homes_possible != len(possible) or why.layer != (2 if possible else 1):
            yield f"layer {why.layer} with {why.homes_possible} homes possible, but there are {len(possible)}"
        yield from self._ask(why, verdicts)
        yield from self._layer_2(why, possible) if possible else self._layer_1(why, verdicts)

    def _layer_1(self, why: UnplacedWhy, verdicts: dict[str, rules.PairVerdict]) -> Iterator[str]:
        alone = {unit: v.refused[0] for unit, v in verdicts.items() if len(v.refused) == 1}
        near = {n.unit: n.rule for n in why.nearest}
        if not near.items() <= alone.items() or len(near) != min(5, len(alone)):
            yield f"homes refused by one rule alone: {near}, out of {alone}"
        refused = [set(v.refused) for v in verdicts.values()]
        true = {
            "no_home_fits": bool(refused),
            "parked": bool(refused) and all("R-905" in codes for codes in refused),
            "paused": bool(refused) and all(codes & {"R-902", "R-903"} for codes in refused),
            "nothing_on_offer": all(any(self._only_home(code) for code in codes) for codes in refused),
        }
        if not true.get(why.reason_code, False):
            yield "is not so"
        if why.homes or why.decided:
            yield "speaks of homes that are not possible"

    @staticmethod
    def _only_home(code: str) -> bool:
        return all(name.startswith("u.") for name in rules.BY_CODE[code].reads)

    def _layer_2(self, why: UnplacedWhy, possible: list[str]) -> Iterator[str]:
        pairs = {unit: self._home(why.household, unit) for unit in possible}
        decided = Counter(home.code for home in pairs.values())
        if dict(decided) != dict(why.decided):
            yield f"decided {dict(why.decided)} are {dict(decided)}"
        real = {code: n for code, n in decided.items() if code != "chain"} or dict(decided)
        if real.get(why.reason_code) != max(real.values()):
            yield f"is not what decided most of {dict(decided)}"
        if len(why.homes) != min(5, len(possible)) or any(pairs[home.unit] != home for home in why.homes):
            yield "the homes shown are not told the same one by one"
        for unit, home in list(pairs.items())[: self.exchanges]:
            yield from (f"{unit}, {home.code}: {lie}" for lie in self.home_lies(why.household, home))

    def _home(self, household: str, unit: str) -> HomeWhy:
        if (household, unit) not in self._homes:
            rows = self._pairs.decisions.state
            self._homes[household, unit] = self._pairs.of_pair(rows.h[household], rows.u[unit])
        return self._homes[household, unit]

    @cached_property
    def _homes(self) -> dict[tuple[str, str], HomeWhy]:
        return {}

    @cached_property
    def _pairs(self) -> Homes:
        judgement = rules.judge(self.round, self.context)
        return Homes(Decisions(State(self.round, self.solution, judgement, self.context)))

    # ------------------------------------------------------------ one household and one home

    def home_lies(self, household: str, home: HomeWhy) -> Iterator[str]:
        unit = self.round.unit_by_id[home.unit]
        there = {p.household for p in self.solution.placements if p.unit == unit.id}
        if home.holder is not None and home.holder not in there:
            yield f"{home.holder} is not placed there"
            return
        if home.code == "chain":
            if unit.status is not UnitStatus.OCCUPIED or self._leaving(unit) or there:
                yield "somebody leaves, or it is not occupied"
            return
        if home.code == "places" and home.holder is None and not self._room(unit):
            return
        plans = list(self._exchanged(self.round.household_by_id[household], unit, home.holder))
        found = [{v.code for v in feasible(self.round, plan, self.context)} for plan in plans]
        if home.code == "no_support":
            if plans:
                yield "there are pools that may serve"
        elif home.code in VIOLATIONS:
            if not plans or any(not codes & VIOLATIONS[home.code] for codes in found):
                yield f"the judge finds {found}"
        else:
            yield from self._compared(home, [p for p, codes in zip(plans, found, strict=True) if not codes])

    def _leaving(self, unit: Unit) -> list[Household]:
        placed = {p.household for p in self.solution.placements}
        return [h for h in self.round.households if h.current_unit == unit.id and h.id in placed]

    def _room(self, unit: Unit) -> bool:
        """Whether a place of the unit stays empty."""
        free = base_places(unit) + sum(place_size(h, unit) for h in self._leaving(unit))
        here = [self.round.household_by_id[p.household] for p in self.solution.placements if p.unit == unit.id]
        return free > sum(place_size(h, unit) for h in here)

    def _exchanged(self, household: Household, unit: Unit, holder: str | None) -> Iterator[list[Placement]]:
        rest = [p for p in self.solution.placements if p.household != holder]
        for pools in pools_for(self.round, household, unit):
            yield [*rest, Placement(household=household.id, unit=unit.id, pools=pools)]

    def _compared(self, home: HomeWhy, possible: list[list[Placement]]) -> Iterator[str]:
        if not possible:
            yield "the exchange is not possible at all"
        worse = self.first_worse(possible[0]) if possible else None
        if home.code.startswith("stage:"):
            if worse != (home.code.removeprefix("stage:"), home.aim):
                yield f"first worse at {home.aim}, but it is {worse}"
        elif home.code not in ("joint", "not_proven") or worse is not None:
            yield f"an exchange is possible, and worse at {worse}"
        if (home.code == "joint") > (bool(self.solution.stages) and self.solution.proven):
            yield "joint, but the plan is not proven best"

    def first_worse(self, plan: list[Placement]) -> tuple[str, str] | None:
        """Stage and sub-stage at which a plan is worse first; None when it is better first."""
        now = aims.stage_values(self.round, self.solution.placements, aims.judged_points(self.context))
        then = aims.stage_values(self.round, plan, aims.judged_points(self.context))
        best = {(r.stage, r.sub_stage): r.best for r in self.solution.stages}
        subs, order = aims.sub_stages(self.round), []
        names = [stage.name for stage in aims.stages_on(self.round)]
        for k, name in enumerate(names):
            mine = [sub for sub in subs if sub.stage is name]
            loose = [sub for sub in mine if sub.tolerance]
            order += [(sub, bool(sub.tolerance)) for sub in mine]
            before = [sub for sub in subs if k and sub.stage is names[k - 1] and sub.tolerance]
            order += [(sub, False) for sub in before]
            assert name != "lottery" or not loose
        for sub, loose_now in order:
            key, sign = (sub.stage, sub.name), 1 if sub.sense == "max" else -1
            one, other = sign * now[key], sign * then[key]
            if loose_now:
                reached = best.get(key)
                floor = (one if reached is None else sign * reached) - sub.tolerance
                one, other = min(one, floor), min(other, floor)
            if one != other:
                return (sub.stage.value, sub.name) if other < one else None
        keys = (aims.lottery_key(self.round, p) for p in (self.solution.placements, plan))
        return ("lottery", "lottery") if next(keys) < next(keys) else None

    # ------------------------------------------------------------ questions

    def _asked(self, household: str, unit: str) -> set[tuple[str, str]]:
        return {(owner, field) for field, owner, _ in rules.questions(self.context, household, unit)}

    def _ask(self, why: UnplacedWhy, verdicts: dict[str, rules.PairVerdict]) -> Iterator[str]:
        waiting = [u for u, v in verdicts.items() if v.allowed and v.ask]
        counts = Counter(question for u in waiting for question in self._asked(why.household, u))
        most = max(counts.values(), default=0)
        if (why.ask.opens if why.ask else 0) != most:
            yield f"asks {why.ask}, but the questions are {counts}"
        if why.ask and counts[why.ask.owner, why.ask.field] != why.ask.opens:
            yield f"{why.ask.field} opens {counts[why.ask.owner, why.ask.field]}, not {why.ask.opens}"

    def _opener(self) -> Iterator[str]:
        counts: Counter[tuple[str, str, str]] = Counter()
        for household in self.round.households:
            for unit in self.round.units:
                if self.verdict(household.id, unit.id).allowed and self.verdict(household.id, unit.id).ask:
                    for owner, field in self._asked(household.id, unit.id):
                        counts[owner, field, household.id if owner == "household" else unit.id] += 1
        told = self.told.opener
        if (told.opens if told else 0) != max(counts.values(), default=0):
            yield f"the best question is told as {told}, out of {counts}"
        if told and counts[told.owner, told.field, told.item or ""] != told.opens:
            yield f"{told.field} of {told.item} opens {counts[told.owner, told.field, told.item or '']}"

    # ------------------------------------------------------------ placed households and units

    def _placed(self) -> Iterator[str]:
        depends = aims.depends_on(self.round, self.solution.placements)
        pins = {(w.household, w.unit) for w in self.round.pairs if w.verdict == "pin"}
        for why in self.told.placed.values():
            others = {u.id for u in self.round.units if self.verdict(why.household, u.id).allowed} - {why.unit}
            verdict = self.verdict(why.household, why.unit)
            best = [a.points for a in why.best_alternatives]
            facts = {
                "alternatives": why.alternatives == len(others),
                "best alternatives": {a.unit for a in why.best_alternatives} <= others
                and best == sorted((self.verdict(why.household, u).points for u in others), reverse=True)[:5],
                "points": why.score == verdict.points,
                "to confirm": tuple(c.rule for c in why.to_confirm) == verdict.ask,
                "waived": why.waived == verdict.waived,
                "depends": why.depends_on == depends.get(why.household, ()),
                "pinned": why.pinned == ((why.household, why.unit) in pins),
            }
            yield from (f"{why.household}: {name} is not so" for name, holds in facts.items() if not holds)

    def _unit(self, why: UnitWhy) -> Iterator[str]:
        unit = self.round.unit_by_id[why.unit]
        here = {p.household for p in self.solution.placements if p.unit == why.unit}
        verdicts = {h.id: self.verdict(h.id, why.unit) for h in self.round.households}
        counts = Counter(code for v in verdicts.values() for code in v.refused)
        fit = {h for h, v in verdicts.items() if v.allowed}
        waiting = fit & set(self.told.unplaced)
        decided = Counter(self._home(h, why.unit).code for h in waiting)
        paused = unit.municipality in self.round.paused or unit.corporation in self.round.paused_corporations
        if (set(why.holders), why.eligible) != (here, len(waiting)):
            yield f"holders {why.holders} and {why.eligible} that may live there are {here} and {waiting}"
        if dict(why.rule_counts) != dict(counts) or dict(why.decided) != dict(decided):
            yield "its numbers are wrong"
        alone = Counter(v.refused[0] for v in verdicts.values() if len(v.refused) == 1)
        if (alone[why.sole_rule] if why.sole_rule else 0) != max(alone.values(), default=0):
            yield f"{why.sole_rule} alone does not refuse most of {alone}"
        true = {
            "placed": bool(here),
            "paused": paused and not here,
            "status": unit.status not in (UnitStatus.FREE, UnitStatus.OCCUPIED),
            "occupied": unit.status is UnitStatus.OCCUPIED and not self._leaving(unit) and not here,
            "nobody_fits": not fit,
            "all_elsewhere": bool(fit) and not waiting and not here,
        }
        if not true.get(why.reason_code, not here and decided[why.reason_code] == max(decided.values(), default=-1)):
            yield f"is not so ({decided})"


CODES = {cause.code for cause in Cause} - {Cause.NONE.code}
"""Every cause that a home can have."""

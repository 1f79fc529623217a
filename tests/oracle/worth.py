"""The oracle's own reading of docs/model.md 2 and 2.1: what a plan is worth in each sub-stage."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from allocator import ledger
from allocator.domain.codes import CountUnit, Norm, StageName, SupportLevel
from allocator.domain.household import Household
from allocator.domain.policy import Dimension, Stage
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from tests.oracle.verdicts import Verdicts

Plan = tuple[Placement, ...]
LEVELS = list(SupportLevel)


@dataclass(frozen=True)
class Aim:
    """One sub-stage; `code` is the urgency code or the dimension it is about, `k` the number of a worst-k."""

    stage: StageName
    name: str
    sense: str
    code: str = ""
    is_count: bool = False
    k: int = 0

    @property
    def key(self) -> tuple[StageName, str]:
        return self.stage, self.name


class Worth:
    """Values of plans of one round; nothing is computed before it is asked."""

    def __init__(self, round: Round, verdicts: Verdicts) -> None:
        self.round = round
        self.verdicts = verdicts
        self.dimensions = {d.name: d for d in round.policy.dimensions}
        self.shares = {d.name: ledger.shares(round, d) for d in round.policy.dimensions}
        self.previous = {(p.household, p.unit) for p in round.previous}
        self.targets: dict[tuple[str, int], dict[str, int]] = {}

    def aims(self, stage: Stage) -> list[Aim]:
        """The sub-stages of a stage, in order."""
        if stage.name is StageName.URGENCY:
            return [Aim(stage.name, u.code, "max", code=u.code) for u in self.round.policy.urgency]
        if stage.name is not StageName.BALANCE:
            return [Aim(stage.name, stage.name.value, "max")]
        found = []
        for d in self.round.policy.dimensions:
            found.append(Aim(stage.name, f"{d.name}.count", "max", code=d.name, is_count=True))
            norm, parts = d.norm or self.round.policy.norm, len(self.shares[d.name])
            if norm is Norm.WORST_FIRST:
                names = [(f"{d.name}.worst-{k}", k) for k in range(1, parts + 1)]
            else:
                names = [(f"{d.name}.{norm}", 0)] if parts else []
            found += [Aim(stage.name, name, "min", code=d.name, k=k) for name, k in names]
        return found

    def of(self, aim: Aim, plan: Plan) -> int:
        """The value of a plan in a sub-stage."""
        pairs = [(self.round.household_by_id[p.household], self.round.unit_by_id[p.unit]) for p in plan]
        served = [(h, u) for h, u in pairs if u.counts_as_home]
        match aim.stage:
            case StageName.URGENCY:
                return len([h for h, _ in served if h.urgency == aim.code])
            case StageName.ORIGIN:
                return len([1 for h, u in served if u.municipality in _wished(h)])
            case StageName.BALANCE:
                return self._balance(aim, served)
            case StageName.WAITING:
                return sum(self._days(h) for h, _ in served)
            case StageName.SUITABILITY:
                return sum(self._points(h, u) for h, u in pairs)
            case StageName.STABILITY:
                return len([1 for h, u in pairs if (h.id, u.id) in self.previous])
            case StageName.LOTTERY:
                return len(plan)

    def _points(self, household: Household, unit: Unit) -> int:
        scores = [
            w.score
            for w in self.round.pairs
            if (w.household, w.unit) == (household.id, unit.id) and w.score is not None
        ]
        return scores[0] if scores else self.verdicts.of(household.id, unit.id).points

    def _days(self, household: Household) -> int:
        start: date = household.registered_on
        if self.round.policy.waiting.count_from == "ready" and household.ready_from is not None:
            start = household.ready_from
        return min(self.round.policy.waiting.cap_days, max(0, (self.round.as_of - start).days))

    def _balance(self, aim: Aim, served: list[tuple[Household, Unit]]) -> int:
        dimension, shares = self.dimensions[aim.code], self.shares[aim.code]
        placed = dict.fromkeys((u.municipality for u in self.round.units), 0)
        for household, unit in served:
            if unit.counts_for_share and _member(dimension, household):
                in_persons = dimension.unit is CountUnit.PERSONS
                placed[unit.municipality] += household.adults + household.children if in_persons else 1
        count = sum(placed.values())
        if aim.is_count:
            return count
        if (aim.code, count) not in self.targets:
            self.targets[aim.code, count] = ledger.targets_hundredths(self.round, dimension, count)
        target = self.targets[aim.code, count]
        short = {m: target[m] - 100 * placed.get(m, 0) for m in shares}
        if aim.k:
            behind = sorted((round_half_even(100, shares[m]) * short[m] for m in shares), reverse=True)
            return sum(behind[: aim.k])
        if aim.name.endswith(".total"):
            return sum(abs(s) for s in short.values())
        return sum(round_half_even(100, shares[m]) * short[m] ** 2 for m in shares)


def round_half_even(whole: int, share: Fraction) -> int:
    """`whole / share` to the nearest whole number, halves to even, by hand."""
    quotient, rest = divmod(whole * share.denominator, share.numerator)
    up = 2 * rest > share.numerator or (2 * rest == share.numerator and quotient % 2 == 1)
    return quotient + up


def _wished(household: Household) -> set[str | None]:
    return {household.municipality_of_origin, *household.preferred_municipalities}


def _member(dimension: Dimension, household: Household) -> bool:
    first = (household.target_groups or ("",))[0]
    if dimension.group not in ("all", first):
        return False
    level = max((LEVELS.index(n.level) for n in household.needs), default=0)
    return level >= LEVELS.index(dimension.min_level)

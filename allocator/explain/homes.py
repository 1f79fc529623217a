"""One home at a time: who has it, which aim or limit decided, and the values that were compared."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allocator.domain.sentence import Choice, Other, Sentence, Value, labels
from allocator.explain import words
from allocator.explain.causes import STAGES, Cause
from allocator.explain.decide import Decisions
from allocator.explain.reasons import HomeWhy
from allocator.explain.state import State
from allocator.locale import N_
from allocator.solver import aims

# {other} is who has the home; every sentence with a value of somebody else names it, so only the committee reads it.
STAGE_TEXTS: dict[Cause, str] = {
    Cause.URGENCY: N_("{unit}: {other} has it; class {theirs} comes before class {ours}."),
    Cause.ORIGIN: N_("{unit}: {other} has it; {place} is where it comes from or a municipality it prefers."),
    Cause.BALANCE: N_("{unit}: {other} has it and counts for {theirs} in the balance of {aim}, against {ours}."),
    Cause.WAITING: N_("{unit}: {other} has it and has waited {theirs:day|days}, against {ours:day|days}."),
    Cause.SUITABILITY: N_(
        "{unit}: {other} has it with {theirs:point|points} of suitability, against {ours:point|points}."
    ),
    Cause.STABILITY: N_("{unit}: {other} has it, as in the previous proposal."),
    Cause.LOTTERY: N_("{unit}: {other} has it; equal on all aims, but drawn as number {theirs}, against {ours}."),
}


@dataclass(frozen=True)
class Homes:
    """Writes out why a household did not get a home."""

    decisions: Decisions

    @property
    def state(self) -> State:
        """The plan."""
        return self.decisions.state

    def why(self, h: int, u: int, cause: Cause, holder: int) -> HomeWhy:
        """Why a household did not get a home, with and without the other household."""
        aim = self.decisions.order.first_worse(u, holder, h) if cause in STAGES else None
        sentence = self._limit(h, u, cause, holder)
        return HomeWhy(
            unit=self.state.round.units[u].id,
            code=cause.code,
            holder=None if holder < 0 else self.state.round.households[holder].id,
            aim=aim,
            sentence=sentence,
            detail=sentence if holder < 0 else self._detail(h, u, cause, holder, aim),
        )

    def of_pair(self, h: int, u: int) -> HomeWhy:
        """Why a household without a home did not get one that the rules allow."""
        causes, holders = self.decisions.of_unit(u, np.array([h], dtype=np.int64))
        return self.why(h, u, Cause(int(causes[0])), int(holders[0]))

    def _detail(self, h: int, u: int, cause: Cause, holder: int, aim: str | None) -> Sentence:
        if aim is not None:
            return self._stage(h, u, cause, holder, aim)
        values: dict[str, Value] = {
            "unit": self.state.round.units[u].id,
            "other": Other(self.state.round.households[holder].id),
            "why": words.clause(cause),
        }
        return Sentence(N_("{unit}: {other} has it; {why}."), values, words.SENSITIVITY[cause])

    def _stage(self, h: int, u: int, cause: Cause, holder: int, aim: str) -> Sentence:
        s = self.state
        values: dict[str, Value] = {
            "unit": s.round.units[u].id,
            "other": Other(s.round.households[holder].id),
        }
        match cause:
            case Cause.URGENCY:
                values |= {"theirs": self._class(holder), "ours": self._class(h)}
            case Cause.ORIGIN:
                values |= {"place": s.round.municipalities[s.municipality[u]].name}
            case Cause.BALANCE:
                name = aim.removesuffix(f".{aims.COUNT}")
                k = [d.name for d in s.round.policy.dimensions].index(name)
                values |= {"aim": name, "theirs": int(s.weights[k][holder]), "ours": int(s.weights[k][h])}
            case Cause.WAITING:
                values |= _two(s.waiting, holder, h)
            case Cause.SUITABILITY:
                values |= _two(s.judgement.points[:, u], holder, h)
            case Cause.LOTTERY:
                values |= _two(s.rank + 1, holder, h)
        return Sentence(STAGE_TEXTS[cause], values, words.SENSITIVITY[cause])

    def _class(self, h: int) -> Choice:
        label = self.state.round.policy.urgency[int(self.state.urgency[h])]
        return Choice(nl=label.nl, en=label.en)

    def _limit(self, h: int, u: int, cause: Cause, holder: int) -> Sentence:
        """The cause without a word on other households; names what is full."""
        s, unit = self.state, self.state.round.units[u]
        place = int(s.municipality[u])
        values: dict[str, Value] = {"unit": unit.id}
        if cause is Cause.NO_SUPPORT:
            values |= {"place": s.round.municipalities[place].name, "kinds": self._kinds(h, place)}
            text = N_("{unit}: no care provider gives {kinds} in {place} at this level and from this date.")
        elif cause is Cause.POOL:
            values |= {"place": s.round.municipalities[place].name, "pools": self.decisions.pools.full(h, place)}
            text = N_("{unit}: too little support is left in {place}; it could come from {pools}.")
        elif cause is Cause.COMPLEX and unit.complex:
            values["complex"] = unit.complex
            text = N_("{unit}: complex {complex} is at its limit for this support or for this group.")
        elif cause is Cause.CORPORATION_NORM and unit.corporation:
            values["corporation"] = unit.corporation
            text = N_("{unit}: {corporation} has no letting left above the rent that fits the income.")
        elif cause is Cause.CAP:
            values["caps"] = self._caps(h, u, holder)
            text = N_("{unit}: the highest number of the policy has been reached ({caps}).")
        else:
            return words.of_home(cause, unit.id)
        return Sentence(text, values, words.SENSITIVITY[cause])

    def _kinds(self, h: int, place: int) -> tuple[Value, ...]:
        table = {label.code: Choice(nl=label.nl, en=label.en) for label in self.state.round.policy.support_kinds}
        return labels(table, tuple(sorted({n.kind for n in self.decisions.pools.missing(h, place)})))

    def _caps(self, h: int, u: int, holder: int) -> tuple[str, ...]:
        caps = zip(self.state.round.policy.caps, self.decisions.limits.caps, strict=True)
        return tuple(
            cap.id
            for cap, (who, where, left) in caps
            if who[h] and where[u] and left + int(holder >= 0 and who[holder]) < 1
        )


def _two(values: NDArray[Any], theirs: int, ours: int) -> dict[str, Value]:
    return {"theirs": int(values[theirs]), "ours": int(values[ours])}

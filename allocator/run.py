"""Round -> verified, explained proposal. Pure: what files, store and simulation all call."""

import os
import platform
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from typing import Any

import allocator
from allocator import ledger, rules
from allocator.domain.proposal import (
    BalanceLine,
    EmptyUnit,
    FilledUnit,
    Proposal,
    ProposedPlacement,
    Solution,
    StageResult,
    Text,
    Unplaced,
)
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence
from allocator.explain import Explanations, explain
from allocator.explain.gave_up import gave_up
from allocator.explain.reasons import Ask, NearHome, PlacedWhy, UnitWhy, UnplacedWhy
from allocator.locale import N_
from allocator.solver import aims
from allocator.solver.verify import Violation, verify

Progress = Any
"""Called with the sub-stage, seconds since the start and the gap (see ``allocator.solver.stages.Progress``)."""


class Rejected(Exception):
    """The independent judge found a fault in a result; it must not be used."""

    def __init__(self, violations: list[Violation]) -> None:
        super().__init__("; ".join(v.sentence.render("en") for v in violations[:5]))
        self.violations = violations


@dataclass(frozen=True)
class Matched:
    """A round with its plan, its proposal, and what belongs to this run only (times, host)."""

    round: Round
    solution: Solution
    proposal: Proposal
    run_info: dict[str, Any]


def run_match(
    round: Round,
    *,
    time_limit: float | None = None,
    progress: Progress | None = None,
    wanted: Callable[[], None] | None = None,
) -> Matched:
    """Find the best plan of a round, have it judged, and explain it.

    Args:
        round: the frozen inputs.
        time_limit: seconds for solving; afterwards the best plan found is proposed with its honest status.
        progress: told the sub-stage, seconds since the start and the gap.
        wanted: asked before each program that is solved; what it raises ends the run.

    Raises:
        allocator.solver.optimum.Contradiction: when no plan keeps all pins.
        Rejected: when the judge rejects the result.
    """
    laps = _Laps()
    context = rules.Context(round)
    judgement = rules.judge(round, context)
    laps.lap("rules")
    how = {"time_limit": time_limit, "progress": progress, "wanted": wanted, "judgement": judgement, "alone": True}
    solution = best_plan(round, lap=laps.lap, **how)
    why = explain(round, solution, judgement, context)
    proposal = propose(round, solution, why)
    laps.lap("explain")
    return Matched(round, solution, proposal, _run_info(laps.seconds))


def best_plan(round: Round, *, lap: Callable[[str], None] = lambda _: None, **how: Any) -> Solution:
    """The best plan of a round, judged and not explained: what a simulation needs of each week.

    ``lap`` is told when it was solved and when it was judged; ``how``: as ``allocator.solver.optimum.solve`` takes it.
    Raises as ``run_match`` does.
    """
    from allocator.solver.optimum import solve

    solution = solve(round, **how)
    lap("solve")
    if violations := verify(round, solution):
        raise Rejected(violations)
    lap("verify")
    return solution


def propose(round: Round, solution: Solution, why: Explanations) -> Proposal:
    """The proposal of a plan with its explanation."""
    homes = {p.household: p for p in solution.placements}
    placed = sorted(why.placed.items())
    units = [w for _, w in sorted(why.units.items())]
    full = [w.places_left <= 0 and w.reason_code == "placed" for w in units]
    return Proposal(
        round_id=round.round_id,
        placements=tuple(_placement(round, homes[h].pools, w) for h, w in placed),
        unplaced=tuple(_unplaced(round, w) for _, w in sorted(why.unplaced.items())),
        empty_units=tuple(_empty(w) for w, is_full in zip(units, full, strict=True) if not is_full),
        filled_units=tuple(_filled(w) for w, is_full in zip(units, full, strict=True) if is_full),
        stages=tuple(_stage(result) for result in solution.stages),
        balance=tuple(_line(line) for line in balance(round, solution)),
        headline=_headline(solution),
        round_sha256=round.sha256,
        policy_sha256=round.policy_sha256,
        versions=versions(),
        reproducible=solution.proven,
        seed_by_hand=round.seed_by_hand,
    )


def versions() -> dict[str, str]:
    """What a result depends on besides the round."""
    return {"allocator": allocator.__version__, "ortools": version("ortools"), "schema": "1"}


def _distinct(sentences: Iterable[Sentence]) -> list[Sentence]:
    found: list[Sentence] = []
    for sentence in sentences:
        if sentence not in found:
            found.append(sentence)
    return found


def _text(sentence: Sentence) -> Text:
    return Text(**sentence.both())


def _placement(round: Round, pools: tuple[str, ...], why: PlacedWhy) -> ProposedPlacement:
    return ProposedPlacement(
        household=why.household,
        unit=why.unit,
        municipality=round.unit_by_id[why.unit].municipality,
        pools=pools,
        to_confirm=tuple(dict.fromkeys(c.rule for c in why.to_confirm)),
        questions=tuple(_text(s) for s in _distinct(c.sentence for c in why.to_confirm)),
        depends_on=why.depends_on,
        waived=why.waived,
        pinned=why.pinned,
        flagged_waiting=why.flagged_waiting,
        reasons=tuple(_text(s) for s in why.reasons),
        alternatives=why.alternatives,
        others=tuple(
            {"unit": a.unit, "points": a.points, "sentence": a.sentence.both()} for a in why.best_alternatives
        ),
    )


def _unplaced(round: Round, why: UnplacedWhy) -> Unplaced:
    household = round.household_by_id[why.household]
    ready = household.ready_from
    late = ready is not None and (round.as_of - ready).days > round.policy.waiting.flag_after_days
    return Unplaced(
        household=why.household,
        reason_code=why.reason_code,
        sentence=_text(why.sentence),
        details=tuple(_text(s) for s in (*why.details, *(home.detail for home in why.homes))),
        nearest=tuple(_near(n) for n in why.nearest),
        ask=_ask(why.ask) if why.ask else None,
        flagged_waiting=late,
    )


def _near(home: NearHome) -> dict[str, Any]:
    return {"unit": home.unit, "rule": home.rule, "sentence": home.sentence.both()}


def _ask(ask: Ask) -> dict[str, Any]:
    found = {"field": ask.field, "owner": ask.owner, "opens": ask.opens, "sentence": ask.sentence.both()}
    return found | ({"item": ask.item} if ask.item else {})


def _empty(why: UnitWhy) -> EmptyUnit:
    details = tuple(_text(s) for s in why.details)
    return EmptyUnit(unit=why.unit, reason_code=why.reason_code, sentence=_text(why.sentence), details=details)


def _filled(why: UnitWhy) -> FilledUnit:
    return FilledUnit(unit=why.unit, sentence=_text(why.sentence), details=tuple(_text(s) for s in why.details))


def _stage(result: StageResult) -> dict[str, Any]:
    sentence = gave_up(result)
    return result.model_dump(mode="json") | {"sentence": sentence.both()}


def balance(round: Round, solution: Solution | None) -> tuple[BalanceLine, ...]:
    """Fair share per dimension and municipality, with what a plan adds (None: no plan)."""
    pairs = aims.pairs_of(round, solution.placements) if solution else []
    placed: dict[str, Counter[str]] = defaultdict(Counter)
    for dimension in round.policy.dimensions:
        placed[dimension.name] = aims.placed_weight(dimension, pairs)
    return ledger.balance_lines(round, placed)


def _line(line: BalanceLine) -> dict[str, Any]:
    found = line.model_dump(mode="json")
    return found | {k: str(v) for k, v in dict(line).items() if isinstance(v, Fraction)}


def _headline(solution: Solution) -> Text:
    count = len(solution.placements)
    if solution.proven:
        text = N_("{count:household|households} placed; proven: no other plan is better, aim by aim.")
    else:
        text = N_(
            "{count:household|households} placed; not proven best: the time limit ended the search, or amounts in the"
            " ledger are too large to be exact."
        )
    return _text(Sentence(text, {"count": count}))


@dataclass
class _Laps:
    """Seconds per phase, for ``run.json`` only."""

    def __post_init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        """Close a phase."""
        now = time.perf_counter()
        self.seconds[name], self._last = round(now - self._last, 3), now


def _run_info(seconds: dict[str, float]) -> dict[str, Any]:
    host = {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count() or 1}
    return {"seconds": seconds, "host": host, "versions": versions()}


__all__ = ["Matched", "Rejected", "balance", "best_plan", "propose", "run_match", "versions"]

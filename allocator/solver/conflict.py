"""When pins cannot be kept: the smallest set of statements that contradict each other, by re-solving.

The smallest unsatisfiable subset is found by implicit hitting sets (Ignatiev, Previti, Liffiton and
Marques-Silva, CP 2015): every set of statements that must be broken is hit, until what hits them all is itself
contradictory. No solver assumptions are used.
"""

from dataclasses import dataclass

import numpy as np

from allocator.solver.candidates import Candidates
from allocator.solver.engine import Rows
from allocator.solver.formulation import Formulation
from allocator.solver.program import Program, solve_program
from allocator.solver.statements import Contradiction, Name, Statement

_STRUCTURE = frozenset({"class", "need", "start", "steps", "worst"})
"""Constraints that say what the columns mean; they are no statements of anybody."""


class NoContradiction(ValueError):
    """The pins can be kept after all."""


def contradiction(data: Candidates, form: Formulation) -> Contradiction:
    """The smallest set of statements that contradict each other.

    Raises:
        NoContradiction: when the pins can be kept after all.
    """
    impossible = np.argwhere(data.pinned & ~data.possible)
    if len(impossible):
        return Contradiction(_refused(data, int(impossible[0][0]), int(impossible[0][1])))
    return Contradiction(tuple(Statement(name) for name in _smallest(_Question.of(form))))


def _refused(data: Candidates, h: int, u: int) -> tuple[Statement, ...]:
    """Why one pinned pair is impossible by itself."""
    from allocator import rules

    household, unit = data.round.households[h], data.round.units[u]
    keys = (household.id, unit.id)
    verdict = rules.judge_pair(rules.Context(data.round), *keys)
    if verdict.refused:
        code = verdict.refused[0]
        reason: Name = ("forbidden", *keys) if code == "R-904" else ("rule", *keys, code)
    elif data.base[u] == 0 and u not in data.movers:
        reason = ("no-place", *keys)
    else:
        reason = ("no-support", *keys)
    return Statement(("pin", *keys)), Statement(reason)


@dataclass
class _Question:
    """A formulation whose statements can be taken away one by one."""

    form: Formulation
    statements: list[Name]
    group: np.ndarray
    upper: np.ndarray

    @classmethod
    def of(cls, form: Formulation) -> "_Question":
        upper = who_matters(form)
        for one in form.columns.demand:  # their bounds say what the pools' constraints say: leave it to those
            upper[list(one.columns)] = float(len(one.members))
        names = [name for name in dict.fromkeys(form.names) if name[0] not in _STRUCTURE]
        index = {name: i for i, name in enumerate(names)}
        group = np.array([index.get(name, -1) for name in form.names], dtype=np.int64)
        alive = np.bincount(form.rows.row, weights=(upper[form.rows.col] > 0).astype(float), minlength=form.rows.count)
        used = {int(g) for g, a in zip(group, alive, strict=True) if g >= 0 and a > 0}
        kept = [name for i, name in enumerate(names) if i in used]
        index = {name: i for i, name in enumerate(kept)}
        group = np.array([index.get(name, -1) for name in form.names], dtype=np.int64)
        return cls(form, kept, group, upper)

    def possible(self, kept: set[int]) -> bool:
        """Whether a plan exists that obeys these statements only."""
        rows = self.form.rows
        free = np.array([g >= 0 and g not in kept for g in self.group], dtype=bool)
        relaxed = Rows(
            rows.row, rows.col, rows.coef, np.where(free, -np.inf, rows.lower), np.where(free, np.inf, rows.upper)
        )
        program = Program(
            self.form.lower, self.upper, np.ones(len(self.upper), dtype=bool), relaxed, np.zeros(len(self.upper))
        )
        return solve_program(program, gap=0.5).x is not None


def who_matters(form: Formulation) -> np.ndarray:
    """Upper bounds in which only pinned households, and those who live where they go, can be placed.

    Who lives in the same complex counts too: by leaving they may make room under its caps, or end a keep-apart.
    """
    data, upper = form.data, form.upper.copy()
    complexes = [unit.complex or unit.id for unit in data.round.units]
    lives_in: dict[str, set[int]] = {}
    for u, movers in data.movers.items():
        lives_in.setdefault(complexes[u], set()).update(movers)
    wanted = {int(h) for h in np.flatnonzero(data.pinned.any(axis=1))}
    queue = list(wanted)
    while queue:
        h = queue.pop()
        reach = np.flatnonzero(data.pinned[h] if data.pinned[h].any() else data.possible[h])
        for mover in sorted({m for u in reach for m in lives_in.get(complexes[u], ())} - wanted):
            wanted.add(mover)
            queue.append(mover)
    others = ~np.isin(form.classes.z_household, sorted(wanted))
    upper[: len(others)][others] = 0.0
    return upper


def _smallest(question: _Question) -> list[Name]:
    everything = set(range(len(question.statements)))
    if question.possible(everything):
        raise NoContradiction("the pins can be kept: there is no contradiction")
    to_hit: list[set[int]] = []
    while True:
        chosen = _hitting_set(to_hit, len(everything))
        if not question.possible(chosen):
            return [question.statements[i] for i in sorted(chosen)]
        to_hit.append(everything - _grow(question, chosen, everything))


def _grow(question: _Question, kept: set[int], everything: set[int]) -> set[int]:
    """A largest-by-inclusion set of statements that can be obeyed together, halving what is tried."""
    queue = [sorted(everything - kept)]
    grown = set(kept)
    while queue:
        part = queue.pop()
        if not part:
            continue
        if question.possible(grown | set(part)):
            grown |= set(part)
        elif len(part) > 1:
            half = len(part) // 2
            queue.extend([part[half:], part[:half]])
    return grown


def _hitting_set(to_hit: list[set[int]], count: int) -> set[int]:
    """A smallest set that meets every set given."""
    if not to_hit:
        return set()
    row = np.concatenate([np.full(len(s), i, dtype=np.int64) for i, s in enumerate(to_hit)])
    col = np.concatenate([np.array(sorted(s), dtype=np.int64) for s in to_hit])
    rows = Rows(row, col, np.ones(len(row)), np.ones(len(to_hit)), np.full(len(to_hit), np.inf))
    whole = np.ones(count, dtype=bool)
    found = solve_program(Program(np.zeros(count), np.ones(count), whole, rows, -np.ones(count)), gap=0.5)
    if found.x is None:
        raise ArithmeticError("All statements together hit every set, yet no smallest choice was found.")
    return {int(i) for i in np.flatnonzero(found.x > 0.5)}

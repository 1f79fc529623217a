"""What one more home, or hour of support, could be worth at most: the prices (duals) of the linear program.

They only choose what is worth solving for: a price is a bound on what one more can bring, not what it brings.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np

from allocator import rules
from allocator.domain.codes import StageName
from allocator.domain.round import Round
from allocator.solver.candidates import candidates
from allocator.solver.engine import Floats, Outcome, Rows
from allocator.solver.formulation import Formulation, formulate
from allocator.solver.objectives import Objective, simple
from allocator.solver.relaxation import Relaxation

_LOOSE = 1e-7


@dataclass(frozen=True)
class Prices:
    """Per home and per pool the most that one more place, or hundredth of an hour, adds to each aim.

    The aims: all households served; those of each urgency class; waiting days. Each while the ones before stay at
    their best.
    A home or pool that nobody could use is not named.
    """

    homes: dict[str, tuple[float, ...]]
    pools: dict[str, tuple[float, ...]]


def prices(round_: Round, absent: Collection[str], judgement: rules.Judgement | None = None) -> Prices:
    """Prices in a round of which some homes and pools are not there yet.

    Args:
        round_: the round with all homes and pools that are thought of, each with one place or some hours.
        absent: keys of those that are not there: they have no room, and so only a price.
        judgement: what the rules say of all pairs of this round, when it is known.
    """
    form = formulate(candidates(round_, judgement or rules.judge(round_)))
    rows, named = _without(form, absent)
    found = [outcome.duals for outcome in _relaxed(form, rows) if outcome.duals is not None]
    homes, pools = (
        {key: tuple(max(0.0, float(duals[row])) for duals in found) for key, row in named[kind].items()}
        for kind in ("unit", "pool")
    )
    return Prices(homes, pools)


def served_at_most(round_: Round, judgement: rules.Judgement | None = None) -> tuple[float, ...]:
    """What the linear program reaches in each of these aims: no plan serves more."""
    form = formulate(candidates(round_, judgement or rules.judge(round_)))
    return tuple(outcome.value for outcome in _relaxed(form, form.rows))


def _relaxed(form: Formulation, rows: Rows) -> Iterator[Outcome]:
    """The linear program for each aim, those before it kept at their best."""
    program = Relaxation(form.lower, form.upper, rows)
    for aim in _aims(form):
        objective = np.zeros(len(form.lower))
        objective[aim.cols] = aim.coefs
        program.objective(objective)
        outcome = program.solve()
        yield outcome
        lock = Rows(np.zeros(len(aim.cols), dtype=np.int64), aim.cols, aim.coefs, *_at_least(outcome.value))
        program.extend(np.zeros(0), np.zeros(0), lock)


def _at_least(value: float) -> tuple[Floats, Floats]:
    return np.array([value - _LOOSE * max(1.0, abs(value))]), np.array([np.inf])


def _aims(form: Formulation) -> list[Objective]:
    served = np.flatnonzero(form.columns.z_home)
    codes = form.data.round.policy.urgency_codes
    return [
        Objective(served, np.ones(len(served))),
        *(simple(form.columns, StageName.URGENCY, code) for code in codes),
        simple(form.columns, StageName.WAITING, StageName.WAITING.value),
    ]


def _without(form: Formulation, absent: Collection[str]) -> tuple[Rows, dict[str, dict[str, int]]]:
    """The constraints as if what is absent had no room, and the constraint of each home and pool."""
    units, classes, data = form.data.round.units, form.classes, form.data
    upper = form.rows.upper.copy()
    kinds = {name[1]: row for row, name in enumerate(form.names) if name[0] == "unit"}
    named: dict[str, dict[str, int]] = {"unit": {}, "pool": {}}
    for u, kind in enumerate(classes.type_of.tolist()):
        row = kinds.get(units[int(classes.type_first[kind])].id) if kind >= 0 else None
        if row is None:
            continue
        named["unit"][units[u].id] = row
        if units[u].id in absent:
            upper[row] -= float(data.base[u])
    for row, name in enumerate(form.names):
        if name[0] == "pool":
            named["pool"][name[1]] = row
            if name[1] in absent:
                upper[row] = 0.0
    return replace(form.rows, upper=upper), named

"""The fit of supply and demand, by kind of home and municipality: homes on offer, and who could live in one."""

from dataclasses import dataclass

import numpy as np

from allocator import rules
from allocator.domain.codes import UnitStatus
from allocator.domain.unit import Unit
from allocator.whatif.again import Basis
from allocator.whatif.kinds import HomeKind, kinds_of


@dataclass(frozen=True)
class Cell:
    """One kind of home in one municipality.

    Attributes:
        kind: the kind of home.
        municipality: its code.
        offered: places of this kind that are free now (of a shared home each place counts).
        left: of these, places that stay empty in the plan.
        fits: households to which no rule refuses a plain home of this kind there; of some a fact must be asked first.
        needs: of these, those that no plainer kind fits there; so in one municipality each household counts once.
        waiting: of those, households without a home in the plan.
    """

    kind: HomeKind
    municipality: str
    offered: int
    left: int
    fits: int
    needs: int
    waiting: int


def supply_and_demand(basis: Basis) -> tuple[Cell, ...]:
    """A cell for each kind and municipality that takes part, kinds first, the plainest first."""
    round_ = basis.round
    open_ = [m.code for m in round_.municipalities if m.code not in round_.paused]
    kinds = kinds_of(round_)
    examples = {(kind, code): kind.example(round_, code) for kind in kinds for code in open_}
    extended = round_.model_copy(update={"units": (*round_.units, *examples.values())})
    judgement = rules.judge(extended)
    waits = np.array([h.id not in basis.home for h in extended.households], dtype=bool)
    taken: dict[str, int] = {}
    for placed in basis.solution.placements:
        size = round_.household_by_id[placed.household].persons if _by_person(round_.unit_by_id[placed.unit]) else 1
        taken[placed.unit] = taken.get(placed.unit, 0) + size
    served = {code: np.zeros(len(waits), dtype=bool) for code in open_}
    found = []
    for (kind, code), example in examples.items():
        fits = judgement.allowed[:, judgement.u_index[example.id]]
        needs = fits & ~served[code]
        served[code] |= fits
        here = [u for u in round_.units if u.municipality == code and u.status is UnitStatus.FREE and kind.holds(u)]
        left = sum(max(0, _places(u) - taken.get(u.id, 0)) for u in here)
        counts = (int(np.count_nonzero(some)) for some in (fits, needs, needs & waits))
        found.append(Cell(kind, code, sum(map(_places, here)), left, *counts))
    return tuple(found)


def _places(unit: Unit) -> int:
    return unit.places if unit.is_shared else min(1, unit.places)


def _by_person(unit: Unit) -> bool:
    return unit.form.value == "shared_rooms"

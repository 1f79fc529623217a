"""What each aim could reach if no aim stood above it: tells what it gave up for them."""

from collections.abc import Iterable

from allocator.solver import objectives
from allocator.solver.clock import Clock
from allocator.solver.formulation import Formulation
from allocator.solver.reached import Reached
from allocator.solver.search import Search

_MOST = 8_000  # up to so many columns z the answer is worth its time


def bound_alone(form: Formulation, reached: Iterable[Reached]) -> None:
    """Bound every maximised aim by its own linear program; larger rounds are left as they are."""
    if form.columns.z_count > _MOST:
        return
    search = Search(form, Clock.start(None))
    for one in reached:
        if one.sub.sense == "max":
            objective = objectives.simple(form.columns, one.sub.stage, one.sub.name)
            outcome, scale = search.relax(objective)
            one.alone = objective.value(search.bound_of(outcome, scale))

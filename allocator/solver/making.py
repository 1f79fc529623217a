"""The objective of a sub-stage in a search, with the helper columns and constraints that it brings along."""

from collections.abc import Mapping

from allocator.domain.codes import Norm, StageName
from allocator.solver import aims, objectives
from allocator.solver.aims import SubStage
from allocator.solver.objectives import Objective
from allocator.solver.search import Search


def make_objective(search: Search, sub: SubStage, counts: Mapping[str, int]) -> Objective:
    """The objective; ``counts``: the number placed in each dimension of balance whose count is settled."""
    columns = search.form.columns
    if sub.stage is not StageName.BALANCE or sub.name.endswith("." + aims.COUNT):
        return objectives.simple(columns, sub.stage, sub.name)
    name, kind = sub.name.rsplit(".", 1)
    of = objectives.shares(columns, sub.name, counts[name], search.upper)
    first = len(search.lower)
    if kind.startswith("worst-"):
        objective, extension = objectives.worst(of, int(kind.removeprefix("worst-")), first)
    else:
        objective, extension = objectives.unit_steps(of, Norm(kind), first)
    search.extend(extension.lower, extension.upper, extension.build.rows())
    return objective

"""Whether the best plan of a round can place one household: the stages as always, until that is out for certain."""

from allocator.solver.reached import Infeasible
from allocator.solver.search import Search
from allocator.solver.stages import StageLoop


class LeftOut(Exception):
    """No plan that is as good as the best places the household."""


def until_left_out(search: Search, household: int) -> StageLoop:
    """The stages of a round, which stop when no plan that is left places a household (by position).

    That is looked at whenever a whole plan reaches all that the search is locked to. While a stage lends out a
    tolerance what was fixed may be taken back, so then it is not looked at.

    Raises (when the loop is run):
        LeftOut: the household has no home in the best plan.
    """

    def look() -> None:
        if search.upper[search.form.columns.z_of(household)].max(initial=0.0) < 0.5:
            raise LeftOut

    return StageLoop(search, settled=look)


def could_win(search: Search, household: int) -> bool:
    """Whether the best plan may place a household; False is certain."""
    try:
        until_left_out(search, household).run()
    except LeftOut:
        return False
    except Infeasible:
        return True
    return True


__all__ = ["LeftOut", "could_win", "until_left_out"]

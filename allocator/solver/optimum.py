"""From a round to its one best plan, with what each stage reached and how sure that is."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from allocator import rules
from allocator.domain.codes import StageName, Status
from allocator.domain.proposal import Placement, Solution, StageResult
from allocator.domain.round import Round
from allocator.solver import aims
from allocator.solver.aims import Passed, SubStage
from allocator.solver.alone import bound_alone
from allocator.solver.candidates import Candidates, candidates
from allocator.solver.clock import Clock, OutOfTime
from allocator.solver.conflict import NoContradiction, contradiction
from allocator.solver.formulation import Formulation, formulate
from allocator.solver.lane import locked_to
from allocator.solver.lottery import Lottery
from allocator.solver.polishing import Spare, begin, bettered
from allocator.solver.race import until_left_out
from allocator.solver.reached import Infeasible, Progress, Reached
from allocator.solver.search import Search
from allocator.solver.stages import StageLoop
from allocator.solver.starting import new_search
from allocator.solver.statements import Contradiction

__all__ = ["Contradiction", "solve"]

_SPELLED = 1.5  # times as long as formulating it takes spelling out a plan
_TOLD = 0.5  # .. and times as long takes saying what it reaches


def solve(
    round: Round,
    *,
    time_limit: float | None = None,
    progress: Progress | None = None,
    wanted: Callable[[], None] | None = None,
    judgement: rules.Judgement | None = None,
    alone: bool = False,
    about: str | None = None,
    start: Iterable[Placement] = (),
    known: Sequence[Passed] = (),
) -> Solution:
    """Find the best plan of a round, stage by stage (docs/model.md).

    Args:
        round: the frozen inputs.
        time_limit: seconds; afterwards the best plan found is given with its honest status.
        progress: told the sub-stage, seconds since the start and gap.
        wanted: asked before each program that is solved; what it raises ends the search.
        judgement: what the rules say of all pairs, when it is known already.
        alone: also bound every maximised aim without the aims above it, to tell what it gave up for them.
        about: key of a household; the search ends when no plan as good as the best places it.
        start: a plan to begin with, of another policy for example; it never changes the answer.
        known: the first stages with their values, where it is proven already that the best plan reaches these.

    Raises:
        Contradiction: when no plan keeps all pins; carries the smallest set of statements that clash.
        allocator.solver.race.LeftOut: when the household that it is about gets no home.
    """
    clock = Clock.start(time_limit, wanted)
    form = formulate(data := candidates(round, judgement or rules.judge(round)))
    clock.reserve(_SPELLED * (formulated := clock.elapsed))  # for spelling out what is known, when time is up
    if (data.pinned & ~data.possible).any():
        raise contradiction(data, form)
    search = new_search(form, clock, start)
    loop = StageLoop(search, progress) if about is None else _about(search, round, about, start)
    loop.before = locked_to(search, known)
    polish = begin(search, _TOLD * formulated) if about is None and not known else None
    return _finished(loop, progress, alone=alone, polish=polish)


def _finished(loop: StageLoop, progress: Progress | None, *, alone: bool, polish: Spare | None = None) -> Solution:
    """The stages, the lottery, what the plan reaches by counting, and what each aim could reach alone.

    ``polish``: how the plan that is known when time is up may be bettered.
    """
    search, data = loop.search, loop.search.form.data
    try:
        reached = loop.run()
    except Infeasible:
        reached = _given_up(loop, data, search.form)
    drawn, points = None if loop.timed_out or loop.contradicted else _draw(search, progress), _points(data)
    placements, passed = (drawn, {}) if drawn is not None else _best_known(loop, points, polish)
    values = aims.stage_values(data.round, placements, points)
    if alone:
        bound_alone(search.form, reached)
    results = _results(reached, values, passed, drawn=drawn is not None, doubtful=loop.contradicted)
    return Solution(placements=placements, stages=results)


def _about(search: Search, round: Round, household: str, start: Iterable[Placement]) -> StageLoop:
    """The stages until a household is left out."""
    h_index = {one.id: i for i, one in enumerate(round.households)}
    u_index = {one.id: i for i, one in enumerate(round.units)}
    known = ((h_index.get(placed.household), u_index.get(placed.unit)) for placed in start)
    return until_left_out(search, h_index[household], {h: u for h, u in known if h is not None and u is not None})


def _given_up(loop: StageLoop, data: Candidates, form: Formulation) -> list[Reached]:
    """No plan keeps all that was thought to be reached: because of the pins, or else of numbers too large to be exact.

    Raises:
        Contradiction: because of the pins.
    """
    try:
        raise contradiction(data, form)
    except NoContradiction:
        loop.contradicted = True
        return loop.reached


def _points(data: Candidates) -> aims.Points:
    """Points as the rules gave them for all pairs at once; the judge asks about one pair at a time."""
    h_index = {h.id: i for i, h in enumerate(data.round.households)}
    u_index = {u.id: i for i, u in enumerate(data.round.units)}
    return lambda household, unit: int(data.points[h_index[household.id], u_index[unit.id]])


def _draw(search: Search, progress: Progress | None) -> tuple[Placement, ...] | None:
    """The lottery; None when time is up."""
    if progress is not None:
        progress(StageName.LOTTERY.value, search.clock.elapsed, None)
    lottery = Lottery(search)
    try:
        lottery.draw()
    except OutOfTime:
        return None
    return _placements(search.form.data, lottery.home, lottery.pool)


def _placements(data: Candidates, home: dict[int, int], pool: dict[tuple[int, int], int]) -> tuple[Placement, ...]:
    found = []
    for h, u in sorted(home.items()):
        pools = tuple(data.round.support[pool[h, c.position]].id for c in data.needs_of.get(h, ()))
        found.append(Placement(household=data.round.households[h].id, unit=data.round.units[u].id, pools=pools))
    return tuple(found)


def _best_known(
    loop: StageLoop, points: aims.Points, polish: Spare | None
) -> tuple[tuple[Placement, ...], Mapping[SubStage, int]]:
    """The best plan found before time was up, bettered if there is time for that; of its aims what no plan passes."""
    from allocator.solver.fallback import best_plan, spelled_out

    search = loop.search
    if (plan := best_plan(search, points)) is None:
        raise contradiction(search.form.data, search.form)
    if polish is None or not loop.timed_out:
        return spelled_out(search, plan), {}
    found = bettered(loop, plan, polish)
    return spelled_out(search, found.plan), found.bounds


def _results(
    reached: list[Reached], values: aims.Values, passed: Mapping[SubStage, int], *, drawn: bool, doubtful: bool
) -> tuple[StageResult, ...]:
    """``passed``: values that no plan passes that is as good on the aims above."""
    results: list[StageResult] = []
    sure, missed = True, False
    for one in reached:
        value = values[one.sub.stage, one.sub.name]
        if missed or not one.settled:
            # The bound ran ahead; only the plan itself was reached. Bounds below a missed one rest on nothing.
            bounds = [n for n in (None if missed else one.bound, passed.get(one.sub)) if n is not None]
            one.best = value if bounds else None
            one.bound = (min if one.sub.sense == "max" else max)(bounds, default=None)
        missed = (
            missed or one.best != one.bound or (one.best is not None and one.worse(value, one.best) > one.sub.tolerance)
        )
        one.correct(value, doubtful=doubtful)
        status = _status(one, value, sure)
        sure = sure and status is Status.PROVEN
        results.append(_result(one.sub, value, one.best, one.bound, status, one.alone))
    lottery = SubStage(StageName.LOTTERY, StageName.LOTTERY.value, "max", 0)
    value = values[StageName.LOTTERY, lottery.name]
    status = Status.NOT_REACHED if not drawn else Status.PROVEN if sure else Status.PROVEN_GIVEN
    results.append(_result(lottery, value, value if drawn else None, value if drawn else None, status))
    return tuple(results)


def _status(one: Reached, value: int, sure: bool) -> Status:
    if one.best is None or one.bound is None:
        return Status.NOT_REACHED
    if one.best != one.bound or one.worse(value, one.best) > one.sub.tolerance:
        return Status.FEASIBLE
    return Status.PROVEN if sure else Status.PROVEN_GIVEN


def _result(
    sub: SubStage, value: int, best: int | None, bound: int | None, status: Status, alone: int | None = None
) -> StageResult:
    return StageResult(
        stage=sub.stage, sub_stage=sub.name, sense=sub.sense, value=value, best=best, bound=bound,
        status=status, tolerance=sub.tolerance, alone=alone,
    )  # fmt: skip


def formulation_of(round: Round) -> Formulation:
    """The formulation of a round, for tests and benchmarks."""
    return formulate(candidates(round, rules.judge(round)))

"""The judge on what each aim is said to have reached: value, bound, tolerance, status (docs/model.md 2, 3)."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from allocator import rules
from allocator.domain.codes import Status
from allocator.domain.proposal import Solution, StageResult
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence
from allocator.locale import N_
from allocator.solver.aims import judged_points, stage_values, sub_stages
from allocator.solver.verify_plan import Violation

_CLOSED = (Status.PROVEN, Status.PROVEN_GIVEN)


def stages(round_: Round, solution: Solution, context: rules.Context) -> Iterator[Violation]:
    """Everything that is wrong in the reported stages of a plan whose keys exist."""
    wanted = [(s.stage, s.name, s.sense, s.tolerance) for s in sub_stages(round_)]
    reported = [(r.stage, r.sub_stage, r.sense, r.tolerance) for r in solution.stages]
    if reported != wanted:
        text = N_("The reported aims are not those of the policy, in its order: {reported} instead of {wanted}.")
        yield Violation("stages", Sentence(text, {"reported": _names(reported), "wanted": _names(wanted)}))
        return
    values = stage_values(round_, solution.placements, judged_points(context))
    proven_so_far = True
    for stage, group in groupby(solution.stages, key=lambda r: r.stage):
        gave_up = False  # a sub-stage that used its tolerance may have helped those after it past their bound
        for result in group:
            value = values[stage, result.sub_stage]
            yield from _value(result, value)
            yield from _limits(result, value, bounded=not gave_up)
            yield from _status(result, proven_so_far=proven_so_far)
            proven_so_far = proven_so_far and result.status is Status.PROVEN
            gave_up = gave_up or (result.best is not None and _gain(result, result.best, value) > 0)


def _names(rows: Sequence[tuple[object, ...]]) -> tuple[str, ...]:
    return tuple("/".join(str(part) for part in row) for row in rows)


def _says(code: str, text: str, result: StageResult, **values: int | None) -> Violation:
    shown = {name: "-" if value is None else value for name, value in values.items()}
    return Violation(code, Sentence(text, {"aim": f"{result.stage.value}/{result.sub_stage}", **shown}))


def _value(result: StageResult, value: int) -> Iterator[Violation]:
    if result.value is None:
        if result.status is not Status.NOT_REACHED:
            text = N_("Aim {aim}: no value is reported; the plan has {value}.")
            yield _says("value", text, result, value=value)
    elif result.value != value:
        text = N_("Aim {aim}: {reported} is reported, but the plan has {value}.")
        yield _says("value", text, result, reported=result.value, value=value)
    if result.best is not None and _gain(result, result.best, value) > result.tolerance:
        text = N_("Aim {aim}: the plan has {value}, more than {tolerance} away from the best value {best}.")
        yield _says("tolerance", text, result, value=value, tolerance=result.tolerance, best=result.best)


def _limits(result: StageResult, value: int, *, bounded: bool) -> Iterator[Violation]:
    best = result.best
    checks = [("alone", value, result.alone), ("alone", best, result.alone), ("bound", best, result.bound)]
    checks += [("bound", value, result.bound)] if bounded else []
    for code, reached, limit in checks:
        if reached is not None and limit is not None and _gain(result, reached, limit) > 0:
            text = N_("Aim {aim}: the plan has {value} (best {best}), beyond the reported limit {limit}.")
            yield _says(code, text, result, value=value, best=best, limit=limit)
            return


def _gain(result: StageResult, one: int, other: int) -> int:
    """How much better the first is than the second; below 0 when it is worse."""
    return one - other if result.sense == "max" else other - one


def _status(result: StageResult, *, proven_so_far: bool) -> Iterator[Violation]:
    closed = result.bound is not None and result.bound == result.best
    if result.status is Status.NOT_REACHED:
        return
    if result.best is None or (result.status in _CLOSED) != closed:
        text = N_("Aim {aim} is called {status}, but its bound is {bound} and its best value {best}.")
    elif result.status in _CLOSED and (result.status is Status.PROVEN) != proven_so_far:
        text = N_("Aim {aim} is called {status}, which does not agree with the aims above it.")
    else:
        return
    values = {
        "aim": f"{result.stage.value}/{result.sub_stage}",
        "status": result.status.value,
        "bound": "-" if result.bound is None else result.bound,
        "best": "-" if result.best is None else result.best,
    }
    yield Violation("status", Sentence(text, values))

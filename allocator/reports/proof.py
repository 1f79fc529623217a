"""The proof in plain words: per aim whether a better plan can exist, each line taking the lines above it as given."""

from collections.abc import Sequence
from dataclasses import dataclass

from allocator.domain.codes import CountUnit, Norm, StageName, Status
from allocator.domain.policy import Policy
from allocator.domain.proposal import Proposal, StageResult
from allocator.domain.round import Round
from allocator.locale import N_
from allocator.reports import figures
from allocator.reports.evenness import of_evenness, told
from allocator.reports.words import STATUSES, Tongue, dimension_label, sub_stage_label

_WORST = (Status.NOT_REACHED, Status.FEASIBLE, Status.PROVEN_GIVEN, Status.PROVEN)

ALL_PROVEN = N_("Every plan here is proven: there is none better.")
NOT_PROVEN = N_("Not every plan is proven best, so part of the difference may be chance.")

CLAIMS = {
    StageName.URGENCY: N_("gives a home to more households of class “{of}”"),
    StageName.ORIGIN: N_("places more households in a municipality they come from or prefer"),
    StageName.WAITING: N_("serves more waiting days"),
    StageName.SUITABILITY: N_("fits people and homes better, in points"),
    StageName.STABILITY: N_("keeps more of the previous proposal"),
}
COUNT_CLAIMS = {
    CountUnit.HOUSEHOLDS: N_("places more households that count for the fair share of “{of}”"),
    CountUnit.PERSONS: N_("places more people who count for the fair share of “{of}”"),
}
NORM_CLAIMS = {
    "even": N_("divides “{of}” more evenly over the municipalities, measured against their share"),
    "worst": N_("leaves the municipalities with the largest shortfall for “{of}” better off"),
    "total": N_("comes closer to the shares of “{of}”, all deviations added up"),
}


@dataclass(frozen=True)
class Step:
    """One line of the proof: the sentence, how sure it is, and what a tolerance gave away."""

    stage: StageName
    sentence: str
    status: Status
    status_label: str
    gave_way: str = ""


def proven(proposal: Proposal) -> bool:
    """Whether every (sub-)stage is proven; only then may a headline say so."""
    return all(result.status is Status.PROVEN for result, _ in figures.stages(proposal))


def proof(round_: Round, proposal: Proposal, tongue: Tongue, *, numbers: bool = True) -> list[Step]:
    """The lines of the proof, in order of the aims.

    Args:
        round_: what the plan was made for.
        proposal: the plan.
        tongue: language of the sentences.
        numbers: False leaves out every value and names no group, for readers outside the committee.
    """
    steps: list[Step] = []
    for rows in _lines([r for r, _ in figures.stages(proposal) if not (numbers and _says_nothing(r, round_))]):
        status = min((r.status for r in rows), key=_WORST.index)
        lost = next((r for r in rows if None not in (r.best, r.value) and r.best != r.value), None)
        sentence = _sentence(
            round_, rows[0], status, tongue, first=not steps, gave_way=lost is not None, numbers=numbers
        )
        gave_way = _gave_way(lost, round_.policy, tongue) if lost and numbers else ""
        steps.append(Step(rows[0].stage, sentence, status, tongue(STATUSES[status]), gave_way))
    return steps


def _says_nothing(result: StageResult, round_: Round) -> bool:
    """Nobody is of this class, or there was no previous proposal: nothing could be better or worse."""
    if result.status is not Status.PROVEN:
        return False
    if result.stage is StageName.STABILITY:
        return not round_.previous
    return result.stage is StageName.URGENCY and all(h.urgency != result.sub_stage for h in round_.households)


def _lines(results: Sequence[StageResult]) -> list[list[StageResult]]:
    """Sub-stages that make one line: the sums of the worst off belong together."""
    lines: list[list[StageResult]] = []
    for result in results:
        name, _, kind = result.sub_stage.rpartition(".")
        last = lines[-1][-1].sub_stage.rpartition(".") if lines else ("", "", "")
        if kind.startswith("worst-") and last[0] == name and last[2].startswith("worst-"):
            lines[-1].append(result)
        else:
            lines.append([result])
    return lines


def _sentence(
    round_: Round,
    result: StageResult,
    status: Status,
    tongue: Tongue,
    *,
    first: bool,
    gave_way: bool,
    numbers: bool,
) -> str:
    aim = sub_stage_label(result.stage, result.sub_stage, round_.policy, tongue, shareable=not numbers)
    if status is Status.NOT_REACHED:
        return tongue("The search ended before this aim was looked at: {aim}.", aim=aim)
    if status is Status.FEASIBLE:
        if not numbers or result.value is None or result.bound is None:
            return tongue("Not proven: a better plan may exist for {aim}.", aim=aim)
        value, bound, _ = told(round_, result, tongue)
        aim = of_evenness(round_, result, tongue) or aim
        if first:
            words = N_("Not proven: for {aim} this plan reaches {value}, and no plan can do better than {bound}.")
        else:
            words = N_(
                "Not proven: for {aim} this plan reaches {value}; a plan as good on the aims above "
                "can reach {bound} at best."
            )
        return tongue(words, aim=aim, value=value, bound=bound)
    if result.stage is StageName.LOTTERY:
        return tongue("Between plans that are equal on all of this the draw decides, so exactly one plan remains.")
    claim = _claim(result, round_.policy, tongue, shareable=not numbers)
    if numbers and (figure := _figure(round_, result, tongue)):
        claim = f"{claim}: {figure}"
    if gave_way:
        return tongue("Given that, and what the next aim reached, no other plan {claim}.", claim=claim)
    if first:
        return tongue("No other plan {claim}.", claim=claim)
    if status is Status.PROVEN_GIVEN:
        return tongue("Given what was found so far, no other plan {claim}.", claim=claim)
    return tongue("Given that, no other plan {claim}.", claim=claim)


def _claim(result: StageResult, policy: Policy, tongue: Tongue, *, shareable: bool) -> str:
    if result.stage is not StageName.BALANCE:
        return tongue(CLAIMS[result.stage], of=tongue.label(policy.urgency, result.sub_stage))
    name, _, kind = result.sub_stage.rpartition(".")
    of = dimension_label(name, policy, tongue, shareable=shareable)
    if kind == "count":
        unit = next((d.unit for d in policy.dimensions if d.name == name), CountUnit.HOUSEHOLDS)
        return tongue(COUNT_CLAIMS[unit], of=of)
    return tongue(NORM_CLAIMS[kind.partition("-")[0]], of=of)


def _figure(round_: Round, result: StageResult, tongue: Tongue) -> str:
    """What the plan reaches, as far as the number itself tells a reader something."""
    value = result.value or 0
    if result.stage is StageName.URGENCY:
        everybody = sum(h.urgency == result.sub_stage for h in round_.households)
        return tongue("{value} of {all}", value=value, all=everybody)
    if result.stage is StageName.BALANCE and not result.sub_stage.endswith(".count"):
        return ""
    return tongue.number(value)


def _gave_way(row: StageResult, policy: Policy, tongue: Tongue) -> str:
    """What an aim gave up within its tolerance for the next one."""
    return tongue(
        "This aim gave up {lost} (at most {tolerance} allowed) for the next one: {aim} could have been {best}.",
        lost=abs((row.best or 0) - (row.value or 0)),
        tolerance=row.tolerance,
        best=row.best or 0,
        aim=sub_stage_label(row.stage, row.sub_stage, policy, tongue),
    )


def norm_words(norm: Norm, tongue: Tongue) -> str:
    """What a norm means, in one sentence."""
    return tongue(
        {
            Norm.EVEN: N_("Norm “even”: a deviation weighs more the larger it is for the share of the municipality."),
            Norm.WORST_FIRST: N_(
                "Norm “worst off first”: first the largest shortfall against the share is made as"
                " small as possible, then the next."
            ),
            Norm.TOTAL: N_("Norm “total”: all deviations added up."),
        }[norm]
    )


def plans_proven(proven: bool, tongue: Tongue) -> str:
    """Of plans side by side: whether all of them are proven."""
    return tongue(ALL_PROVEN if proven else NOT_PROVEN)

"""Studies worked out from what was read: no transaction is open, and nothing of a household goes into a result."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from allocator.actions.parts.watching import Count
from allocator.domain.policy import Policy
from allocator.domain.provenance import Named, Provenance
from allocator.domain.refusal import Conflict, NotFound
from allocator.domain.scenario import Scenario
from allocator.domain.simulated import Asked
from allocator.domain.study import SimulationAsked, StudyAsked, What
from allocator.locale import LANGUAGES, N_
from allocator.reports import effects, price_report, simulation, simulation_compare, wishes, wishes_over
from allocator.reports.document import Document
from allocator.reports.document_json import as_data
from allocator.simulate.result import Job
from allocator.simulate.study import Progress, Shelf, study
from allocator.simulate.wishes import lived
from allocator.store.rounds import KeptProposal
from allocator.whatif.again import Basis
from allocator.whatif.effect import effect
from allocator.whatif.many import HERE, Side
from allocator.whatif.over import Over, wanted_over
from allocator.whatif.price import NoBalance, price
from allocator.whatif.screening import Sort
from allocator.whatif.supply import supply_and_demand
from allocator.whatif.wanted import WantedList, wanted

SECONDS = 30.0
"""Most that one plan may take."""
NOTHING = N_("Nothing was proposed yet, so there is nothing to work out.")
FOR_CORPORATIONS = (Sort.HOME, Sort.RULE)
"""What is wanted as corporations see it: hours of support are between municipalities and care providers."""
_KEY = "corporation"
Found = TypeVar("Found", WantedList, Over)
Part = TypeVar("Part")


@dataclass(frozen=True)
class Inputs:
    """All that a study needs: rounds with their plans (the newest first), a policy, a scenario."""

    asked: StudyAsked | SimulationAsked
    plans: tuple[Basis, ...] = ()
    source: KeptProposal | None = None
    policy: Policy | None = None
    scenario: Scenario | None = None


@dataclass(frozen=True)
class Made:
    """What came of a study: its report in every language, and what it was made of.

    Attributes:
        documents: per language.
        provenance: what it was made of.
        corporation: the report as corporations see it, where that is another one.
        figures: the same as numbers, for programs; empty: the tables of the report are all there is.
    """

    documents: Mapping[str, Document]
    provenance: Provenance
    corporation: Mapping[str, Document] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """As it is kept."""
        found: dict[str, Any] = {lang: as_data(one) for lang, one in self.documents.items()}
        if self.corporation:
            found[_KEY] = {lang: as_data(one) for lang, one in self.corporation.items()}
        return found | ({"figures": dict(self.figures)} if self.figures else {})


def for_reader(document: Any, *, corporation: bool) -> Any:
    """What of a kept study one reader may see."""
    if not isinstance(document, dict) or _KEY not in document:
        return document
    return document[_KEY] if corporation else {name: part for name, part in document.items() if name != _KEY}


def work_out(inputs: Inputs, count: Count, shelf: Shelf, side: Side = HERE) -> Made:
    """Work a study out.

    Args:
        inputs: what it needs.
        count: told how far it is; stops it when it is no longer wanted.
        shelf: where simulated runs are kept one by one.
        side: where independent solves are done.

    Raises:
        Conflict: when there is no balance to pay for.
        NotFound: when nothing was proposed yet.
    """
    asked = inputs.asked
    if isinstance(asked, SimulationAsked):
        work = _ahead if asked.kind is What.WANTED_AHEAD else _simulation
        return work(asked, inputs, count, shelf, side)
    if not inputs.plans:
        raise NotFound("no_proposal", NOTHING)
    return _OF_KEPT[asked.kind](asked, inputs, count, side)


def _made(write: Callable[[str], Document], **more: Any) -> Made:
    documents = {lang: write(lang) for lang in LANGUAGES}
    made = next(iter(documents.values())).provenance
    made = made.model_copy(update=more | {"settings": made.settings | {"seconds": int(SECONDS)}})
    return Made(documents, made)


def _price(asked: StudyAsked, inputs: Inputs, count: Count, _: Side) -> Made:
    points, round_ = asked.points, inputs.plans[0].round
    try:
        curve = price(round_, points=points, time_limit=SECONDS, told=count.tell, wanted=count.must_be_wanted)
    except NoBalance as error:
        text = N_("No municipality has a share in round {round}, so there is no balance to pay for.")
        raise Conflict("no_balance", text, round=round_.round_id) from error
    return _made(lambda lang: price_report.document(curve, lang, full=False, points=points))


def _wanted(asked: StudyAsked, inputs: Inputs, count: Count, side: Side) -> Made:
    (basis,), verified, kept = inputs.plans, asked.verified, inputs.source
    found = wanted(basis, verified=verified, time_limit=SECONDS, side=side, told=count.tell, stop=count.must_be_wanted)
    cells = supply_and_demand(basis)
    source = (Named(name="proposal", version=str(kept.number), sha256=kept.sha256),) if kept else ()

    def write(some: WantedList) -> Callable[[str], Document]:
        return lambda lang: wishes.document(some, cells, lang, full=False, verified=verified)

    made = _made(write(found), sources=source)
    return replace(made, corporation=_made(write(_for_corporations(found)), sources=source).documents)


def _wanted_over(asked: StudyAsked, inputs: Inputs, count: Count, side: Side) -> Made:
    same = [plan for plan in inputs.plans if _classes(plan) == _classes(inputs.plans[0])]
    found = wanted_over(
        same, verified=asked.verified, time_limit=SECONDS, side=side, told=count.tell, stop=count.must_be_wanted
    )

    def write(some: Over) -> Callable[[str], Document]:
        return lambda lang: wishes_over.document(some, same, lang, verified=asked.verified)

    return replace(_made(write(found)), corporation=_made(write(_for_corporations(found))).documents)


def _loaded(part: Part | None) -> Part:
    if part is None:
        raise AssertionError("a study was loaded without what its kind needs")
    return part


def _effect(_: StudyAsked, inputs: Inputs, count: Count, side: Side) -> Made:
    found = effect(
        inputs.plans,
        _loaded(inputs.policy),
        time_limit=SECONDS,
        side=side,
        told=count.tell,
        wanted=count.must_be_wanted,
    )
    return _made(lambda lang: effects.document(found, lang, people=False))


_OF_KEPT: dict[What, Callable[[StudyAsked, Inputs, Count, Side], Made]] = {
    What.BALANCE: _price,
    What.WANTED: _wanted,
    What.WANTED_OVER: _wanted_over,
    What.EFFECT: _effect,
}


def _simulation(asked: SimulationAsked, inputs: Inputs, count: Count, shelf: Shelf, side: Side) -> Made:
    wanted_ = _drawn(asked, inputs)

    def tell(now: Progress) -> None:
        count.tell(now.done, now.all, now.ahead)

    results = study(
        wanted_, shelf, workers=side.workers, scheduler=side.scheduler, told=tell, wanted=count.must_be_wanted
    )
    documents = {lang: simulation.document(wanted_, results, lang) for lang in LANGUAGES}
    figures = simulation_compare.figures(wanted_, results)
    return Made(documents, simulation.provenance(wanted_, results), figures=figures)


def _ahead(asked: SimulationAsked, inputs: Inputs, count: Count, _: Shelf, side: Side) -> Made:
    drawn = _drawn(asked, inputs)
    job = Job(scenario=drawn.scenario, rules=drawn.rules, policy="exact", seed=drawn.seed, weeks=drawn.weeks)
    plans = lived(job, stop=count.must_be_wanted)
    if not plans:
        raise Conflict("empty_world", N_("In these weeks no home came for anybody; take more weeks."))
    found = wanted_over(plans, verified=asked.verified, side=side, told=count.tell, stop=count.must_be_wanted)
    ahead = wishes_over.Ahead(job.scenario, job.rules, job.seed, job.weeks)
    documents = {
        lang: wishes_over.document(found, plans, lang, verified=asked.verified, ahead=ahead) for lang in LANGUAGES
    }
    return Made(documents, documents["en"].provenance)


def _drawn(asked: SimulationAsked, inputs: Inputs) -> Asked:
    return Asked(
        scenario=_loaded(inputs.scenario),
        rules=_loaded(inputs.policy),
        policies=asked.ways,
        seed=asked.seed,
        replications=asked.replications,
        weeks=asked.weeks,
    )


def _for_corporations(found: Found) -> Found:
    """Without what is not for corporations."""
    return replace(
        found,
        found=tuple(one for one in found.found if one.sort in FOR_CORPORATIONS),
        thought_of=_some(found.thought_of.items()),
        solved=_some(found.solved.items()),
    )


def _some(counts: Iterable[tuple[Sort, int]]) -> dict[Sort, int]:
    return {sort: n for sort, n in counts if sort in FOR_CORPORATIONS}


def _classes(plan: Basis) -> tuple[str, ...]:
    """Urgency classes: gains can only be added up over rounds that have the same."""
    return plan.round.policy.urgency_codes

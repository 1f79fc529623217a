"""``/studies``: what was worked out and kept, asking for more, and following it."""

from collections.abc import AsyncIterable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from allocator.actions import policies, results, rounds, studies
from allocator.api.pages.forms import MARKED, Form, Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.labels import RUNS
from allocator.api.pages.visitor import Known, Visitor
from allocator.api.resources.runs import follow
from allocator.api.resources.studies import StudyState, study_state
from allocator.domain.problem import InputProblems
from allocator.domain.refusal import NotAllowed, Refusal
from allocator.domain.sentence import Term
from allocator.domain.simulated import NAMES
from allocator.domain.study import KINDS, SimulationAsked, StudyAsked, What
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.workflow import ROLE_NAMES

router = APIRouter(prefix="/studies")
TITLE = N_("Studies")
Number = Annotated[int, Path(alias="number", ge=1, le=2**53)]
COMMITTEE = (Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR)
ASKS = (*COMMITTEE, Role.ADMINISTRATOR)
FOLLOWS = (*ASKS, Role.AUDITOR)
OF_ROUNDS = (What.BALANCE, What.WANTED, What.WANTED_OVER, What.EFFECT)
OF_WEEKS = (What.SIMULATION, What.WANTED_AHEAD)
NUMBERS = {
    "weeks": (N_("Weeks"), 1, 260),
    "replications": (N_("Worlds"), 1, 1000),
    "rounds": (N_("Rounds of the past"), 1, 52),
}


def _way(visitor: Visitor) -> tuple[Crumb, ...]:
    return (Crumb(tell(visitor, TITLE), "/studies"),)


@router.get("")
def show(visitor: Known) -> Response:
    """What was kept that the visitor may read, and what is under way."""
    role, t = visitor.actor.role, visitor.tongue
    asked = studies.list_studies(visitor.office, visitor.actor, 50) if role in FOLLOWS else []
    going = [study_state(one, visitor.says, died=died) for one, died in asked if not (one.is_over and one.result)][:20]
    return page(
        visitor,
        "studies.html",
        tell(visitor, TITLE),
        kept=results.list_results(visitor.office, visitor.actor),
        going=going,
        words={code: t(words) for code, words in KINDS.items()},
        standing={code: t(words) for code, words in RUNS.items()},
        may_ask=role in ASKS,
    )


# ------------------------------------------------------------------------------------------------ asking


@router.get("/new")
def new(visitor: Known) -> Response:
    """What can be asked for."""
    return _form(visitor, Form({}, {}, {}), ())


def _form(visitor: Visitor, form: Form, faults: tuple[Fault, ...]) -> Response:
    if visitor.actor.role not in ASKS:
        raise NotAllowed(
            "role",
            N_("Your role cannot do this. It is for: {roles}."),
            roles=tuple(Term(ROLE_NAMES[one]) for one in ASKS),
        )
    t, committee = visitor.tongue, visitor.actor.role in COMMITTEE
    versions = policies.list_policies(visitor.office, visitor.actor)
    return page(
        visitor,
        "study_new.html",
        tell(visitor, N_("Ask for a study")),
        status=400 if faults else 200,
        crumbs=_way(visitor),
        faults=faults,
        committee=committee,
        of_rounds=[(kind.value, t(KINDS[kind])) for kind in OF_ROUNDS],
        of_weeks=[(kind.value, t(KINDS[kind])) for kind in OF_WEEKS],
        known=[(one.id, one.id) for one in rounds.list_rounds(visitor.office, visitor.actor)] if committee else [],
        versions=[(one.version, f"{one.version} ({one.name})") for one in versions],
        in_force=next((one.version for one in reversed(versions) if one.approved_by), ""),
        ways=[(name, t(words), name in form.lists.get("way", ("exact", "urgency"))) for name, words in NAMES.items()],
        form=form,
    )


@router.post("")
def ask(visitor: Known, form: Sent) -> Response:
    """A study of rounds that are kept."""
    kind = form.get("kind") if form.get("kind") in OF_ROUNDS else What.BALANCE.value
    about = {What.WANTED_OVER: "", What.EFFECT: form.get("policy")}.get(What(kind), form.get("round"))
    number, faults = _numbers(visitor, form, ("rounds",))
    if faults:
        return _form(visitor, form, faults)
    try:
        asked = StudyAsked.model_validate({"kind": kind, "about": about} | number)
        found = studies.ask_study(visitor.office, visitor.actor, asked)
    except NotAllowed:
        raise
    except Refusal as refused:
        return _form(visitor, form, (Fault("", visitor.says(refused.sentence)),))
    return go(visitor, f"/studies/{found.id}")


@router.post("/simulations")
def ask_simulation(visitor: Known, form: Sent) -> Response:
    """Weeks that are drawn."""
    numbers, faults = _numbers(visitor, form, ("weeks", "replications"))
    ways = tuple(name for name in form.lists.get("way", ()) if name in NAMES)
    if not ways and form.get("drawn") != What.WANTED_AHEAD:
        faults += (Fault("way", tell(visitor, N_("Choose at least one way."))),)
    if faults:
        return _form(visitor, form, faults)
    drawn: dict[str, Any] = {
        "kind": What.WANTED_AHEAD if form.get("drawn") == What.WANTED_AHEAD else What.SIMULATION,
        "policy": form.get("version")[:40],
        "seed": form.get("seed")[:40] or "1",
        "ways": ways or tuple(NAMES),
    }
    if file := form.files.get("scenario"):
        drawn["scenario"] = file.data.decode("utf-8-sig", errors="replace")[:100_000]
    try:
        asked = SimulationAsked.model_validate(drawn | numbers)
        found = studies.ask_simulation(visitor.office, visitor.actor, asked)
    except InputProblems as problems:
        told = [one.in_language(visitor.lang) for one in problems.problems[:5]]
        lines = (f"{one.column or one.file}: {one.what} {one.do}" for one in told)
        return _form(visitor, form, (Fault("scenario", " ".join(lines)),))
    except NotAllowed:
        raise
    except Refusal as refused:
        return _form(visitor, form, (Fault("", visitor.says(refused.sentence)),))
    return go(visitor, f"/studies/{found.id}")


def _numbers(visitor: Visitor, form: Form, names: tuple[str, ...]) -> tuple[dict[str, int], tuple[Fault, ...]]:
    found: dict[str, int] = {}
    faults: list[Fault] = []
    for name in names:
        _, low, high = NUMBERS[name]
        said = form.get(name)
        if said.isdecimal() and low <= int(said) <= high:
            found[name] = int(said)
        else:
            words = N_("Write a whole number from {low} to {high}.")
            faults.append(Fault(name, tell(visitor, words, low=low, high=high)))
    return found, tuple(faults)


# ------------------------------------------------------------------------------------------------ following


def _found(visitor: Known, number: Number) -> StudyState:
    study, died = studies.show_study(visitor.office, visitor.actor, number)
    return study_state(study, visitor.says, died=died)


@router.get("/{number:int}")
def show_study(visitor: Known, number: Number) -> Response:
    """How far a study is; without JavaScript the page asks again by itself."""
    state = _found(visitor, number)
    if state.result:
        return go(visitor, f"/studies/results/{state.result}")
    t = visitor.tongue
    return page(
        visitor,
        "study.html",
        tell(visitor, KINDS[state.kind]),
        crumbs=_way(visitor),
        study=state,
        standing=t(RUNS[state.status]),
        over=state.status in ("failed", "cancelled"),
        may_stop=visitor.actor.role in ASKS,
    )


@router.post("/{number:int}/cancel", dependencies=[MARKED])
def cancel(visitor: Known, number: Number) -> Response:
    """Call off a study."""
    studies.cancel_study(visitor.office, visitor.actor, number)
    return go(visitor, "/studies", tell(visitor, N_("The study is stopped.")), "info")


@router.get("/{number:int}/events", response_class=EventSourceResponse)
async def events(
    visitor: Known, number: Number, state: Annotated[StudyState, Depends(_found)]
) -> AsyncIterable[ServerSentEvent]:
    """The same as it changes, for the script of the page."""
    async for event in follow(lambda: _found(visitor, number), state):
        yield event

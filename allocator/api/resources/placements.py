"""``/placements``: from proposal to home, one step at a time."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response, status
from pydantic import Field

from allocator.actions import placements
from allocator.actions.placements import Decision as TakenDecision
from allocator.api.caller import Called, Caller
from allocator.api.once import Route
from allocator.api.ordering import none_of_ours
from allocator.api.paging import Listing, Page
from allocator.api.shapes import Moment, Shape, date
from allocator.api.versions import IfMatch, seen, tag
from allocator.domain.base import Code, Id
from allocator.domain.workflow import Role, State, Step

router = APIRouter(prefix="/placements", tags=["placements"], route_class=Route)
decided = APIRouter(prefix="/decisions", tags=["placements"], route_class=Route)
Number = Annotated[int, Path(alias="placement", ge=1, le=2**53, description="Number of the placement.", examples=[12])]


class Placement(Shape):
    """A placement as the caller may see it: to a corporation or municipality the household is nobody."""

    id: int = Field(description="Number of the placement.", examples=[12])
    round: Id = Field(description="Round that proposed it.", examples=["2026-w48"])
    household: Id | None = Field(description="Pseudonym of the household; null where the caller may not know it.")
    unit: Id = Field(description="Key of the unit.", examples=["U-0102"])
    municipality: str = Field(description="Municipality of the unit.", examples=["GM0014"])
    corporation: Id | None = Field(description="Corporation of the unit.", examples=["C1"])
    by_hand: bool = Field(description="A person put it there: it is not as the solver proposed.")
    state: State = Field(description="Where it stands.")
    since: date = Field(description="The day on which it came into this state.", examples=["2026-11-23"])


class Decision(Shape):
    """A step that was taken, or a question that was answered."""

    version: int = Field(description="Version of the placement after it.")
    step: str = Field(description="The step, or `answer`.")
    before: State = Field(description="State before.")
    after: State = Field(description="State after.")
    on: date = Field(description="The day on which it happened.")
    at: Moment = Field(description="The moment at which it was recorded, in UTC.")
    role: Role = Field(description="Role of who took it.")
    reason: Code | None = Field(description="Coded reason, where the caller may read it.")
    deviation: str | None = Field(description="How it differs from the proposal.")


class OpenedPlacement(Placement):
    """A placement with what can be done and what was decided."""

    due: date | None = Field(description="Last day of its term; null: none.")
    steps: tuple[Step, ...] = Field(description="Steps that the caller may take now.")
    to_confirm: tuple[Code, ...] = Field(description="Rules that rest on a fact that is not known yet.")
    decisions: tuple[Decision, ...] = Field(description="What was decided, the first one first.")


class NewDecision(Shape):
    """A step to take."""

    step: Step = Field(description="The step.", examples=["accept"])
    reason: Code | None = Field(default=None, description="Coded reason, for steps that need one.")
    note: str = Field(default="", max_length=200, description="A short note; nothing that tells who somebody is.")
    on: date | None = Field(default=None, description="The day on which it happened; today when it is not said.")


class NewAnswer(Shape):
    """The answer to an open question."""

    rule: Code = Field(description="The rule that asks.", examples=["R-401"])
    fits: bool = Field(description="Whether the home fits, now that it is known.")


class Reason(Shape):
    """A reason that may be given, and what it does."""

    code: Code = Field(description="Its code.", examples=["home_not_liked"])
    label: str = Field(description="In words, in the language of the caller.")
    vera: str | None = Field(description="VERA AANBIEDINGDETAILSTATUS, where one means the same.")
    does: tuple[str, ...] = Field(description="What giving it will do, in sentences.")


@router.get("", summary="Placements")
def list_placements(
    caller: Called,
    listing: Listing,
    round_id: Annotated[
        Id | None, Query(alias="round", description="Only of this round.", examples=["2026-w48"])
    ] = None,
    live: Annotated[bool | None, Query(description="Only those under way, or only the others.")] = None,
    state: Annotated[State | None, Query(description="Only in this state.")] = None,
) -> Page[Placement]:
    """Placements in order of number: an organisation sees its own, and a corporation or municipality never of whom."""
    states = None if state is None else [state]
    found = placements.list_placements(caller.office, caller.actor, round_id, live=live, states=states)
    return listing.page(Placement, found, lambda one: f"{one.id:012d}", _shape)


@router.get("/{placement}", summary="A placement")
def show_placement(response: Response, caller: Called, number: Number) -> OpenedPlacement:
    """How a placement stands, what can be done, and what was decided; the version stands in the ETag."""
    return _opened(response, caller, number)


def _opened(response: Response, caller: Caller, number: int) -> OpenedPlacement:
    found = placements.show_placement(caller.office, caller.actor, number)
    tag(response, found.seen.version)
    taken = tuple(_decision(one) for one in found.decisions)
    return OpenedPlacement(
        **_shape(found.seen).model_dump(),
        due=found.due,
        steps=found.steps,
        to_confirm=found.to_confirm,
        decisions=taken,
    )


def _decision(one: TakenDecision) -> Decision:
    return Decision(
        version=one.version,
        step=one.step,
        before=State(one.before),
        after=State(one.after),
        on=one.on_date,
        at=one.at,
        role=Role(one.role),
        reason=one.reason,
        deviation=one.deviation,
    )


def _shape(seen_: placements.Seen) -> Placement:
    return Placement(**{name: getattr(seen_, name) for name in Placement.model_fields})


@router.get("/{placement}/reasons", summary="Reasons that may be given")
def list_reasons(
    caller: Called, number: Number, step: Annotated[Step, Query(description="For this step.", examples=["refuse"])]
) -> list[Reason]:
    """The reasons that the caller may give for a step of this placement, and what each will do."""
    found = placements.foresee(caller.office, caller.actor, number, step)
    return [
        Reason(
            code=one.reason.code,
            label=getattr(one.reason.label, caller.lang),
            vera=one.reason.vera,
            does=tuple(caller.says(sentence) for sentence in one.sentences),
        )
        for one in found
    ]


@router.post("/{placement}/decisions", summary="Take a step", status_code=status.HTTP_201_CREATED)
def decide(
    response: Response, caller: Called, number: Number, step: NewDecision, if_match: IfMatch = None
) -> OpenedPlacement:
    """Take a step with a placement as it was when it was looked at (If-Match); of two who do, one wins."""
    placements.decide(
        caller.office,
        caller.actor,
        number,
        step.step,
        version=seen(if_match),
        reason=step.reason,
        note=step.note,
        on=step.on,
    )
    return _opened(response, caller, number)


@router.post("/{placement}/answers", summary="Answer a question", status_code=status.HTTP_201_CREATED)
def answer(
    response: Response, caller: Called, number: Number, said: NewAnswer, if_match: IfMatch = None
) -> OpenedPlacement:
    """Answer an open question of a placement; no home is offered before all are answered."""
    placements.answer_question(caller.office, caller.actor, number, said.rule, fits=said.fits, version=seen(if_match))
    return _opened(response, caller, number)


class NumberedDecision(Decision):
    """A decision with its placement."""

    placement: int = Field(description="Number of the placement.", examples=[12])


@decided.get("", summary="Decisions")
def list_decisions(
    caller: Called,
    listing: Listing,
    round_id: Annotated[
        Id | None, Query(alias="round", description="Only of this round.", examples=["2026-w48"])
    ] = None,
    placement: Annotated[int | None, Query(ge=1, le=2**53, description="Only on this placement.")] = None,
) -> Page[NumberedDecision]:
    """Decisions in the order in which they were recorded: an organisation sees those on its own placements."""
    last, most = listing.part() or ("", None)
    after = _place(last) if last else None
    found = placements.list_decisions(
        caller.office, caller.actor, round_id, placement=placement, after=after, most=most
    )
    return listing.page(NumberedDecision, found, _key, _numbered)


def _key(one: TakenDecision) -> str:
    return f"{one.at:{_MOMENT}} {one.placement:012d} {one.version:06d}"


_MOMENT = "%Y%m%d%H%M%S%f"


def _place(key: str) -> tuple[datetime, int, int]:
    """Where the decision with this key stands.

    Raises:
        Missing: when there can be none.
    """
    try:
        at, placement, version = key.split(" ")
        place = datetime.strptime(at, _MOMENT).replace(tzinfo=UTC), int(placement), int(version)
    except ValueError:
        raise none_of_ours() from None
    if len(placement) > len(f"{0:012d}") or len(version) > len(f"{0:06d}"):
        raise none_of_ours()
    return place


def _numbered(one: TakenDecision) -> NumberedDecision:
    return NumberedDecision(**_decision(one).model_dump(), placement=one.placement)

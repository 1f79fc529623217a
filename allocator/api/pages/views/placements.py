"""``/placements``: what is under way, one placement, and deciding: one by one or a checked selection."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Response

from allocator.actions import placements
from allocator.actions.placements import Foreseen, Opened, Seen, Waiting
from allocator.api.pages.forms import Form, Sent
from allocator.api.pages.frame import Crumb, Fault, go, inside, page, tell
from allocator.api.pages.labels import roles_words, step_words, tone
from allocator.api.pages.listing import Column, Listing, Narrowing
from allocator.api.pages.views.homes import places
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.refusal import Conflict, Refusal
from allocator.domain.workflow import Role, Step
from allocator.locale import N_
from allocator.reports.words import rule_words
from allocator.workflow import ROLE_NAMES, STATE_NAMES, STEPS

router = APIRouter(prefix="/placements")
Number = Annotated[int, Path(alias="number", ge=1, le=2**53)]
TITLE = N_("Under way")


@router.get("")
def list_work(visitor: Known) -> Response:
    """What is under way: first what waits for this visitor, then what waits for others."""
    t = visitor.tongue
    late = {one.seen.id: one for one in placements.list_stalls(visitor.office, visitor.actor)}
    listing = _listing(visitor)
    rows = [
        (one, t(STATE_NAMES[one.seen.state]), tone(one.seen.state), step_words(one.next, t), roles_words(one.roles, t))
        for one in listing.pick(placements.list_work(visitor.office, visitor.actor))
    ]
    mine = [row for row in rows if visitor.actor.role in row[0].roles]
    return page(
        visitor,
        "placements.html",
        tell(visitor, TITLE),
        listing=listing,
        mine=mine,
        others=[row for row in rows if visitor.actor.role not in row[0].roles],
        late=late,
        hides=_hides(visitor),
    )


def _listing(visitor: Visitor) -> Listing[Waiting]:
    t, names = visitor.tongue, places(visitor)

    def place(one: Waiting) -> str:
        return names.get(one.seen.municipality, one.seen.municipality)

    return Listing[Waiting](
        visitor.request,
        (
            Column("home", t(N_("Home")), lambda one: one.seen.unit),
            *(() if _hides(visitor) else (Column("household", t(N_("Household")), _whom),)),
            Column("state", t(N_("How it stands")), lambda one: one.seen.state.rank),
            Column("since", t(N_("Since")), lambda one: one.seen.since),
            Column("next", t(N_("Waits for")), lambda one: step_words(one.next, t)),
            Column("due", t(N_("Due")), lambda one: str(one.due or "9999")),
        ),
        (
            Narrowing(
                "is",
                t(N_("How it stands")),
                lambda one: [(one.seen.state.value, t(STATE_NAMES[one.seen.state]))],
                groups=False,
            ),
            Narrowing("place", t(N_("Municipality")), lambda one: [(one.seen.municipality, place(one))], groups=False),
            Narrowing("round", t(N_("Round")), lambda one: [(one.seen.round, one.seen.round)], groups=False),
        ),
        lambda one: f"{one.seen.unit} {_whom(one)} {place(one)}",
    )


def _whom(one: Waiting) -> str:
    return one.seen.household or ""


def _hides(visitor: Visitor) -> bool:
    """Whether this visitor is not told of whom a placement is."""
    return visitor.actor.role in (Role.CORPORATION, Role.MUNICIPALITY)


@dataclass(frozen=True)
class Way:
    """A step that this visitor can take, with the reasons that may be given and what each does."""

    step: Step
    words: str
    needs_reason: bool
    reasons: tuple[tuple[str, str, str], ...]


@router.get("/{number}")
def show(visitor: Known, number: Number) -> Response:
    """A placement: how it stands, what can be done now, and what was decided."""
    return _placement(visitor, number)


def _placement(visitor: Visitor, number: int, faults: tuple[Fault, ...] = (), status: int = 400) -> Response:
    found = placements.show_placement(visitor.office, visitor.actor, number)
    t = visitor.tongue
    known = {reason.code: reason.label for reason in placements.list_reasons(visitor.office, visitor.actor)}
    history = [
        (
            one,
            step_words(Step(one.step), t) if one.step != "answer" else t(N_("A question was answered")),
            t(ROLE_NAMES[Role(one.role)]),
            getattr(known[one.reason], visitor.lang) if one.reason in known else "",
        )
        for one in reversed(found.decisions)
    ]
    return page(
        visitor,
        "placement.html",
        tell(visitor, N_("Placement {number}"), number=str(number)),
        status=status if faults else 200,
        crumbs=(Crumb(tell(visitor, TITLE), "/placements"),),
        faults=faults,
        found=found,
        one=found.seen,
        state=t(STATE_NAMES[found.seen.state]),
        tone=tone(found.seen.state),
        ways=[_way(visitor, found, step) for step in found.steps],
        history=history,
        rule=lambda code: rule_words(code, t),
        case=visitor.actor.role in (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER, Role.AUDITOR),
        may_answer=visitor.actor.role in (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER),
        following=_following(visitor, found.seen),
    )


def _following(visitor: Visitor, here: Seen) -> Seen | None:
    """The next placement that waits for this visitor, in order of number; after the last one the first."""
    waits = [
        one.seen
        for one in placements.list_work(visitor.office, visitor.actor)
        if visitor.actor.role in one.roles and one.seen.id != here.id
    ]
    return next((one for one in waits if one.id > here.id), waits[0] if waits else None)


def _way(visitor: Visitor, found: Opened, step: Step) -> Way:
    needs = STEPS[step].needs_reason or (step is Step.ACCEPT and found.seen.by_hand)
    foreseen: list[Foreseen] = []
    if needs:
        foreseen = placements.foresee(visitor.office, visitor.actor, found.seen.id, step)
    reasons = tuple(
        (
            one.reason.code,
            getattr(one.reason.label, visitor.lang),
            " ".join(visitor.says(sentence) for sentence in one.sentences),
        )
        for one in foreseen
    )
    return Way(step, step_words(step, visitor.tongue), needs, reasons)


@router.post("/{number}/decide")
def decide(visitor: Known, number: Number, form: Sent) -> Response:
    """Take one step with one placement, as it was when it was looked at."""
    step = _step(form)
    try:
        seen = placements.decide(
            visitor.office,
            visitor.actor,
            number,
            step,
            version=form.whole("version"),
            reason=form.get("reason") or None,
            note=form.get("note"),
        )
    except Conflict as refused:
        if refused.code == "changed":
            raise  # its own page says that somebody else decided first
        return _placement(visitor, number, (Fault("", visitor.says(refused.sentence)),), 409)
    except Refusal as refused:
        field = f"reason-{step.value}" if refused.code.startswith("reason") else ""
        return _placement(visitor, number, (Fault(field, visitor.says(refused.sentence)),))
    words = N_("Placement {number}, home {home}: {state}.")
    state = visitor.tongue(STATE_NAMES[seen.state])
    address = inside(form.get("next")) if form.get("next") else f"/placements/{number}"
    return go(visitor, address, tell(visitor, words, number=str(number), home=seen.unit, state=state))


def _step(form: Form) -> Step:
    """The step that a button of our own page names.

    Raises:
        Conflict: when it is none.
    """
    try:
        return Step(form.get("step"))
    except ValueError as error:
        raise Conflict("no_step", N_("Choose what you want to do.")) from error


@router.post("/{number}/answer")
def answer(visitor: Known, number: Number, form: Sent) -> Response:
    """Answer an open question of a placement."""
    fits = form.get("fits") == "yes"
    placements.answer_question(
        visitor.office, visitor.actor, number, form.get("rule"), fits=fits, version=form.whole("version")
    )
    text = N_("Written down: this home goes.") if fits else N_("Written down: this home does not go.")
    return go(visitor, f"/placements/{number}", tell(visitor, text))


# ------------------------------------------------------------------------------------------------ many at once


@router.post("/decide")
def decide_many(visitor: Known, form: Sent) -> Response:
    """Take the same step with every placement that is ticked, each by itself; what cannot be done is told by name."""
    address = inside(form.get("next"))
    ticked = [one.partition(":") for one in form.lists.get("placement", ())]
    if not ticked:
        return go(
            visitor, address, tell(visitor, N_("You ticked nothing. Tick the rows that you decide on.")), "warning"
        )
    step, reason = _step(form), form.get("reason") or None
    done, refused = 0, list[str]()
    for number, _, version in ticked:
        if not (number.isdecimal() and version.isdecimal()):
            continue
        try:
            placements.decide(visitor.office, visitor.actor, int(number), step, version=int(version), reason=reason)
            done += 1
        except Refusal as why:
            refused.append(_told(visitor, int(number), why))
    said = [tell(visitor, N_("Done: {step}, {n:placement|placements}."), step=step_words(step, visitor.tongue), n=done)]
    return go(visitor, address, " ".join((said if done else []) + refused), "warning" if refused else "ok")


def _told(visitor: Visitor, number: int, why: Refusal) -> str:
    """Why one of them was not done; of what somebody else decided the sentence says its number itself."""
    says = visitor.says(why.sentence)
    if why.code == "changed":
        return says
    return tell(visitor, N_("Placement {number} was not changed: {why}"), number=str(number), why=says)

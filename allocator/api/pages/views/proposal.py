"""``/rounds/{round}/proposal``: who is proposed for which home, who is not, and what changed since another one."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from allocator.actions import desk, placements, rounds
from allocator.actions.desk import Page, PlacedLine
from allocator.api.pages.frame import Crumb, page, tell
from allocator.api.pages.labels import aim_change, tone
from allocator.api.pages.listing import Column, Listing, Narrowing
from allocator.api.pages.views.week import RoundKey
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.workflow import Role, State, Step
from allocator.explain.difference import Kind
from allocator.locale import N_
from allocator.reports.board import Open, Person
from allocator.workflow import SIDES, STATE_NAMES

router = APIRouter()
Number = Annotated[int | None, Query(alias="number", ge=1, le=2**53)]
KINDS = {Kind.ADDED: N_("Placed now"), Kind.MOVED: N_("Another home"), Kind.REMOVED: N_("No longer placed")}
DECIDERS = frozenset({Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER})


def crumbs_of(visitor: Visitor, key: str) -> tuple[Crumb, ...]:
    """The way to what belongs to a round."""
    return (Crumb(tell(visitor, N_("Round {round}"), round=key), f"/rounds/{key}"),)


@router.get("/rounds/{key}/proposal")
def show(visitor: Known, key: RoundKey, number: Number = None) -> Response:
    """Who is proposed for which home, and what was decided."""
    t = visitor.tongue
    listing = Listing[PlacedLine](
        visitor.request,
        (
            Column("household", t(N_("Household")), lambda one: one.row.who.id),
            Column("urgency", t(N_("Urgency")), lambda one: one.row.who.rank),
            Column("waited", t(N_("Waited")), lambda one: one.row.who.days, number=True),
            Column("home", t(N_("Home")), lambda one: one.row.home.id),
            Column("place", t(N_("Municipality")), lambda one: one.row.home.place),
            Column("state", t(N_("How it stands")), lambda one: one.line.state.rank if one.line else 99),
        ),
        (
            Narrowing("place", t(N_("Municipality")), lambda one: [(one.row.home.municipality, one.row.home.place)]),
            Narrowing("owner", t(N_("Corporation")), lambda one: [(one.row.home.corporation, one.row.home.owner)]),
            Narrowing("for", t(N_("Group")), lambda one: [(name, name) for name in one.row.who.groups]),
            Narrowing("is", t(N_("How it stands")), lambda one: _state(visitor, one), groups=False),
        ),
        lambda one: " ".join((*_of(one.row.who), one.row.home.id, one.row.home.what, one.row.home.place)),
    )
    found, rows = desk.list_placed(visitor.office, visitor.actor, key, number, listing.pick, visitor.lang)
    open_now = found.round.status == "open" and found.proposal.number == found.last
    return page(
        visitor,
        "proposal.html",
        tell(visitor, N_("Proposal {number}"), number=found.proposal.number),
        crumbs=crumbs_of(visitor, key),
        found=found,
        listing=listing,
        groups=listing.grouped(rows),
        state=lambda one: (t(STATE_NAMES[one.state]), tone(one.state)) if one else ("", ""),
        may_decide=open_now and visitor.actor.role in DECIDERS,
        reasons=_reasons(visitor),
        tabs=_tabs(visitor, found, "proposal"),
    )


def _reasons(visitor: Visitor) -> list[tuple[str, str]]:
    """Reasons to decide otherwise than proposed; why somebody left again is none of them."""
    today = visitor.office.today
    return (
        [
            (one.code, getattr(one.label, visitor.lang))
            for one in placements.list_reasons(visitor.office, visitor.actor)
            if {Step.ACCEPT, Step.REFUSE} & set(one.steps)
            and State.PROPOSED in (one.states or (State.PROPOSED,))
            and one.valid_on(today)
            and one.side in SIDES[visitor.actor.role]
        ]
        if visitor.actor.role in DECIDERS
        else []
    )


def _of(who: Person) -> tuple[str, ...]:
    return (who.id, who.urgency, *who.groups)


def _state(visitor: Visitor, one: PlacedLine) -> list[tuple[str, str]]:
    return [(one.line.state.value, visitor.tongue(STATE_NAMES[one.line.state]))] if one.line else []


def _tabs(visitor: Visitor, found: Page, here: str) -> list[tuple[str, str, int, bool]]:
    """The two sides of a proposal: who has a home in it, and who has none."""
    asked = f"?number={found.proposal.number}" if found.proposal.number != found.last else ""
    at = f"/rounds/{found.round.id}"
    return [
        (f"{at}/proposal{asked}", visitor.tongue(N_("Placed")), found.total, here == "proposal"),
        (f"{at}/unplaced{asked}", visitor.tongue(N_("Not placed")), found.unplaced, here == "unplaced"),
    ]


@router.get("/rounds/{key}/unplaced")
def show_unplaced(visitor: Known, key: RoundKey, number: Number = None) -> Response:
    """Who gets no home, and why."""
    t = visitor.tongue
    listing = Listing[Open](
        visitor.request,
        (
            Column("household", t(N_("Household")), lambda one: one.who.id),
            Column("urgency", t(N_("Urgency")), lambda one: one.who.rank),
            Column("waited", t(N_("Waited")), lambda one: one.who.days, number=True),
            Column("why", t(N_("Why not")), lambda one: one.title),
        ),
        (
            Narrowing("why", t(N_("Why not")), lambda one: [(one.reason, one.title)]),
            Narrowing("urgency", t(N_("Urgency")), lambda one: [(str(one.who.rank), one.who.urgency)]),
            Narrowing("for", t(N_("Group")), lambda one: [(name, name) for name in one.who.groups]),
            Narrowing("wait", t(N_("Waiting")), lambda one: _long(visitor, one), groups=False),
        ),
        lambda one: " ".join((*_of(one.who), one.title, one.says)),
    )
    found, rows = desk.list_unplaced(visitor.office, visitor.actor, key, number, listing.pick, visitor.lang)
    return page(
        visitor,
        "unplaced.html",
        tell(visitor, N_("Not placed")),
        crumbs=crumbs_of(visitor, key),
        found=found,
        listing=listing,
        groups=listing.grouped(rows),
        tabs=_tabs(visitor, found, "unplaced"),
    )


def _long(visitor: Visitor, one: Open) -> list[tuple[str, str]]:
    return [("long", visitor.tongue(N_("longer than the term")))] if one.who.too_long else []


@router.get("/rounds/{key}/difference")
def show_difference(
    visitor: Known,
    key: RoundKey,
    before: Annotated[int, Query(ge=1, le=2**53)] = 1,
    after: Annotated[int, Query(ge=1, le=2**53)] = 2,
) -> Response:
    """What changed between two proposals, and why."""
    found = rounds.diff_proposals(visitor.office, visitor.actor, key, before, after)
    policy = desk.show_policy(visitor.office, visitor.actor, key)
    lists = [
        (
            visitor.tongue(words),
            [
                (one, list(dict.fromkeys(visitor.says(note.sentence) for note in one.why)))
                for one in found.of_kind(kind)
            ],
        )
        for kind, words in KINDS.items()
    ]
    aims = [aim_change(one, policy, visitor.tongue) for one in found.stages if one.before != one.after]
    return page(
        visitor,
        "difference.html",
        tell(visitor, N_("From proposal {before} to proposal {after}"), before=before, after=after),
        crumbs=crumbs_of(visitor, key),
        key=key,
        same=found.same,
        kept=len(found.of_kind(Kind.KEPT)),
        lists=[one for one in lists if one[1]],
        aims=aims,
        inputs=[visitor.says(note.sentence) for note in found.inputs],
    )

"""``/week`` and ``/rounds``: the round as it stands, opened and closed; all rounds."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from allocator.actions import desk, rounds
from allocator.actions.desk import Week
from allocator.api.pages.forms import MARKED, Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.labels import RUNS, roles_words, step_words
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.base import Id
from allocator.domain.period import bounds
from allocator.domain.refusal import Conflict
from allocator.domain.workflow import Role, State
from allocator.locale import N_
from allocator.workflow import STATE_NAMES

router = APIRouter()
RoundKey = Annotated[Id, Path(alias="key")]
OPENERS = (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER)
LOOKERS = (*OPENERS, Role.AUDITOR)
WEEK, ROUNDS = N_("This week"), N_("Rounds")


@router.get("/week")
def show(visitor: Known) -> Response:
    """The last round as it stands; without one, how to open it."""
    found = desk.show_week(visitor.office, visitor.actor, None, visitor.lang)
    if found is None:
        return _no_round(visitor)
    return _week(visitor, found)


@router.get("/rounds/{key}")
def show_round(visitor: Known, key: RoundKey) -> Response:
    """One round as it stands, or as it was left."""
    found = desk.show_week(visitor.office, visitor.actor, key, visitor.lang)
    if found is None:
        return _no_round(visitor)
    return _week(visitor, found, (Crumb(tell(visitor, ROUNDS), "/rounds"),))


def _week(visitor: Visitor, found: Week, crumbs: tuple[Crumb, ...] = ()) -> Response:
    tongue = visitor.tongue
    waiting = found.states.get(State.PROPOSED, 0)
    decided = sum(found.states.values()) - waiting
    return page(
        visitor,
        "week.html",
        tell(visitor, N_("Round {round}"), round=found.round.id),
        crumbs=crumbs,
        week=found,
        blocked=[visitor.says(one) for one in found.blocked],
        run=tongue(RUNS[found.run.standing(died=found.died)]) if found.run else "",
        failed=visitor.says(found.run.failure.sentence) if found.run and found.run.failure else "",
        busy=found.run is not None and not found.run.is_over,
        is_open=found.round.status == "open",
        waiting=waiting,
        decided=decided,
        states=[(tongue(STATE_NAMES[state]), count) for state, count in found.states.items()],
        stalled=[
            (
                one,
                tongue(STATE_NAMES[one.line.state]),
                step_words(one.waits_for, tongue),
                roles_words(one.roles, tongue),
            )
            for one in found.stalled
        ],
    )


# ------------------------------------------------------------------------------------------------ all rounds


@router.get("/rounds")
def list_rounds(visitor: Known) -> Response:
    """All rounds, the newest first; and the form to open one."""
    return _rounds(visitor, ())


def _rounds(visitor: Visitor, faults: tuple[Fault, ...], name: str = "", period: str = "") -> Response:
    found = rounds.list_rounds(visitor.office, visitor.actor)
    today = visitor.office.today
    year, week, _ = today.isocalendar()
    last = found[0].period if found and bounds(found[0].period)[1] >= today else str(today.year)
    return page(
        visitor,
        "rounds.html",
        tell(visitor, ROUNDS),
        status=400 if faults else 200,
        faults=faults,
        rounds=found,
        may_look=visitor.actor.role in LOOKERS,
        may_open=visitor.actor.role in OPENERS and (not found or found[0].status == "closed"),
        name=name or f"{year}-w{week:02}",
        period=period or last,
    )


def _no_round(visitor: Visitor) -> Response:
    return go(visitor, "/rounds", tell(visitor, N_("There is no round yet. Open the first one.")), "info")


@router.post("/rounds")
def open_round(visitor: Known, form: Sent) -> Response:
    """Open a round: everything is frozen, and the seed of the lottery is drawn."""
    name, period = form.get("name"), form.get("period")
    try:
        bounds(period)
        kept = rounds.open_round(visitor.office, visitor.actor, name, period=period)
    except Conflict as refused:
        field = "period" if refused.code == "closed" else "name"
        return _rounds(visitor, (Fault(field, visitor.says(refused.sentence)),), name, period)
    except ValueError:
        text = N_("Write a name like 2026-w48, and a period like 2026, 2026-H1 or 2026-Q4.")
        return _rounds(visitor, (Fault("name", tell(visitor, text)),), name, period)
    return go(visitor, "/week", tell(visitor, N_("Round {round} is open."), round=kept.id))


@router.post("/rounds/{key}/close", dependencies=[MARKED])
def close_round(visitor: Known, key: RoundKey) -> Response:
    """Close a round: what was not decided comes back in the next one."""
    rounds.close_round(visitor.office, visitor.actor, key)
    return go(visitor, f"/rounds/{key}", tell(visitor, N_("Round {round} is closed."), round=key))

"""``/rounds/{round}/households/{household}``: why a household gets its home, or none; what people say of it."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from allocator import rules
from allocator.actions import desk, households, proposals
from allocator.actions.desk import CaseFile
from allocator.api.pages.aside import ask, being_worked_out
from allocator.api.pages.forms import Form, Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.labels import tone
from allocator.api.pages.views.proposal import DECIDERS, Number, crumbs_of
from allocator.api.pages.views.week import RoundKey
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.base import Id
from allocator.domain.codes import Verdict
from allocator.domain.policy import Policy
from allocator.domain.refusal import Refusal
from allocator.domain.region import PairWord
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.reports.words import rule_words
from allocator.workflow import STATE_NAMES

router = APIRouter(prefix="/rounds/{key}/households/{household}")
Household = Annotated[Id, Path()]
VERDICTS = {
    Verdict.PIN: N_("Wanted by people"),
    Verdict.FORBID: N_("Blocked by people"),
    Verdict.WAIVE: N_("A rule is lifted"),
}


@router.get("")
def show(
    visitor: Known, key: RoundKey, household: Household, number: Number = None, home: Annotated[str, Query()] = ""
) -> Response:
    """Why a household gets its home, or none; with a home: why not that one."""
    return _case(visitor, key, household, number, home.strip())


def _case(
    visitor: Visitor,
    key: str,
    household: str,
    number: int | None,
    home: str,
    faults: tuple[Fault, ...] = (),
) -> Response:
    found = desk.show_case(visitor.office, visitor.actor, key, household, number, visitor.lang)
    policy = desk.show_policy(visitor.office, visitor.actor, key)
    told, more = _asked(visitor, key, household, home, found)
    t, title = visitor.tongue, tell(visitor, N_("Household {household}"), household=household)
    asked = f"?number={found.proposal.number}" if found.proposal.number != found.last else ""
    side = "proposal" if found.case.home else "unplaced"
    crumb = Crumb(t(N_("Placed") if found.case.home else N_("Not placed")), f"/rounds/{key}/{side}{asked}")
    if home and not told and not more:
        return being_worked_out(visitor, title, (*crumbs_of(visitor, key), crumb))
    waivable = [(one.code, rule_words(one.code, t)) for one in rules.CATALOGUE if one.waivable]
    return page(
        visitor,
        "case.html",
        title,
        status=400 if faults or more else 200,
        crumbs=(*crumbs_of(visitor, key), crumb),
        faults=(*faults, *more),
        found=found,
        case=found.case,
        told=told,
        home=home,
        told_home=home,
        states=[(one, t(STATE_NAMES[one.state]), tone(one.state)) for one in found.lines],
        words=_words(visitor, found, policy),
        reasons=[(one.code, getattr(one, visitor.lang)) for one in policy.reasons],
        waivable=waivable if visitor.actor.role is Role.COMMITTEE_CHAIR else [],
        may_decide=visitor.actor.role in DECIDERS,
        may_say=visitor.actor.role in DECIDERS and found.round.status == "open",
        at=f"/rounds/{key}/households/{household}",
        rule=lambda code: rule_words(code, t),
    )


def _words(visitor: Visitor, found: CaseFile, policy: Policy) -> list[tuple[PairWord, str, str]]:
    """What people said, with the words for it and for its reason."""
    t = visitor.tongue
    return [(w, t(VERDICTS[w.verdict]), t.label(policy.reasons, w.reason or "")) for w in found.words if w.verdict]


def _asked(
    visitor: Visitor, key: str, household: str, home: str, found: CaseFile
) -> tuple[proposals.Told | None, tuple[Fault, ...]]:
    """Why not one home, when that is asked."""
    if not home:
        return None, ()
    try:
        number, lang = found.proposal.number, visitor.lang
        asks = (visitor.office, visitor.actor, key, household, home, number, lang)
        return ask(visitor, ("why", key, household, home, number), lambda: proposals.explain_household(*asks)), ()
    except Refusal as refused:
        return None, (Fault("home", visitor.says(refused.sentence)),)


@router.post("/words")
def say(visitor: Known, key: RoundKey, household: Household, form: Sent) -> Response:
    """Want a home for a household, block it, or lift one rule for the two."""
    unit = form.get("unit")
    try:
        _said(visitor, household, unit, form)
    except Refusal as refused:
        field = "reason" if refused.code.startswith("reason") else "unit"
        return _case(visitor, key, household, None, "", (Fault(field, visitor.says(refused.sentence)),))
    text = N_("Written down. It counts from the next proposal on: start a new one when you are ready.")
    return go(visitor, f"/rounds/{key}/households/{household}", tell(visitor, text))


def _said(visitor: Visitor, household: str, unit: str, form: Form) -> None:
    office, actor, reason = visitor.office, visitor.actor, form.get("reason")
    match form.get("verdict"):
        case Verdict.PIN.value:
            households.pin(office, actor, household, unit, reason)
        case Verdict.FORBID.value:
            households.forbid(office, actor, household, unit, reason)
        case _:
            households.waive(office, actor, household, unit, form.get("rule"), reason)


@router.post("/words/take-back")
def take_back(visitor: Known, key: RoundKey, household: Household, form: Sent) -> Response:
    """Take back what was said of a household and a home."""
    verdict = Verdict(form.get("verdict")) if form.get("verdict") in set(Verdict) else Verdict.PIN
    households.take_back_word(visitor.office, visitor.actor, household, form.get("unit"), verdict)
    return go(visitor, f"/rounds/{key}/households/{household}", tell(visitor, N_("Taken back.")))

"""Objections (bezwaar) against decisions: received, given more time, decided."""

from datetime import date

from allocator import workflow
from allocator.actions.parts.deed import AUDITOR, CHAIR, COMMITTEE, Deed, action
from allocator.actions.parts.force import in_force
from allocator.actions.parts.steps import refused
from allocator.domain.denied import Denied
from allocator.domain.refusal import Refusal
from allocator.locale import N_
from allocator.store import decisions, placements
from allocator.workflow import Objection, Outcome


@action(COMMITTEE)
def file_objection(deed: Deed, placement: int, on: date | None = None) -> Objection:
    """Write down an objection of a household against the last decision on its placement."""
    line = placements.line(deed.work, placement)
    taken = decisions.of_placement(deed.work, placement)
    if not taken:
        raise Refusal("no_decision", N_("There is no decision yet to object to."))
    found = workflow.file_objection(
        "new",
        placement=str(placement),
        household=line.household,
        decision_on=taken[-1].on_date,
        decision_by=taken[-1].by,
        on=on or deed.today,
        policy=in_force(deed.work, deed.today),
    )
    if isinstance(found, Denied):
        raise refused(found)
    kept = decisions.add_objection(deed.work, found)
    deed.note("objection", kept.id, household=kept.household, facts={"placement": placement, "late": kept.late})
    return kept


@action(COMMITTEE)
def extend_objection(deed: Deed, number: int) -> Objection:
    """Take more time for the decision on an objection: once."""
    found = workflow.extend(
        decisions.objection(deed.work, number), on=deed.today, policy=in_force(deed.work, deed.today)
    )
    return _keep(deed, found)


@action(CHAIR)
def decide_objection(deed: Deed, number: int, outcome: Outcome) -> Objection:
    """Decide on an objection; never by who took the decision it is against."""
    found = workflow.decide(decisions.objection(deed.work, number), outcome, by=deed.actor, on=deed.today)
    return _keep(deed, found)


def _keep(deed: Deed, found: Objection | Denied) -> Objection:
    if isinstance(found, Denied):
        raise refused(found)
    decisions.keep_objection(deed.work, found)
    outcome = found.outcome.value if found.outcome else ""
    facts = {"outcome": outcome, "decide_by": found.decide_by}
    deed.note("objection", found.id, household=found.household, facts=facts)
    return found


@action(COMMITTEE, AUDITOR, writes=False)
def list_objections(deed: Deed, *, pending: bool = False) -> list[Objection]:
    """Objections with their term and outcome."""
    return decisions.objections(deed.work, pending=pending)

"""Objections (bezwaar) against a decision: until when they can be made and decided, and how they end."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from pydantic import Field

from allocator.domain.base import Frozen, Id
from allocator.domain.denied import Denied
from allocator.domain.policy import Policy
from allocator.domain.sentence import Sentence
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.workflow.placement import Actor


class Outcome(StrEnum):
    """How an objection ends."""

    UPHELD = "upheld"
    REJECTED = "rejected"
    INADMISSIBLE = "inadmissible"
    TAKEN_BACK = "taken_back"

    @property
    def vera(self) -> str | None:
        """RECLAMATIESTATUS, where one means the same."""
        return {"upheld": "TOE", "rejected": "AFG"}.get(self.value)


class Objection(Frozen):
    """One objection of a household against one decision."""

    id: Id = Field(description="Its number.")
    placement: Id = Field(description="Number of the placement.")
    household: Id = Field(description="Whose objection it is.")
    decision_on: date = Field(description="The day on which the decision was made known.")
    decision_by: str = Field(max_length=80, description="Who took it; another person decides on the objection.")
    filed_on: date = Field(description="The day on which it came in.")
    late: bool = Field(description="After the last day; whether that can be forgiven is for people to say.")
    decide_by: date = Field(description="Last day for the decision on it.")
    extended: bool = Field(default=False, description="Whether more time was taken; that can be done once.")
    outcome: Outcome | None = Field(default=None, description="The decision on it; null: not yet.")
    decided_on: date | None = Field(default=None, description="The day of the decision on it.")
    decided_by: str | None = Field(default=None, max_length=80, description="Who took it.")


def last_day_to_object(decision_on: date, policy: Policy) -> date:
    """The last day on which an objection is in time; the term begins the day after the decision (Awb 6:8)."""
    return decision_on + timedelta(days=policy.workflow.objection_days)


def file_objection(
    id: str,  # noqa: A002 - the name of the field
    *,
    placement: str,
    household: str,
    decision_on: date,
    decision_by: str,
    on: date,
    policy: Policy,
) -> Objection | Denied:
    """An objection as it is received. A late one is kept too, and says that it is late."""
    if on < decision_on:
        return Denied("before_the_decision", Sentence(N_("There is no decision yet to object to.")))
    last = last_day_to_object(decision_on, policy)
    return Objection(
        id=id,
        placement=placement,
        household=household,
        decision_on=decision_on,
        decision_by=decision_by,
        filed_on=on,
        late=on > last,
        decide_by=max(on, last) + timedelta(days=policy.workflow.objection_decide_days),
    )


def extend(objection: Objection, *, on: date, policy: Policy) -> Objection | Denied:
    """More time for the decision: once, and before the term has passed (Awb 7:10)."""
    if objection.outcome is not None:
        return _decided(objection)
    if objection.extended:
        return Denied("extended_before", Sentence(N_("The term was extended before; that can be done once.")))
    if on > objection.decide_by:
        values = {"last": objection.decide_by}
        return Denied("too_late", Sentence(N_("The term passed on {last}; it cannot be extended any more."), values))
    more = timedelta(days=policy.workflow.objection_extend_days)
    return objection.model_copy(update={"decide_by": objection.decide_by + more, "extended": True})


def decide(objection: Objection, outcome: Outcome, *, by: Actor, on: date) -> Objection | Denied:
    """The decision on an objection, by the chair, and never by who took the decision it is against (Awb 10:3)."""
    if objection.outcome is not None:
        return _decided(objection)
    if on < objection.filed_on:
        return Denied("before_the_objection", Sentence(N_("The decision cannot be older than the objection.")))
    if by.role is not Role.COMMITTEE_CHAIR:
        return Denied("role", Sentence(N_("The committee chair decides on objections.")))
    if by.id == objection.decision_by and outcome is not Outcome.TAKEN_BACK:
        text = N_("Somebody else decides on the objection than who took the decision.")
        return Denied("own_decision", Sentence(text))
    return objection.model_copy(update={"outcome": outcome, "decided_on": on, "decided_by": by.id})


def overdue(objections: Iterable[Objection], on: date) -> tuple[Objection, ...]:
    """Objections whose decision is late, the longest first."""
    late = [o for o in objections if o.outcome is None and o.decide_by < on]
    return tuple(sorted(late, key=lambda o: (o.decide_by, o.id)))


def _decided(objection: Objection) -> Denied:
    values = {"on": objection.decided_on or objection.filed_on}
    return Denied("decided", Sentence(N_("This objection was decided on {on}."), values))

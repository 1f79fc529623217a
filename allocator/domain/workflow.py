"""Words of the workflow: states of a placement, steps, roles, coded reasons, and what the policy says of them."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from allocator.domain.base import Code, Frozen, Sensitivity
from allocator.domain.sentence import Choice


class Role(StrEnum):
    """Who may do things."""

    COMMITTEE_MEMBER = "committee_member"
    COMMITTEE_CHAIR = "committee_chair"
    CORPORATION = "corporation"
    CARE_PROVIDER = "care_provider"
    MUNICIPALITY = "municipality"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class State(StrEnum):
    """Where a placement stands; the first nine in the order in which they are passed."""

    PROPOSED = "proposed"
    ACCEPTED_BY_COMMITTEE = "accepted_by_committee"
    SUPPORT_CONFIRMED = "support_confirmed"
    ACCEPTED_BY_CORPORATION = "accepted_by_corporation"
    OFFERED = "offered"
    ACCEPTED_BY_HOUSEHOLD = "accepted_by_household"
    LEASE_SIGNED = "lease_signed"
    MOVED_IN = "moved_in"
    SUPPORT_STARTED = "support_started"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ENDED = "ended"

    @property
    def rank(self) -> int:
        """Position in the order in which states are passed."""
        return _RANKS[self]


_RANKS = {state: rank for rank, state in enumerate(State)}

LIVE = frozenset(list(State)[:7])
"""Under way: such a placement claims its household and its place; nobody else can have either."""

WAITS = LIVE | {State.MOVED_IN}
"""States in which a placement waits for a next step, and so can have a term."""

EXPIRABLE = frozenset(list(State)[:6])
"""States in which a placement can expire or be refused; a signed lease does not lapse."""

SETTLED = frozenset({State.MOVED_IN, State.SUPPORT_STARTED})
"""The household lives there. The home counts as occupied, and the household can be placed again: people move on."""

CLOSED = frozenset({State.REFUSED, State.WITHDRAWN, State.EXPIRED, State.ENDED})
"""Over. Household and home are free for the next round."""


class Step(StrEnum):
    """What can be done with a placement."""

    ACCEPT = "accept"
    CONFIRM_SUPPORT = "confirm_support"
    ACCEPT_HOME = "accept_home"
    OFFER = "offer"
    ACCEPT_OFFER = "accept_offer"
    SIGN = "sign"
    MOVE_IN = "move_in"
    START_SUPPORT = "start_support"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    END = "end"
    REOPEN = "reopen"


SKIPPABLE = frozenset({Step.CONFIRM_SUPPORT, Step.ACCEPT_HOME, Step.ACCEPT_OFFER, Step.START_SUPPORT})
"""Steps that a council may leave out: the decision, the offer, the lease and the move are always recorded."""


REASONED = frozenset({Step.ACCEPT, Step.REFUSE, Step.WITHDRAW, Step.EXPIRE, Step.END, Step.REOPEN})
"""Steps for which a coded reason can be given; accepting needs one where it differs from the proposal."""


class Side(StrEnum):
    """Whose reason it is."""

    PERSON = "person"
    PROVIDER = "provider"
    CORPORATION = "corporation"
    MUNICIPALITY = "municipality"
    COMMITTEE = "committee"
    SYSTEM = "system"


Days = Annotated[int, Field(ge=1, le=3650)]
"""A number of days that is something."""


class Consequence(Frozen):
    """What a coded reason does to the household; nothing, unless said otherwise."""

    park_days: int = Field(default=0, ge=0, le=3650, description="Takes no part for so many days.")
    block_pair: bool = Field(default=False, description="This home is not proposed to this household again.")
    lose_offer: bool = Field(default=False, description="Counts as a refused offer.")


class Reason(Frozen):
    """A coded reason. It is never deleted, only retired by date, because old decisions keep naming it."""

    code: Code
    side: Side
    steps: tuple[Step, ...] = Field(min_length=1, description="Steps for which it may be given.")
    states: tuple[State, ...] = Field(default=(), description="Only in these states; empty: in all.")
    nl: str = Field(max_length=120, description="Dutch wording.")
    en: str = Field(max_length=120, description="English wording.")
    vera: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")] | None = Field(
        default=None, description="VERA AANBIEDINGDETAILSTATUS, where one means the same."
    )
    sensitivity: Sensitivity = Sensitivity.OPEN
    valid_from: date | None = None
    valid_until: date | None = Field(default=None, description="Last day on which it may be given.")
    consequence: Consequence = Consequence()

    @property
    def label(self) -> Choice:
        """What people read on screen."""
        return Choice(self.nl, self.en)

    def valid_on(self, day: date) -> bool:
        """Whether it may be given on a day."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)

    @field_validator("steps")
    @classmethod
    def _with_reason(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        if wrong := sorted(set(steps) - REASONED):
            raise ValueError(f"These steps have no reason: {', '.join(wrong)}.")
        return steps

    @field_validator("valid_until")
    @classmethod
    def _after_the_first(cls, until: date | None, info: ValidationInfo) -> date | None:
        first = info.data.get("valid_from")
        if until and first and until < first:
            raise ValueError("A reason cannot end before it begins.")
        return until


class Workflow(Frozen):
    """What a council may change in the workflow; what it does not mention is as delivered (docs/workflow.md)."""

    terms: dict[State, Days | None] = Field(
        default={}, description="Days a placement may stand in a state; None: no term."
    )
    expires: tuple[State, ...] = Field(
        default=(State.OFFERED,), description="States in which a placement expires when its term has passed."
    )
    skip: tuple[Step, ...] = Field(default=(), description="Steps that are not taken here.")
    reasons: tuple[Reason, ...] = Field(
        default=(), description="Reasons that are added, or that replace the delivered reason of the same code."
    )
    consequences: dict[Code, Consequence] = Field(
        default={}, description="Consequences per reason, instead of the delivered ones."
    )
    refusals_count_days: Days | None = Field(
        default=None, description="Refused offers count for so many days; None: for good."
    )
    refusals_park_days: Days | None = Field(
        default=None,
        description="Parked for so many days after more refusals than allowed; then the count begins anew. "
        "None: parked until a person decides otherwise.",
    )
    objection_days: Days = Field(default=42, description="Days in which an objection can be made (Awb 6:7).")
    objection_decide_days: Days = Field(
        default=42, description="Days for the decision, from the last day on which one could object (Awb 7:10)."
    )
    objection_extend_days: Days = Field(default=42, description="Days by which that can be extended, once.")

    @field_validator("skip")
    @classmethod
    def _skippable(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        if wrong := sorted(set(steps) - SKIPPABLE):
            raise ValueError(f"These steps cannot be skipped: {', '.join(wrong)}.")
        return steps

    @field_validator("terms")
    @classmethod
    def _waiting(cls, terms: dict[State, int | None]) -> dict[State, int | None]:
        if wrong := sorted(set(terms) - WAITS):
            raise ValueError(f"A placement does not wait in these states: {', '.join(wrong)}.")
        return terms

    @field_validator("expires")
    @classmethod
    def _expirable(cls, states: tuple[State, ...]) -> tuple[State, ...]:
        if wrong := sorted(set(states) - EXPIRABLE):
            raise ValueError(f"A placement does not expire in these states: {', '.join(wrong)}.")
        return states

    @field_validator("reasons")
    @classmethod
    def _once(cls, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
        if len({reason.code for reason in reasons}) < len(reasons):
            raise ValueError("A reason stands in the list twice.")
        return reasons

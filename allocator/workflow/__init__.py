"""From proposal to home: states of a placement and the steps allowed, as data. Pure: every date is given."""

from allocator.domain.denied import Denied
from allocator.domain.workflow import CLOSED, EXPIRABLE, LIVE, SETTLED, Role, State, Step
from allocator.workflow.chain import falls_with
from allocator.workflow.consequences import Effect, HouseholdStanding, describe, standing_of
from allocator.workflow.deviations import DEVIATION_NAMES, Decided, Deviation, Deviations, count_deviations, deviation
from allocator.workflow.line import line, next_step, steps_from
from allocator.workflow.objections import (
    Objection,
    Outcome,
    decide,
    extend,
    file_objection,
    last_day_to_object,
    overdue,
)
from allocator.workflow.placement import Actor, PlacementState
from allocator.workflow.reasons import (
    AUDIENCES,
    catalogue,
    consequence_of,
    delivered,
    lost_reasons,
    may_read,
    reasons_for,
    unknown_reasons,
)
from allocator.workflow.steps import LINE, ROLE_NAMES, SIDE_NAMES, SIDES, STATE_NAMES, STEPS, StepRule
from allocator.workflow.taking import Taken, answer, take
from allocator.workflow.terms import (
    Stall,
    due_on,
    expires_on,
    expiring,
    expiry_reason,
    stalls,
    term_of,
    urgencies_ended,
)
from allocator.workflow.waivers import waive

__all__ = [
    "AUDIENCES",
    "CLOSED",
    "DEVIATION_NAMES",
    "EXPIRABLE",
    "LINE",
    "LIVE",
    "ROLE_NAMES",
    "SETTLED",
    "SIDES",
    "SIDE_NAMES",
    "STATE_NAMES",
    "STEPS",
    "Actor",
    "Decided",
    "Denied",
    "Deviation",
    "Deviations",
    "Effect",
    "HouseholdStanding",
    "Objection",
    "Outcome",
    "PlacementState",
    "Role",
    "Stall",
    "State",
    "Step",
    "StepRule",
    "Taken",
    "answer",
    "catalogue",
    "consequence_of",
    "count_deviations",
    "decide",
    "delivered",
    "describe",
    "deviation",
    "due_on",
    "expires_on",
    "expiring",
    "expiry_reason",
    "extend",
    "falls_with",
    "file_objection",
    "last_day_to_object",
    "line",
    "lost_reasons",
    "may_read",
    "next_step",
    "overdue",
    "reasons_for",
    "stalls",
    "standing_of",
    "steps_from",
    "take",
    "term_of",
    "unknown_reasons",
    "urgencies_ended",
    "waive",
]

"""Lifting one rule for one household and one home: by the chair, for a reason, never what cannot be waived."""

from collections.abc import Collection

from allocator.domain.codes import Verdict
from allocator.domain.denied import Denied
from allocator.domain.policy import Policy
from allocator.domain.region import PairWord
from allocator.domain.sentence import Sentence
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.workflow.placement import Actor


def waive(
    household: str, unit: str, rule: str, *, reason: str, by: Actor, policy: Policy, waivable: Collection[str]
) -> PairWord | Denied:
    """The word that lifts a rule for one pair in the next rounds, for ``pairs.csv`` and the minutes.

    Args:
        household: for whom.
        unit: where.
        rule: number of the rule.
        reason: a code of the policy's reasons for words on pairs.
        by: who decides.
        policy: the policy in force.
        waivable: numbers of the rules that can be waived (``rules.CATALOGUE`` says so).
    """
    if by.role is not Role.COMMITTEE_CHAIR:
        return Denied("role", Sentence(N_("Only the committee chair waives a rule.")))
    if rule not in waivable:
        text = N_("Rule {rule} cannot be waived: capacities, safety and what the law asks always hold.")
        return Denied("not_waivable", Sentence(text, {"rule": rule}))
    if reason not in {label.code for label in policy.reasons}:
        return Denied("reason_unknown", Sentence(N_("The reason {reason} does not exist."), {"reason": reason}))
    return PairWord(household=household, unit=unit, verdict=Verdict.WAIVE, rule=rule, reason=reason, by=by.id)

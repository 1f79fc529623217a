"""A policy with every feature in use, made from the delivered one, for fixtures and benchmarks."""

from decimal import Decimal

from allocator.domain.codes import SHARED_FORMS, Contract, SupportLevel
from allocator.domain.policy import Cap, CarryOver, Dimension, Policy

GROUP = "DAK"
NOT_FOR = frozenset({"MED", "MAN", "SOC"})
"""Groups for which temporary contracts are not meant."""


def with_every_feature(policy: Policy, units: int) -> Policy:
    """The same policy, balanced in three dimensions, with contracts for certain groups, caps and carry-over.

    What rests on a group that the policy does not know is left out.

    Args:
        policy: the policy to begin with.
        units: number of homes in the round; the caps are a part of it.
    """
    groups = {label.code for label in policy.groups}
    dimensions = [Dimension(name="all"), Dimension(name="intensive", min_level=SupportLevel.INTENSIVE)]
    if GROUP in groups:
        dimensions.append(Dimension(name="homeless", group=GROUP))
    temporary = tuple(sorted(groups - NOT_FOR))
    caps = (
        Cap(id="intensive-at-once", most=max(2, units // 5), min_level=SupportLevel.INTENSIVE),
        Cap(id="shared-at-once", most=max(2, units // 10), forms=tuple(sorted(SHARED_FORMS))),
    )
    return policy.model_copy(
        update={
            "dimensions": tuple(dimensions),
            "contract_groups": {c: temporary for c in (Contract.FIXED_TERM, Contract.LOAN) if temporary},
            "caps": caps,
            "carry_over": CarryOver(kept=Decimal("0.75"), most=25),
        }
    )

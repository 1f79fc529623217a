"""The family of policies behind the price of balance: one policy in which balance comes earlier or later.

A member is an ordinary policy, so a council can adopt it as it stands: the aims of the policy that are on, in their
order and without tolerance, with balance put after the first ``position`` of them and allowed to give up
``tolerance`` for the aim that comes next. Position 0 is the strictest (balance before all else); the loosest has
balance last, where it only decides between plans that are equal on every other aim. One dimension is balanced at a
time: with several, moving balance forward also moves forward how many of each group are placed, and that is not a
price of balance.
"""

from dataclasses import dataclass
from enum import StrEnum

from allocator.domain.codes import StageName
from allocator.domain.policy import Dimension, Policy, Stage
from allocator.domain.round import Round


class Named(StrEnum):
    """Points of the curve that have a name."""

    STRICT = "strict"
    CURRENT = "current"
    LOOSE = "loose"


@dataclass(frozen=True, order=True)
class Dial:
    """A member of the family: how many aims come before balance, and what balance may give up for the next one."""

    position: int
    tolerance: int = 0


def aims_of(policy: Policy) -> tuple[StageName, ...]:
    """The aims that are on, in their order, but for balance and the lottery."""
    others = (StageName.BALANCE, StageName.LOTTERY)
    return tuple(stage.name for stage in policy.stages if stage.on and stage.name not in others)


def member(policy: Policy, dimension: Dimension, dial: Dial) -> Policy:
    """The policy of the family at a dial, for one dimension of balance.

    Raises:
        ValueError: when the dial is beyond the aims of the policy.
    """
    aims = aims_of(policy)
    if not 0 <= dial.position <= len(aims):
        raise ValueError(f"balance can stand after 0 to {len(aims)} aims, not after {dial.position}")
    balance = Stage(name=StageName.BALANCE, tolerance=dial.tolerance)
    before, after = ([Stage(name=name) for name in part] for part in (aims[: dial.position], aims[dial.position :]))
    off = [Stage(name=s.name, on=False) for s in policy.stages if not s.on and s.name is not StageName.BALANCE]
    stages = (*before, balance, *after, *off, Stage(name=StageName.LOTTERY))
    return policy.model_copy(update={"stages": stages, "dimensions": (dimension,)})


def dial_of(policy: Policy) -> Dial | None:
    """Where a policy stands in its own family; None when it is no member.

    It is none when balance is off, when it has several dimensions, or when another aim has a tolerance.
    """
    on = [stage for stage in policy.stages if stage.on and stage.name is not StageName.LOTTERY]
    place = next((n for n, stage in enumerate(on) if stage.name is StageName.BALANCE), None)
    if place is None or len(policy.dimensions) > 1 or any(stage.tolerance for n, stage in enumerate(on) if n != place):
        return None
    return Dial(place, on[place].tolerance)


def under(round_: Round, policy: Policy) -> Round:
    """The same round under another policy."""
    return round_.model_copy(update={"policy": policy})

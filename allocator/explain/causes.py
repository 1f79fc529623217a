"""Why a household did not get one home that the rules allow: a closed list of codes."""

from collections import Counter
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allocator.domain.codes import StageName


class Cause(IntEnum):
    """One cause per pair of a household without a home and a home it could live in.

    The stages stand for 'somebody else has it, and to exchange the two makes this aim worse before any other'.
    The others say why the exchange itself is not possible.
    """

    NONE = 0  # the rules refuse the pair, or the household has the home
    URGENCY = 1
    ORIGIN = 2
    BALANCE = 3
    WAITING = 4
    SUITABILITY = 5
    STABILITY = 6
    LOTTERY = 7
    NO_SUPPORT = 8  # no provider gives this support in the municipality
    POOL = 9  # those who give it have too little left
    CORPORATION_NORM = 10  # appropriate allocation: no unfit letting left
    CAP = 11  # a cap of the policy
    COMPLEX = 12  # intensive support, or share of a group
    LIVING_TOGETHER = 13  # codes on living together
    APART = 14  # somebody to be kept apart from
    PLACES = 15  # too few places or persons, also after the exchange
    PINNED = 16  # who has it was pinned
    CHAIN = 17  # who lives there does not move
    RETURN = 18  # who has it could not go back: its old home has been given to others
    JOINT = 19  # the exchange looks possible and better: only the whole plan tells
    NOT_PROVEN = 20  # the same, in a plan that is not proven best

    @property
    def code(self) -> str:
        """As written in files: ``stage:urgency``, ``pool`` and so on."""
        return f"stage:{self.name.lower()}" if self in STAGES else self.name.lower()


STAGES = frozenset(Cause(k) for k in range(1, 8))
OF_STAGE = {stage: Cause[stage.name] for stage in StageName}


def counted(causes: NDArray[Any]) -> Counter[Cause]:
    """How often each cause stands in an array, the most frequent first; NONE is left out."""
    numbers = np.bincount(causes, minlength=len(Cause))
    found = Counter({Cause(k): int(n) for k, n in enumerate(numbers.tolist()) if n and k})
    return Counter(dict(found.most_common()))

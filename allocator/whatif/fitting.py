"""Whom a home would fit, of those who wait now: counts, and the rules that keep most of them out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from allocator import rules
from allocator.domain.base import Sensitivity
from allocator.domain.codes import UnitStatus
from allocator.domain.round import Round
from allocator.domain.sentence import COARSE, Sentence
from allocator.domain.unit import Unit
from allocator.whatif.applying import apply
from allocator.whatif.changes import Single
from allocator.whatif.opening import openings
from allocator.whatif.wording import sentence

MANY = (0.5, 0.2)
"""Parts of the households of which a rule refuses most, or some; what refuses fewer does not make a home hard."""


@dataclass(frozen=True)
class Hard:
    """A rule that keeps many out: most of the households that wait, or some."""

    rule: str
    title: str
    most: bool


@dataclass(frozen=True)
class Opening:
    """The one change that would let most households more in, and how many the home fits then."""

    change: Single
    says: Sentence
    households: int


@dataclass(frozen=True)
class Fit:
    """How many households that wait now a home fits: exactly for the committee, else in fives."""

    households: int | None
    """None: fewer than five."""
    exact: bool
    hard: tuple[Hard, ...]
    opens: Opening | None = None
    """None: no single change lets more in."""


def fit(round_: Round, unit: Unit, *, exact: bool) -> Fit:
    """Judge a home as if it were free, against every household of a round.

    Args:
        round_: who waits, with the policy in force.
        unit: the home, which need not be in the round; one with its key is replaced.
        exact: for the committee; others read counts in fives, and no rule on what is special about people.
    """
    policy, on = round_.policy, round_.as_of
    free = unit.model_copy(update={"status": UnitStatus.FREE, "places": max(1, unit.places)})
    others = tuple(one for one in round_.units if one.id != unit.id)
    round_ = round_.model_copy(update={"units": (*others, free)})
    changes = list(openings(free, policy, on, open_only=not exact))
    judged = rules.judge(round_.model_copy(update={"units": (*others, free, *_changed(round_, free, changes))}))
    counts = [_count(judged, key, exact=exact) for key in (free.id, *map(_key, range(len(changes))))]
    hard = _hard(judged.by_rule_unit[judged.u_index[unit.id]], len(round_.households), exact=exact)
    now, then = counts[0], counts[1:]
    best = max(range(len(changes)), key=lambda n: (then[n], -n), default=None)
    opens = None
    if best is not None and then[best] > now:
        opens = Opening(changes[best], sentence(round_, changes[best]), then[best])
    return Fit(now if exact else now or None, exact, hard, opens)


def _key(number: int) -> str:
    return f"fit~{number}"


def _changed(round_: Round, unit: Unit, changes: Sequence[Single]) -> Iterator[Unit]:
    """The home as it would be with each change, under keys of their own."""
    for number, change in enumerate(changes):
        yield apply(round_, change).unit_by_id[unit.id].model_copy(update={"id": _key(number)})


def _count(judged: rules.Judgement, key: str, *, exact: bool) -> int:
    count = int(np.count_nonzero(judged.allowed[:, judged.u_index[key]]))
    return count if exact else count // COARSE * COARSE


def _hard(refused: "np.ndarray[tuple[int], np.dtype[np.int32]]", people: int, *, exact: bool) -> tuple[Hard, ...]:
    most, some = (max(COARSE, part * people) for part in MANY)
    rows = sorted(enumerate(refused.tolist()), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        Hard(rule.code, rule.title, count >= most)
        for rule, count in ((rules.CATALOGUE[index], count) for index, count in rows if count >= some)
        if exact or rule.sensitivity.rank <= Sensitivity.PERSONAL.rank
    )

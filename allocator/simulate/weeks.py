"""One run: week after week what comes, the match, what is answered, and what the ledger says."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from allocator.domain.codes import UNCONVENTIONAL_FORMS, Situation
from allocator.domain.region import ALL_GROUPS
from allocator.domain.round import Round
from allocator.simulate.answers import Answer, reason_of
from allocator.simulate.arrivals import World, world
from allocator.simulate.even import imbalance
from allocator.simulate.hindsight import hindsight, worth_of
from allocator.simulate.offers import Offer, first
from allocator.simulate.pairs import Pairs, judged
from allocator.simulate.policies import Week, policy
from allocator.simulate.region import Region
from allocator.simulate.result import Group, Job, Result, Waits, hashes

IN_TIME = 13
"""Weeks within which somebody who is ready should be offered a home (covenant of 2018)."""
IN_SHELTER = (Situation.SHELTER, Situation.EMERGENCY_SHELTER)


def simulate(job: Job, told: Callable[[int], None] | None = None) -> Result:
    """Run one policy through the weeks of one world.

    Args:
        job: scenario, rules, policy, seed and number of weeks.
        told: told the number of weeks that are done.

    Raises:
        KeyError: there is no such policy.
        allocator.run.Rejected: the judge found a fault in a plan.
    """
    there = world(job.scenario, job.rules, job.seed, job.weeks)
    pairs = judged(there, [one.household for one in there.arrivals], [one.unit for one in there.offers])
    region, decide, kept = Region(there, pairs), policy(job.policy, there), _Diary()
    for week in range(job.weeks):
        region.begin(week)
        round_ = region.round()
        decided = decide(region, round_)
        kept.note(week, round_, decided)
        kept.made += region.offer(round_, decided.plan)
        if told is not None:
            told(week + 1)
    return _result(job, there, pairs, region, kept)


@dataclass
class _Diary:
    """What is noted week by week."""

    waiting: list[int] = field(default_factory=list)
    placed: list[int] = field(default_factory=list)
    imbalance: list[float] = field(default_factory=list)
    year_ends: dict[str, float] = field(default_factory=dict)
    held: list[Waits] = field(default_factory=list)
    made: list[Offer] = field(default_factory=list)

    def note(self, week: int, round_: Round, decided: Week) -> None:
        self.waiting.append(len(round_.households))
        self.placed.append(len(decided.plan))
        self.imbalance.append(imbalance(round_, decided.plan))
        self.year_ends[str(round_.as_of.year)] = self.imbalance[-1]
        self.held += [
            Waits(
                week=week + 1,
                unit=h.unit,
                who=h.who,
                chance=round(h.chance, 3),
                within=h.within,
                kept=h.week,
                most=h.most,
            )
            for h in decided.held
        ]


def _result(job: Job, there: World, pairs: Pairs, region: Region, kept: _Diary) -> Result:
    housed = [one for one in kept.made if one.given is Answer.YES]
    worth, seats = worth_of(there, pairs), [(pairs.row[first(o.household.id)], pairs.column[o.unit.id]) for o in housed]
    points = [int(pairs.points[seat]) for seat in seats]
    nos = [one for one in kept.made if one.given is not Answer.YES]
    return Result(
        **hashes(job),
        value=round(float(sum(worth[seat] for seat in seats)), 6),
        bound=round(hindsight(there, pairs).bound, 6),
        groups=_groups(there, kept.made, housed),
        forms=_counted(one.unit.form.value for one in housed),
        refusals=_counted(reason_of(one.given, one.household, one.unit) for one in nos),
        municipalities=_counted(one.unit.municipality for one in housed),
        shelter_freed=sum(one.household.persons for one in housed if one.household.situation in IN_SHELTER),
        unconventional=sum(one.unit.form in UNCONVENTIONAL_FORMS for one in housed),
        suitability=round(sum(points) / len(points), 3) if points else None,
        left=region.gone,
        unlet=region.unlet,
        returned=region.returned,
        waiting=tuple(kept.waiting),
        placed=tuple(kept.placed),
        imbalance=tuple(kept.imbalance),
        year_ends=kept.year_ends,
        held=tuple(kept.held),
    )


def _counted(codes: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(codes).items()))


def _groups(there: World, made: list[Offer], housed: list[Offer]) -> dict[str, Group]:
    group_of = {one.household.id: one.household.ledger_group or "" for one in there.arrivals}
    asked: dict[str, int] = {}
    for one in made:
        asked.setdefault(one.household.id, one.week)
    names = [ALL_GROUPS, *(label.code for label in there.policy.groups if label.code in set(group_of.values()))]
    return {name: _group(name, there, group_of, asked, housed) for name in names}


def _group(name: str, there: World, group_of: dict[str, str], asked: dict[str, int], housed: list[Offer]) -> Group:
    mine = [one for one in there.arrivals if name in (ALL_GROUPS, group_of[one.household.id])]
    new = [one for one in mine if not one.household.id.startswith("S") and one.week <= there.weeks - IN_TIME]
    in_time = [one for one in new if asked.get(one.household.id, there.weeks + IN_TIME + 1) - one.week <= IN_TIME]
    homes = [one for one in housed if name in (ALL_GROUPS, group_of[first(one.household.id)])]
    waited = sorted((there.day(o.week) - (o.household.ready_from or o.household.registered_on)).days / 7 for o in homes)
    return Group(
        arrived=len(mine),
        housed=len(homes),
        waited_median=nearest(waited, 50),
        waited_p90=nearest(waited, 90),
        offered_in_time=len(in_time),
        could_be_offered=len(new),
    )


def nearest(ordered: list[float], percent: int) -> float | None:
    """The value that so many percent do not exceed (nearest rank); None of nothing."""
    return round(ordered[max(0, -(-len(ordered) * percent // 100) - 1)], 2) if ordered else None


__all__ = ["nearest", "simulate"]

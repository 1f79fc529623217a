"""What could be wanted: homes, hours of support and relaxed rules that a region can bring about, as changes."""

from collections.abc import Iterator
from decimal import Decimal

from allocator import rules
from allocator.domain.policy import Setting
from allocator.domain.region import SupportPool
from allocator.domain.round import Round
from allocator.solver.support import hundredths
from allocator.whatif.changes import CapChanged, OneMoreHome, OneMorePool, RuleChanged
from allocator.whatif.kinds import HomeKind, kinds_of

PROVIDER = "wanted"
STEPS: dict[str, dict[str, int]] = {
    "R-101": {"own_bedroom_from_age": 4},
    "R-102": {"spare": 1},
    "R-302": {"highest_floor": 1},
    "R-403": {"percent": 5},
    "R-601": {"window_days": 14},
    "R-604": {"min_stay_days": -90},
    "R-605": {"horizon_days": 28},
}
"""Numbers of rules that a council or the committee sets itself, with a step that relaxes them."""
LIFTED = ("R-104", "R-105", "R-205", "R-701", "R-702", "R-802")
"""Rules that rest on an agreement in the region, so that the region can lift them. Law, safety, the choice of the
household and what a home is are not among them."""


def homes(round_: Round) -> dict[str, tuple[HomeKind, OneMoreHome]]:
    """One more home of each kind in each municipality that takes part, by the key of the new home."""
    found: dict[str, tuple[HomeKind, OneMoreHome]] = {}
    for kind in kinds_of(round_):
        for municipality in round_.municipalities:
            if municipality.code not in round_.paused:
                unit = kind.example(round_, municipality.code)
                found[unit.id] = kind, OneMoreHome(unit=unit)
    return found


def support(round_: Round) -> Iterator[OneMorePool]:
    """For each kind of support and municipality the hours of one household of each level."""
    levels = sorted({hours for hours in round_.policy.support.default_hours.values() if hundredths(hours) > 0})
    for kind in round_.policy.support_kinds:
        for municipality in round_.municipalities:
            if municipality.code in round_.paused:
                continue
            for hours in levels:
                yield OneMorePool(
                    pool=SupportPool(
                        id=f"wanted-{kind.code}-{municipality.code}-{Decimal(str(hours)).normalize():f}",
                        provider=PROVIDER,
                        kinds=(kind.code,),
                        municipalities=(municipality.code,),
                        hours_per_week=hours,
                    )
                )


def relaxed(round_: Round) -> Iterator[RuleChanged | CapChanged]:
    """Rules in force that the region can relax by a step or lift, and caps by one placement."""
    policy = round_.policy
    for code, steps in STEPS.items():
        rule = rules.BY_CODE[code]
        if rule.holds(policy, round_.as_of):
            now = rule.under(policy, round_.as_of)
            numbers: list[tuple[str, Setting]] = [
                (name, max(0, now.whole(name) + step)) for name, step in steps.items()
            ]
            yield RuleChanged(rule=code, numbers=tuple(numbers))
    for code in LIFTED:
        if rules.BY_CODE[code].holds(policy, round_.as_of):
            yield RuleChanged(rule=code, on=False)
    for cap in policy.caps:
        yield CapChanged(cap=cap.id, most=cap.most + 1)

"""Policies side by side: means over the same worlds, and paired differences with their confidence intervals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev
from typing import Any

from allocator.domain.region import ALL_GROUPS
from allocator.domain.simulated import Asked, Result
from allocator.locale import N_

BASE = "exact"
"""The way with which all others are compared, world by world."""
_T95 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""Student's t for 95 percent, two-sided, for 1 to 30 degrees of freedom; then 2.0 to 60, and 1.98."""


@dataclass(frozen=True)
class Interval:
    """A mean with its 95 percent confidence interval; with one world there is no interval."""

    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Measure:
    """One figure of a run. ``part``: it is a part of 1, shown in percent."""

    code: str
    label: str
    of: Callable[[Result], float | None]
    part: bool = False


def _group(code: str) -> Callable[[Result, str], float | None]:
    return lambda result, group: getattr(result.groups[group], code) if group in result.groups else None


def _in_time(result: Result, group: str = ALL_GROUPS) -> float | None:
    one = result.groups.get(group)
    return one.offered_in_time / one.could_be_offered if one and one.could_be_offered else None


MEASURES = (
    Measure("share", N_("Of what hindsight could reach"), lambda r: r.share, part=True),
    Measure("housed", N_("Households housed"), lambda r: r.groups[ALL_GROUPS].housed),
    Measure("waited_median", N_("Weeks waited, median"), lambda r: r.groups[ALL_GROUPS].waited_median),
    Measure("waited_p90", N_("Weeks waited, 90 percent within"), lambda r: r.groups[ALL_GROUPS].waited_p90),
    Measure("in_time", N_("Offered a home within 13 weeks"), _in_time, part=True),
    Measure("shelter_freed", N_("Shelter places freed"), lambda r: r.shelter_freed),
    Measure("imbalance", N_("Households off the fair share, weekly mean"), lambda r: fmean(r.imbalance)),
    Measure("year_end", N_("Households off the fair share, end of the year"), lambda r: fmean(r.year_ends.values())),
    Measure("refused", N_("Offers refused or not answered"), lambda r: sum(r.refusals.values())),
    Measure("unconventional", N_("Placed in unconventional homes"), lambda r: r.unconventional),
    Measure("suitability", N_("Suitability, mean points"), lambda r: r.suitability),
    Measure("left", N_("Left the list without a home"), lambda r: r.left),
    Measure("unlet", N_("Homes taken back"), lambda r: r.unlet),
    Measure("held", N_("Weeks that a home was kept back"), lambda r: len(r.held)),
)
"""The figures by which policies are compared, in the order of tables."""


def interval(values: Sequence[float]) -> Interval:
    """Mean and 95 percent confidence interval (Student) of independent values; at least one."""
    mean, count = fmean(values), len(values)
    if count < 2:
        return Interval(mean, None, None)
    df = count - 1
    t = _T95[df - 1] if df <= len(_T95) else 2.0 if df <= 60 else 1.98
    half = t * stdev(values) / sqrt(count)
    return Interval(mean, mean - half, mean + half)


def by_policy(results: Sequence[Result]) -> dict[str, dict[str, Result]]:
    """Results per policy and seed, in the order in which policies first appear."""
    found: dict[str, dict[str, Result]] = {}
    for one in results:
        found.setdefault(one.policy, {})[one.seed] = one
    return found


def mean_of(results: Sequence[Result], measure: Callable[[Result], float | None]) -> Interval | None:
    """Mean of a figure over worlds; None when no world has it."""
    values = [value for one in results if (value := measure(one)) is not None]
    return interval(values) if values else None


def difference(
    one: dict[str, Result], other: dict[str, Result], measure: Callable[[Result], float | None]
) -> Interval | None:
    """How much more of a figure one policy has than another, paired world by world; None when no world has both."""
    pairs = [(measure(one[seed]), measure(other[seed])) for seed in one if seed in other]
    values = [mine - theirs for mine, theirs in pairs if mine is not None and theirs is not None]
    return interval(values) if values else None


def group_measures(group: str) -> dict[str, Callable[[Result], float | None]]:
    """The figures of one priority group."""
    return {
        "housed": lambda result: _group("housed")(result, group),
        "waited_median": lambda result: _group("waited_median")(result, group),
        "waited_p90": lambda result: _group("waited_p90")(result, group),
        "in_time": lambda result: _in_time(result, group),
    }


def figures(asked: Asked, results: Sequence[Result]) -> dict[str, Any]:
    """The comparison as numbers: for every policy its means, and the paired differences with the weekly exact match."""
    found = by_policy(results)
    return {
        "scenario": asked.scenario.name,
        "weeks": asked.weeks,
        "replications": asked.replications,
        "seed": asked.seed,
        "scenario_sha256": results[0].scenario_sha256,
        "policy_sha256": results[0].rules_sha256,
        "versions": results[0].versions,
        "policies": {
            name: {m.code: _interval(mean_of(list(runs.values()), m.of)) for m in MEASURES}
            for name, runs in found.items()
        },
        "differences": {
            name: {m.code: _interval(difference(runs, found[BASE], m.of)) for m in MEASURES}
            for name, runs in found.items()
            if BASE in found and name != BASE
        },
    }


def _interval(found: Interval | None) -> dict[str, float | None] | None:
    return None if found is None else {"mean": found.mean, "low": found.low, "high": found.high}


__all__ = [
    "BASE",
    "MEASURES",
    "Interval",
    "Measure",
    "by_policy",
    "difference",
    "figures",
    "group_measures",
    "interval",
    "mean_of",
]

"""Means and paired differences, by hand."""

import pytest

from allocator.reports import simulation_compare as compare
from allocator.simulate.weeks import simulate
from tests.simulate.worlds import job


def test_interval_by_hand() -> None:
    one = compare.interval([2.0, 4.0, 6.0])  # mean 4, s 2, t(2) 4.303: half 4.303 x 2 / sqrt 3
    assert one.mean == 4.0
    assert one.high == pytest.approx(4 + 4.303 * 2 / 3**0.5)
    assert one.low == pytest.approx(4 - 4.303 * 2 / 3**0.5)
    assert compare.interval([5.0]) == compare.Interval(5.0, None, None)
    many = compare.interval([0.0, 1.0] * 50)
    assert many.high == pytest.approx(0.5 + 1.98 * 0.502518908 / 10)


def test_differences_are_paired_world_by_world() -> None:
    runs = [simulate(job(name, seed=seed, weeks=4)) for seed in ("1", "2", "3") for name in ("waiting", "exact")]
    found = compare.by_policy(runs)
    assert {name: sorted(by_seed) for name, by_seed in found.items()} == {
        name: ["1", "2", "3"] for name in ("waiting", "exact")
    }
    more = [found["exact"][seed].share - found["waiting"][seed].share for seed in ("1", "2", "3")]
    assert compare.difference(found["exact"], found["waiting"], lambda r: r.share) == compare.interval(more)
    assert compare.difference(found["exact"], {}, lambda r: r.share) is None
    same = compare.difference(found["exact"], found["exact"], lambda r: r.share)
    assert same == compare.Interval(0.0, 0.0, 0.0)
    codes = [measure.code for measure in compare.MEASURES]
    assert len(codes) == len(set(codes))
    housed = compare.group_measures("all")["housed"]
    assert housed(runs[0]) == runs[0].groups["all"].housed
    assert compare.group_measures("none")["in_time"](runs[0]) is None

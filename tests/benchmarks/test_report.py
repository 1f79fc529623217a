"""The page says what the measurements say: medians, ratios within one run, gaps, losses, faults."""

from xml.etree import ElementTree

import pytest

from tests.benchmarks.figures import best_cp_sat, gaps, ratio, verdicts
from tests.benchmarks.plot import growth_svg
from tests.benchmarks.report import Run, page
from tests.benchmarks.rows import OURS, ROWS, Reached, Result


def result(who: str, seed: int, seconds: float | None, **changes: object) -> Result:
    reached = (
        Reached("urgency", "urgent", 20, 20, "proven", 1.0),
        Reached("balance", "all.even", 700, 700, "proven", 100.0),
    )
    plain: dict[str, object] = {"peak_mib": 100.0, "pairs": 36_000, "proven": True, "reached": reached}
    return Result("region", seed, "even", who, seconds, **(plain | changes))  # type: ignore[arg-type]


def a_run(results: list[Result]) -> Run:
    return Run("python -m tests.benchmarks", "a processor, 2 cores", "0.5", 120.0, results)


def test_ratio_is_the_median_over_seeds_that_both_have() -> None:
    ours = [result(OURS, seed, seconds) for seed, seconds in ((1, 1.0), (2, 0.5), (3, 2.0), (4, 9.0))]
    theirs = [result("cp-sat-1", seed, seconds) for seed, seconds in ((1, 30.0), (2, 30.0), (3, 20.0))]
    assert ratio([*ours, *theirs], "cp-sat-1", OURS) == 30.0
    assert ratio(ours, "cp-sat-1", OURS) is None


def test_best_setting_finishes_first_of_all() -> None:
    slow_but_sure = [result("cp-sat-1", 1, 90.0)]
    stopped = [result("cp-sat-8", 1, 60.0, proven=False)]
    assert best_cp_sat([*slow_but_sure, *stopped]) == "cp-sat-1"
    assert best_cp_sat([*slow_but_sure, result("cp-sat-8", 1, 60.0)]) == "cp-sat-8"
    assert best_cp_sat([result(OURS, 1, 1.0)]) is None


def test_gap_of_balance_is_told_in_households() -> None:
    open_ends = (
        Reached("waiting", "waiting", 9_000, 9_009, "feasible", 1.0),
        Reached("balance", "all.even", 700, 650, "feasible", 100.0),
        Reached("lottery", "lottery", 5, None, "not_reached", 1.0),
    )
    assert gaps(result(OURS, 1, 1.0, reached=open_ends)) == pytest.approx((0.1, 0.5))
    assert gaps(result(OURS, 1, 1.0)) == (0, 0)
    no_bound = (open_ends[0]._replace(bound=None),)
    assert gaps(result(OURS, 1, 1.0, reached=no_bound)) is None


def test_a_peer_that_was_stopped_shows_a_lower_limit() -> None:
    text = page(a_run([result(OURS, 1, 0.5), result("highs", 1, 120.0, proven=False)]), None)
    assert "| highs | 1 | > 120.00 | > 240 |" in text
    assert "| allocator | 1 | 0.50 | 1 |" in text


def test_aims_are_judged_at_their_edge() -> None:
    peer = result("cp-sat-1", 1, 30.0)
    assert all(line.startswith("- Met") for line in verdicts(ROWS["region"], [result(OURS, 1, 1.0), peer]))
    late = verdicts(ROWS["region"], [result(OURS, 1, 1.01), peer])
    assert [line.startswith("- Met") for line in late] == [True, False, False]
    unproven = verdicts(ROWS["medium"], [result(OURS, 1, 1.0, proven=False, peak_mib=1_025.0)])
    assert [line.startswith("- Met") for line in unproven] == [False, True, False]


def test_gap_of_the_large_row_is_judged() -> None:
    for bound, households, met in ((10_001, 750, True), (10_002, 700, False), (10_000, 599, False)):
        reached = (
            Reached("waiting", "waiting", 10_000, bound, "feasible", 1.0),
            Reached("balance", "all.even", 700, households, "feasible", 100.0),
        )
        line = verdicts(ROWS["large"], [result(OURS, 1, 1.0, reached=reached)])[0]
        assert line.startswith("- Met") is met


def test_losses_and_faults_are_named() -> None:
    worse = (
        Reached("urgency", "urgent", 17, None, "not_reached", 1.0),
        Reached("balance", "all.even", 700, None, "not_reached", 100.0),
    )
    text = page(a_run([result(OURS, 1, 0.5), result("greedy", 1, 0.1, reached=worse, proven=False, broken=2)]), None)
    assert "| urgency urgent | 20 | -3 |" in text
    assert "| balance all.even (less is better) | 700 | = |" in text
    assert "**2 broken rules**" in text


def test_a_process_that_died_is_in_the_table() -> None:
    dead = Result("region", 1, "even", "scip", failed="out of memory")
    assert "| scip | 1 | out of memory |" in page(a_run([result(OURS, 1, 0.5), dead]), None)


def test_every_seed_of_ours_is_shown_with_the_seconds_of_the_processor() -> None:
    dead = Result("region", 3, "even", OURS, failed="stopped")
    text = page(a_run([result(OURS, 1, 2.0, processor=0.5), result(OURS, 2, 1.0, proven=False), dead]), None)
    assert "| 1 | 2.00 | 0.50 | 100 | yes | 0 |" in text
    assert "| 2 | 1.00 |  | 100 | no | 0 |" in text
    assert "| 3 | stopped | | | no | |" in text


def test_result_survives_json() -> None:
    before = result(OURS, 1, 0.5)
    assert Result.from_json(before.as_json()) == before


def test_plot_is_sound_xml_with_a_text_beside_it() -> None:
    drawn = [result(OURS, 1, 0.5), result(OURS, 2, 5.0, pairs=500_000), result("scip", 1, 120.0, proven=False)]
    root = ElementTree.fromstring(growth_svg(drawn, 120.0))
    texts = [e.text for e in root.iter() if e.tag.endswith("text")]
    assert {OURS, "scip", "households × homes"} <= set(texts)
    assert len([e for e in root.iter() if e.tag.endswith("circle")]) == 3
    with pytest.raises(ValueError, match="no measurements"):
        growth_svg([], 120.0)

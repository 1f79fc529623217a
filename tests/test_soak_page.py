"""The page of the soak: what pytest says, by one process or several, is written down as it is."""

from collections import Counter

import pytest

from scripts.soak import Page, by_test, cases, figures_of

SAID = """
tests/api/test_load.py::test_fifty_people[postgresql] PASSED [100%]
[gw0] [ 18%] PASSED tests/solver/test_dominance.py::test_whoever[1 of 2]
[gw1] [ 20%] FAILED tests/solver/test_dominance.py::test_whoever[2 of 2]
tests/api/test_fuzz.py::test_left_out[sqlite] SKIPPED (no ruleset)  [ 50%]
tests/api/test_fuzz.py::test_begins[sqlite]
FIGURES tests/api/test_load.py::test_fifty_people[postgresql] | reads p50 7.3 ms
""".strip().splitlines()


def test_outcomes_of_one_process_and_of_several() -> None:
    assert by_test(SAID) == {
        "tests/api/test_load.py::test_fifty_people": Counter(passed=1),
        "tests/solver/test_dominance.py::test_whoever": Counter(passed=1, failed=1),
        "tests/api/test_fuzz.py::test_left_out": Counter(skipped=1),
    }


def test_a_part_is_written_and_read_again() -> None:
    page = Page().with_part("now | abc | 3 | `make soak` | done", by_test(SAID), figures_of(SAID))
    wanted = {test: row[0] for test, row in page.rows.items()} | {"tests/x.py::test_other": 1}
    text = page.text(wanted)
    again = Page.read(text)
    assert (again.rows, again.parts) == (page.rows, page.parts)
    assert "2 did not pass and 1 were not run" in text
    assert "`tests/api/test_load.py::test_fifty_people`: reads p50 7.3 ms" in text


def test_what_cannot_be_collected_is_told_before_anything_is_run() -> None:
    collected = ["tests/a.py::test_two", "tests/browser/axe.py:7: in <module>", "1 error in 2s", "exit 2"]
    with pytest.raises(SystemExit, match=r"(?s)axe.py:7.*Not all tests could be collected"):
        cases(collected)

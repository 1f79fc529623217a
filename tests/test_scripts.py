"""The small programs behind `make docs` and `make soak`."""

from collections import Counter
from pathlib import Path

import pytest

from scripts import docs, soak


def test_outdated_names_changed_missing_and_left_over_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docs, "DOCS", tmp_path)
    schemas = tmp_path / "schema"
    schemas.mkdir()
    same, changed, missing = tmp_path / "same.md", tmp_path / "changed.md", tmp_path / "missing.md"
    same.write_text("same\n", "utf-8")
    changed.write_text("old\n", "utf-8")
    (schemas / "left_over.json").write_text("{}\n", "utf-8")
    wanted = {same: "same\n", changed: "new\n", missing: "new\n"}
    assert set(docs.outdated(wanted)) == {changed, missing, schemas / "left_over.json"}


LINES = """
============================= test session starts =============================
[gw1] [ 50%] PASSED tests/properties/test_x.py::test_b
[gw0] [ 75%] PASSED tests/properties/test_x.py::test_a[one two]
[gw0] [100%] FAILED tests/properties/test_x.py::test_a[three]
FAILED tests/properties/test_x.py::test_a[three] - AssertionError: no
==================== 1 failed, 2 passed in 13.00s ====================
""".splitlines()
A, B, C = (f"tests/properties/test_x.py::test_{name}" for name in "abc")


def of_tests(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith("| `tests/")]


def test_soak_tells_of_each_test_how_its_cases_ended() -> None:
    found = soak.by_test(LINES)
    page = soak.Page().with_part("today | abc | 13 | `make soak` | end", found).text({A: 2, B: 1, C: 4})
    assert of_tests(page) == [
        f"| `{A}` | 2 | 1 failed, 1 passed | 1 |",
        f"| `{B}` | 1 | passed | 1 |",
        f"| `{C}` | 4 | not run | – |",
    ]
    assert "**Not whole**: of 3 tests 1 did not pass and 1 were not run." in page
    assert "| 1 | today | abc | 13 | `make soak` | end |" in page


def test_soak_keeps_what_tests_measured() -> None:
    """Until the test is run again, or is no more."""
    measured = soak.figures_of([f"FIGURES {B} | p95 8 ms; 0 errors", f"FIGURES {A}[one] | 3 times", "other"])
    assert measured == {B: "p95 8 ms; 0 errors", A: "3 times"}
    wanted = {A: 2, B: 1}
    first = soak.Page().with_part("one", soak.by_test(LINES), measured).text(wanted)
    assert f"- `{B}`: p95 8 ms; 0 errors" in first
    second = soak.Page.read(first).with_part("two", {A: Counter(passed=2)}, {A: "4 times"}).text(wanted)
    assert [one for one in second.splitlines() if one.startswith("- `")] == [
        f"- `{A}`: 4 times",
        f"- `{B}`: p95 8 ms; 0 errors",
    ]
    assert f"`{A}`:" not in soak.Page.read(second).with_part("three", {A: Counter(failed=2)}).text(wanted)


def test_soak_keeps_what_another_part_ran() -> None:
    """Until the test is run again, or is no more, or has other cases."""
    first = soak.Page().with_part("one", soak.by_test(LINES)).text({A: 2, B: 1, C: 4})
    second = soak.Page.read(first).with_part("two", {A: Counter(passed=2), C: Counter(passed=4)})
    assert of_tests(second.text({A: 2, B: 1, C: 4})) == [
        f"| `{A}` | 2 | passed | 2 |",
        f"| `{B}` | 1 | passed | 1 |",
        f"| `{C}` | 4 | passed | 2 |",
    ]
    assert "**Passed**: all 3 tests, 7 cases." in second.text({A: 2, B: 1, C: 4})
    assert "0 did not pass and 1 were not run" in second.text({A: 2, B: 1, C: 5})
    only = second.text({A: 2})
    assert "**Passed**: all 1 tests" in only
    assert "| 1 | one |" not in only


def test_cases_are_counted_as_they_are_collected() -> None:
    assert soak.cases([f"{A}[one two]", f"{A}[three]", B, "", "3/9 tests collected", "exit 0"]) == {A: 2, B: 1}

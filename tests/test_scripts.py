"""The small programs behind `make docs` and `make soak`."""

from datetime import UTC, datetime
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
[gw0] [100%] FAILED tests/properties/test_x.py::test_a[one two]
============================= slowest 15 durations =============================
12.50s call     tests/properties/test_x.py::test_b
==================== 1 failed, 1 passed in 13.00s ====================
""".splitlines()


@pytest.mark.parametrize(("code", "verdict"), [(0, "**Passed**"), (1, "**FAILED**")])
def test_soak_report_shows_outcome_and_each_test(code: int, verdict: str) -> None:
    page = soak.report(code, LINES, datetime(2026, 1, 2, 3, 4, tzinfo=UTC), 13.4, ["-x"])
    assert f"{verdict}: 1 failed, 1 passed in 13.00s" in page
    assert "| Date | 2026-01-02 03:04 UTC |" in page
    assert f"`{soak.COMMAND} -x`" in page
    tests = [line for line in page.splitlines() if line.startswith("| `tests/")]
    assert tests == [
        "| `tests/properties/test_x.py::test_a[one two]` | failed |",
        "| `tests/properties/test_x.py::test_b` | passed |",
    ]
    assert "12.50s call     tests/properties/test_x.py::test_b" in page

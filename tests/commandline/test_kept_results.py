"""`results`: a study is kept, found again by the beginning of its key, shown and written."""

from pathlib import Path

import pytest

from tests.commandline.cases import widest
from tests.commandline.weeks import ROUND, Week

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def test_a_study_is_kept_listed_shown_and_written(tiny: Week, tmp_path: Path) -> None:
    key = tiny.data("member", "results", "keep", "price", ROUND, "--points", "3")["result"]["sha256"]
    assert "Price of balance" in tiny.good("member", "results", "list").out
    (listed,) = tiny.data("auditor", "results", "list", "--kind", "balance")["results"]
    assert (listed["sha256"], listed["kept_by"], listed["public"]) == (key, "member", False)
    found = tiny.data("auditor", "results", "show", key[:8])
    assert found["provenance"]["kind"] == "balance"
    shown = tiny.good("auditor", "results", "show", key[:8]).out
    assert "What balance costs" in shown
    assert "How this was made" in shown
    assert widest(shown) <= 100
    files = tiny.data("auditor", "results", "write", key[:8], "--out", tmp_path / "study")["files"]
    assert [Path(file).name for file in files] == ["balance.html", "balance.pdf", "balance.xlsx"]
    assert "What balance costs" in (tmp_path / "study" / "balance.html").read_text(encoding="utf-8")


def test_wrong_use_is_told(tiny: Week) -> None:
    assert tiny.run("member", "results", "keep", "price").code == 2
    assert tiny.run("member", "results", "keep", "wanted-over", ROUND).code == 2
    assert tiny.run("member", "results", "show", "0" * 64).code == 3
    assert tiny.run("auditor", "results", "keep", "price", ROUND).code == 5
    assert "no result" in tiny.run("auditor", "results", "show", "abc").err.lower()

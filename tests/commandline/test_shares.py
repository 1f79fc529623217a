"""`balance`: the ledger in numbers that are those of the ledger, in percent and in bars."""

import pytest

from allocator import ledger
from tests.builders import FAR, HERE, THERE
from tests.commandline.cases import run, small, widest
from tests.commandline.conftest import Done


def test_without_a_proposal_the_ledger_as_it_stands(done: Done) -> None:
    ran = run("balance", done.case)
    assert ran.code == 0
    assert "No proposal was given" in ran.out
    rows = {row["municipality"]: row for row in run("balance", done.case, "--json").data["balance"]}
    expected = {line.municipality: line for line in ledger.balance_lines(small(), {})}
    assert set(rows) == set(expected) == {HERE, THERE, FAR}
    for code, line in expected.items():
        for name in ("quota", "carried", "realised", "committed", "target", "after", "deviation"):
            assert rows[code][name] == round(float(getattr(line, name)), 2), (code, name)
        assert rows[code]["placed"] == 0


def test_with_a_proposal_what_it_adds(done: Done) -> None:
    rows = {row["municipality"]: row for row in run("balance", done.case, done.out, "--json").data["balance"]}
    assert {code: row["placed"] for code, row in rows.items()} == {HERE: 1, THERE: 1, FAR: 0}
    expected = {line.municipality: line for line in ledger.balance_lines(small(), {"all": {HERE: 1, THERE: 1}})}
    assert rows[THERE]["deviation"] == round(float(expected[THERE].deviation), 2)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("width", [80, 140])
def test_numbers_percentages_and_bars_fit_the_terminal(done: Done, width: int, lang: str) -> None:
    ran = run("balance", done.case, done.out, lang=lang, width=width)
    assert ran.code == 0
    assert widest(ran.out) <= width
    point = "," if lang == "nl" else "."
    assert f"50{point}0\u00a0%" in ran.out  # the share of Groningen, and its part of what is placed
    assert "█" in ran.out
    assert "│" in ran.out
    for name in ("Groningen", "Oldambt", "Stadskanaal"):
        assert ran.out.count(name) == 2  # once in the account, once beside its bar


def test_together_is_the_sum(done: Done) -> None:
    line = next(row for row in run("balance", done.case).out.splitlines() if row.startswith("Together"))
    assert line.split()[1:] == ["4", "0", "3", "1", "0"]


def test_without_a_proposal_the_bars_show_what_was_done_against_what_was_due(done: Done) -> None:
    out = run("balance", done.case, width=140).out
    assert "Done so far" in out
    assert "Due so far" in out
    assert "this proposal" not in out
    row = next(line for line in out.splitlines() if line.startswith("Groningen") and "%" in line).split()
    line = next(line for line in ledger.balance_lines(small(), {}) if line.municipality == HERE)
    assert row[3] == str(line.realised + line.committed)
    assert row[6] == f"{float(line.realised + line.committed + line.target):.1f}"

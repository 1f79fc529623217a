"""The ledger by command: views that agree with each other, and every change that people agree on."""

import pytest

from tests.actions.offices import FIXTURES
from tests.commandline.weeks import Week

PERIOD = "2026-H2"


@pytest.fixture
def fair(week: Week) -> Week:
    """A case with a ledger in it, and somebody of each of two municipalities."""
    week.good("member", "import", FIXTURES / "fair")
    week.good("chair", "policy", "approve", week.data("chair", "policy", "list")["policies"][0]["version"])
    for code in ("GM9001", "GM9002"):
        week.good("ada", "user", "organisation", code, "--kind", "municipality", "--name", code)
        week.good("ada", "user", "add", code.lower(), "--role", "municipality", "--organisation", code)
        week.tokens[code] = week.data("ada", "token", "add", "--for", code.lower())["secret"]
    return week


def balance(week: Week, code: str, name: str = "balance") -> float:
    rows = week.data("member", "ledger", "balance", PERIOD)["balances"]
    return next(float(row[name]) for row in rows if (row["municipality"], row["group"]) == (code, "all"))


def test_views_agree_with_each_other(fair: Week) -> None:
    numbered = fair.data("member", "ledger", "postings")["postings"]
    assert [row["number"] for row in numbered] == sorted(row["number"] for row in numbered)
    lines = fair.data("member", "ledger", "postings", "--running")["lines"]
    last = {line["municipality"]: line["balance"] for line in lines}
    for code in ("GM9001", "GM9002", "GM9003"):
        assert last[code] == balance(fair, code)
    days = fair.data("member", "ledger", "months")["days"]
    now = {day["municipality"]: extra["balance"] for day, extra in days if day["on"] == "2026-11-23"}
    assert now == last
    assert fair.data("member", "ledger", "check") == {"same": True, "differ": []}


def test_the_period_of_today_is_found(fair: Week) -> None:
    assert fair.data("member", "ledger", "balance")["period"] == PERIOD
    assert fair.run("member", "ledger", "balance", "2026-W3").code == 2
    assert "Nothing is booked" in fair.good("member", "ledger", "balance", "2019").out


def test_a_municipality_sees_its_own_postings(fair: Week) -> None:
    rows = fair.data("GM9002", "ledger", "postings")["postings"]
    assert {row["municipality"] for row in rows} == {"GM9002"}
    assert len(fair.data("GM9002", "ledger", "balance")["balances"]) == 3


def test_a_transfer_counts_once_both_agree(fair: Week) -> None:
    before = balance(fair, "GM9001"), balance(fair, "GM9002")
    asked = fair.data(
        "GM9001", "ledger", "propose", 2, "--giver", "GM9001", "--taker", "gm9002", "--note", "te weinig woningen"
    )
    assert (balance(fair, "GM9001"), balance(fair, "GM9002")) == before
    assert "waits for an answer" in fair.good("GM9002", "ledger", "transfers", "--pending").out
    assert fair.run("GM9001", "ledger", "accept", asked["id"]).code == 5
    assert fair.data("GM9002", "ledger", "accept", asked["id"])["state"] == "agreed"
    assert (balance(fair, "GM9001"), balance(fair, "GM9002")) == (before[0] - 2, before[1] + 2)
    assert fair.run("GM9002", "ledger", "accept", asked["id"]).code == 3
    assert fair.data("member", "ledger", "transfers", "--pending")["transfers"] == []


def test_a_transfer_declined_or_taken_back_changes_nothing(fair: Week) -> None:
    words = ("ledger", "propose", 1, "--giver", "GM9001", "--taker", "GM9002", "--period", PERIOD)
    first, second = (fair.data("GM9001", *words)["id"] for _ in range(2))
    before = balance(fair, "GM9001")
    assert "declined" in fair.good("GM9002", "ledger", "decline", first).out
    assert "taken back" in fair.good("GM9001", "ledger", "take-back", second).out
    assert balance(fair, "GM9001") == before
    assert fair.run("member", *words).code == 5
    assert fair.run("GM9001", "ledger", "propose", 1, "--giver", "Utopia", "--taker", "GM9002").code == 3


def test_a_revision_an_excuse_and_a_correction(fair: Week) -> None:
    total = sum(balance(fair, code, "quota") for code in ("GM9001", "GM9002", "GM9003"))
    fair.good("chair", "ledger", "revision", int(total) + 10, "--note", "hogere taakstelling")
    revised = sum(balance(fair, code, "revisions") for code in ("GM9001", "GM9002", "GM9003"))
    assert revised == 10
    owed = balance(fair, "GM9003")
    fair.good("chair", "ledger", "excuse", "GM9003", 1, "--note", "niemand passend")
    assert balance(fair, "GM9003") == owed - 1
    assert fair.run("chair", "ledger", "excuse", "GM9003", 999, "--note", "alles").code == 3
    assert fair.run("member", "ledger", "excuse", "GM9003", 1, "--note", "x").code == 5
    assert fair.run("chair", "ledger", "excuse", "GM9003", 1).code == 2  # why, is not left out
    number = next(
        row["number"]
        for row in fair.data("member", "ledger", "postings")["postings"]
        if (row["municipality"], row["kind"]) == ("GM9001", "quota")
    )
    quota = balance(fair, "GM9001", "quota")
    asked = fair.run("chair", "ledger", "correction", number, "--amount", 3, said="n\n")
    assert (asked.code, "Reversed" in asked.out, "Booked instead" in asked.out) == (130, True, True)
    fair.good("chair", "ledger", "correction", number, "--amount", 3, "--yes")
    assert balance(fair, "GM9001", "quota") == 3
    assert quota != 3
    assert fair.run("chair", "ledger", "correction", 9_999, "--yes").code == 3
    assert fair.data("member", "ledger", "check")["same"] is True


def test_a_period_is_closed_for_good(fair: Week) -> None:
    fair.clock.pass_days(45)
    stopped = fair.run("chair", "ledger", "carry-over", PERIOD, "2027-H1", said="\n")
    assert (stopped.code, "for good" in stopped.out) == (130, True)
    assert fair.run("member", "ledger", "carry-over", PERIOD, "2027-H1", "--yes").code == 5
    assert fair.run("chair", "ledger", "carry-over", PERIOD, "2026-H1", "--yes").code == 3
    done = fair.data("chair", "ledger", "carry-over", PERIOD, "2027-H1", "--yes")
    assert done["carried"] > 0
    assert fair.run("chair", "ledger", "carry-over", PERIOD, "2027-H1", "--yes").code == 3
    assert fair.data("member", "ledger", "balance")["period"] == "2027-H1"
    assert fair.data("member", "ledger", "check")["same"] is True


def test_decisions_are_seen_in_the_balance(tiny: Week) -> None:
    number = tiny.numbers()["H1"]
    tiny.good("chair", "decide", "accept", number)

    def groningen() -> dict[str, float]:
        rows = tiny.data("groningen", "ledger", "balance", PERIOD)["balances"]
        return next(row for row in rows if row["municipality"] == "GM0014")

    assert (groningen()["committed"], groningen()["realised"]) == (1, 0)
    for step in ("accept_home", "offer", "accept_offer", "sign"):
        tiny.good("chair", "decide", step, number)
    assert (groningen()["committed"], groningen()["realised"]) == (0, 1)
    assert "Groningen" in tiny.good("groningen", "ledger", "balance").out

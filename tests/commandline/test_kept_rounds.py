"""Rounds by command: names and periods that follow from the day, runs, differences, closing, workers."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from allocator.actions import SYSTEM, Office, running
from allocator.commandline.kept import working
from allocator.store.runs import LEASE
from tests.actions.offices import FIXTURES
from tests.commandline.weeks import ROUND, Week
from tests.databases import settings


@pytest.fixture
def ready(week: Week) -> Week:
    """A case that is imported, with its policy approved."""
    week.good("member", "import", FIXTURES / "fair")
    version = week.data("chair", "policy", "list")["policies"][0]["version"]
    week.good("chair", "policy", "approve", version)
    return week


def test_name_and_period_follow_from_the_day(ready: Week) -> None:
    kept = ready.data("member", "round", "open")["round"]
    assert (kept["id"], kept["period"], kept["as_of"]) == (ROUND, "2026-H2", "2026-11-23")
    ready.good("member", "round", "close")
    ready.clock.pass_days(7)
    kept = ready.data("member", "round", "open")["round"]
    assert (kept["id"], kept["period"]) == ("2026-w49", "2026-H2")


def test_a_period_of_which_there_is_a_choice_is_asked(ready: Week) -> None:
    ready.good("chair", "ledger", "revision", 5, "--note", "as agreed", "--period", "2026", "--dimension", "all")
    ran = ready.run("member", "round", "open")
    assert (ran.code, "2026 / 2026-H2" in ran.err) == (2, True)
    ready.good("member", "round", "open", "--period", "2026-H2")


def test_a_run_that_waits_is_called_off(ready: Week) -> None:
    ready.good("member", "round", "open")
    ran = ready.run("member", "round", "cancel")
    assert (ran.code, "No run of round" in ran.err) == (3, True)
    ready.good("member", "round", "run", "--queue")
    assert ready.data("member", "round", "cancel")["status"] == "cancelled"
    assert "stopped on request" in ready.good("member", "round", "show").out
    ready.good("member", "round", "run", "--queue")
    assert "is called off" in ready.good("chair", "round", "cancel").out
    ready.good("member", "round", "run")


def test_a_day_before_the_last_round(ready: Week) -> None:
    ready.good("member", "round", "open")
    assert ready.run("member", "round", "open", "other").code == 3
    ready.good("member", "round", "close")
    ran = ready.run("member", "round", "open", "other", "--as-of", "16-11-2026")
    assert (ran.code, "cannot be older" in ran.err) == (3, True)


def test_before_there_is_a_round_or_a_proposal_the_next_step_is_told(ready: Week) -> None:
    for name in ("show", "run", "propose", "close", "replay", "diff"):
        ran = ready.run("member", "round", name)
        assert (ran.code, "allocator round open" in ran.err) == (3, True), name
    assert "allocator round open" in ready.good("member", "round", "list").out
    ready.good("member", "round", "open")
    for name in ("propose", "replay", "diff"):
        ran = ready.run("member", "round", name)
        assert (ran.code, "allocator round run" in ran.err) == (3, True), name
    assert ready.run("member", "round", "explain", "H1").code == 3
    assert ready.run("member", "round", "show", "nothing").code == 3
    assert "allocator round run" in ready.good("member", "round", "show").out


def test_closing_says_what_it_calls_off_and_asks(tiny: Week) -> None:
    ran = tiny.run("member", "round", "close", said="n\n")
    assert ran.code == 130
    assert "nobody decided on 4 placements yet" in ran.out
    assert tiny.data("member", "round", "show")["round"]["status"] == "open"
    assert tiny.run("member", "round", "close", "--json").code == 2
    assert tiny.data("member", "round", "close", "--yes")["states"] == {"withdrawn": 4}
    assert tiny.run("member", "round", "close", "--yes").code == 3
    assert tiny.run("member", "round", "run").code == 3


def test_a_run_can_wait_for_a_worker(ready: Week) -> None:
    ready.good("member", "round", "open")
    number = ready.data("member", "round", "run", "--queue")["run"]
    assert "waits for a worker" in ready.good("member", "round", "show").out
    assert ready.data("member", "round", "run", "--queue")["run"] == number  # the same one still waits
    assert ready.run("member", "round", "close", "--yes").code == 3
    done = ready.data("nobody", "worker", "--once")
    assert (done["run"], done["status"]) == (number, "done")
    assert ready.data("nobody", "worker", "--once") == {"run": None}
    assert "No run waits" in ready.good("nobody", "worker", "--once").out


def test_a_run_whose_worker_died_is_seen_and_started_again(ready: Week) -> None:
    ready.good("member", "round", "open")
    ready.good("member", "round", "run", "--queue")
    office = Office.open(settings(ready.url))
    dead = running.claim_run(office, SYSTEM, "dead")
    office.close()
    assert dead is not None
    alive = ready.run("member", "round", "run")
    assert (alive.code, "not finished" in alive.err) == (3, True)
    ready.clock.now += LEASE + timedelta(seconds=1)
    shown = ready.good("member", "round", "show").out
    assert "its worker died" in shown
    assert ready.data("member", "round", "run")["run"] == dead.id
    assert ready.data("member", "round", "show")["runs"][0]["attempts"] == 2


def test_a_run_that_contradicts_itself_is_told_in_words(tiny: Week) -> None:
    for household in ("H1", "H2"):
        tiny.good("member", "household", "pin", household, "U1", "--reason", "network")
    ran = tiny.run("member", "round", "run", width=140)
    assert ran.code == 3
    assert "cannot all hold" in ran.err
    assert "failed" in tiny.good("member", "round", "show").out
    tiny.good("member", "household", "take-back", "H2", "U1", "pin")
    tiny.good("member", "round", "run")


def test_a_worker_goes_on_after_a_run_that_failed(tiny: Week) -> None:
    for household in ("H1", "H2"):
        tiny.good("member", "household", "pin", household, "U1", "--reason", "network")
    tiny.good("member", "round", "run", "--queue")
    assert tiny.run("nobody", "worker", "--once").code == 3
    assert tiny.run("nobody", "worker", "--once").code == 0


class Rests:
    """Writes down how long a worker rests; after so many times it is stopped."""

    def __init__(self, most: int) -> None:
        self.most, self.seconds = most, list[float]()

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if len(self.seconds) == self.most:
            raise KeyboardInterrupt


def test_a_run_that_failed_lets_the_next_one_wait_no_longer(tiny: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    for household in ("H1", "H2"):
        tiny.good("member", "household", "pin", household, "U1", "--reason", "network")
    tiny.good("member", "round", "run", "--queue")
    monkeypatch.setattr(working, "_rest", rests := Rests(2))
    assert tiny.run("nobody", "worker", "--every", "3").code == 0
    assert rests.seconds == [0.02, 0.04]


def test_a_worker_looks_again_soon_after_it_did_something(tiny: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = [0.02, 0.04, 0.08, 0.16, 0.32, 0.5, 0.5]

    class Asks(Rests):
        def __call__(self, seconds: float) -> None:
            super().__call__(seconds)
            if len(self.seconds) == len(soon):
                tiny.good("member", "round", "run", "--queue")

    monkeypatch.setattr(working, "_rest", rests := Asks(2 * len(soon)))
    assert tiny.run("nobody", "worker", "--every", "0.5").code == 0
    assert rests.seconds == [*soon, *soon]
    assert [one["status"] for one in tiny.data("member", "round", "show")["runs"]] == ["done", "done"]


def test_a_worker_without_a_database_asks_ever_less_often(tiny: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("", {}, Exception("away"))

    monkeypatch.setattr(running, "claim_run", away)
    monkeypatch.setattr(working, "_rest", rests := Rests(6))
    tiny.run("nobody", "worker", "--every", "3")
    assert rests.seconds == [6.0, 12.0, 24.0, 48.0, 60.0, 60.0]


def test_a_run_that_is_not_proven_says_so(week: Week) -> None:
    week.good("member", "import", FIXTURES / "region")
    version = week.data("chair", "policy", "list")["policies"][0]["version"]
    week.good("chair", "policy", "approve", version)
    week.good("member", "round", "open", ROUND)
    ran = week.run("member", "round", "run", "--time-limit", "0.1", "--json")
    made = ran.data["proposal"]
    assert ran.code == (0 if made["proven"] else 4)


def test_what_changed_is_told_per_household(tiny: Week) -> None:
    numbers = tiny.numbers()
    tiny.good("member", "decide", "accept", numbers["H1"])
    tiny.good("member", "decide", "refuse", numbers["H4"], "--reason", "better_elsewhere", "--yes")
    tiny.good("member", "round", "run")
    found = tiny.data("member", "round", "diff")
    kinds = {one["household"]: one["kind"] for one in found["difference"]["placements"]}
    assert (found["first"], found["second"], kinds["H1"]) == (1, 2, "kept")
    assert kinds["H4"] in ("removed", "moved")
    said = tiny.good("member", "round", "diff", ROUND, 1, 2).out
    assert "H4" in said
    assert "Nothing changed" in tiny.good("member", "round", "diff", ROUND, 2, 2).out
    assert tiny.run("member", "round", "diff", ROUND, 1, 9).code == 3


def test_what_else_could_be_is_told_of_what_is_kept(tiny: Week) -> None:
    """The smallest change, an alternative, where people are free, and reserves: as on files."""
    said = " ".join(tiny.good("member", "round", "explain", "H3", "--deep").out.split())
    assert "The smallest changes that would help" in said
    assert "2 hours of support a week more" in said
    found = tiny.data("member", "round", "whatif", "H3", "U2")
    assert (found["household"], found["unit"], found["lawful"]) == ("H3", "U2", False)
    free = tiny.data("member", "round", "whatif", "--round", ROUND, "--proposal", 1)
    assert sorted((*free["same"], *free["free"])) == ["H1", "H2", "H4", "H6"]
    cover = tiny.data("member", "round", "reserves", "--each", 1)
    assert {place["household"] for place in cover["places"]} == {"H1", "H2", "H4", "H6"}
    assert all(len(place["reserves"]) <= 1 for place in cover["places"])
    assert tiny.run("member", "round", "whatif", "H99", "U1").code == 2
    for words in (("whatif",), ("reserves",), ("explain", "H3", "--deep")):
        assert tiny.run("landlord", "round", *words).code == 5
    assert "rounds.show_proposal" in str(tiny.data("auditor", "audit", "readings", "H3"))


def test_the_committee_sees_who_pays_for_balance_and_whom_a_wish_helps(tiny: Week, tmp_path: Path) -> None:
    """With the households, as on files; what is kept of it and what others read has counts only."""
    found = tiny.data("member", "round", "price", "--points", "3", "--out", tmp_path / "price")
    assert {name for point in found["points"] for name in point["names"]} == {"strict", "current", "loose"}
    assert (found["round_id"], found["made_of"]["rounds"]) == (ROUND, [found["round_sha256"]])
    assert len(found["files"]) == 4
    wishes = tiny.data("auditor", "round", "wanted", "--round", ROUND, "--verified", "1")
    assert wishes["round_sha256"] == found["round_sha256"]
    assert any(one["added"] for one in wishes["wanted"])
    for name in ("price", "wanted"):
        assert tiny.run("groningen", "round", name).code == 5
    assert "rounds.show_proposal" in str(tiny.data("auditor", "audit", "readings", "H6"))


def test_whom_a_home_would_fit_is_told_of_what_is_kept(tiny: Week, tmp_path: Path) -> None:
    """The committee reads counts, a corporation fives, of its own homes only."""
    (home,) = tiny.data("member", "region", "fit", "U1")["homes"]
    assert (home["home"], home["exact"]) == ("U1", True)
    (fives,) = tiny.data("landlord", "region", "fit", "U1")["homes"]
    assert (fives["households"], fives["exact"]) == (None, False)
    file = tmp_path / "new.csv"
    file.write_text("id,municipality,bedrooms,corporation\nN1,GM0014,2,C1\n", "utf-8")
    assert tiny.data("landlord", "region", "fit", "--homes", file)["homes"][0]["home"] == "N1"
    assert "N1" not in str(tiny.data("member", "region", "homes"))
    assert tiny.run("landlord", "region", "fit", "U3").code == 3
    assert tiny.run("groningen", "region", "fit", "U1").code == 5


def test_one_household_is_explained_from_what_is_kept(tiny: Week) -> None:
    said = tiny.good("member", "round", "explain", "H5").out
    assert "H5 gets no home" in said
    assert "R-301" in tiny.good("member", "round", "explain", "H5", "--home", "U2").out
    for_them = tiny.good("member", "round", "explain", "H5", "--audience", "household").out
    assert "H1" not in for_them
    assert tiny.run("member", "round", "explain", "H99").code == 2
    readings = tiny.data("auditor", "audit", "readings", "H5")["readings"]
    assert {one["who"] for one in readings} >= {"member"}


def test_rounds_of_others_are_listed_without_households(tiny: Week) -> None:
    assert ROUND in tiny.good("landlord", "round", "list").out
    assert tiny.run("landlord", "round", "propose").code == 5
    assert tiny.run("ada", "round", "show").code == 5

"""Studies: asked for, done by a worker that gives way, called off, kept without anybody, read by whom they concern."""

import io
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from allocator.actions import SYSTEM, policies, results, rounds, running, studies, studying
from allocator.actions.researcher import Researcher
from allocator.actions.trail import show_audit
from allocator.actions.worker import Worker
from allocator.domain.failure import Failure
from allocator.domain.problem import InputProblems
from allocator.domain.refusal import Conflict, NotAllowed, NotFound
from allocator.domain.sentence import Sentence
from allocator.domain.study import SimulationAsked, StudyAsked, What
from allocator.intake import delivered_scenario, write_policy
from allocator.reports.document import Chart, Grid
from allocator.simulate.study import jobs_of, study
from allocator.store import results as store_results
from allocator.store.runs import LEASE
from allocator.store.studies import MOST_WAITING, Study
from tests.actions.offices import (
    ADMINISTRATOR,
    AUDITOR,
    CHAIR,
    MEMBER,
    House,
    case,
    corporation,
    municipality,
    provider,
)
from tests.simulate.worlds import FOLDER, rules, small_text

ROUND = "2026-w48"
ASKED = (
    StudyAsked(kind=What.BALANCE, about=ROUND, points=3),
    StudyAsked(kind=What.WANTED, about=ROUND, verified=1),
    StudyAsked(kind=What.WANTED_OVER, verified=1, rounds=3),
    StudyAsked(kind=What.EFFECT, about="turned", rounds=3),
)
A_HOUSEHOLD = re.compile(r"\bH[1-6]\b")
WAYS = ("urgency", "vacancy")


def simulation(**more: Any) -> SimulationAsked:
    """Four small runs of two weeks."""
    given = {"scenario": small_text(), "policy": rules().version, "ways": WAYS, "replications": 2, "weeks": 2}
    return SimulationAsked.model_validate(given | more)


@pytest.fixture
def ran(house: House) -> House:
    """The tiny round with its proposal, a version of the policy that waits for the chair, and that of the scenario."""
    house.begin("tiny")
    new = case("tiny").round.policy.model_copy(update={"version": "turned"})
    policies.add_policy(house.office, MEMBER, write_policy(new))
    policies.add_policy(house.office, MEMBER, (FOLDER / "policy.toml").read_text(encoding="utf-8"))
    return house


def done(house: House, asked: StudyAsked | SimulationAsked, by: Any = MEMBER) -> Study:
    """A study that a worker brought to its end."""
    if isinstance(asked, SimulationAsked):
        waits = studies.ask_simulation(house.office, by, asked)
    else:
        waits = studies.ask_study(house.office, by, asked)
    found = Researcher(house.office).once(waits.id)
    assert found is not None
    assert (found.status, found.error) == ("done", "")
    return found


def test_a_study_is_kept_once_with_what_it_was_made_of(ran: House) -> None:
    for asked in ASKED:
        key = done(ran, asked).result or ""
        found = results.show_result(ran.office, AUDITOR, key)
        assert (found.kept.kind, found.kept.kept_by, found.kept.public) == (asked.kind, MEMBER.id, False)
        assert done(ran, asked, CHAIR).result == key  # the same again changes nothing
        assert results.show_result(ran.office, AUDITOR, key) == found
        assert len(found.provenance.rounds) == 1
        assert found.provenance.policies[0].version == "tiny-1"
        assert found.provenance.versions.keys() >= {"allocator", "ortools"}
        assert not A_HOUSEHOLD.search(repr(found.document))
    assert [one.kind for one, _ in studies.list_studies(ran.office, AUDITOR)][::2] == [a.kind for a in ASKED][::-1]
    told = [one for one in show_audit(ran.office, AUDITOR) if "studying.keep_study" in repr(one)]
    assert len(told) == 3 * len(ASKED)  # the study, and the first time its result


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_who_asks_and_who_reads_what(ran: House) -> None:
    for other in (AUDITOR, municipality("GM0014"), corporation("C1"), ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            studies.ask_study(ran.office, other, ASKED[0])
    with pytest.raises(NotAllowed):
        studies.ask_simulation(ran.office, municipality("GM0014"), simulation())
    keys: dict[What, str] = {asked.kind: done(ran, asked).result or "" for asked in ASKED}
    keys[What.SIMULATION] = done(ran, simulation(), ADMINISTRATOR).result or ""
    mine = {
        municipality("GM0014"): {What.BALANCE, What.WANTED, What.WANTED_OVER, What.SIMULATION},
        corporation("C1"): {What.WANTED, What.WANTED_OVER},
        ADMINISTRATOR: {What.SIMULATION},
        provider("Zorg"): set(),
        AUDITOR: set(keys),
    }
    for who, kinds in mine.items():
        assert {one.kind for one in results.list_results(ran.office, who)} == kinds
        for kind, key in keys.items():
            if kind in kinds:
                assert results.write_result(ran.office, who, key, "html", "en")
                continue
            for read in (results.show_result, results.read_result, results.write_result):
                with pytest.raises(NotFound):
                    read(ran.office, who, key)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_corporation_reads_what_is_wanted_without_hours_of_support(ran: House) -> None:
    for asked in ASKED[1:3]:
        key = done(ran, asked).result or ""
        full, theirs = (results.show_result(ran.office, who, key).document for who in (AUDITOR, corporation("C1")))
        assert full.keys() == theirs.keys() == {"nl", "en"}
        assert "More hours of support" in repr(full)
        assert "More hours of support" not in repr(theirs)
        assert "One more home" in repr(theirs)
        page = results.write_result(ran.office, corporation("C1"), key, "html", "en").decode()
        assert "More hours of support" not in page


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_was_kept_is_written_in_every_form_and_language(ran: House) -> None:
    key = done(ran, ASKED[0]).result or ""
    page = results.write_result(ran.office, AUDITOR, key, "html", "nl").decode()
    assert "Wat balans kost" in page
    assert key in page  # its own key stands under it
    assert "What balance costs" in results.write_result(ran.office, AUDITOR, key, "html", "en").decode()
    assert results.write_result(ran.office, AUDITOR, key, "pdf", "nl").startswith(b"%PDF")
    book = load_workbook(io.BytesIO(results.write_result(ran.office, AUDITOR, key, "xlsx", "en")))
    report = results.read_result(ran.office, AUDITOR, key, "en")
    tables = [one for one in report.blocks if isinstance(one, Grid | Chart)]
    assert len(book.sheetnames) >= len(tables) >= 1  # of counts that are all too few nothing is drawn
    with pytest.raises(NotFound, match="html, pdf, xlsx"):
        results.write_result(ran.office, AUDITOR, key, "docx")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_cannot_be_worked_out_or_written_says_so(house: House) -> None:
    house.begin("tiny", run=False)
    for asked in (StudyAsked(kind=What.WANTED_OVER), StudyAsked(kind=What.WANTED, about="none")):
        with pytest.raises(NotFound):
            studies.ask_study(house.office, MEMBER, asked)
    with pytest.raises(InputProblems):
        studies.ask_simulation(house.office, MEMBER, SimulationAsked(scenario="start = 3"))
    with house.store.writing() as work:
        from allocator.domain.provenance import Provenance, versions

        made = Provenance(kind="simulation", as_of=house.clock.now.date(), versions=versions())
        kept, _ = store_results.keep(work, made, {"weeks": 3}, public=False, by="chair", at=house.clock.now)
    with pytest.raises(Conflict, match="without a report"):
        results.write_result(house.office, CHAIR, kept.sha256)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_no_more_studies_wait_than_can_be_done(ran: House) -> None:
    for _ in range(MOST_WAITING):
        studies.ask_study(ran.office, MEMBER, ASKED[0])
    with pytest.raises(Conflict, match="call one off"):
        studies.ask_study(ran.office, MEMBER, ASKED[0])


# ------------------------------------------------------------------------------------------------ simulations


def test_a_simulation_is_kept_as_a_folder_of_runs_would_give_it(ran: House) -> None:
    found = done(ran, simulation())
    assert found.progress == {"done": 4, "of": 4, "left": 0.0}
    kept = results.show_result(ran.office, AUDITOR, found.result or "")
    assert (kept.provenance.kind, kept.provenance.seed) == ("simulation", "1")
    assert kept.provenance.policies[0].version == rules().version
    assert kept.provenance.scenario is not None
    assert kept.document["figures"]["policies"].keys() == set(WAYS)
    assert kept.document["figures"]["policies"]["urgency"]["housed"]["low"] is not None
    page = results.write_result(ran.office, municipality("GM0014"), found.result or "", "html", "en").decode()
    assert "95 percent confidence interval" in page
    other = done(ran, simulation(seed="2"))
    assert other.result != found.result


def test_a_worker_that_dies_in_the_middle_loses_no_run(ran: House) -> None:
    number = studies.ask_simulation(ran.office, MEMBER, simulation()).id
    dead = studying.claim_study(ran.office, SYSTEM, "dead", number)
    assert dead is not None
    inputs = studying.load_study(ran.office, SYSTEM, dead)
    from allocator.actions.parts.working_out import _drawn

    asked = _drawn(simulation(), inputs)
    here = study(asked)
    for result in here[:3]:
        studying.keep_part(ran.office, SYSTEM, result)
    ran.clock.now += LEASE * 2
    assert studies.show_study(ran.office, MEMBER, number)[1]
    told: list[int] = []
    found = Researcher(ran.office, told=lambda done, _of, _left: told.append(done)).once(number)
    assert found is not None
    assert (found.status, found.attempts, told) == ("done", 2, [3, 4])
    assert [studying.find_part(ran.office, SYSTEM, job.sha256) for job in jobs_of(asked)] == list(here)
    with pytest.raises(Conflict, match="taken over"):
        studying.fail_study(ran.office, SYSTEM, dead, Failure("late", Sentence("Late.")))


def slowly(then: Callable[[], None]) -> Callable[[int, int, float | None], None]:
    """Does something after the first run, and waits until the worker has heard of it."""

    def told(done: int, _of: int, _left: float | None) -> None:
        if done == 1:
            then()
            threading.Event().wait(0.5)

    return told


def test_a_run_of_a_round_goes_first_and_the_simulation_goes_on_after_it(ran: House) -> None:
    number = studies.ask_simulation(ran.office, MEMBER, simulation()).id
    asked: list[int] = []

    def ask() -> None:
        asked.append(rounds.ask_run(ran.office, CHAIR, ROUND).id)

    aside = Researcher(ran.office, looks=0.05, told=slowly(ask)).once()
    assert aside is not None
    assert (aside.id, aside.status, aside.result) == (number, "queued", None)
    run = Worker(ran.office).once()
    assert run is not None
    assert (run.id, run.status) == (asked[0], "done")
    told: list[int] = []
    found = Researcher(ran.office, told=lambda done, _of, _left: told.append(done)).once()
    assert found is not None
    assert (found.status, told[0]) == ("done", 1)  # the first run is not done again
    assert running.show_run(ran.office, SYSTEM, run.id)[0].status == "done"


def test_a_simulation_that_is_called_off_stops_and_keeps_what_is_done(ran: House) -> None:
    number = studies.ask_simulation(ran.office, MEMBER, simulation(weeks=4)).id

    def off() -> None:
        studies.cancel_study(ran.office, ADMINISTRATOR, number)

    found = Researcher(ran.office, looks=0.05, told=slowly(off)).once()
    assert found is not None
    assert (found.status, found.cancelled_by, found.result) == ("failed", ADMINISTRATOR.id, None)
    told: list[int] = []
    studies.ask_simulation(ran.office, MEMBER, simulation(weeks=4))
    Researcher(ran.office, told=lambda done, _of, _left: told.append(done)).once()
    assert told[0] >= 1
    with pytest.raises(Conflict, match="nothing to call off"):
        studies.cancel_study(ran.office, MEMBER, number)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_is_wanted_in_weeks_ahead_is_kept(ran: House) -> None:
    found = done(ran, simulation(kind=What.WANTED_AHEAD, weeks=3, verified=1))
    kept = results.show_result(ran.office, corporation("C1"), found.result or "")
    assert (kept.kept.kind, kept.provenance.settings) == ("wanted-ahead", {"verified": 1, "weeks": 3})
    assert "simulated weeks" in kept.document["en"]["title"]
    assert found.progress["done"] == found.progress["of"] >= 1


def test_the_delivered_scenario_is_that_of_the_example() -> None:
    assert delivered_scenario() == (FOLDER / "scenario.toml").read_bytes()

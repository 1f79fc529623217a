"""Rounds: frozen, run, run again, replayed byte for byte, closed; and runs whose worker dies."""

import json
from datetime import timedelta

import pytest

from allocator.actions import SYSTEM, exchange, households, placements, rounds, running, trail
from allocator.actions.worker import Worker
from allocator.domain.codes import Verdict
from allocator.domain.failure import Failure
from allocator.domain.refusal import Conflict, NotFound, Refusal
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence
from allocator.domain.workflow import CLOSED, State, Step
from allocator.explain.difference import Kind
from allocator.solver.optimum import Contradiction
from allocator.store import rounds as kept_rounds
from allocator.store.runs import LEASE
from allocator.store.tables import RoundRow
from allocator.workflow import Deviation, Deviations
from tests.actions.offices import AUDITOR, CHAIR, House, case

NAME = "2026-w48"


@pytest.fixture
def opened(sound: House) -> House:
    sound.begin("tiny", run=False)
    return sound


def load(house: House) -> Round:
    with house.store.reading() as work:
        return kept_rounds.load(work, NAME)


def states(house: House) -> dict[str, State]:
    return {p.household or "": p.state for p in placements.list_placements(house.office, CHAIR, NAME)}


def number_of(house: House, household: str) -> int:
    found = placements.list_placements(house.office, CHAIR, NAME)
    return [p.id for p in found if p.household == household][-1]


def test_a_round_is_frozen_with_its_hash_and_seed(opened: House) -> None:
    round_ = load(opened)
    kept = rounds.show_round(opened.office, CHAIR, NAME).round
    assert (kept.sha256, kept.seed) == (round_.sha256, round_.lottery_seed)
    assert len(kept.seed) == 64
    assert not round_.seed_by_hand
    (link,) = trail.show_audit(opened.office, CHAIR, what="rounds.open_round", whom=NAME)
    assert link.event.facts["seed"] == kept.seed
    assert link.event.facts["sha256"] == kept.sha256


def test_what_is_imported_later_is_not_in_it(opened: House) -> None:
    before = load(opened).sha256
    file = households.show_household(opened.office, CHAIR, "H5")
    later = file.household.model_copy(update={"adults": 2})
    households.keep_household(opened.office, CHAIR, later, file.version)
    assert load(opened).sha256 == before


def test_facts_of_people_are_not_readable_in_the_database(opened: House) -> None:
    with opened.store.reading() as work:
        text = work.session.get_one(RoundRow, NAME).document
    said = json.loads(text)["open"]
    del said["policy"]  # its words are everybody's
    assert '"H5"' in json.dumps(said)
    for fact in ("wheelchair", "1950000", "intensive", "DAK", "urgent", "network"):
        assert fact not in json.dumps(said), fact


def test_one_round_at_a_time(opened: House) -> None:
    with pytest.raises(Conflict, match="still open"):
        opened.open("2026-w49")


def test_a_round_needs_an_approved_policy(sound: House) -> None:
    exchange.import_case(sound.office, CHAIR, case("tiny"))
    with pytest.raises(NotFound, match="No policy is approved"):
        sound.open()


def test_a_round_that_is_not_there(sound: House) -> None:
    with pytest.raises(NotFound, match="no round"):
        rounds.show_round(sound.office, CHAIR, "nothing")


def test_a_proposal_gives_placements_that_wait(opened: House) -> None:
    opened.run()
    _, proposal, kept = rounds.show_proposal(opened.office, CHAIR, NAME)
    assert kept.proven
    assert states(opened) == {p.household: State.PROPOSED for p in proposal.placements}
    assert proposal.round_sha256 == load(opened).sha256


@pytest.mark.parametrize("name", ["tiny", "shared_homes", "chains", "fair"])
def test_replay_gives_the_same_byte_for_byte(sound: House, name: str) -> None:
    sound.begin(name)
    lines = placements.list_placements(sound.office, CHAIR, NAME)
    sound.decide(lines[0].id, Step.ACCEPT)
    sound.decide(lines[1].id, Step.REFUSE, reason="facts_wrong")
    sound.run()
    assert [rounds.replay_round(sound.office, CHAIR, NAME, number).same for number in (1, 2)] == [True, True]


def test_a_run_again_keeps_what_was_accepted(opened: House) -> None:
    opened.run()
    accepted, refused, *_ = sorted(states(opened))
    home = {p.household: p.unit for p in placements.list_placements(opened.office, CHAIR, NAME)}
    opened.decide(number_of(opened, accepted), Step.ACCEPT)
    opened.decide(number_of(opened, refused), Step.REFUSE, reason="better_elsewhere")
    opened.run()
    _, proposal, _ = rounds.show_proposal(opened.office, CHAIR, NAME)
    now = {p.household: p.unit for p in proposal.placements}
    assert now[accepted] == home[accepted]
    assert now.get(refused) != home[refused]
    assert states(opened)[accepted] is State.ACCEPTED_BY_COMMITTEE
    found = rounds.diff_proposals(opened.office, CHAIR, NAME, 1, 2)
    kinds = {change.household: change.kind for change in found.placements}
    assert kinds[accepted] is Kind.KEPT
    assert kinds[refused] in (Kind.REMOVED, Kind.MOVED)


def test_a_run_again_without_decisions_changes_nothing(opened: House) -> None:
    opened.run()
    before = placements.list_placements(opened.office, CHAIR, NAME)
    opened.run()
    assert placements.list_placements(opened.office, CHAIR, NAME) == before
    assert rounds.diff_proposals(opened.office, CHAIR, NAME, 1, 2).same


def test_a_pin_of_the_committee_is_a_deviation_that_needs_a_reason(opened: House) -> None:
    opened.run()
    home = {p.household: p.unit for p in placements.list_placements(opened.office, CHAIR, NAME)}
    household, unit = next((h, u) for h in ("H2", "H1", "H6") for u in ("U1", "U2") if h in home and home[h] != u)
    households.pin(opened.office, CHAIR, household, unit, "network")
    opened.run()
    now = placements.list_placements(opened.office, CHAIR, NAME)
    (placed,) = [p for p in now if p.household == household and p.state is State.PROPOSED]
    assert (placed.unit, placed.by_hand) == (unit, True)
    with pytest.raises(Refusal, match="differs from the proposal"):
        opened.decide(placed.id, Step.ACCEPT)
    opened.decide(placed.id, Step.ACCEPT, reason="network_nearby")
    decision = placements.show_placement(opened.office, CHAIR, placed.id).decisions[-1]
    assert decision.deviation == "other_home"


def test_pins_that_contradict_each_other_fail_the_run(opened: House) -> None:
    for household in ("H1", "H2"):
        households.pin(opened.office, CHAIR, household, "U1", "network")
    run = rounds.ask_run(opened.office, CHAIR, NAME)
    with pytest.raises(Contradiction):
        Worker(opened.office).once(run.id)
    found, _ = running.show_run(opened.office, CHAIR, run.id)
    assert found.failure is not None
    assert (found.status, found.failure.code) == ("failed", "contradiction")
    said = [one.render("nl") for one in rounds.contradiction(opened.office, CHAIR, run.id)]
    assert {"H1 is vastgezet op U1.", "H2 is vastgezet op U1."} <= set(said)
    for household in ("H1", "H2"):
        assert trail.show_readings(opened.office, AUDITOR, household)[0].what == "rounds.contradiction"
    households.take_back_word(opened.office, CHAIR, "H1", "U1", Verdict.PIN)
    opened.run()


@pytest.mark.parametrize(
    "steps", [(Step.ACCEPT, Step.WITHDRAW), (Step.ACCEPT, Step.ACCEPT_HOME, Step.OFFER, Step.REFUSE)]
)
def test_a_pin_holds_no_more_once_its_home_was_refused(opened: House, steps: tuple[Step, ...]) -> None:
    opened.run()
    home = {p.household: p.unit for p in placements.list_placements(opened.office, CHAIR, NAME)}["H1"]
    households.pin(opened.office, CHAIR, "H1", home, "network")
    opened.run()
    number = number_of(opened, "H1")
    opened.decide(number, *steps[:-1])
    opened.decide(number, steps[-1], reason="no_longer_interested")  # is parked: the pin would contradict that
    opened.run()
    assert states(opened)["H1"] in CLOSED
    with pytest.raises(NotFound, match="Nothing of the kind"):
        households.take_back_word(opened.office, CHAIR, "H1", home, Verdict.PIN)
    taken_back = trail.show_audit(opened.office, CHAIR, whom=f"H1/{home}", most=1)[0].event.facts["taken_back"]
    assert taken_back == "pin"
    households.pin(opened.office, CHAIR, "H1", home, "network")  # what is said after that is said
    with pytest.raises(Contradiction):
        opened.run()


def test_close_calls_off_what_was_not_decided(opened: House) -> None:
    opened.run()
    opened.decide(number_of(opened, "H1"), Step.ACCEPT)
    rounds.close_round(opened.office, CHAIR, NAME)
    found = states(opened)
    assert found.pop("H1") is State.ACCEPTED_BY_COMMITTEE
    assert set(found.values()) == {State.WITHDRAWN}
    with pytest.raises(Conflict, match="is closed"):
        rounds.ask_run(opened.office, CHAIR, NAME)
    opened.clock.pass_days(7)
    opened.open("2026-w49")
    again = exchange.export_case(opened.office, CHAIR, "2026-w49")
    assert set(found) <= {h.id for h in again.households}
    assert "H1" not in {h.id for h in again.households}
    assert "U1" not in {u.id for u in again.units}


def test_a_round_that_was_changed_in_the_database_is_not_used(opened: House) -> None:
    with opened.store.writing() as work:
        row = work.session.get_one(RoundRow, NAME)
        row.document = row.document.replace('"as_of":"2026-11-23"', '"as_of":"2026-11-24"')
        work.session.add(row)
    with pytest.raises(Refusal, match="not what was frozen"):
        load(opened)
    with opened.store.writing() as work:
        row = work.session.get_one(RoundRow, NAME)
        row.document = row.document.replace('"as_of":"2026-11-24"', '"as_of":"2026-11-23"')
        work.session.add(row)


# ------------------------------------------------------------------------------------------------ workers


def test_a_run_that_died_is_seen_and_taken_over(opened: House) -> None:
    run = rounds.ask_run(opened.office, CHAIR, NAME)
    dead = running.claim_run(opened.office, SYSTEM, "dead")
    assert dead is not None
    assert dead.id == run.id
    assert running.claim_run(opened.office, SYSTEM, "other") is None
    assert rounds.show_round(opened.office, CHAIR, NAME).died == ()
    opened.clock.now += LEASE + timedelta(seconds=1)
    assert rounds.show_round(opened.office, CHAIR, NAME).died == (run.id,)
    found = Worker(opened.office, "other").once()
    assert found is not None
    assert (found.status, found.worker, found.attempts) == ("done", "other", 2)
    assert not running.beat(opened.office, SYSTEM, dead, {})
    round_, proposal, _ = rounds.show_proposal(opened.office, CHAIR, NAME)
    with pytest.raises(Conflict, match="taken over"):
        running.keep_proposal(opened.office, SYSTEM, dead, round_, proposal, {})


def test_signs_of_life_keep_a_run(opened: House) -> None:
    rounds.ask_run(opened.office, CHAIR, NAME)
    mine = running.claim_run(opened.office, SYSTEM, "mine")
    assert mine is not None
    for _ in range(3):
        opened.clock.now += LEASE - timedelta(seconds=1)
        assert running.beat(opened.office, SYSTEM, mine, {})
    assert running.claim_run(opened.office, SYSTEM, "other") is None
    running.fail_run(opened.office, SYSTEM, mine, Failure("stopped", Sentence("A person stopped it.")))


def test_a_worker_that_stops_gives_its_run_back(opened: House) -> None:
    run = rounds.ask_run(opened.office, CHAIR, NAME)
    mine = running.claim_run(opened.office, SYSTEM, "mine")
    assert mine is not None
    assert running.give_back_run(opened.office, SYSTEM, mine)
    assert not running.beat(opened.office, SYSTEM, mine, {})
    assert not running.give_back_run(opened.office, SYSTEM, mine)
    assert running.show_run(opened.office, CHAIR, run.id)[0].status == "queued"
    found = Worker(opened.office, "other").once()
    assert found is not None
    assert (found.id, found.status, found.attempts) == (run.id, "done", 2)


def test_one_run_of_a_round_at_a_time(opened: House) -> None:
    run = rounds.ask_run(opened.office, CHAIR, NAME)
    with pytest.raises(Conflict, match="not finished"):
        rounds.ask_run(opened.office, CHAIR, NAME)
    with pytest.raises(Conflict, match="not finished"):
        rounds.close_round(opened.office, CHAIR, NAME)
    assert Worker(opened.office).once(run.id + 1) is None
    Worker(opened.office).once(run.id)
    assert Worker(opened.office).once() is None


def test_of_many_runs_the_last_ones_are_shown(sound: House) -> None:
    sound.begin("tiny")
    sound.run()
    sound.run()
    every = rounds.show_round(sound.office, CHAIR, NAME)
    assert [one.number for one in every.proposals] == [1, 2, 3]
    last = rounds.show_round(sound.office, CHAIR, NAME, 2)
    assert (last.runs, last.proposals) == (every.runs[1:], every.proposals[1:])
    assert (last.states, last.households) == (every.states, every.households)


def test_deviations_from_the_proposal_are_counted(sound: House) -> None:
    """By kind and reason; what was recorded by mistake and opened again counts as it was decided in the end."""
    sound.begin("tiny")
    first, second, *_ = placements.list_placements(sound.office, CHAIR)
    assert rounds.show_round(sound.office, CHAIR, NAME).deviations == Deviations(0, {}, {})
    sound.decide(first.id, Step.ACCEPT)
    sound.decide(second.id, Step.REFUSE, reason="postponed")
    assert rounds.show_round(sound.office, CHAIR, NAME).deviations == Deviations(
        2, {Deviation.NOT_ACCEPTED: 1}, {"postponed": 1}
    )
    sound.decide(second.id, Step.REOPEN, reason="recorded_by_mistake")
    sound.decide(second.id, Step.ACCEPT)
    assert rounds.show_round(sound.office, CHAIR, NAME).deviations.deviated == 0


def test_a_home_that_a_person_chose_needs_a_reason_and_counts(sound: House) -> None:
    sound.begin("tiny")
    households.pin(sound.office, CHAIR, "H1", "U2", "network")  # U1 was proposed
    sound.run()
    (one,) = [p for p in placements.list_placements(sound.office, CHAIR, live=True) if p.household == "H1"]
    assert (one.unit, one.by_hand) == ("U2", True)
    with pytest.raises(Refusal, match="differs from the proposal"):
        sound.decide(one.id, Step.ACCEPT)
    sound.decide(one.id, Step.ACCEPT, reason="network_nearby")
    assert rounds.show_round(sound.office, CHAIR, NAME).deviations == Deviations(
        1, {Deviation.OTHER_HOME: 1}, {"network_nearby": 1}
    )

"""A run again of a round knows what happened since it was opened: homes that are no longer free, people who left."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from allocator.actions import households, placements, region, rounds
from allocator.actions.worker import Worker
from allocator.domain.codes import UnitStatus, Verdict
from allocator.domain.refusal import Refusal
from allocator.domain.round import Round
from allocator.domain.workflow import State, Step
from allocator.intake import ReadCase
from allocator.run import Matched, run_match
from allocator.store.faults import Taken
from tests.actions.offices import CHAIR, House, case
from tests.actions.test_coming_back import HOUSED, moved_in
from tests.actions.test_placements import NAME, line


def units_of(house: House) -> dict[str | None, str]:
    return {p.household: p.unit for p in placements.list_placements(house.office, CHAIR, NAME, live=True)}


def test_a_home_that_was_withdrawn_is_not_proposed_again(sound: House) -> None:
    sound.begin("tiny")
    one = line(sound, "H1")
    sound.decide(one.id, Step.REFUSE, reason="better_elsewhere")
    version = region.show_unit(sound.office, CHAIR, one.unit).version
    region.withdraw_unit(sound.office, CHAIR, one.unit, version)
    sound.run()
    assert one.unit not in units_of(sound).values()
    assert rounds.replay_round(sound.office, CHAIR, NAME).same


def test_a_home_under_repair_is_not_proposed_again_although_nobody_decided_yet(sound: House) -> None:
    sound.begin("tiny")
    home = region.show_unit(sound.office, CHAIR, "U1")
    region.keep_unit(
        sound.office, CHAIR, home.unit.model_copy(update={"status": UnitStatus.UNDER_REPAIR}), home.version
    )
    sound.run()
    assert "U1" not in units_of(sound).values()
    assert rounds.replay_round(sound.office, CHAIR, NAME).same


def test_a_home_that_was_left_again_is_not_proposed_before_it_is_free(sound: House) -> None:
    sound.begin("tiny")
    one = line(sound, "H1")
    sound.decide(one.id, *HOUSED)
    sound.decide(one.id, Step.END, reason="gave_notice")
    sound.run()
    assert one.unit not in units_of(sound).values()


def test_a_place_that_was_left_again_is_not_proposed_before_it_is_free(sound: House) -> None:
    sound.begin("shared_homes")
    one = placements.list_placements(sound.office, CHAIR)[0]
    moved_in(sound, one.id)
    sound.decide(one.id, Step.END, reason="gave_notice")
    sound.run()
    assert rounds.replay_round(sound.office, CHAIR, NAME).same
    unit = region.show_unit(sound.office, CHAIR, one.unit)
    assert unit.claimed <= unit.unit.places


@pytest.mark.parametrize(("reason", "step"), [("not_safe", Step.WITHDRAW), ("home_not_liked", Step.REFUSE)])
def test_what_was_blocked_after_the_day_of_the_round_is_not_proposed_again(
    sound: House, reason: str, step: Step
) -> None:
    sound.begin("tiny")
    one = line(sound, "H1")
    sound.clock.pass_days(1)
    sound.decide(one.id, *HOUSED[:3])
    sound.decide(one.id, step, reason=reason)
    sound.run()
    assert units_of(sound).get("H1") != one.unit


def test_whoever_was_parked_or_refused_an_offer_since_is_so_in_a_run_again(sound: House) -> None:
    sound.begin("tiny")
    sound.clock.pass_days(1)
    sound.decide(line(sound, "H1").id, Step.REFUSE, reason="not_found")
    two = line(sound, "H2")
    sound.decide(two.id, *HOUSED[:3])
    sound.decide(two.id, Step.REFUSE, reason="home_not_liked")
    sound.run()
    round_, _, _ = rounds.show_proposal(sound.office, CHAIR, NAME)
    assert "H1" not in units_of(sound)
    assert str(round_.household_by_id["H1"].parked_until) == "2027-01-19"
    assert round_.household_by_id["H2"].refused_offers == 1
    assert rounds.replay_round(sound.office, CHAIR, NAME).same


def test_whoever_left_the_list_is_not_proposed_again(sound: House) -> None:
    sound.begin("tiny")
    one = line(sound, "H1")
    sound.decide(one.id, Step.REFUSE, reason="facts_wrong")
    households.withdraw_household(sound.office, CHAIR, "H1")
    sound.run()
    assert "H1" not in units_of(sound)
    _, proposal, _ = rounds.show_proposal(sound.office, CHAIR, NAME)
    assert "H1" not in {one.household for one in proposal.unplaced}
    assert rounds.replay_round(sound.office, CHAIR, NAME).same


def test_what_was_accepted_stays_although_the_household_left_the_list(sound: House) -> None:
    """Somebody has to decide on it."""
    sound.begin("tiny")
    sound.decide(line(sound, "H1").id, Step.ACCEPT)
    households.withdraw_household(sound.office, CHAIR, "H1")
    sound.run()
    assert line(sound, "H1").state is State.ACCEPTED_BY_COMMITTEE
    assert "H1" in units_of(sound)


def test_who_waits_for_somebody_who_left_the_list_does_not_stay(sound: House) -> None:
    sound.begin("chains")
    _, proposal, _ = rounds.show_proposal(sound.office, CHAIR, NAME)
    later = next(p for p in proposal.placements if p.depends_on)
    sound.decide(line(sound, later.household).id, Step.ACCEPT)
    households.withdraw_household(sound.office, CHAIR, later.depends_on[0])
    sound.run()
    again = [p for p in placements.list_placements(sound.office, CHAIR, NAME) if p.household == later.household]
    assert again[0].state is State.WITHDRAWN
    assert rounds.replay_round(sound.office, CHAIR, NAME).same


def test_a_proposal_that_cannot_be_kept_fails_the_run(sound: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home was taken while the solver worked: the run says so, and can be asked again."""
    sound.begin("tiny", run=False)
    asked = rounds.ask_run(sound.office, CHAIR, NAME)
    unit = region.show_unit(sound.office, CHAIR, "U1")
    worker = Worker(sound.office)
    whole = "allocator.actions.worker.run_match"

    def meanwhile(round_: Round, **said: Any) -> Matched:
        found = run_match(round_, **said)
        gone = unit.unit.model_copy(update={"status": UnitStatus.WITHDRAWN})
        region.keep_unit(sound.office, CHAIR, gone, unit.version)
        return found

    monkeypatch.setattr(whole, meanwhile)
    with pytest.raises(Taken):
        worker.once(asked.id)
    monkeypatch.undo()
    assert rounds.show_round(sound.office, CHAIR, NAME).runs[0].status == "failed"
    sound.run()
    assert "U1" not in units_of(sound).values()
    with pytest.raises(Refusal, match="no placement"):
        placements.show_placement(sound.office, CHAIR, 987)


def test_what_is_taken_back_after_the_round_was_opened_holds_no_more(sound: House) -> None:
    sound.take_in(case("tiny"))
    households.forbid(sound.office, CHAIR, "H1", "U1", "network")
    households.pin(sound.office, CHAIR, "H2", "U2", "network")
    sound.open()
    sound.run()
    assert units_of(sound)["H2"] == "U2"
    assert units_of(sound)["H1"] != "U1"
    households.take_back_word(sound.office, CHAIR, "H1", "U1", Verdict.FORBID)
    households.take_back_word(sound.office, CHAIR, "H2", "U2", Verdict.PIN)
    households.pin(sound.office, CHAIR, "H1", "U1", "network")
    sound.run()
    assert units_of(sound) == {"H1": "U1", "H2": "U3", "H4": "U4", "H6": "U2"}
    assert rounds.replay_round(sound.office, CHAIR, NAME).same


def one_pool_for_two() -> ReadCase:
    """H2 and H3 need six hours each of a pool that has seven left; there is a home more in Oldambt."""
    found = case("tiny")
    known = {one.id: one for one in found.round.households}
    homes = found.round.units
    changed = {
        "households": tuple(
            one.model_copy(update={"needs": known["H3"].needs}) if one.id == "H2" else one for one in known.values()
        ),
        "units": (*homes, homes[2].model_copy(update={"id": "U5"})),
        "support": tuple(one.model_copy(update={"used": 3.0}) for one in found.round.support),
    }
    return replace(found, round=found.round.model_copy(update=changed))


def test_support_that_was_given_away_while_the_solver_worked_is_not_given_twice(
    sound: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H3 is accepted while a run gives its hours to H2: to accept both would leave every later run without a plan."""
    sound.take_in(one_pool_for_two())
    households.pin(sound.office, CHAIR, "H3", "U3", "network")
    sound.open()
    sound.run()
    one = line(sound, "H3")
    households.take_back_word(sound.office, CHAIR, "H3", "U3", Verdict.PIN)
    households.forbid(sound.office, CHAIR, "H3", "U3", "network")
    households.pin(sound.office, CHAIR, "H2", "U5", "network")
    asked = rounds.ask_run(sound.office, CHAIR, NAME)

    def meanwhile(round_: Round, **said: Any) -> Matched:
        found = run_match(round_, **said)
        assert "U5" in {one.unit for one in found.proposal.placements if one.household == "H2"}
        households.take_back_word(sound.office, CHAIR, "H3", "U3", Verdict.FORBID)
        households.take_back_word(sound.office, CHAIR, "H2", "U5", Verdict.PIN)
        sound.decide(one.id, Step.ACCEPT, reason="network_nearby")
        return found

    monkeypatch.setattr("allocator.actions.worker.run_match", meanwhile)
    with pytest.raises(Taken, match="H3"):
        Worker(sound.office).once(asked.id)
    monkeypatch.undo()
    assert line(sound, "H3").state is State.ACCEPTED_BY_COMMITTEE
    sound.run()
    assert units_of(sound).get("H3") == "U3"
    assert "H2" not in units_of(sound)


def test_what_was_refused_while_the_solver_worked_is_not_proposed_again(
    sound: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the home that was refused, nor another one for who is parked now; the next run knows it."""
    sound.begin("tiny")
    one, asked = line(sound, "H1"), rounds.ask_run(sound.office, CHAIR, NAME)

    def meanwhile(round_: Round, **said: Any) -> Matched:
        found = run_match(round_, **said)
        sound.decide(one.id, Step.REFUSE, reason="not_found")
        return found

    monkeypatch.setattr("allocator.actions.worker.run_match", meanwhile)
    with pytest.raises(Taken, match="H1"):
        Worker(sound.office).once(asked.id)
    monkeypatch.undo()
    assert "H1" not in units_of(sound)
    sound.run()
    assert "H1" not in units_of(sound)


def test_what_was_accepted_stays_although_the_household_is_parked_since(sound: House) -> None:
    """The file says so after the committee accepted: somebody has to decide on that, and no run contradicts it."""
    sound.begin("tiny")
    first = line(sound, "H2")
    sound.decide(first.id, *HOUSED[:3])
    sound.decide(first.id, Step.REFUSE, reason="home_not_liked")
    sound.run()
    again = line(sound, "H2")
    sound.decide(again.id, Step.ACCEPT)
    file = households.show_household(sound.office, CHAIR, "H2")
    parked = file.household.model_copy(update={"parked_until": date(2027, 6, 1)})
    households.keep_household(sound.office, CHAIR, parked, file.version)
    sound.run()
    assert units_of(sound)["H2"] == again.unit
    assert rounds.replay_round(sound.office, CHAIR, NAME).same

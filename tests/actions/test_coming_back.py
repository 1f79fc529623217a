"""People move on and come back; what was recorded by mistake is opened again, unless life went on in the meantime."""

import pytest

from allocator.actions import exchange, households, placements, region, rounds
from allocator.audit import Event
from allocator.domain.codes import UnitStatus
from allocator.domain.household import Apart
from allocator.domain.refusal import Refusal
from allocator.domain.unit import Unit
from allocator.domain.workflow import Role, State, Step
from allocator.store import occupants, people, trail
from tests.actions.offices import CHAIR, House
from tests.actions.test_placements import TO_THE_LEASE, line

HOUSED = (*TO_THE_LEASE, Step.MOVE_IN)


def free_again(house: House, key: str) -> None:
    """The corporation says that a home can be let again."""
    one = region.show_unit(house.office, CHAIR, key)
    region.keep_unit(house.office, CHAIR, one.unit.model_copy(update={"status": UnitStatus.FREE}), one.version)


def house_another(house: House, unit: str, but: str) -> int:
    """Run again, and house whoever gets this home now; gives the placement."""
    house.run()
    live = placements.list_placements(house.office, CHAIR, live=True)
    for elsewhere in (p for p in live if p.household == but):
        house.decide(elsewhere.id, Step.REFUSE, reason="better_elsewhere")
    (now,) = (p for p in live if p.unit == unit)
    assert now.household != but
    house.decide(now.id, *HOUSED)
    return now.id


def on_the_list(house: House, household: str) -> bool:
    return household in {h.id for h in households.list_households(house.office, CHAIR)}


def unit_of(house: House, key: str) -> Unit:
    return region.show_unit(house.office, CHAIR, key).unit


def test_a_home_in_which_somebody_lives_by_now_is_not_opened_again(sound: House) -> None:
    sound.begin("tiny")
    one = line(sound, "H1")
    sound.decide(one.id, Step.REFUSE, reason="better_elsewhere")
    house_another(sound, one.unit, "H1")
    with pytest.raises(Refusal, match=f"Somebody else lives in {one.unit} by now"):
        sound.decide(one.id, Step.REOPEN, reason="recorded_by_mistake")
    assert line(sound, "H1").state is State.REFUSED


def test_who_left_by_mistake_lives_there_again(sound: House) -> None:
    sound.begin("tiny")
    one = line(sound, "H1")
    sound.decide(one.id, *HOUSED)
    sound.decide(one.id, Step.END, reason="gave_notice")
    sound.decide(one.id, Step.REOPEN, reason="recorded_by_mistake")
    assert line(sound, "H1").state is State.MOVED_IN
    assert unit_of(sound, one.unit).status == "occupied"
    assert not on_the_list(sound, "H1")


def test_who_left_a_home_that_was_given_free_does_not_live_there_again(sound: House) -> None:
    sound.begin("tiny")
    one = line(sound, "H1")
    sound.decide(one.id, *HOUSED)
    sound.decide(one.id, Step.END, reason="gave_notice")
    free_again(sound, one.unit)
    with pytest.raises(Refusal, match=f"{one.unit} was given free since the household left"):
        sound.decide(one.id, Step.REOPEN, reason="recorded_by_mistake")


def test_who_has_another_home_by_now_does_not_live_in_the_old_one_again(sound: House) -> None:
    sound.begin("tiny")
    one = line(sound, "H1")
    with sound.store.reading() as work:
        file = people.household(work, "H1")
    sound.decide(one.id, *HOUSED)
    sound.decide(one.id, Step.END, reason="gave_notice")
    households.keep_household(sound.office, CHAIR, file, households.show_household(sound.office, CHAIR, "H1").version)
    back_in_the_round(sound)
    now = line(sound, "H1")
    assert now.id != one.id
    with pytest.raises(Refusal, match="H1 has another placement by now"):
        sound.decide(one.id, Step.REOPEN, reason="recorded_by_mistake")
    sound.decide(now.id, *HOUSED)
    with pytest.raises(Refusal, match="H1 has another placement by now"):
        sound.decide(one.id, Step.REOPEN, reason="recorded_by_mistake")


def back_in_the_round(house: House) -> None:
    """The next round, a week later."""
    rounds.close_round(house.office, CHAIR, "2026-w48")
    house.clock.pass_days(7)
    house.open("2026-w49")
    house.run("2026-w49")


def test_who_moves_on_has_left_the_home_before(sound: House) -> None:
    """The support of the old home is free again, and nobody lives in two homes."""
    sound.begin("tiny")
    one = line(sound, "H1")
    with sound.store.reading() as work:
        file = people.household(work, "H1")
    sound.decide(one.id, *HOUSED)
    version = households.show_household(sound.office, CHAIR, "H1").version
    households.keep_household(sound.office, CHAIR, file, version)
    back_in_the_round(sound)
    now = line(sound, "H1")
    assert now.id != one.id
    sound.decide(now.id, *HOUSED)
    before = placements.show_placement(sound.office, CHAIR, one.id)
    assert before.seen.state is State.ENDED
    assert (before.decisions[-1].role, before.decisions[-1].step) == ("system", "end")
    assert placements.show_placement(sound.office, CHAIR, now.id).seen.state is State.MOVED_IN


def test_opening_again_takes_no_second_place_in_a_shared_home(sound: House) -> None:
    sound.begin("shared_homes")
    one = placements.list_placements(sound.office, CHAIR)[0]
    while (opened := placements.show_placement(sound.office, CHAIR, one.id)).seen.state is not State.MOVED_IN:
        sound.decide(one.id, next(s for s in HOUSED if s in opened.steps))
    left = unit_of(sound, one.unit)
    sound.decide(one.id, Step.END, reason="gave_notice")
    sound.decide(one.id, Step.REOPEN, reason="recorded_by_mistake")
    assert unit_of(sound, one.unit) == left
    with sound.store.reading() as work:
        assert [o.id for o in occupants.occupants(work)].count(one.household) == 1


def moved_in(house: House, number: int) -> None:
    """All steps of one placement, whatever they are."""
    while (opened := placements.show_placement(house.office, CHAIR, number)).seen.state is not State.MOVED_IN:
        for rule in opened.to_confirm:
            version = placements.show_placement(house.office, CHAIR, number).seen.version
            placements.answer_question(house.office, CHAIR, number, rule, fits=True, version=version)
        steps = placements.show_placement(house.office, CHAIR, number).steps
        house.decide(number, next(s for s in HOUSED if s in steps))


def test_who_lives_in_a_shared_home_and_wants_to_move_on_is_in_the_next_round(sound: House) -> None:
    """As somebody who lives there, and as a household; never proposed to the home where it lives."""
    sound.begin("shared_homes")
    one = placements.list_placements(sound.office, CHAIR)[0]
    key = one.household or ""
    with sound.store.reading() as work:
        file = people.household(work, key)
        others = [h.id for h in people.households(work) if h.id != key]
    moved_in(sound, one.id)
    version = households.show_household(sound.office, CHAIR, key).version
    households.keep_household(sound.office, CHAIR, file, version)
    with sound.store.writing() as work:
        people.replace_aparts(work, [Apart(household=key, other=others[0])])
        trail.write_down(work, [Event(at=sound.clock(), who="t", role=Role.SYSTEM, what="test", kind="rows")])
    back_in_the_round(sound)
    frozen = exchange.export_case(sound.office, CHAIR, "2026-w49")
    assert key in frozen.household_by_id
    (living,) = [o for o in frozen.occupants if o.home == one.unit and (o.id or "").startswith(f"{key}@")]
    assert (others[0], living.id) in {(a.household, a.other) for a in frozen.apart}
    assert (key, one.unit) in {(p.household, p.unit) for p in frozen.pairs if p.verdict == "forbid"}
    now = {p.household: p.unit for p in placements.list_placements(sound.office, CHAIR, "2026-w49")}
    assert now.get(key) != one.unit
    assert now.get(others[0]) != one.unit


@pytest.mark.parametrize("what", ["withdrawn", "free"])
def test_a_home_that_is_no_longer_lived_in_does_not_keep_the_next_round_from_being_opened(
    sound: House, what: str
) -> None:
    """The file of a household says that it lives there; the corporation says otherwise, and knows."""
    sound.begin("chains")
    came = exchange.export_case(sound.office, CHAIR, "2026-w48")
    mover = next(h for h in came.households if h.current_unit)
    home = region.show_unit(sound.office, CHAIR, mover.current_unit or "")
    rounds.close_round(sound.office, CHAIR, "2026-w48")
    if what == "withdrawn":
        region.withdraw_unit(sound.office, CHAIR, home.unit.id, home.version)
    else:
        free_again(sound, home.unit.id)
    sound.clock.pass_days(7)
    sound.open("2026-w49")
    sound.run("2026-w49")
    frozen = exchange.export_case(sound.office, CHAIR, "2026-w49")
    assert frozen.household_by_id[mover.id].current_unit is None


def test_who_waits_for_a_move_that_is_off_is_opened_again_after_it(sound: House) -> None:
    sound.begin("chains")
    _, proposal, _ = rounds.show_proposal(sound.office, CHAIR, "2026-w48")
    waits = {p.household: p.depends_on for p in proposal.placements}
    later = next(h for h, first in waits.items() if first and h not in waits[first[0]])
    first = line(sound, waits[later][0])
    sound.decide(first.id, Step.REFUSE, reason="facts_wrong")
    number = line(sound, later).id
    with pytest.raises(Refusal, match=f"{first.household} has to move first, and does not any more"):
        sound.decide(number, Step.REOPEN, reason="recorded_by_mistake")
    sound.decide(first.id, Step.REOPEN, reason="recorded_by_mistake")
    sound.decide(number, Step.REOPEN, reason="recorded_by_mistake")
    sound.run()


def test_a_swap_is_opened_again_in_the_order_in_which_it_fell(sound: House) -> None:
    sound.begin("chains")
    _, proposal, _ = rounds.show_proposal(sound.office, CHAIR, "2026-w48")
    waits = {p.household: p.depends_on for p in proposal.placements}
    one, other = next((h, first[0]) for h, first in waits.items() if first and h in waits[first[0]])
    sound.decide(line(sound, one).id, Step.REFUSE, reason="facts_wrong")
    with pytest.raises(Refusal, match=f"{one} has to move first"):
        sound.decide(line(sound, other).id, Step.REOPEN, reason="recorded_by_mistake")
    sound.decide(line(sound, one).id, Step.REOPEN, reason="recorded_by_mistake")
    sound.decide(line(sound, other).id, Step.REOPEN, reason="recorded_by_mistake")
    sound.run()
    assert {line(sound, one).state, line(sound, other).state} == {State.PROPOSED}

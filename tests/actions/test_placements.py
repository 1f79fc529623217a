"""Decisions: the whole line, the ledger that follows, who was first, what falls, what comes back."""

from datetime import timedelta
from fractions import Fraction

import pytest

from allocator.actions import exchange, ledger, placements, region, rounds, upkeep
from allocator.domain.refusal import Conflict, NotAllowed, NotFound, Refusal
from allocator.domain.workflow import Role, State, Step
from allocator.ledger import Standing
from allocator.store import decisions, occupants
from allocator.store import placements as kept
from allocator.store.faults import Taken
from allocator.workflow import Actor
from tests.actions.offices import CHAIR, MEMBER, House, case, corporation, municipality, provider

NAME = "2026-w48"
TO_THE_LEASE = (Step.ACCEPT, Step.ACCEPT_HOME, Step.OFFER, Step.ACCEPT_OFFER, Step.SIGN)


@pytest.fixture
def tiny(sound: House) -> House:
    return ready(sound, "tiny")


def ready(house: House, name: str) -> House:
    house.begin(name)
    return house


def line(house: House, household: str) -> placements.Seen:
    found = [p for p in placements.list_placements(house.office, CHAIR) if p.household == household]
    return found[-1]


def standing(house: House, code: str) -> Standing:
    found = ledger.show_balances(house.office, CHAIR, "2026-H2")
    return next((s for a, s in found.items() if (a.municipality, a.group) == (code, "all")), Standing())


def test_committed_then_realised(tiny: House) -> None:
    one = line(tiny, "H1")
    for step in TO_THE_LEASE[:-1]:
        tiny.decide(one.id, step)
        assert standing(tiny, one.municipality).committed == Fraction(1)
        assert standing(tiny, one.municipality).realised == Fraction(0)
    tiny.decide(one.id, Step.SIGN)
    assert standing(tiny, one.municipality).committed == Fraction(0)
    assert standing(tiny, one.municipality).realised == Fraction(1)


@pytest.mark.parametrize("until", range(1, 5))
def test_refusal_takes_the_commitment_back(tiny: House, until: int) -> None:
    one = line(tiny, "H1")
    tiny.decide(one.id, *TO_THE_LEASE[:until])
    tiny.decide(one.id, Step.REFUSE, reason="facts_wrong")
    assert standing(tiny, one.municipality).committed == Fraction(0)


def test_of_two_who_decide_on_the_same_version_one_wins_and_the_other_is_told(tiny: House) -> None:
    one = line(tiny, "H1")
    placements.decide(tiny.office, MEMBER, one.id, Step.ACCEPT, version=0)
    with pytest.raises(Conflict, match=r"Somebody was first.*accepted by the committee.*committee member"):
        placements.decide(tiny.office, CHAIR, one.id, Step.REFUSE, version=0, reason="facts_wrong")
    assert line(tiny, "H1").state is State.ACCEPTED_BY_COMMITTEE


def test_the_database_itself_refuses_a_second_live_placement(tiny: House) -> None:
    one = line(tiny, "H1")
    with tiny.store.reading() as work:
        state = kept.load(work, one.id).state
        facts = kept.load(work, one.id).facts
    for household in ("H1", "H5"):  # the same household; another one in the same place
        draft = state.model_copy(update={"household": household})
        with pytest.raises(Taken), tiny.store.writing() as work:
            kept.add(work, draft, facts, round_id=NAME, proposal=None, places=1, period="2026-H2")


def test_nothing_is_recorded_before_it_happens(tiny: House) -> None:
    tomorrow = tiny.office.today + timedelta(days=1)
    with pytest.raises(Refusal, match="not happened yet"):
        placements.decide(tiny.office, CHAIR, line(tiny, "H1").id, Step.ACCEPT, version=0, on=tomorrow)


def test_a_note_that_tells_who_somebody_is_is_refused(tiny: House) -> None:
    with pytest.raises(Refusal, match="telephone"):
        placements.decide(tiny.office, CHAIR, line(tiny, "H1").id, Step.ACCEPT, version=0, note="bel 06-12345678")


def test_moving_in(tiny: House) -> None:
    one = line(tiny, "H1")
    tiny.decide(one.id, *TO_THE_LEASE, Step.MOVE_IN)
    now = exchange.export_case(tiny.office, CHAIR)
    assert "H1" not in now.household_by_id
    assert one.unit not in now.unit_by_id


def test_a_refused_offer_counts_blocks_and_parks(tiny: House) -> None:
    one = line(tiny, "H1")
    tiny.decide(one.id, *TO_THE_LEASE[:3])
    reasons = {r.reason.code: r for r in placements.foresee(tiny.office, CHAIR, one.id, Step.REFUSE)}
    assert "counts as a refused offer: 1" in reasons["home_not_liked"].sentences[0].render("en")
    tiny.decide(one.id, Step.REFUSE, reason="home_not_liked")
    rounds.close_round(tiny.office, CHAIR, NAME)
    tiny.clock.pass_days(7)
    tiny.open("2026-w49")
    again = exchange.export_case(tiny.office, CHAIR, "2026-w49")
    assert again.household_by_id["H1"].refused_offers == 1
    assert [(p.unit, p.verdict, p.by) for p in again.pairs if p.household == "H1"] == [(one.unit, "forbid", "decision")]


def test_opening_again_undoes_the_consequence(tiny: House) -> None:
    one = line(tiny, "H1")
    tiny.decide(one.id, *TO_THE_LEASE[:3])
    tiny.decide(one.id, Step.REFUSE, reason="home_not_liked")
    tiny.decide(one.id, Step.REOPEN, reason="recorded_by_mistake")
    assert line(tiny, "H1").state is State.OFFERED
    with tiny.store.reading() as work:
        assert [effect.undone for effect in decisions.effects(work)["H1"]] == [True]
    assert standing(tiny, one.municipality).committed == 1


def test_what_was_given_to_another_cannot_be_opened_again(tiny: House) -> None:
    one = line(tiny, "H1")
    tiny.decide(one.id, Step.REFUSE, reason="better_elsewhere")
    tiny.run()
    others = [p for p in placements.list_placements(tiny.office, CHAIR, live=True) if p.unit == one.unit]
    assert others, "somebody else has this home by now"
    with pytest.raises(Conflict, match=r"another placement by now|Somebody else lives|placement under way"):
        tiny.decide(one.id, Step.REOPEN, reason="recorded_by_mistake")


def test_offers_expire(tiny: House) -> None:
    one = line(tiny, "H1")
    tiny.decide(one.id, *TO_THE_LEASE[:3])
    tiny.clock.pass_days(7)
    assert upkeep.pass_days(tiny.office, CHAIR) == (0, 0)
    tiny.clock.pass_days(1)
    assert upkeep.pass_days(tiny.office, CHAIR) == (1, 0)
    assert line(tiny, "H1").state is State.EXPIRED
    assert standing(tiny, one.municipality).committed == 0
    assert upkeep.pass_days(tiny.office, CHAIR) == (0, 0)


def test_stalls_are_seen(tiny: House) -> None:
    one = line(tiny, "H1")
    tiny.decide(one.id, Step.ACCEPT)
    assert placements.list_stalls(tiny.office, CHAIR) == []
    tiny.clock.pass_days(9)
    found = {late.seen.household: late for late in placements.list_stalls(tiny.office, CHAIR)}
    assert (found["H1"].age, found["H1"].term) == (9, 7)
    seen = placements.list_stalls(tiny.office, corporation("C1"))
    assert {late.seen.household for late in seen} == {None}
    assert "'H1'" not in repr(seen)


# ------------------------------------------------------------------------------------------------ organisations


def test_a_corporation_sees_its_own_and_of_nobody(tiny: House) -> None:
    own = placements.list_placements(tiny.office, corporation("C1"))
    assert {p.corporation for p in own} == {"C1"}
    assert {p.household for p in own} == {None}
    other = next(p for p in placements.list_placements(tiny.office, CHAIR) if p.corporation != "C1")
    with pytest.raises(NotFound):
        placements.show_placement(tiny.office, corporation("C1"), other.id)
    with pytest.raises(NotFound):
        placements.decide(tiny.office, corporation("C1"), other.id, Step.ACCEPT_HOME, version=0)


def test_each_takes_its_own_steps(tiny: House) -> None:
    one = line(tiny, "H1")
    mine: Actor = corporation(one.corporation or "")
    with pytest.raises(NotAllowed, match="Your role cannot do this"):
        placements.decide(tiny.office, mine, one.id, Step.ACCEPT, version=0)
    tiny.decide(one.id, Step.ACCEPT)
    placements.decide(tiny.office, mine, one.id, Step.ACCEPT_HOME, version=1)
    placements.decide(tiny.office, mine, one.id, Step.OFFER, version=2)
    assert line(tiny, "H1").state is State.OFFERED
    with pytest.raises(NotAllowed):
        placements.decide(tiny.office, municipality(one.municipality), one.id, Step.ACCEPT_OFFER, version=3)
    with pytest.raises(NotFound):
        placements.show_placement(tiny.office, provider("somebody"), one.id)


# ------------------------------------------------------------------------------------------------ chains, shared homes


def test_who_waits_for_another_goes_second_and_falls_with_it(sound: House) -> None:
    ready(sound, "chains")
    _, proposal, _ = rounds.show_proposal(sound.office, CHAIR, NAME)
    later = next(p for p in proposal.placements if p.depends_on)
    first = line(sound, later.depends_on[0])
    second = line(sound, later.household)
    sound.decide(second.id, Step.ACCEPT, Step.ACCEPT_HOME)
    with pytest.raises(Refusal, match="First another household signs"):
        sound.decide(second.id, Step.OFFER)
    sound.decide(first.id, Step.REFUSE, reason="facts_wrong")
    fallen = line(sound, later.household)
    assert fallen.state is State.WITHDRAWN
    last = placements.show_placement(sound.office, CHAIR, fallen.id).decisions[-1]
    assert (last.role, last.reason) == ("system", "earlier_fell_through")


def test_a_whole_chain_moves(sound: House) -> None:
    ready(sound, "chains")
    _, proposal, _ = rounds.show_proposal(sound.office, CHAIR, NAME)
    left = {p.household: p for p in proposal.placements}
    while left:
        able = [h for h, p in left.items() if not set(p.depends_on) & set(left)]
        if not able:
            break  # a swap: they sign together
        for household in able:
            sound.decide(line(sound, household).id, *TO_THE_LEASE, Step.MOVE_IN)
            del left[household]
    assert len(left) < len(proposal.placements)
    now = exchange.export_case(sound.office, CHAIR)
    gone = {p.household for p in proposal.placements} - set(left)
    assert not gone & set(now.household_by_id)


def test_who_moved_into_a_shared_home_counts_for_who_comes_after(sound: House) -> None:
    ready(sound, "shared_homes")
    came = case("shared_homes").round
    shared = [p for p in placements.list_placements(sound.office, CHAIR) if came.unit_by_id[p.unit].is_shared]
    one = shared[0]
    before = came.unit_by_id[one.unit].places
    steps = placements.show_placement(sound.office, CHAIR, one.id)
    for rule in steps.to_confirm:
        version = placements.show_placement(sound.office, CHAIR, one.id).seen.version
        placements.answer_question(sound.office, CHAIR, one.id, rule, fits=True, version=version)
    while (state := line(sound, one.household or "").state).rank < State.MOVED_IN.rank:
        opened = placements.show_placement(sound.office, CHAIR, one.id)
        step = next(s for s in opened.steps if s not in (Step.REFUSE, Step.WITHDRAW))
        sound.decide(one.id, step)
        assert line(sound, one.household or "").state is not state
    with sound.store.reading() as work:
        assert [o.home for o in occupants.occupants(work) if o.id == one.household] == [one.unit]
    now = exchange.export_case(sound.office, CHAIR)
    others = sum(p.unit == one.unit for p in shared)
    left = now.unit_by_id.get(one.unit)
    assert left is None or left.places < before
    assert others >= 1


def test_answers_come_before_offers(sound: House) -> None:
    ready(sound, "region")
    one = next(
        opened
        for p in placements.list_placements(sound.office, CHAIR)
        if (opened := placements.show_placement(sound.office, CHAIR, p.id)).to_confirm
    )
    number = one.seen.id
    sound.decide(number, Step.ACCEPT)
    placements.answer_question(sound.office, CHAIR, number, one.to_confirm[0], fits=False, version=1)
    step = next(s for s in placements.show_placement(sound.office, CHAIR, number).steps if s is not Step.REFUSE)
    with pytest.raises(Refusal, match="these rules refuse"):
        sound.decide(number, step)
    sound.decide(number, Step.REFUSE, reason="rule_refuses")
    assert rounds.show_round(sound.office, CHAIR, NAME).deviations.decided == 1  # an answer decides nothing yet
    rounds.close_round(sound.office, CHAIR, NAME)


def test_what_waits_says_the_next_step_and_who_takes_it(sound: House) -> None:
    sound.begin("tiny")
    first, *others = placements.list_work(sound.office, CHAIR, "2026-w48")
    assert {one.next for one in (first, *others)} == {Step.ACCEPT}
    assert Role.COMMITTEE_MEMBER in first.roles
    assert first.due == first.seen.since + timedelta(days=7)
    sound.decide(first.seen.id, Step.ACCEPT)
    sound.decide(others[0].seen.id, Step.REFUSE, reason="facts_wrong")
    now = {one.seen.id: one for one in placements.list_work(sound.office, CHAIR)}
    assert now[first.seen.id].next in (Step.CONFIRM_SUPPORT, Step.ACCEPT_HOME)
    assert others[0].seen.id not in now
    here = first.seen.corporation or ""
    seen = placements.list_work(sound.office, corporation(here))
    assert {one.seen.corporation for one in seen} == {here}
    assert {one.seen.household for one in seen} == {None}


def test_a_shared_home_with_fewer_places_keeps_who_is_under_way(sound: House) -> None:
    """Whoever has the last place gets a number that is still there."""
    ready(sound, "shared_homes")
    came = case("shared_homes").round
    shared = [p for p in placements.list_placements(sound.office, CHAIR) if came.unit_by_id[p.unit].is_shared]
    unit = next(u for u in {p.unit for p in shared} if [p.unit for p in shared].count(u) > 1)
    first, *_ = [p for p in shared if p.unit == unit]
    sound.decide(first.id, Step.REFUSE, reason="facts_wrong")
    now = region.show_unit(sound.office, CHAIR, unit)
    region.keep_unit(sound.office, CHAIR, now.unit.model_copy(update={"places": now.claimed}), now.version)
    assert region.show_unit(sound.office, CHAIR, unit).claimed == now.claimed

"""The committee's Monday on pages: the round, its proposal, why, and deciding; without JavaScript."""

import re

import pytest
import sqlalchemy as sa

from allocator.actions import access, households, placements, rounds, supposing
from allocator.domain.workflow import State, Step
from allocator.intake import ReadCase
from allocator.solver.optimum import Contradiction
from allocator.store import Store
from allocator.workflow import Actor
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
from tests.api.pages.readers import Reader, forms, reader, words
from tests.api.servers import Server, serving
from tests.databases import Snapshots

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
ROUND = "/rounds/2026-w48"


def states(house: House) -> dict[str, State]:
    return {str(one.household): one.state for one in placements.list_placements(house.office, CHAIR)}


def ticks(page: str) -> list[str]:
    return re.findall(r'name="placement" value="(\d+:\d+)"', page)


# ------------------------------------------------------------------------------------------------ the round


def test_the_week_says_what_there_is_and_what_comes_now(server: Server, house: House) -> None:
    said = words(reader(server, CHAIR).get("/week"))
    waiting = len(placements.list_placements(house.office, CHAIR))
    assert "Round 2026-w48" in said
    assert f"{waiting} placements wait for a decision." in said
    for part in (
        "households",
        "homes that can be let",
        "places free",
        "wait over 13 weeks",
        "What is blocked, and why",
    ):
        assert part in said
    assert "What stands still" in said


def test_a_round_is_opened_and_run(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    rounds.close_round(house.office, CHAIR, "2026-w48")
    assert "Open the next round" in mine.get("/week")
    wrong = mine.fill(mine.get("/rounds"), "/rounds", name="2026-w49", period="soon")
    assert wrong.status_code == 400
    assert 'aria-invalid="true"' in wrong.text
    taken = mine.fill(mine.get("/rounds"), "/rounds", name="2026-w48", period="2026-H2")
    assert 'id="name-wrong"' in taken.text
    page = mine.does("/rounds", "/rounds", period="2026-H2", name="2026-w49")
    assert "Round 2026-w49 is open." in page
    answer = mine.fill(page, "/rounds/2026-w49/runs")
    (run,) = rounds.show_round(house.office, CHAIR, "2026-w49").runs
    assert answer.headers["location"] == f"/runs/{run.id}"
    page = mine.get(f"/runs/{run.id}")
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "Waits for a worker" in page
    assert "Follow it" in mine.get("/week")
    house.work(run.id)
    assert mine.client.get(f"/runs/{run.id}").headers["location"] == "/rounds/2026-w49/proposal"
    assert ticks(mine.get("/rounds/2026-w49/proposal"))


def test_without_any_round_one_is_sent_to_open_it(store: Store) -> None:
    house = House(store)
    house.take_in(case("tiny"))
    with serving(house, secure=False, second_factor=False) as server:
        mine = reader(server, CHAIR)
        assert mine.client.get("/week").headers["location"] == "/rounds"
        assert "Open a round" in mine.get("/rounds")


def test_a_run_is_called_off(server: Server, house: House) -> None:
    mine = reader(server, MEMBER)
    run = rounds.ask_run(house.office, CHAIR, "2026-w48")
    page = mine.does(f"/runs/{run.id}", f"/runs/{run.id}/cancel")
    assert "The run is stopped." in page
    assert "Stopped on request" in mine.get(f"/runs/{run.id}").replace("stopped", "Stopped")


def test_a_run_that_cannot_be_says_what_contradicts_what(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    for household in ("H1", "H2"):
        households.pin(house.office, CHAIR, household, "U1", "network")
    run = rounds.ask_run(house.office, CHAIR, "2026-w48")
    with pytest.raises(Contradiction):
        house.work(run.id)
    assert f'href="/runs/{run.id}"' in mine.get("/week")
    page = mine.get(f"/runs/{run.id}")
    assert "Not everything that was asked for can be." in page
    assert {"<li>H1 is pinned to U1.</li>", "<li>H2 is pinned to U1.</li>"} <= set(re.findall("<li>.*?</li>", page))


def test_a_round_that_is_closed_lets_nobody_decide(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    assert "Closing the round calls them off" in words(mine.get("/week"))
    page = mine.does("/week", f"{ROUND}/close")
    assert "Round 2026-w48 is closed." in page
    assert "Open the next round" in page
    assert ticks(mine.get(f"{ROUND}/proposal")) == []
    assert set(states(house).values()) == {State.WITHDRAWN}


# ------------------------------------------------------------------------------------------------ the proposal


def test_the_proposal_is_searched_narrowed_ordered_and_grouped(server: Server, house: House) -> None:
    mine, known = reader(server, CHAIR), placements.list_placements(house.office, CHAIR)
    page = mine.get(f"{ROUND}/proposal")
    assert "proven best" in page
    for one in known:
        assert f'href="{ROUND}/households/{one.household}"' in page
    first = known[0]
    assert len(ticks(mine.get(f"{ROUND}/proposal?q={first.unit}"))) == 1
    assert "Nothing in this proposal matches" in mine.get(f"{ROUND}/proposal?q=nothing+of+the+kind")
    for place in {one.municipality for one in known}:
        narrowed = mine.get(f"{ROUND}/proposal?place={place}")
        assert len(ticks(narrowed)) == sum(one.municipality == place for one in known)
    up, down = (
        re.findall(rf'href="{ROUND}/households/([A-Z0-9]+)"', mine.get(f"{ROUND}/proposal?sort={sort}household"))
        for sort in ("", "-")
    )
    assert up == sorted(up)
    assert down == up[::-1]
    assert 'aria-sort="descending"' in mine.get(f"{ROUND}/proposal?sort=-household")
    assert mine.get(f"{ROUND}/proposal?group=place").count('scope="rowgroup"') == len(
        {one.municipality for one in known}
    )


def test_who_is_not_placed_reads_why(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    _, proposal, _ = rounds.show_proposal(house.office, CHAIR, "2026-w48")
    said = words(mine.get(f"{ROUND}/unplaced"))
    for one in proposal.unplaced:
        assert one.sentence.en in said
        case = words(mine.get(f"{ROUND}/households/{one.household}"))
        assert one.sentence.en in case
        for near in one.nearest:
            assert str(near["unit"]) in case


def test_a_household_shows_why_and_what_else_was_possible(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    _, proposal, _ = rounds.show_proposal(house.office, CHAIR, "2026-w48")
    for one in proposal.placements:
        said = words(mine.get(f"{ROUND}/households/{one.household}"))
        for text in (*one.reasons, *one.questions):
            assert text.en in said
        for other in one.others:
            assert str(other["sentence"]["en"]) in said
    first = proposal.placements[0]
    unit = next(p.unit for p in proposal.placements if p.unit != first.unit)
    assert unit in words(mine.get(f"{ROUND}/households/{first.household}?home={unit}"))
    assert 'id="home-wrong"' in mine.get(f"{ROUND}/households/{first.household}?home=NONE", 400)
    mine.get(f"{ROUND}/households/NOBODY", 404)


def test_only_whom_the_page_shows_is_written_down_as_read(server: Server, house: House) -> None:
    from allocator.store import trail

    mine, first = reader(server, MEMBER), placements.list_placements(house.office, CHAIR)[0]
    mine.get(f"{ROUND}/proposal?q={first.unit}")
    with house.store.reading() as work:
        read = [one.household for one in trail.unsealed(work) if one.what == "desk.list_placed"]
    assert read == [first.household]


# ------------------------------------------------------------------------------------------------ deciding


def test_a_selection_is_accepted_each_by_itself(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    page = mine.get(f"{ROUND}/proposal")
    some = ticks(page)[:2]
    page = mine.does(f"{ROUND}/proposal", "/placements/decide", placement=some, step="accept")
    assert "Done: Accept the placement, 2 placements." in page
    assert sorted(states(house).values()).count(State.ACCEPTED_BY_COMMITTEE) == 2
    assert not set(some) & set(ticks(page))


def test_nothing_ticked_is_said(server: Server) -> None:
    mine = reader(server, CHAIR)
    assert "You ticked nothing." in mine.does(f"{ROUND}/proposal", "/placements/decide", step="accept")


def test_refusing_needs_a_coded_reason(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    one = ticks(mine.get(f"{ROUND}/proposal"))[0]
    page = mine.does(f"{ROUND}/proposal", "/placements/decide", placement=[one], step="refuse", reason="")
    assert "was not changed" in words(page)
    reasons = re.findall(r'<option value="([a-z_]+)">', page.partition('id="reason"')[2])
    page = mine.does(f"{ROUND}/proposal", "/placements/decide", placement=[one], step="refuse", reason=reasons[0])
    assert "Done: Refuse, 1 placement." in page
    assert State.REFUSED in states(house).values()


def test_what_somebody_else_decided_first_is_told(server: Server, house: House) -> None:
    mine, other = reader(server, CHAIR), reader(server, MEMBER)
    old, seen = mine.get(f"{ROUND}/proposal"), mine.get("/placements/1")
    one = ticks(old)[0]
    other.does(f"{ROUND}/proposal", "/placements/decide", placement=ticks(old), step="accept")
    answer = mine.fill(old, "/placements/decide", placement=[one], step="accept")
    assert "Somebody was first" in words(mine.get(answer.headers["location"]))
    answer = mine.fill(seen, "/placements/1/decide", step="accept")
    assert answer.status_code == 412
    assert "Somebody else decided first" in words(answer.text)
    assert "Nothing that you did was lost" in words(answer.text)


def test_one_placement_is_decided_on_with_what_a_reason_does(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    page = mine.get("/placements/1")
    assert "Accept the placement" in words(page)
    code = re.findall(r'name="reason" value="([a-z_]+)"', page)[0]
    foreseen = placements.foresee(house.office, CHAIR, 1, Step.REFUSE)
    for sentence in foreseen[0].sentences:
        assert sentence.render("en") in words(page)
    fields = next(f for address, f in forms(page) if address == "/placements/1/decide" and f.get("step") == "refuse")
    answer = mine.client.post("/placements/1/decide", data=fields | {"reason": code})
    assert answer.status_code == 303
    said = words(mine.get("/placements/1"))
    assert "refused" in said
    assert "chair (committee chair)" in said
    assert mine.client.post("/placements/1/decide", data=fields | {"reason": code}).status_code == 412


def test_a_question_is_answered_before_an_offer(store: Store) -> None:
    house = House(store)
    came = case("tiny")
    unknown = tuple(u.model_copy(update={"pets_allowed": None}) for u in came.round.units)
    pets = tuple(h.model_copy(update={"pets": True}) for h in came.round.households)
    house.take_in(ReadCase(came.round.model_copy(update={"units": unknown, "households": pets}), (), {}))
    house.open()
    house.run()
    with serving(house, secure=False, second_factor=False) as server:
        _answers(house, reader(server, CHAIR))


def _answers(house: House, mine: Reader) -> None:
    asked = [one for one in placements.list_work(house.office, CHAIR) if one.open_questions]
    number = asked[0].seen.id
    page = mine.does(f"/placements/{number}", f"/placements/{number}/answer", fits="yes")
    assert "Written down: this home goes." in page


# ------------------------------------------------------------------------------------------------ the next proposal


def test_a_home_is_wanted_blocked_and_a_rule_lifted_and_the_difference_shows(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    _, proposal, _ = rounds.show_proposal(house.office, CHAIR, "2026-w48")
    one = proposal.placements[0]
    at = f"{ROUND}/households/{one.household}"
    reason = re.findall(r'<option value="([a-z_]+)">', mine.get(at).partition('id="reason"')[2])[0]
    wrong = mine.fill(mine.get(at), f"{at}/words", verdict="forbid", unit="NONE", reason=reason)
    assert wrong.status_code in (400, 404)
    page = mine.does(at, f"{at}/words", verdict="forbid", unit=one.unit, reason=reason)
    assert "It counts from the next proposal on" in page
    assert "Blocked by people" in page
    run = mine.fill(mine.get("/week"), f"{ROUND}/runs").headers["location"]
    house.work(int(run.rpartition("/")[2]))
    said = words(mine.get(f"{ROUND}/difference?before=1&after=2"))
    assert "From proposal 1 to proposal 2" in said
    assert one.household in said
    assert "This is an older proposal." in mine.get(f"{ROUND}/proposal?number=1")
    assert "Taken back." in mine.does(at, f"{at}/words/take-back")
    page = mine.does(at, f"{at}/words", verdict="waive", unit=one.unit, rule="R-101", reason=reason)
    assert "A rule is lifted" in page


def test_what_an_alternative_costs_and_what_would_place_somebody(server: Server) -> None:
    mine = reader(server, CHAIR)
    assert "H1" in words(mine.get(f"{ROUND}/households/H1/instead?home=U3"))
    assert "support" in words(mine.get(f"{ROUND}/households/H3/change"))  # the provider has four of six hours left
    said = words(mine.get(f"{ROUND}/reserves"))
    for unit in ("U1", "U2", "U3", "U4"):
        assert unit in said


def test_where_the_choice_is_free_is_shown_with_the_home_of_each(server: Server) -> None:
    mine = reader(server, CHAIR)
    assert f'href="{ROUND}/free"' in mine.get(f"{ROUND}/proposal")
    said = words(mine.get(f"{ROUND}/free"))
    found = supposing.list_free(server.house.office, CHAIR, "2026-w48")
    assert found.headline.split()[0] == "4"  # all of them are the same in every best plan
    assert "The same in every best plan Household Home H1 U1 H2 U3 H4 U4 H6 U2" in said
    assert "Another plan" not in said


def test_reserves_are_shown_with_what_each_costs(store: Store, url: str, snapshots: Snapshots) -> None:
    house = House(store, url=url, snapshots=snapshots)
    house.begin("shared_homes")
    with serving(house, secure=False, second_factor=False) as server:
        said = words(reader(server, CHAIR).get(f"{ROUND}/reserves"))
    assert "1. E Waiting time: 400, was 440 (worse)." in said
    assert "1. I Waiting time: 410, was 440 (worse)." in said


# ------------------------------------------------------------------------------------------------ doors, queries

COMMITTEE_ONLY = ("/week", "/rounds/2026-w48", f"{ROUND}/proposal", f"{ROUND}/unplaced", f"{ROUND}/households/H1")


@pytest.mark.parametrize("actor", [corporation("C1"), municipality("GM0014"), provider("Zorg"), ADMINISTRATOR])
def test_the_desk_of_the_committee_is_closed_to_others(server: Server, actor: Actor) -> None:
    mine = reader(server, actor)
    for path in COMMITTEE_ONLY:
        page = mine.get(path, 403)
        assert "This page is not for you" in page
        assert "H1<" not in page


def test_an_auditor_looks_and_does_nothing(server: Server, house: House) -> None:
    mine, member = reader(server, AUDITOR), reader(server, CHAIR)
    page = mine.get(f"{ROUND}/proposal")
    assert ticks(page) == []
    mark = forms(mine.get("/account"))[0][1]["mark"]
    some = ticks(member.get(f"{ROUND}/proposal"))
    answer = mine.client.post(
        "/placements/decide", data={"mark": mark, "placement": some, "step": "accept", "next": "/"}
    )
    assert answer.status_code == 303
    assert set(states(house).values()) == {State.PROPOSED}
    assert mine.client.post(f"{ROUND}/runs", data={"mark": mark}).status_code == 403


def queries(house: House, mine: Reader, path: str) -> int:
    """How often the database is asked for one page."""
    count = 0

    def asked(*_: object) -> None:
        nonlocal count
        count += 1

    sa.event.listen(house.store.engine, "before_cursor_execute", asked)
    try:
        mine.get(path)
    finally:
        sa.event.remove(house.store.engine, "before_cursor_execute", asked)
    return count


QUERIES = {
    "/week": 19,
    "/rounds": 4,
    f"{ROUND}/proposal": 20,
    f"{ROUND}/unplaced": 17,
    "/placements": 14,
    "/placements/1": 25,
    "/capacity": 11,
    "/audit": 5,
    "/policies": 7,
}
"""Who it is, what is shown, and what is written down of whose file was read."""


@pytest.mark.parametrize("name", ["tiny", "shared_homes"])
def test_a_page_asks_the_database_a_fixed_small_number_of_times(store: Store, name: str) -> None:
    """The same number, whatever the size of the round."""
    house = House(store)
    house.begin(name)
    with serving(house, secure=False, second_factor=False) as server:
        mine = reader(server, CHAIR)
        found = {path: [queries(house, mine, path) for _ in range(2)][1] for path in QUERIES}
    assert found == QUERIES


def test_who_is_kept_out_decides_nothing_any_more(server: Server, house: House) -> None:
    mine = reader(server, MEMBER)
    page = mine.get(f"{ROUND}/proposal")
    access.set_active(house.office, ADMINISTRATOR, "member", active=False)
    answer = mine.fill(page, "/placements/decide", placement=ticks(page), step="accept")
    assert answer.headers["location"] == "/sign-in"
    assert set(states(house).values()) == {State.PROPOSED}


# ------------------------------------------------------------------------------------------------ swapping


def test_two_placements_are_swapped_with_what_that_costs(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    known = {one.household: one for one in placements.list_placements(house.office, CHAIR)}
    one, other = known["H1"], known["H4"]
    tick = [f"{each.id}:{each.version}" for each in (one, other)]
    wrong = mine.fill(mine.get(f"{ROUND}/proposal"), "/placements/decide")
    assert wrong.status_code == 303
    page = mine.get(f"{ROUND}/proposal")
    assert f'formaction="{ROUND}/swap"' in page
    fields = next(f for address, f in forms(page) if address == "/placements/decide")
    answer = mine.client.post(f"{ROUND}/swap", data=fields | {"placement": tick[:1]})
    assert "Tick exactly two rows" in words(mine.get(answer.headers["location"]))
    answer = mine.client.post(f"{ROUND}/swap", data=fields | {"placement": tick})
    address = answer.headers["location"]
    assert address == f"{ROUND}/swap?first=H1&second=H4"
    said = words(mine.get(address))
    found = supposing.suppose_swap(house.office, CHAIR, "2026-w48", "H1", "H4", lang="en")
    assert found.headline in said
    for part in found.parts:
        for text in part.sentences:
            assert text in said


def test_a_swap_needs_a_reason_and_counts_in_the_next_proposal(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    pairs = _swappable(house)
    at = f"{ROUND}/swap?first={pairs[0][0]}&second={pairs[1][0]}"
    page = mine.get(at)
    wrong = mine.fill(page, f"{ROUND}/swap/say")
    assert 'id="reason-wrong"' in wrong.text
    reason = re.findall(r'<option value="([a-z_]+)">', page.partition('id="reason"')[2])[0]
    page = mine.does(at, f"{ROUND}/swap/say", reason=reason)
    assert "swap in the next proposal" in words(page)
    for key, home in pairs:
        said = words(mine.get(f"{ROUND}/households/{key}"))
        assert f"Wanted by people {home}" in said
    house.run()
    _, proposal, _ = rounds.show_proposal(house.office, CHAIR, "2026-w48")
    assert set(pairs) <= {(p.household, p.unit) for p in proposal.placements}
    page = mine.get(f"{ROUND}/households/{pairs[0][0]}")
    answer = mine.fill(page, f"{ROUND}/swap", second="NOBODY")
    assert "is not in this round" in words(mine.get(answer.headers["location"], 404))


def _swappable(house: House) -> tuple[tuple[str, str], tuple[str, str]]:
    """Two households of the proposal that can swap."""
    placed = sorted(str(one.household) for one in placements.list_placements(house.office, CHAIR))
    for first in placed:
        for second in placed:
            if first < second:
                found = supposing.suppose_swap(house.office, CHAIR, "2026-w48", first, second)
                if found.lawful:
                    return found.pairs
    raise AssertionError("no two can swap")


def test_everything_of_the_committee_is_reached_from_its_pages(server: Server) -> None:
    """Pin, block, lift a rule, swap, override, run again, what changed, reserves, alternatives, pack and minutes."""
    mine = reader(server, CHAIR)
    week, proposal = mine.get("/week"), mine.get(f"{ROUND}/proposal")
    case, placement = mine.get(f"{ROUND}/households/H1"), mine.get("/placements/1")
    for where, part in (
        (week, f'action="{ROUND}/runs"'),
        (week, f'href="{ROUND}/pack"'),
        (week, f'href="{ROUND}/pack?form=xlsx"'),
        (week, f'href="{ROUND}/minutes"'),
        (week, f'href="{ROUND}/minutes?form=xlsx"'),
        (proposal, f'href="{ROUND}/reserves"'),
        (proposal, f'formaction="{ROUND}/swap"'),
        (proposal, 'value="refuse"'),
        (proposal, 'name="group"'),
        (case, 'value="pin"'),
        (case, 'value="forbid"'),
        (case, 'value="waive"'),
        (case, f'href="{ROUND}/households/H1/instead?home='),
        (placement, 'name="reason"'),
        (placement, 'id="next"'),
    ):
        assert part in where, part


@pytest.mark.parametrize(
    "said", [{"reason": ""}, {"unit": "no such key!"}, {"unit": ""}, {"verdict": "waive", "rule": ""}]
)
def test_words_that_are_not_whole_are_told_as_mistakes(server: Server, said: dict[str, str]) -> None:
    mine = reader(server, CHAIR)
    whole = {"verdict": "pin", "unit": "U3", "reason": "network"}
    answer = mine.fill(mine.get(f"{ROUND}/households/H1"), f"{ROUND}/households/H1/words", **whole | said)
    assert answer.status_code == 400, answer.text[:500]
    assert "is-wrong" in answer.text

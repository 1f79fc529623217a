"""The committee's Monday in a real browser: with a mouse, with keys alone, without JavaScript, by two at once."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from allocator.actions import placements
from allocator.domain.workflow import State
from tests.actions.offices import CHAIR, MEMBER, House
from tests.api.servers import Server
from tests.browser.axe import faults
from tests.browser.walks import sign_in

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
ROUND = "/rounds/2026-w48"
SAID = ".utrecht-alert[role=status]"
expect.set_options(timeout=30_000)


def states(house: House) -> list[State]:
    return [one.state for one in placements.list_placements(house.office, CHAIR)]


def test_from_the_week_to_decisions_and_a_new_proposal(page: Page, site: Server, house: House) -> None:
    sign_in(page, site, CHAIR)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Round 2026-w48")
    page.get_by_role("link", name="Decide").click()
    page.wait_for_url("**/proposal?is=proposed")  # whole, with its script: before that there is a button
    page.get_by_label("Municipality").select_option("Groningen")
    page.wait_for_url("**place=GM0014**")  # the filter shows at once what it gives
    page.get_by_label("Municipality").select_option("all")
    page.wait_for_url(re.compile(r"place=(&|$)"))
    page.get_by_role("link", name="H1", exact=True).click()
    expect(page.get_by_role("heading", name="Why this home")).to_be_visible()
    page.get_by_label("Key of the home").first.fill("U3")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("main")).to_contain_text("H1 could live in U3, but is proposed for U1.")
    page.get_by_role("link", name="Decide on this placement").click()
    page.get_by_role("button", name="Accept the placement").click()
    expect(page.locator(SAID)).to_contain_text("accepted by the committee")
    page.goto(f"{ROUND}/proposal")
    page.get_by_label("Tick all rows on this page").check()
    expect(page.locator("#ticked")).to_have_text("3 ticked")
    page.get_by_label("Reason").select_option(index=1)
    page.get_by_role("button", name="Refuse what is ticked").click()
    expect(page.locator(SAID)).to_contain_text("Done: Refuse, 3 placements.")
    assert sorted(states(house)).count(State.REFUSED) == 3
    page.goto("/week")
    page.get_by_role("button", name="Make a new proposal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Proposal in the making")
    expect(page.locator("#run-says")).to_have_text("Waits for a worker")
    house.work(int(page.url.rpartition("/")[2]))
    page.wait_for_url(f"**{ROUND}/proposal")  # the server tells when it is done
    expect(page.locator(SAID)).to_have_text("There is a new proposal.")
    page.get_by_role("link", name="What changed since the one before").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("From proposal 1 to proposal 2")
    assert faults(page) == []


def test_with_keys_alone(page: Page, site: Server, house: House) -> None:
    sign_in(page, site, CHAIR)
    page.goto(f"{ROUND}/proposal")
    for key in ("j", "x", "j", "x", "k", "x", "j", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("#ticked")).to_have_text("2 ticked")
    expect(page.locator("tr.here")).to_have_count(1)
    page.keyboard.press("/")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("jx")  # where one types, keys are letters
    expect(page.get_by_label("Search")).to_have_value("jx")
    expect(page.locator("#ticked")).to_have_text("2 ticked")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Shift+A")
    expect(page.locator(SAID)).to_contain_text("Done: Accept the placement, 2 placements.")
    assert states(house).count(State.ACCEPTED_BY_COMMITTEE) == 2


def test_without_javascript(browser: Browser, site: Server, house: House) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, CHAIR)
    page.goto(f"{ROUND}/proposal")
    expect(page.get_by_label("Tick all rows on this page")).to_be_hidden()
    page.get_by_label("Municipality").select_option("Oldambt")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**place=GM1895**")
    page.get_by_label("Tick H2 in U3").check()
    page.get_by_role("button", name="Accept what is ticked").click()
    expect(page.locator(SAID)).to_contain_text("Done: Accept the placement, 1 placement.")
    page.goto("/week")
    page.get_by_role("button", name="Make a new proposal").click()
    number = int(page.url.rpartition("/")[2])
    house.work(number)
    page.wait_for_url(f"**{ROUND}/proposal", timeout=60_000)  # the page asks again by itself
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    context.close()


def test_two_decide_at_once_in_two_browsers(page: Page, site: Server, house: House, browser: Browser) -> None:
    sign_in(page, site, CHAIR)
    with browser.new_context(base_url=site.address) as context:
        other = context.new_page()
        sign_in(other, site, MEMBER)
        for one in (page, other):
            one.goto(f"{ROUND}/proposal")
            one.get_by_label("Tick H1 in U1").check()
        other.get_by_label("Reason").select_option(index=1)
        other.get_by_role("button", name="Refuse what is ticked").click()
        expect(other.locator(SAID)).to_contain_text("Done: Refuse, 1 placement.")
        page.get_by_role("button", name="Accept what is ticked").click()
        expect(page.locator(SAID)).to_contain_text("Somebody was first")
    assert states(house).count(State.ACCEPTED_BY_COMMITTEE) == 0

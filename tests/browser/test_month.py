"""A corporation's month, a municipality's quarter: with keys alone, without JavaScript, on a phone; doors of others."""

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from allocator.actions import ledger, placements, region
from allocator.domain.codes import UnitStatus
from allocator.domain.workflow import State, Step
from allocator.workflow import Actor
from tests.actions.offices import ADMINISTRATOR, AUDITOR, CHAIR, House, corporation, municipality, provider
from tests.api.servers import Server
from tests.browser.keys import follow, to
from tests.browser.walks import sign_in
from tests.browser.watched import Watched

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
expect.set_options(timeout=30_000)
OURS, GRONINGEN, OLDAMBT = corporation("C1"), municipality("GM0014"), municipality("GM1895")
ROUND = "/rounds/2026-w48"
SAID = ".utrecht-alert[role=status]"


def test_a_corporation_does_its_month_with_keys_alone(page: Page, site: Server, house: House, watched: Watched) -> None:
    watched.expected.append("400")
    house.decide(1, Step.ACCEPT)
    sign_in(page, site, OURS)
    page.goto("/homes")
    follow(page, "Add a home")
    to(page, page.get_by_label("Key of the home"))
    page.keyboard.type("N-1")
    to(page, page.get_by_label("Municipality"))
    page.keyboard.type("Gron")
    to(page, page.get_by_label("Bedrooms"))
    page.keyboard.press("Control+A")
    page.keyboard.type("many")
    page.keyboard.press("Tab")
    expect(page.locator("#bedrooms-wrong")).to_be_visible()  # it checks while one types
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    expect(page.locator("#bedrooms-wrong")).to_have_text("")
    to(page, page.get_by_role("button", name="How many waiting households fit?"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="It fits fewer than five waiting households")).to_be_visible()
    to(page, page.get_by_role("button", name="Put it on the list"))
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).to_have_text("Home N-1 is on the list.")
    follow(page, "Change this home")
    to(page, page.get_by_label("Rent for rent benefit, in euros a month"))
    page.keyboard.type("640,50")
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).to_have_text("Home N-1 is changed.")
    expect(page.locator("main")).to_contain_text("€640.50")
    to(page, page.get_by_label("Reason"))
    page.keyboard.type("Sold")
    to(page, page.get_by_role("button", name="Take it off the list"))
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).to_have_text("Home N-1 is off the list.")
    assert region.show_unit(house.office, OURS, "N-1").unit.status is UnitStatus.WITHDRAWN
    follow(page, "Under way")
    follow(page, "U1")
    page.keyboard.press("Shift+A")  # the first step that can be taken
    expect(page.locator(SAID)).to_contain_text("accepted by the corporation")
    assert placements.show_placement(house.office, CHAIR, 1).seen.state is State.ACCEPTED_BY_CORPORATION


def test_a_municipality_does_its_quarter_with_keys_alone(page: Page, site: Server, house: House) -> None:
    ledger.revise_quota(house.office, CHAIR, "2026-H2", "all", 40, "covenant")
    sign_in(page, site, GRONINGEN)
    page.goto("/share")
    expect(page.get_by_role("heading", name="Groningen", exact=True)).to_be_visible()
    page.wait_for_load_state("networkidle")
    for drawing in page.locator("img.drawing").all():  # each is reached, and has its words
        assert drawing.get_attribute("alt")
        to(page, drawing.locator("xpath=.."))
    follow(page, "The ledger line by line")
    to(page, page.get_by_label("Search"))
    page.keyboard.type("quota")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=quota**")
    page.go_back()
    page.go_back()
    follow(page, "Exchanges")
    to(page, page.get_by_label("We take over part of the task of the other municipality"), radio=True)
    to(page, page.get_by_label("With which municipality"))
    page.keyboard.type("Old")
    to(page, page.get_by_label("How many"))
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).to_contain_text("Proposed.")
    (asked,) = ledger.list_transfers(house.office, OLDAMBT)
    assert (asked.giver, asked.taker, asked.amount) == ("GM1895", "GM0014", 2)
    follow(page, "Region monitor")
    expect(page.locator("main")).to_contain_text("No figures were published yet")


def test_without_javascript_a_home_is_offered_and_an_exchange_agreed(
    browser: Browser, site: Server, house: House
) -> None:
    with browser.new_context(base_url=site.address, java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, site, OURS)
        page.goto("/homes/new")
        page.get_by_label("Key of the home").fill("N-2")
        page.get_by_label("Municipality").select_option("Groningen")
        page.get_by_label("Bedrooms").fill("many")
        page.get_by_role("button", name="Put it on the list").click()
        page.get_by_role("link", name="This is not a whole number").click()
        expect(page.get_by_label("Bedrooms")).to_be_focused()
        page.get_by_label("Bedrooms").fill("2")
        page.get_by_role("button", name="Put it on the list").click()
        expect(page.locator(SAID)).to_have_text("Home N-2 is on the list.")
        ledger.revise_quota(house.office, CHAIR, "2026-H2", "all", 40, "covenant")
        which = ledger.Ledger("2026-H2")
        ledger.ask_transfer(house.office, OLDAMBT, which, giver="GM1895", taker="GM0014", amount=1)
        context.clear_cookies()
        sign_in(page, site, GRONINGEN)
        page.goto("/share/exchanges")
        page.get_by_role("button", name="Agree").click()
        expect(page.locator(SAID)).to_contain_text("Agreed")


def test_on_a_phone_a_selection_is_decided(browser: Browser, site: Server, house: House) -> None:
    phone: ViewportSize = {"width": 390, "height": 800}
    with browser.new_context(base_url=site.address, viewport=phone, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        sign_in(page, site, CHAIR)
        page.goto("/week")
        page.get_by_role("link", name="Decide").tap()
        page.get_by_label("Tick H1 in U1").tap()
        page.get_by_role("button", name="Accept what is ticked").tap()
        expect(page.locator(SAID)).to_contain_text("Done: Accept the placement, 1 placement.")


def test_nothing_moves_for_who_does_not_want_that(browser: Browser, site: Server) -> None:
    with browser.new_context(base_url=site.address, reduced_motion="reduce") as context:
        page = context.new_page()
        sign_in(page, site, CHAIR)
        for path in ("/week", f"{ROUND}/proposal", "/share"):
            page.goto(path)
            moving = page.evaluate(
                """() => [...document.querySelectorAll('*')].filter(one => {
                    const style = getComputedStyle(one);
                    return style.animationName !== 'none' || style.scrollBehavior === 'smooth'
                        || style.transitionDuration.split(',').some(each => parseFloat(each) > 0 )
                        && style.transitionProperty !== 'none';
                }).map(one => one.className)"""
            )
            assert moving == [], path


FORBIDDEN = {
    OURS: (
        "/week",
        f"{ROUND}/proposal",
        f"{ROUND}/households/H1",
        "/share",
        "/share/lines.csv",
        "/users",
        "/homes/U3",
    ),
    GRONINGEN: ("/week", f"{ROUND}/unplaced", f"{ROUND}/minutes", "/homes/new", "/homes/again", "/capacity", "/users"),
    provider("Zorg"): ("/week", f"{ROUND}/proposal", "/share", "/homes", "/homes/new", "/wanted", "/users"),
    AUDITOR: ("/homes/new", "/homes/upload"),
    ADMINISTRATOR: ("/week", f"{ROUND}/households/H1", "/placements", "/share", "/homes", "/wanted"),
    CHAIR: ("/homes/new", "/homes/again", "/users"),
}
"""For each role doors that stay shut: of another role, or of another organisation."""


@pytest.mark.parametrize("actor", FORBIDDEN, ids=lambda actor: str(actor.role.value))
def test_doors_of_others_stay_shut(page: Page, site: Server, watched: Watched, actor: Actor) -> None:
    watched.expected += ["403", "404"]
    sign_in(page, site, actor)
    menu = [one.get_attribute("href") for one in page.locator("nav.menu a").all()]
    for path in FORBIDDEN[actor]:
        answer = page.request.get(path) if path.endswith(".csv") else page.goto(path)
        assert answer is not None
        assert answer.status in (403, 404), (actor.role, path, answer.status)
        assert path not in menu
        if not path.endswith(".csv"):
            expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("is not for you|is not here"))
            assert not re.search(r"\bH1\b", page.locator("main").inner_text())
    for entry in menu:
        answer = page.goto(str(entry))
        assert answer is not None
        assert answer.status in (200, 202), (actor.role, entry)  # 202: it is being worked out

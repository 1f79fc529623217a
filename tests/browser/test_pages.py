"""Every page, in every role that may open it, in both languages: for everybody, at every size, with a keyboard."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from allocator.actions import ledger, monitor, rounds
from allocator.domain.provenance import Provenance, versions
from allocator.monitor import release
from allocator.workflow import Actor
from tests.actions.offices import ADMINISTRATOR, AUDITOR, CHAIR, House, corporation, municipality, provider
from tests.api.servers import Server
from tests.browser.walks import sign_in, sound
from tests.browser.watched import Watched
from tests.monitor.samples import by_chance

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
expect.set_options(timeout=30_000)
OPEN = ("/sign-in", "/sign-in/first", "/accessibility", "/nowhere")
"""Pages for who is not signed in."""
OWN = ("/account",)
"""Pages for everybody who is."""
ROUND = "/rounds/2026-w48"
SHARE = ("/share", "/share/lines", "/monitor", "/share/exchanges")
HOMES = ("/homes/U1/edit", "/homes/again", "/wanted")
WORK = ("/placements", "/placements/1")
DESK = (
    "/week",
    "/rounds",
    f"{ROUND}/proposal",
    f"{ROUND}/proposal?group=place&sort=-waited",
    f"{ROUND}/unplaced",
    f"{ROUND}/households/H1",
    f"{ROUND}/households/H5?home=U1",
    f"{ROUND}/households/H1/instead?home=U3",
    f"{ROUND}/households/H3/change",
    f"{ROUND}/reserves",
    f"{ROUND}/difference?before=1&after=2",
    f"{ROUND}/swap?first=H1&second=H4",
    *WORK,
    *SHARE[:3],
)
SUPPORT = ("/capacity", "/capacity/S1", "/capacity/new", "/capacity/S1/change")
STUDIES = ("/studies", "/studies/new")
POLICY = (
    "/policies",
    "/policies/tiny-1",
    "/policies/new?from=tiny-1",
    "/policies/text?from=tiny-1",
    "/policies/tiny-1/effect",
    "/policies/tiny-1/effect?rounds=1",
)
TRAIL = ("/audit", "/audit?who=chair&first=2026-11-01", "/audit/readings?household=H1", "/audit/chain")
PAGES: dict[Actor, tuple[str, ...]] = {
    CHAIR: (*OWN, *DESK, *POLICY, *STUDIES),
    corporation("C1"): (*OWN, *WORK, "/homes", "/homes/new", "/homes/upload", "/homes/U1", "/homes/U1/fit", *HOMES),
    municipality("GM0014"): (*OWN, "/placements", *SHARE, "/studies"),
    provider("Voorbeeldzorg"): (*OWN, "/placements", *SUPPORT),
    AUDITOR: (*TRAIL, "/week", f"{ROUND}/proposal", "/placements/1"),
    ADMINISTRATOR: (*OWN, "/users", "/users/chair", "/organisations", "/tokens", "/keeping", "/audit/chain", *STUDIES),
}


def filled(house: House) -> int:
    """Quotas, a second proposal, published figures, and a run that waits: what makes pages full. Gives that run."""
    ledger.revise_quota(house.office, CHAIR, "2026-H2", "all", 40, "covenant")
    house.work(rounds.ask_run(house.office, CHAIR, "2026-w48").id)
    made = Provenance(kind="monitor", as_of=date(2026, 3, 29), settings={"earlier": ""}, versions=versions())
    monitor.publish_figures(house.office, CHAIR, monitor.Draft(release(by_chance("2026-Q1", 5, people=90)), made))
    return rounds.ask_run(house.office, CHAIR, "2026-w48").id


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_page_is_for_everybody(page: Page, site: Server, watched: Watched, lang: str) -> None:
    watched.expected.append("404")
    run = filled(site.house)
    page.goto(f"/language?to={lang}&next=/sign-in")
    found = [fault for path in OPEN for fault in sound(page, path)]
    for actor, paths in PAGES.items():
        page.context.clear_cookies()
        sign_in(page, site, actor, lang)
        found += [f"{actor.role}: {fault}" for path in paths for fault in sound(page, path)]
        if actor is CHAIR:
            found += sound(page, f"/runs/{run}")
    assert found == []


def test_with_a_keyboard_one_comes_in_and_sets_a_password(page: Page, site: Server, watched: Watched) -> None:
    watched.expected.append("400")
    key = site.token_of(CHAIR)
    page.goto("/language?to=en&next=/sign-in/first")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    expect(page.get_by_role("link", name="To the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Your key")).to_be_focused()
    page.keyboard.type("a wrong one")
    page.keyboard.press("Enter")
    expect(page.locator("#faults")).to_be_focused()  # the mistakes come first, and lead to their fields
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your key")).to_be_focused()
    page.keyboard.type(key)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account")
    page.get_by_label("New password", exact=True).focus()
    page.keyboard.type("drie paarse olifanten")
    page.keyboard.press("Tab")
    page.keyboard.type("drie paarse olifanten")
    page.keyboard.press("Enter")
    expect(page.locator(".utrecht-alert[role=status]")).to_have_text("Your password is set.")

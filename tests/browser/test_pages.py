"""Every page, in every role that may open it, in both languages: for everybody, at every size, with a keyboard."""

import pytest
from playwright.sync_api import Page, expect

from allocator.domain.workflow import Role
from tests.actions.offices import CHAIR
from tests.api.pages.filled import filled
from tests.api.pages.visits import VISITS, Visit
from tests.api.servers import ROLES, Server
from tests.browser.walks import NOWHERE, looks, sign_in, sound
from tests.browser.watched import Watched

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
expect.set_options(timeout=30_000)
FACTOR = "document.querySelector('form[action=\"/account/factor\"]').requestSubmit()"
SPOIL = """() => {
    document.documentElement.removeAttribute('lang');
    document.querySelector('main').insertAdjacentHTML('beforeend', `<h1>Twice</h1><img><input name="no">
        <p class="spoilt">Pale</p><p class="spoilt">Paler</p><p class="spoilt">Wide</p>`);
    const spoilt = [...document.querySelectorAll('.spoilt')];
    for (const [place, color] of ['#ccc', '#ddd'].entries())
        spoilt[place].style.color = color;
    spoilt[2].style.width = '2000px';
}"""
"""What makes a page wrong in ways that must be seen."""
LIKE = {Role.COMMITTEE_MEMBER: Role.COMMITTEE_CHAIR}
"""A role whose pages differ from those of another only in the name above them; only the long run visits them too."""

LATER = {(role, "en") for role in ROLES if role is not Role.COMMITTEE_CHAIR}
"""What only the long run visits: pages in English of whose templates the chair has most."""


def visits_of(role: Role) -> list[Visit]:
    return [visit for visit in VISITS if role in visit.roles]


def test_what_is_wrong_with_a_page_is_seen(page: Page, site: Server) -> None:
    page.goto("/sign-in")
    assert looks(page, "/sign-in") == []
    page.evaluate(SPOIL)
    seen = looks(page, "/sign-in")
    for fault in ("html-has-lang", "image-alt", "color-contrast", "label", "wide", "not one heading"):
        assert any(fault in one for one in seen), (fault, seen)
    assert sum("color-contrast" in one for one in seen) == 2  # every element is named, not only the first


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_pages_for_nobody_yet_are_for_everybody(page: Page, site: Server, watched: Watched, lang: str) -> None:
    watched.expected.append("404")
    page.goto(f"/language?to={lang}&next=/sign-in")
    paths = (NOWHERE, *(visit.route for visit in VISITS if not visit.roles))
    assert [fault for path in paths for fault in sound(page, path)] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "lang"),
    [
        pytest.param(role, lang, marks=[pytest.mark.soak] if role in LIKE or (role, lang) in LATER else [])
        for role in ROLES
        for lang in ("nl", "en")
    ],
)
def test_every_page_is_for_everybody(page: Page, site: Server, role: Role, lang: str) -> None:
    sample = filled(site.house)
    sign_in(page, site, sample.actor(role), lang)
    found = [fault for visit in visits_of(role) for fault in sound(page, visit.address(sample))]
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_of_a_second_factor_is_for_everybody(page: Page, site: Server, lang: str) -> None:
    sign_in(page, site, CHAIR, lang)
    for name in ("password", "again"):
        page.locator(f"#{name}").fill("drie paarse olifanten")
    page.locator("#again").press("Enter")
    expect(page.locator(".utrecht-alert[role=status]")).to_be_visible()
    page.evaluate(FACTOR)
    page.wait_for_url("**/account/factor")
    expect(page.locator(".secret")).to_be_visible()
    assert looks(page, "/account/factor") == []


@pytest.mark.slow
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

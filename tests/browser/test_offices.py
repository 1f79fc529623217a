"""Auditor, administrator and the policy in a real browser: each does what its pages are for."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from allocator.actions import policies
from tests.actions.offices import ADMINISTRATOR, AUDITOR, CHAIR, House
from tests.api.servers import Server
from tests.browser.axe import faults
from tests.browser.walks import sign_in
from tests.browser.watched import Watched

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
SAID = ".utrecht-alert[role=status]"
expect.set_options(timeout=30_000)


def test_an_administrator_lets_somebody_in_and_an_auditor_sees_it(
    page: Page, site: Server, watched: Watched, browser: Browser
) -> None:
    watched.expected.append("400")
    sign_in(page, site, ADMINISTRATOR)
    page.goto("/users")
    page.get_by_label("User name").fill("new-member")
    page.get_by_label("Role").last.select_option("corporation")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#faults")).to_be_focused()  # a corporation needs an organisation
    assert faults(page) == []
    page.get_by_label("Role").last.select_option("committee_member")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(SAID)).to_contain_text("new-member is added.")
    page.get_by_role("button", name="Make the token").click()
    key = page.locator(".secret").inner_text()
    assert faults(page) == []
    with browser.new_context(base_url=site.address, java_script_enabled=False) as context:
        other = context.new_page()
        other.goto("/language?to=en&next=/sign-in/first")
        other.get_by_label("Your key").fill(key)
        other.get_by_role("button").last.click()
        other.wait_for_url("**/account")
        sign_in(other, site, AUDITOR)
        other.goto("/audit")
        other.get_by_label("What was done").select_option("access.add_user")
        other.get_by_role("button", name="Search").click()
        expect(other.locator("#rows")).to_contain_text("new-member")
        other.goto("/audit/chain")
        other.get_by_role("button", name="Check it now").click()
        expect(other.locator(SAID)).to_contain_text("Yes: all")


def test_a_policy_is_written_looked_at_and_approved(page: Page, site: Server, house: House) -> None:
    sign_in(page, site, CHAIR)
    page.goto("/policies")
    page.get_by_role("link", name="New version").click()
    page.get_by_role("textbox", name="Version").fill("tiny-2")
    page.get_by_label("In force from").fill("2026-11-01")
    page.get_by_label("Days after which somebody waits too long").fill("60")
    page.get_by_role("button", name="Further").click()
    expect(page.locator("#changes")).to_contain_text("Version tiny-2 is right")
    source = page.get_by_label("The text, in TOML")
    source.fill(source.input_value() + "\n[rules.R-301]\non = false\n")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.locator("main")).to_contain_text("R-301 Accessible enough: holds")
    assert faults(page) == []
    page.get_by_role("button", name="Add it as a draft").click()
    expect(page.locator(SAID)).to_contain_text("added as a draft")
    page.get_by_role("link", name="Effect on the last rounds").first.click()
    page.get_by_role("button", name="Work it out").click()
    page.wait_for_url(re.compile("rounds=4"))
    expect(page.locator(".tile").first).to_contain_text("lose their home")
    expect(page.get_by_role("row", name=re.compile("^H6 Loses its home"))).to_be_visible()
    page.get_by_role("link", name="Back to this version").click()
    page.get_by_role("button", name="Approve it").click()
    expect(page.locator(SAID)).to_contain_text("Policy tiny-2 is approved.")
    assert policies.show_policy(house.office, CHAIR)[0].version == "tiny-2"

"""The page on which the API is tried by hand: all from this server, and it works."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.actions.offices import CHAIR
from tests.api.servers import Server
from tests.browser.watched import Watched

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def test_an_operation_is_tried_with_a_token(page: Page, watched: Watched, site: Server) -> None:
    page.goto("/v1/docs")
    expect(page.get_by_role("heading", name=re.compile("^Allocator"))).to_be_visible()
    page.get_by_role("button", name="Authorize").click()
    window = page.locator(".modal-ux")
    window.locator("input").fill(site.token_of(CHAIR))
    window.get_by_role("button", name="Apply credentials").click()
    window.get_by_role("button", name="Close").last.click()
    page.locator("#operations-tag-municipalities").click()
    operation = page.locator("[id$=ListMunicipalities]")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    answer = operation.locator(".live-responses-table")
    expect(answer.locator("tbody .response-col_status")).to_contain_text("200")
    expect(answer.locator("tbody .response-col_description").first).to_contain_text("GM0014")
    paths = [one.split(site.address)[1] for one in watched.asked]
    assert {"/v1/docs", "/v1/openapi.json", "/v1/docs/swagger-ui-bundle.js"} <= set(paths)
    assert paths[-1].startswith("/v1/municipalities")


def test_the_page_would_be_told_when_it_asks_elsewhere_or_runs_what_was_slipped_in(
    watched: Watched, site: Server
) -> None:
    """What the fixture looks for is seen, and the policy of the page stops it."""
    watched.page.goto("/v1/docs")
    script = """async () => {
        document.body.insertAdjacentHTML("beforeend", "<b style='color: red' onclick='window.slipped = 1'>x</b>")
        document.body.lastElementChild.click()
        try { await fetch("https://elsewhere.example/x") } catch (error) { return [String(error), window.slipped] }
    }"""
    assert watched.page.evaluate(script) == ["TypeError: Failed to fetch", None]
    told = " ".join(watched.complaints)
    for broken in ("inline style violates", "inline event handler violates", "Content Security Policy"):
        assert broken in told, told
    watched.page.goto("about:blank")
    watched.page.evaluate("fetch('https://elsewhere.example/x').catch(() => 0)")
    assert watched.elsewhere == ["GET https://elsewhere.example/x"]

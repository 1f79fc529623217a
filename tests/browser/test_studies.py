"""A simulation in a real browser: asked in a form, followed without touching anything, read by everybody."""

import threading
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from allocator.actions import policies, studies
from allocator.actions.researcher import Researcher
from allocator.domain.study import StudyAsked, What
from tests.actions.offices import CHAIR, MEMBER, House, municipality
from tests.api.servers import Server
from tests.browser.walks import sign_in, sound
from tests.simulate.worlds import FOLDER, rules, small_text

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def test_a_simulation_is_followed_and_its_report_is_for_everybody(
    page: Page, site: Server, house: House, tmp_path: Path
) -> None:
    policies.add_policy(house.office, MEMBER, (FOLDER / "policy.toml").read_text(encoding="utf-8"))
    scenario = tmp_path / "scenario.toml"
    scenario.write_text(small_text(), encoding="utf-8")
    sign_in(page, site, CHAIR)
    page.goto("/studies/new")
    page.get_by_label("Weeks", exact=True).fill("3")
    page.get_by_label("Worlds", exact=True).fill("2")
    page.locator("#version").select_option(rules().version)
    page.locator("#scenario").set_input_files(scenario)
    page.get_by_role("button", name="Simulate").click()
    expect(page.locator("#study-says")).to_have_text("Waits for a worker")
    assert sound(page, page.url.removeprefix(site.address)) == []
    worker = threading.Thread(target=Researcher(house.office, looks=0.1).once)
    worker.start()
    page.wait_for_url("**/studies/results/*")
    worker.join()
    report = page.url.removeprefix(site.address)
    expect(page.locator("main img.drawing")).to_have_count(3)
    for drawing in page.locator("main img.drawing").all():
        drawing.scroll_into_view_if_needed()
        expect(drawing).to_have_js_property("complete", True)
    assert page.evaluate("[...document.images].every(i => i.naturalWidth > 0)")
    number = studies.ask_study(house.office, CHAIR, StudyAsked(kind=What.BALANCE, about="2026-w48", points=4)).id
    balance = Researcher(house.office).once(number)
    assert balance is not None
    paths = (report, f"/studies/results/{balance.result}", "/studies")
    found = [fault for path in paths for fault in sound(page, path)]
    page.context.clear_cookies()
    sign_in(page, site, municipality("GM0014"), "nl")
    assert found + [fault for path in paths for fault in sound(page, path)] == []

"""The report as a browser shows it: for everybody, on a screen and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from allocator.domain.sentence import Audience
from allocator.intake import read_case
from allocator.reports.html import report
from allocator.run import run_match
from tests.browser.walks import SIZES, looks

TINY = Path(__file__).parents[2] / "fixtures" / "tiny"
WIDE = "[...document.querySelectorAll('table.cards')].filter(t => t.scrollWidth > innerWidth).length"


def below(page: Page) -> bool:
    """Whether the numbers of an aim stand below its heading, instead of beside it."""
    aim = page.locator("#aims tbody tr").first
    heading, number = (aim.locator(part).first.bounding_box() for part in ("th", "td"))
    assert heading is not None
    assert number is not None
    return number["y"] >= heading["y"] + heading["height"]


@pytest.mark.parametrize("audience", [Audience.COMMITTEE, Audience.PUBLIC])
def test_a_report_is_for_everybody(browser: Browser, audience: Audience) -> None:
    round_ = read_case(TINY).round
    page = browser.new_page()
    page.set_content(report(round_, run_match(round_).proposal, "nl", audience))
    assert looks(page, audience.value) == []
    assert page.viewport_size == dict(zip(("width", "height"), SIZES["phone"], strict=True))
    assert page.evaluate(WIDE) == 0
    if audience is Audience.COMMITTEE:  # each aim is a card: its heading stands above its numbers
        assert below(page)
        page.emulate_media(media="print")  # paper may be hardly wider, and gets a table
        assert not below(page)
    page.close()

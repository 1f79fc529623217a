"""A real browser before a real server, for every test of pages.

``browser`` is Chromium, without a window; ``site`` is the small case behind a server process; ``page`` is an empty page
of that browser, which at the end has asked nothing of any other server and has nothing to complain of.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from allocator.store import Store, soundness
from tests.actions.offices import House
from tests.api.processes import processes
from tests.api.servers import Server
from tests.browser.watched import Watched
from tests.databases import Snapshots

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium on PATH: tests with a browser are left out; on Debian: apt-get install chromium"


@pytest.fixture(scope="module")  # while it is open, this thread has an event loop, which others would stumble over
def browser() -> Iterator[Browser]:
    """Chromium of this machine."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


@pytest.fixture
def house(store: Store, url: str, snapshots: Snapshots) -> House:
    found = House(store, url=url, snapshots=snapshots)
    found.begin("tiny")
    return found


@pytest.fixture
def site(browser: Browser, house: House) -> Iterator[Server]:
    """The small case, its round run, behind a server process (which without a browser is not started)."""
    house.clock.now = datetime.now(UTC)  # by which the process goes
    with processes(house.url, 1) as (process,):
        yield Server(process.address, house)
    with house.store.reading() as work:
        assert soundness.broken(work) == []


@pytest.fixture
def watched(browser: Browser, site: Server) -> Iterator[Watched]:
    """A page with all that it asked and complained of, to be looked at within a test."""
    context = browser.new_context(base_url=site.address, locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    found = Watched(context.new_page(), site.address)
    yield found
    context.close()


@pytest.fixture
def page(watched: Watched) -> Iterator[Page]:
    """A page; when the test is done it asked nothing of any other server, and nothing on it was wrong."""
    yield watched.page
    assert watched.elsewhere == []
    assert watched.complaints == []

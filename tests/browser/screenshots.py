"""``python -m tests.browser.screenshots``: a picture of every page in every role, to look at with one's own eyes.

They go to ``screenshots/``, which is never committed: a folder for each language and role, a file for each page and
size. Somebody looks at them before a version goes out (``make screenshots``).
The history behind them is that of the benchmark of pages; ``--weeks 260 --households 600 --units 60`` is its own.
"""

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from allocator.api import aside
from allocator.domain.workflow import Role
from tests.api.pages.visits import VISITS, Sample
from tests.api.servers import ROLES, Server, serving
from tests.benchmarks.history import lengthen, monday
from tests.browser.conftest import MISSING, NAMES
from tests.browser.walks import NOWHERE, sign_in

FOLDER = Path(__file__).parents[2] / "screenshots"
SIZES = {"laptop": (1366, 768), "phone": (360, 740)}
PATIENCE = 120_000
"""Milliseconds that a page may take until what is worked out beside it is there."""


def main() -> int:
    """Take them."""
    asked, found = _arguments(), next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        print(MISSING, file=sys.stderr)
        return 1
    size = (asked.households, asked.units)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pages.db"
        shutil.copyfile(lengthen(*size, asked.weeks), file)
        with (
            monday(file, *size) as (house, sample),
            serving(house, secure=False, second_factor=False, patience=aside.PATIENCE) as server,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
            count = sum(1 for lang in asked.lang for _ in _pictures(browser, server, sample, lang, asked.only))
            browser.close()
    print(f"{count} in {FOLDER}")
    return 0


def _pictures(browser: Browser, server: Server, sample: Sample, lang: str, only: str) -> Iterator[Path]:
    for role in (None, *ROLES):
        with _page(browser, server, lang) as page:
            if role is None:
                page.goto(f"/language?to={lang}&next=/sign-in")
            else:
                sign_in(page, server, sample.actor(role), lang)
            for address in _addresses(role, sample):
                if re.search(only, f"{role or 'nobody'} {address}"):
                    yield from _taken(page, address, FOLDER / f"{lang}-{role or 'nobody'}")


def _addresses(role: Role | None, sample: Sample) -> list[str]:
    here = [visit.address(sample) for visit in VISITS if (role in visit.roles if role else not visit.roles)]
    return [*here, NOWHERE]


def _taken(page: Page, address: str, folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[0-9a-f]{64}", "result", address.lower())).strip("-")
    page.goto(address)
    page.locator("#being-worked-out").wait_for(state="detached", timeout=PATIENCE)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        file = folder / f"{name}-{size}.png"
        page.screenshot(path=file, full_page=True)
        yield file


@contextmanager
def _page(browser: Browser, server: Server, lang: str) -> Iterator[Page]:
    context = browser.new_context(base_url=server.address, locale="nl-NL" if lang == "nl" else "en-GB")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    parser.add_argument("--weeks", type=int, default=8, help="weeks of history")
    parser.add_argument("--households", type=int, default=60, help="who waits each week")
    parser.add_argument("--units", type=int, default=12, help="homes each week")
    parser.add_argument("--lang", nargs="+", default=["nl", "en"], choices=["nl", "en"], help="languages")
    parser.add_argument("--only", default="", help="only where role and address match this")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

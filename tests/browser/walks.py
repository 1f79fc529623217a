"""Ways through the pages that tests take: signing in, and what must be true of any page on the way."""

from playwright.sync_api import Page

from allocator.workflow import Actor
from tests.api.servers import Server
from tests.browser import axe

NOWHERE = "/nowhere"
"""A page that is not there, on purpose."""
SIZES = {"wide": (1280, 900), "phone": (320, 640)}
"""The second one is what 1280 wide becomes when enlarged to 400 % (WCAG 1.4.10)."""


def sign_in(page: Page, site: Server, actor: Actor, lang: str = "en") -> None:
    """Come in with a key, as for the first time."""
    page.goto(f"/language?to={lang}&next=/sign-in/first")
    page.locator("#key").fill(site.token_of(actor))
    page.locator("#key").press("Enter")
    page.wait_for_url("**/account")


def sound(page: Page, path: str) -> list[str]:
    """What is wrong with a page for who sees, hears or handles it otherwise; at both sizes."""
    answer = page.goto(path)
    page.locator("#being-worked-out").wait_for(state="detached")
    failed = answer is None or (answer.status >= 400 and path != NOWHERE)
    return [*([f"{path}: {answer.status if answer else 'nothing'}"] if failed else []), *looks(page, path)]


def looks(page: Page, path: str) -> list[str]:
    """The same of the page that stands there now."""
    dutch, found = page.locator("html").get_attribute("lang") == "nl", []
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if name == "wide" or dutch:  # small, one language shows what the layout does
            found += [f"{path} {name}: {fault}" for fault in axe.faults(page)]
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{path} {name}: {wide} wide")
        if page.locator("h1").count() != 1:
            found.append(f"{path} {name}: not one heading of the first level")
    return found

"""Going through a page with the keyboard alone."""

from playwright.sync_api import Locator, Page, expect

MOST = 200
"""Times Tab is pressed before one gives up: nobody wants more."""
LEAST = 2
"""Pixels of the line around what has the focus (WCAG 2.4.13)."""


def to(page: Page, target: Locator, *, radio: bool = False) -> None:
    """Press Tab until something has the focus, and see that it shows; a radio button is reached with an arrow.

    Raises:
        AssertionError: when it is not reached, or its focus cannot be seen.
    """
    wanted = target.first
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if radio and page.evaluate("document.activeElement.type === 'radio'"):
            page.keyboard.press("ArrowDown")
        if wanted.evaluate("one => one === document.activeElement"):
            break
    else:
        raise AssertionError(f"{target} is not reached with the keyboard")
    wide = wanted.evaluate("one => parseFloat(getComputedStyle(one).outlineWidth)")
    assert wide >= LEAST, f"the focus on {target} is {wide} pixels wide"
    expect(wanted).to_be_in_viewport()


def follow(page: Page, name: str) -> None:
    """Go to a link by its words, and follow it."""
    to(page, page.get_by_role("link", name=name, exact=True))
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda now: now != before)

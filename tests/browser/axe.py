"""What axe-core finds wrong with a page."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": TAGS, "resultTypes": ["violations"], "selectors": False}
"""Without a word on what is right, and on where it stands: four times as quick, with the same faults."""


def faults(page: Page) -> list[str]:
    """One line for each rule that an element breaks; WCAG 2.2 up to AA, and what axe calls good practice."""
    if page.evaluate("!window.axe"):
        page.evaluate(AXE)  # as a debugger would: the policy of the page lets in no script of others
    found = page.evaluate("options => axe.run(document, options).then(found => found.violations)", OPTIONS)
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]

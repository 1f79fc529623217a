"""Reports on pages: the same blocks as on paper, each chart as a picture with its table under it."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from fastapi import Request

from allocator.api.pages.visitor import Visitor
from allocator.domain.refusal import NotFound
from allocator.locale import N_
from allocator.reports.columns import told
from allocator.reports.document import Chart, Document, origin

MOST = 12
"""Reports that are kept drawn: to draw one takes a second, and a page asks for each of its pictures by itself."""


class Shelf:
    """Reports that were drawn, by what they were made of and their language; who may read one was asked before."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], Document] = OrderedDict()

    def take(self, key: str, lang: str, make: Callable[[], Document]) -> Document:
        """A report; it is made when it is not here yet."""
        found = self._kept.pop((key, lang), None) or make()
        self._kept[key, lang] = found
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return found


def shelf_of(request: Request) -> Shelf:
    """The shelf of this server."""
    found: Shelf = request.app.state.shelf
    return found


def shown(visitor: Visitor, document: Document) -> dict[str, Any]:
    """What the template ``document.html`` needs to show a report."""
    return {
        "d": document,
        "origin": origin(document.provenance, visitor.tongue),
        "kind_of": lambda block: type(block).__name__,
        "told": lambda table: told(table, visitor.tongue),
    }


def picture(document: Document, number: int) -> str:
    """The drawing of a chart, by its place among the blocks.

    Raises:
        NotFound: when there is no chart.
    """
    block = document.blocks[number] if 0 <= number < len(document.blocks) else None
    if not isinstance(block, Chart):
        raise NotFound("no_chart", N_("There is nothing at this address."))
    return block.drawn.svg

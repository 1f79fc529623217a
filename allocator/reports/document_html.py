"""A report as one page of HTML that needs nothing from elsewhere."""

from allocator.reports.document import Document, Heading, origin
from allocator.reports.html import css, pages
from allocator.reports.plots.telling import plain
from allocator.reports.table import Cell
from allocator.reports.words import Tongue


def as_html(document: Document) -> str:
    """The page as text; equal documents give equal text."""
    tongue = Tongue(document.lang)
    sections = [
        (f"part-{n}", block.text)
        for n, block in enumerate(document.blocks)
        if isinstance(block, Heading) and block.level == 2
    ]
    return (
        pages()
        .get_template("document.html")
        .render(
            _=tongue,
            t=tongue,
            lang=document.lang,
            css=css(),
            d=document,
            sections=sections,
            origin=origin(document.provenance, tongue),
            kind_of=lambda block: type(block).__name__,
            said=lambda cell: plain(cell, tongue),
            numeric=numeric,
        )
        + "\n"
    )


def numeric(cell: Cell) -> bool:
    """Whether a cell stands to the right of its column."""
    return cell is not None and not isinstance(cell, str | bool)

"""A report as one page of HTML that needs nothing from elsewhere."""

from allocator.reports.columns import told
from allocator.reports.document import SHORT, Document, Heading, origin
from allocator.reports.html import css, pages
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
            SHORT=SHORT,
            told=lambda table: told(table, tongue),
        )
        + "\n"
    )

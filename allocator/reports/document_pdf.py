"""A report on paper: PDF/A-2a and PDF/UA-1 (tagged, with text alternatives) by typst, with the letters it brings along.

What people wrote reaches the page as data, never as source: ``sys.inputs`` is read as JSON and its strings are shown,
not evaluated. Characters without a letter in those fonts become a box, as a document that may be read aloud can hold
nothing that is not shown.
"""

import json
import re
import unicodedata
from datetime import UTC, datetime, time
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import typst

from allocator.reports.columns import told
from allocator.reports.document import (  # fmt: skip
    SHORT,
    Chart,
    Document,
    Facts,
    Form,
    Grid,
    Heading,
    Items,
    NewPage,
    Tiles,
    Words,
    origin,
)
from allocator.reports.plots.letters import FONT, clean
from allocator.reports.table import Table
from allocator.reports.words import Tongue

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
LETTERS = "Libertinus Serif"
BOX = "\u25a1"
POINTS = 0.72
"""A pixel of a drawing in points."""

LONGEST = 60
"""Letters of a column that at most count for its share of the page."""

FOLDED = 24
"""Longer tables of two or three columns are set in groups side by side."""

SHOWN = (
    (0x09, 0x0A), (0x20, 0x7E), (0xA0, 0x377), (0x38E, 0x3A1), (0x3A3, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2027),
    (0x2030, 0x203F), (0x20A0, 0x20BF), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A1, 0x25A1),
)  # fmt: skip
"""First and last of the characters for which the fonts in typst have a letter (tests/reports/test_document_pdf.py)."""
_UNKNOWN = re.compile(f"[^{''.join(f'{re.escape(chr(a))}-{re.escape(chr(b))}' for a, b in SHOWN)}]")


def as_pdf(document: Document) -> bytes:
    """The report as PDF; equal documents give equal bytes.

    Raises:
        typst.TypstError: never for what people wrote; when it does happen, a template is wrong.
    """
    tongue = Tongue(document.lang)
    data = {
        "title": document.title,
        "kind": document.kind,
        "lead": document.lead,
        "lang": document.lang,
        "wide": document.wide,
        "page": tongue("page {n} of {all}", n="#", all="##").partition("##")[0].split("#"),
        "blocks": _without_echo([made for block in document.blocks for made in _block(block, tongue)]),
        "origin": _facts(origin(document.provenance, tongue)),
    }
    return typeset("document.typ", data, datetime.combine(document.provenance.as_of, time(12), UTC))


def typeset(template: str, data: Any, made: datetime) -> bytes:
    """Typeset data with a template of ours.

    Args:
        template: its file name in ``templates``.
        data: JSON; every text in it is shown as it is.
        made: the moment that the file says it was made: of the data, not of the clock.
    """
    result = typst.compile(
        str(_folder() / template),
        root=str(_folder()),
        sys_inputs={"data": json.dumps(_showable(data))},
        ignore_system_fonts=True,
        pdf_standards=list(STANDARDS),
        timestamp=int(made.timestamp()),
    )
    if not isinstance(result, bytes):
        raise TypeError("typst gave several pages instead of one file")
    return result


@cache
def _folder() -> Path:
    """Where the templates stand: beside this module, also when the program is installed."""
    return Path(str(resources.files("allocator.reports") / "templates"))


def showable(text: str) -> str:
    """Text in letters that the fonts have; accents are taken off where only that helps, else a box stands for it."""
    return _UNKNOWN.sub(_nearest, clean(text))


def _nearest(found: re.Match[str]) -> str:
    plainer = unicodedata.normalize("NFKD", found[0])
    return plainer if plainer != found[0] and not _UNKNOWN.search(plainer) else BOX


def _showable(data: Any) -> Any:
    match data:
        case str():
            return showable(data)
        case dict():
            return {key: _showable(value) for key, value in data.items()}
        case list() | tuple():
            return [_showable(value) for value in data]
        case _:
            return data


# ------------------------------------------------------------------------------------------------ blocks


def _without_echo(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A table under a heading of the same words is not named twice."""
    above = ""
    for one in blocks:
        if one["is"] == "table" and one["title"] == above:
            one["title"] = ""
        above = one["text"] if one["is"] == "heading" else ""
    return blocks


def _block(block: object, tongue: Tongue) -> list[dict[str, Any]]:
    """A block as the template takes it."""
    match block:
        case Heading():
            return [{"is": "heading", "text": block.text, "level": block.level}]
        case Words():
            return [{"is": "words", "text": block.text, "tone": block.tone.value}]
        case Items():
            return [{"is": "items", "lines": list(block.lines)}]
        case Facts():
            return [{"is": "facts"} | _facts(block)]
        case Tiles():
            return [{"is": "tiles", "rows": [list(row) for row in block.rows]}]
        case Grid():
            return [{"is": "table"} | _table(block.table, tongue)]
        case Chart():
            made = block.drawn
            drawing: dict[str, Any] = {"svg": made.svg.replace(FONT, LETTERS), "alt": made.alt, "caption": made.caption}
            drawing["points"] = _points(made.svg)
            return [{"is": "figure", "title": made.title} | drawing, {"is": "table"} | _table(made.table, tongue)]
        case Form():
            return [{"is": "form", "title": block.title, "boxes": list(block.boxes), "lines": list(block.lines)}]
        case NewPage():
            return [{"is": "page"}]
        case _:
            raise TypeError(f"{type(block).__name__} is no block of a report")


def _room(width: int, cells: list[str]) -> int:
    """Share of the page that a column with long words wants; 0: as wide as its words."""
    longest = max(map(len, cells), default=0)
    return min(LONGEST, max(width, longest)) if width > SHORT or longest > SHORT else 0


def _points(svg: str) -> float:
    """Width of a drawing on paper: its letters as large as the words around it."""
    found = re.search(r'\bwidth="([0-9.]+)"', svg)
    return float(found[1]) * POINTS if found else 400.0


def _facts(facts: Facts) -> dict[str, Any]:
    return {"title": facts.title, "rows": [list(row) for row in facts.rows]}


def _table(table: Table, tongue: Tongue) -> dict[str, Any]:
    """Cells as words, with the side on which each column stands and its width where words run long."""
    words = told(table, tongue)
    heads, right, rows = list(words.heads), list(words.right), [list(row) for row in words.rows]
    wide = [_room(column.width, [row[n] for row in rows]) for n, column in enumerate(table.columns)]
    if len(rows) > FOLDED and len(heads) <= 3 and not any(wide):
        groups = 6 // len(heads)
        length = -(-len(rows) // groups)
        parts = [rows[n * length : (n + 1) * length] for n in range(groups)]
        empty = [""] * len(heads)
        rows = [[text for part in parts for text in (part[n] if n < len(part) else empty)] for n in range(length)]
        heads, right, wide = heads * groups, right * groups, wide * groups
    return {"title": table.title, "heads": heads, "rows": rows, "right": right, "wide": wide}

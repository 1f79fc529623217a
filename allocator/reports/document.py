"""A report as blocks, once: written as HTML, PDF or XLSX (``document_html``, ``document_pdf``, ``document_xlsx``).

All words are final: in the language of the report and fit for its readers. A chart always brings its table.

    blocks = (Heading("..."), chart(Bars(...), tongue), grid("...", ["Municipality", "Placed"], rows))
    document = Document(title, kind, lead, blocks, provenance, lang)
    as_html(document)  # str; as_pdf and as_xlsx give bytes
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from allocator.domain.provenance import Named, Provenance
from allocator.locale import N_, day
from allocator.reports.columns import NOTHING
from allocator.reports.plots import Drawn, Figure, drawn
from allocator.reports.table import Column, Table
from allocator.reports.words import Tongue


class Tone(StrEnum):
    """How a paragraph speaks: plainly, first of all, beside the point, or to be heeded."""

    PLAIN = "plain"
    LEAD = "lead"
    NOTE = "note"
    CALLOUT = "callout"


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 begins a section, 3 a part of it."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Items:
    """A list of short lines."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names with their values, two columns, under a title for who hears the page."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Tiles:
    """At most four large numbers, each with what it counts and a note."""

    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table with its caption; titles of the columns are final words."""

    table: Table


@dataclass(frozen=True)
class Chart:
    """A figure, drawn, with its table under it."""

    drawn: Drawn


@dataclass(frozen=True)
class Form:
    """What people fill in by hand: boxes to tick, and lines to write on."""

    title: str
    boxes: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class NewPage:
    """On paper the next block begins a page."""


Block = Heading | Words | Items | Facts | Tiles | Grid | Chart | Form | NewPage


@dataclass(frozen=True)
class Document:
    """A report.

    Attributes:
        title: its name.
        kind: a line above the title: for whom it is, what it may be used for.
        lead: a line under the title.
        blocks: top to bottom.
        provenance: what it was made of; printed at the end of every form of it.
        wide: whether the paper lies on its side.
        lang: language of the words.
    """

    title: str
    kind: str
    lead: str
    blocks: tuple[Block, ...]
    provenance: Provenance
    lang: str
    wide: bool = field(default=False)


def chart(figure: Figure, tongue: Tongue) -> Chart:
    """A figure as a block; see `allocator.reports.plots`."""
    return Chart(drawn(figure, tongue))


SHORT = 28
"""Letters of a column that is set as wide as its words; in a wider one they run long."""

Heads = str | tuple[str, int]
"""A heading of a column; with the width in characters where words run long."""


def grid(title: str, headings: Iterable[Heads], rows: Iterable[Iterable[object]]) -> Grid:
    """A table as a block: headings (with a width in characters where text runs long) and rows of cells."""
    heads = [heading if isinstance(heading, tuple) else (heading, 14) for heading in headings]
    columns = tuple(Column(f"c{n}", text, width) for n, (text, width) in enumerate(heads))
    return Grid(Table("grid", title, columns, tuple(tuple(row) for row in rows)))  # type: ignore[arg-type]


SETTINGS: Mapping[str, str] = {
    "earlier": N_("Earlier release"),
    "first": N_("First day"),
    "last": N_("Last day"),
    "points": N_("Points, at most"),
    "policies": N_("Ways side by side (codes)"),
    "proposal": N_("Number of the proposal"),
    "replications": N_("Worlds"),
    "seconds": N_("Seconds for each plan, at most"),
    "verified": N_("Solved again of each sort, at most"),
    "weeks": N_("Weeks"),
}
"""What who asked could choose, in words."""

SOURCES: Mapping[str, str] = {"records": N_("what was counted, from rounds and decisions")}
"""Other inputs, in words."""


def _setting(name: str, value: object, tongue: Tongue) -> tuple[str, str]:
    said = str(value) or NOTHING
    if name in ("first", "last"):
        said = day(date.fromisoformat(said), tongue.lang)
    return tongue(SETTINGS[name]) if name in SETTINGS else name, said


def origin(provenance: Provenance, tongue: Tongue) -> Facts:
    """What a report was made of, in words: the same lines under every report."""
    p = provenance
    rows = [(tongue("Holds for"), day(p.as_of, tongue.lang))]
    rows += [(tongue("Round"), sha) for sha in p.rounds[:4]]
    if len(p.rounds) > 4:
        rows.append((tongue("Round"), tongue("and {n} more rounds", n=len(p.rounds) - 4)))
    rows += [(tongue("Policy"), _named(one, tongue)) for one in p.policies]
    if p.scenario is not None:
        rows.append((tongue("Scenario"), _named(p.scenario, tongue)))
    rows += [(tongue("Source"), f"{tongue(SOURCES.get(one.name, one.name))} ({one.sha256})") for one in p.sources]
    if p.seed is not None:
        rows.append((tongue("Seed"), p.seed))
    rows += [_setting(name, value, tongue) for name, value in sorted(p.settings.items())]
    rows.append((tongue("Made with"), ", ".join(f"{name} {version}" for name, version in p.versions.items())))
    rows.append((tongue("Key of this result"), p.sha256))
    return Facts(tongue("How this was made"), tuple(rows))


def _named(one: Named, tongue: Tongue) -> str:
    name = tongue("{name}, version {version}", name=one.name, version=one.version) if one.version else one.name
    return f"{name} ({one.sha256})"

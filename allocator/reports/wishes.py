"""What is wanted as a report: what would help most, and the fit of supply and demand as a heat map."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.domain.provenance import Named, Provenance, versions
from allocator.domain.round import Round
from allocator.domain.sentence import Audience
from allocator.explain.difference import Kind
from allocator.locale import N_
from allocator.reports.document import Block, Document, Grid, Heading, Tone, Words, chart, grid
from allocator.reports.plots import Heat
from allocator.reports.privacy import LEAST, shown
from allocator.reports.proof import plans_proven
from allocator.reports.table import decimal
from allocator.reports.words import COUNTS, Tongue, dimension_label, municipality_name
from allocator.run import versions as versions_of_run
from allocator.whatif.kinds import HOMES, HomeKind
from allocator.whatif.measure import first_dimension, nearer
from allocator.whatif.screening import Sort
from allocator.whatif.supply import Cell
from allocator.whatif.wanted import Wanted, WantedList
from allocator.whatif.wording import sentence

SORTS = {
    Sort.HOME: N_("One more home"),
    Sort.SUPPORT: N_("More hours of support"),
    Sort.RULE: N_("A rule or cap relaxed"),
}


LEAD = N_("What one change would bring to the plan of this round. Every figure is the difference of two plans.")
NONE = N_("Nothing of this sort would help in this round.")
ONCE = N_("Each household counts once in a municipality: at the plainest kind that fits. Of some a fact must be asked.")


@dataclass(frozen=True)
class Line:
    """One thing that is wanted, in words and figures.

    Attributes:
        sort: what sort of thing it is.
        what: the change in words.
        households: households served more; None: too few to leave the committee.
        urgency: of each urgency class, the most urgent first; for the committee only.
        persons: people served more; for the committee only.
        nearer: how much nearer the typical municipality comes to its fair share; None without shares.
        days: waiting days served more; for the committee only.
        added: households that get a home by it; for the committee only.
        removed: households that lose theirs by it; for the committee only.
        moved: how many others get another home; for the committee only.
        proven: whether both plans are proven.
    """

    sort: Sort
    what: str
    households: int | None
    urgency: tuple[int, ...]
    persons: int | None
    nearer: Fraction | None
    days: int | None
    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: int | None
    proven: bool


def lines_of(found: WantedList, tongue: Tongue, *, full: bool) -> list[Line]:
    """All that is wanted, the most wanted first; ``full``: for the committee, who sees the households."""
    return [_line(found, one, tongue, full=full) for one in found.found]


def _line(found: WantedList, one: Wanted, tongue: Tongue, *, full: bool) -> Line:
    audience = Audience.COMMITTEE if full else Audience.PUBLIC
    said = sentence(found.basis.round, one.change)
    moved = one.again.of_kind(Kind.MOVED)
    return Line(
        sort=one.sort,
        what=said.render(tongue.lang, audience),
        households=one.gain.households if full else shown(one.gain.households),
        urgency=one.gain.urgency if full else (),
        persons=one.gain.persons if full else None,
        nearer=nearer((found.basis.round, found.basis.solution), (one.again.round, one.again.solution)),
        days=one.gain.days if full else None,
        added=one.again.of_kind(Kind.ADDED) if full else (),
        removed=one.again.of_kind(Kind.REMOVED) if full else (),
        moved=len(moved) if full else None,
        proven=one.again.proven and found.basis.solution.proven,
    )


def kind_words(kind: HomeKind, tongue: Tongue) -> str:
    """A kind of home in words."""
    if kind.form not in HOMES:
        return tongue.term(kind.form)
    rooms = tongue.bedrooms(kind.bedrooms)
    if kind.wheelchair:
        return tongue(N_("wheelchair, {rooms}"), rooms=rooms)
    if kind.low:
        return tongue(N_("low rent, {rooms}"), rooms=rooms)
    return tongue(N_("home, {rooms}"), rooms=rooms) + ("+" if kind.bedrooms == 4 else "")


# ------------------------------------------------------------------------------------------------ the report


def document(found: WantedList, cells: Sequence[Cell], lang: str, *, full: bool, verified: int) -> Document:
    """What is wanted as a report.

    Args:
        found: what would help most.
        cells: the fit of supply and demand.
        lang: language of the words.
        full: for the committee: with the households; else counts under five are left out.
        verified: how many of each sort were asked to be solved again.
    """
    tongue, round_ = Tongue(lang), found.basis.round
    kind = N_("For the committee only") if full else N_("May be shared: counts only, nothing about single people")
    lead = tongue(LEAD)
    blocks: list[Block] = [Words(plans_proven(found.proven, tongue))]
    for sort in found.thought_of:
        blocks += [Heading(tongue(SORTS[sort])), *_sort(found, sort, tongue, full=full)]
    if cells:
        blocks += [Heading(tongue(N_("Fit of supply and demand"))), *heat(round_, cells, tongue, full=full)]
    title = tongue(N_("What is wanted: round {id}"), id=round_.round_id)
    return Document(title, tongue(kind), lead, tuple(blocks), provenance(found, verified), lang, wide=True)


def _sort(found: WantedList, sort: Sort, tongue: Tongue, *, full: bool) -> Iterator[Block]:
    yield Words(counted(found, sort, tongue), Tone.NOTE)
    if not found.of(sort):
        yield Words(tongue(NONE))
        return
    yield table(found, [one for one in lines_of(found, tongue, full=full) if one.sort is sort], tongue, full=full)


def counted(found: WantedList, sort: Sort, tongue: Tongue) -> str:
    """How many were thought of, solved again, and help."""
    text = N_("{n} were thought of; the {solved} most promising were solved again, {helping} of them help.")
    return tongue(text, n=found.thought_of[sort], solved=found.solved[sort], helping=len(found.of(sort)))


def table(found: WantedList, rows: Sequence[Line], tongue: Tongue, *, full: bool) -> Grid:
    """What is wanted, the most wanted first."""
    round_ = found.basis.round
    heads: list[str | tuple[str, int]] = [tongue(N_("Place")), (tongue(N_("What")), 60), tongue(N_("Households more"))]
    heads += [getattr(label, tongue.lang) for label in round_.policy.urgency] if full else []
    heads += [tongue(N_("Nearer to the fair share"))]
    if full:
        heads += [tongue(N_("People more")), tongue(N_("Waiting days more"))]
        heads += [(tongue(N_("Gets a home by it")), 20), (tongue(N_("Loses its home by it")), 20)]
    cells = (
        (n, one.what, one.households, *one.urgency, None if one.nearer is None else decimal(one.nearer))
        + ((one.persons, one.days, ", ".join(one.added), ", ".join(one.removed)) if full else ())
        for n, one in enumerate(rows, start=1)
    )
    dimension = first_dimension(round_)
    title = tongue(SORTS[rows[0].sort])
    if dimension is not None:
        of = dimension_label(dimension.name, round_.policy, tongue, shareable=not full)
        unit = tongue(COUNTS[dimension.unit])
        title = tongue(N_("{title} (fair share: {of}, in {unit})"), title=title, of=of, unit=unit)
    return grid(title, heads, cells)


def heat(round_: Round, cells: Sequence[Cell], tongue: Tongue, *, full: bool) -> Iterator[Block]:
    """Households without a home that fit such a home there, as a heat map; and all counts as a table."""

    def count(n: int) -> int | None:
        return n if full else shown(n)

    kinds = list(dict.fromkeys(cell.kind for cell in cells))
    places = list(dict.fromkeys(cell.municipality for cell in cells))
    of = {(cell.kind, cell.municipality): cell for cell in cells}
    rows = tuple((kind_words(kind, tongue), tuple(count(of[kind, code].waiting) for code in places)) for kind in kinds)
    about = tongue(ONCE)
    title = tongue(N_("Households without a home, by the plainest home that would fit"))
    names = tuple(municipality_name(round_, code) for code in places)
    yield chart(Heat(title, about, tongue(N_("Kind of home")), names, rows), tongue)
    if not full:
        yield Words(tongue(N_("Counts of fewer than {least} households are left out."), least=LEAST), Tone.NOTE)
    heads: list[str | tuple[str, int]] = [(tongue(N_("Kind of home")), 30), (tongue("Municipality"), 20)]
    heads += [tongue(N_("Places on offer")), tongue(N_("Places left empty")), tongue(N_("Households it fits"))]
    heads += [tongue(N_("No plainer home fits")), tongue(N_("Of them without a home"))]
    yield grid(
        tongue(N_("Supply and demand")),
        heads,
        (
            (
                kind_words(c.kind, tongue), municipality_name(round_, c.municipality), c.offered, c.left,
                count(c.fits), count(c.needs), count(c.waiting),
            )
            for c in cells
        ),
    )  # fmt: skip


def provenance(found: WantedList, verified: int) -> Provenance:
    """What the answer was made of."""
    round_ = found.basis.round
    return Provenance(
        kind="wanted",
        as_of=round_.as_of,
        rounds=(round_.sha256,),
        policies=(Named(name=round_.policy.name, version=round_.policy.version, sha256=round_.policy_sha256),),
        seed=round_.lottery_seed,
        settings={"verified": verified},
        versions=versions(ortools=versions_of_run()["ortools"]),
    )

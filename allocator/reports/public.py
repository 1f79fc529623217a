"""What may leave the committee: counts only, small ones taken together (see ``privacy``). No ids, groups or zones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.domain.codes import Form
from allocator.domain.proposal import BalanceLine, Proposal
from allocator.domain.round import Round
from allocator.locale import N_
from allocator.reports import figures, privacy, reasons, shares
from allocator.reports.words import (
    COUNTS,
    Tongue,
    corporation_name,
    dimension_label,
    for_everyone,
    municipality_name,
)


@dataclass(frozen=True)
class Count:
    """One published count; ``taken`` says how many small ones it takes together (0: it stands by itself)."""

    label: str
    count: str
    taken: tuple[str, ...] = ()


@dataclass(frozen=True)
class CountTable:
    """Published counts that add up to the total; without rows when all of them are too small to show apart."""

    title: str
    head: str
    rows: tuple[Count, ...]


@dataclass(frozen=True)
class ShareLine:
    """Share and outcome of a municipality; the outcome is empty where it is taken together with others."""

    name: str
    share: str
    placed: str
    target: str
    deviation: str
    tone: str


@dataclass(frozen=True)
class PublicShare:
    """The fair share over all placements, as far as it may be shown."""

    ident: str
    title: str
    unit: str
    lines: tuple[ShareLine, ...]
    together: ShareLine | None
    chart: str
    map: str


@dataclass(frozen=True)
class PublicFigures:
    """The opening numbers; None where a number, or what it leaves of another, is under five."""

    households: int | None
    placed: int | None
    unplaced: int | None
    only_home: int | None
    care_unknown: int | None
    median_weeks: int | None
    over_term: int | None
    freed: int | None
    offered: int
    empty: int | None


def public_figures(round_: Round, proposal: Proposal) -> PublicFigures:
    """The opening numbers. Where a part is too small, the whole from which it could be computed is held back too."""
    q, o = figures.shelter_question(round_, proposal), figures.overview(round_, proposal)
    apart = privacy.part(o.placed, o.households) is not None
    cells = {"only": q.only_home, "unknown": q.care_unknown}
    if apart:  # the whole is published, so what these leave over must not be small either
        cells["rest"] = o.households - q.only_home - q.care_unknown
    hidden = privacy.together([cells]) if apart else {key for key, n in cells.items() if n < privacy.LEAST}
    only = None if "only" in hidden else q.only_home
    ready = privacy.shown(q.ready)
    weeks = q.median_days if only and ready else None
    return PublicFigures(
        households=o.households if apart else None,
        placed=privacy.shown(o.placed),
        unplaced=o.unplaced if apart else None,
        only_home=only,
        care_unknown=None if "unknown" in hidden else q.care_unknown,
        median_weeks=None if weeks is None else int(weeks // 7),
        over_term=None if only is None else privacy.part(q.over_term, only),
        freed=None if not privacy.shown(o.placed) else privacy.part(q.freed, o.placed),
        offered=o.offered,
        empty=o.empty if privacy.shown(o.placed) else None,
    )


def counts(round_: Round, proposal: Proposal, tongue: Tongue) -> list[CountTable]:
    """Placements per municipality, housing form and corporation, and who got none per reason."""
    per_place = figures.by_municipality(round_, proposal)
    places = {code: municipality_name(round_, code) for code in per_place}
    forms = figures.by_form(round_, proposal)
    owners = figures.by_corporation(round_, proposal)
    names = {code: corporation_name(round_, code) or tongue(N_("no corporation stated")) for code in owners}
    hidden = hidden_places(round_, proposal)
    found = [
        _table(N_("Per municipality"), N_("Municipality"), per_place, places, hidden, tongue),
        _table(
            N_("Per housing form"),
            N_("Housing form"),
            forms,
            {form: tongue.term(Form(form)) for form in forms},
            privacy.together([forms]),
            tongue,
        ),
        _table(N_("Per corporation"), N_("Corporation"), owners, names, privacy.together([owners]), tongue),
    ]
    return [table for table in found if table.rows]


def unplaced_counts(round_: Round, proposal: Proposal, tongue: Tongue) -> CountTable | None:
    """Who got no home, per reason in words that say nothing of a person; None when too few to show."""
    if public_figures(round_, proposal).unplaced is None:
        return None
    found: dict[str, int] = {}
    for row in proposal.unplaced:
        words = reasons.public_title(row.reason_code, tongue)
        found[words] = found.get(words, 0) + 1
    ordered = figures.counted(word for word, n in found.items() for _ in range(n))
    hidden = privacy.together([ordered])
    return _table(N_("Not placed"), N_("Reason"), ordered, {w: w for w in ordered}, hidden, tongue)


def hidden_places(round_: Round, proposal: Proposal) -> frozenset[str]:
    """Municipalities that are taken together in every table of this report."""
    placed = figures.by_municipality(round_, proposal)
    return privacy.together([placed, *(table for table in _counted(round_, proposal) if any(table.values()))])


def _counted(round_: Round, proposal: Proposal) -> tuple[dict[str, int], dict[str, int]]:
    """Households per municipality that count for the fair share, and those that do not."""
    yes = {m.code: 0 for m in round_.municipalities}
    no = dict(yes)
    for placement, _, unit in figures.pairs(round_, proposal):
        side = yes if unit.counts_for_share and unit.counts_as_home else no
        side[placement.municipality] = side.get(placement.municipality, 0) + 1
    return yes, no


def _table(
    title: str, head: str, numbers: Mapping[str, int], names: Mapping[str, str], hidden: frozenset[str], tongue: Tongue
) -> CountTable:
    """Rows that stand by themselves, then one for all that are taken together."""
    if sum(numbers.values()) < privacy.LEAST:
        return CountTable(tongue(title), tongue(head), ())
    rows = [Count(names[key], tongue.number(n)) for key, n in numbers.items() if key not in hidden]
    kept = [key for key in numbers if key in hidden]
    if kept:
        label = tongue("Together") if rows else tongue("All together")
        total = tongue.number(sum(numbers[key] for key in kept))
        taken = tuple(sorted(names[key] for key in kept))  # by name: an order by number would tell who has more
        rows.append(Count(label, total, taken))
    return CountTable(tongue(title), tongue(head), tuple(rows))


def public_shares(round_: Round, proposal: Proposal, tongue: Tongue) -> list[PublicShare]:
    """Dimensions over all placements (none on a group or level of support), as far as they may be shown."""
    yes, no = _counted(round_, proposal)
    left_over = sum(no.values())
    if sum(yes.values()) < privacy.LEAST or 0 < left_over < privacy.LEAST:
        return []
    found: list[PublicShare] = []
    for name, lines in figures.balance(proposal).items():
        dimension = shares.dimension_of(round_, name)
        if dimension and for_everyone(dimension):
            number = f"share-{len(found) + 1}"
            found.append(_share(round_, name, lines, number, hidden_places(round_, proposal), tongue))
    return found


def _share(
    round_: Round, name: str, lines: Sequence[BalanceLine], ident: str, hidden: frozenset[str], tongue: Tongue
) -> PublicShare:
    title = dimension_label(name, round_.policy, tongue)
    open_, kept = [b for b in lines if b.municipality not in hidden], [b for b in lines if b.municipality in hidden]
    names = {b.municipality: municipality_name(round_, b.municipality) for b in lines}
    rows = [(names[b.municipality], b.placed, b.target) for b in open_]
    together = None
    if kept and len(kept) == len(hidden):  # a part of those taken together would be a small count again
        placed, target = sum(b.placed for b in kept), sum((b.target for b in kept), Fraction(0))
        label = tongue("Together: {names}", names=", ".join(names[b.municipality] for b in kept))
        together = _line(label, sum((b.share for b in kept), Fraction(0)), placed, target, tongue)
        rows.append((tongue("Together"), placed, target))
    return PublicShare(
        ident=ident,
        title=title,
        unit=tongue(COUNTS[lines[0].unit]),
        lines=tuple(
            _line(names[b.municipality], b.share, b.placed, b.target, tongue)
            if b in open_
            else ShareLine(names[b.municipality], tongue.percent(b.share), "", "", "", "none")
            for b in lines
        ),
        together=together,
        chart=shares.chart(f"{ident}-bars", title, rows, tongue),
        map=shares.drawn_map(round_, f"{ident}-map", title, {b.municipality: b for b in lines}, tongue, hidden),
    )


def _line(name: str, share: Fraction, placed: int, target: Fraction, tongue: Tongue) -> ShareLine:
    return ShareLine(
        name=name,
        share=tongue.percent(share),
        placed=tongue.number(placed),
        target=tongue.number(target),
        deviation=tongue.number(placed - target, signed=True),
        tone=shares.tone(placed - target),
    )

"""The fair share on the page: per dimension the lines in words, a bar chart and a schematic map of the same numbers."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction

from allocator.domain.policy import Dimension
from allocator.domain.proposal import BalanceLine, Proposal
from allocator.domain.round import Round
from allocator.reports import figures
from allocator.reports.charts import Bar, bars
from allocator.reports.maps import Spot, region_map
from allocator.reports.proof import norm_words
from allocator.reports.words import COUNTS, Tongue, dimension_label, municipality_name

HALF = Fraction(1, 2)
MOST_BARS = 60
"""More bars than this tell nothing; the table does."""


@dataclass(frozen=True)
class Line:
    """One municipality in words; ``tone`` says on which side of its share it is."""

    name: str
    share: str
    quota: str
    carried: str
    realised: str
    committed: str
    placed: str
    placed_share: str
    target: str
    deviation: str
    after: str
    tone: str


@dataclass(frozen=True)
class Share:
    """One dimension of balance: its lines, their sum, the drawings and what readers must know."""

    ident: str
    title: str
    unit: str
    norm: str
    lines: tuple[Line, ...]
    total: Line
    chart: str
    map: str
    left_out: tuple[str, ...]
    behind: int
    even: int
    ahead: int


def tone(deviation: Fraction) -> str:
    """``even`` within half a household (nothing smaller can be placed), else ``behind`` or ``ahead``."""
    return "even" if abs(deviation) <= HALF else "ahead" if deviation > 0 else "behind"


def shares(round_: Round, proposal: Proposal, tongue: Tongue) -> list[Share]:
    """All dimensions of the proposal, in its order."""
    found = figures.balance(proposal).items()
    return [
        _share(round_, name, lines, f"share-{number}", tongue) for number, (name, lines) in enumerate(found, start=1)
    ]


def dimension_of(round_: Round, name: str) -> Dimension | None:
    """The dimension of the policy by its name."""
    return next((d for d in round_.policy.dimensions if d.name == name), None)


def _share(round_: Round, name: str, lines: Sequence[BalanceLine], ident: str, tongue: Tongue) -> Share:
    title = dimension_label(name, round_.policy, tongue)
    dimension = dimension_of(round_, name)
    total = Fraction(sum(line.placed for line in lines))
    rows = [(line, municipality_name(round_, line.municipality)) for line in lines]
    tones = [tone(line.deviation) for line in lines]
    counted = {line.municipality for line in lines if line.share > 0}
    return Share(
        ident=ident,
        title=title,
        unit=tongue(COUNTS[lines[0].unit]),
        norm=norm_words(round_.policy.norm_of(dimension), tongue) if dimension else "",
        lines=tuple(_line(line, name, total, tongue) for line, name in rows),
        total=_line(_sum(lines), tongue("Together"), total, tongue),
        chart=chart(f"{ident}-bars", title, [(n, b.placed, b.target) for b, n in rows], tongue),
        map=drawn_map(round_, f"{ident}-map", title, {b.municipality: b for b, _ in rows}, tongue),
        left_out=tuple(m.name for m in round_.municipalities if m.code not in counted),
        behind=tones.count("behind"),
        even=tones.count("even"),
        ahead=tones.count("ahead"),
    )


def _line(line: BalanceLine, name: str, total: Fraction, tongue: Tongue) -> Line:
    return Line(
        name=name,
        share=tongue.percent(line.share),
        quota=tongue.number(line.quota),
        carried=tongue.number(line.carried),
        realised=tongue.number(line.realised),
        committed=tongue.number(line.committed),
        placed=tongue.number(line.placed),
        placed_share=tongue.percent(line.placed / total) if total else "–",
        target=tongue.number(line.target),
        deviation=tongue.number(line.deviation, signed=True),
        after=tongue.number(line.after),
        tone=tone(line.deviation),
    )


def _sum(lines: Sequence[BalanceLine]) -> BalanceLine:
    amounts = ("share", "quota", "carried", "realised", "committed", "placed", "target", "after", "deviation")
    return lines[0].model_copy(
        update={name: sum((Fraction(getattr(line, name)) for line in lines), Fraction(0)) for name in amounts}
    )


def chart(ident: str, title: str, rows: Sequence[tuple[str, int, Fraction]], tongue: Tongue) -> str:
    """Bars of what is placed with a mark at the fair share: name, placed, target. Empty when there are too many."""
    if len(rows) > MOST_BARS:
        return ""
    drawn = [
        Bar(
            label=name,
            value=Fraction(placed),
            mark=target,
            text=tongue("{placed}; fair share {target}", placed=placed, target=tongue.number(target)),
        )
        for name, placed, target in rows
    ]
    heading = tongue("{title}: placed by this proposal, against the fair share now", title=title)
    return bars(ident, heading, drawn, tongue("This proposal"), tongue("Fair share now"))


def drawn_map(
    round_: Round,
    ident: str,
    title: str,
    lines: Mapping[str, BalanceLine],
    tongue: Tongue,
    hidden: Set[str] = frozenset(),
) -> str:
    """The schematic map: area by share, number and colour by deviation; a dash for no line and for ``hidden``."""
    told = {code: line.deviation for code, line in lines.items() if code not in hidden}
    spots = [
        Spot(
            code=m.code,
            label=m.name,
            text=tongue.number(told[m.code], signed=True) if m.code in told else "–",
            tone=tone(told[m.code]) if m.code in told else "none",
            share=lines[m.code].share if m.code in lines else Fraction(0),
            lat=m.lat,
            lon=m.lon,
            neighbours=m.neighbours,
        )
        for m in round_.municipalities
    ]
    return region_map(ident, tongue("{title}: deviation from the fair share", title=title), spots)

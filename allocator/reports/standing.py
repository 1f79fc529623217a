"""Where each municipality stood before this round, for the report that may be shared: the ledger, not the plan.

Nothing here comes from this week's households. What was done so far is held back where it is a small count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.domain.proposal import BalanceLine, Proposal
from allocator.domain.round import Round
from allocator.locale import N_
from allocator.reports import figures, privacy, shares
from allocator.reports.charts import Bar, bars
from allocator.reports.words import COUNTS, Tongue, dimension_label, for_everyone, municipality_name


@dataclass(frozen=True)
class StandingLine:
    """One municipality; ``done`` and ``deviation`` are empty where the count is too small to show."""

    name: str
    share: str
    quota: str
    carried: str
    due: str
    done: str
    deviation: str
    tone: str


@dataclass(frozen=True)
class Standing:
    """One dimension over all placements, before this round."""

    ident: str
    title: str
    unit: str
    lines: tuple[StandingLine, ...]
    chart: str
    map: str


def standings(round_: Round, proposal: Proposal, tongue: Tongue) -> list[Standing]:
    """Dimensions over everyone that have a quota; without one the fair share hangs on what this round places."""
    found: list[Standing] = []
    for name, lines in figures.balance(proposal).items():
        dimension = shares.dimension_of(round_, name)
        if dimension and for_everyone(dimension) and any(line.quota for line in lines):
            found.append(_standing(round_, name, lines, f"standing-{len(found) + 1}", tongue))
    return found


def _standing(round_: Round, name: str, lines: Sequence[BalanceLine], ident: str, tongue: Tongue) -> Standing:
    title = dimension_label(name, round_.policy, tongue)
    small = {line.municipality for line in lines if _done(line) < privacy.LEAST}
    before = {line.municipality: line.model_copy(update={"deviation": -line.target}) for line in lines}
    return Standing(
        ident=ident,
        title=title,
        unit=tongue(COUNTS[lines[0].unit]),
        lines=tuple(_line(round_, line, line.municipality in small, tongue) for line in before.values()),
        chart=_chart(round_, ident, title, [line for line in lines if line.municipality not in small], tongue),
        map=shares.drawn_map(round_, f"{ident}-map", title, before, tongue, small),
    )


def _done(line: BalanceLine) -> Fraction:
    return line.realised + line.committed


def _line(round_: Round, line: BalanceLine, small: bool, tongue: Tongue) -> StandingLine:
    return StandingLine(
        name=municipality_name(round_, line.municipality),
        share=tongue.percent(line.share),
        quota=tongue.number(line.quota),
        carried=tongue.number(line.carried),
        due=tongue.number(_done(line) + line.target),
        done="" if small else tongue.number(_done(line)),
        deviation="" if small else tongue.number(line.deviation, signed=True),
        tone="none" if small else shares.tone(line.deviation),
    )


def _chart(round_: Round, ident: str, title: str, lines: Sequence[BalanceLine], tongue: Tongue) -> str:
    if not lines or len(lines) > shares.MOST_BARS:
        return ""
    drawn = [
        Bar(
            label=municipality_name(round_, line.municipality),
            value=_done(line),
            mark=_done(line) + line.target,
            text=tongue(
                N_("{done}; due {due}"), done=tongue.number(_done(line)), due=tongue.number(_done(line) + line.target)
            ),
        )
        for line in lines
    ]
    heading = tongue(N_("{title}: done before this round, against what was due by then"), title=title)
    return bars(f"{ident}-bars", heading, drawn, tongue(N_("Done so far")), tongue(N_("Due so far")))

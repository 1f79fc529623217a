"""``balance``: what each municipality has done and still owes, in numbers, percentages and bars."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from allocator import run
from allocator.commandline import inputs
from allocator.commandline.exits import Exit
from allocator.commandline.screen import Screen, bar, number, short
from allocator.domain.proposal import BalanceLine, Proposal
from allocator.domain.round import Round
from allocator.locale import N_, day
from allocator.reports import figures
from allocator.reports.proof import norm_words
from allocator.reports.shares import dimension_of, tone
from allocator.reports.words import COUNTS, Tongue, dimension_label, municipality_name

Lines = Mapping[str, Sequence[BalanceLine]]
MOST_IN_SUMMARY = 12
LEAST_BAR, MOST_BAR = 8, 50


def balance(screen: Screen, case: Path, proposal: Path | None, policy: Path | None, seed: str | None) -> Exit:
    """Show the ledger of a case, and with a proposal what that adds.

    Raises:
        InputProblems: when case or proposal cannot be used together.
    """
    if proposal is None:
        round_ = inputs.case(case, policy, seed).round
        lines = _by_dimension(run.balance(round_, None))
    else:
        round_, found = inputs.both(case, proposal, policy, seed)
        lines = figures.balance(found)
    if screen.as_json:
        screen.data(_data(round_, lines, with_proposal=proposal is not None))
        return Exit.DONE
    tongue = screen.tongue
    screen.heading(tongue(N_("Fair share, period {period}"), period=round_.period))
    screen.line(tongue(N_("State of {day}."), day=day(round_.as_of, screen.lang)))
    if proposal is None:
        screen.line(tongue(N_("No proposal was given: what follows is the state before anything is placed.")))
    for name, some in lines.items():
        _dimension(screen, round_, name, some, BEFORE if proposal is None else PLAN)
    return Exit.DONE


def summary(screen: Screen, round_: Round, proposal: Proposal) -> None:
    """The balance in short: a sentence for each dimension, bars for the first."""
    tongue = screen.tongue
    for position, (name, lines) in enumerate(figures.balance(proposal).items()):
        screen.heading(f"{tongue('Fair share')}: {dimension_label(name, round_.policy, tongue)}")
        screen.line(_told(lines, tongue))
        if position == 0:
            shown = sorted(lines, key=lambda line: -abs(line.deviation))[:MOST_IN_SUMMARY]
            _bars(screen, round_, [line for line in lines if line in shown], PLAN, len(lines) > len(shown))


def _by_dimension(lines: Sequence[BalanceLine]) -> dict[str, list[BalanceLine]]:
    found: dict[str, list[BalanceLine]] = {}
    for line in lines:
        found.setdefault(line.dimension, []).append(line)
    return found


# ------------------------------------------------------------------------------------------------ for people


@dataclass(frozen=True)
class View:
    """What the bars compare: this proposal with the fair share now, or what was done with what was due."""

    value: Callable[[BalanceLine], Fraction]
    mark: Callable[[BalanceLine], Fraction]
    heads: tuple[str, str]
    owed: str
    legend: str


PLAN = View(
    value=lambda line: Fraction(line.placed),
    mark=lambda line: line.target,
    heads=(N_("Placed"), N_("Fair share now")),
    owed=N_("Still owed after"),
    legend=N_("Bar: placed by this proposal. {mark}: the fair share now."),
)
BEFORE = View(
    value=lambda line: line.realised + line.committed,
    mark=lambda line: line.realised + line.committed + line.target,
    heads=(N_("Done so far"), N_("Due so far")),
    owed=N_("Still owed"),
    legend=N_("Bar: realised and committed in this period. {mark}: what was due by now."),
)


def _dimension(screen: Screen, round_: Round, name: str, lines: Sequence[BalanceLine], view: View) -> None:
    tongue = screen.tongue
    counted = tongue(COUNTS[lines[0].unit])
    title = dimension_label(name, round_.policy, tongue)
    screen.heading(tongue(N_("{title}, counted in {unit}"), title=title[:1].upper() + title[1:], unit=counted))
    dimension = dimension_of(round_, name)
    if dimension is not None:
        screen.line(norm_words(round_.policy.norm_of(dimension), tongue))
    columns = [
        short(tongue("Municipality")),
        number(tongue("Quota")),
        number(tongue("Carried")),
        number(tongue("Realised")),
        number(tongue("Committed")),
        number(tongue(view.owed)),
    ]
    rows = [(municipality_name(round_, line.municipality), *_account(line, tongue)) for line in lines]
    screen.console.print()
    screen.table(columns, [*rows, (tongue("Together"), *_account(total(lines), tongue))])
    screen.console.print()
    _bars(screen, round_, lines, view, more=False)
    screen.line(_told(lines, tongue))


def _account(line: BalanceLine, tongue: Tongue) -> tuple[str, ...]:
    amounts = (line.quota, line.carried, line.realised, line.committed, line.after)
    return tuple(tongue.number(amount) for amount in amounts)


def _bars(screen: Screen, round_: Round, lines: Sequence[BalanceLine], view: View, more: bool) -> None:
    """What was placed as a bar, with a mark at what it should be; the numbers stand beside it."""
    tongue, all_placed = screen.tongue, sum(map(view.value, lines), Fraction(0))
    most = max((max(view.value(line), view.mark(line)) for line in lines), default=Fraction(1))
    value_head, mark_head = view.heads
    heads = [tongue("Municipality"), *map(tongue, (N_("Share"), value_head, N_("in %"), mark_head, "Deviation"))]
    rows = [
        (
            municipality_name(round_, line.municipality),
            _percent(line.share, tongue),
            tongue.number(view.value(line)),
            _percent(view.value(line) / all_placed, tongue) if all_placed else "–",
            _tenths(view.mark(line), tongue),
            _tenths(line.deviation, tongue, signed=True),
        )
        for line in lines
    ]
    width, plain = _room(screen, heads, rows), screen.console.options.ascii_only
    bars = (bar(view.value(line), view.mark(line), most, width, ascii_only=plain) for line in lines)
    columns = [short(heads[0]), *map(number, heads[1:]), short("")]
    screen.table(columns, [(*row, drawn) for row, drawn in zip(rows, bars, strict=True)])
    mark = "|" if plain else "│"
    screen.line(tongue(view.legend, mark=mark), "dim")
    if more:
        screen.line(tongue(N_("The largest deviations; allocator balance shows all municipalities.")))


def _tenths(value: Fraction, tongue: Tongue, *, signed: bool = False) -> str:
    """A number with exactly one decimal, so that a column of them stands in line."""
    words = tongue.number(value, signed=signed)
    point = "." if tongue.lang == "en" else ","
    return words if point in words[-2:] else f"{words}{point}0"


def _percent(value: Fraction, tongue: Tongue) -> str:
    return f"{_tenths(value * 100, tongue)}\u00a0%"


def _room(screen: Screen, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Characters that are left for a bar beside these columns."""
    taken = sum(
        2 + max(*(len(cell) for cell in cells), *map(len, [head] if screen.wide else head.split()))
        for head, *cells in zip(heads, *rows, strict=True)
    )
    return max(LEAST_BAR, min(MOST_BAR, screen.console.width - taken))


def _told(lines: Sequence[BalanceLine], tongue: Tongue) -> str:
    """How many municipalities are behind, even and ahead."""
    tones = [tone(line.deviation) for line in lines if line.share > 0]
    return tongue(
        N_("Municipalities behind their fair share: {behind}; about even: {even}; ahead: {ahead}."),
        behind=tones.count("behind"),
        even=tones.count("even"),
        ahead=tones.count("ahead"),
    )


def total(lines: Sequence[BalanceLine]) -> BalanceLine:
    """All municipalities of a dimension together."""
    names = ("share", "quota", "carried", "realised", "committed", "placed", "target", "after", "deviation")
    sums = {name: sum((Fraction(getattr(line, name)) for line in lines), Fraction(0)) for name in names}
    return lines[0].model_copy(update=sums)


# ------------------------------------------------------------------------------------------------ for programs


def _data(round_: Round, lines: Lines, *, with_proposal: bool) -> dict[str, Any]:
    rows = [line_data(round_, line) for some in lines.values() for line in some]
    return {
        "round_id": round_.round_id,
        "period": round_.period,
        "as_of": round_.as_of.isoformat(),
        "with_proposal": with_proposal,
        "balance": rows,
    }


def line_data(round_: Round, line: BalanceLine) -> dict[str, Any]:
    """A balance line with amounts as numbers of two decimals."""
    amounts = ("quota", "carried", "realised", "committed", "target", "deviation", "after")
    return {
        "dimension": line.dimension,
        "group": line.group,
        "unit": line.unit.value,
        "municipality": line.municipality,
        "municipality_name": municipality_name(round_, line.municipality),
        "share_percent": round(float(line.share * 100), 2),
        "placed": line.placed,
    } | {name: round(float(getattr(line, name)), 2) for name in amounts}

"""Two plans on the screen, side by side; who loses is shown as clearly as who gains."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from allocator.commandline.screen import Screen, key, number, short, text
from allocator.domain.codes import Status
from allocator.domain.household import Household
from allocator.domain.proposal import StageResult
from allocator.domain.round import Round
from allocator.explain.difference import Kind
from allocator.locale import N_
from allocator.reports import figures
from allocator.reports.evenness import AimRow, aim_row
from allocator.reports.sides import group_name, place_name, pressing_first
from allocator.reports.words import STATUSES, Tongue
from allocator.whatif.comparison import Aims, Comparison, Tally

MOST_NAMED = 60
Names = tuple[str, str]
"""What the two plans are called: policy A and B, or versions of the policy."""


def aims_table(screen: Screen, found: Comparison, names: Names) -> None:
    """What each aim reaches in both plans."""
    tongue = screen.tongue
    rows = []
    for aim in found.aims:
        row = aim_row(found, aim, tongue)
        values = (_value(aim.a, row.before, row.places, tongue), _value(aim.b, row.after, row.places, tongue))
        rows.append((row.name, *values, _difference(aim, row, names, tongue)))
    against = tongue(N_("{b} against {a}"), a=names[0], b=names[1])
    columns = [text(tongue("Aim"), 3), number(names[0]), number(names[1]), text(against, 2)]
    screen.table(columns, rows, tongue("Aims, step by step"))


def _value(result: StageResult | None, value: Fraction | None, places: int, tongue: Tongue) -> str:
    if value is None:
        return "–"
    return tongue.number(value, places, fixed=True) + ("" if result is None or result.status is Status.PROVEN else "?")


def _difference(aim: Aims, row: AimRow, names: Names, tongue: Tongue) -> str:
    """How much better or worse; and where it is an aim of one policy only, of which."""
    only = ""
    if aim.a is None or aim.b is None:
        only = tongue(N_("an aim only in {name}"), name=names[1] if aim.a is None else names[0])
    if row.before is None or row.after is None:
        return only or tongue(STATUSES[Status.NOT_REACHED])
    by = row.after - row.before
    if by:
        words = N_("{change} (better)") if aim.better > 0 else N_("{change} (worse)")
        said = tongue(words, change=tongue.number(by, row.places, signed=True, fixed=True))
    else:  # of evenness a difference may be smaller than what is shown
        said = tongue({0: N_("the same"), 1: N_("better"), -1: N_("worse")}[aim.better])
    return f"{said}; {only}" if only else said


# ------------------------------------------------------------------------------------------------ who


def who(screen: Screen, found: Comparison, names: Names) -> None:
    """Who loses, who gains, and who gets another home: three lists, the most pressing first."""
    _list(screen, found, names, Kind.REMOVED)
    _list(screen, found, names, Kind.ADDED)
    tongue = screen.tongue
    moved = pressing_first(found, Kind.MOVED)
    screen.heading(tongue(N_("Another home: {n}"), n=tongue.households(len(moved))))
    rows = [(one.household, one.before or "", one.after or "") for one in moved[:MOST_NAMED]]
    if rows:
        heads = [key(tongue("Household")), *(key(tongue(N_("Home under {name}"), name=name)) for name in names)]
        screen.table(heads, rows)
    _more(screen, len(moved))


def _list(screen: Screen, found: Comparison, names: Names, kind: Kind) -> None:
    tongue, round_ = screen.tongue, found.a.round
    moves = pressing_first(found, kind)
    lost = kind is Kind.REMOVED
    words = N_("Home under {a}, none under {b}: {n}") if lost else N_("No home under {a}, one under {b}: {n}")
    screen.heading(tongue(words, a=names[0], b=names[1], n=tongue.households(len(moves))))
    rows = [
        (one.household, *_facts(round_.household_by_id[one.household], round_, tongue), one.before or one.after or "")
        for one in moves[:MOST_NAMED]
    ]
    home = tongue(N_("Home under {name}"), name=names[0] if lost else names[1])
    columns = [key(tongue("Household")), text(tongue("Urgency"), 2), number(tongue("Days waited")), key(home)]
    if rows:
        screen.table(columns, rows)
    _more(screen, len(moves))


def _facts(household: Household, round_: Round, tongue: Tongue) -> tuple[str, str]:
    days = figures.days_waiting(household, round_)
    return tongue.label(round_.policy.urgency, household.urgency), tongue.number(days)


def _more(screen: Screen, n: int) -> None:
    if n > MOST_NAMED:
        screen.line(screen.tongue(N_("{n} more; --json names them all."), n=n - MOST_NAMED))


# ------------------------------------------------------------------------------------------------ by group, by place

Tallies = Mapping[str | None, Tally]


def tallies(screen: Screen, round_: Round, groups: Tallies, municipalities: Tallies, names: Names) -> None:
    """How many in each group and municipality are placed, lose and gain."""
    tongue = screen.tongue
    by_group = [(group_name(round_, code, tongue), tally) for code, tally in groups.items()]
    _counts(screen, tongue(N_("By priority group")), sorted(by_group), names)
    by_place = [(place_name(round_, code, tongue), tally) for code, tally in municipalities.items()]
    _counts(screen, tongue(N_("By municipality (placed there; losing and gaining by origin)")), by_place, names)


def _counts(screen: Screen, title: str, rows: Sequence[tuple[str, Tally]], names: Names) -> None:
    tongue = screen.tongue
    columns = [
        short(""),
        *(number(tongue(N_("Placed, {name}"), name=name)) for name in names),
        number(tongue(N_("Lose"))),
        number(tongue(N_("Gain"))),
        number(tongue(N_("Another home"))),
    ]
    screen.table(columns, [(name, *_cells(tally)) for name, tally in rows], title)


def _cells(tally: Tally) -> Iterable[str]:
    return (str(n) for n in (tally.before, tally.after, tally.removed, tally.added, tally.moved))


def files(screen: Screen, written: Sequence[Path]) -> None:
    """Which files were written."""
    if written:
        screen.heading(screen.tongue(N_("Files in {folder}"), folder=str(written[0].parent)))
        screen.line(", ".join(file.name for file in written))

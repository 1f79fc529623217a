"""The page docs/benchmarks.md, made from results and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.benchmarks.figures import best_cp_sat, gaps, ratio, unfinished, verdicts
from tests.benchmarks.rows import GREEDY, NORMS, OURS, PEERS, ROWS, Reached, Result, of


@dataclass
class Run:
    """Everything one call of the benchmark found."""

    command: str
    machine: str
    busy: str
    limit: float
    results: list[Result] = field(default_factory=list)
    growth: list[Result] = field(default_factory=list)
    commands: dict[str, float] = field(default_factory=dict)


def page(run: Run, plot: str | None) -> str:
    """The whole page in Markdown; the plot is a file name beside the page."""
    parts = [_head(run)]
    for row, size in ROWS.items():
        norms = [n for n in NORMS if of(run.results, row=row, norm=n)]
        if norms:
            parts += [f"## {row}: {size.households:,} households, {size.units:,} homes", ""]
        for norm in norms:
            mine = of(run.results, row=row, norm=norm)
            parts += [f"### Norm `{norm}`", "", *verdicts(size, mine), "", *_times(mine), ""]
            parts += [*_seeds(mine), *_losses(mine)]
    if run.commands:
        parts += ["## Commands", "", "Median, from the start of the process to its end.", "", *_commands(run)]
    if plot and run.growth:
        parts += [
            "## Growth",
            "",
            f"![Seconds against pairs, both logarithmic; the table below says the same.]({plot})",
        ]
        parts += ["", *_growth(run.growth)]
    return "\n".join(parts).rstrip() + "\n"


HEAD = """\
# Benchmarks

This page is made by a command; do not edit it:

    {command}

Machine: {machine}. Load when it began: {busy} processes a core.

The clock runs from a `Round` object to verified placements, in a fresh process for each measurement; times are
medians over the seeds, memory is the most of any seed. Peers work on the plain model (one Boolean a pair) with the
same aims and constraints but without the lottery, and stop after {limit:.0f} s in all. `greedy` is the rule of
coordinated-access systems: hardest vacancy first, then priority order.

*Of the processor* are the seconds that the work itself took: on a machine that does other things as well they are
fewer than the seconds on the clock, of which all aims speak.

A ratio compares with the same seeds of this run; `>` means that the peer did not finish. *Gap* is the largest
distance between value and bound over the stages; for balance it is told in households (for a norm: in deviations of
one household in the municipality with the largest share). Broken rules found by the judge would be named.
"""


def _head(run: Run) -> str:
    return HEAD.format(command=run.command, machine=run.machine, busy=run.busy, limit=run.limit)


# ---------------------------------------------------------------- times


def _times(mine: Sequence[Result]) -> list[str]:
    lines = _table_head("who", "seeds", "seconds", "times ours", "times best CP-SAT", "peak MiB", "proven", "gap")
    whos = [who for who in (OURS, *PEERS) if of(mine, who=who)]
    best = best_cp_sat(mine)
    for who in whos:
        rows = of(mine, who=who)
        timed = [r for r in rows if r.seconds is not None]
        if not timed:
            lines.append(f"| {who} | {len(rows)} | {rows[0].failed} | | | | 0 of {len(rows)} | |")
            continue
        peak = max(r.peak_mib or 0 for r in timed)
        over = unfinished(rows) and who not in (OURS, GREEDY)
        lines.append(
            f"| {who} | {len(rows)} | {'> ' if over else ''}{median(r.seconds or 0 for r in timed):.2f} "
            f"| {_ratio(mine, who, OURS)} | {_ratio(mine, who, best) if best else ''} "
            f"| {peak:,.0f} | {_proven(rows)} | {_gap(timed)}{_faults(rows)} |"
        )
    return lines


def _seeds(mine: Sequence[Result]) -> list[str]:
    """Our own measurements one by one."""
    lines = _table_head("seed", "seconds", "of the processor", "peak MiB", "proven", "gap")
    for r in of(mine, who=OURS):
        if r.seconds is None:
            lines.append(f"| {r.seed} | {r.failed} | | | no | |")
            continue
        worked = "" if r.processor is None else f"{r.processor:.2f}"
        proven = "yes" if r.proven else "no"
        lines.append(f"| {r.seed} | {r.seconds:.2f} | {worked} | {r.peak_mib or 0:,.0f} | {proven} | {_gap([r])} |")
    return [*lines, ""]


def _ratio(mine: Sequence[Result], who: str, other: str) -> str:
    found = ratio(mine, who, other)
    if found is None or who == other:
        return "1" if found else ""
    over = unfinished(of(mine, who=who)) and who not in (OURS, GREEDY)
    under = unfinished(of(mine, who=other)) and other not in (OURS, GREEDY)
    return f"{'> ' if over else ''}{'< ' if under else ''}{found:.3g}"


def _proven(rows: Sequence[Result]) -> str:
    if rows[0].who == GREEDY:
        return "never"
    sure = sum(r.proven for r in rows)
    return f"all {len(rows)}" if sure == len(rows) else f"{sure} of {len(rows)}"


def _gap(rows: Sequence[Result]) -> str:
    if rows[0].who == GREEDY:
        return "no bound"
    found = [gaps(r) for r in rows]
    if any(g is None for g in found):
        stopped = [next((s.sub_stage for s in r.reached if s.status != "proven"), "") for r in rows]
        return "stopped at " + ", ".join(sorted({s for s in stopped if s}))
    known = [g for g in found if g is not None]
    percent, households = max(g[0] for g in known), max(g[1] for g in known)
    return "0" if not percent and not households else f"{percent:.4f} %, balance {households:.2f}"


def _faults(rows: Sequence[Result]) -> str:
    broken = sum(r.broken for r in rows)
    failed = [r.failed for r in rows if r.failed]
    text = f"; **{broken} broken rules**" if broken else ""
    return text + (f"; {len(failed)} failed: {failed[0]}" if failed else "")


# ---------------------------------------------------------------- losses


def _losses(mine: Sequence[Result]) -> list[str]:
    """What each peer reaches less (or more) than ours: per sub-stage the median over the seeds both solved."""
    ours = {r.seed: r for r in of(mine, who=OURS)}
    whos = [who for who in PEERS if any(r.reached and r.seed in ours for r in of(mine, who=who))]
    first = next(iter(ours.values()), None)
    if not whos or first is None:
        return []
    names = [r for r in first.reached if r.stage != "lottery"]
    lines = [
        "Difference with our plan (median; earlier stages come first, so a gain below a loss is no gain):",
        "",
    ]
    lines += _table_head("stage", "ours", *whos)
    for at, said in enumerate(names):
        own = median(r.reached[at].value for r in ours.values())
        cells = [_loss([r for r in of(mine, who=who) if r.reached and r.seed in ours], ours, at) for who in whos]
        lines.append(f"| {label(said)} | {own:,.0f} | {' | '.join(cells)} |")
    return [*lines, ""]


def label(said: Reached) -> str:
    """A sub-stage with its stage, and an arrow for the better direction of a norm."""
    name = said.sub_stage if said.sub_stage == said.stage else f"{said.stage} {said.sub_stage}"
    fewer = said.stage == "balance" and not said.sub_stage.endswith(".count")
    return f"{name} (less is better)" if fewer else name


def _loss(theirs: Sequence[Result], ours: dict[int, Result], at: int) -> str:
    differences = [r.reached[at].value - ours[r.seed].reached[at].value for r in theirs]
    found = median(differences)
    return "=" if not any(differences) else f"{found:+,.0f}"


# ---------------------------------------------------------------- the rest


def _commands(run: Run) -> list[str]:
    lines = _table_head("command", "seconds", "aim")
    aims = {"allocator --help": "0.5", "allocator match (region week)": "4"}
    lines += [f"| `{name}` | {took:.2f} | at most {aims.get(name, '')} |" for name, took in run.commands.items()]
    return [*lines, ""]


def _growth(results: Sequence[Result]) -> list[str]:
    whos = [who for who in (OURS, *PEERS) if of(results, who=who)]
    lines = [
        "Seconds, norm `even`, seed 1. A peer that reached its limit was not asked for larger rounds.",
        "",
    ]
    lines += _table_head("round", *whos)
    for row in dict.fromkeys(r.row for r in results):
        cells = []
        for who in whos:
            found = of(results, row=row, who=who)
            seconds = found[0].seconds if found else None
            stopped = bool(found) and who != GREEDY and not found[0].proven
            shown = f"{seconds:.2f}" if seconds is not None else (found[0].failed if found else "")
            cells.append(f"{shown} (not proven)" if stopped and seconds is not None else shown)
        lines.append(f"| {row.replace('x', ' × ')} | {' | '.join(cells)} |")
    return lines


def _table_head(*names: str) -> list[str]:
    return [f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}"]

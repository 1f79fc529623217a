"""What the measurements of one row add up to: medians, ratios within one run, gaps, and whether the aims are met."""

from collections.abc import Sequence
from statistics import median

from tests.benchmarks.rows import CP_SAT, OURS, Result, Row, of

GAP_PERCENT, GAP_HOUSEHOLDS = 0.01, 1.0


def unfinished(rows: Sequence[Result]) -> bool:
    """Whether the median of these is only a lower limit: at least half were stopped by the clock."""
    return 2 * sum(not r.proven for r in rows) >= len(rows)


def best_cp_sat(mine: Sequence[Result]) -> str | None:
    """The setting of CP-SAT with the smallest median, unfinished ones last."""
    found = [(unfinished(rows), _median(rows), who) for who in CP_SAT if (rows := of(mine, who=who)) and _median(rows)]
    return min(found)[2] if found else None


def ratio(mine: Sequence[Result], who: str, other: str) -> float | None:
    """Median over seeds of one's seconds over another's, on the seeds both have."""
    seconds = {r.seed: r.seconds for r in of(mine, who=other)}
    ratios = [r.seconds / base for r in of(mine, who=who) if r.seconds and (base := seconds.get(r.seed))]
    return median(ratios) if ratios else None


def _median(rows: Sequence[Result]) -> float:
    seconds = [r.seconds for r in rows if r.seconds is not None]
    return median(seconds) if seconds else 0.0


def gaps(result: Result) -> tuple[float, float] | None:
    """Largest gap in percent, and largest gap of balance in households; None when a bound is missing."""
    if not result.reached or any(r.bound is None for r in result.reached if r.stage != "lottery"):
        return None
    percent, households = 0.0, 0.0
    for r in result.reached:
        sure = r.bound is None or r.status.startswith("proven")  # a later stage may have used its tolerance
        apart = 0 if sure else abs(r.value - (r.bound or 0))
        if r.stage == "balance":
            households = max(households, apart / r.household)
        else:
            percent = max(percent, 100 * apart / max(1, abs(r.value)))
    return percent, households


def verdicts(row: Row, mine: Sequence[Result]) -> list[str]:
    """One line for each aim of a row: what was asked, what was measured, and whether it is met."""
    rows = of(mine, who=OURS)
    timed = [r for r in rows if r.seconds is not None]
    if len(timed) < len(rows) or not rows:
        return ["- **Not met**: not every round was solved."]
    lines = [_proof(row, timed)]
    if row.seconds is not None:
        took = _median(timed)
        lines.append(_line(took <= row.seconds, f"at most {row.seconds:g} s", f"median {took:.2f} s"))
    if row.mib is not None:
        peak = max(r.peak_mib or 0 for r in timed)
        lines.append(_line(peak <= row.mib, f"at most {row.mib:,.0f} MiB", f"{peak:,.0f} MiB"))
    if row.times_cp_sat is not None and (best := best_cp_sat(mine)):
        faster = ratio(mine, best, OURS) or 0.0
        stopped = "at least " if unfinished(of(mine, who=best)) else ""
        asked = f"{row.times_cp_sat:g} times as fast as plain CP-SAT"
        lines.append(_line(faster >= row.times_cp_sat, asked, f"{stopped}{faster:.1f} times ({best})"))
    return lines


def _proof(row: Row, rows: Sequence[Result]) -> str:
    if row.proven:
        sure = sum(r.proven for r in rows)
        return _line(sure == len(rows), "everything proven", f"{sure} of {len(rows)} rounds")
    found = [gaps(r) for r in rows]
    known = [g for g in found if g is not None]
    asked = f"every gap at most {GAP_PERCENT:g} %, of balance {GAP_HOUSEHOLDS:g} household"
    if len(known) < len(found):
        return _line(False, asked, "not every stage has a bound")
    percent, households = max(g[0] for g in known), max(g[1] for g in known)
    small = percent <= GAP_PERCENT and households <= GAP_HOUSEHOLDS
    return _line(small, asked, f"{percent:.4f} %, balance {households:.2f}")


def _line(met: bool, asked: str, found: str) -> str:
    return f"- {'Met' if met else '**Not met**'}: {asked} ({found})."

"""``price``: what balance costs, as a table with bars, as JSON, and as a report."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from allocator.commandline import sides
from allocator.commandline.comparing import difference_data
from allocator.commandline.exits import Exit
from allocator.commandline.progress import meter, stoppable
from allocator.commandline.screen import Column, Screen, bar, number, short, text
from allocator.commandline.writing import write_documents
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence
from allocator.locale import N_
from allocator.reports import disk, price_report, prices
from allocator.reports.prices import Row
from allocator.whatif.family import Named
from allocator.whatif.price import Curve, NoBalance, price

BAR = (8, 30)


def price_of_balance(
    screen: Screen, name: str, read: Callable[[], Round], points: int, out: Path | None, time_limit: float | None
) -> Exit:
    """Draw the curve of a round.

    Args: ``name`` is the case or the round that is kept, and ``read`` gives it; a report is written to ``out``.

    Raises:
        InputProblems: when the round cannot be used, or no municipality has a share.
        OSError: when the folder cannot be written.
    """
    if out is not None:
        disk.check(out)
    with meter(screen) as shown:
        shown.phase(screen.tongue(N_("Reading the round")))
        round_ = read()

        def told(made: int, most: int) -> None:
            shown.phase(screen.tongue(N_("Plan {n} of at most {most}"), n=made, most=most))

        found = _curve(round_, name, points, time_limit, told)
        files: list[Path] = []
        if out is not None:
            shown.phase(screen.tongue(N_("Writing the files")))
            full, open_ = (price_report.document(found, screen.lang, full=one, points=points) for one in (True, False))
            files = write_documents("price", full, open_, out)
    if screen.as_json:
        made = {"made_of": price_report.provenance(found, points), "files": [str(file) for file in files]}
        screen.data(data(found, screen) | made)
    else:
        _show(screen, found)
        sides.files(screen, files)
    return Exit.DONE if all(point.proven for point in found.shown) else Exit.NOT_PROVEN


def _curve(round_: Round, name: str, points: int, time_limit: float | None, told: Callable[[int, int], None]) -> Curve:
    try:
        return stoppable(lambda: price(round_, points=points, time_limit=time_limit, told=told))
    except NoBalance as error:
        what = Sentence(N_("No municipality has a share, so there is no balance to pay for."))
        do = Sentence(N_("Give the policy a key under [keys], and the case weights in keys.csv."))
        raise InputProblems([Problem.of(name, what, do)]) from error


# ------------------------------------------------------------------------------------------------ for people


def _show(screen: Screen, curve: Curve) -> None:
    tongue = screen.tongue
    rows = prices.rows_of(curve, tongue, full=True)
    screen.heading(tongue(N_("What balance costs: round {id}"), id=curve.round.round_id))
    for line in (*prices.story(curve, tongue, full=True), *price_report.notes(curve, tongue, full=True)):
        screen.line(line)
    screen.console.print()
    columns = [short(tongue(N_("Point"))), text(tongue(N_("Policy")), 3), number(tongue(N_("Distance"))), short("")]
    screen.table(columns, [(r.label, r.policy, tongue.number(r.distance, 2), _bar(screen, r, rows)) for r in rows])
    screen.line(prices.distance_words(curve, tongue), "dim")
    _figures(screen, curve, rows)
    _ends(screen, curve)


def _bar(screen: Screen, row: Row, rows: list[Row]) -> str:
    """The part of the distance in which the points differ, so that small steps are seen."""
    low, high = min(r.distance for r in rows), max(r.distance for r in rows)
    width = BAR[1] if screen.wide else BAR[0]
    span = high - low or Fraction(1)
    part = (row.distance - low) / span if high > low else Fraction(1)
    return bar(part, None, Fraction(1), width, ascii_only=screen.console.options.ascii_only)


def _figures(screen: Screen, curve: Curve, rows: list[Row]) -> None:
    tongue = screen.tongue
    urgency = curve.round.policy.urgency if rows[0].urgency else ()
    columns: list[Column] = [short(tongue(N_("Point"))), number(tongue(N_("Placed")))]
    columns += [number(f"{n}") for n, _ in enumerate(urgency, start=1)]
    columns += [number(tongue(N_("Own municipality"))), number(tongue(N_("Waiting days")))]
    columns += [number(tongue(N_("Points")))]
    cells = [
        (row.label, *(_n(screen, n) for n in (row.placed, *row.urgency, row.origin, row.days, row.points)))
        for row in rows
    ]
    screen.table(columns, cells, tongue(N_("What each point keeps")))
    words = "; ".join(f"{n}: {getattr(label, screen.lang)}" for n, label in enumerate(urgency, start=1))
    if words:
        screen.line(words, "dim")
    columns = [short(tongue(N_("Point"))), number(tongue(N_("Lose"))), number(tongue(N_("Gain")))]
    columns += [number(tongue(N_("Another home")))]
    cells = [(row.label, *(_n(screen, n) for n in (row.removed, row.added, row.moved))) for row in rows]
    screen.table(columns, cells, tongue(N_("Who loses and gains against the policy in force, in households")))


def _n(screen: Screen, n: int | None) -> str:
    return "–" if n is None else screen.tongue.number(n)


def _ends(screen: Screen, curve: Curve) -> None:
    """Losers and winners by group and municipality at the two ends; the report has every point."""
    tongue = screen.tongue
    now = tongue(prices.NAMES[Named.CURRENT])
    for name in (Named.STRICT, Named.LOOSE):
        found = curve.against_current(curve.named(name))
        if not found.moves:
            continue
        label = tongue(prices.NAMES[name])
        screen.heading(tongue(N_("From {a} to {b}"), a=now, b=label))
        sides.tallies(screen, curve.round, found.by_group(), found.by_municipality(), (now, label))
    screen.line(tongue(N_("--json names the households; --out writes a report with every point.")), "dim")


# ------------------------------------------------------------------------------------------------ for programs


def data(curve: Curve, screen: Screen) -> dict[str, Any]:
    """The curve with all figures and the households at each point."""
    rows = prices.rows_of(curve, screen.tongue, full=True)
    return {
        "round_id": curve.round.round_id,
        "round_sha256": curve.round.sha256,
        "dimension": curve.dimension.name,
        "unit": curve.dimension.unit.value,
        "norm": curve.round.policy.norm_of(curve.dimension).value,
        "complete": curve.complete,
        "points": [_point(curve, n, row) for n, row in enumerate(rows)],
    }


def _point(curve: Curve, place: int, row: Row) -> dict[str, Any]:
    point = curve.shown[place]
    values = {
        f"{stage.value}.{name}" if name != stage.value else name: value for (stage, name), value in point.values.items()
    }
    stages = [s for s in point.policy.stages if s.on]
    return {
        "names": [name.value for name in point.names],
        "policy": row.policy,
        "order": [{"name": stage.name.value, "tolerance": stage.tolerance} for stage in stages],
        "proven": point.proven,
        "balance": curve.balance(point),
        "distance": round(float(row.distance), 2),
        "placed": point.placed,
        "values": values,
    } | difference_data(curve.against_current(point))

"""The price of balance as a report: what it says, the curve, all points, and who loses and gains at each."""

from collections.abc import Iterator, Sequence

from allocator.domain.codes import StageName
from allocator.domain.provenance import Named as Source
from allocator.domain.provenance import Provenance, versions
from allocator.locale import N_
from allocator.reports.document import Block, Chart, Document, Grid, Heading, Tone, Words, chart, grid
from allocator.reports.plots import Curve as Drawing
from allocator.reports.plots import Dot
from allocator.reports.prices import (
    NAMES,
    Row,
    distance_words,
    label_of,
    policy_words,
    rows_of,
    story,
)
from allocator.reports.privacy import LEAST
from allocator.reports.proof import plans_proven
from allocator.reports.sides import group_grid, people_grid, place_grid
from allocator.reports.table import decimal
from allocator.reports.words import Tongue, dimension_label
from allocator.rules.labels import STAGES
from allocator.run import versions as versions_of_run
from allocator.whatif.family import Named
from allocator.whatif.price import Curve


def document(curve: Curve, lang: str, *, full: bool, points: int) -> Document:
    """The price of balance as a report.

    Args:
        curve: the curve.
        lang: language of the words.
        full: for the committee: with groups and households; else counts under five are left out.
        points: how many points were asked for.
    """
    tongue = Tongue(lang)
    rows = rows_of(curve, tongue, full=full)
    title = tongue(N_("What balance costs: round {id}"), id=curve.round.round_id)
    kind = N_("For the committee only") if full else N_("May be shared: counts only, nothing about single people")
    measured = dimension_label(curve.dimension.name, curve.round.policy, tongue, shareable=not full)
    lead = tongue(
        N_("Each point is a policy that could be adopted, with its best plan. Measured over: {what}."),
        what=measured,
    )
    blocks: list[Block] = [
        Heading(tongue(N_("What it says"))),
        *(Words(line, Tone.LEAD) for line in story(curve, tongue, full=full)),
    ]
    blocks += [Words(line) for line in notes(curve, tongue, full=full)]
    blocks += [Heading(tongue(N_("The curve"))), *charts(curve, rows, tongue)]
    blocks += [Heading(tongue(N_("All points"))), table(curve, rows, tongue)]
    blocks += _who(curve, tongue) if full else []
    return Document(title, tongue(kind), lead, tuple(blocks), provenance(curve, points), lang, wide=True)


def provenance(curve: Curve, points: int) -> Provenance:
    """What the curve was made of."""
    round_ = curve.round
    policy = Source(name=round_.policy.name, version=round_.policy.version, sha256=round_.policy_sha256)
    return Provenance(
        kind="balance",
        as_of=round_.as_of,
        rounds=(round_.sha256,),
        policies=(policy,),
        seed=round_.lottery_seed,
        settings={"points": points},
        versions=versions(ortools=versions_of_run()["ortools"]),
    )


def notes(curve: Curve, tongue: Tongue, *, full: bool) -> Iterator[str]:
    """Whether its plans are proven, how complete the curve is, and what it leaves out."""
    yield plans_proven(all(point.proven for point in curve.shown), tongue)
    if curve.complete:
        yield tongue(N_("The curve is complete: no policy of this family gives another point."))
    else:
        yield tongue(N_("Between the points others may lie; ask for more points to see them."))
    if not curve.on_curve:
        yield tongue(
            N_("The policy in force is not on the curve: it aims at more than this, or another policy is better.")
        )
    if not full:
        yield tongue(N_("Counts of fewer than {least} households are left out."), least=LEAST)


def charts(curve: Curve, rows: Sequence[Row], tongue: Tongue) -> list[Chart]:
    """What each aim keeps at each step of balance: one drawing for each aim that changes along the curve."""
    x_name = distance_words(curve, tongue)
    about = tongue(N_("To the left the homes are divided more evenly. Each point is the best plan of one policy."))
    drawings: list[tuple[bool, Drawing]] = []
    for title, y_name, values in _measures(curve, rows, tongue):
        known = [(row, value) for row, value in zip(rows, values, strict=True) if value is not None]
        dots = tuple(Dot(row.distance, value, row.label, minor=row.label.isdigit()) for row, value in known)
        changes = len({value for _, value in known}) > 1
        drawings.append((changes, Drawing(title, about, x_name, y_name, dots, joined=curve.on_curve)))
    changing = [drawing for changes, drawing in drawings if changes]
    some = changing or [drawing for _, drawing in drawings if drawing.points][:1]  # counts may all be too few to show
    return [chart(drawing, tongue) for drawing in some]


Measure = tuple[str, str, list[int | None]]


def _measures(curve: Curve, rows: Sequence[Row], tongue: Tongue) -> Iterator[Measure]:
    households = tongue(N_("households"))
    yield tongue(N_("Placed, against balance")), households, [row.placed for row in rows]
    for n, label in enumerate(curve.round.policy.urgency):
        if rows[0].urgency:
            title = tongue(N_("Placed of {urgency}, against balance"), urgency=getattr(label, tongue.lang))
            yield title, households, [row.urgency[n] for row in rows]
    yield tongue(N_("Waiting days served, against balance")), tongue(N_("days")), [row.days for row in rows]
    yield tongue(N_("Suitability, against balance")), tongue(N_("points")), [row.points for row in rows]


def table(curve: Curve, rows: Sequence[Row], tongue: Tongue) -> Grid:
    """All points with all figures."""
    heads: list[str | tuple[str, int]] = [tongue(N_("Point")), (tongue(N_("Policy")), 50)]
    heads += [distance_words(curve, tongue), tongue(N_("Placed"))]
    heads += [getattr(label, tongue.lang) for label in curve.round.policy.urgency] if rows[0].urgency else []
    heads += [tongue(STAGES[stage]) for stage in (StageName.ORIGIN, StageName.WAITING, StageName.SUITABILITY)]
    heads += [tongue(N_("Lose")), tongue(N_("Gain")), tongue(N_("Another home"))]
    cells = (
        (
            row.label, row.policy, decimal(row.distance), row.placed, *row.urgency, row.origin, row.days,
            row.points, row.removed, row.added, row.moved,
        )
        for row in rows
    )  # fmt: skip
    return grid(tongue(N_("Points of the curve, strictest first")), heads, cells)


_WHO = (
    N_("By priority group"),
    N_("By municipality (placed there; losing and gaining by origin)"),
    N_("Households with another outcome"),
)


def _who(curve: Curve, tongue: Tongue) -> list[Block]:
    """Who gains and who loses at each point that differs from the policy in force."""
    blocks: list[Block] = [Heading(tongue(N_("Who loses and who gains")))]
    blocks.append(Words(tongue(N_("At each point, against the plan of the policy in force. Losers stand first."))))
    now = tongue(NAMES[Named.CURRENT])
    for number, point in enumerate(curve.shown, start=1):
        found = curve.against_current(point)
        if not found.moves:
            continue
        label = label_of(point, number, tongue)
        blocks.append(
            Heading(tongue(N_("Point {label}: {policy}"), label=label, policy=policy_words(curve, point, tongue)), 3)
        )
        names = now, label
        group, place, people = (f"{label}: {tongue(title)}" for title in _WHO)  # a sheet has no heading above it
        blocks.append(group_grid(curve.round, found.by_group(), group, names, tongue))
        blocks.append(place_grid(curve.round, found.by_municipality(), place, names, tongue))
        blocks.append(people_grid(found, people, names, tongue))
    return blocks if len(blocks) > 2 else [blocks[0], Words(tongue(N_("Nobody: every point has the same plan.")))]

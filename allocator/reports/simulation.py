"""The report of a simulation: policies side by side, group by group, week by week, each chart with its table."""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from statistics import fmean

from allocator import workflow
from allocator.domain.codes import Form
from allocator.domain.provenance import Named, Provenance
from allocator.domain.region import ALL_GROUPS
from allocator.domain.simulated import NAMES, Asked, Result, Waits, sentence_of
from allocator.locale import N_
from allocator.reports import simulation_compare as compare
from allocator.reports.document import Block, Document, Heading, Items, Tone, Words, chart, grid
from allocator.reports.plots import Bar, Bars, Lines, Point, Series
from allocator.reports.simulation_compare import BASE, Interval, Measure
from allocator.reports.words import Tongue

SHOWN = 12
"""Homes that waited, of which the report says why."""
Found = dict[str, dict[str, Result]]


def document(asked: Asked, results: Sequence[Result], lang: str) -> Document:
    """The report of a study; it holds no fact of any household."""
    tongue, found = Tongue(lang), compare.by_policy(results)
    blocks: list[Block] = [
        Words(tongue(N_("Nothing here is real: all households, homes and answers are drawn.")), Tone.LEAD),
        Words(tongue(N_("In every world each policy meets the same households, homes and answers.")), Tone.NOTE),
        Heading(tongue(N_("Side by side"))),
        _side_by_side(found, tongue),
        *_differences(found, tongue),
        chart(_share_bars(found, tongue), tongue),
        Heading(tongue(N_("Group by group"))),
        _groups(asked, found, tongue),
        Heading(tongue(N_("Week by week"))),
        chart(_weekly(found, tongue), tongue),
        chart(_waiting(found, tongue), tongue),
        *_codes(asked, found, tongue),
        *_why_homes_waited(results, tongue),
    ]
    words = N_("{weeks:week|weeks} in {n:world|worlds} drawn from scenario {name}.")
    lead = tongue(words, weeks=asked.weeks, n=asked.replications, name=asked.scenario.name)
    kind = tongue(N_("For councils and committees; no facts of people"))
    title = tongue(N_("Simulation of weekly rounds"))
    return Document(title, kind, lead, tuple(blocks), provenance(asked, results), lang, wide=True)


def provenance(asked: Asked, results: Sequence[Result]) -> Provenance:
    """What the results were made of."""
    one = results[0]
    return Provenance(
        kind="simulation",
        as_of=asked.scenario.start,
        policies=(Named(name=asked.rules.name, sha256=one.rules_sha256, version=asked.rules.version),),
        scenario=Named(name=asked.scenario.name, sha256=one.scenario_sha256),
        seed=asked.seed,
        settings={"policies": ", ".join(asked.policies), "replications": asked.replications, "weeks": asked.weeks},
        versions=dict(one.versions),
    )


# ------------------------------------------------------------------------------------------------ numbers


def amount(value: float | None, measure: Measure, tongue: Tongue, *, signed: bool = False) -> str:
    """A figure in words: percent for parts, else a number with one decimal."""
    if value is None:
        return "–"
    if measure.part:
        sign = "+" if signed and value > 0 else ""
        return sign + tongue.percent(_exact(value), fixed=True)
    return tongue.number(_exact(value), signed=signed, fixed=True)


def _exact(value: float) -> Fraction:
    return Fraction(repr(value))


def mean_text(runs: Sequence[Result], measure: Measure, tongue: Tongue) -> str:
    """A mean over worlds, with half of its confidence interval where there is one."""
    return _text(compare.mean_of(runs, measure.of), measure, tongue)


def _text(found: Interval | None, measure: Measure, tongue: Tongue, *, signed: bool = False) -> str:
    if found is None:
        return "–"
    shown = amount(found.mean, measure, tongue, signed=signed)
    if found.high is None:
        return shown
    half = amount(found.high - found.mean, measure, tongue)
    return f"{shown} ± {half}".replace("\u00a0% ±", " ±")


# ------------------------------------------------------------------------------------------------ blocks


def _side_by_side(found: Found, tongue: Tongue) -> Block:
    heads = [(tongue(N_("Figure")), 34), *((tongue(NAMES[name]), 18) for name in found)]
    rows = [
        [tongue(m.label), *(mean_text(list(runs.values()), m, tongue) for runs in found.values())]
        for m in compare.MEASURES
    ]
    return grid(tongue(N_("Mean over the worlds ± half of the 95 percent confidence interval")), heads, rows)


def _differences(found: Found, tongue: Tongue) -> list[Block]:
    """Paired differences with the weekly exact match, world by world."""
    others = [name for name in found if name != BASE]
    if BASE not in found or not others:
        return []
    heads = [(tongue(N_("Figure")), 34), *((tongue(NAMES[name]), 18) for name in others)]
    rows = [
        [
            tongue(m.label),
            *(_text(compare.difference(found[n], found[BASE], m.of), m, tongue, signed=True) for n in others),
        ]
        for m in compare.MEASURES
    ]
    title = N_("More or less than the weekly exact match, in the same worlds")
    return [grid(tongue(title), heads, rows)]


def _share_bars(found: Found, tongue: Tongue) -> Bars:
    return Bars(
        title=tongue(N_("What each policy reaches of what hindsight could")),
        about=tongue(N_("Hindsight knows all arrivals and answers; nobody surpasses it. Points as in the scenario.")),
        of=tongue(N_("Policy")),
        value_name=tongue(N_("percent")),
        rows=tuple(
            Bar(tongue(NAMES[name]), round(100 * fmean(one.share for one in runs.values()), 1))
            for name, runs in found.items()
        ),
    )


def _groups(asked: Asked, found: Found, tongue: Tongue) -> Block:
    heads: list[str | tuple[str, int]] = [
        (tongue(N_("Group")), 24),
        (tongue(N_("Policy")), 26),
        tongue(N_("Housed")),
        tongue(N_("Weeks waited, median")),
        tongue(N_("Weeks waited, 90 percent within")),
        tongue(N_("Offered a home within 13 weeks")),
    ]
    names = sorted({group for runs in found.values() for one in runs.values() for group in one.groups})
    order = [ALL_GROUPS, *(label.code for label in asked.rules.groups if label.code in names)]
    rows = []
    for group in order:
        label = tongue(N_("Everybody")) if group == ALL_GROUPS else tongue.label(asked.rules.groups, group)
        for name, runs in found.items():
            figures = compare.group_measures(group)
            cells = [
                _text(compare.mean_of(list(runs.values()), of), Measure(code, "", of, part=code == "in_time"), tongue)
                for code, of in figures.items()
            ]
            rows.append([label, tongue(NAMES[name]), *cells])
    return grid(tongue(N_("Waiting and offers per group")), heads, rows)


def _series(found: Found, tongue: Tongue, of: str) -> tuple[Series, ...]:
    return tuple(
        Series(
            tongue(NAMES[name]),
            tuple(
                Point(week + 1, round(fmean(getattr(one, of)[week] for one in runs.values()), 1))
                for week in range(next(iter(runs.values())).weeks)
            ),
        )
        for name, runs in found.items()
    )


def _weekly(found: Found, tongue: Tongue) -> Lines:
    return Lines(
        title=tongue(N_("Balance, week by week")),
        about=tongue(N_("Households that stand in another municipality than the fair shares say; less is more even.")),
        x_name=tongue(N_("Week")),
        y_name=tongue(N_("households")),
        series=_series(found, tongue, "imbalance"),
    )


def _waiting(found: Found, tongue: Tongue) -> Lines:
    return Lines(
        title=tongue(N_("Households on the list, week by week")),
        about=tongue(N_("Mean over the worlds, at the moment of the match.")),
        x_name=tongue(N_("Week")),
        y_name=tongue(N_("households")),
        series=_series(found, tongue, "waiting"),
    )


def _codes(asked: Asked, found: Found, tongue: Tongue) -> list[Block]:
    """Housed per form, and refusals by reason."""
    reasons = workflow.catalogue(asked.rules)
    titles = {"forms": N_("Housed per form of home"), "refusals": N_("Refused or not answered, by reason")}
    blocks: list[Block] = []
    for field, title in titles.items():
        codes = sorted({code for runs in found.values() for one in runs.values() for code in getattr(one, field)})
        rows = []
        for code in codes:
            label = tongue.term(Form(code)) if field == "forms" else getattr(reasons[code], tongue.lang)
            figure = Measure(code, "", partial(_count, field, code))
            rows.append([label, *(mean_text(list(runs.values()), figure, tongue) for runs in found.values())])
        first = tongue(N_("Form")) if field == "forms" else tongue(N_("Reason"))
        heads = [(first, 30), *((tongue(NAMES[name]), 18) for name in found)]
        blocks.append(grid(tongue(title), heads, rows))
    return blocks


def _count(field: str, code: str, one: Result) -> int:
    return int(getattr(one, field).get(code, 0))


def _why_homes_waited(results: Sequence[Result], tongue: Tongue) -> list[Block]:
    held = [one for result in results for one in result.held]
    if not held:
        return []
    return [
        Heading(tongue(N_("Why homes waited"))),
        Items(tuple(held_text(one, tongue) for one in held[:SHOWN])),
    ]


def held_text(one: Waits, tongue: Tongue) -> str:
    """Why a home waited in a week, and how sure that was."""
    said = sentence_of(one.unit, one.who, one.within, one.most)
    words = N_("Week {week}: {said} It happens in {part} of the futures.")
    return tongue(words, week=one.week, said=said.render(tongue.lang), part=tongue.percent(_exact(one.chance), 0))


__all__ = ["amount", "document", "held_text", "mean_text", "provenance"]

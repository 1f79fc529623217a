"""Who loses and who gains between two plans, as tables of a report; losers stand first."""

from collections.abc import Iterable, Mapping

from allocator.domain.round import Round
from allocator.explain.difference import Kind
from allocator.locale import N_
from allocator.reports import figures
from allocator.reports.document import Grid, grid
from allocator.reports.words import Tongue, municipality_name
from allocator.whatif.again import Moved
from allocator.whatif.comparison import Comparison, Tally

Tallies = Mapping[str | None, Tally]
KINDS: Mapping[Kind, str] = {
    Kind.REMOVED: N_("Loses its home"),
    Kind.ADDED: N_("Gains a home"),
    Kind.MOVED: N_("Another home"),
}
"""What happens to a household, in the order in which it is shown."""


def group_name(round_: Round, code: str | None, tongue: Tongue) -> str:
    """A priority group in words."""
    return tongue.label(round_.policy.groups, code) if code else tongue(N_("no group"))


def place_name(round_: Round, code: str | None, tongue: Tongue) -> str:
    """A municipality in words."""
    return municipality_name(round_, code) if code else tongue(N_("municipality not known"))


def pressing_first(found: Comparison, kind: Kind) -> list[Moved]:
    """Households of one kind, the most pressing first."""
    people, order = found.a.round.household_by_id, figures.most_pressing_first(found.a.round)
    return sorted(found.of_kind(kind), key=lambda one: order(people[one.household]))


def group_grid(round_: Round, table: Tallies, title: str, names: tuple[str, str], tongue: Tongue) -> Grid:
    """By priority group."""
    rows = sorted((group_name(round_, code, tongue), tally) for code, tally in table.items())
    return _tallies(title, tongue(N_("Priority group")), rows, names, tongue)


def place_grid(round_: Round, table: Tallies, title: str, names: tuple[str, str], tongue: Tongue) -> Grid:
    """By municipality: homes given out in it; who loses and gains by where they come from."""
    rows = [(place_name(round_, code, tongue), tally) for code, tally in table.items()]
    return _tallies(title, tongue("Municipality"), rows, names, tongue)


def _tallies(title: str, head: str, rows: Iterable[tuple[str, Tally]], names: tuple[str, str], tongue: Tongue) -> Grid:
    heads: list[str | tuple[str, int]] = [(head, 40), *(tongue(N_("Placed, {name}"), name=name) for name in names)]
    heads += [tongue(N_("Lose")), tongue(N_("Gain")), tongue(N_("Another home"))]
    return grid(title, heads, [(name, t.before, t.after, t.removed, t.added, t.moved) for name, t in rows])


def people_grid(found: Comparison, title: str, names: tuple[str, str], tongue: Tongue) -> Grid:
    """Every household with another outcome; for the committee only."""
    round_ = found.a.round
    rows = []
    for kind, words in KINDS.items():
        for one in pressing_first(found, kind):
            household = round_.household_by_id[one.household]
            rows.append(
                (
                    one.household,
                    tongue(words),
                    tongue.label(round_.policy.urgency, household.urgency),
                    group_name(round_, household.ledger_group, tongue),
                    place_name(round_, household.municipality_of_origin, tongue),
                    figures.days_waiting(household, round_),
                    one.before or "",
                    one.after or "",
                )
            )
    heads = [tongue("Household"), tongue(N_("What happens")), tongue("Urgency"), tongue(N_("Priority group"))]
    heads += [tongue(N_("Comes from")), tongue("Days waited")]
    homes = [tongue(N_("Home under {name}"), name=name) for name in names]
    return grid(title, [*heads, *homes], rows)

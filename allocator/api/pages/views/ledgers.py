"""Ledgers as pages show them: which there are, how everybody stands in one, what that means by now and at the end."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Annotated

from fastapi import Query, Response

from allocator.actions import ledger, policies, region
from allocator.actions.ledger import Ledger
from allocator.api.pages.frame import Crumb, page, tell
from allocator.api.pages.visitor import Visitor
from allocator.domain.codes import CountUnit
from allocator.domain.period import bounds, elapsed
from allocator.domain.policy import Policy
from allocator.domain.refusal import NotFound
from allocator.domain.region import ALL_GROUPS, Municipality
from allocator.intake import read_policy
from allocator.ledger import Account, Standing, forecast, ledger_group
from allocator.locale import N_
from allocator.reports.words import COUNTS, dimension_label

TITLE, NO_LEDGER = N_("Fair share"), "no_ledger"
Which = Annotated[str, Query(alias="ledger", max_length=80)]
Key = tuple[str, str, CountUnit]
"""Period, group and unit."""
Label = Callable[[str, CountUnit | None], str]
"""A group, and a unit where that is said, in words."""


@dataclass(frozen=True)
class Row:
    """How somebody stands, with what that comes to."""

    name: str
    now: Standing
    part: Fraction
    """The part of the period that is over."""
    whole: Fraction = Fraction(0)
    """The task of the whole region."""

    @property
    def due(self) -> Fraction:
        """What should be done by now and is not; negative is ahead."""
        return self.now.due(self.part)

    @property
    def done(self) -> Fraction | None:
        """The part of the task that is realised or under way; None without a task."""
        task = self.now.task + self.now.brought
        return self.now.so_far / task if task > 0 else None

    @property
    def of_region(self) -> Fraction | None:
        """The part of the task of the region; None when that has none."""
        return self.now.task / self.whole if self.whole > 0 else None

    @property
    def at_end(self) -> Fraction | None:
        """What is done by the end of the period at the pace of so far; None while that says nothing."""
        found = forecast(self.now, self.part)
        return found.done if found else None

    @property
    def left(self) -> Fraction | None:
        """What is then still owed."""
        found = forecast(self.now, self.part)
        return found.left if found else None


@dataclass(frozen=True)
class Books:
    """The ledgers that there are, the one that is looked at, and how everybody stands in it."""

    which: Ledger
    options: tuple[tuple[str, str], ...]
    value: str
    title: str
    towns: Mapping[str, Municipality]
    part: Fraction
    rows: Mapping[str, Row]
    """By municipality, in order of name."""
    total: Row
    groups: tuple[Row, ...]
    """All ledgers of the period, of who looks: of one municipality, or of all together."""

    @property
    def names(self) -> dict[str, str]:
        """Names of municipalities by code."""
        return {code: one.name for code, one in self.towns.items()}


def nothing_booked(visitor: Visitor, why: NotFound, crumbs: tuple[Crumb, ...] = ()) -> Response:
    """The page of the fair share before the first quota or placement; what else is not there stays so."""
    if why.code != NO_LEDGER:
        raise why
    return page(visitor, "share_empty.html", tell(visitor, TITLE), crumbs=crumbs, why=visitor.says(why.sentence))


def books_of(visitor: Visitor, said: str) -> Books:
    """The ledger that the address names; without one that of all groups in the period of today.

    Raises:
        NotFound: when nothing is booked at all.
    """
    found, label = ledger.show_balances(visitor.office, visitor.actor), _labels(visitor)
    keys = list(dict.fromkeys(_key(one) for one in sorted(found, key=Order(visitor.office.today))))
    if not keys:
        raise NotFound(NO_LEDGER, N_("Nothing is booked in the ledger yet."))
    options = {":".join((period, group, unit.value)): f"{period}: {label(group, unit)}" for period, group, unit in keys}
    value = said if said in options else next(iter(options))
    key = keys[list(options).index(value)]
    first, last = bounds(key[0])
    part = elapsed(key[0], min(max(visitor.office.today, first), last))
    towns = {one.code: one for one in region.list_municipalities(visitor.office, visitor.actor)}
    mine = {a.municipality: s for a, s in found.items() if _key(a) == key}
    total = added(mine.values())
    rows = {code: Row(towns[code].name if code in towns else code, s, part, total.task) for code, s in mine.items()}
    return Books(
        which=Ledger(*key),
        options=tuple(options.items()),
        value=value,
        title=options[value],
        towns=towns,
        part=part,
        rows=dict(sorted(rows.items(), key=lambda pair: pair[1].name)),
        total=Row(visitor.tongue(N_("Together")), total, part, total.task),
        groups=_groups(visitor, found, [one for one in keys if one[0] == key[0]], label, part),
    )


def _groups(
    visitor: Visitor, found: Mapping[Account, Standing], keys: list[Key], label: Label, part: Fraction
) -> tuple[Row, ...]:
    """The ledgers of a period, of one's own municipality or of all together; the unit is said where it differs."""
    own, units = visitor.actor.organisation, {unit for _, _, unit in keys}
    return tuple(
        Row(
            label(key[1], key[2] if len(units) > 1 else None),
            added(s for a, s in found.items() if _key(a) == key and own in (None, a.municipality)),
            part,
        )
        for key in keys
    )


def _key(one: Account) -> Key:
    return one.period, one.group, CountUnit(one.unit)


@dataclass(frozen=True)
class Order:
    """The period of today first, and in it all groups together; then the newest."""

    today: date

    def __call__(self, one: Account) -> tuple[bool, int, bool, str, str]:
        """The sort key of an account."""
        first, last = bounds(one.period)
        return (not first <= self.today <= last, -last.toordinal(), one.group != ALL_GROUPS, one.group, one.unit)


def _labels(visitor: Visitor) -> Label:
    """What a ledger counts, in words: a group, a level of support, or everybody; in households or people."""
    _, source = policies.show_policy(visitor.office, visitor.actor)
    policy: Policy = read_policy(source, visitor.office.today)
    t = visitor.tongue
    known = {ledger_group(one): dimension_label(one.name, policy, t) for one in policy.dimensions}

    def label(group: str, unit: CountUnit | None) -> str:
        every = t(N_("all groups together")) if group == ALL_GROUPS else ""
        words = every or known.get(group) or t.label(policy.groups, group)
        return f"{words}, {t(COUNTS[unit])}" if unit else words

    return label


def added(some: Iterable[Standing]) -> Standing:
    """Several standings together."""
    rows = list(some)
    return Standing(
        **{one.name: sum((getattr(row, one.name) for row in rows), Fraction(0)) for one in fields(Standing)}
    )

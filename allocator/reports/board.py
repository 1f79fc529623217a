"""The proposal as the committee works through it on its pages: one row for each household, in words and sort keys."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from allocator.domain.codes import UnitStatus
from allocator.domain.household import Household
from allocator.domain.proposal import Proposal, Unplaced
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence
from allocator.domain.unit import Unit
from allocator.explain import system
from allocator.locale import N_
from allocator.reports import committee, figures, reasons
from allocator.reports.words import Tongue, corporation_name, municipality_name
from allocator.rules.labels import term


@dataclass(frozen=True)
class Person:
    """A household in a list; days are whole days, the rank of the most urgent class is 0."""

    id: str
    urgency: str
    rank: int
    persons: int
    days: int
    too_long: bool
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Home:
    """A home in a list."""

    id: str
    what: str
    municipality: str
    place: str
    corporation: str
    owner: str


@dataclass(frozen=True)
class Placed:
    """A placement as proposed."""

    who: Person
    home: Home
    to_confirm: int
    depends_on: tuple[str, ...]
    pinned: bool
    waived: bool


@dataclass(frozen=True)
class Open:
    """A household without a home in this proposal: a reason that groups it with others, and its own in words."""

    who: Person
    reason: str
    title: str
    says: str
    ask: str


@dataclass(frozen=True)
class Figures:
    """What a round is made of."""

    households: int
    persons: int
    units: int
    free: int
    places: int
    municipalities: int
    too_long: int
    weeks: int


def figures_of(round_: Round) -> Figures:
    """What a round is made of; ``places`` are those of homes that can be let now."""
    free = [unit for unit in round_.units if unit.status is UnitStatus.FREE]
    return Figures(
        households=len(round_.households),
        persons=sum(h.persons for h in round_.households),
        units=len(round_.units),
        free=len(free),
        places=sum(unit.places for unit in free),
        municipalities=len({unit.municipality for unit in free}),
        too_long=sum(_too_long(round_, h) for h in round_.households),
        weeks=round_.policy.waiting.flag_after_days // 7,
    )


def longest(round_: Round, tongue: Tongue, most: int) -> list[Person]:
    """Who waits longer than the term of the policy, the longest first."""
    late = [h for h in round_.households if _too_long(round_, h)]
    late.sort(key=lambda h: (-(figures.days_ready(h, round_.as_of) or 0), h.id))
    return [person_of(round_, h, tongue, days=figures.days_ready(h, round_.as_of)) for h in late[:most]]


def blocked(round_: Round) -> Iterator[Sentence]:
    """What takes no part in a round, and what people decided by hand."""
    yield from system.paused(round_)
    counts: Counter[UnitStatus] = Counter(unit.status for unit in round_.units)
    for status in UnitStatus:
        if counts[status] and status is not UnitStatus.FREE:
            text = N_("{n:home|homes} cannot be let now: {status}.")
            yield Sentence(text, {"n": counts[status], "status": term(status)})
    yield from system.by_hand(round_)


# ------------------------------------------------------------------------------------------------ lists


def placed(round_: Round, proposal: Proposal, tongue: Tongue) -> list[Placed]:
    """Who is proposed for which home; the most pressing household first."""
    order = figures.most_pressing_first(round_)
    return [
        Placed(
            who=person_of(round_, household, tongue),
            home=home_of(round_, unit, tongue),
            to_confirm=len(placement.to_confirm),
            depends_on=placement.depends_on,
            pinned=placement.pinned,
            waived=bool(placement.waived),
        )
        for placement, household, unit in sorted(figures.pairs(round_, proposal), key=lambda pair: order(pair[1]))
    ]


def unplaced(round_: Round, proposal: Proposal, tongue: Tongue) -> list[Open]:
    """Who gets no home, and why; the most pressing household first."""
    order = figures.most_pressing_first(round_)
    titles = {
        code: reasons.title(code, [row.sentence for row in rows], tongue)
        for code, rows in figures.unplaced_by_reason(round_, proposal).items()
    }
    rows = [(round_.household_by_id[row.household], row) for row in proposal.unplaced]
    rows.sort(key=lambda pair: order(pair[0]))
    return [_open(round_, household, row, titles[row.reason_code], tongue) for household, row in rows]


def _open(round_: Round, household: Household, row: Unplaced, title: str, tongue: Tongue) -> Open:
    return Open(
        who=person_of(round_, household, tongue),
        reason=row.reason_code,
        title=title,
        says=tongue.of(row.sentence),
        ask=committee.ask_words(row, tongue) if row.ask else "",
    )


def _too_long(round_: Round, household: Household) -> bool:
    return (figures.days_ready(household, round_.as_of) or 0) > round_.policy.waiting.flag_after_days


def person_of(round_: Round, household: Household, tongue: Tongue, *, days: int | None = None) -> Person:
    """A household in words."""
    codes = round_.policy.urgency_codes
    return Person(
        id=household.id,
        urgency=tongue.label(round_.policy.urgency, household.urgency),
        rank=codes.index(household.urgency) if household.urgency in codes else len(codes),
        persons=household.persons,
        days=figures.days_waiting(household, round_) if days is None else days,
        too_long=_too_long(round_, household),
        groups=tuple(tongue.label(round_.policy.groups, code) for code in household.target_groups or ()),
    )


def home_of(round_: Round, unit: Unit, tongue: Tongue) -> Home:
    """A home in words."""
    facts = [tongue.term(unit.form)]
    if not unit.is_shared and not unit.is_shelter:
        facts.append(tongue.bedrooms(unit.bedrooms))
    return Home(
        id=unit.id,
        what=", ".join(facts),
        municipality=unit.municipality,
        place=municipality_name(round_, unit.municipality),
        corporation=unit.corporation or "",
        owner=corporation_name(round_, unit.corporation),
    )

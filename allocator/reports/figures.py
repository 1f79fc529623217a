"""The numbers of the reports: pure counts over a round and its proposal. Days are whole days, money is cents."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median
from typing import Any

from allocator.domain.codes import SHELTER_SITUATIONS
from allocator.domain.household import Household
from allocator.domain.proposal import (
    BalanceLine,
    Proposal,
    ProposedPlacement,
    StageResult,
    Text,
    Unplaced,
)
from allocator.domain.round import Round
from allocator.domain.unit import Unit

Pair = tuple[ProposedPlacement, Household, Unit]
"""A placement with the household and the unit it is about."""


def pairs(round_: Round, proposal: Proposal) -> list[Pair]:
    """Each placement with its household and unit, in the order of the proposal."""
    return [(p, round_.household_by_id[p.household], round_.unit_by_id[p.unit]) for p in proposal.placements]


# ------------------------------------------------------------------------------------------------ time


def days_ready(household: Household, as_of: date) -> int | None:
    """Days since the household could move to a home of its own; None when not known or not yet."""
    start = household.ready_from
    return None if start is None or start > as_of else (as_of - start).days


def days_waiting(household: Household, round_: Round) -> int:
    """Waiting days as the waiting aim counts them (docs/model.md 2), before the cap."""
    start = household.registered_on
    if round_.policy.waiting.count_from == "ready" and household.ready_from is not None:
        start = household.ready_from
    return max(0, (round_.as_of - start).days)


def most_pressing_first(round_: Round) -> Callable[[Household], tuple[int, int, str]]:
    """Sort key of lists of people: most urgent class first, then the longest wait, then the id."""
    rank = {code: number for number, code in enumerate(round_.policy.urgency_codes)}
    return lambda h: (rank.get(h.urgency, len(rank)), -days_waiting(h, round_), h.id)


# ------------------------------------------------------------------------------------------------ the region's question


@dataclass(frozen=True)
class ShelterQuestion:
    """Who is in shelter and needs only a home, how long they have been ready, and what this proposal frees.

    Counts are households unless the name says otherwise.
    """

    in_shelter: int
    only_home: int
    care_needed: int
    care_unknown: int
    situation_unknown: int
    ready: int
    ready_later: int
    ready_unknown: int
    median_days: Fraction | None
    over_term: int
    only_home_placed: int
    freed: int
    freed_persons: int
    filled: int


def shelter_question(round_: Round, proposal: Proposal) -> ShelterQuestion:
    """The numbers with which both reports open.

    *Only a home*: stays in a shelter and ``shelter_care_needed`` is false; unknown is counted apart. *Freed*: leaves a
    shelter for a home (a place in another shelter frees nothing); *filled*: comes into a shelter place from elsewhere.
    """
    shelter = [h for h in round_.households if h.situation in SHELTER_SITUATIONS]
    only = [h for h in shelter if h.shelter_care_needed is False]
    days = [d for h in only if (d := days_ready(h, round_.as_of)) is not None]
    out = [h for _, h, u in pairs(round_, proposal) if h.situation in SHELTER_SITUATIONS and not u.is_shelter]
    return ShelterQuestion(
        in_shelter=len(shelter),
        only_home=len(only),
        care_needed=sum(h.shelter_care_needed is True for h in shelter),
        care_unknown=sum(h.shelter_care_needed is None for h in shelter),
        situation_unknown=sum(h.situation is None for h in round_.households),
        ready=len(days),
        ready_later=sum(h.ready_from is not None and h.ready_from > round_.as_of for h in only),
        ready_unknown=sum(h.ready_from is None for h in only),
        median_days=Fraction(median(days)) if days else None,
        over_term=sum(d > round_.policy.waiting.flag_after_days for d in days),
        only_home_placed=sum(h.shelter_care_needed is False for h in out),
        freed=len(out),
        freed_persons=sum(h.persons for h in out),
        filled=sum(u.is_shelter and h.situation not in SHELTER_SITUATIONS for _, h, u in pairs(round_, proposal)),
    )


# ------------------------------------------------------------------------------------------------ counts


@dataclass(frozen=True)
class Overview:
    """The proposal in a few counts of households; ``empty`` and ``offered`` count units."""

    households: int
    placed: int
    served: int
    unplaced: int
    offered: int
    empty: int
    to_confirm: int
    dependent: int
    waived: int
    waiting_too_long: int
    waiting_too_long_placed: int


def overview(round_: Round, proposal: Proposal) -> Overview:
    """Counts over the whole proposal. A unit is on offer when it is free or somebody is proposed for it."""
    placed = pairs(round_, proposal)
    used = {p.unit for p in proposal.placements} | {e.unit for e in proposal.empty_units}
    long_placed = sum(p.flagged_waiting for p in proposal.placements)
    return Overview(
        households=len(round_.households),
        placed=len(placed),
        served=sum(u.counts_as_home for _, _, u in placed),
        unplaced=len(proposal.unplaced),
        offered=len(used),
        empty=len({e.unit for e in proposal.empty_units}),
        to_confirm=sum(bool(p.to_confirm) for p in proposal.placements),
        dependent=sum(bool(p.depends_on) for p in proposal.placements),
        waived=sum(bool(p.waived) for p in proposal.placements),
        waiting_too_long=long_placed + sum(u.flagged_waiting for u in proposal.unplaced),
        waiting_too_long_placed=long_placed,
    )


def counted(keys: Iterable[str], known: Iterable[str] = ()) -> dict[str, int]:
    """How often each key occurs; the known ones first and also with 0, then the rest, most frequent first."""
    count = Counter(keys)
    rest = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    return {key: count[key] for key in known} | {key: n for key, n in rest if key not in set(known)}


def by_municipality(round_: Round, proposal: Proposal) -> dict[str, int]:
    """Placements per municipality of the round, also those with none."""
    return counted((p.municipality for p in proposal.placements), [m.code for m in round_.municipalities])


def by_form(round_: Round, proposal: Proposal) -> dict[str, int]:
    """Placements per housing form, most frequent first."""
    return counted(u.form.value for _, _, u in pairs(round_, proposal))


def by_corporation(round_: Round, proposal: Proposal) -> dict[str, int]:
    """Placements per corporation (empty key: none stated), most frequent first."""
    return counted(u.corporation or "" for _, _, u in pairs(round_, proposal))


def unplaced_by_reason(round_: Round, proposal: Proposal) -> dict[str, list[Unplaced]]:
    """Who got no home, per reason code, the largest group first and within it the most pressing first."""
    groups: dict[str, list[Unplaced]] = {}
    order = most_pressing_first(round_)
    for row in sorted(proposal.unplaced, key=lambda u: order(round_.household_by_id[u.household])):
        groups.setdefault(row.reason_code, []).append(row)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


@dataclass(frozen=True)
class Question:
    """A fact to ask for: of how many households, how many pairs with a home may open, and who may gain most."""

    field: str
    households: int
    pairs: int
    most: Unplaced


def questions(proposal: Proposal) -> list[Question]:
    """The facts to ask for first, counted over everybody without a home; the one that opens most homes first."""
    asked: dict[str, list[Unplaced]] = {}
    for row in proposal.unplaced:
        if row.ask:
            asked.setdefault(str(row.ask.get("field", "")), []).append(row)
    found = [
        Question(field, len(rows), sum(map(opens, rows)), max(rows, key=lambda u: (opens(u), u.household)))
        for field, rows in asked.items()
    ]
    return sorted(found, key=lambda q: (-q.pairs, -q.households, q.field))


def opens(row: Unplaced) -> int:
    """How many homes the answer to the question of this household may open."""
    return int((row.ask or {}).get("opens", 0))


# ------------------------------------------------------------------------------------------------ stages and balance


def stages(proposal: Proposal) -> list[tuple[StageResult, Text | None]]:
    """The (sub-)stages as typed results, each with its sentence."""
    return [(_typed(StageResult, row), text_of(row.get("sentence"))) for row in proposal.stages]


def balance(proposal: Proposal) -> dict[str, list[BalanceLine]]:
    """Balance lines per dimension, in the order of the proposal; fractions are exact."""
    lines: dict[str, list[BalanceLine]] = {}
    for row in proposal.balance:
        line = _typed(BalanceLine, row)
        lines.setdefault(line.dimension, []).append(line)
    return lines


def text_of(value: Any) -> Text | None:
    """A sentence in both languages out of what JSON made of it."""
    if value is None or isinstance(value, Text):
        return value
    return Text.model_validate(value)


def _typed(model: Any, row: dict[str, Any]) -> Any:
    return model.model_validate({name: row[name] for name in model.model_fields if name in row})

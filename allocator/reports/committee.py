"""What the committee's report shows, row by row, ready for the page: words and numbers, no markup."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from allocator import locale
from allocator.domain.household import Household
from allocator.domain.proposal import EmptyUnit, Proposal, Unplaced
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.locale import N_
from allocator.reports import figures, reasons, tables, tables_aims
from allocator.reports.evenness import of_evenness, told
from allocator.reports.rows import AimRow, EmptyRow, Group, Home, PlacedRow, UnplacedRow, Who
from allocator.reports.words import (
    STATUSES,
    Tongue,
    corporation_name,
    fact_words,
    municipality_name,
    rule_words,
    sub_stage_label,
)
from allocator.rules.labels import STAGES

MOST_ROWS = 240
"""A list of more rows than this is shortened; the rest stands in the CSV file."""

FEWEST_ROWS = 5
MOST_DETAILS = 4
MOST_NEAR = 3
MOST_WORST = 10


def placed_groups(round_: Round, proposal: Proposal, tongue: Tongue, most: int | None = MOST_ROWS) -> list[Group]:
    """Placements per municipality, in the order of the round; the most pressing household first.

    With more than ``most`` of them the list is shortened; None: never.
    """
    order = figures.most_pressing_first(round_)
    found: dict[str, list[figures.Pair]] = {m.code: [] for m in round_.municipalities}
    for pair in sorted(figures.pairs(round_, proposal), key=lambda pair: order(pair[1])):
        found.setdefault(pair[0].municipality, []).append(pair)
    kept = {code: rows for code, rows in found.items() if rows}
    limit = _limit(kept.values()) if most is not None else len(proposal.placements)
    homes = home_whys(proposal, tongue)
    return [
        Group(
            title=municipality_name(round_, code),
            count=tongue.households(len(rows)),
            rows=[_placed(round_, pair, homes, tongue) for pair in rows[:limit]],
            more=max(0, len(rows) - limit),
            ident=f"placed-{code}",
        )
        for code, rows in kept.items()
    ]


def unplaced_groups(round_: Round, proposal: Proposal, tongue: Tongue) -> list[Group]:
    """Households without a home per reason, the largest group first."""
    found = figures.unplaced_by_reason(round_, proposal)
    limit = _limit(found.values())
    return [
        Group(
            title=reasons.title(code, [row.sentence for row in rows], tongue),
            count=tongue.households(len(rows)),
            rows=[_unplaced(round_, row, tongue) for row in rows[:limit]],
            more=max(0, len(rows) - limit),
            ident=f"reason-{number}",
        )
        for number, (code, rows) in enumerate(found.items(), start=1)
    ]


def empty_groups(round_: Round, proposal: Proposal, tongue: Tongue) -> list[Group]:
    """Homes that stay (partly) empty per reason, the largest group first."""
    by_code: dict[str, list[EmptyUnit]] = {}
    for row in proposal.empty_units:
        by_code.setdefault(row.reason_code, []).append(row)
    found: dict[str, list[EmptyUnit]] = {}
    for code, rows in by_code.items():
        found.setdefault(reasons.home_title(code, [row.sentence for row in rows], tongue), []).extend(rows)
    limit = _limit(found.values())
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        Group(
            title=title,
            count=tongue.homes(len(rows)),
            rows=[_empty(round_, row, tongue) for row in rows[:limit]],
            more=max(0, len(rows) - limit),
            ident=f"empty-{number}",
        )
        for number, (title, rows) in enumerate(ordered, start=1)
    ]


def waivers(round_: Round, tongue: Tongue) -> list[dict[str, str]]:
    """Rules that people lifted for one pair, with reason and by whom."""
    return [
        {
            "household": word.household,
            "unit": word.unit,
            "rule": rule_words(word.rule or "", tongue),
            "reason": tongue.label(round_.policy.reasons, word.reason or ""),
            "by": word.by or "",
        }
        for word in round_.pairs
        if word.verdict == "waive"
    ]


def question_rows(proposal: Proposal, tongue: Tongue, most: int = 5) -> list[dict[str, str]]:
    """The facts to ask for first: of how many households, and the question that may open most homes."""
    return [
        {
            "fact": fact_words(q.field, tongue),
            "households": tongue.households(q.households),
            "pairs": tongue.number(q.pairs),
            "example": f"{q.most.household}: {ask_words(q.most, tongue)}",
        }
        for q in figures.questions(proposal)[:most]
    ]


def aim_rows(round_: Round, proposal: Proposal, tongue: Tongue) -> list[AimRow]:
    """The (sub-)stages in order; of the sums of the worst off only the first ones."""
    found = []
    for result, sentence in figures.stages(proposal):
        if int(result.sub_stage.rpartition(".worst-")[2] if ".worst-" in result.sub_stage else 0) > MOST_WORST:
            continue
        aim = tongue(STAGES[result.stage])
        of = sub_stage_label(result.stage, result.sub_stage, round_.policy, tongue)
        found.append(
            AimRow(
                aim=aim,
                of=of_evenness(round_, result, tongue) or ("" if of == aim else of),
                better=tongue(tables_aims.MORE if result.sense == "max" else tables_aims.LESS),
                values=told(round_, result, tongue),
                status=tongue(STATUSES[result.status]),
                tolerance=result.tolerance,
                sentence=tongue.of(sentence),
            )
        )
    return found


def ask_words(row: Unplaced, tongue: Tongue) -> str:
    """The question of one household, with the home that it is about if it is about one."""
    ask = row.ask or {}
    words = tongue.of(ask.get("sentence"))
    return f"{words} ({ask['item']})" if ask.get("item") else words


def _limit(groups: Iterable[Sequence[Any]]) -> int:
    """Most rows of one group: all of them, unless the page would become too long to open."""
    sizes = [len(rows) for rows in groups]
    return max(sizes, default=0) if sum(sizes) <= MOST_ROWS else max(FEWEST_ROWS, MOST_ROWS // len(sizes))


def _who(round_: Round, household: Household, too_long: bool, tongue: Tongue) -> Who:
    return Who(
        id=household.id,
        urgency=tongue.label(round_.policy.urgency, household.urgency),
        persons=tongue.people(household.persons),
        waited=tongue.days(figures.days_waiting(household, round_)),
        too_long=too_long,
    )


def _home(round_: Round, unit: Unit, tongue: Tongue) -> Home:
    facts = [tongue.term(unit.form)]
    if not unit.is_shared and not unit.is_shelter:
        facts.append(tongue.bedrooms(unit.bedrooms))
    if unit.rent is not None:
        facts.append(locale.money(unit.rent, tongue.lang).replace(" ", "\u00a0"))
    return Home(
        id=unit.id,
        what=", ".join(facts),
        corporation=corporation_name(round_, unit.corporation),
        place=municipality_name(round_, unit.municipality),
    )


def home_whys(proposal: Proposal, tongue: Tongue) -> dict[str, tuple[str, ...]]:
    """Why each home went to who has it; of one with places left that stands under the empty homes."""
    return {u.unit: tuple(map(tongue.of, (u.sentence, *u.details))) for u in proposal.filled_units}


def _placed(round_: Round, pair: figures.Pair, homes: Mapping[str, tuple[str, ...]], tongue: Tongue) -> PlacedRow:
    placement, household, unit = pair
    asked = tuple(tongue.of(text) for text in placement.questions)
    marks = [tongue(N_("Pinned by people"))] if placement.pinned else []
    marks += [tongue("Waived: {rule}", rule=rule_words(code, tongue)) for code in placement.waived]
    return PlacedRow(
        who=_who(round_, household, placement.flagged_waiting, tongue),
        home=_home(round_, unit, tongue),
        pools=tuple(_pool(round_, key) for key in placement.pools),
        reasons=tuple(tongue.of(text) for text in placement.reasons),
        confirm=placement.to_confirm if asked else tuple(rule_words(code, tongue) for code in placement.to_confirm),
        questions=asked,
        depends_on=placement.depends_on,
        marks=tuple(marks),
        others=tuple(tongue.of(figures.text_of(other.get("sentence"))) for other in placement.others),
        home_why=homes.get(unit.id, ()),
    )


def _pool(round_: Round, key: str) -> str:
    pool = round_.pool_by_id.get(key)
    return f"{pool.provider} ({key})" if pool else key


def _unplaced(round_: Round, row: Unplaced, tongue: Tongue) -> UnplacedRow:
    household = round_.household_by_id[row.household]
    return UnplacedRow(
        who=_who(round_, household, row.flagged_waiting, tongue),
        why=tongue.of(row.sentence),
        details=tuple(tongue.of(text) for text in row.details[:MOST_DETAILS]),
        near=tuple(tables.near_words(near, tongue) for near in row.nearest[:MOST_NEAR]),
        ask=ask_words(row, tongue),
    )


def _empty(round_: Round, row: EmptyUnit, tongue: Tongue) -> EmptyRow:
    return EmptyRow(
        home=_home(round_, round_.unit_by_id[row.unit], tongue),
        why=tongue.of(row.sentence),
        details=tuple(tongue.of(text) for text in row.details[:MOST_DETAILS]),
    )

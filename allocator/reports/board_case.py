"""One household of a proposal as the committee reads it on a page: facts, home, reasons, alternatives, or why none."""

from dataclasses import dataclass

from allocator.domain.household import Household
from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.locale import N_
from allocator.reports import committee, figures, tables
from allocator.reports.board import Home, Person, home_of, person_of
from allocator.reports.words import Tongue, municipality_name, rule_words


@dataclass(frozen=True)
class Case:
    """All that a proposal says of one household; empty where there is nothing to say."""

    who: Person
    facts: tuple[tuple[str, str], ...]
    home: Home | None
    support: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    possible: int = 0
    others: tuple[tuple[str, str], ...] = ()
    home_why: tuple[str, ...] = ()
    why: str = ""
    details: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    ask: str = ""


def case_of(round_: Round, proposal: Proposal, key: str, tongue: Tongue) -> Case | None:
    """What a proposal says of one household; None when it is not in the round."""
    household = round_.household_by_id.get(key)
    if household is None:
        return None
    who, facts = person_of(round_, household, tongue), _facts(round_, household, tongue)
    for placement in proposal.placements:
        if placement.household == key:
            unit = round_.unit_by_id[placement.unit]
            return Case(
                who=who,
                facts=facts,
                home=home_of(round_, unit, tongue),
                support=tuple(_pool(round_, pool) for pool in placement.pools),
                reasons=tuple(map(tongue.of, placement.reasons)),
                questions=tuple(map(tongue.of, placement.questions)),
                depends_on=placement.depends_on,
                marks=tuple(rule_words(code, tongue) for code in placement.waived),
                possible=placement.alternatives,
                others=tuple((str(one["unit"]), _sentence(one, tongue)) for one in placement.others),
                home_why=committee.home_whys(proposal, tongue).get(unit.id, ()),
            )
    row = next((one for one in proposal.unplaced if one.household == key), None)
    if row is None:
        return Case(who=who, facts=facts, home=None)
    return Case(
        who=who,
        facts=facts,
        home=None,
        why=tongue.of(row.sentence),
        details=tuple(map(tongue.of, row.details)),
        near=tuple(tables.near_words(near, tongue) for near in row.nearest),
        ask=committee.ask_words(row, tongue) if row.ask else "",
    )


def _sentence(row: dict[str, object], tongue: Tongue) -> str:
    return tongue.of(figures.text_of(row.get("sentence")))


def _pool(round_: Round, key: str) -> str:
    pool = round_.pool_by_id.get(key)
    return pool.provider if pool else key


def _facts(round_: Round, household: Household, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    names = ", ".join(municipality_name(round_, code) for code in household.required_municipalities)
    wishes = ", ".join(municipality_name(round_, code) for code in household.preferred_municipalities)
    origin = municipality_name(round_, household.municipality_of_origin) if household.municipality_of_origin else ""
    needs = ", ".join(dict.fromkeys(tongue.term(need.level) for need in household.needs))
    rows = (
        (tongue(N_("Stays now")), tongue.term(household.situation) if household.situation else ""),
        (tongue(N_("Comes from")), origin),
        (tongue(N_("Must live in")), names),
        (tongue(N_("Would like")), wishes),
        (tongue(N_("Support")), needs),
        (tongue(N_("Referred by")), household.referrer or ""),
    )
    return tuple(row for row in rows if row[1])

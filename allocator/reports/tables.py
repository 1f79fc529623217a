"""The tables that leave as CSV and as sheets: one definition of columns and rows for both."""

from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.locale import N_
from allocator.reports import figures
from allocator.reports.table import Column, Table, euros, joined
from allocator.reports.tables_aims import balance, inputs, stages
from allocator.reports.words import Tongue, corporation_name, municipality_name

PLACEMENT_COLUMNS = (
    Column("household", N_("Household")),
    Column("unit", N_("Home")),
    Column("municipality", N_("Municipality code"), 11),
    Column("municipality_name", N_("Municipality"), 20),
    Column("corporation", N_("Corporation"), 22),
    Column("form", N_("Housing form"), 18),
    Column("bedrooms", N_("Bedrooms"), 10),
    Column("rent_eur", N_("Rent a month (€)"), 12),
    Column("urgency", N_("Urgency"), 22),
    Column("persons", N_("People"), 9),
    Column("waited_days", N_("Days waited"), 10),
    Column("waits_too_long", N_("Over the term"), 10),
    Column("pools", N_("Support from"), 22),
    Column("to_confirm", N_("To confirm"), 16),
    Column("depends_on", N_("Only after"), 16),
    Column("waived", N_("Waived rules"), 14),
    Column("pinned", N_("Pinned"), 9),
    Column("alternatives", N_("Other possible homes"), 12),
    Column("others", N_("Those with most points"), 30),
    Column("reasons", N_("Why this home"), 70),
    Column("home", N_("About this home"), 70),
)


def placements(round_: Round, proposal: Proposal, tongue: Tongue) -> Table:
    """One row a placement."""
    homes = {why.unit: (why.sentence, *why.details) for why in proposal.filled_units}
    homes |= {why.unit: (why.sentence, *why.details) for why in proposal.empty_units}
    rows = tuple(
        (
            p.household,
            p.unit,
            p.municipality,
            municipality_name(round_, p.municipality),
            corporation_name(round_, u.corporation),
            tongue.term(u.form),
            u.bedrooms,
            euros(u.rent),
            tongue.label(round_.policy.urgency, h.urgency),
            h.persons,
            figures.days_waiting(h, round_),
            p.flagged_waiting,
            "|".join(p.pools),
            "|".join(p.to_confirm),
            "|".join(p.depends_on),
            "|".join(p.waived),
            p.pinned,
            p.alternatives,
            "|".join(f"{other['unit']} ({other['points']})" for other in p.others),
            joined(p.reasons, tongue),
            joined(homes.get(p.unit, ()), tongue),
        )
        for p, h, u in figures.pairs(round_, proposal)
    )
    return Table("placements", N_("Placements"), PLACEMENT_COLUMNS, rows)


def unplaced(round_: Round, proposal: Proposal, tongue: Tongue) -> Table:
    """One row a household without a home in this proposal."""
    columns = (
        Column("household", N_("Household")),
        Column("urgency", N_("Urgency"), 22),
        Column("persons", N_("People"), 9),
        Column("waited_days", N_("Days waited"), 10),
        Column("waits_too_long", N_("Over the term"), 10),
        Column("reason_code", N_("Reason code"), 18),
        Column("reason", N_("Why not"), 60),
        Column("details", N_("Details"), 70),
        Column("nearest", N_("Homes that one rule alone refuses"), 60),
        Column("ask_field", N_("Fact to ask for"), 20),
        Column("ask_opens", N_("Homes it may open"), 12),
        Column("ask", N_("Question"), 50),
    )
    rows = []
    for row in proposal.unplaced:
        h = round_.household_by_id[row.household]
        ask = row.ask or {}
        rows.append(
            (
                row.household,
                tongue.label(round_.policy.urgency, h.urgency),
                h.persons,
                figures.days_waiting(h, round_),
                row.flagged_waiting,
                row.reason_code,
                tongue.of(row.sentence),
                joined(row.details, tongue),
                "|".join(near_words(near, tongue) for near in row.nearest),
                ask.get("field"),
                ask.get("opens"),
                tongue.of(ask.get("sentence")),
            )
        )
    return Table("unplaced", N_("Not placed"), columns, tuple(rows))


def empty_homes(round_: Round, proposal: Proposal, tongue: Tongue) -> Table:
    """One row a home that stays (partly) empty."""
    columns = (
        Column("unit", N_("Home")),
        Column("municipality_name", N_("Municipality"), 20),
        Column("corporation", N_("Corporation"), 22),
        Column("form", N_("Housing form"), 18),
        Column("bedrooms", N_("Bedrooms"), 10),
        Column("rent_eur", N_("Rent a month (€)"), 12),
        Column("reason_code", N_("Reason code"), 18),
        Column("reason", N_("Why it stays empty"), 60),
        Column("details", N_("Details"), 70),
    )
    rows = []
    for row in proposal.empty_units:
        u = round_.unit_by_id[row.unit]
        rows.append(
            (
                row.unit,
                municipality_name(round_, u.municipality),
                corporation_name(round_, u.corporation),
                tongue.term(u.form),
                u.bedrooms,
                euros(u.rent),
                row.reason_code,
                tongue.of(row.sentence),
                joined(row.details, tongue),
            )
        )
    return Table("empty_homes", N_("Empty homes"), columns, tuple(rows))


def near_words(near: dict[str, object], tongue: Tongue) -> str:
    """A home that one rule alone refuses, with the rule and its sentence."""
    sentence = figures.text_of(near.get("sentence"))
    return f"{near.get('unit', '')}: {tongue.of(sentence)} ({near.get('rule', '')})"


ALL = (placements, unplaced, empty_homes, balance, stages, inputs)
"""Every table of a proposal, in the order of the sheets."""

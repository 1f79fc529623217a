"""The tables that leave as CSV and as sheets: one definition of columns and rows for both.

Column keys are English snake_case (headings of the CSV files); titles are headings of the workbook, in its language.
Several values in one cell are separated by ``|``, as in the input files. Amounts are euros, shares percentages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from allocator.domain.proposal import Proposal, Text
from allocator.domain.round import Round
from allocator.locale import N_
from allocator.reports import figures
from allocator.reports.words import (
    COUNTS,
    STAGES,
    STATUSES,
    Tongue,
    corporation_name,
    municipality_name,
    sub_stage_label,
)

MORE, LESS = N_("more"), N_("less")

Cell = str | int | Decimal | bool | None


@dataclass(frozen=True)
class Column:
    """A column: key, title (to be translated) and width in characters."""

    key: str
    title: str
    width: int = 14


@dataclass(frozen=True)
class Table:
    """A table with its title (to be translated), columns and rows."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def placements(round_: Round, proposal: Proposal, tongue: Tongue) -> Table:
    """One row a placement."""
    columns = (
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
        Column("reasons", N_("Why this home"), 70),
    )
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
            joined(p.reasons, tongue),
        )
        for p, h, u in figures.pairs(round_, proposal)
    )
    return Table("placements", N_("Placements"), columns, rows)


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


def balance(round_: Round, proposal: Proposal, tongue: Tongue) -> Table:
    """One row per dimension and municipality, amounts with two decimals in the unit of the dimension."""
    columns = (
        Column("dimension", N_("Dimension")),
        Column("group", N_("Group"), 10),
        Column("unit", N_("Counted in"), 12),
        Column("municipality", N_("Municipality code"), 11),
        Column("municipality_name", N_("Municipality"), 20),
        Column("share_percent", N_("Share (%)"), 10),
        Column("quota", N_("Quota")),
        Column("carried", N_("Carried")),
        Column("realised", N_("Realised")),
        Column("committed", N_("Committed")),
        Column("placed", N_("This proposal")),
        Column("target", N_("Fair share now")),
        Column("deviation", N_("Deviation")),
        Column("after", N_("Still owed after"), 16),
    )
    rows = tuple(
        (
            b.dimension,
            b.group,
            tongue(COUNTS[b.unit]),
            b.municipality,
            municipality_name(round_, b.municipality),
            decimal(b.share * 100),
            decimal(b.quota),
            decimal(b.carried),
            decimal(b.realised),
            decimal(b.committed),
            b.placed,
            decimal(b.target),
            decimal(b.deviation),
            decimal(b.after),
        )
        for lines in figures.balance(proposal).values()
        for b in lines
    )
    return Table("balance", N_("Fair share"), columns, rows)


def stages(round_: Round, proposal: Proposal, tongue: Tongue) -> Table:
    """One row a (sub-)stage."""
    columns = (
        Column("stage", N_("Aim"), 22),
        Column("sub_stage", N_("Counts"), 40),
        Column("sense", N_("Better is"), 9),
        Column("value", N_("Reached")),
        Column("bound", N_("No plan better than"), 18),
        Column("alone", N_("Without the aims above"), 18),
        Column("tolerance", N_("Tolerance"), 10),
        Column("status", N_("Status"), 28),
        Column("sentence", N_("What it gave up"), 70),
    )
    rows = tuple(
        (
            tongue(STAGES[r.stage]),
            sub_stage_label(r.stage, r.sub_stage, round_.policy, tongue),
            tongue(MORE if r.sense == "max" else LESS),
            r.value,
            r.bound,
            r.alone,
            r.tolerance,
            tongue(STATUSES[r.status]),
            tongue.of(sentence),
        )
        for r, sentence in figures.stages(proposal)
    )
    return Table("stages", N_("Aims"), columns, rows)


def inputs(round_: Round, proposal: Proposal, tongue: Tongue) -> Table:
    """What went in: name and value."""
    columns = (Column("what", N_("What"), 34), Column("value", N_("Value"), 70))
    rows = tuple((tongue(name), value) for name, value in input_facts(round_, proposal, tongue))
    return Table("inputs", N_("Inputs"), columns, rows)


def input_facts(round_: Round, proposal: Proposal, tongue: Tongue) -> list[tuple[str, Cell]]:
    """Names (to be translated) and values of everything that decides the proposal."""
    policy = round_.policy
    seed = N_("chosen by hand") if proposal.seed_by_hand else N_("fixed before the round opened")
    return [
        (N_("Round"), proposal.round_id),
        (N_("Date of the round"), round_.as_of.isoformat()),
        (N_("Period"), round_.period),
        (N_("Households"), len(round_.households)),
        (N_("Homes"), len(round_.units)),
        (N_("Municipalities"), len(round_.municipalities)),
        (N_("Support pools"), len(round_.support)),
        (N_("Ledger postings"), len(round_.ledger)),
        (N_("Pins, blocks and waivers"), sum(word.verdict is not None for word in round_.pairs)),
        (N_("Policy"), f"{policy.name}, {policy.version} ({policy.valid_from.isoformat()})"),
        (N_("Lottery seed"), tongue(seed)),
        (N_("SHA-256 of the round"), proposal.round_sha256),
        (N_("SHA-256 of the policy"), proposal.policy_sha256),
        (N_("Versions"), ", ".join(f"{name} {number}" for name, number in sorted(proposal.versions.items()))),
        (N_("Reproducible to the byte"), tongue(N_("yes") if proposal.reproducible else N_("no"))),
    ]


def euros(cents: int | None) -> Decimal | None:
    """Cents as euros with two decimals."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def decimal(value: Fraction) -> Decimal:
    """A fraction with two decimals, halves to even."""
    return Decimal(round(value * 100)).scaleb(-2)


def joined(texts: Iterable[Text], tongue: Tongue) -> str:
    """Sentences as one running text."""
    return " ".join(tongue.of(text) for text in texts)


def near_words(near: dict[str, object], tongue: Tongue) -> str:
    """A home that one rule alone refuses, with the rule and its sentence."""
    sentence = figures.text_of(near.get("sentence"))
    return f"{near.get('unit', '')}: {tongue.of(sentence)} ({near.get('rule', '')})"

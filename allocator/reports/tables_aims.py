"""Tables of a whole proposal: fair share, aims and what went in."""

from fractions import Fraction

from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.locale import N_
from allocator.reports import figures
from allocator.reports.evenness import measured, of_evenness
from allocator.reports.table import Cell, Column, Table, decimal
from allocator.reports.words import COUNTS, STATUSES, Tongue, municipality_name, sub_stage_label
from allocator.rules.labels import STAGES

MORE, LESS = N_("more"), N_("less")


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
    """One row a (sub-)stage; how even a dimension is as a distance in its unit."""
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
            of_evenness(round_, r, tongue) or sub_stage_label(r.stage, r.sub_stage, round_.policy, tongue),
            tongue(MORE if r.sense == "max" else LESS),
            *(decimal(n) if isinstance(n, Fraction) else n for n in measured(round_, r)),
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

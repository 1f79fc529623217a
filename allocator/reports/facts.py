"""What readers must know about the inputs: sources of the keys, amounts that were not verified, words explained."""

from allocator.domain.policy import Policy
from allocator.domain.region import ALL_GROUPS
from allocator.domain.round import Round
from allocator.locale import N_, day, money
from allocator.reports.words import Tongue
from allocator.rules.amounts import Amount, amounts_of, years

AMOUNTS = {
    "daeb_income_single": N_("DAEB income limit, one person (a year)"),
    "daeb_income_multi": N_("DAEB income limit, more people (a year)"),
    "daeb_rent_limit": N_("liberalisation threshold (a month)"),
    "fit_income_single": N_("income limit of appropriate allocation, one person (a year)"),
    "fit_income_multi": N_("income limit of appropriate allocation, more people (a year)"),
    "fit_income_single_elderly": N_("income limit of appropriate allocation, one elderly person (a year)"),
    "fit_income_multi_elderly": N_("income limit of appropriate allocation, elderly household (a year)"),
    "cap_low": N_("rent capping threshold, 1 or 2 people (a month)"),
    "cap_high": N_("rent capping threshold, 3 people or more (a month)"),
    "quality_limit": N_("rent limit for the youngest (a month)"),
    "pension_age": N_("age from which a household counts as elderly"),
}

GLOSSARY = (
    (N_("household"), N_("One or more people who move together; a pseudonym, never a name.")),
    (N_("home"), N_("A home, room or place that a corporation offers in a municipality.")),
    (
        N_("placed"),
        N_("This proposal puts the household in this home. A person decides; nothing is offered by itself."),
    ),
    (
        N_("to confirm"),
        N_("A rule rests on a fact that is not known yet. No offer goes out before somebody has asked."),
    ),
    (N_("only after"), N_("The home comes free when another household moves; if that falls through, this does too.")),
    (N_("ready"), N_("Can move to a home of its own; the care of the shelter is no longer needed.")),
    (N_("over the term"), N_("Ready longer than the term of the policy, 13 weeks in the covenant of 2018.")),
    (
        N_("aim"),
        N_(
            "Something the plan should reach. Aims are taken in order; a later one never costs an earlier one"
            " more than its tolerance."
        ),
    ),
    (N_("proven"), N_("It was shown that no other plan does better on this aim, given the aims above it.")),
    (
        N_("fair share"),
        N_("What a municipality should place now: its share of the task, with what it still owed or was ahead."),
    ),
    (N_("deviation"), N_("Placed by this proposal, less the fair share now. Plus: more than its share; minus: less.")),
    (N_("carried"), N_("Still owed (or, with a minus, ahead) from earlier periods.")),
    (N_("committed"), N_("Accepted or offered, but not signed yet.")),
    (N_("still owed after"), N_("What remains of the quota when this proposal is carried out; with a minus: ahead.")),
    (
        N_("pin, block, waiver"),
        N_("Words of people on one household and one home: it must, it may not, or one rule is lifted."),
    ),
)
"""Words of the report and what they mean."""

FOR_ALL = ("home", "placed", "ready", "over the term", "aim", "proven", "fair share", "deviation")
"""Words that also occur in the report that may be shared."""


def glossary(tongue: Tongue, *, shareable: bool) -> list[tuple[str, str]]:
    """Words and meanings in the language of the report."""
    return [(tongue(word), tongue(text)) for word, text in GLOSSARY if not shareable or word in FOR_ALL]


def key_sources(round_: Round, tongue: Tongue, *, shareable: bool) -> list[str]:
    """Each distribution key once, with its reference date and source; a key for one group is not for all readers."""
    rows = [row for row in round_.keys if not shareable or row.group == ALL_GROUPS]
    found = sorted({(row.key, row.on, row.source) for row in rows})
    return [
        tongue("Key {key}: {source}, reference date {day}", key=key, source=source, day=day(on, tongue.lang))
        for key, on, source in found
    ]


def amount_notes(policy: Policy, tongue: Tongue) -> list[str]:
    """National amounts that nobody has verified, with the value in use; empty when all are."""
    year = policy.amounts.year
    if year not in years():
        return [tongue("The amounts of {year} were given in the policy and were not verified.", year=str(year))]
    return [
        f"{tongue(AMOUNTS[amount.name])}: {_value(amount, policy, tongue)}"
        for amount in amounts_of(year)
        if not amount.verified or getattr(policy.amounts, amount.name) != amount.whole
    ]


def _value(amount: Amount, policy: Policy, tongue: Tongue) -> str:
    used = getattr(policy.amounts, amount.name)
    words = money(used, tongue.lang) if amount.is_money else tongue.number(used)
    if used == amount.whole:
        return words
    known = money(amount.whole, tongue.lang) if amount.is_money else tongue.number(amount.whole)
    return tongue("{value} (the policy's own; the parameter file says {known})", value=words, known=known)

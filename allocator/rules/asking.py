"""What to ask when a field is not known: its name in a sentence, and the question."""

from typing import NamedTuple

from allocator.locale import N_

HOUSEHOLD, CORPORATION = "household", "corporation"
"""Who can answer: the household (or who referred it), or the corporation."""


class Ask(NamedTuple):
    """A field that may be unknown: what it is called, and what to ask."""

    name: str
    question: str


OF_HOUSEHOLD: dict[str, Ask] = {
    "child_ages": Ask(N_("ages of the children"), N_("How old are the children?")),
    "expecting": Ask(N_("child expected"), N_("Is a child expected?")),
    "age_oldest": Ask(N_("age of the oldest"), N_("How old is the oldest member of the household?")),
    "age_youngest_adult": Ask(N_("age of the youngest adult"), N_("How old is the youngest adult?")),
    "sex": Ask(N_("sex of the adults"), N_("What is the sex of the adults? This home asks for it.")),
    "target_groups": Ask(N_("priority groups"), N_("To which priority groups does the household belong?")),
    "shelter_care_needed": Ask(
        N_("need for shelter care"), N_("Does the household need the care of a shelter, apart from a roof?")
    ),
    "ready_from": Ask(N_("day ready"), N_("From when can the household move to a home of its own?")),
    "gross_income": Ask(N_("income"), N_("What is the assessed income of the household a year?")),
    "accessibility": Ask(N_("accessibility needed"), N_("Can everyone climb stairs, or what must the home offer?")),
    "house_tags": Ask(N_("codes on living together"), N_("Which codes on living together hold for the household?")),
    "pets": Ask(N_("pets"), N_("Do pets move along?")),
}
"""Fields of a household on which a rule may ask."""

OF_UNIT: dict[str, Ask] = {
    "area_m2": Ask(N_("floor area"), N_("What is the usable floor area of this home?")),
    "rent": Ask(N_("rent"), N_("What is the calculation rent of this home a month?")),
    "counts_for_rent_benefit": Ask(N_("rent benefit"), N_("Can a tenant of this home get rent benefit?")),
    "daeb": Ask(N_("social rent (DAEB)"), N_("Is this home let as social rent (DAEB)?")),
    "accessibility": Ask(N_("accessibility of the home"), N_("How accessible is this home?")),
    "floor": Ask(N_("floor"), N_("On which floor is the entrance of this home?")),
    "lift": Ask(N_("lift"), N_("Does a lift reach the entrance of this home?")),
    "contract": Ask(N_("contract"), N_("Which contract comes with this home?")),
    "available_from": Ask(N_("day free"), N_("When does this home come free?")),
    "pets_allowed": Ask(N_("pets allowed"), N_("Are pets allowed in this home?")),
    "postcode": Ask(N_("postcode"), N_("What is the postcode of this home?")),
}
"""Fields of a unit on which a rule may ask."""


def ask_for(owner: str, field: str) -> Ask:
    """What to ask for a field of the household or of the unit (owner: the corporation)."""
    return (OF_HOUSEHOLD if owner == HOUSEHOLD else OF_UNIT)[field]

"""Settings of the policy in words: those that the form asks, and where in the policy each of them stands."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from allocator import locale
from allocator.domain.codes import Norm, StageName
from allocator.domain.policy import Amounts
from allocator.locale import N_
from allocator.reports.words import NORMS, Tongue, rule_words
from allocator.rules.labels import STAGES


class Kind(StrEnum):
    """How a setting is filled in."""

    WHOLE = "whole"
    PART = "part"


@dataclass(frozen=True)
class Setting:
    """One setting that the form asks.

    Attributes:
        place: where it stands in the policy, dotted.
        label: what it is called.
        hint: what it does; empty: the label says it.
        kind: a whole number, or a part between 0 and 1.
        optional: whether it may be left open: no limit.
    """

    place: str
    label: str
    hint: str = ""
    kind: Kind = Kind.WHOLE
    optional: bool = False

    @property
    def name(self) -> str:
        """As a field of the form."""
        return self.place.replace(".", "-")


GROUPS: tuple[tuple[str, tuple[Setting, ...]], ...] = (
    (
        N_("Waiting"),
        (
            Setting("waiting.flag_after_days", N_("Days after which somebody waits too long")),
            Setting("waiting.cap_days", N_("Most waiting days that count")),
        ),
    ),
    (
        N_("Refusals and support"),
        (
            Setting(
                "refusals.most",
                N_("Offers that may be refused"),
                N_("After more refusals a household takes no part for a while. Empty: no limit."),
                optional=True,
            ),
            Setting("support.start_window_days", N_("Support must be there within so many days")),
            Setting("support.min_days", N_("Support must last at least so many days")),
        ),
    ),
    (
        N_("Carried into the next period"),
        (
            Setting(
                "carry_over.kept",
                N_("Part of the balance that goes along"),
                N_("1 is all of it, 0 is nothing."),
                Kind.PART,
            ),
            Setting("carry_over.most", N_("Most that goes along"), N_("Empty: no limit."), optional=True),
        ),
    ),
    (
        N_("How suitable a home is, in points"),
        (
            Setting("suitability.no_spare_bedroom", N_("No bedroom too many")),
            Setting("suitability.per_spare_bedroom", N_("Off for each bedroom too many")),
            Setting("suitability.affordable", N_("Rent below the capping threshold")),
            Setting("suitability.origin", N_("In the municipality of origin")),
            Setting("suitability.preferred", N_("In a preferred municipality")),
            Setting("suitability.accessibility_not_wasted", N_("No adapted home without need")),
        ),
    ),
    (
        N_("How long facts are kept"),
        (
            Setting("retention.case_days", N_("Facts of a household, in days")),
            Setting("retention.contact_days", N_("Contact data, in days")),
        ),
    ),
)
"""Settings with a number, by the heading under which the form asks them."""
SETTINGS = {one.place: one for _, some in GROUPS for one in some}
NORM, COUNTED = N_("How the fair share is weighed"), N_("Waiting days count from")
COUNT_FROM = {"ready": N_("the day on which a household was ready"), "registered": N_("the day of registration")}
OTHERS: Mapping[str, str] = {
    "name": N_("Name"),
    "version": N_("Version"),
    "valid_from": N_("In force from"),
    "norm": NORM,
    "waiting.count_from": COUNTED,
}
OF_STAGES = {
    "on": N_("Aim “{aim}”: counts"),
    "tolerance": N_("Aim “{aim}”: what the next aim may cost it"),
    "position": N_("Aim “{aim}”: place in the order"),
}
OF_RULES = {
    "on": N_("Rule {rule}: holds"),
    "valid_from": N_("Rule {rule}: holds from"),
    "valid_until": N_("Rule {rule}: holds up to and including"),
}
_STAGE = re.compile(r"stages\[(\w+)\]\.(on|tolerance|position)")
_RULE = re.compile(r"rules\.([A-Z]-\d+)\.(.+)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONEY = frozenset(f"amounts.{name}" for name in Amounts.model_fields if name not in ("year", "pension_age"))


def place_words(place: str, t: Tongue) -> str:
    """What a setting is called; its place in the file when it has no words of its own."""
    if place in SETTINGS:
        return t(SETTINGS[place].label)
    if place in OTHERS:
        return t(OTHERS[place])
    if found := _STAGE.fullmatch(place):
        return t(OF_STAGES[found[2]], aim=t(STAGES[StageName(found[1])]))
    if found := _RULE.fullmatch(place):
        rule = rule_words(found[1], t)
        return t(OF_RULES[found[2]], rule=rule) if found[2] in OF_RULES else f"{rule}: {found[2]}"
    return place


def value_words(place: str, value: Any, t: Tongue) -> str:
    """A value of a setting."""
    match value:
        case None:
            return t(N_("as delivered")) if place.startswith("rules.") else "\u2013"
        case bool():
            return t("yes") if value else t("no")
        case int() if place in _MONEY:
            return locale.money(value, t.lang)
        case str() if value[:1] in "[{":
            return ", ".join(map(_flat, json.loads(value))) or t(N_("none"))
        case str() if place == "waiting.count_from":
            return t(COUNT_FROM[value])
        case str() if place == "norm" or place.endswith("].norm"):
            return t(NORMS[Norm(value)])
        case str() if _DAY.fullmatch(value):
            return locale.day(date.fromisoformat(value), t.lang)
    return str(value)


def _flat(one: Any) -> str:
    return " \u2013 ".join(map(str, one)) if isinstance(one, list) else str(one)

"""Words of the reports: labels of codes, and numbers as people read them. Source texts are English."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from allocator import locale
from allocator.domain.codes import CountUnit, Norm, StageName, Status, SupportLevel
from allocator.domain.policy import Dimension, Label, Policy
from allocator.domain.proposal import StageResult, Text
from allocator.domain.region import ALL_GROUPS
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence, Value
from allocator.explain.difference import StageChange
from allocator.locale import N_
from allocator.rules.asking import OF_HOUSEHOLD, OF_UNIT
from allocator.rules.catalogue import CATALOGUE
from allocator.rules.labels import STAGES, term

STATUSES: Mapping[Status, str] = {
    Status.PROVEN: N_("proven"),
    Status.PROVEN_GIVEN: N_("proven, given the aims above"),
    Status.FEASIBLE: N_("not proven"),
    Status.NOT_REACHED: N_("not reached in time"),
}
NORMS: Mapping[Norm, str] = {
    Norm.EVEN: N_("even"),
    Norm.WORST_FIRST: N_("worst off first"),
    Norm.TOTAL: N_("smallest total deviation"),
}
COUNTS: Mapping[CountUnit, str] = {
    CountUnit.HOUSEHOLDS: N_("households"),
    CountUnit.PERSONS: N_("people"),
}
MINUS = "\u2212"


class Tongue:
    """One language of the screens: says sentences, labels and numbers in it."""

    def __init__(self, lang: str) -> None:
        if lang not in locale.LANGUAGES:
            raise ValueError(f"{lang!r} is not a language of the reports; use {' or '.join(locale.LANGUAGES)}.")
        self.lang = lang

    def __call__(self, text: str, /, **values: Value) -> str:
        """A text in this language with its values filled in."""
        return Sentence(text, values).render(self.lang)

    def of(self, text: Text | dict[str, Any] | None) -> str:
        """A sentence that already stands in both languages; empty when there is none."""
        if text is None:
            return ""
        return str(text.get(self.lang, "") if isinstance(text, dict) else getattr(text, self.lang))

    def term(self, code: StrEnum) -> str:
        """The label of a code that this program defines."""
        return self(term(code).text)

    def label(self, labels: tuple[Label, ...], code: str) -> str:
        """The label of a code of the policy, or the code itself."""
        return next((getattr(row, self.lang) for row in labels if row.code == code), code)

    def households(self, n: int) -> str:
        """A number of households in words: ``1 household``, ``2,500 households``."""
        return self(N_("{n} household"), n=n) if n == 1 else self(N_("{n} households"), n=n)

    def people(self, n: int) -> str:
        """A number of people in words."""
        return self(N_("{n} person"), n=n) if n == 1 else self(N_("{n} people"), n=n)

    def homes(self, n: int) -> str:
        """A number of homes in words."""
        return self(N_("{n} home"), n=n) if n == 1 else self(N_("{n} homes"), n=n)

    def days(self, n: int | Fraction) -> str:
        """A number of days in words; halves (of a median) are shown."""
        return self(N_("{n} day"), n=1) if n == 1 else self(N_("{n} days"), n=self.number(n))

    def bedrooms(self, n: int) -> str:
        """A number of bedrooms in words."""
        return self(N_("{n} bedroom"), n=n) if n == 1 else self(N_("{n} bedrooms"), n=n)

    def number(self, value: int | Fraction, places: int = 1, *, signed: bool = False, fixed: bool = False) -> str:
        """A number by locale, halves rounded away from zero; ``+`` and a true minus.

        Args:
            value: the number.
            places: how many decimals at most.
            signed: whether more than nothing gets a ``+``.
            fixed: so many decimals and not fewer, as in a column of numbers.
        """
        scaled = abs(Fraction(value)) * 10**places
        whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
        text = locale.decimal(Decimal(whole).scaleb(-places), self.lang, places if fixed else 0)
        sign = MINUS if value < 0 else "+" if signed else ""
        return sign + text if whole else text

    def percent(self, value: Fraction, places: int = 1, *, fixed: bool = False) -> str:
        """A fraction as a percentage: 40.7 %."""
        return f"{self.number(value * 100, places, fixed=fixed)}\u00a0%"


def dimension_label(name: str, policy: Policy, tongue: Tongue, *, shareable: bool = False) -> str:
    """What a dimension of balance counts, in words; its name when the policy no longer has it.

    ``shareable`` keeps groups and levels of support within the committee.
    """
    dimension = next((d for d in policy.dimensions if d.name == name), None)
    if shareable and not (dimension and for_everyone(dimension)):
        return tongue("a group of the policy")
    if dimension is None:
        return name
    group = tongue("all placements") if dimension.group == ALL_GROUPS else tongue.label(policy.groups, dimension.group)
    if dimension.min_level is SupportLevel.NONE:
        return group
    level = tongue("{level} or more", level=tongue.term(dimension.min_level))
    return level if dimension.group == ALL_GROUPS else f"{group}, {level}"


def for_everyone(dimension: Dimension) -> bool:
    """Whether a dimension counts all placements, not those of one group or level of support."""
    return dimension.group == ALL_GROUPS and dimension.min_level is SupportLevel.NONE


def sub_stage_label(
    stage: StageName, sub_stage: str, policy: Policy, tongue: Tongue, *, shareable: bool = False
) -> str:
    """What a (sub-)stage counts, in a few words for tables."""
    if stage is StageName.URGENCY:
        return tongue.label(policy.urgency, sub_stage)
    name, _, part = sub_stage.rpartition(".")
    if stage is not StageName.BALANCE or not name:
        return tongue(STAGES[stage])
    of = dimension_label(name, policy, tongue, shareable=shareable)
    if part == "count":
        return tongue("{of}: how many", of=of)
    if part.startswith("worst-"):
        number = part.removeprefix("worst-")
        return tongue("{of}: shortfall of the {number} worst off together", of=of, number=number)
    norm = NORMS[Norm.TOTAL] if part == "total" else NORMS[Norm.EVEN]
    return tongue("{of}: division ({norm})", of=of, norm=tongue(norm))


def aim_words(result: StageResult | StageChange, round_: Round, tongue: Tongue) -> str:
    """A (sub-)stage with its heading, in words."""
    heading = tongue(STAGES[result.stage])
    label = sub_stage_label(result.stage, result.sub_stage, round_.policy, tongue)
    return heading if label == heading else f"{heading}, {label}"


def corporation_name(round_: Round, code: str | None) -> str:
    """Name of a corporation, its key when it has no row, empty when none is stated."""
    return next((c.name for c in round_.corporations if c.id == code), code or "")


def municipality_name(round_: Round, code: str) -> str:
    """Name of a municipality, or its code when the round has no row of it."""
    return next((m.name for m in round_.municipalities if m.code == code), code)


def rule_words(code: str, tongue: Tongue) -> str:
    """A rule by its number and title; the number alone when no such rule is known."""
    found = next((rule.title for rule in CATALOGUE if rule.code == code), None)
    return f"{code} {tongue(found)}" if found else code


def fact_words(field: str, tongue: Tongue) -> str:
    """What a field on which a rule may ask is called in a sentence."""
    found = OF_HOUSEHOLD.get(field) or OF_UNIT.get(field)
    return tongue(found.name) if found else field.replace("_", " ")

"""Sentences for people: a template, its values, and who may read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from allocator import locale
from allocator.domain.base import Sensitivity


class Audience(StrEnum):
    """For whom a sentence is rendered."""

    COMMITTEE = "committee"
    PROVIDER = "provider"
    HOUSEHOLD = "household"
    CORPORATION = "corporation"
    MUNICIPALITY = "municipality"
    PUBLIC = "public"

    @property
    def reads_up_to(self) -> Sensitivity:
        """The most sensitive kind of fact this audience reads."""
        if self is Audience.COMMITTEE:
            return Sensitivity.SAFETY
        if self in (Audience.PROVIDER, Audience.HOUSEHOLD):
            return Sensitivity.PERSONAL
        return Sensitivity.OPEN


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in cents, written as money."""

    cents: int


@dataclass(frozen=True, slots=True)
class Term:
    """A word that is translated, such as the label of a code."""

    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A label of the policy, which carries both languages itself."""

    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another household; only the committee reads who."""

    id: str


@dataclass(frozen=True, slots=True)
class People:
    """A number of households or people; outside the committee in fives, so that nobody is told of a few, or of one."""

    count: int


Value = str | int | float | date | Money | Term | Choice | Other | People | tuple["Value", ...]

COARSE = 5
"""Counts of people leave the committee in fives: from two homes that differ a little nobody learns of one person."""
FEWER, AT_LEAST = locale.N_("fewer than {n}"), locale.N_("at least {n}")

HIDDEN = locale.N_("Not possible for a reason known to the committee.")


class _Shown(str):
    """A value in words; ``{n:home|homes}`` puts the word behind it that goes with its number."""

    def __format__(self, spec: str) -> str:
        one, _, several = spec.partition("|")
        return f"{self} {one if self == '1' else several}" if several else str(self)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template in English (also the key of its translation) with values in braces; ``{n:home|homes}`` counts."""

    text: str
    values: Mapping[str, "Value"] = field(default_factory=dict)
    sensitivity: Sensitivity = Sensitivity.OPEN

    def render(self, lang: str, audience: Audience = Audience.COMMITTEE) -> str:
        """The sentence as this audience may read it.

        A special or safety fact outside the committee gives one neutral sentence for all of them.
        """
        if self.hidden_from(audience):
            return locale.translate(HIDDEN, lang)
        shown = {name: _Shown(_show(value, lang, audience)) for name, value in self.values.items()}
        return locale.translate(self.text, lang).format_map(shown)

    def hidden_from(self, audience: Audience) -> bool:
        """Whether this audience reads the neutral sentence instead: too sensitive, or about another household."""
        names = any(_names_other(v) for v in self.values.values())
        return self.sensitivity.rank > audience.reads_up_to.rank or (names and audience is not Audience.COMMITTEE)

    def both(self, audience: Audience = Audience.COMMITTEE) -> dict[str, str]:
        """The sentence in every language of the screens."""
        return {lang: self.render(lang, audience) for lang in locale.LANGUAGES}


def _names_other(value: Value) -> bool:
    if isinstance(value, tuple):
        return any(_names_other(v) for v in value)
    return isinstance(value, Other)


def _show(value: Value, lang: str, audience: Audience) -> str:
    match value:
        case tuple():
            return ", ".join(_show(v, lang, audience) for v in value)
        case People():
            if audience is Audience.COMMITTEE:
                return locale.number(value.count, lang)
            text, n = (FEWER, COARSE) if value.count < COARSE else (AT_LEAST, value.count // COARSE * COARSE)
            return locale.translate(text, lang).format(n=locale.number(n, lang))
        case Money():
            return locale.money(value.cents, lang)
        case Term():
            return locale.translate(value.text, lang)
        case Choice():
            return value.nl if lang == "nl" else value.en
        case Other():
            return value.id
        case date():
            return locale.day(value, lang)
        case float() | int():
            return locale.number(value, lang)
        case str():
            return value


def labels(table: Mapping[str, Choice], codes: tuple[str, ...]) -> tuple[Value, ...]:
    """Labels of codes, falling back to the code itself."""
    return tuple(table.get(code, code) for code in codes)

"""Words of the monitor: what is counted, how it is divided, and a figure that may be shown to everybody."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from allocator.domain.base import Frozen
from allocator.locale import N_, translate

ALL = "all"
"""All municipalities, or all categories: the total."""

ELSEWHERE = "elsewhere"
"""Where people come from whose municipality is outside the region, or not known."""

LEAST = 5
"""The smallest number about people that is published."""


PLACE_NAMES: dict[str, str] = {ALL: N_("whole region"), ELSEWHERE: N_("from elsewhere or not known")}
"""What is no municipality, in words."""


class Measure(StrEnum):
    """What is counted, in households."""

    IN_SHELTER = "in_shelter"
    READY = "ready"
    INTO_SHELTER = "into_shelter"
    OUT_OF_SHELTER = "out_of_shelter"
    PLACED = "placed"
    SUPPORT = "support"
    REFUSED = "refused"

    @property
    def is_stock(self) -> bool:
        """Whether it is a state at the end of a period, not something that happened in it."""
        return self in (Measure.IN_SHELTER, Measure.READY)


class By(StrEnum):
    """How a measure is divided; every household falls into one category of each."""

    NOTHING = "total"
    CARE = "care"
    WAIT = "wait"
    GROUP = "group"
    FORM = "form"
    ORIGIN = "origin"
    FREED = "freed"
    STARTED = "started"
    REASON = "reason"


DIVISIONS: dict[Measure, tuple[By, ...]] = {
    Measure.IN_SHELTER: (By.CARE,),
    Measure.READY: (By.WAIT,),
    Measure.INTO_SHELTER: (),
    Measure.OUT_OF_SHELTER: (),
    Measure.PLACED: (By.GROUP, By.FORM, By.ORIGIN, By.FREED),
    Measure.SUPPORT: (By.STARTED,),
    Measure.REFUSED: (By.REASON,),
}
"""How each measure is divided, per quarter and year; per week only its totals are published."""

MEASURE_NAMES: dict[Measure, str] = {
    Measure.IN_SHELTER: N_("in shelter at the end of the period"),
    Measure.READY: N_("in shelter, need only a home"),
    Measure.INTO_SHELTER: N_("came into shelter"),
    Measure.OUT_OF_SHELTER: N_("left shelter"),
    Measure.PLACED: N_("lease signed"),
    Measure.SUPPORT: N_("moved in, with a need for support"),
    Measure.REFUSED: N_("refusals"),
}

BY_NAMES: dict[By, str] = {
    By.NOTHING: N_("total"),
    By.CARE: N_("need for shelter care"),
    By.WAIT: N_("time since ready"),
    By.GROUP: N_("target group"),
    By.FORM: N_("housing form"),
    By.ORIGIN: N_("municipality of origin"),
    By.FREED: N_("shelter place"),
    By.STARTED: N_("start of the support"),
    By.REASON: N_("reason"),
}

CATEGORY_NAMES: dict[str, str] = {
    "only_home": N_("needs only a home"),
    "care": N_("needs the care of the shelter"),
    "unknown": N_("not known"),
    "not_yet": N_("ready at a later date"),
    "weeks_0": N_("ready less than 13 weeks"),
    "weeks_13": N_("ready 13 to 26 weeks"),
    "weeks_26": N_("ready 26 weeks or longer"),
    "same": N_("in the municipality of origin"),
    "other": N_("in another municipality"),
    "freed": N_("frees a shelter place"),
    "not_freed": N_("frees none"),
    "on_time": N_("started on time"),
    "late": N_("started late"),
    "waiting": N_("not started yet"),
    "no_group": N_("no target group"),
    "other_reason": N_("another reason"),
}
"""Categories that this program defines; groups, forms and reasons have their own labels."""

CATEGORIES: dict[By, tuple[str, ...]] = {
    By.CARE: ("only_home", "care", "unknown"),
    By.WAIT: ("weeks_0", "weeks_13", "weeks_26", "not_yet", "unknown"),
    By.ORIGIN: ("same", "other", "unknown"),
    By.FREED: ("freed", "not_freed"),
    By.STARTED: ("on_time", "late", "waiting"),
}


class Cell(NamedTuple):
    """A place in the tables of the monitor."""

    measure: Measure
    by: By
    category: str
    municipality: str
    period: str


class Published(NamedTuple):
    """A figure as everybody may read it; ``value`` is None where it is left out."""

    cell: Cell
    value: int | None


class Town(Frozen):
    """A municipality of the region."""

    code: str
    name: str


class CategoryLabel(Frozen):
    """Words for a category that the policy defines, or that has a word of its own elsewhere."""

    by: By
    code: str
    nl: str
    en: str


class MonitorRelease(Frozen):
    """Figures as they are published.

    Attributes:
        first: the first day.
        last: the last day.
        towns: municipalities, in the order of the tables.
        labels: words for groups, forms and reasons as they were then.
        figures: every cell, in order; None where it is left out.
        unreadable: how many households at most were missing in one week, because their facts were destroyed.
    """

    first: date
    last: date
    towns: tuple[Town, ...]
    labels: tuple[CategoryLabel, ...]
    figures: tuple[Published, ...]
    unreadable: int

    @property
    def values(self) -> Mapping[Cell, int | None]:
        """The figures by cell."""
        return {one.cell: one.value for one in self.figures}

    def category(self, by: By, code: str, lang: str) -> str:
        """A category in words."""
        if code == ALL:
            return translate(BY_NAMES[By.NOTHING], lang)
        if code in CATEGORY_NAMES:
            return translate(CATEGORY_NAMES[code], lang)
        found = next((one for one in self.labels if (one.by, one.code) == (by, code)), None)
        return code if found is None else found.nl if lang == "nl" else found.en

    def place(self, code: str, lang: str) -> str:
        """A municipality in words."""
        if code in PLACE_NAMES:
            return translate(PLACE_NAMES[code], lang)
        return next((town.name for town in self.towns if town.code == code), code)

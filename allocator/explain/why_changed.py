"""What is known of why a placement changed: of the household, its homes, its support, or the round as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allocator.domain.base import Sensitivity, sensitivity_of
from allocator.domain.codes import StageName, Verdict
from allocator.domain.household import Household
from allocator.domain.proposal import ProposedPlacement
from allocator.domain.sentence import Choice, Other, Sentence, Term, Value
from allocator.domain.unit import Unit
from allocator.explain import field_names
from allocator.explain.inputs import InputChanges, Rows
from allocator.locale import N_
from allocator.rules.labels import STAGES

if TYPE_CHECKING:
    from allocator.explain.difference import StageChange

_OPEN, _PERSONAL, _SAFETY = Sensitivity.OPEN, Sensitivity.PERSONAL, Sensitivity.SAFETY


@dataclass(frozen=True)
class Noted:
    """One thing that changed: a code for programs, a sentence for people."""

    code: str
    sentence: Sentence

    def __hash__(self) -> int:
        return hash((self.code, self.sentence.text))

    @classmethod
    def of(
        cls,
        code: str,
        text: str,
        values: Mapping[str, Value] | None = None,
        sensitivity: Sensitivity = Sensitivity.OPEN,
    ) -> Noted:
        """A note with a sentence."""
        return cls(code, Sentence(text, values or {}, sensitivity))

    @classmethod
    def taken(cls, household: str, unit: str, *, pinned: bool) -> Noted:
        """The home that went to another household."""
        values: dict[str, Value] = {"unit": unit, "other": Other(household)}
        if pinned:
            return cls.of("home_pinned", N_("Home {unit} is pinned to {other} now."), values)
        return cls.of("home_taken", N_("Home {unit} goes to {other} now."), values)


def of_household(
    inputs: InputChanges, household: str, before: ProposedPlacement | None, after: ProposedPlacement | None
) -> Iterator[Noted]:
    """What changed of the household itself, and of what people said about it and these homes."""
    rows = inputs.households
    if household in rows.new:
        yield Noted.of("household_new", N_("The household was not in the round before."))
    if household in rows.gone:
        yield Noted.of("household_gone", N_("The household is not in the round any more."))
    if fields := rows.changed.get(household):
        sensitivity = max((sensitivity_of(Household, f) for f in fields), key=lambda s: s.rank)
        names = field_names.named(field_names.HOUSEHOLD, fields)
        yield Noted.of("household_changed", N_("Changed of the household: {facts}."), {"facts": names}, sensitivity)
    for placement in (before, after):
        if placement:
            yield from _of_words(inputs, household, placement.unit)


def _of_words(inputs: InputChanges, household: str, unit: str) -> Iterator[Noted]:
    gone, come = inputs.words.get((household, unit), (frozenset(), frozenset()))
    old, new = {word.verdict for word in gone}, {word.verdict for word in come}
    home: dict[str, Value] = {"unit": unit}
    if Verdict.PIN in new - old:
        yield Noted.of("pinned", N_("The household was pinned to home {unit}."), home)
    if Verdict.PIN in old - new:
        yield Noted.of("unpinned", N_("The household is not pinned to home {unit} any more."), home)
    if Verdict.FORBID in new - old:
        yield Noted.of("blocked", N_("Home {unit} was blocked for this household."), home, _SAFETY)
    if Verdict.FORBID in old - new:
        yield Noted.of("unblocked", N_("Home {unit} is not blocked for this household any more."), home, _SAFETY)
    if (old | new) & {None, Verdict.WAIVE} or (gone and come and old == new):
        text = N_("Something else is said by hand of this household and home {unit}.")
        yield Noted.of("word_changed", text, home, _PERSONAL)


def of_home(inputs: InputChanges, unit: str) -> Iterator[Noted]:
    """What changed of a home."""
    rows = inputs.units
    if unit in rows.gone:
        yield Noted.of("home_gone", N_("Home {unit} is not on the list any more."), {"unit": unit})
    if unit in rows.new:
        yield Noted.of("home_new", N_("Home {unit} was not on the list before."), {"unit": unit})
    if fields := rows.changed.get(unit):
        sensitivity = max((sensitivity_of(Unit, f) for f in fields), key=lambda s: s.rank)
        names = field_names.named(field_names.UNIT, fields)
        text = N_("Changed of home {unit}: {facts}.")
        yield Noted.of("home_changed", text, {"unit": unit, "facts": names}, sensitivity)


def of_support(inputs: InputChanges, pools: set[str]) -> tuple[Noted, ...]:
    """What changed of the support that is or was used."""
    rows = inputs.pools
    touched = sorted(pools & (rows.new | rows.gone | rows.changed.keys()))
    text = N_("Changed of the support: {pools}.")
    return (Noted.of("support_changed", text, {"pools": tuple(touched)}, Sensitivity.SPECIAL),) if touched else ()


def of_everything(inputs: InputChanges, stage: StageChange | None, *, proven: bool) -> tuple[Noted, ...]:
    """What changed for everybody, and the first aim that reached another value."""
    return tuple(_of_everything(inputs, stage, proven=proven))


def _of_everything(inputs: InputChanges, stage: StageChange | None, *, proven: bool) -> Iterator[Noted]:
    if inputs.policy:
        versions: dict[str, Value] = {"old": inputs.old.policy.version, "new": inputs.new.policy.version}
        yield Noted.of("policy", N_("Another policy holds: {new}; it was {old}."), versions)
    if inputs.another_day:
        days: dict[str, Value] = {"old": inputs.old.as_of, "new": inputs.new.as_of}
        yield Noted.of("another_day", N_("The round is of {new}; it was of {old}."), days)
    if inputs.ledger:
        yield Noted.of("ledger", N_("The ledger or its keys changed."))
    if inputs.system:
        yield Noted.of("system", N_("Other municipalities or corporations take part, or on other terms."))
    if inputs.shared:
        yield Noted.of("shared", N_("Who lives where, or who must be kept apart, changed."), sensitivity=_SAFETY)
    if inputs.previous:
        yield Noted.of("previous", N_("Another earlier proposal is kept to, where that costs nothing."))
    yield from _of_rows(inputs)
    if stage and stage.before is not None and stage.after is not None:
        yield _of_stage(inputs, stage)
    if not proven:
        yield Noted.of("not_proven", N_("A search stopped before its plan was proven best."))
    if inputs.draw:
        yield Noted.of("draw", N_("The lottery was drawn anew."))
    if inputs.nothing:
        yield Noted.of("nothing", N_("Both rounds say the same."))


def _of_rows(inputs: InputChanges) -> Iterator[Noted]:
    rows: tuple[tuple[str, str, Rows], ...] = (
        ("households", N_("Households that came, left or changed: {count}."), inputs.households),
        ("homes", N_("Homes that came, left or changed: {count}."), inputs.units),
        ("pools", N_("Pools of support that came, left or changed: {count}."), inputs.pools),
    )
    for code, text, found in rows:
        if found.touched:
            yield Noted.of(code, text, {"count": found.touched})
    if inputs.words:
        text = N_("Households and homes of which something else is said by hand: {count}.")
        yield Noted.of("words", text, {"count": len(inputs.words)})


def _of_stage(inputs: InputChanges, stage: StageChange) -> Noted:
    label: Value = Term(STAGES[stage.stage])
    classes = {one.code: Choice(one.nl, one.en) for one in inputs.new.policy.urgency}
    if stage.stage is StageName.URGENCY and stage.sub_stage in classes:
        label = classes[stage.sub_stage]
    values: dict[str, Value] = {"aim": label, "old": stage.before or 0, "new": stage.after or 0}
    return Noted.of("stage", N_("The first aim that reached another value: {aim}, {new}; it was {old}."), values)

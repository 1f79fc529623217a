"""What the checks between parts share: the parts, where findings go, and what is known."""

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from allocator.domain.household import Apart, Household, Need
from allocator.domain.policy import Label, Policy, Setting
from allocator.domain.problem import Problem
from allocator.domain.region import ALL_GROUPS, KeyWeight, Municipality, PairWord, Posting, SupportPool
from allocator.domain.sentence import Sentence, Value
from allocator.domain.unit import Complex, Corporation, Occupant, Unit
from allocator.locale import N_

NOT_IN_LIST = N_("This does not stand in {list}.")
NO_WEIGHTS = N_("This key has no weights, so there is no fair share by it.")
STANDS_TWICE = N_("This key stands in the file twice.")


@dataclass(frozen=True)
class RuleFacts:
    """What the checks need to know of a rule: if it may be waived or switched off, its numbers as delivered."""

    waivable: bool
    switchable: bool = True
    numbers: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True)
class Parts:
    """The parts of a case, each in the order in which it came; ``None`` for what could not be read.

    ``also_known`` holds keys of rows that were refused for another reason, per file, so that nobody who refers
    to them is told that they do not exist.
    """

    policy: Policy | None
    as_of: date | None
    period: str | None
    households: tuple[Household, ...] = ()
    needs: tuple[Need, ...] = ()
    units: tuple[Unit, ...] = ()
    municipalities: tuple[Municipality, ...] | None = None
    occupants: tuple[Occupant, ...] = ()
    apart: tuple[Apart, ...] = ()
    complexes: tuple[Complex, ...] | None = ()
    corporations: tuple[Corporation, ...] | None = ()
    keys: tuple[KeyWeight, ...] = ()
    support: tuple[SupportPool, ...] = ()
    ledger: tuple[Posting, ...] = ()
    pairs: tuple[PairWord, ...] = ()
    paused_municipalities: tuple[str, ...] = ()
    paused_corporations: tuple[str, ...] = ()
    rules: Mapping[str, RuleFacts] | None = None
    also_known: Mapping[str, Collection[str]] = field(default_factory=dict)

    def _known(self, file: str, keys: Iterable[str | None]) -> frozenset[str]:
        return frozenset(k for k in keys if k) | frozenset(self.also_known.get(file, ()))

    @cached_property
    def household_ids(self) -> frozenset[str]:
        """Keys of all households."""
        return self._known("households", (h.id for h in self.households))

    @cached_property
    def unit_ids(self) -> frozenset[str]:
        """Keys of all units."""
        return self._known("units", (u.id for u in self.units))

    @cached_property
    def occupant_ids(self) -> frozenset[str]:
        """Keys of occupants who have one."""
        return self._known("occupants", (o.id for o in self.occupants))

    @cached_property
    def complex_ids(self) -> frozenset[str] | None:
        """Keys of complexes; None when they were not given."""
        return None if self.complexes is None else self._known("complexes", (c.id for c in self.complexes))

    @cached_property
    def corporation_ids(self) -> frozenset[str] | None:
        """Keys of corporations; None when they were not given."""
        if self.corporations is None:
            return None
        return self._known("corporations", (c.id for c in self.corporations))

    @cached_property
    def municipality_codes(self) -> frozenset[str] | None:
        """Codes of municipalities; None when they were not given."""
        if self.municipalities is None:
            return None
        return self._known("municipalities", (m.code for m in self.municipalities))

    @cached_property
    def ledger_groups(self) -> frozenset[str] | None:
        """Groups of the ledger: all, the priority groups, and dimensions that count only some levels."""
        if self.policy is None:
            return None
        return frozenset({ALL_GROUPS, *codes(self.policy.groups), *(d.name for d in self.policy.dimensions)})


def codes(labels: Iterable[Label]) -> tuple[str, ...]:
    """Codes of a list of the policy."""
    return tuple(label.code for label in labels)


@dataclass
class Findings:
    """Gathers problems; knows how to say that a key is unknown or stands twice."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, file: str, what: str, do: str, values: Mapping[str, Value] | None = None, /, **place: Any) -> None:
        """Note a problem.

        Args:
            file: name without extension.
            what: what is wrong, marked for translation.
            do: what to do, marked for translation.
            values: for both templates.
            **place: row, key, column, value, warning.
        """
        shown = values or {}
        self.problems.append(Problem.of(f"{file}.csv", Sentence(what, shown), Sentence(do, shown), **place))

    def unknown(
        self, file: str, value: str | None, known: Collection[str] | None, listed: str, /, **place: Any
    ) -> None:
        """Note a value that is not in a list; nothing when there is no list or no value.

        Args:
            file: name without extension.
            value: the key or code that refers to something.
            known: what it may refer to; None when that could not be read.
            listed: where the list stands, for people.
            **place: row, key, column, warning.
        """
        if value is None or known is None or value in known:
            return
        close = difflib.get_close_matches(value, sorted(known), n=1, cutoff=0.75)
        values = {"list": listed, "name": close[0] if close else ""}
        do = N_("Did you mean {name}?") if close else N_("Correct it, or add it to {list}.")
        self.add(file, NOT_IN_LIST, do, values, value=value, **place)

    def each_unknown(
        self, file: str, given: Iterable[str] | None, known: Collection[str] | None, listed: str, /, **place: Any
    ) -> None:
        """The same for every item of a list."""
        for value in given or ():
            self.unknown(file, value, known, listed, **place)

    def twice(self, file: str, keys: Iterable[str | None], column: str) -> None:
        """Note every key that stood in an earlier row already."""
        seen: set[str] = set()
        for row, key in enumerate(keys):
            if key in seen:
                do = N_("Remove one of the rows, or give it another key.")
                self.add(file, STANDS_TWICE, do, row=row, key=key, column=column, value=key)
            if key:
                seen.add(key)

"""What to ask: the facts not known on which most homes rest that the rules allow for now."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from allocator.domain.base import sensitivity_of
from allocator.domain.codes import Unknown
from allocator.domain.household import Household
from allocator.domain.sentence import Other, Sentence, Term, Value
from allocator.domain.unit import Unit
from allocator.explain.reasons import Ask
from allocator.explain.state import Bools, Ints, State
from allocator.locale import N_
from allocator.rules.asking import CORPORATION, HOUSEHOLD, ask_for
from allocator.rules.context import Active
from allocator.rules.rule import fact_of

Field = tuple[str, str]
"""(owner, field); the corporation answers for a unit."""


@dataclass(frozen=True)
class Asked:
    """Where one field is asked: ``rows`` (or, of a unit, columns) where it is not known, and the pairs among them."""

    items: Ints
    pairs: Bools

    def counts(self) -> Iterator[tuple[int, int]]:
        """Per item the number of pairs that wait, and the item."""
        return zip(self.pairs.sum(axis=1).tolist(), self.items.tolist(), strict=True)


@dataclass(frozen=True)
class Questions:
    """Counts the homes that wait for an answer."""

    state: State

    @cached_property
    def fields(self) -> dict[Field, Asked]:
        """Every field that some allowed pair waits for; ``pairs`` is (items, other side)."""
        found: dict[Field, Asked] = {}
        for active in self.state.context.active:
            open_ = [name for name in active.rule.reads if self._unknown(name).size]
            if not open_ or active.rule.unknown is not Unknown.ASK:
                continue
            causes = active.rule.judge(*self.state.context.grid(traced=True), active.numbers).causes
            if causes is None:
                continue
            for name in filter(self.state.context.trace.__contains__, open_):
                for field, items, pairs in self._by_field(active, name, causes):
                    found[field] = _joined(found.get(field), items, pairs)
        return dict(sorted(found.items()))

    def _unknown(self, name: str) -> Ints:
        """Positions of the households or units of which a fact is not known."""
        context = self.state.context
        table: Any = context.households if name.startswith("h.") else context.units
        known = table.flat(fact_of(name))[1]
        return np.flatnonzero(~known) if known is not None else np.zeros(0, dtype=np.int64)

    def _by_field(self, active: Active, name: str, causes: Any) -> Iterator[tuple[Field, Ints, Bools]]:
        """The allowed pairs that hang on a fact, by field to ask for.

        A fact may rest on several fields: each household or unit is asked for the first that is not known.
        """
        context, allowed = self.state.context, self.state.judgement.allowed
        owner, side = (HOUSEHOLD, context.households) if name.startswith("h.") else (CORPORATION, context.units)
        reads = [field for field in fact_of(name).reads if "." not in field]
        by_field: dict[str, list[int]] = {}
        for k in self._unknown(name).tolist():
            missing = next((field for field in reads if getattr(side.items[k], field) is None), reads[0])
            by_field.setdefault(missing, []).append(k)
        bits = np.broadcast_to(causes, allowed.shape)
        lifted = np.zeros(allowed.shape, dtype=bool)
        for pair in context.waivers.get(active.rule.code, ()):
            lifted[pair] = True
        if owner == CORPORATION:
            allowed, bits, lifted = allowed.T, bits.T, lifted.T
        for field, items in by_field.items():
            hangs = (bits[items] & np.uint64(1 << context.trace[name])) != 0
            yield (owner, field), np.array(items, dtype=np.int64), allowed[items] & hangs & ~lifted[items]

    # ------------------------------------------------------------ the best question

    @cached_property
    def _per_household(self) -> dict[int, tuple[int, Field]]:
        """Per household the most homes that one field opens, and that field."""
        best: dict[int, tuple[int, Field]] = {}
        for field, asked in self.fields.items():
            counts = asked.pairs.sum(axis=1) if field[0] == HOUSEHOLD else asked.pairs.sum(axis=0)
            rows = asked.items if field[0] == HOUSEHOLD else np.arange(len(counts))
            for h, count in zip(rows[counts > 0].tolist(), counts[counts > 0].tolist(), strict=True):
                if count > best.get(h, (0, field))[0]:
                    best[h] = (count, field)
        return best

    def of_household(self, h: int) -> Ask | None:
        """The question that would open most homes for one household."""
        if h not in self._per_household:
            return None
        count, (owner, field) = self._per_household[h]
        if owner == HOUSEHOLD:
            text = N_("First ask the household: {question} Homes that wait for the answer: {count}.")
        else:
            text = N_("First ask the corporation: {question} Homes that wait for the answer: {count}.")
        return Ask(field, owner, count, _sentence(text, owner, field, {"count": count}))

    @cached_property
    def opener(self) -> Ask | None:
        """The question to one household, or about one home, that would open most pairs of all."""
        found = [(int(n), *field, int(k)) for field, asked in self.fields.items() for n, k in asked.counts()]
        count, owner, field, k = max(found, key=lambda one: one[0], default=(0, "", "", 0))
        if not count:
            return None
        values: dict[str, Value] = {"count": count}
        if owner == HOUSEHOLD:
            item = self.state.round.households[k].id
            text = N_("Ask {other} first: {question} Homes that wait for the answer: {count}.")
            values["other"] = Other(item)
        else:
            item = self.state.round.units[k].id
            text = N_("Ask about {unit} first: {question} Households that wait for the answer: {count}.")
            values["unit"] = item
        return Ask(field, owner, count, _sentence(text, owner, field, values), item)


def _sentence(text: str, owner: str, field: str, values: dict[str, Value]) -> Sentence:
    model: Any = Household if owner == HOUSEHOLD else Unit
    question = Term(ask_for(owner, field).question)
    return Sentence(text, values | {"question": question}, sensitivity_of(model, field))


def _joined(one: Asked | None, items: Ints, pairs: Bools) -> Asked:
    """Pairs of two rules that ask for the same field; the same pair counts once."""
    if one is None:
        return Asked(items, pairs)
    both = np.union1d(one.items, items)
    joint = np.zeros((len(both), pairs.shape[1]), dtype=bool)
    joint[np.searchsorted(both, one.items)] |= one.pairs
    joint[np.searchsorted(both, items)] |= pairs
    return Asked(both, joint)

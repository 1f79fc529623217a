"""What changed between the inputs of two rounds: rows that came, left or changed, words of people, the policy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from allocator.domain.region import PairWord
from allocator.domain.round import Round

Fields = tuple[str, ...]
_LEDGER = ("ledger", "keys", "period")
_SYSTEM = ("paused_municipalities", "paused_corporations", "municipalities", "corporations")
_SHARED = ("apart", "occupants", "complexes")


@dataclass(frozen=True)
class Rows:
    """One list in both rounds: keys that are new, keys that are gone, and the fields that changed of the others."""

    new: frozenset[str]
    gone: frozenset[str]
    changed: Mapping[str, Fields]

    @property
    def touched(self) -> int:
        """How many rows are not what they were."""
        return len(self.new) + len(self.gone) + len(self.changed)


@dataclass(frozen=True)
class InputChanges:
    """Two rounds, the old and the new one, compared."""

    old: Round
    new: Round

    @cached_property
    def households(self) -> Rows:
        """Households that came, left or changed."""
        return _rows(self.old.household_by_id, self.new.household_by_id)

    @cached_property
    def units(self) -> Rows:
        """Homes that came, left or changed."""
        return _rows(self.old.unit_by_id, self.new.unit_by_id)

    @cached_property
    def pools(self) -> Rows:
        """Support that came, left or changed."""
        return _rows(self.old.pool_by_id, self.new.pool_by_id)

    @cached_property
    def words(self) -> dict[tuple[str, str], tuple[frozenset[PairWord], frozenset[PairWord]]]:
        """Pairs of which something else is said: what was said only before, and only now."""
        before, now = set(self.old.pairs), set(self.new.pairs)
        pairs = sorted({(word.household, word.unit) for word in before ^ now})
        return {pair: (_of(pair, before - now), _of(pair, now - before)) for pair in pairs}

    @cached_property
    def policy(self) -> Fields:
        """Parts of the policy that differ, but for its name, version and date."""
        found = changed_fields(self.old.policy, self.new.policy)
        return tuple(name for name in found if name not in ("name", "version", "valid_from"))

    @property
    def another_day(self) -> bool:
        """Whether the date of the round differs; waiting days and shares count on from it."""
        return self.old.as_of != self.new.as_of

    @property
    def ledger(self) -> bool:
        """Whether quota, postings or keys differ."""
        return self._differ(_LEDGER)

    @property
    def system(self) -> bool:
        """Whether other municipalities or corporations take part, or on other terms."""
        return self._differ(_SYSTEM)

    @property
    def shared(self) -> bool:
        """Whether people live elsewhere now, or others must be kept apart."""
        return self._differ(_SHARED)

    @property
    def previous(self) -> bool:
        """Whether another earlier proposal is the one to stay close to."""
        return self.old.previous != self.new.previous

    @property
    def draw(self) -> bool:
        """Whether the lottery draws otherwise: another seed, or another round."""
        return (self.old.lottery_seed, self.old.round_id) != (self.new.lottery_seed, self.new.round_id)

    @property
    def nothing(self) -> bool:
        """Whether both rounds say the same."""
        return self.old.sha256 == self.new.sha256

    def _differ(self, names: Iterable[str]) -> bool:
        return any(getattr(self.old, name) != getattr(self.new, name) for name in names)


def changed_fields(old: BaseModel, new: BaseModel) -> Fields:
    """Fields of two models of one kind that differ, in the order of the model."""
    return tuple(name for name in type(old).model_fields if getattr(old, name) != getattr(new, name))


def _rows(old: Mapping[str, Any], new: Mapping[str, Any]) -> Rows:
    both = [key for key in old if key in new and old[key] != new[key]]
    return Rows(
        new=frozenset(new.keys() - old.keys()),
        gone=frozenset(old.keys() - new.keys()),
        changed={key: changed_fields(old[key], new[key]) for key in both},
    )


def _of(pair: tuple[str, str], words: set[PairWord]) -> frozenset[PairWord]:
    return frozenset(word for word in words if (word.household, word.unit) == pair)

"""A round: the frozen photo of one moment, canonical and hashed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Self

from pydantic import Field, field_validator

from allocator.domain.base import Code, Frozen, Id, MunicipalityCode
from allocator.domain.household import Apart, Household
from allocator.domain.policy import Policy
from allocator.domain.region import KeyWeight, Municipality, PairWord, Period, Posting, SupportPool
from allocator.domain.unit import Complex, Corporation, Occupant, Unit

SCHEMA_VERSION = 1


class PreviousPlacement(Frozen):
    """One placement of the proposal before this one."""

    household: Id
    unit: Id


class Round(Frozen):
    """Inputs of one run. Every list is kept in the order of its key, so row order never matters."""

    round_id: Code
    as_of: date = Field(description="The date of the round; nothing reads the clock.")
    period: Period
    schema_version: int = SCHEMA_VERSION
    policy: Policy
    households: tuple[Household, ...]
    units: tuple[Unit, ...]
    municipalities: tuple[Municipality, ...]
    occupants: tuple[Occupant, ...] = ()
    apart: tuple[Apart, ...] = ()
    complexes: tuple[Complex, ...] = ()
    corporations: tuple[Corporation, ...] = ()
    keys: tuple[KeyWeight, ...] = ()
    support: tuple[SupportPool, ...] = ()
    ledger: tuple[Posting, ...] = ()
    pairs: tuple[PairWord, ...] = ()
    previous: tuple[PreviousPlacement, ...] = ()
    paused_municipalities: tuple[MunicipalityCode, ...] = ()
    paused_corporations: tuple[Id, ...] = ()
    lottery_seed: str = Field(default="", max_length=128)
    seed_by_hand: bool = Field(default=False, description="Whether the seed was chosen by hand.")

    @field_validator(
        "households",
        "units",
        "municipalities",
        "occupants",
        "apart",
        "complexes",
        "corporations",
        "keys",
        "support",
        "ledger",
        "pairs",
        "previous",
        "paused_municipalities",
        "paused_corporations",
    )
    @classmethod
    def _in_order(cls, rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(sorted(rows, key=_order))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with changes, checked and in order; what was worked out from the old values is not kept."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        copy = type(self).model_validate(fields | dict(update or {}))
        return copy.__deepcopy__() if deep else copy

    @cached_property
    def canonical(self) -> str:
        """The whole round as JSON in one agreed spelling."""
        return canonical_json(self.model_dump(mode="json"))

    @cached_property
    def sha256(self) -> str:
        """SHA-256 over the canonical JSON, in hexadecimals."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    @cached_property
    def policy_sha256(self) -> str:
        """SHA-256 over the canonical JSON of the policy alone."""
        return hashlib.sha256(canonical_json(self.policy.model_dump(mode="json")).encode()).hexdigest()

    @cached_property
    def household_by_id(self) -> dict[str, Household]:
        """Households by key."""
        return {h.id: h for h in self.households}

    @cached_property
    def unit_by_id(self) -> dict[str, Unit]:
        """Units by key."""
        return {u.id: u for u in self.units}

    @cached_property
    def pool_by_id(self) -> dict[str, SupportPool]:
        """Support pools by key."""
        return {p.id: p for p in self.support}

    @cached_property
    def complex_by_id(self) -> dict[str, Complex]:
        """Complexes by key."""
        return {c.id: c for c in self.complexes}

    @cached_property
    def paused(self) -> frozenset[str]:
        """Codes of municipalities that take no part now."""
        marked = {m.code for m in self.municipalities if m.paused}
        return frozenset(marked | set(self.paused_municipalities))


def _order(row: Any) -> tuple[str, ...]:
    """Sort by the key of a row first, then by all it says."""
    if isinstance(row, str):
        return (row,)
    key = getattr(row, "id", None) or getattr(row, "code", None) or getattr(row, "household", None) or ""
    return (key, "" if isinstance(row, Household | Unit) else row.model_dump_json())


def canonical_json(data: Any) -> str:
    """JSON with sorted keys and no spare white space; equal data gives equal text."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)

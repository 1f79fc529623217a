"""One thing that somebody did: who, when, what, on whom, why, and what changed, without saying what it was."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, StringConstraints, field_validator

from allocator.domain.base import Code, Frozen, Id
from allocator.domain.round import canonical_json
from allocator.domain.workflow import Role

Fingerprint = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class Change(Frozen):
    """One field that changed: fingerprints of its values, None where there was none."""

    field: Code = Field(description="Name of the field.")
    before: Fingerprint | None = Field(default=None, description="Fingerprint of what it was.")
    after: Fingerprint | None = Field(default=None, description="Fingerprint of what it is.")


class Event(Frozen):
    """What happened. Nothing in it says more of a household than its pseudonym: it is kept for good."""

    at: AwareDatetime = Field(description="When, in universal time.")
    who: str = Field(min_length=1, max_length=80, description="Pseudonym of a person, or of a program.")
    role: Role = Field(description="In which role.")
    organisation: Id | None = Field(default=None, description="For which organisation.")
    what: Code = Field(description="The verb: the action that was taken.")
    kind: Code = Field(description="Kind of thing it was done to: placement, round, policy, user.")
    whom: str | None = Field(default=None, max_length=200, description="Key of that thing.")
    household: Id | None = Field(default=None, description="The household it is about.")
    why: Code | None = Field(default=None, description="The coded reason.")
    facts: dict[Code, str] = Field(default={}, description="Facts about nobody: hashes, seeds, counts, versions.")
    changes: tuple[Change, ...] = Field(default=(), description="Fields that changed.")

    @field_validator("at")
    @classmethod
    def _universal(cls, at: datetime) -> datetime:
        """One moment has one spelling, whatever clock it was read from."""
        return at.astimezone(UTC)

    @property
    def canonical(self) -> str:
        """The event as JSON in one agreed spelling."""
        return canonical_json(self.model_dump(mode="json"))


def fingerprint(key: bytes, field: str, value: Any) -> str:
    """HMAC-SHA256 of a value: shows later whether a value was this one, and tells nothing without the key.

    Args:
        key: of the household (``privacy.audit_key``); once that is destroyed, no value can be tried against it.
        field: the field, so that equal values of two fields do not look equal.
        value: anything that JSON can say.
    """
    text = f"{field}\n{canonical_json(value)}"
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def changes(key: bytes, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Fields that differ between two states, in order, as fingerprints; values as JSON has them.

    Args:
        key: of the household.
        before: fields of the old state; empty when there was none.
        after: fields of the new state; empty when there is none any more.
    """
    return tuple(
        Change(
            field=name,
            before=fingerprint(key, name, before[name]) if name in before else None,
            after=fingerprint(key, name, after[name]) if name in after else None,
        )
        for name in sorted({*before, *after})
        if name not in before or name not in after or before[name] != after[name]
    )

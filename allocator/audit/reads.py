"""Who read whose file: many entries, sealed into the chain a batch at a time by one hash over all of them."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import AwareDatetime, Field, field_validator

from allocator.audit.event import Event, Fingerprint
from allocator.domain.base import Code, Frozen, Id
from allocator.domain.round import canonical_json
from allocator.domain.workflow import Role


class ReadEntry(Frozen):
    """One look into the file of a household (after NEN 7513: who, when, what, whose, why)."""

    number: int = Field(ge=1, description="Counts on over all entries; none may be missing.")
    at: AwareDatetime
    who: str = Field(min_length=1, max_length=80)
    role: Role
    organisation: Id | None = None
    household: Id
    what: Code = Field(description="What was looked at.")
    why: Code | None = None

    @field_validator("at")
    @classmethod
    def _universal(cls, at: datetime) -> datetime:
        return at.astimezone(UTC)


class ReadSeal(Frozen):
    """The hash over a batch of entries: their Merkle root, and which entries they are."""

    first: int
    last: int
    root: Fingerprint

    @property
    def facts(self) -> dict[str, str]:
        """As facts of the event that goes into the chain."""
        return {"first": str(self.first), "last": str(self.last), "root": self.root}

    @classmethod
    def of_event(cls, event: Event) -> "ReadSeal":
        """The seal that an event of the chain carries."""
        return cls.model_validate(event.facts)


def seal_reads(entries: Sequence[ReadEntry]) -> ReadSeal:
    """Seal the entries that came after the last batch.

    Raises:
        ValueError: when there are none, or a number is missing.
    """
    numbers = [entry.number for entry in entries]
    if not numbers or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        raise ValueError("Seal one or more entries, in order, with none missing between them.")
    return ReadSeal(first=numbers[0], last=numbers[-1], root=merkle_root([_leaf(entry) for entry in entries]))


def check_reads(entries: Sequence[ReadEntry], seal: ReadSeal) -> bool:
    """Whether these are exactly the entries that were sealed."""
    try:
        return seal_reads(entries) == seal
    except ValueError:
        return False


def merkle_root(leaves: Sequence[bytes]) -> str:
    """Root of the Merkle tree (RFC 9162, 2.1): leaves and nodes are hashed apart, so none passes for the other."""
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + (level[-1:] if len(level) % 2 else [])
    return level[0].hex()


def _leaf(entry: ReadEntry) -> bytes:
    return canonical_json(entry.model_dump(mode="json")).encode()

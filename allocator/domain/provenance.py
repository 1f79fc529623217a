"""What a result was made of: enough to make it again, and to see whether it still holds."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from allocator import __version__
from allocator.domain.base import Code, Frozen
from allocator.domain.round import canonical_json

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Named(Frozen):
    """A policy, scenario or other input by name, with the SHA-256 of what it says."""

    name: str = Field(min_length=1, max_length=200)
    sha256: Sha256
    version: str = ""


class Provenance(Frozen):
    """Inputs, seed and versions of a result; equal ones give equal results.

    Nothing in it tells when or where it was made: that differs between two equal results.
    """

    kind: Code = Field(
        description="What was made: monitor, balance, wanted, wanted-over, policy-effect, compare, simulation, pack."
    )
    as_of: date = Field(description="The day for which it holds.")
    rounds: tuple[Sha256, ...] = Field(default=(), description="The rounds that were read, oldest first.")
    policies: tuple[Named, ...] = Field(default=(), description="The policies that were used, first the one in force.")
    scenario: Named | None = Field(default=None, description="The assumptions of a simulation.")
    seed: str | None = Field(default=None, description="Seed of chance or lottery, where there is one.")
    sources: tuple[Named, ...] = Field(default=(), description="Other inputs: records, boundaries, keys.")
    settings: dict[str, Any] = Field(default_factory=dict, description="Choices of who asked, as JSON.")
    versions: dict[str, str] = Field(description="Versions of what computed it.")

    @property
    def sha256(self) -> str:
        """The key under which a result is kept."""
        return sha256_of(self.model_dump(mode="json"))


def sha256_of(data: Any) -> str:
    """SHA-256 of something in JSON, in its one agreed spelling."""
    return hashlib.sha256(canonical_json(data).encode()).hexdigest()


def versions(**more: str) -> dict[str, str]:
    """Versions for a provenance: this program, and the libraries that are named."""
    found: Mapping[str, str] = {"allocator": __version__, **more}
    return dict(sorted(found.items()))

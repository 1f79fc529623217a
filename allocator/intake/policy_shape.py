"""What was read of policy.toml so far: values, their places in the file, and what is wrong with its shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UNLIMITED = "unlimited"
"""How a number without a limit is written."""

Place = tuple[str | int, ...]


@dataclass
class Form:
    """What was read, where it stands in the file, and the keys that nobody knows."""

    policy: dict[str, Any] = field(default_factory=dict)
    places: dict[Place, Place] = field(default_factory=dict)
    """Where a value of the domain stands in the file, when that is not the same place."""
    unknown: list[tuple[Place, tuple[str, ...]]] = field(default_factory=list)
    """Unknown keys, with the keys that are known there."""
    wrong: list[tuple[Place, str]] = field(default_factory=list)
    """Values of the wrong shape: where, and what should stand there."""

    def only(self, table: Mapping[str, Any], known: tuple[str, ...], place: Place) -> None:
        """Note every key that is not known here."""
        self.unknown += [((*place, key), known) for key in table if key not in known]

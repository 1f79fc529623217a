"""Studies that may take minutes or hours: what can be asked, with every limit. Nothing in them is of a household."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from allocator.domain.base import Frozen
from allocator.domain.simulated import NAMES
from allocator.locale import N_

Way = Annotated[str, Field(pattern=f"^({'|'.join(NAMES)})$")]

Seed = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=40, pattern=r"^[!-~]+$")]
"""Letters, digits and signs of ASCII without spaces; languages do not agree on what else a space is."""


class What(StrEnum):
    """What can be worked out to be kept."""

    BALANCE = "balance"
    WANTED = "wanted"
    WANTED_OVER = "wanted-over"
    EFFECT = "policy-effect"
    SIMULATION = "simulation"
    WANTED_AHEAD = "wanted-ahead"


OfRounds = Literal[What.BALANCE, What.WANTED, What.WANTED_OVER, What.EFFECT]
OfWeeks = Literal[What.SIMULATION, What.WANTED_AHEAD]
SIMULATED = frozenset({What.SIMULATION, What.WANTED_AHEAD})
"""Studies of worlds that are drawn."""


class StudyAsked(Frozen):
    """A study of rounds that are kept."""

    kind: OfRounds = Field(description="Which study.", examples=["balance"])
    about: str = Field(
        default="",
        max_length=40,
        description="The round, or for policy-effect the version of the policy; not for wanted-over.",
        examples=["2026-w48"],
    )
    proposal: int | None = Field(default=None, ge=1, le=9999, description="Number of the proposal; the last one.")
    points: int = Field(default=12, ge=2, le=60, description="Of balance: how many points at most.")
    verified: int = Field(default=4, ge=1, le=40, description="Of what is wanted: changes of a sort to solve again.")
    rounds: int = Field(default=4, ge=1, le=52, description="How many rounds of the past, the last ones.")


class SimulationAsked(Frozen):
    """A study of weeks that are drawn: ways side by side, or what is wanted in a half-year."""

    kind: OfWeeks = Field(
        default=What.SIMULATION,
        description="Ways side by side, or what is wanted in these weeks.",
        examples=["simulation"],
    )
    scenario: str = Field(default="", max_length=100_000, description="scenario.toml; empty: the delivered one.")
    policy: str = Field(default="", max_length=40, description="Version of the policy; empty: the one in force.")
    ways: tuple[Way, ...] = Field(
        default=tuple(NAMES), min_length=1, max_length=len(NAMES), description="How homes are divided, side by side."
    )
    seed: Seed = Field(default="1", description="Seed of the worlds.")
    replications: int = Field(default=1, ge=1, le=1000, description="How many worlds are drawn.")
    weeks: int = Field(default=26, ge=1, le=260, description="How many weeks, five years at most.")
    verified: int = Field(default=3, ge=1, le=40, description="Of what is wanted: changes of a sort to solve again.")


KINDS: dict[str, str] = {
    "balance": N_("Price of balance"),
    "wanted": N_("What is wanted"),
    "wanted-over": N_("What is wanted, over many rounds"),
    "wanted-ahead": N_("What is wanted, in weeks ahead"),
    "policy-effect": N_("Effect of a policy"),
    "monitor": N_("Monitor"),
    "simulation": N_("Simulation"),
    "pack": N_("Pack for the meeting"),
}
"""Kinds of results in words."""


def read_asked(data: dict[str, Any]) -> StudyAsked | SimulationAsked:
    """What was asked, as it was kept."""
    simulated = What(data["kind"]) in SIMULATED
    return SimulationAsked.model_validate(data) if simulated else StudyAsked.model_validate(data)


__all__ = ["KINDS", "SIMULATED", "SimulationAsked", "StudyAsked", "Way", "What", "read_asked"]

"""What a run through the weeks gave: figures, and nothing of any household."""

from typing import Any

from pydantic import Field

from allocator.domain.base import Frozen
from allocator.domain.policy import Policy
from allocator.domain.provenance import sha256_of
from allocator.domain.scenario import Scenario
from allocator.run import versions


class Job(Frozen):
    """One run: which policy, in which world, for how long. Two equal jobs give equal results."""

    scenario: Scenario
    rules: Policy = Field(description="The policy of the match: rules, aims and their order.")
    policy: str = Field(description="How the homes are divided, a name of ``allocator.simulate.policies.NAMES``.")
    seed: str = Field(min_length=1, max_length=64)
    weeks: int = Field(ge=1, le=260)

    @property
    def sha256(self) -> str:
        """Key of the result: scenario, rules, policy, seed, weeks and versions."""
        return sha256_of(self.model_dump(mode="json") | {"versions": versions()})


class Group(Frozen):
    """Figures of one priority group, or of everybody."""

    arrived: int
    housed: int
    waited_median: float | None = Field(description="Weeks from ready to the offer that was accepted; None: nobody.")
    waited_p90: float | None
    offered_in_time: int = Field(description="Offered a home within 13 weeks.")
    could_be_offered: int = Field(description="Came at least 13 weeks before the end.")


class Waits(Frozen):
    """A home that was kept back in a week."""

    week: int
    unit: str
    who: str
    chance: float
    within: int
    kept: int = Field(description="Weeks it has been kept back, this one included.")
    most: int


class Result(Frozen):
    """One run."""

    sha256: str = Field(description="Key of the job.")
    scenario_sha256: str
    rules_sha256: str
    policy: str
    seed: str
    weeks: int
    versions: dict[str, str]
    value: float = Field(description="Points of the scenario's worth.")
    bound: float = Field(description="Points that nobody can surpass, not even who knows everything beforehand.")
    groups: dict[str, Group] = Field(description="Per priority group; ``all`` is everybody.")
    forms: dict[str, int] = Field(description="Housed per form of home.")
    refusals: dict[str, int] = Field(description="Offers that were refused or not answered, by reason.")
    municipalities: dict[str, int] = Field(description="Housed per municipality.")
    shelter_freed: int = Field(description="Places in shelters that came free, in persons.")
    unconventional: int
    suitability: float | None = Field(description="Mean points, 0..1000.")
    left: int = Field(description="Households that left the list without a home.")
    unlet: int = Field(description="Homes that were taken back.")
    returned: int = Field(description="Households that came back to shelter.")
    waiting: tuple[int, ...] = Field(description="Households on the list, week by week.")
    placed: tuple[int, ...] = Field(description="Offers made, week by week.")
    imbalance: tuple[float, ...] = Field(
        description="Week by week: households placed elsewhere than fair shares would have it."
    )
    year_ends: dict[str, float] = Field(description="The same at the end of each year.")
    held: tuple[Waits, ...] = ()

    @property
    def share(self) -> float:
        """Part of the bound that was reached."""
        return self.value / self.bound if self.bound else 1.0


def hashes(job: Job) -> dict[str, Any]:
    """What a result carries of its job."""
    return {
        "sha256": job.sha256,
        "scenario_sha256": sha256_of(job.scenario.model_dump(mode="json")),
        "rules_sha256": sha256_of(job.rules.model_dump(mode="json")),
        "policy": job.policy,
        "seed": job.seed,
        "weeks": job.weeks,
        "versions": versions(),
    }


__all__ = ["Group", "Job", "Result", "Waits", "hashes"]

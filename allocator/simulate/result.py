"""One run: what it is asked, and the key of what it gives."""

from typing import Any

from pydantic import Field

from allocator.domain.base import Frozen
from allocator.domain.policy import Policy
from allocator.domain.provenance import sha256_of
from allocator.domain.scenario import Scenario
from allocator.domain.simulated import Group, Result, Waits
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

"""A small scenario for the tests: the delivered one with fewer households and homes."""

import re
from functools import cache
from pathlib import Path

from allocator.domain.policy import Policy
from allocator.domain.scenario import Scenario
from allocator.intake import read_policy, read_scenario
from allocator.simulate.result import Job

FOLDER = Path(__file__).parents[2] / "fixtures" / "simulation"
PART = 0.4
"""Of the arrivals of the delivered scenario."""


@cache
def region() -> Scenario:
    """The delivered scenario."""
    return read_scenario(FOLDER / "scenario.toml")


@cache
def rules() -> Policy:
    """The policy that stands beside it."""
    return read_policy(FOLDER / "policy.toml")


@cache
def small(part: float = PART, waiting: int = 40, futures: int = 3) -> Scenario:
    """Fewer of all."""
    whole = region()
    groups = {k: s.model_copy(update={"per_week": s.per_week * part}) for k, s in whole.households.groups.items()}
    forms = {k: s.model_copy(update={"per_week": s.per_week * part}) for k, s in whole.homes.forms.items()}
    return whole.model_copy(
        update={
            "households": whole.households.model_copy(update={"groups": groups, "waiting_at_start": waiting}),
            "homes": whole.homes.model_copy(update={"forms": forms}),
            "ahead": whole.ahead.model_copy(update={"futures": futures, "weeks": 4}),
        }
    )


def small_text(part: float = 0.25, waiting: int = 20) -> str:
    """The delivered scenario with fewer of all, as its file."""
    text = (FOLDER / "scenario.toml").read_text(encoding="utf-8")
    text = text.replace("waiting_at_start = 400", f"waiting_at_start = {waiting}")
    fewer = re.sub(r"per_week = ([0-9.]+)", lambda m: f"per_week = {float(m[1]) * part:.3f}", text)
    return re.sub(r"(?m)^futures = [0-9]+", "futures = 2", fewer)


def job(policy: str, seed: str = "1", weeks: int = 6, scenario: Scenario | None = None) -> Job:
    """One run of the small scenario."""
    return Job(scenario=scenario or small(), rules=rules(), policy=policy, seed=seed, weeks=weeks)

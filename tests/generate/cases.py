"""The policy for which regions are made in these tests: the codes of the delivered one."""

from functools import cache

from allocator.domain.policy import KeyMix, Policy
from allocator.domain.round import Round
from allocator.generate import generate, with_every_feature
from tests.builders import label
from tests.builders import policy as plain_policy

GROUPS = "UIT DAK GEZ GEW GGZ PSY VER VBE JON GED SEK SLA STH MAN MED SOC SKA"
TAGS = "low_stimulus lively recovering using no_pets pets"
KINDS = "home housing_first addiction mental_health youth debt"
REASONS = "agreed network refused_before exception"


@cache
def policy() -> Policy:
    return plain_policy(
        groups=tuple(map(label, GROUPS.split())),
        house_tags=tuple(map(label, TAGS.split())),
        tag_conflicts=(("low_stimulus", "lively"), ("recovering", "using"), ("no_pets", "pets")),
        support_kinds=tuple(map(label, KINDS.split())),
        reasons=tuple(map(label, REASONS.split())),
        keys={"all": (KeyMix(key="population"),)},
    )


@cache
def region_week(seed: int = 1) -> Round:
    """600 households, 60 homes, 10 municipalities, every feature."""
    return generate(600, 60, "ten", seed, policy=with_every_feature(policy(), 60))

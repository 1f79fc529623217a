"""Needs for support, and the providers that could meet them."""

from datetime import timedelta
from math import ceil

from allocator.domain.codes import SupportLevel
from allocator.domain.household import Need
from allocator.generate.draw import Draw
from allocator.generate.places import Scene

QUARTER = 4  # hours are given in quarters
MILLION = 1_000_000


def of(scene: Scene, draw: Draw, household: str, group: str) -> tuple[Need, ...]:
    """Needs of one household: none, mostly one, sometimes two or three of different kinds."""
    people, profile = scene.facts.people, scene.groups[group]
    level = draw.weighted(profile.level)
    kinds = scene.kinds(profile.support)
    if level is SupportLevel.NONE or not kinds:
        return ()
    number = 1 + draw.chance(people.second_need) + draw.chance(people.third_need)
    found: list[Need] = []
    for place in range(number):
        open_kinds = {k: w for k, w in (kinds if not place else _all_kinds(scene)).items() if k not in _kinds(found)}
        if open_kinds:
            found.append(_need(scene, draw, household, draw.weighted(open_kinds), level if not place else None))
    return tuple(found)


def provider_count(scene: Scene) -> int:
    """Number of care providers in these municipalities."""
    inhabitants = sum(p.inhabitants for p in scene.places)
    return max(
        scene.facts.support.least_providers, ceil(scene.facts.support.providers_per_million * inhabitants / MILLION)
    )


def provider(scene: Scene, number: int) -> str:
    """Key of a provider: its invented name."""
    names = scene.facts.names.providers
    again = f" {number // len(names) + 1}" if number >= len(names) else ""
    return names[number % len(names)] + again


def _all_kinds(scene: Scene) -> dict[str, float]:
    return dict.fromkeys((label.code for label in scene.policy.support_kinds), 1.0)


def _kinds(found: list[Need]) -> set[str]:
    return {need.kind for need in found}


def _need(scene: Scene, draw: Draw, household: str, kind: str, level: SupportLevel | None) -> Need:
    """One need; a need beside the first one is light."""
    people = scene.facts.people
    chosen = level or SupportLevel.LIGHT
    hours = round(QUARTER * draw.along(scene.facts.hours[chosen])) / QUARTER
    same = draw.chance(people.same_provider)
    start = round(draw.along(people.start_by_days))
    return Need(
        household=household,
        kind=kind,
        level=chosen,
        hours=None if draw.chance(scene.facts.unknown.hours) else hours,
        provider=provider(scene, draw.whole(0, provider_count(scene) - 1)) if same else None,
        start_by=scene.as_of + timedelta(days=start) if draw.chance(people.start_by) else None,
    )

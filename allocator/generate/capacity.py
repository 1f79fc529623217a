"""What care providers can still give: enough in all, too little where and of the kind that it is needed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

from allocator.domain.codes import SupportLevel
from allocator.domain.household import Household
from allocator.domain.region import SupportPool
from allocator.generate.draw import Draw
from allocator.generate.needs import QUARTER, provider, provider_count
from allocator.generate.places import Scene

NO_POOL = (SupportLevel.NONE, SupportLevel.ON_SITE_24H)
POOLS_PER_PROVIDER = 3
HOURS_OF_A_PLACE = 5
LEAST_HOURS = 1.0
STEP = 3
"""Providers begin in every third municipality, so that together they are everywhere."""


@dataclass(frozen=True)
class Offer:
    """One pool before its size is known: who, what, where, and its weight against others."""

    provider: str
    kinds: tuple[str, ...]
    municipalities: tuple[str, ...]
    weight: float
    draw: Draw


def pools(scene: Scene, households: tuple[Household, ...], homes: int) -> tuple[SupportPool, ...]:
    """Pools whose free hours together cover a stated part of the need of as many households as there are homes."""
    wanted = _hours_wanted(scene, households)
    part = min(1.0, homes / max(1, len(households))) * scene.facts.support.covers
    offers = list(_offers(scene, wanted))
    weight: dict[str, float] = defaultdict(float)
    for offer in offers:
        for kind in offer.kinds:
            weight[kind] += offer.weight
    found = []
    for n, offer in enumerate(offers):
        free = sum(part * wanted[kind] * offer.weight / weight[kind] for kind in offer.kinds)
        found.append(SupportPool.model_validate({"id": f"S{n + 1:02d}"} | _pool(scene, offer, free)))
    return tuple(found)


def _hours_wanted(scene: Scene, households: Iterable[Household]) -> dict[str, float]:
    """Hours a week by kind, of needs that take room in a pool."""
    usual = scene.policy.support.default_hours
    wanted: dict[str, float] = {}
    for household in households:
        for need in household.needs:
            if need.level not in NO_POOL and need.provider is None:
                hours = usual.get(need.level, 0.0) if need.hours is None else need.hours
                wanted[need.kind] = wanted.get(need.kind, 0.0) + hours
    return wanted


def _offers(scene: Scene, wanted: dict[str, float]) -> Iterable[Offer]:
    """Each provider has some pools, in a few municipalities; the first is of the kind that is needed most."""
    if not wanted:
        return
    most = max(sorted(wanted), key=lambda kind: wanted[kind])
    others = {kind: max(hours, LEAST_HOURS) for kind, hours in sorted(wanted.items()) if kind != most}
    for n in range(provider_count(scene)):
        base = scene.places[n * STEP % len(scene.places)].code
        for place in range(POOLS_PER_PROVIDER):
            draw = scene.draw("pool", n, place)
            where = scene.around(base, draw.weighted(scene.facts.support.works_in))
            first = draw.weighted(others) if place and others else most
            more = {draw.weighted(wanted)} if draw.chance(scene.facts.support.two_kinds) else set()
            inhabitants = sum(scene.by_code[code].inhabitants for code in where)
            weight = inhabitants * (0.6 + 0.8 * draw.share())
            yield Offer(provider(scene, n), tuple(sorted({first} | more)), where, weight, draw)


def _pool(scene: Scene, offer: Offer, free: float) -> dict[str, Any]:
    facts, draw = scene.facts.support, offer.draw
    used = draw.along(facts.used)
    found: dict[str, Any] = {
        "provider": offer.provider,
        "kinds": offer.kinds,
        "municipalities": offer.municipalities,
        "max_level": SupportLevel.LIGHT if draw.chance(facts.light_only) else SupportLevel.ON_CALL_24H,
    }
    if draw.chance(facts.counts_places):
        places = max(1, round(free / HOURS_OF_A_PLACE))
        found |= {"places": ceil(places / (1 - used)), "used": ceil(places / (1 - used)) - places}
    else:
        quarters, whole = round(QUARTER * free), round(QUARTER * free / (1 - used))
        found |= {"hours_per_week": whole / QUARTER, "used": (whole - quarters) / QUARTER}
    if draw.chance(facts.starts_later):
        found["available_from"] = scene.as_of + timedelta(days=draw.whole(7, 45))
    elif draw.chance(facts.ends_soon):
        found["available_until"] = scene.as_of + timedelta(days=draw.whole(40, 300))
    if draw.chance(facts.few_households):
        found["max_households"] = draw.whole(1, 6)
    return found

"""Who comes and what is offered, week by week: drawn before anything is decided, so the same for every policy."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from allocator.domain.codes import Accessibility, Form, SupportLevel
from allocator.domain.household import Household
from allocator.domain.policy import Policy
from allocator.domain.region import SupportPool
from allocator.domain.scenario import Scenario, Span, Stream
from allocator.domain.unit import Corporation, Unit
from allocator.generate import capacity, homes, people, places
from allocator.generate.draw import Draw
from allocator.generate.places import Scene

SLOTS = 200
"""Moments in a week at which somebody may come: so many chances are, but for the third digit, a Poisson number."""
YEAR = 52
CONVENTIONAL = (Form.REGULAR, Form.FLEX, Form.TINY_HOUSE, Form.CONTAINER)


@dataclass(frozen=True)
class Arrival:
    """A household that comes onto the list in a week, and what will become of it whoever decides.

    ``leaves``: first week in which it is no longer on the list when it was not housed. ``returns``: weeks after moving
    in at which it is back in shelter; None: never. ``support``: weeks that its support takes.
    """

    week: int
    household: Household
    leaves: int
    returns: int | None
    support: int


@dataclass(frozen=True)
class Offered:
    """A home that is offered from a week on; ``until``: first week in which it is not any more."""

    week: int
    unit: Unit
    until: int


@dataclass(frozen=True)
class World:
    """All that happens in some weeks apart from what is decided."""

    seed: str
    scenario: Scenario
    policy: Policy
    scene: Scene
    weeks: int
    arrivals: tuple[Arrival, ...]
    offers: tuple[Offered, ...]
    pools: tuple[SupportPool, ...]
    corporations: tuple[Corporation, ...]

    def day(self, week: int) -> date:
        """Monday of a week."""
        return self.scenario.start + timedelta(weeks=week)

    @cached_property
    def arrival_of(self) -> dict[str, Arrival]:
        """Arrivals by household."""
        return {one.household.id: one for one in self.arrivals}

    @cached_property
    def offer_of(self) -> dict[str, Offered]:
        """Offers by unit."""
        return {one.unit.id: one for one in self.offers}


def world(scenario: Scenario, policy: Policy, seed: str, weeks: int) -> World:
    """Everything that comes in so many weeks: same scenario, policy and seed, same world.

    Raises:
        KeyError: the policy does not know a group or an urgency class of the scenario (see ``unknown_codes``).
    """
    scene = places.scene("ten", seed, scenario.start, policy)
    lessors = homes.corporations(scene)
    at_start = tuple(_waiting(scene, scenario, n) for n in range(scenario.households.waiting_at_start))
    coming = tuple(one for week in range(weeks) for one in households_of(scene, scenario, week))
    named = {c.id: c.model_copy(update={"unfit_allowed_now": 0}) for some in lessors.values() for c in some}
    return World(
        seed=seed,
        scenario=scenario,
        policy=policy,
        scene=scene,
        weeks=weeks,
        arrivals=(*at_start, *coming),
        offers=tuple(one for week in range(weeks) for one in homes_of(scene, scenario, week, lessors)),
        pools=_pools(scene, scenario),
        corporations=tuple(named[key] for key in sorted(named)),
    )


def unknown_codes(scenario: Scenario, policy: Policy) -> tuple[str, ...]:
    """Groups and urgency classes of a scenario that a policy does not know, and classes that a scenario leaves out."""
    groups, classes = {label.code for label in policy.groups}, set(policy.urgency_codes)
    said = {*scenario.households.urgent_weeks, *scenario.worth.urgency, *scenario.households.urgency}
    missing = classes - (set(scenario.households.urgent_weeks) & set(scenario.worth.urgency))
    return tuple(sorted({*(set(scenario.households.groups) - groups), *(said - classes), *missing}))


# ------------------------------------------------------------------------------------------------ households


def households_of(scene: Scene, scenario: Scenario, week: int, prefix: str = "") -> list[Arrival]:
    """Who comes in a week."""
    today = _on(scene, scenario, week)
    found = []
    for group, stream in scenario.households.groups.items():
        for n in range(_number(today, stream, week, "households", group)):
            key = f"{prefix}W{week:03d}-{group}{n + 1}"
            found.append(_arrival(today, scenario, week, key, group))
    return found


def _waiting(scene: Scene, scenario: Scenario, number: int) -> Arrival:
    """One of those who wait when the first week begins: came some time ago, and is still there."""
    draw = scene.draw("waiting", number)
    group = draw.weighted({code: stream.per_week for code, stream in scenario.households.groups.items()})
    for attempt in range(1, 1000):
        ago = draw.whole(1, YEAR)
        one = _arrival(_on(scene, scenario, -ago), scenario, -ago, f"W000-{group}-{number + 1}-{attempt}", group)
        if one.leaves > 0:
            key = f"S{number + 1:04d}"
            return replace(one, week=0, household=_named(one.household, key))
    raise RuntimeError("an urgency that holds for a week at least outlasts one of a thousand draws")


def _named(household: Household, key: str) -> Household:
    needs = tuple(need.model_copy(update={"household": key}) for need in household.needs)
    return household.model_copy(update={"id": key, "needs": needs})


def _arrival(scene: Scene, scenario: Scenario, week: int, key: str, group: str) -> Arrival:
    draw = scene.draw("arrival", key)
    facts = people.arriving(scene, draw, key, group, draw.weighted(scenario.households.origins))
    if scenario.households.urgency:
        facts["urgency"] = draw.weighted(scenario.households.urgency)
    span = scenario.households.urgent_weeks[facts["urgency"]]
    leaves = week + draw.whole(*span)
    if scenario.households.accessibility:
        facts["accessibility"] = draw.weighted(scenario.households.accessibility)
    household = Household.model_validate(
        facts | {"urgent_until": scene.as_of + timedelta(weeks=leaves - week, days=-1)}
    )
    level = household.level
    back = draw.chance(scenario.afterwards.returns.get(level, 0.0))
    after = draw.whole(1, YEAR)
    support = draw.whole(*_span(scenario, level))
    return Arrival(week, household, leaves, after if back else None, support)


def _span(scenario: Scenario, level: SupportLevel) -> Span:
    return scenario.afterwards.support_weeks.get(level, (26, 26))


# ------------------------------------------------------------------------------------------------ homes


def homes_of(
    scene: Scene, scenario: Scenario, week: int, lessors: dict[str, list[Corporation]], prefix: str = ""
) -> list[Offered]:
    """What is offered from a week on."""
    today = _on(scene, scenario, week)
    found = []
    for form, stream in scenario.homes.forms.items():
        for n in range(_number(today, stream, week, "homes", form.value)):
            key = f"{prefix}U{week:03d}-{form.value}{n + 1}"
            draw = today.draw("offer", key)
            where = draw.weighted(scenario.homes.places)
            facts = homes.arriving(today, draw, key, SLOTS * week + n, form, where, lessors.get(where, ()))
            until = week + draw.whole(*scenario.homes.offered_weeks)
            facts["offer_before"] = scenario.start + timedelta(weeks=until, days=-1)
            facts["accessibility"] = _accessibility(scenario, draw, form, facts["accessibility"])
            found.append(Offered(week, Unit.model_validate(facts), until))
    return found


def _accessibility(scenario: Scenario, draw: Draw, form: Form, drawn: Accessibility | None) -> Accessibility | None:
    said = scenario.homes.accessibility
    return draw.weighted(said) if said and form in CONVENTIONAL else drawn


# ------------------------------------------------------------------------------------------------ support


def _pools(scene: Scene, scenario: Scenario) -> tuple[SupportPool, ...]:
    """Pools that can give what so many placements at once would use, by a part that the scenario says."""
    homes_a_week = sum(stream.per_week for stream in scenario.homes.forms.values())
    weeks = max((sum(span) / 2 for span in scenario.afterwards.support_weeks.values()), default=26.0)
    number = max(1, round(homes_a_week * weeks * scenario.afterwards.support_covers / scene.facts.support.covers))
    streams = {code: stream.per_week for code, stream in scenario.households.groups.items()}
    some = []
    for n in range(number):
        draw = scene.draw("supported", n)
        some.append(_arrival(scene, scenario, 0, f"P{n}", draw.weighted(streams)).household)
    plain = {"used": 0.0, "available_from": None, "available_until": None, "max_households": None}
    found = capacity.pools(scene, tuple(some), number)
    return tuple(pool.model_copy(update=plain | _free(pool)) for pool in found)


def _free(pool: SupportPool) -> dict[str, float | int]:
    """What it can give is what was free; nobody uses it yet."""
    if pool.places is not None:
        return {"places": max(1, pool.places - round(pool.used))}
    return {"hours_per_week": max(1.0, round((pool.hours_per_week or 0.0) - pool.used, 2))}


# ------------------------------------------------------------------------------------------------ numbers


def _on(scene: Scene, scenario: Scenario, week: int) -> Scene:
    return replace(scene, as_of=scenario.start + timedelta(weeks=week))


def _number(scene: Scene, stream: Stream, week: int, *name: str) -> int:
    """How many come in a week: a chance in each of many slots. Only sums and products, so the same on any machine."""
    draw, chance = scene.draw("number", week, *name), stream.rate(scene.as_of.month, week) / SLOTS
    return sum(draw.share() < chance for _ in range(SLOTS))


__all__ = ["Arrival", "Offered", "World", "homes_of", "households_of", "unknown_codes", "world"]

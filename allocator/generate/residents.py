"""Who already lives in shared homes and complexes, and who must be kept apart."""

from datetime import date, timedelta

from allocator.domain.codes import Form, ForWhom, Sex, SupportLevel
from allocator.domain.household import Apart, Household
from allocator.domain.unit import Complex, Occupant, Unit
from allocator.generate.draw import Draw
from allocator.generate.homes import Stock
from allocator.generate.places import Scene

LEVELS = {SupportLevel.NONE: 0.3, SupportLevel.LIGHT: 0.45, SupportLevel.INTENSIVE: 0.25}


def occupants(scene: Scene, stock: Stock) -> tuple[Occupant, ...]:
    """Residents of shared homes, and the residents of complexes that count for a limit."""
    found: list[Occupant] = []
    for unit in stock.units:
        draw = scene.draw("residents", unit.id)
        number = draw.weighted(scene.facts.forms[unit.form].residents) if unit.is_shared else 0
        found += [_resident(scene, draw, unit, n) for n in range(number)]
    for site in stock.complexes:
        draw = scene.draw("residents", site.id)
        number = round(site.homes * scene.facts.homes.resident_known)
        found += [_neighbour(scene, draw, site, n) for n in range(number)]
    return tuple(found)


def with_room(units: tuple[Unit, ...], living: tuple[Occupant, ...]) -> tuple[Unit, ...]:
    """Shared homes get room for who lives there and for the places that are free."""
    inside: dict[str, int] = {}
    for occupant in living:
        inside[occupant.home] = inside.get(occupant.home, 0) + occupant.persons
    return tuple(
        unit.model_copy(update={"max_persons": max(inside.get(unit.id, 0) + unit.places, unit.bedrooms)})
        if unit.is_shared
        else unit
        for unit in units
    )


def apart(scene: Scene, households: tuple[Household, ...], living: tuple[Occupant, ...]) -> tuple[Apart, ...]:
    """A few pairs who may not live together, and one who may not live with somebody in a shared home."""
    facts, draw = scene.facts.words, scene.draw("apart")
    sharers = [h for h in households if Form.GROUP_HOME in h.accepted_forms or Form.SHARED_ROOMS in h.accepted_forms]
    found: list[Apart] = []
    for _ in range(round(len(households) * facts.apart)):
        pool = sharers if len(sharers) > 1 and draw.chance(0.7) else households
        one, other = draw.some(pool, 2) if len(pool) > 1 else (pool[0], pool[0])
        if one is not other and {one.id, other.id} not in [{a.household, a.other} for a in found]:
            found.append(Apart(household=one.id, other=other.id, until=_until(scene, draw)))
    known = [occupant.id for occupant in living if occupant.id]
    if known and sharers:
        found.append(Apart(household=draw.one(sharers).id, other=draw.one(known)))
    return tuple(found)


def _until(scene: Scene, draw: Draw) -> date | None:
    if not draw.chance(scene.facts.words.apart_ends):
        return None
    return scene.as_of + timedelta(days=draw.whole(30, 500))


def _resident(scene: Scene, draw: Draw, unit: Unit, number: int) -> Occupant:
    only = {ForWhom.WOMEN: Sex.FEMALE, ForWhom.MEN: Sex.MALE}.get(unit.for_whom)
    tags = [tag for tag in scene.tags if tag not in unit.excludes_tags]
    return Occupant(
        id=f"B-{unit.id}-{number + 1}",
        home=unit.id,
        persons=1,
        target_groups=(draw.one(list(scene.groups)),),
        support_level=draw.weighted(LEVELS),
        house_tags=draw.some(tags, 1) if not number or draw.chance(0.4) else (),
        sex=only or (Sex.MALE if draw.chance(0.6) else Sex.FEMALE),
    )


def _neighbour(scene: Scene, draw: Draw, site: Complex, number: int) -> Occupant:
    return Occupant(
        id=f"B-{site.id}-{number + 1}",
        home=site.id,
        persons=draw.whole(1, 3),
        target_groups=(draw.one(list(scene.groups)),),
        support_level=draw.weighted(LEVELS),
    )

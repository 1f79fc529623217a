"""The facts of one home: size, rent, contract, dates and for whom it is."""

from datetime import timedelta
from typing import Any

from allocator.domain.codes import SHARED_FORMS, Contract, Form, ForWhom
from allocator.generate.assumptions import FormFacts
from allocator.generate.draw import Draw
from allocator.generate.places import Scene

Facts = dict[str, Any]
NO_ADDRESS_YET = (Form.TINY_HOUSE, Form.CONTAINER, Form.SKAEVE_HUSE)
NO_SUCH_MUNICIPALITY = "9999"
"""BAG identifications of invented homes begin with this, so that none is a real address."""

TEMPORARY = (Contract.FIXED_TERM, Contract.FLEX, Contract.LOAN)
YEAR = 365


def facts(scene: Scene, draw: Draw, form: Form) -> Facts:
    """All fields of a free home of this form, except key, place and lessor."""
    found = _size(scene, draw, scene.facts.forms[form])
    found |= _building(scene, draw, scene.facts.forms[form])
    found |= _terms(scene, draw, form, found)
    found |= _dates(scene, draw, scene.facts.forms[form], found["contract"])
    return found | _for_whom(scene, draw, form, found)


def address(scene: Scene, draw: Draw, municipality: str, number: int, form: Form) -> Facts:
    """A postcode of the municipality and a point near its centre; there is no such home."""
    place = scene.by_code[municipality]
    has_bag = form not in NO_ADDRESS_YET or draw.chance(0.4)
    return {
        "postcode": draw.one(place.postcodes) + "X" + draw.one("ABCDEGHKLMNP"),
        "lat": round(place.lat + 0.06 * (draw.share() - 0.5), 4),
        "lon": round(place.lon + 0.1 * (draw.share() - 0.5), 4),
        "bag_id": f"{NO_SUCH_MUNICIPALITY}01{number + 1:010d}" if has_bag else None,
    }


def _size(scene: Scene, draw: Draw, form: FormFacts) -> Facts:
    bedrooms = draw.weighted(form.bedrooms)
    first = min(form.bedrooms)
    area = draw.along(form.area) + sum(draw.along(form.area_more) for _ in range(bedrooms - first))
    rent = draw.along(form.rent) + sum(draw.along(form.rent_more) for _ in range(bedrooms - first))
    known = scene.facts.unknown
    return {
        "bedrooms": bedrooms,
        "area_m2": None if draw.chance(known.area) else round(area, 1),
        "rent": None if draw.chance(known.rent) else round(100 * rent),
        "max_persons": None if draw.chance(known.max_persons) else bedrooms + draw.whole(1, bedrooms),
    }


def _building(scene: Scene, draw: Draw, form: FormFacts) -> Facts:
    unknown = scene.facts.unknown
    floor = draw.weighted(form.floor)
    lift = draw.chance(form.lift) if floor else False
    return {
        "floor": None if draw.chance(unknown.floor) else floor,
        "lift": None if floor and draw.chance(unknown.lift) else lift,
        "accessibility": None if draw.chance(unknown.unit_accessibility) else draw.weighted(form.accessibility),
        "pets_allowed": None if draw.chance(unknown.pets_allowed) else draw.chance(form.accepts_pets),
        "on_site_level": draw.weighted(form.on_site),
    }


def _terms(scene: Scene, draw: Draw, form: Form, size: Facts) -> Facts:
    """Contract and letting: status, and dearer homes that are not let as a service of general interest."""
    homes = scene.facts.homes
    dear = form is Form.REGULAR and draw.chance(homes.not_daeb)
    limit = scene.policy.amounts.daeb_rent_limit
    found: Facts = {
        "contract": draw.weighted(scene.facts.forms[form].contract),
        "status": draw.weighted(homes.status),
        "daeb": not dear,
    }
    if dear:
        found["rent"] = limit + draw.whole(1_00, 220_00)
    elif size["rent"] is not None:
        found["rent"] = min(size["rent"], limit)
    return found


def _dates(scene: Scene, draw: Draw, form: FormFacts, contract: Contract) -> Facts:
    homes, start = scene.facts.homes, scene.as_of
    available = draw.day(start, homes.available_days)
    found: Facts = {"available_from": available}
    if draw.chance(homes.offer_before):
        found["offer_before"] = draw.day(start, homes.offer_days)
    if form.years_left:
        found["available_until"] = start + timedelta(days=round(YEAR * draw.along(form.years_left)))
    elif contract in TEMPORARY:
        found["available_until"] = available + timedelta(days=YEAR * draw.whole(1, 2))
    return found


def _for_whom(scene: Scene, draw: Draw, form: Form, size: Facts) -> Facts:
    homes, groups = scene.facts.homes, list(scene.groups)
    shared = form in SHARED_FORMS
    found: Facts = {"for_whom": draw.weighted(homes.for_whom_shared if shared else homes.for_whom)}
    if shared:
        found["places"] = draw.weighted(scene.facts.forms[form].places)
        if scene.tags and draw.chance(homes.excludes_tag_shared):
            found["excludes_tags"] = (draw.one(scene.tags),)
    if size["bedrooms"] < 2 and found["for_whom"] is ForWhom.FAMILY:
        found["for_whom"] = ForWhom.ANY
    if not shared and size["bedrooms"] in homes.min_persons:
        found["min_persons"] = draw.weighted(homes.min_persons[size["bedrooms"]])
    if form is Form.SKAEVE_HUSE and "SKA" in scene.groups:
        found["reserved_for"] = ("SKA",)
    elif draw.chance(homes.reserved):
        found["reserved_for"] = draw.some(groups, draw.whole(1, 3))
    elif draw.chance(homes.not_for):
        found["not_for"] = (draw.one(groups),)
    return found

"""Households on the list: who they are, what they need and where they can go."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from allocator.domain.codes import Accessibility, Form, Sex, Situation, SupportLevel
from allocator.domain.household import Household
from allocator.domain.unit import Unit
from allocator.generate import needs
from allocator.generate.draw import Draw
from allocator.generate.places import Scene

Facts = dict[str, Any]
CONVENTIONAL = (Form.REGULAR, Form.FLEX, Form.TINY_HOUSE, Form.CONTAINER)
FOR_ONE = (Form.ROOM, Form.LODGING, Form.GROUP_HOME, Form.SHARED_ROOMS, Form.SUPPORTED_PLACE, Form.SHELTER_PLACE)
FLED, INDICATED = "GEW", "SKA"
"""Groups that need a safety zone, and that a Skaeve Huse is indicated for."""


def households(scene: Scene, number: int, occupied: tuple[Unit, ...]) -> tuple[Household, ...]:
    """So many households; one of them lives in each occupied home and would free it."""
    movers = dict(zip(scene.draw("movers").shuffled(range(number)), occupied, strict=False))
    order = {unit.id: place for place, unit in enumerate(occupied)}
    found = []
    for n in range(number):
        draw = scene.draw("household", n)
        facts = _household(scene, draw, f"H{n + 1:04d}")
        if n in movers:
            facts |= _as_mover(scene, draw, movers[n], order[movers[n].id], occupied)
        found.append(Household.model_validate(facts))
    return tuple(found)


def arriving(scene: Scene, draw: Draw, key: str, group: str, origin: str) -> Facts:
    """The facts of one household of a group that comes from a municipality and is ready on the day of the scene."""
    facts = _household(scene, draw, key, group, origin)
    known = {"registered_on": scene.as_of, "ready_from": scene.as_of, "refused_offers": 0, "parked_until": None}
    return facts | known | {"target_groups": (group, *(facts["target_groups"] or ())[1:])}


def _household(scene: Scene, draw: Draw, key: str, group: str = "", origin: str = "") -> Facts:
    drawn = draw.weighted({code: facts.weight for code, facts in scene.groups.items()})
    group = group or drawn
    facts: Facts = {"id": key} | _family(scene, draw, group)
    facts |= _papers(scene, draw, group, alone=facts["adults"] == 1)
    facts |= _where(scene, draw, group, origin)
    facts |= _wishes(scene, draw, group, facts)
    facts["needs"] = needs.of(scene, draw, key, group)
    level = max((n.level for n in facts["needs"]), key=lambda level: level.rank, default=SupportLevel.NONE)
    care = draw.chance(scene.facts.people.care[level])
    facts["shelter_care_needed"] = None if draw.chance(scene.facts.unknown.shelter_care_needed) else care
    return facts


def _family(scene: Scene, draw: Draw, group: str) -> Facts:
    people, unknown, profile = scene.facts.people, scene.facts.unknown, scene.groups[group]
    kind = draw.weighted(profile.kinds)
    adults = 2 if kind in ("couple", "family") else 1
    children = draw.weighted(people.children) if kind in ("parent", "family") else 0
    oldest = int(draw.along(profile.age)) + (6 if children else 0)
    sex = Sex.MIXED if adults > 1 else Sex.MALE if draw.chance(profile.men) else Sex.FEMALE
    if kind == "parent" and draw.chance(0.7):
        sex = Sex.FEMALE
    ages = tuple(min(int(draw.along(people.child_age)), max(oldest - 17, 0)) for _ in range(children))
    expecting = sex in (Sex.FEMALE, Sex.MIXED) and oldest < 45 and draw.chance(people.expecting)
    return {
        "adults": adults,
        "children": children,
        "child_ages": (None if draw.chance(unknown.child_ages) else ages) if children else None,
        "expecting": None if draw.chance(unknown.expecting) else expecting,
        "age_oldest": None if draw.chance(unknown.age) else oldest,
        "age_youngest_adult": None if draw.chance(unknown.age) else _partner(draw, oldest, adults),
        "sex": None if draw.chance(unknown.sex) else sex,
        "target_groups": None if draw.chance(unknown.target_groups) else _groups(scene, draw, group),
    }


def _partner(draw: Draw, oldest: int, adults: int) -> int:
    return oldest if adults == 1 else max(18, oldest - draw.whole(0, 9))


def _groups(scene: Scene, draw: Draw, first: str) -> tuple[str, ...]:
    """The group of the ledger first, and sometimes one or two others."""
    people = scene.facts.people
    number = draw.chance(people.second_group) + draw.chance(people.third_group)
    others = [code for code in scene.groups if code not in (first, INDICATED)]
    return (first, *draw.some(others, number))


def _papers(scene: Scene, draw: Draw, group: str, *, alone: bool) -> Facts:
    """Urgency, dates, situation and income."""
    people, unknown, profile, today = scene.facts.people, scene.facts.unknown, scene.groups[group], scene.as_of
    ready = draw.day(today, people.ready_days)
    registered = min(today, ready) - timedelta(days=round(draw.along(people.registered_before_ready)))
    codes = scene.policy.urgency_codes
    band = {"high": 0, "middle": 1, "low": 2}[draw.weighted(profile.urgency)]
    situation = None if draw.chance(unknown.situation) else draw.weighted(profile.situation)
    income = draw.along(people.income_single if alone else people.income_more)
    parked = draw.chance(people.parked)
    urgency = codes[min(len(codes) - 1, int((band + draw.share()) / 3 * len(codes)))]
    known_ready = None if draw.chance(unknown.ready_from) else ready
    until = max(draw.day(today, people.urgent_days), registered) if draw.chance(people.urgent_has_end) else None
    return {
        "urgency": urgency,
        "registered_on": registered,
        "ready_from": known_ready,
        "urgent_until": until,
        "situation": situation,
        "gross_income": None if draw.chance(unknown.income) else round(100 * income),
        "refused_offers": draw.weighted(people.refused),
        "parked_until": today + timedelta(days=draw.whole(10, 80)) if parked else None,
        "referrer": needs.provider(scene, draw.whole(0, needs.provider_count(scene) - 1)),
    }


def _where(scene: Scene, draw: Draw, group: str, origin: str = "") -> Facts:
    """Origin and wishes; who fled violence keeps away from where they came from."""
    people = scene.facts.people
    most = max(p.inhabitants for p in scene.places)
    size = {p.code: p.inhabitants * (people.hub_factor if p.inhabitants == most else 1) for p in scene.places}
    drawn = draw.weighted(size)
    origin = origin or drawn
    near = scene.around(origin, draw.whole(2, 5))
    found: Facts = {"municipality_of_origin": None if draw.chance(people.origin_unknown) else origin}
    if group == FLED:
        if draw.chance(people.zone_municipality):
            return found | {"excluded_municipalities": (origin,)}
        zone = draw.some(scene.by_code[origin].postcodes, draw.whole(1, 2))
        return found | {"excluded_postcodes": zone, "preferred_municipalities": near[1:3]}
    if len(scene.places) > 50 or draw.chance(people.required):
        found["required_municipalities"] = near if draw.chance(people.required_with_neighbours) else near[:1]
    elif draw.chance(people.excluded):
        found["excluded_municipalities"] = (draw.one(near[1:] or near),)
    if draw.chance(people.preferred):
        chosen = draw.some(near, draw.whole(1, 2))
        allowed = found.get("required_municipalities", near)
        banned = found.get("excluded_municipalities", ())
        found["preferred_municipalities"] = tuple(m for m in chosen if m in allowed and m not in banned)
    return found


def _wishes(scene: Scene, draw: Draw, group: str, facts: Facts) -> Facts:
    people, unknown = scene.facts.people, scene.facts.unknown
    old = (facts["age_oldest"] or 0) >= people.old_from
    access = draw.weighted(people.accessibility_old if old else people.accessibility)
    tags = draw.some(scene.tags, draw.weighted(people.tags)) if scene.tags else ()
    conflicts = {frozenset(pair) for pair in scene.policy.tag_conflicts}
    if any(frozenset(pair) in conflicts for pair in pairwise(tags)):
        tags = tags[:1]
    return {
        "accessibility": None if draw.chance(unknown.accessibility) else access,
        "accepted_forms": _forms(scene, draw, group, facts),
        "house_tags": None if draw.chance(unknown.house_tags) else tags,
        "pets": None if draw.chance(unknown.pets) else draw.chance(people.pets),
    }


def _forms(scene: Scene, draw: Draw, group: str, facts: Facts) -> tuple[Form, ...]:
    """Forms that are accepted; nothing stated means what the policy says."""
    people = scene.facts.people
    if group == INDICATED:
        return (Form.SKAEVE_HUSE, Form.CONTAINER)
    if draw.chance(people.only_regular):
        return (Form.REGULAR,)
    if draw.chance(people.default_forms):
        return ()
    if facts["adults"] > 1 or facts["children"]:
        return CONVENTIONAL
    return (*CONVENTIONAL, *(form for form in FOR_ONE if draw.chance(people.accepts[form])))


def _as_mover(scene: Scene, draw: Draw, unit: Unit, place: int, occupied: tuple[Unit, ...]) -> Facts:
    """A household that lives in a home of the list; the first two could live in each other's home."""
    facts: Facts = {"current_unit": unit.id, "situation": Situation.HOUSED, "parked_until": None}
    if place > 1 or len(occupied) < 2:
        return facts
    facts |= {
        "required_municipalities": (),
        "excluded_municipalities": (),
        "excluded_postcodes": (),
        "pets": False,
        "urgent_until": None,
        "accepted_forms": (Form.REGULAR,),
        "expecting": False,
        "needs": (),
        "ready_from": scene.as_of - timedelta(days=draw.whole(60, 400)),
        "refused_offers": 0,
        "gross_income": 21_460_00,
    }
    if place == 0:  # one elderly person in a family home
        return facts | {
            "adults": 1,
            "children": 0,
            "child_ages": None,
            "age_oldest": 71,
            "age_youngest_adult": 71,
            "sex": Sex.FEMALE,
            "accessibility": Accessibility.STEP_FREE,
        }
    return facts | {
        "adults": 1,
        "children": 2,
        "child_ages": (6, 9),
        "age_oldest": 37,
        "age_youngest_adult": 37,
        "sex": Sex.FEMALE,
        "accessibility": Accessibility.NONE,
    }

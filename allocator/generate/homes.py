"""Homes on offer, with the corporations and complexes they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from allocator.domain.codes import SHARED_FORMS, Accessibility, Form, ForWhom, UnitStatus
from allocator.domain.unit import Complex, Corporation, Unit
from allocator.generate import dwelling
from allocator.generate.draw import Draw
from allocator.generate.dwelling import Facts
from allocator.generate.places import Scene
from allocator.ledger import quota_by_largest_remainder

LEAST_FOR_CHAINS = 20


@dataclass(frozen=True)
class Stock:
    """What the corporations offer; the tenants of the first two occupied homes can swap."""

    corporations: tuple[Corporation, ...]
    complexes: tuple[Complex, ...]
    units: tuple[Unit, ...]
    occupied: tuple[Unit, ...]


def stock(scene: Scene, number: int) -> Stock:
    """So many homes, spread over forms and municipalities as the assumptions say."""
    lessors = corporations(scene)
    forms = _forms(scene, number)
    where = _municipalities(scene, number)
    complexes = _complexes(scene, where)
    chained = _chained(scene, forms, where)
    units = []
    for n, (form, municipality) in enumerate(zip(forms, where, strict=True)):
        draw = scene.draw("home", n)
        facts = dwelling.facts(scene, draw, form) | dwelling.address(scene, draw, municipality, n, form)
        facts["corporation"] = draw.one(lessors[municipality]).id
        local = [c for c in complexes if c.municipality == municipality]
        if local and form not in SHARED_FORMS and draw.chance(scene.facts.homes.in_complex):
            facts["complex"] = draw.one(local).id
        if n in chained:
            facts |= _of_a_mover(draw, chained.index(n), scene)
        facts |= {"id": f"U{n + 1:04d}", "municipality": municipality, "form": form}
        units.append(Unit.model_validate(facts))
    named = {c.id: c for some in lessors.values() for c in some}
    return Stock(tuple(named.values()), complexes, tuple(units), tuple(units[n] for n in chained))


def arriving(
    scene: Scene, draw: Draw, key: str, number: int, form: Form, municipality: str, lessors: Sequence[Corporation]
) -> Facts:
    """The facts of one home that is offered on the day of the scene and can be let at once."""
    facts = dwelling.facts(scene, draw, form) | dwelling.address(scene, draw, municipality, number, form)
    known: Facts = {"id": key, "municipality": municipality, "form": form, "status": UnitStatus.FREE}
    known |= {"available_from": scene.as_of, "corporation": draw.one(lessors).id if lessors else None}
    return facts | known


def corporations(scene: Scene) -> dict[str, list[Corporation]]:
    """Corporations by municipality; each works in one to four of them."""
    facts, names = scene.facts.homes, scene.facts.names.corporations
    found: dict[str, list[Corporation]] = {p.code: [] for p in scene.places}
    for n in range(ceil(len(scene.places) * facts.per_corporation)):
        draw = scene.draw("corporation", n)
        counted = round(draw.along(facts.counted_so_far))
        again = f" {n // len(names) + 1}" if n >= len(names) else ""
        corporation = Corporation(
            id=f"C{n + 1:02d}",
            name=names[n % len(names)] + again,
            counted_so_far=counted,
            unfit_so_far=round(counted * draw.along(facts.unfit_so_far)),
            unfit_allowed_now=draw.weighted(facts.unfit_allowed),
        )
        base = scene.places[n % len(scene.places)].code
        for code in scene.around(base, draw.weighted(facts.corporation_works_in)):
            found[code].append(corporation)
    return found


def _forms(scene: Scene, number: int) -> list[Form]:
    weights = {form.value: Fraction(facts.weight) for form, facts in scene.facts.forms.items()}
    counts = quota_by_largest_remainder(number, weights)
    return scene.draw("forms").shuffled([Form(form) for form, n in counts.items() for _ in range(n)])


def _municipalities(scene: Scene, number: int) -> list[str]:
    """Where the homes stand: by inhabitants, with some municipalities offering more than others."""
    uneven = scene.facts.homes.uneven
    weights = {p.code: Fraction(p.inhabitants * scene.draw("offer", p.code).along(uneven)) for p in scene.places}
    counts = quota_by_largest_remainder(number, weights)
    return scene.draw("where").shuffled([code for code, n in counts.items() for _ in range(n)])


def _complexes(scene: Scene, where: list[str]) -> tuple[Complex, ...]:
    facts = scene.facts.homes
    found = []
    for place in scene.places:
        for n in range(round(where.count(place.code) / facts.homes_per_complex + 0.3)):
            draw = scene.draw("complex", place.code, n)
            homes = round(draw.along(facts.complex_homes))
            limits: Facts = {}
            if draw.chance(facts.has_limits):
                limits["max_intensive"] = max(1, round(homes * draw.along(facts.max_intensive_part)))
            if draw.chance(facts.has_limits):
                limits["max_share_per_group"] = round(draw.along(facts.max_share_per_group), 2)
            found.append(Complex(id=f"X-{place.code}-{n + 1}", municipality=place.code, homes=homes, **limits))
    return tuple(found)


def _chained(scene: Scene, forms: list[Form], where: list[str]) -> list[int]:
    """Regular homes whose tenants are on the list; the first two stand in one municipality."""
    number = round(len(forms) * scene.facts.homes.occupied)
    regular = scene.draw("chains").shuffled([n for n, form in enumerate(forms) if form is Form.REGULAR])
    if len(forms) < LEAST_FOR_CHAINS or not number:
        return []
    for n in regular:
        twins = [m for m in regular if where[m] == where[n] and m != n]
        if twins:
            rest = [m for m in regular if m not in (n, twins[0])]
            return [n, twins[0], *rest][: max(number, 2)]
    return regular[:number]


def _of_a_mover(draw: Draw, place: int, scene: Scene) -> Facts:
    """An occupied home; the first is a family home, the second a small home on the ground floor."""
    days = round(draw.along(scene.facts.homes.turnaround_days))
    facts: Facts = {
        "status": UnitStatus.OCCUPIED,
        "turnaround_days": days,
        "places": 0,
        "offer_before": None,
        "contract": "indefinite",
        "reserved_for": (),
        "not_for": (),
    }
    if place > 1:
        return facts
    large = place == 0
    return facts | {
        "bedrooms": 3 if large else 1,
        "max_persons": 5 if large else 2,
        "for_whom": ForWhom.ANY,
        "area_m2": 84.5 if large else 47.5,
        "rent": 698_15 if large else 571_30,
        "daeb": True,
        "min_persons": 1,
        "complex": None,
        "pets_allowed": True,
        "floor": 1 if large else 0,
        "lift": False,
        "accessibility": Accessibility.NONE if large else Accessibility.STEP_FREE,
    }

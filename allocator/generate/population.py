"""A whole region made up from documented assumptions: same seed, same round, on any machine."""

from datetime import date
from typing import Any

from allocator.domain.policy import Policy
from allocator.domain.round import Round
from allocator.generate import books, capacity, homes, people, places, remarks, residents

AS_OF = date(2026, 11, 23)
"""Monday of the week for which the fixture region is made."""

HALF = 6  # months


def generate(
    households: int,
    units: int,
    municipalities: str = "ten",
    seed: int | str = 1,
    *,
    policy: Policy,
    as_of: date = AS_OF,
) -> Round:
    """Make up a round: people, homes, support, ledger and what was said about pairs.

    Args:
        households: number of households on the list, the tenants of occupied homes included.
        units: number of homes on the list, the occupied ones included.
        municipalities: `ten` (the region, real figures) or `country` (342 invented ones).
        seed: any number or text; the same seed gives the same round.
        policy: groups, urgency classes, kinds of support, tags and dimensions are taken from here.
        as_of: date of the round; the period is its half-year.

    Returns:
        A valid round without contradictions. Everything in it is invented, except the ten municipalities.

    Raises:
        ValueError: when there is no such set of municipalities, or a number is below 1.
    """
    if households < 1 or units < 1:
        raise ValueError("A round needs at least one household and one unit; ask for more.")
    scene = places.scene(municipalities, seed, as_of, policy)
    facts = _facts(scene, households, units)
    facts["round_id"] = f"{as_of.isoformat()}-{municipalities}-{scene.seed}"
    bare = Round(**facts)
    facts["ledger"] = books.postings(scene, bare)
    facts["pairs"], facts["previous"] = remarks.about_pairs(scene, bare)
    return Round(**facts)


def _facts(scene: places.Scene, households: int, units: int) -> dict[str, Any]:
    """All that does not depend on the rules or the ledger."""
    stock = homes.stock(scene, units)
    living = residents.occupants(scene, stock)
    waiting = people.households(scene, households, stock.occupied)
    return {
        "as_of": scene.as_of,
        "period": f"{scene.as_of.year}-H{1 if scene.as_of.month <= HALF else 2}",
        "policy": scene.policy,
        "households": waiting,
        "units": residents.with_room(stock.units, living),
        "municipalities": places.municipalities(scene),
        "keys": places.keys(scene),
        "occupants": living,
        "apart": residents.apart(scene, waiting, living),
        "complexes": stock.complexes,
        "corporations": stock.corporations,
        "support": capacity.pools(scene, waiting, units),
        "lottery_seed": f"generated {scene.seed}",
    }

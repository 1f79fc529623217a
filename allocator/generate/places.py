"""Municipalities: the ten of the region with their real figures, or a made-up country."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from math import ceil

from allocator.domain.policy import Policy
from allocator.domain.region import ALL_GROUPS, KeyWeight, Municipality
from allocator.generate.assumptions import Assumptions, Country, Group, Place, assumptions
from allocator.generate.draw import Draw, along

PLAIN_GROUP = "DAK"
"""Households of a group that the assumptions do not describe are drawn like these."""


@dataclass(frozen=True)
class Scene:
    """What everything that is drawn shares: seed, date, policy, municipalities and assumptions."""

    seed: str
    as_of: date
    policy: Policy
    places: tuple[Place, ...]
    on: date
    source: str
    facts: Assumptions

    def draw(self, *name: str | int) -> Draw:
        """The choices about one thing, independent of how many other things there are."""
        return Draw(self.seed, *name)

    @cached_property
    def by_code(self) -> dict[str, Place]:
        """Municipalities by code."""
        return {place.code: place for place in self.places}

    @cached_property
    def groups(self) -> dict[str, Group]:
        """How households of the policy's groups are drawn; of those described, or of all when none is."""
        codes = [label.code for label in self.policy.groups]
        known = {code: self.facts.groups[code] for code in codes if code in self.facts.groups}
        return known or dict.fromkeys(codes or [PLAIN_GROUP], self.facts.groups[PLAIN_GROUP])

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Codes on living together."""
        return tuple(label.code for label in self.policy.house_tags)

    def kinds(self, weights: dict[str, float]) -> dict[str, float]:
        """Kinds of support that the policy knows; all of its kinds when it knows none of these."""
        codes = [label.code for label in self.policy.support_kinds]
        return {code: weights[code] for code in codes if code in weights} or dict.fromkeys(codes, 1.0)

    def around(self, code: str, number: int) -> tuple[str, ...]:
        """So many municipalities from this one outwards, neighbours first."""
        found = [code]
        for here in found:
            if len(found) >= number:
                break
            found += [n for n in self.by_code[here].neighbours if n not in found]
        return tuple(found[:number])


def scene(which: str, seed: int | str, as_of: date, policy: Policy) -> Scene:
    """The ten municipalities (`ten`) or a made-up country (`country`).

    Raises:
        ValueError: when there is no such set of municipalities.
    """
    facts = assumptions()
    if which == "ten":
        table = facts.ten
        return Scene(str(seed), as_of, policy, table.municipality, table.on, table.source, facts)
    if which == "country":
        made_up = tuple(_grid(facts.country, str(seed)))
        return Scene(str(seed), as_of, policy, made_up, facts.country.on, facts.country.source, facts)
    raise ValueError(f"There are no municipalities called {which!r}; choose ten or country.")


def municipalities(scene: Scene) -> tuple[Municipality, ...]:
    """The municipalities of the round."""
    return tuple(
        Municipality(code=p.code, name=p.name, lat=p.lat, lon=p.lon, neighbours=p.neighbours) for p in scene.places
    )


def keys(scene: Scene) -> tuple[KeyWeight, ...]:
    """Inhabitants as the weight of every key that the policy mixes."""
    names = {mix.key for mixes in scene.policy.keys.values() for mix in mixes} or {"inhabitants"}
    return tuple(
        KeyWeight(
            key=name,
            group=ALL_GROUPS,
            municipality=p.code,
            weight=Decimal(p.inhabitants),
            on=scene.on,
            source=scene.source[:200],
        )
        for name in sorted(names)
        for p in scene.places
    )


def _grid(facts: Country, seed: str) -> Iterable[Place]:
    """Municipalities in rows from south to north, each beside those left, right, above and below."""
    many = facts.columns * facts.rows
    sizes = [ceil(along(facts.inhabitants, (n + 0.5) / many)) for n in range(many)]
    sizes = Draw(seed, "country").shuffled(sizes)
    for n, size in enumerate(sizes):
        row, column = divmod(n, facts.columns)
        beside = [(row, column - 1), (row, column + 1), (row - 1, column), (row + 1, column)]
        inside = [r * facts.columns + c for r, c in beside if 0 <= r < facts.rows and 0 <= c < facts.columns]
        yield Place(
            code=_code(n),
            name=f"Modelgemeente {n + 1:03d}",
            inhabitants=size,
            lat=_between(facts.latitudes, (row + 0.5) / facts.rows),
            lon=_between(facts.longitudes, (column + 0.5) / facts.columns),
            neighbours=tuple(sorted(map(_code, inside))),
            postcodes=tuple(str(1000 + 26 * n + step) for step in (0, 7, 16)),
        )


def _between(ends: tuple[float, float], part: float) -> float:
    return round(ends[0] + (ends[1] - ends[0]) * part, 4)


def _code(number: int) -> str:
    return f"GM{9001 + number}"

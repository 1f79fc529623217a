"""True boundaries of municipalities for maps: a GeoJSON that is checked before anything is drawn from it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from allocator.domain.problem import InputProblems, Problem
from allocator.domain.sentence import Sentence
from allocator.locale import N_

MOST_BYTES, MOST_CORNERS, MOST_SOURCE = 8_000_000, 20_000, 200
"""More detail than this is not to be seen on a map of a page, and takes long to draw."""
KINDS = ("Polygon", "MultiPolygon")
CODES = ("code", "statcode", "gemeentecode")
SIMPLER = N_("Simplify the boundaries first; a few hundred corners for each municipality are enough.")


def read_areas(data: bytes, name: str) -> Mapping[str, Any]:
    """A FeatureCollection of areas in degrees.

    Args:
        data: a GeoJSON; features carry the code of a municipality as ``id``, or as one of the properties in ``CODES``;
            ``source`` beside the features says whose it is.
        name: of the file.

    Raises:
        InputProblems: when it cannot be read or drawn.
    """
    if len(data) > MOST_BYTES:
        raise _wrong(name, N_("This file is too large."), SIMPLER)
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise _wrong(name, N_("This file cannot be read."), N_("Name a GeoJSON file.")) from error
    _must_be_shapes(name, found)
    return dict(found)


def codes_of(areas: Mapping[str, Any]) -> set[str]:
    """The codes of municipalities whose area is there."""
    return {code for feature in areas["features"] if (code := _code(feature))}


def _code(feature: Mapping[str, Any]) -> str:
    said = feature.get("properties") or {}
    return next((str(one) for one in (feature.get("id"), *map(said.get, CODES)) if one), "")


def _must_be_shapes(name: str, data: Any) -> None:
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise _wrong(name, N_("There are no boundaries in this file."), N_("Name a GeoJSON file."))
    shapes = [one.get("geometry") or {} if isinstance(one, dict) else {} for one in features]
    if any(one.get("type") not in KINDS for one in shapes):
        raise _wrong(name, N_("There is something else than areas in this file."), N_("Keep polygons only."))
    corners = [corner for one in shapes for corner in _corners(one.get("coordinates"))]
    if not corners or not all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in corners):
        text = N_("The boundaries are not in degrees.")
        raise _wrong(name, text, N_("Write them in WGS84: degrees of longitude and latitude."))
    if len(corners) > MOST_CORNERS:
        raise _wrong(name, N_("This file is too large."), SIMPLER)


def _corners(part: Any) -> Iterator[tuple[float, float]]:
    match part:
        case [int() | float() as x, int() | float() as y, *_]:
            yield float(x), float(y)
        case list():
            for inner in part:
                yield from _corners(inner)
        case _:
            return


def _wrong(name: str, what: str, do: str) -> InputProblems:
    return InputProblems([Problem.of(name, Sentence(what), Sentence(do))])

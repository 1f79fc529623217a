"""True boundaries of municipalities for the map: a GeoJSON of the administrator, checked before the server starts."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allocator.domain.problem import InputProblems, Problem
from allocator.domain.sentence import Sentence
from allocator.locale import N_

MOST_BYTES, MOST_CORNERS = 8_000_000, 20_000
"""More detail than this is not to be seen on a map of a page, and takes long to draw."""
KINDS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class Boundaries:
    """Shapes as they were given; None: circles at the centres. And whose they are, as the licence may ask to say."""

    shapes: Mapping[str, Any] | None = None
    source: str = ""

    @classmethod
    def read(cls, path: str) -> "Boundaries":
        """The boundaries of a file; without one none.

        Args:
            path: a GeoJSON FeatureCollection in degrees; features carry the code of a municipality as ``id``, or as a
                property ``code``, ``statcode`` or ``gemeentecode``; ``source`` beside the features says whose it is.

        Raises:
            InputProblems: when it cannot be read or drawn.
        """
        if not path:
            return cls()
        file = Path(path)
        try:
            if file.stat().st_size > MOST_BYTES:
                raise _wrong(path, N_("This file is too large."), SIMPLER)
            data = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise _wrong(path, N_("This file cannot be read."), N_("Name a GeoJSON file.")) from error
        _must_be_shapes(path, data)
        return cls(data, str(data.get("source") or ""))


SIMPLER = N_("Simplify the boundaries first; a few hundred corners for each municipality are enough.")


def _must_be_shapes(path: str, data: Any) -> None:
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise _wrong(path, N_("There are no boundaries in this file."), N_("Name a GeoJSON file."))
    shapes = [one.get("geometry") or {} if isinstance(one, dict) else {} for one in features]
    if any(one.get("type") not in KINDS for one in shapes):
        raise _wrong(path, N_("There is something else than areas in this file."), N_("Keep polygons only."))
    corners = [corner for one in shapes for corner in _corners(one.get("coordinates"))]
    if not corners or not all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in corners):
        text = N_("The boundaries are not in degrees.")
        raise _wrong(path, text, N_("Write them in WGS84: degrees of longitude and latitude."))
    if len(corners) > MOST_CORNERS:
        raise _wrong(path, N_("This file is too large."), SIMPLER)


def _corners(part: Any) -> Iterator[tuple[float, float]]:
    match part:
        case [int() | float() as x, int() | float() as y, *_]:
            yield float(x), float(y)
        case list():
            for inner in part:
                yield from _corners(inner)
        case _:
            return


def _wrong(path: str, what: str, do: str) -> InputProblems:
    return InputProblems([Problem.of(path, Sentence(what), Sentence(do))])

"""True boundaries of municipalities for the map: those that an administrator uploaded, or the file of the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allocator.actions import outlines
from allocator.api.pages.visitor import Visitor
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.sentence import Sentence
from allocator.intake.boundaries import read_areas
from allocator.locale import N_


@dataclass(frozen=True)
class Boundaries:
    """Shapes as they were given; None: circles at the centres. And whose they are, as the licence may ask to say."""

    shapes: Mapping[str, Any] | None = None
    source: str = ""
    sha256: str = ""

    @classmethod
    def read(cls, path: str) -> "Boundaries":
        """The boundaries of a file; without one none.

        Raises:
            InputProblems: when it cannot be read or drawn.
        """
        if not path:
            return cls()
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            told = Problem.of(path, Sentence(N_("This file cannot be read.")), Sentence(N_("Name a GeoJSON file.")))
            raise InputProblems([told]) from error
        found = read_areas(data, path)
        return cls(found, str(found.get("source") or ""))


def boundaries_of(visitor: Visitor) -> Boundaries:
    """What the map of this visitor shows; what was uploaded is read once by this server."""
    state = visitor.request.app.state
    kept = outlines.show_outlines(visitor.office, visitor.actor)
    if kept is None:
        given: Boundaries = state.boundaries
        return given
    known: Boundaries = getattr(state, "uploaded", Boundaries())
    if known.sha256 != kept.sha256:
        areas = read_areas(outlines.read_outlines(visitor.office, visitor.actor), "areas")
        known = state.uploaded = Boundaries(areas, kept.source, kept.sha256)
    return known

"""How far the reserves of a proposal reach, in words."""

from allocator.locale import N_
from allocator.reports.telling import Reader
from allocator.whatif.reserves import Reserves

COVER = (
    N_("After a refusal {covered} of {all:placement|placements} can be repaired at once."),
    N_(
        "After a refusal {covered} of {all:placement|placements} can be repaired at once; also when both of any two of "
        "these refuse."
    ),
    N_(
        "After a refusal {covered} of {all:placement|placements} can be repaired at once; of {pairs:pair|pairs} of "
        "these both can, except for {clashes}."
    ),
)
"""When nobody can be paired, when all pairs can be repaired, and when some cannot."""


def reserves_headline(found: Reserves, reader: Reader) -> str:
    """How far the cover reaches."""
    covered = sum(bool(place.reserves) for place in found.places)
    text = COVER[bool(found.pairs) + bool(found.clashes)]
    values = {"covered": covered, "all": len(found.places), "pairs": found.pairs, "clashes": len(found.clashes)}
    return reader.tongue(text, **values)

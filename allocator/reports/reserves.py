"""How far the reserves of a proposal reach, in words."""

from allocator.domain.codes import StageName
from allocator.domain.policy import Policy
from allocator.locale import N_
from allocator.reports.supposing import stage_lines
from allocator.reports.telling import Reader
from allocator.whatif.reserves import Reserve, Reserves

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


MOST_AIMS = 2


def cost_words(policy: Policy, reserve: Reserve, reader: Reader) -> str:
    """What a repair costs: the first aims that reach another value, or that the plan stays as good."""
    changed = [s for s in reserve.stages if s.before != s.after and s.stage is not StageName.LOTTERY]
    said = stage_lines(policy, changed, reader)
    return " ".join(said[:MOST_AIMS]) or reader.tongue(N_("The plan stays as good."))

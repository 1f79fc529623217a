"""A swap of two placements in words, for one audience."""

from allocator.domain.round import Round
from allocator.locale import N_
from allocator.reports.supposing import effect, others, stage_lines
from allocator.reports.telling import Part, Reader
from allocator.whatif.swap import Swap


def swap_parts(round_: Round, found: Swap, reader: Reader) -> tuple[str, list[Part]]:
    """The headline of a swap, who else would be moved or displaced, and every aim that changes."""
    (first, _), (second, _) = found.pairs
    values, tongue = {"first": first, "second": second}, reader.tongue
    if found.again is None:
        headline = tongue(N_("{first} and {second} cannot swap."), **values)
        return headline, [reader.part("against", N_("What stands in the way"), found.against)]
    home = effect(found.again, reader, besides=(first, second))
    if found.free:
        text = N_("{first} and {second} can swap: a free choice, as the plan is as good on every aim.")
    elif not found.again.proven:
        text = N_("{first} and {second} can swap; what that costs at least is not proven in time.")
    else:
        text = N_("{first} and {second} can swap, but then the plan is less good.")
    return tongue(text, **values), [
        Part("others", tongue(N_("What it means for others")), tuple(others(home, reader))),
        Part("aims", tongue(N_("What it means for the aims")), tuple(stage_lines(round_.policy, home.stages, reader))),
    ]

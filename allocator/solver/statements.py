"""Statements that contradict each other: what people, rules and input say, and cannot all be (docs/model.md).

They are found in ``solver.conflict``; what they are needs no solver.
"""

from dataclasses import dataclass

from allocator.domain.sentence import Sentence
from allocator.locale import N_

Name = tuple[str, ...]

_TEXTS: dict[str, str] = {
    "pin": N_("{one} is pinned to {two}."),
    "household": N_("{one} can get one home only."),
    "unit": N_("{one} has no more places than stated."),
    "pool": N_("Support pool {one} has no more capacity than stated."),
    "pool-households": N_("Support pool {one} can take no more new households than stated."),
    "persons": N_("{one} can hold no more people than stated."),
    "tags": N_("In {one} two house tags clash: {two} and {three}."),
    "apart": N_("{one} and {two} must be kept apart."),
    "intensive": N_("Complex {one} has its cap on intensive support."),
    "group": N_("Complex {one} has its cap on group {two}."),
    "corporation": N_("{one} may let no more homes above the threshold in this round."),
    "cap": N_("The policy has cap {one}."),
    "rule": N_("Rule {three} refuses {one} for {two}."),
    "forbidden": N_("{one} is blocked for {two}."),
    "no-place": N_("{two} has no place to give."),
    "no-support": N_("No support pool can serve {one} in the municipality of {two}."),
}


@dataclass(frozen=True)
class Statement:
    """One statement of a person, a rule or the input; ``name`` is its kind followed by keys."""

    name: Name

    def sentence(self) -> Sentence:
        """The statement in words."""
        keys = zip(("one", "two", "three"), self.name[1:], strict=False)
        return Sentence(_TEXTS[self.name[0]], dict(keys))


class Contradiction(Exception):
    """No plan keeps all pins."""

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        super().__init__("; ".join(s.sentence().render("en") for s in statements))
        self.statements = statements

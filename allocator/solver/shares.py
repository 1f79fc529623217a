"""Fair shares over columns: what a norm of balance weighs, per municipality (docs/model.md 2.1)."""

from dataclasses import dataclass

from allocator.solver.candidates import Ints
from allocator.solver.engine import Floats


@dataclass(frozen=True)
class Shares:
    """What a norm weighs: per municipality with a share its weight c, target T and most that can be placed.

    ``placed_in_all``: what is placed in all of them together, where that is settled.
    """

    municipalities: tuple[int, ...]
    weight: tuple[int, ...]
    target: tuple[int, ...]
    most: tuple[int, ...]
    members: tuple[tuple[Ints, Floats], ...]
    placed_in_all: int | None = None

    def placed(self, plan: Floats) -> list[int]:
        """Weight placed per municipality in a whole plan."""
        return [round(float(coefs @ plan[cols])) for cols, coefs in self.members]

    def shortfalls(self, plan: Floats) -> list[int]:
        """Target less placed, in hundredths, per municipality."""
        return [t - 100 * n for t, n in zip(self.target, self.placed(plan), strict=True)]

"""What is best: candidates -> classes -> formulation -> stages -> plan; ``verify`` judges it independently.

``solve`` and ``Contradiction`` are brought in when first asked for, so that the judge and the explanation can
live in this room without ever loading OR-Tools.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from allocator.solver.optimum import Contradiction, solve

__all__ = ["Contradiction", "solve"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from allocator.solver import optimum

        return getattr(optimum, name)
    raise AttributeError(name)

"""How far a run is: what the solver last said of it, for who follows it from elsewhere; and the sign to stop."""

import threading
from collections.abc import Callable
from typing import Any

from allocator.domain.round import Round
from allocator.solver import aims

Told = Callable[[str, float, float | None], None]
"""As the solver calls it: aim, seconds since the start, gap (None: not known)."""


class Stopped(Exception):
    """The run is no longer wanted of this worker: somebody called it off, or another worker took over."""


class Watch:
    """Hears the solver out, passes on what it says, and stops it when the run is no longer wanted."""

    def __init__(self) -> None:
        self.no_longer_wanted = threading.Event()
        self._order: list[str] = []
        self._last: dict[str, Any] = {}
        self._also: Told | None = None

    def of(self, round_: Round, also: Told | None = None) -> None:
        """Which aims there are.

        Args:
            round_: the round that is solved.
            also: told the same.
        """
        self._order = [f"{sub.stage.value} {sub.name}" for sub in aims.sub_stages(round_)]
        self._also = also

    def tell(self, name: str, seconds: float, gap: float | None) -> None:
        """What the solver says.

        Raises:
            Stopped: when the run is no longer wanted.
        """
        self.must_be_wanted()
        place = next((k for k, known in enumerate(self._order) if known in (name, f"{name} {name}")), None)
        stage, _, aim = name.partition(" ")
        if place is not None:
            self._last = {
                "stage": stage,
                "aim": aim or stage,
                "number": place + 1,
                "of": len(self._order),
                "gap": gap,
                "seconds": round(seconds, 3),
            }
        if self._also is not None:
            self._also(name, seconds, gap)

    def must_be_wanted(self) -> None:
        """Go on only while the run is wanted.

        Raises:
            Stopped: when it is not.
        """
        if self.no_longer_wanted.is_set():
            raise Stopped

    def progress(self) -> dict[str, Any]:
        """What was last said."""
        return dict(self._last)

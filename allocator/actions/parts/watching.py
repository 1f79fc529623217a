"""How far a run or a study is, for who follows it from elsewhere; and the sign to stop."""

import threading
from collections.abc import Callable
from typing import Any

from allocator.domain.round import Round
from allocator.solver import aims

Told = Callable[[str, float, float | None], None]
"""As the solver calls it: aim, seconds since the start, gap (None: not known)."""


class Stopped(Exception):
    """The run is no longer wanted of this worker: somebody called it off, or another worker took over."""


class GaveWay(Exception):
    """A study goes aside for a run that waits; it goes on later."""


class Sign:
    """What is heard of long work, and the sign to stop it when it is no longer wanted."""

    def __init__(self) -> None:
        self.no_longer_wanted = threading.Event()
        self._last: dict[str, Any] = {}

    def must_be_wanted(self) -> None:
        """Go on only while the work is wanted.

        Raises:
            Stopped: when it is not.
        """
        if self.no_longer_wanted.is_set():
            raise Stopped

    def progress(self) -> dict[str, Any]:
        """What was last said."""
        return dict(self._last)


class Count(Sign):
    """Counts what is done of a study. ``gives_way``: it can go on where it stopped, so it lets runs go first."""

    def __init__(self, *, gives_way: bool, also: Callable[[int, int, float | None], None] | None = None) -> None:
        super().__init__()
        self.gives_way = gives_way
        self._also = also
        self.run_waits = threading.Event()

    def tell(self, done: int, of: int, left: float | None = None) -> None:
        """How far it is: plans or simulated weeks that are done, and seconds that the rest takes."""
        self._last = {"done": done, "of": of, "left": None if left is None else round(left, 1)}
        if self._also is not None:
            self._also(done, of, left)

    def must_be_wanted(self) -> None:
        """Go on only while the study is wanted, and no run waits for it.

        Raises:
            Stopped: when it is not wanted any more.
            GaveWay: when a run waits.
        """
        super().must_be_wanted()
        if self.gives_way and self.run_waits.is_set():
            raise GaveWay


class Watch(Sign):
    """Hears the solver out, passes on what it says, and stops it when the run is no longer wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._order: list[str] = []
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

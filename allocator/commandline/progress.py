"""What a long run is doing: elapsed time, aim and gap, on the error stream of a terminal; otherwise silent."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from allocator.commandline.door import WORK
from allocator.commandline.screen import Screen, terminal
from allocator.domain.codes import StageName
from allocator.domain.round import Round
from allocator.locale import N_
from allocator.reports.evenness import gap_told
from allocator.reports.words import Tongue, sub_stage_label
from allocator.rules.labels import STAGES
from allocator.solver import aims

T = TypeVar("T")
Told = Callable[[str, float, float | None], None]
"""As the solver calls it: aim, seconds since the start, gap (None: not known)."""


class Meter:
    """Shows one phase at a time; within the search also the aim and the gap."""

    def __init__(self, tongue: Tongue, progress: Progress, task: TaskID) -> None:
        self.tongue = tongue
        self._progress = progress
        self._task = task

    def phase(self, words: str) -> None:
        """Begin a phase of which nobody knows how long it takes."""
        self._progress.update(self._task, description=words, total=None, completed=0)

    def of(self, round_: Round) -> Told:
        """The function that the solver tells how far it is with this round."""
        subs = aims.sub_stages(round_)
        order = [f"{sub.stage.value} {sub.name}" for sub in subs]

        def tell(name: str, _: float, gap: float | None) -> None:
            words = _words(name, round_, self.tongue)
            place = next((k for k, known in enumerate(order) if known in (name, f"{name} {name}")), None)
            if place is None:  # a phase of the run outside the search
                self.phase(words)
                return
            text = self.tongue(N_("Aim {k} of {n}: {aim}"), k=place + 1, n=len(order), aim=words)
            if gap:
                text += ", " + gap_told(round_, subs[place], gap, self.tongue)
            self._progress.update(self._task, description=text, total=len(order), completed=place)

        return tell


def _words(name: str, round_: Round, tongue: Tongue) -> str:
    """What the solver calls an aim, in words; a name that is no aim is translated as it is."""
    first, _, sub = name.partition(" ")
    if first not in tuple(StageName):
        return tongue(name)
    stage = StageName(first)
    label = sub_stage_label(stage, sub or first, round_.policy, tongue)
    heading = tongue(STAGES[stage])
    return heading if label == heading else f"{heading}, {label}"


@contextmanager
def meter(screen: Screen, console: Console | None = None) -> Iterator[Meter]:
    """A meter that is there while the work lasts, and leaves nothing behind."""
    console = console or terminal(stderr=True)
    columns = (
        SpinnerColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Meter(screen.tongue, progress, progress.add_task("", total=None))


def stoppable(work: Callable[[], T]) -> T:
    """Do work that does not listen to Ctrl-C (the engine) on another thread, so that Ctrl-C is heard at once.

    After Ctrl-C that thread is left behind; it ends with the process, and has written nothing.
    """
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again on the thread that waits
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True, name=WORK)
    thread.start()
    while thread.is_alive():
        thread.join(0.2)
    if failed:
        raise failed[0]
    return done[0]

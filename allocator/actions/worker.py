"""A worker: takes runs from the queue, solves them outside any transaction, and keeps what they made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from allocator.actions import running
from allocator.actions.parts.office import SYSTEM, Office
from allocator.actions.parts.signs import name_of_worker, signs_of_life, why
from allocator.actions.parts.watching import Stopped, Told, Watch
from allocator.domain.round import Round
from allocator.run import Matched, run_match
from allocator.store.faults import Taken
from allocator.store.runs import LEASE, Run

Progress = Callable[[Round], Told]
"""Given the round of a run, the function that the solver tells how far it is with it."""


@dataclass
class Worker:
    """Works on one run at a time."""

    office: Office
    name: str = field(default_factory=name_of_worker)
    every: float = LEASE.total_seconds() / 4
    """Seconds between signs of life."""
    looks: float = 1.0
    """Seconds after which it looks whether the run is still wanted, and says how far it is."""
    at_work: Run | None = None
    """The run that it works on now."""
    taken: int = 0
    """How many runs it took."""

    def once(self, only: int | None = None, progress: Progress | None = None) -> Run | None:
        """Take one run and bring it to an end; None when there is none to take.

        Args:
            only: this run and no other.
            progress: given the round, whom to tell how far the solver is.

        Raises:
            Contradiction: what people asked for cannot all be; the run is written down as failed.
            Rejected: the independent judge found a fault; the same.
            Taken: a home or household of the proposal is gone by now; the run is written down as failed.
            Conflict: another worker took over, or somebody called it off, when it was being kept.
        """
        run = running.claim_run(self.office, SYSTEM, self.name, only)
        if run is None:
            return None
        self.taken += 1
        watch = Watch()
        with self._alive(run, watch), suppress(Stopped):
            self._solve(run, watch, progress)
        return running.show_run(self.office, SYSTEM, run.id)[0]

    def _solve(self, run: Run, watch: Watch, progress: Progress | None) -> None:
        try:
            round_ = running.load_run(self.office, SYSTEM, run)
            watch.of(round_, progress(round_) if progress else None)
            limit, wanted = run.time_limit, watch.must_be_wanted
            matched: Matched = run_match(round_, time_limit=limit, progress=watch.tell, wanted=wanted)
            watch.must_be_wanted()
        except Stopped:
            raise
        except Exception as error:
            running.fail_run(self.office, SYSTEM, run, why(error))
            raise
        try:
            running.keep_proposal(self.office, SYSTEM, run, round_, matched.proposal, matched.run_info)
        except Taken as error:
            running.fail_run(self.office, SYSTEM, run, why(error))
            raise

    @contextmanager
    def _alive(self, run: Run, watch: Watch) -> Iterator[None]:
        """Give signs of life from a thread of its own, until the work is done or no longer wanted."""
        self.at_work = run
        office = self.office
        signs = signs_of_life(
            watch,
            lambda found: running.beat(office, SYSTEM, run, found),
            lambda: running.is_wanted(office, SYSTEM, run),
            looks=self.looks,
            every=self.every,
        )
        try:
            with signs:
                yield
        finally:
            self.at_work = None

"""A worker for studies: takes one, works it out outside any transaction, and keeps what came of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from allocator.actions import studies, studying
from allocator.actions.parts.office import SYSTEM, Office
from allocator.actions.parts.signs import name_of_worker, signs_of_life, why
from allocator.actions.parts.watching import Count, GaveWay, Stopped
from allocator.actions.parts.working_out import work_out
from allocator.domain.simulated import Result
from allocator.domain.study import SIMULATED, What
from allocator.store.runs import LEASE
from allocator.store.studies import Study
from allocator.whatif.many import HERE, Side

Told = Callable[[int, int, float | None], None]
"""Told how much is done, of how much, and how many seconds the rest takes (None: not known yet)."""


@dataclass
class Researcher:
    """Works on one study at a time; lets runs of rounds go first, for which people wait."""

    office: Office
    name: str = field(default_factory=name_of_worker)
    side: Side = HERE
    """Where independent solves and simulated runs are done."""
    every: float = LEASE.total_seconds() / 4
    """Seconds between signs of life."""
    looks: float = 1.0
    """Seconds after which it looks whether the study is still wanted, and says how far it is."""
    at_work: Study | None = None
    """The study that it works on now."""
    taken: int = 0
    """How many studies it took."""
    told: Told | None = None
    """Told how far it is."""

    def once(self, only: int | None = None) -> Study | None:
        """Take one study and bring it to an end, or as far as it comes before a run waits; None: there is none to take.

        Args:
            only: this study and no other, without going aside for runs.

        Raises:
            Refusal: it cannot be worked out; it is written down as failed.
            TaskFailed: the judge found a fault, or the solver failed; the same.
        """
        study = studying.claim_study(self.office, SYSTEM, self.name, only)
        if study is None:
            return None
        self.taken += 1
        count = Count(gives_way=only is None and What(study.kind) in SIMULATED, also=self.told)
        with self._alive(study, count):
            try:
                self._work(study, count)
            except GaveWay:
                studying.give_back_study(self.office, SYSTEM, study)
        return studies.show_study(self.office, SYSTEM, study.id)[0]

    def _work(self, study: Study, count: Count) -> None:
        with suppress(Stopped):
            try:
                inputs = studying.load_study(self.office, SYSTEM, study)
                made = work_out(inputs, count, _Shelf(self.office), self.side)
            except (Stopped, GaveWay):
                raise
            except Exception as error:
                studying.fail_study(self.office, SYSTEM, study, why(error))
                raise
            studying.beat_study(self.office, SYSTEM, study, count.progress())
            studying.keep_study(self.office, SYSTEM, study, made)

    @contextmanager
    def _alive(self, study: Study, count: Count) -> Iterator[None]:
        """Give signs of life, and hear whether a run waits."""
        self.at_work = study
        office = self.office

        def wanted() -> bool:
            if count.gives_way and studying.do_runs_wait(office, SYSTEM):
                count.run_waits.set()
            return studying.is_study_wanted(office, SYSTEM, study)

        signs = signs_of_life(
            count,
            lambda found: studying.beat_study(office, SYSTEM, study, found) and wanted(),
            wanted,
            looks=self.looks,
            every=self.every,
        )
        try:
            with signs:
                yield
        finally:
            self.at_work = None


@dataclass(frozen=True)
class _Shelf:
    """Simulated runs in the store."""

    office: Office

    def find(self, key: str) -> Result | None:
        """What was kept of a run."""
        return studying.find_part(self.office, SYSTEM, key)

    def keep(self, result: Result) -> None:
        """Keep a run."""
        studying.keep_part(self.office, SYSTEM, result)

"""The stages, in order: solve, lock, go on; tolerances and statuses exactly as docs/model.md 2.2 and 3."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from allocator.domain.codes import StageName
from allocator.solver import aims
from allocator.solver.aims import SubStage
from allocator.solver.attainable import attainable, spread_out
from allocator.solver.by_zone import LARGE
from allocator.solver.clock import OutOfTime
from allocator.solver.engine import Floats, Outcome
from allocator.solver.lane import counts_of
from allocator.solver.making import make_objective
from allocator.solver.objectives import NOTHING, shares
from allocator.solver.pinning import ServedSets
from allocator.solver.reached import Infeasible, Progress, Reached, Watch, found_whole
from allocator.solver.saved import Saved
from allocator.solver.search import Search
from allocator.solver.widening import Widening
from allocator.solver.worst import settle_worst_first


@dataclass
class StageLoop:
    """Runs the sub-stages of a round over one search; ``before``: to which of them it is locked, at what values."""

    search: Search
    progress: Progress | None = None
    watch: Watch | None = None
    before: Mapping[SubStage, int] = field(default_factory=dict)
    reached: list[Reached] = field(default_factory=list)
    pending: list[tuple[Reached, Saved]] = field(default_factory=list)  # bounds ahead of plans, the moments before them
    counts: dict[str, int] = field(default_factory=dict)
    timed_out: bool = False
    contradicted: bool = False
    _served: ServedSets | None = None
    _went_back: bool = False

    def run(self) -> list[Reached]:
        """All stages but the lottery."""
        subs = [s for s in aims.sub_stages(self.search.form.data.round) if s.stage is not StageName.LOTTERY]
        self.reached = [Reached(s, best=(b := self.before.get(s)), bound=b, settled=b is not None) for s in subs]
        self.counts |= counts_of(self.before.items())
        before: list[Reached] = []
        try:
            for stage in (list(group) for _, group in groupby(self.reached, key=lambda r: r.sub.stage)):
                if self.pending and any(one.sub.tolerance for one in stage):
                    self._settle_pending()  # what is taken back to must not rest on bounds that ran ahead
                bounds = self.search.lower.copy(), self.search.upper.copy()
                for one in stage:
                    self._solve(one)
                self._tighten(before)
                before = [r for r in stage if r.sub.tolerance]
                self._loosen(before, bounds)
            self._tighten(before)  # the lottery uses no tolerance
            self._settle_pending()
        except OutOfTime:
            self.timed_out = True
        return self.reached

    # ------------------------------------------------------------ one sub-stage

    def _solve(self, one: Reached) -> None:
        if one.best is not None:
            return  # settled with the ones before it
        self._tell(one, None)
        if one.sub.name.endswith(".worst-1") and self._worst_first(one):
            return
        self._optimise(one, settle=one.at_once or self._went_back)

    def _optimise(self, one: Reached, *, settle: bool = True, missed: int | None = None) -> bool:
        """Solve a sub-stage and lock it; without ``settle`` its bound may stay pending.

        ``missed``: an objective that no plan reaches, though the linear program does. False (only then): there is no
        plan at all.
        """
        search, hopeless = self.search, missed is not None
        if one.objective is None or (one.lock is None and one.made_after < search.times_back):
            one.objective = make_objective(search, one.sub, self.counts)  # again when the search went back before it
            one.made_after = search.times_back
        outcome, scale = search.relax(one.aim)
        if outcome.infeasible or outcome.x is None:
            return not hopeless and self._optimise_again(one)
        bound = self._bound(one, outcome, scale, missed)
        known = not hopeless and found_whole(search, one.aim, outcome, bound, known=not self.pending)
        reached = bound if known else None
        if reached is None and settle:
            reached, bound = self._widen(one, outcome, scale, bound, hopeless=hopeless)
            if reached is None:
                return not hopeless and self._optimise_again(one)
        saved = search.snapshot()
        self._lock(one, outcome, scale, bound if reached is None else reached, bound)
        self._note(one, bound if reached is None else reached, bound)
        if self._served is not None:
            self._served.pin_down()
            self._served = None
        if reached is None:
            self.pending.append((one, saved))
        else:
            self._settled(one)
        return True

    def _worst_first(self, one: Reached) -> bool:
        """Settle all sub-stages of a dimension at once under norm ``worst_first``; False where that cannot be done.

        It fixes what is placed where for good, so no stage may lend out anything.
        """
        if self._lends:
            return False
        name, sums = one.sub.name.rsplit(".", 1)[0], None
        back = -1
        while sums is None and back < self.search.times_back:
            back = self.search.times_back
            of = shares(self.search.form.columns, one.sub.name, self.counts[name], self.search.upper)
            sums = settle_worst_first(self.search, of, one.sub.name, self._optimise, known=not self.pending)
        first = self.reached.index(one)
        for each, value in zip(self.reached[first:], sums or (), strict=False):
            each.best = each.bound = value
            each.settled = True
        return sums is not None

    @property
    def _lends(self) -> bool:
        """Whether any stage lends something out: then nothing is fixed for good."""
        return any(each.sub.tolerance for each in self.reached)

    def _optimise_again(self, one: Reached) -> bool:
        self._go_back()
        return self._optimise(one)

    def _lock(self, one: Reached, outcome: Outcome, scale: float, level: int, bound: int) -> None:
        """Fix what no plan at this level can change, and keep the level from now on."""
        search = self.search
        if one.lock is None:
            search.fix_beyond(outcome, scale, level - one.slack)
            one.lock = search.lock(one.aim, level, exact=one.sub.name.endswith("." + aims.COUNT))
            if level == bound and not self._lends:
                spread_out(search, one.aim, level)
        else:
            search.fix_beyond(outcome, scale, level)
            one.lock = search.move_lock(one.lock, level)

    def _bound(self, one: Reached, outcome: Outcome, scale: float, missed: int | None) -> int:
        """No plan has a larger objective than this."""
        bound = self.search.bound_of(outcome, scale)
        bound = bound if missed is None else min(bound, missed - 1)
        if self.watch is None:
            return attainable(self.search, one.aim, outcome, scale, bound)
        return bound if missed is not None else self.watch.asked(one, bound)

    def _widen(
        self, one: Reached, outcome: Outcome, scale: float, bound: int, *, hopeless: bool
    ) -> tuple[int | None, int]:
        """Settle by integer programs; None when no plan meets the bounds that ran ahead."""
        found = Widening(
            self.search,
            one,
            outcome,
            scale,
            bound,
            possible=lambda: not self.pending or self._any_plan(),
            tell=lambda gap: self._tell(one, gap),
            settled=not self.pending and self.search.plan is not None,
            hopeless=hopeless,
        )
        found.run()
        self._served = found.served
        return found.best, found.bound

    def _any_plan(self) -> bool:
        """Whether any plan meets the bounds that ran ahead; if so, they are settled."""
        found = self.search.whole_plan(NOTHING, self.search.lower, self.search.upper, enough=0.0)
        if found.x is None:
            return False
        self.search.keep(found.x)
        self._settled(None)
        return True

    def _note(self, one: Reached, level: int, bound: int) -> None:
        one.best, one.bound = one.aim.value(level), one.aim.value(bound)
        if one.sub.name.endswith("." + aims.COUNT):
            self.counts[one.sub.name.rsplit(".", 1)[0]] = one.best
        self._tell(one, float(bound - level))

    # ------------------------------------------------------------ pending bounds

    def _settle_pending(self) -> None:
        """One whole plan that meets all pending bounds proves them together."""
        if not self.pending and self.search.plan is not None:
            return
        if not self._any_plan():
            self._go_back()
            self._settle_pending()

    def _settled(self, one: Reached | None) -> None:
        """A whole plan reaches all that is pending, and this one."""
        for each in [*(pending for pending, _ in self.pending), *([one] if one else [])]:
            each.settled = True
        self.pending.clear()
        if self.watch is not None:
            self.watch.settled()

    def _go_back(self) -> None:
        """No plan meets all bounds that ran ahead: settle the first that no plan reaches, and those after it."""
        if not self.pending:
            raise Infeasible
        self._went_back = True
        if self.watch is not None:
            self.watch.going_back()
        missed = []
        while self.pending:
            one, saved = self.pending.pop()
            missed.append(one)
            level = one.level
            one.lock, one.best, one.bound = None, None, None
            self.search.restore(saved)
            one.made_after = self.search.times_back  # its helpers are older than this moment
            before = not self.pending or self.search.free < LARGE or self._any_plan()  # else the trouble is before it
            if before and self._optimise(one, missed=level):
                break
        else:
            raise Infeasible
        for one in reversed(missed[:-1]):
            self._optimise(one)

    # ------------------------------------------------------------ tolerance and time

    def _loosen(self, stage: list[Reached], bounds: tuple[Floats, Floats]) -> None:
        """From now on, until the next stage is solved, a stage may give up its tolerance.

        Fixings of its later sub-stages rest on the locks of its earlier ones, so they are taken back.
        """
        if stage:
            self.search.widen(*bounds)
        for one in stage:
            if one.lock is not None:
                self.search.loosen(one.lock, one.slack)

    def _tighten(self, before: list[Reached]) -> None:
        """The stage before this one used its tolerance for this one only: improve it again, and lock it."""
        for one in before:
            best, bound = one.best, one.bound
            self._optimise(one)
            one.best, one.bound = best, bound

    def _tell(self, one: Reached, gap: float | None) -> None:
        if self.progress is not None:
            self.progress(one.title, self.search.clock.elapsed, None if gap is None else gap * abs(one.aim.factor))

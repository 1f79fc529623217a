"""Support that can be given: what of each pool is in use, what placements under way will take, and what is asked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from allocator.actions.parts.deed import AUDITOR, COMMITTEE, PROVIDER, Deed, action
from allocator.actions.parts.force import in_force
from allocator.actions.parts.underway import uses_of
from allocator.domain.refusal import NotFound
from allocator.domain.region import SupportPool
from allocator.domain.workflow import State, Step
from allocator.locale import N_
from allocator.store import placements, region
from allocator.store.placements import Kept
from allocator.workflow import due_on, next_step


@dataclass(frozen=True)
class Taken:
    """What placements under way will take of a pool in one municipality.

    Attributes:
        municipality: its code.
        committed: what those take that the committee accepted and who did not move in yet; in hundredths.
        expected: what those take that are proposed only; in hundredths.
        placements: how many there are.
    """

    municipality: str
    committed: int
    expected: int
    placements: int


@dataclass(frozen=True)
class Capacity:
    """A pool with its version, and what is taken of it; amounts in hundredths of hours a week, or of places."""

    pool: SupportPool
    version: int
    taken: tuple[Taken, ...]

    @property
    def in_hours(self) -> bool:
        """Whether it counts hours a week; else places."""
        return self.pool.hours_per_week is not None

    @property
    def total(self) -> int:
        """All that there is."""
        hours = self.pool.hours_per_week
        return round(100 * hours) if hours is not None else 100 * (self.pool.places or 0)

    @property
    def used(self) -> int:
        """What is in use now."""
        return round(100 * self.pool.used)

    @property
    def committed(self) -> int:
        """What the committee accepted, and nobody uses yet."""
        return sum(one.committed for one in self.taken)

    @property
    def expected(self) -> int:
        """What is proposed only."""
        return sum(one.expected for one in self.taken)

    @property
    def left(self) -> int:
        """What is left when everything goes on; below 0: more is under way than there is."""
        return self.total - self.used - self.committed - self.expected


@dataclass(frozen=True)
class Asked:
    """What one placement takes, or will take, of one's own pools.

    Attributes:
        placement: its number.
        household: for whom.
        unit: the home.
        municipality: where it stands.
        state: how the placement stands.
        version: as decisions name it.
        due: the last day of its term.
        takes: pools with the amount of each, in hundredths.
    """

    placement: int
    household: str
    unit: str
    municipality: str
    state: State
    version: int
    due: date | None
    takes: tuple[tuple[SupportPool, int], ...]


@action(COMMITTEE, PROVIDER, AUDITOR, writes=False)
def list_capacity(deed: Deed) -> list[Capacity]:
    """Pools with what is used, committed and expected, counted without saying for whom: a provider sees its own."""
    pools = region.pools(deed.work, deed.own)
    versions = region.pool_versions(deed.work)
    found = _taken(_live(deed))
    return [Capacity(pool, versions[pool.id], found.get(pool.id, ())) for pool in pools]


@action(COMMITTEE, PROVIDER, AUDITOR, writes=False)
def show_capacity(deed: Deed, key: str) -> tuple[Capacity, tuple[Asked, ...]]:
    """A pool, and each placement under way that will take something of it: a provider sees its own."""
    pool = next((one for one in region.pools(deed.work, deed.own) if one.id == key), None)
    if pool is None:
        raise NotFound("no_pool", N_("There is no support pool {pool}."), pool=key)
    some = [one for one in _live(deed) if key in uses_of(one)]
    found = _taken(some).get(key, ())
    return Capacity(pool, region.pool_versions(deed.work)[key], found), _asked(deed, some, {key: pool})


@action(PROVIDER, writes=False)
def list_asked(deed: Deed) -> tuple[Asked, ...]:
    """Placements that wait until one's own support for them is confirmed, with what each will take."""
    policy, pools = in_force(deed.work, deed.today), {one.id: one for one in region.pools(deed.work, deed.own)}
    some = [
        one
        for one in _live(deed)
        if next_step(one.state, policy) is Step.CONFIRM_SUPPORT and not uses_of(one).keys().isdisjoint(pools)
    ]
    return _asked(deed, some, pools)


def _live(deed: Deed) -> list[Kept]:
    return placements.load_all(deed.work, placements.lines(deed.work, live=True, provider=deed.own))


def _taken(some: Iterable[Kept]) -> dict[str, tuple[Taken, ...]]:
    """What placements take, by pool and in it by municipality."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for one in some:
        for key, hundredths in uses_of(one).items():
            counts = found[key][one.line.municipality]
            counts[one.line.state is State.PROPOSED] += hundredths
            counts[2] += 1
    return {key: tuple(Taken(code, *found[key][code]) for code in sorted(found[key])) for key in found}


def _asked(deed: Deed, some: Iterable[Kept], pools: dict[str, SupportPool]) -> tuple[Asked, ...]:
    """What placements ask of these pools; of whom is written down as read."""
    found = tuple(_each(deed, some, pools))
    deed.read(one.household for one in found)
    return found


def _each(deed: Deed, some: Iterable[Kept], pools: dict[str, SupportPool]) -> Iterator[Asked]:
    policy = in_force(deed.work, deed.today)
    for one in some:
        line = one.line
        takes = tuple((pools[key], amount) for key, amount in uses_of(one).items() if key in pools)
        due = due_on(one.state, policy)
        yield Asked(line.id, line.household, line.unit, line.municipality, line.state, line.version, due, takes)

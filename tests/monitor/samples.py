"""Records of a made-up region, by hand and by chance."""

from datetime import timedelta
from random import Random

from allocator.monitor import Records, Refusal, Seen, Signed, Snapshot
from allocator.monitor.periods import bounds, mondays

TOWNS = ("GM0001", "GM0002", "GM0003")
GROUPS = ("shelter_leaver", "permit_holder")
FORMS = ("regular", "flex", "room")
REASONS = ("too_far", "too_small")


def records(
    period: str,
    snapshots: tuple[Snapshot, ...] = (),
    signed: tuple[Signed, ...] = (),
    refusals: tuple[Refusal, ...] = (),
    towns: tuple[str, ...] = TOWNS,
) -> Records:
    first, last = bounds(period)
    return Records(first, last, towns, GROUPS, FORMS, REASONS, snapshots, signed, refusals)


def by_chance(period: str, seed: int, towns: int = 3, people: int = 60) -> Records:
    """Weeks with arrivals and departures, leases and refusals; the first town is by far the largest."""
    chance = Random(seed)
    first, last = bounds(period)
    codes = tuple(f"GM{n:04d}" for n in range(1, towns + 1))
    weights = [3 * towns, *(1 for _ in codes[1:])]
    here: dict[str, Seen] = {}
    made = 0
    snapshots: list[Snapshot] = []
    signed: list[Signed] = []
    refusals: list[Refusal] = []
    for start in (first - timedelta(days=7), *mondays(first, last)):
        for _ in range(people if not snapshots else chance.randrange(people // 8 + 1)):
            origin = chance.choices([*codes, None], [*weights, 1])[0]
            ready = start - timedelta(days=chance.randrange(-20, 500)) if chance.random() < 0.8 else None
            here[f"h{made}"] = Seen(f"h{made}", origin, chance.choice((True, True, False, None)), ready)
            made += 1
        for key in chance.sample(sorted(here), min(len(here), chance.randrange(people // 8 + 1))):
            gone = here.pop(key)
            town = chance.choices(codes, weights)[0]
            day = start + timedelta(days=chance.randrange(7))
            if chance.random() < 0.7:
                moved = day + timedelta(days=7)
                began = moved + timedelta(days=chance.randrange(-3, 12)) if chance.random() < 0.8 else None
                group = chance.choice((*GROUPS, None))
                form = chance.choice(FORMS)
                signed.append(
                    Signed(day, town, form, group, gone.origin, True, moved, chance.random() < 0.5, None, began)
                )
            else:
                refusals.append(Refusal(day, town, chance.choice((*REASONS, None))))
        snapshots.append(Snapshot(start, tuple(here.values())))
    return records(period, tuple(snapshots), tuple(signed), tuple(refusals), codes)

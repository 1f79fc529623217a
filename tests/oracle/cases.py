"""Random small rounds for brute force: up to 6 households and 6 homes, with everything a round can hold.

`seeded(seed)` is the same round every time; `rounds()` gives Hypothesis such rounds to shrink. Each feature
is on in part of the rounds only, so that features meet in all combinations and rounds stay small.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from allocator.domain.codes import CountUnit, Form, LedgerKind, Norm, Sex, StageName, SupportLevel, UnitStatus
from allocator.domain.household import Apart, Household
from allocator.domain.policy import Cap, Dimension, KeyMix, Policy, Stage
from allocator.domain.region import KeyWeight, Municipality, PairWord, Posting, SupportPool
from allocator.domain.round import PreviousPlacement, Round
from allocator.domain.unit import Complex, Corporation, Occupant, Unit
from tests import builders
from tests.builders import AS_OF

Item = TypeVar("Item")
CODES = ("GM0014", "GM1895", "GM0037", "GM0047")
URGENCIES = (builders.URGENT, builders.SOON, builders.LATER)
GROUPS = ("MO", "GGZ", "SKA")
TAGS = ("quiet", "loud")
SHARED = (Form.GROUP_HOME, Form.SHARED_ROOMS)
ALL_FORMS = (Form.REGULAR, Form.ROOM, Form.GROUP_HOME, Form.SHARED_ROOMS, Form.SHELTER_PLACE)
WAIVABLE = ("R-101", "R-101", "R-103", "R-201", "R-402", "R-501", "R-502")
TOLERANCES: dict[StageName, tuple[int, ...]] = {
    StageName.URGENCY: (1, 2),
    StageName.ORIGIN: (1, 2),
    StageName.BALANCE: (100, 5_000, 60_000, 2_000_000),
    StageName.WAITING: (30, 200, 900),
    StageName.SUITABILITY: (50, 300, 900),
    StageName.STABILITY: (1, 2),
}


@st.composite
def rounds(draw: st.DrawFn, households: int = 6, units: int = 6) -> Round:
    """Random rounds for Hypothesis, at most this large."""
    return random_round(draw(st.randoms(use_true_random=False)), households=households, units=units)


def seeded(seed: int) -> Round:
    """The round of a seed."""
    return random_round(Random(seed))


def random_round(random: Random, *, households: int = 6, units: int = 6) -> Round:
    """A random round of 1 up to so many households and homes."""
    return _Maker(random, households, units).round()


class _Maker:
    """Draws the parts of one round, later parts with an eye on earlier ones."""

    def __init__(self, random: Random, households: int, units: int) -> None:
        self.random = random
        self.municipalities = CODES[: random.randint(2, 4)]
        self.household_count = self.many(households)
        self.unit_count = self.many(units)
        self.with_shared, self.with_chains = self.chance(0.5), self.chance(0.4)
        self.with_complexes, self.with_support = self.chance(0.35), self.chance(0.45)
        self.with_shelter, self.narrow = self.chance(0.25), self.chance(0.35)

    def many(self, most: int) -> int:
        """A number up to `most`, large ones more often."""
        return most - min(self.random.randrange(most) for _ in range(3))

    def chance(self, part: float) -> bool:
        return self.random.randrange(100) < part * 100

    def pick(self, items: Sequence[Item]) -> Item:
        return items[self.random.randrange(len(items))]

    def some(self, items: Sequence[Item], part: float) -> tuple[Item, ...]:
        return tuple(item for item in items if self.chance(part))

    def maybe(self, part: float, value: Item) -> Item | None:
        return value if self.chance(part) else None

    def round(self) -> Round:
        units = [self.unit(n) for n in range(self.unit_count)]
        occupied = [u.id for u in units if u.status is UnitStatus.OCCUPIED or u.is_shared]
        households = [self.household(n, occupied) for n in range(self.household_count)]
        policy = self.policy()
        pairs = self.pairs(households, units)
        rows: dict[str, Any] = {
            "municipalities": tuple(Municipality(code=m, name=m) for m in self.municipalities),
            "occupants": self.occupants(units),
            "apart": self.apart(households),
            "complexes": self.complexes(),
            "corporations": self.corporations(),
            "keys": self.keys(),
            "support": self.pools() if self.with_support else (),
            "ledger": self.ledger(policy),
            "pairs": pairs,
            "previous": self.previous(households, units),
        }
        seed = str(self.random.randrange(1000))
        return builders.a_round(households, units, policy=policy, lottery_seed=seed, **rows)

    # ------------------------------------------------------------ homes

    def unit(self, number: int) -> Unit:
        forms = [Form.REGULAR, Form.REGULAR]
        forms += [Form.GROUP_HOME, Form.SHARED_ROOMS, Form.ROOM] if self.with_shared else []
        forms += [Form.SHELTER_PLACE] if self.with_shelter else []
        form = self.pick(forms)
        status = UnitStatus.FREE
        if self.with_chains and self.chance(0.4):
            status = UnitStatus.OCCUPIED
        elif self.chance(0.04):
            status = UnitStatus.RESERVED
        changes: dict[str, Any] = {
            "municipality": self.pick(self.municipalities),
            "form": form,
            "status": status,
            "places": self.random.randint(0 if self.chance(0.1) else 1, 3) if form in SHARED else 1,
            "max_persons": self.pick((2, 3, 4, None) if form in SHARED else (3, 5, None, None)),
            "bedrooms": self.pick((1, 2, 3, 3)),
            "rent": self.pick((600_00, 600_00, 600_00, 760_00)) if form is Form.REGULAR else 400_00,
            "corporation": self.pick(("C1", "C1", "C2", None)),
            "complex": self.maybe(0.6, self.pick(("X1", "X2"))) if self.with_complexes else None,
            "counts_for_share": not self.chance(0.1),
        }
        if self.chance(0.1):
            changes["counts_as_home"] = form is Form.SHELTER_PLACE
        return builders.unit(f"U{number + 1}", **changes)

    def occupants(self, units: list[Unit]) -> tuple[Occupant, ...]:
        homes = [u.id for u in units if u.is_shared] + (["X1", "X2"] if self.with_complexes else [])
        return tuple(
            Occupant(
                id=f"O-{home}",
                home=home,
                persons=self.random.randint(1, 2),
                target_groups=self.some(GROUPS, 0.3),
                support_level=self.pick((SupportLevel.NONE, SupportLevel.INTENSIVE)),
                house_tags=self.some(TAGS, 0.2),
                sex=Sex.FEMALE,
            )
            for home in homes
            if self.chance(0.35)
        )

    def complexes(self) -> tuple[Complex, ...]:
        if not self.with_complexes:
            return ()
        return tuple(
            Complex(
                id=code,
                municipality=self.municipalities[0],
                homes=self.random.randint(2, 6),
                max_intensive=self.pick((None, 0, 1, 2)),
                max_share_per_group=self.pick((None, 0.2, 0.34, 0.5)),
            )
            for code in ("X1", "X2")
        )

    def corporations(self) -> tuple[Corporation, ...]:
        rows = (Corporation(id=c, name=c, unfit_allowed_now=self.random.randint(0, 2)) for c in ("C1", "C2"))
        return tuple(row for row in rows if not self.chance(0.2))

    # ------------------------------------------------------------ people

    def household(self, number: int, occupied: list[str]) -> Household:
        id_ = f"H{number + 1}"
        children = self.pick((0, 0, 0, 1, 2))
        changes: dict[str, Any] = {
            "urgency": self.pick(URGENCIES),
            "adults": self.pick((1, 1, 2)),
            "children": children,
            "child_ages": tuple(self.random.randint(0, 15) for _ in range(children)),
            "target_groups": self.pick(((), ("MO",), ("GGZ",), ("GGZ", "MO"), ("SKA",))),
            "registered_on": AS_OF - timedelta(days=self.pick((30, 90, 90, 400))),
            "ready_from": self.pick((None, AS_OF - timedelta(days=20), AS_OF - timedelta(days=200), AS_OF)),
            "municipality_of_origin": self.pick((*self.municipalities, None)),
            "preferred_municipalities": self.some(self.municipalities, 0.2),
            "excluded_municipalities": self.some(self.municipalities, 0.2 if self.narrow else 0.03),
            "house_tags": self.some(TAGS, 0.35),
            "needs": self.needs(id_),
        }
        if self.narrow and self.chance(0.3):
            changes["required_municipalities"] = (self.pick(self.municipalities),)
        if not self.chance(0.15):
            changes["accepted_forms"] = ALL_FORMS
        if occupied and self.with_chains and self.chance(0.6):
            changes["current_unit"] = self.pick(occupied)
        return builders.household(id_, **changes)

    def needs(self, household: str) -> tuple[Any, ...]:
        if not self.with_support:
            return ()
        levels = (SupportLevel.NONE, SupportLevel.LIGHT, SupportLevel.INTENSIVE, SupportLevel.ON_CALL_24H)
        return tuple(
            builders.need(
                household,
                kind=self.pick(("home", "home", "debt")),
                level=self.pick(levels),
                hours=self.pick((None, 0, 1.5, 2.25, 4)),
                provider=self.maybe(0.15, "P1"),
                start_by=self.maybe(0.1, AS_OF + timedelta(days=7)),
            )
            for _ in range(self.pick((0, 1, 1, 2)))
        )

    def apart(self, households: list[Household]) -> tuple[Apart, ...]:
        if not self.chance(0.4):
            return ()
        ids = [h.id for h in households] + ["O-X1", "O-U1"]
        until = (None, None, AS_OF, AS_OF - timedelta(days=1))
        rows = ((self.pick(households).id, self.pick(ids), self.pick(until)) for _ in range(3))
        return tuple(Apart(household=a, other=b, until=day) for a, b, day in rows if a != b)

    def pools(self) -> tuple[SupportPool, ...]:
        return tuple(self.pool(f"P{n}", self.pick(("P1", "P2"))) for n in range(self.random.randint(1, 3)))

    def pool(self, id_: str, provider: str) -> SupportPool:
        capacity: dict[str, Any]
        if self.chance(0.6):
            capacity = {
                "hours_per_week": self.pick((2.0, 4.5, 6.75, 12.0)),
                "used": self.pick((0.0, 0.5, 3.0)),
            }
        else:
            capacity = {"places": self.random.randint(0, 3), "used": self.pick((0.0, 0.5, 1.0))}
        return SupportPool(
            id=id_,
            provider=provider,
            kinds=self.pick((("home",), ("home", "debt"), ("home", "debt"))),
            municipalities=self.some(self.municipalities, 0.8) or self.municipalities[:1],
            available_from=self.maybe(0.2, AS_OF + timedelta(days=self.pick((7, 28, 29)))),
            available_until=self.maybe(0.2, AS_OF + timedelta(days=self.pick((90, 91)))),
            max_level=self.pick((SupportLevel.ON_CALL_24H, SupportLevel.ON_CALL_24H, SupportLevel.LIGHT)),
            max_households=self.maybe(0.3, self.random.randint(0, 2)),
            **capacity,
        )

    # ------------------------------------------------------------ words on pairs

    def pairs(self, households: list[Household], units: list[Unit]) -> tuple[PairWord, ...]:
        words = []
        for household in households:
            for unit in units:
                if self.chance(0.25 if self.narrow else 0.05):
                    words.append(builders.word(household.id, unit.id, verdict="forbid"))
                elif self.chance(0.08):
                    words.append(builders.word(household.id, unit.id, verdict="waive", rule=self.pick(WAIVABLE)))
                elif self.chance(0.1):
                    words.append(builders.word(household.id, unit.id, score=self.pick((0, 500, 1000))))
        if self.chance(0.1):
            words.append(builders.word(self.pick(households).id, self.pick(units).id, verdict="pin"))
        return tuple(words)

    def previous(self, households: list[Household], units: list[Unit]) -> tuple[PreviousPlacement, ...]:
        if not self.chance(0.4):
            return ()
        count = self.random.randint(1, 3)
        chosen = {h.id: self.pick(units).id for h in (self.pick(households) for _ in range(count))}
        return tuple(PreviousPlacement(household=h, unit=u) for h, u in chosen.items())

    # ------------------------------------------------------------ policy and ledger

    def policy(self) -> Policy:
        stages = [Stage(name=name, on=self.stage_on(name), tolerance=self.tolerance(name)) for name in StageName]
        if self.chance(0.35):
            self.random.shuffle(stages)
        changes: dict[str, Any] = {
            "stages": tuple(stages),
            "norm": self.pick(tuple(Norm)),
            "dimensions": self.dimensions(),
            "keys": self.mixes(),
            "caps": tuple(self.cap(n) for n in range(self.pick((0, 0, 0, 1, 2)))),
            "waiting": {
                "count_from": self.pick(("ready", "registered")),
                "cap_days": self.pick((1095, 1095, 100)),
            },
        }
        return builders.policy(**changes)

    def stage_on(self, name: StageName) -> bool:
        return not self.chance(0.5 if name is StageName.ORIGIN else 0.1)

    def tolerance(self, name: StageName) -> int:
        return self.pick(TOLERANCES[name]) if name in TOLERANCES and self.chance(0.25) else 0

    def dimensions(self) -> tuple[Dimension, ...]:
        def quota() -> int | None:
            return self.pick((None, None, 0, 3, 20))

        unit = self.pick(tuple(CountUnit))
        found = [Dimension(name="all", unit=unit, regional_quota=quota())]
        if self.chance(0.35):
            found.append(
                Dimension(
                    name="intensive",
                    min_level=SupportLevel.INTENSIVE,
                    norm=self.pick((None, *Norm)),
                    regional_quota=quota(),
                )
            )
        if self.chance(0.35):
            found.append(Dimension(name="ggz", group="GGZ", unit=unit, regional_quota=quota()))
        self.random.shuffle(found)
        return tuple(found)

    def mixes(self) -> dict[str, tuple[KeyMix, ...]]:
        if self.chance(0.05):
            return {}
        both = (KeyMix(key="people", part=Decimal("0.25")), KeyMix(key="homes", part=Decimal("0.75")))
        mixes = {"all": both if self.chance(0.3) else both[:1]}
        return mixes | ({"GGZ": both[1:]} if self.chance(0.4) else {})

    def keys(self) -> tuple[KeyWeight, ...]:
        weights = (0, 1, 1, 2, 3, 5, 10)
        return tuple(
            KeyWeight(
                key=key,
                group="all",
                municipality=m,
                weight=Decimal(self.pick(weights)),
                on=date(2026, 1, 1),
                source="test",
            )
            for key in ("people", "homes")
            for m in self.municipalities
        )

    def ledger(self, policy: Policy) -> tuple[Posting, ...]:
        rows = []
        for dimension in policy.dimensions:
            group = dimension.group if dimension.min_level is SupportLevel.NONE else dimension.name
            kinds: list[str] = [] if self.chance(0.5) else ["placed", "committed", "opening", "excused"]
            kinds += ["quota"] if self.chance(0.35) else []
            rows += [
                Posting(
                    period="2026",
                    municipality=self.pick(self.municipalities),
                    group=group,
                    kind=LedgerKind(kind),
                    amount=Decimal(self.pick(("1", "2", "0.5", "-1", "3.333"))),
                    unit=dimension.unit,
                    on=date(2026, 2, 1),
                )
                for kind in kinds
            ]
        return tuple(rows)

    def cap(self, number: int) -> Cap:
        return Cap(
            id=f"cap-{number}",
            most=self.random.randint(0, 2),
            municipality=self.maybe(0.4, self.pick(self.municipalities)),
            corporation=self.maybe(0.3, "C1"),
            group=self.maybe(0.3, self.pick(GROUPS)),
            min_level=self.pick((SupportLevel.NONE, SupportLevel.NONE, SupportLevel.INTENSIVE)),
            forms=self.pick(((), (), (Form.REGULAR,), (Form.GROUP_HOME, Form.SHARED_ROOMS))),
        )

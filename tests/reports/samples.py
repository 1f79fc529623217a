"""Rounds and proposals made by hand for the tests of the reports; people and homes are invented."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from allocator.domain.codes import CountUnit, Form, Situation, StageName, Status, SupportLevel
from allocator.domain.household import Household, Need
from allocator.domain.policy import Amounts, Dimension, Label, Policy
from allocator.domain.proposal import (
    BalanceLine,
    EmptyUnit,
    Proposal,
    ProposedPlacement,
    StageResult,
    Text,
    Unplaced,
)
from allocator.domain.region import KeyWeight, Municipality, SupportPool
from allocator.domain.round import Round
from allocator.domain.unit import Corporation, Unit

AS_OF = date(2026, 3, 2)
NAMES = {
    # code: name, latitude, longitude, weight, neighbours
    "GM0001": ("Aardstad", 53.20, 6.60, 50, ("GM0002", "GM0003")),
    "GM0002": ("Beekdal", 53.30, 6.80, 30, ("GM0001",)),
    "GM0003": ("Ceintuur & Ster", 53.05, 6.95, 20, ("GM0001",)),
}


def text(words: str) -> Text:
    return Text(nl=f"{words} (nl)", en=words)


def policy(**changes: Any) -> Policy:
    values: dict[str, Any] = {
        "name": "Sample policy",
        "version": "v1",
        "valid_from": date(2026, 1, 1),
        "urgency": (
            Label(code="U1", nl="Zeer dringend", en="Most urgent"),
            Label(code="U2", nl="Dringend", en="Urgent"),
        ),
        "groups": (Label(code="GRPX", nl="Doelgroep Iks", en="Group Iks"),),
        "amounts": Amounts(
            year=2026,
            daeb_income_single=5153700,
            daeb_income_multi=5691000,
            daeb_rent_limit=93293,
            fit_income_single=2940000,
            fit_income_multi=3992500,
            fit_income_single_elderly=2877500,
            fit_income_multi_elderly=3865000,
            cap_low=71302,
            cap_high=76414,
            quality_limit=49820,
            pension_age=67,
        ),
        "dimensions": (Dimension(name="all"), Dimension(name="iks", group="GRPX", min_level=SupportLevel.INTENSIVE)),
    }
    return Policy.model_validate(values | changes)


def household(number: int, **changes: Any) -> Household:
    values: dict[str, Any] = {"id": f"hh-{number:04}", "urgency": "U2", "registered_on": date(2025, 6, 1), "adults": 1}
    return Household.model_validate(values | changes)


def in_shelter(number: int, days: int | None, care: bool | None = False, **changes: Any) -> Household:
    """In shelter, ready for so many days (negative: later; None: not known)."""
    ready = None if days is None else AS_OF - timedelta(days=days)
    return household(number, situation=Situation.SHELTER, shelter_care_needed=care, ready_from=ready, **changes)


def home(number: int, municipality: str = "GM0001", **changes: Any) -> Unit:
    values: dict[str, Any] = {
        "id": f"un-{number:04}",
        "municipality": municipality,
        "bedrooms": 1,
        "corporation": "corp-1",
        "rent": 65000,
    }
    return Unit.model_validate(values | changes)


def region(households: list[Household], units: list[Unit], **changes: Any) -> Round:
    values: dict[str, Any] = {
        "round_id": "2026-W10",
        "as_of": AS_OF,
        "period": "2026-H1",
        "policy": policy(),
        "households": tuple(households),
        "units": tuple(units),
        "municipalities": tuple(
            Municipality(code=code, name=name, lat=lat, lon=lon, neighbours=near)
            for code, (name, lat, lon, _, near) in NAMES.items()
        ),
        "corporations": (
            Corporation(id="corp-1", name="Corporation One"),
            Corporation(id="corp-2", name="Corporation Two"),
        ),
        "keys": tuple(
            KeyWeight(
                key="inhabitants",
                group="all",
                municipality=code,
                weight=Decimal(row[3]),
                on=date(2026, 1, 1),
                source="invented",
            )
            for code, row in NAMES.items()
        ),
        "support": (
            SupportPool(
                id="pool-1", provider="Provider", kinds=("home",), municipalities=("GM0001",), hours_per_week=40
            ),
        ),
    }
    return Round.model_validate(values | changes)


def placed(round_: Round, household_id: str, unit_id: str, **changes: Any) -> ProposedPlacement:
    values: dict[str, Any] = {
        "household": household_id,
        "unit": unit_id,
        "municipality": round_.unit_by_id[unit_id].municipality,
        "pools": (),
        "to_confirm": (),
        "depends_on": (),
        "reasons": (text(f"Why {household_id} gets {unit_id}"),),
    }
    return ProposedPlacement.model_validate(values | changes)


def unplaced(household_id: str, code: str = "stage:urgency", **changes: Any) -> Unplaced:
    values: dict[str, Any] = {
        "household": household_id,
        "reason_code": code,
        "sentence": text(f"Why not {household_id}"),
    }
    return Unplaced.model_validate(values | changes)


def stage(
    name: StageName, sub_stage: str, value: int | None, status: Status = Status.PROVEN, **more: Any
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "stage": name,
        "sub_stage": sub_stage,
        "sense": "max",
        "value": value,
        "best": value,
        "bound": value,
        "status": status,
    }
    result = StageResult.model_validate(values | more)
    return result.model_dump(mode="json") | {
        "sentence": {"nl": f"Zin van {sub_stage}", "en": f"Sentence of {sub_stage}"}
    }


def line(round_: Round, code: str, placed_here: int, total: int, name: str = "all") -> dict[str, Any]:
    share = Fraction(NAMES[code][3], sum(row[3] for row in NAMES.values()))
    target = Fraction(round(share * total * 100), 100)
    dimension = next(d for d in round_.policy.dimensions if d.name == name)
    values = BalanceLine(
        dimension=name,
        municipality=code,
        group=dimension.group,
        unit=CountUnit.HOUSEHOLDS,
        share=share,
        quota=Fraction(0),
        carried=Fraction(1, 3),
        realised=Fraction(2),
        committed=Fraction(0),
        placed=placed_here,
        target=target,
        after=target - placed_here,
        deviation=placed_here - target,
    )
    return values.model_dump(mode="json")


def proposal(
    round_: Round,
    placements: list[ProposedPlacement],
    not_placed: list[Unplaced],
    empty: list[EmptyUnit] | None = None,
    **changes: Any,
) -> Proposal:
    count = {code: sum(p.municipality == code for p in placements) for code in NAMES}
    values: dict[str, Any] = {
        "round_id": round_.round_id,
        "placements": tuple(placements),
        "unplaced": tuple(not_placed),
        "empty_units": tuple(empty or ()),
        "stages": (
            stage(StageName.URGENCY, "U1", 1),
            stage(StageName.URGENCY, "U2", 2),
            stage(StageName.BALANCE, "all.count", len(placements)),
            stage(StageName.BALANCE, "all.even", 4321, sense="min"),
            stage(StageName.WAITING, "waiting", 700),
            stage(StageName.LOTTERY, "lottery", len(placements)),
        ),
        "balance": tuple(line(round_, code, n, len(placements)) for code, n in count.items()),
        "headline": text("The headline"),
        "round_sha256": round_.sha256,
        "policy_sha256": round_.policy_sha256,
        "versions": {"allocator": "1", "ortools": "9"},
        "reproducible": True,
    }
    return Proposal.model_validate(values | changes)


def small() -> tuple[Round, Proposal]:
    """Five people, three homes: two placed (one to confirm, one only after), three not, one home empty."""
    people = [
        in_shelter(1, 100, urgency="U1", needs=(Need(household="hh-0001", kind="home", level=SupportLevel.LIGHT),)),
        in_shelter(2, 40, adults=2, children=1),
        in_shelter(3, None),
        in_shelter(4, 10, care=None, excluded_postcodes=("9711",), target_groups=("GRPX",)),
        household(5, situation=Situation.ROUGH),
    ]
    round_ = region(people, [home(1), home(2, "GM0002", form=Form.FLEX), home(3, "GM0003")])
    plan = proposal(
        round_,
        [
            placed(round_, "hh-0001", "un-0001", pools=("pool-1",), to_confirm=("R-401",), flagged_waiting=True),
            placed(round_, "hh-0002", "un-0002", depends_on=("hh-0001",), pinned=True),
        ],
        [
            unplaced(
                "hh-0003",
                "no_home_fits",
                nearest=({"unit": "un-0003", "rule": "R-101", "sentence": {"nl": "Te klein", "en": "Too small"}},),
                ask={
                    "field": "gross_income",
                    "opens": 2,
                    "sentence": {"nl": "Wat is het inkomen?", "en": "What is the income?"},
                },
            ),
            unplaced("hh-0004"),
            unplaced("hh-0005", details=(text("A detail"),)),
        ],
        [EmptyUnit(unit="un-0003", reason_code="nobody_fits", sentence=text("Nobody fits here"))],
    )
    return round_, plan


def large(people: int, homes: int) -> tuple[Round, Proposal]:
    """A round of any size: the first people get the homes in turn, the others none."""
    households = [
        in_shelter(
            n,
            7 * (n % 40),
            care=(None, True, False, False)[n % 4],
            urgency=("U1", "U2")[n % 2],
            adults=1 + n % 2,
            target_groups=("GRPX",) if n % 3 == 0 else (),
            excluded_postcodes=("9711",) if n % 9 == 0 else (),
        )
        for n in range(people)
    ]
    codes = ("GM0001", "GM0001", "GM0002", "GM0001", "GM0002", "GM0003")
    units = [
        home(n, codes[n % 6], corporation=f"corp-{1 + n % 2}", form=(Form.REGULAR, Form.FLEX)[n % 5 == 0])
        for n in range(homes)
    ]
    round_ = region(households, units)
    pairs = [placed(round_, h.id, u.id) for h, u in zip(households, units, strict=False)]
    rest = [unplaced(h.id, ("stage:urgency", "pool", "no_home_fits")[n % 3]) for n, h in enumerate(households[homes:])]
    return round_, proposal(round_, pairs, rest)

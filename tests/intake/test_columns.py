"""Every column of every file: a value that is not the default survives writing and reading."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from allocator.domain.base import Frozen
from allocator.domain.household import Apart, Household
from allocator.domain.region import KeyWeight, Municipality, PairWord, Posting, SupportPool
from allocator.domain.unit import Complex, Corporation, Occupant, Unit
from allocator.intake import read_case, write_case
from allocator.intake.columns import SPECS, file_named
from allocator.intake.words import normal
from tests import builders
from tests.builders import FAR, HERE, THERE

DAY = date(2026, 2, 3)


def made(model: type[Frozen], **fields: Any) -> Frozen:
    return model.model_validate(fields)


FILLED: dict[str, Frozen] = {
    "households": made(
        Household,
        id="H1",
        urgency="urgent",
        registered_on=DAY,
        adults=2,
        children=1,
        child_ages=(3,),
        expecting=True,
        age_oldest=60,
        age_youngest_adult=30,
        sex="mixed",
        target_groups=("GGZ", "MO"),
        situation="rough",
        shelter_care_needed=True,
        ready_from=DAY,
        urgent_until=date(2027, 1, 1),
        gross_income=1234_56,
        municipality_of_origin=FAR,
        required_municipalities=(HERE,),
        preferred_municipalities=(THERE,),
        excluded_municipalities=(FAR,),
        excluded_postcodes=("9711", "9712AB"),
        accessibility="walker",
        accepted_forms=("room", "lodging"),
        house_tags=("quiet",),
        pets=True,
        current_unit="U1",
        refused_offers=2,
        parked_until=date(2027, 2, 2),
        referrer="R",
        needs=(builders.need(provider="P1", start_by=DAY, hours=2.25),),
    ),
    "units": made(
        Unit,
        id="U1",
        municipality=HERE,
        bedrooms=3,
        corporation="C1",
        form="shared_rooms",
        status="occupied",
        places=4,
        max_persons=6,
        area_m2=71.125,
        rent=713_02,
        self_contained=True,
        counts_for_rent_benefit=False,
        daeb=False,
        accessibility="wheelchair",
        floor=-1,
        lift=True,
        contract="flip",
        available_from=DAY,
        available_until=date(2030, 1, 1),
        offer_before=date(2026, 12, 1),
        turnaround_days=14,
        reserved_for=("MO",),
        not_for=("GGZ",),
        min_persons=2,
        for_whom="women",
        excludes_tags=("loud",),
        pets_allowed=False,
        on_site_level="light",
        complex="X1",
        postcode="9711AB",
        bag_id="0014010000000001",
        lat=53.218,
        lon=6.621,
        counts_as_home=False,
        counts_for_share=False,
    ),
    "occupants": made(
        Occupant,
        id="O1",
        home="U1",
        persons=3,
        target_groups=("SKA",),
        support_level="intensive",
        house_tags=("quiet",),
        sex="male",
    ),
    "apart": made(Apart, household="H1", other="O1", until=date(2027, 3, 3)),
    "complexes": made(Complex, id="X1", municipality=HERE, homes=12, max_intensive=3, max_share_per_group=0.125),
    "municipalities": made(
        Municipality, code=HERE, name="Groningen", paused=True, lat=53.2, lon=6.6, neighbours=(THERE,)
    ),
    "keys": made(
        KeyWeight, key="k", group="MO", municipality=HERE, weight=Decimal("1.125"), on=DAY, source="CBS, table 1"
    ),
    "support": made(
        SupportPool,
        id="S1",
        provider="P1",
        kinds=("home", "debt"),
        municipalities=(HERE, FAR),
        hours_per_week=1.125,
        used=0.5,
        available_from=DAY,
        available_until=date(2027, 1, 1),
        max_level="light",
        max_households=3,
    ),
    "corporations": made(Corporation, id="C1", name="Wonen", counted_so_far=9, unfit_so_far=2, unfit_allowed_now=1),
    "ledger": made(
        Posting,
        period="2026-Q4",
        municipality=HERE,
        group="GGZ",
        kind="transfer",
        amount=Decimal("-3.50"),
        unit="households",
        on=DAY,
        counterparty=THERE,
        note='a, "note"; with = everything',
    ),
    "pairs": made(
        PairWord, household="H1", unit="U1", verdict="waive", rule="R-101", score=7, reason="agreed", by="committee"
    ),
}


def test_every_column_survives(tmp_path: Path) -> None:
    rows: dict[str, Any] = {name: (row,) for name, row in FILLED.items()}
    rows["municipalities"] += tuple(Municipality(code=code, name=code) for code in (THERE, FAR))
    people, homes = (list(rows.pop(name)) for name in ("households", "units"))
    round_ = builders.a_round(people, homes, **rows)
    write_case(round_, tmp_path)
    again = read_case(tmp_path).round
    for name in FILLED:
        assert getattr(again, name) == getattr(round_, name)
    assert again == round_


@pytest.mark.parametrize("name", FILLED)
def test_no_value_above_is_a_default(name: str) -> None:
    row = FILLED[name]
    same = [field for field, info in type(row).model_fields.items() if getattr(row, field) == info.default]
    # form decides self_contained, so True is not what an empty cell would give; a pool has hours or places
    assert same == {"units": ["self_contained"], "support": ["places"]}.get(name, [])


def test_every_file_is_covered() -> None:
    assert FILLED.keys() | {"needs"} == SPECS.keys()


@pytest.mark.parametrize(
    ("name", "file"),
    [("Households", "households"), ("woningen", "units"), ("Zittende Bewoners", "occupants"), ("x", None)],
)
def test_names_of_files(name: str, file: str | None) -> None:
    assert file_named(name) == file


@pytest.mark.parametrize("name", SPECS)
def test_every_heading_finds_its_column(name: str) -> None:
    spec = SPECS[name]
    for column in spec.columns:
        for heading in (column.heading, column.heading.upper(), column.heading.replace("_", " "), *column.dutch):
            assert spec.by_name[normal(heading)] is column

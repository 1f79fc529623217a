"""Units with the names and codes of corporations, flat and as JSON."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from allocator.domain.codes import Accessibility, Contract, Form, ForWhom, UnitStatus
from allocator.domain.unit import Unit
from tests.intake import cases

FLAT = (
    "idExtern;gemeente.code;kamersAantal;rekenhuur;detailSoort;toegankelijkheidslabel;etage;liftAanwezig;adres.postcode;"
    "status;detailStatus;maatschappelijkLabel;aangemerktHuurtoeslag;zelfstandig;overeenkomstDetailsoort;GBO;"
    "bagIdentificatie;aanvullendeDoelgroep;doelgroep;opleverdatum;idOrganisatie\n"
    "E1;0014;4;713,02;GAL;ROL;3;ja;9711 AB;LEE;NIB;DAE;AAN;ja;ONB;71,5;0014010000000001;UIT,STH;GEZ;2026-12-01;L1\n"
)


def one(tmp_path: Path, text: str, name: str = "units.csv") -> Unit:
    return cases.read(tmp_path, {"units.csv": None, name: text}).round.units[0]


def test_flat_columns(tmp_path: Path) -> None:
    unit = one(tmp_path, FLAT)
    assert (unit.id, unit.municipality, unit.bedrooms, unit.rent) == ("E1", "GM0014", 3, 713_02)
    assert (unit.form, unit.status, unit.accessibility) == (Form.REGULAR, UnitStatus.FREE, Accessibility.WHEELCHAIR)
    assert (unit.floor, unit.lift, unit.postcode, unit.area_m2) == (3, True, "9711AB", 71.5)
    assert (unit.daeb, unit.counts_for_rent_benefit, unit.self_contained) == (True, True, True)
    assert (unit.contract, unit.bag_id, unit.corporation) == (Contract.INDEFINITE, "0014010000000001", "L1")
    assert (unit.reserved_for, unit.for_whom) == (("UIT", "STH"), ForWhom.FAMILY)
    assert unit.available_from == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("facts", "field", "expected"),
    [
        ("detailSoort=KAM", "form", "room"),
        ("detailSoort=TIJ", "form", "flex"),
        ("detailSoort=TIN", "form", "tiny_house"),
        ("detailSoort=KAM;woonvorm=GRO", "form", "group_home"),
        ("detailSoort=BOV;woonvorm=BEG", "form", "supported_place"),
        ("detailSoort=EIN;aanvullendeDoelgroep=SKA", "form", "skaeve_huse"),
        ("detailSoort=EIN;woonvorm=SEN", "form", "regular"),
        ("soort=INT;rekenhuur=1", "form", "supported_place"),
        ("toegankelijkheidslabel=NUL", "accessibility", "step_free"),
        ("toegankelijkheidslabel=ROA", "accessibility", "walker"),
        ("toegankelijkheidslabel=RUI", "accessibility", "wheelchair"),
        ("toegankelijkheidslabel=GNV", "accessibility", "none"),
        ("overeenkomstDetailsoort=FLE", "contract", "flex"),
        ("overeenkomstDetailsoort=JON", "contract", "youth"),
        ("overeenkomstDetailsoort=FRI", "contract", None),
        ("overeenkomstDetailsoort=ONB;detailModel=OMK", "contract", "flip"),
        ("status=VEH;etage=1", "status", "occupied"),
        ("status=LEE;detailStatus=PRO", "status", "under_repair"),
        ("status=UIT;etage=1", "status", "withdrawn"),
        ("maatschappelijkLabel=NDA", "daeb", False),
        ("aangemerktHuurtoeslag=NIE", "counts_for_rent_benefit", False),
        ("aangemerktHuurtoeslag=ONB", "counts_for_rent_benefit", None),
    ],
)
def test_codes(tmp_path: Path, facts: str, field: str, expected: Any) -> None:
    given = dict(fact.split("=") for fact in facts.split(";"))
    text = ",".join(["id", "municipality", "bedrooms", *given]) + "\n" + ",".join(["U1", "14", "1", *given.values()])
    assert getattr(one(tmp_path, text), field) == expected


def test_what_is_derived_or_not_used_is_said_once(tmp_path: Path) -> None:
    text = "id,municipality,kamersAantal,doelgroep\nU1,14,3,SEN\nU2,14,1,SEN\nU3,14,2,GEZ\n"
    case = cases.read(tmp_path, {"units.csv": text})
    assert [(w.line, w.column, w.value) for w in case.warnings] == [
        (2, "bedrooms", "kamersAantal"),
        (2, "doelgroep", "SEN"),
    ]
    assert [(u.bedrooms, u.for_whom) for u in case.round.units] == [(2, "any"), (0, "any"), (1, "family")]


def test_bedrooms_of_the_sender_come_before_rooms(tmp_path: Path) -> None:
    text = "id,municipality,slaapkamers,kamersAantal\nU1,14,1,5\nU2,14,,5\n"
    case = cases.read(tmp_path, {"units.csv": text})
    assert [u.bedrooms for u in case.round.units] == [1, 4]
    assert [w.line for w in case.warnings] == [3]


def test_parking_place_is_no_home(tmp_path: Path) -> None:
    text = "id,municipality,bedrooms,soort,detailSoort\nU1,14,0,PAR,PAO\n"
    found = cases.problems(tmp_path, {"units.csv": text})
    assert len(found) == 1
    assert "units.csv:2 [form] 'PAR'" in found[0]


UNIT: dict[str, Any] = {
    "id": "E1",
    "naam": "Galerijflat",
    "status": {"code": "LEE", "naam": "Leegstand"},
    "detailSoort": {"code": "GAL"},
    "adres": {"postcode": "9711AB", "gemeente": {"code": "0014"}, "straatnaam": "Straat"},
    "adresseerbaarObjectBasisregistratie": {"bagIdentificatie": "0014010000000001"},
    "rekenhuur": 713.02,
    "etage": 2,
    "oppervlakten": [{"soort": {"code": "VVO"}, "waarde": 90.0}, {"soort": {"code": "GBO"}, "waarde": 71.125}],
    "panden": [{"liftAanwezig": True}],
    "ruimten": [{"detailSoort": {"code": "SLA"}}, {"detailSoort": {"code": "SLA"}}, {"detailSoort": {"code": "WOO"}}],
    "aanvullendeDoelgroep": [{"code": "STH"}],
}


def test_list_of_units_in_json(tmp_path: Path) -> None:
    unit = one(tmp_path, json.dumps([UNIT]), "units.json")
    assert (unit.id, unit.municipality, unit.bedrooms, unit.rent) == ("E1", "GM0014", 2, 713_02)
    assert (unit.area_m2, unit.lift, unit.floor, unit.reserved_for) == (71.125, True, 2, ("STH",))
    assert (unit.postcode, unit.bag_id, unit.form) == ("9711AB", "0014010000000001", Form.REGULAR)


@pytest.mark.parametrize("shape", ["inside", "around"])
def test_publication(tmp_path: Path, shape: str) -> None:
    publication: dict[str, Any] = {
        "opleverdatum": "2026-12-01T00:00:00Z",
        "einddatum": "2026-12-24T12:00:00Z",
        "overeenkomstDetailsoort": {"code": "TIJ"},
        "status": {"code": "GEP"},
    }
    content = [UNIT | {"publicatie": publication}] if shape == "inside" else [publication | {"eenheden": [UNIT]}]
    unit = one(tmp_path, json.dumps(content), "eenheden.json")
    assert (unit.available_from, unit.offer_before) == (date(2026, 12, 1), date(2026, 12, 24))
    assert (unit.contract, unit.status) == (Contract.FIXED_TERM, UnitStatus.FREE)


@pytest.mark.parametrize("text", ["{", "3", '["a"]', "[NaN]", '[{"eenheden": [1]}]', "null"])
def test_json_that_is_no_list_of_units(tmp_path: Path, text: str) -> None:
    found = cases.problems(tmp_path, {"units.csv": None, "units.json": text})
    assert found == ["units.json: This is not a list of units in JSON. Give a list of VERA Eenheid objects."]


def test_unknown_field_in_json_is_named(tmp_path: Path) -> None:
    found = cases.problems(tmp_path, {"units.csv": None, "units.json": json.dumps([UNIT | {"extra": 1}])})
    assert len(found) == 1
    assert "units.json:1 [extra]" in found[0]


@pytest.mark.parametrize(
    ("criteria", "expected", "warned"),
    [
        ([{"soort": {"code": "PER"}, "aantalOndergrens": 2, "aantalBovengrens": 4}], (2, 4), []),
        ([{"soort": {"code": "PER"}, "aantalExact": 3}], (3, 3), []),
        ([{"soort": {"code": "PER"}, "aantalBovengrens": 2}], (1, 2), []),
        ([{"soort": {"code": "INK"}}, {"soort": {"code": "LEE"}, "aantalOndergrens": 55}], (1, None), ["INK", "LEE"]),
        ([], (1, None), []),
    ],
)
def test_criteria_of_the_corporation(
    tmp_path: Path, criteria: list[Any], expected: tuple[int, int | None], warned: list[str]
) -> None:
    data = [{"idExtern": "E1", "gemeente": {"code": "0014"}, "bedrooms": 1, "criteria": criteria}]
    case = cases.read(tmp_path, {"units.csv": None, "units.json": json.dumps(data)})
    (unit,) = case.round.units
    assert (unit.min_persons, unit.max_persons) == expected
    assert [w.value for w in case.warnings if w.column == "criteria"] == warned


@pytest.mark.parametrize("criteria", [5, "x", {"a": 1}, [None], [[1]]])
def test_criteria_that_are_none(tmp_path: Path, criteria: Any) -> None:
    data = [{"idExtern": "E1", "gemeente": {"code": "0014"}, "bedrooms": 1, "criteria": criteria}]
    (said,) = cases.problems(tmp_path, {"units.csv": None, "units.json": json.dumps(data)})
    assert "not a list of units" in said

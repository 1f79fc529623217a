"""Files that are odd as a whole: without end, with names or keys nobody can read, or that others refer to."""

import io
import json
import os
from pathlib import Path

import pytest

from allocator.domain.problem import InputProblems
from allocator.intake import read_case, tables
from tests.intake import cases
from tests.intake.test_workbook import book

PAIRS = "household,unit,verdict\nH1,U1,pin\n"


@pytest.mark.parametrize("name", ["households", "units", "municipalities", "keys"])
@pytest.mark.parametrize("content", ["", b"\x00\x01", '"never closed\n'])
def test_what_follows_from_an_unreadable_file_is_not_told(tmp_path: Path, name: str, content: str | bytes) -> None:
    found = cases.problems(tmp_path, {f"{name}.csv": content, "pairs.csv": PAIRS})
    assert len(found) == 1
    assert found[0].startswith(f"{name}.csv")


@pytest.mark.parametrize("name", ["households", "units"])
def test_what_follows_from_a_missing_file_is_not_told(tmp_path: Path, name: str) -> None:
    found = cases.problems(tmp_path, {f"{name}.csv": None, "pairs.csv": PAIRS})
    assert found == [f"{name}.csv: The file is missing. Add {name}.csv, or a sheet {name} in case.xlsx."]


def test_an_unreadable_workbook_is_one_problem(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {name: None for name in cases.SOUND if name != "case.toml"}
    found = cases.problems(tmp_path, {**changes, "case.xlsx": b"not a workbook"})
    assert [line.split(":")[0] for line in found] == ["case.xlsx"]


def test_keys_that_really_are_unknown_are_still_told(tmp_path: Path) -> None:
    found = cases.problems(tmp_path, {"households.csv": "", "pairs.csv": "household,unit,verdict\nH1,U9,pin\n"})
    assert [line.split(":")[0] for line in found] == ["households.csv", "pairs.csv"]
    assert "U9" in found[1]


@pytest.mark.parametrize("name", ["units.csv", "case.xlsx", "policy.toml", "previous.json"])
def test_a_file_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(tables, "MAX_BYTES", 20_000)
    toml = cases.SOUND["case.toml"] + 'previous_proposal = "previous.json"\n'
    found = cases.problems(tmp_path, {"case.toml": toml, "previous.json": '{"placements": []}', name: b"x" * 20_001})
    assert len(found) == 1
    assert "too large" in found[0]


@pytest.mark.parametrize("path", ["nothing.json", ".", "a\\u0000b", "x" * 5000])
def test_a_previous_proposal_that_cannot_be_opened(tmp_path: Path, path: str) -> None:
    toml = cases.SOUND["case.toml"] + f'previous_proposal = "{path}"\n'
    found = cases.problems(tmp_path, {"case.toml": toml})
    assert len(found) == 1
    assert found[0].startswith("case.toml:5 [previous_proposal]")
    assert "cannot be opened" in found[0]


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    folder = cases.write(tmp_path)
    (folder / os.fsdecode(b"unit\xff.csv")).write_bytes(b"id\n")
    (said,) = read_case(folder).warnings
    assert said.file == "unit?.csv"
    with pytest.raises(InputProblems) as error:
        read_case(tmp_path / os.fsdecode(b"\xff"))
    assert "There is no folder" in str(error.value)


def test_half_a_character_in_json(tmp_path: Path) -> None:
    unit = {"idExtern": "E\ud800", "gemeente": {"code": "GM0014"}, "bedrooms": 1}
    said = cases.problems(tmp_path, {"units.csv": None, "units.json": json.dumps([unit])})
    assert all(line.encode() for line in said)


@pytest.mark.parametrize("sign", ["\x1b[31m", "\x07", "\u200b", "\u202e", "\ufeff", "\x7f"])
def test_a_key_with_a_sign_that_cannot_be_seen(tmp_path: Path, sign: str) -> None:
    text = f"id,urgency,registered_on,adults\nH{sign}1,acute,2026-06-01,1\n"
    (said,) = cases.problems(tmp_path, {"households.csv": text})
    assert "cannot be seen" in said


def test_an_accent_in_one_or_two_characters_is_one_key(tmp_path: Path) -> None:
    text = "id,urgency,registered_on,adults\nH\u00e9,acute,2026-06-01,1\n"
    needs = "household,kind,level\nHe\u0301,home,light\n"
    read = cases.read(tmp_path, {"households.csv": text, "needs.csv": needs})
    assert [len(h.needs) for h in read.round.households] == [1]


def test_municipalities_that_merged_have_one_weight(tmp_path: Path) -> None:
    rows = "population,all,GM0018,1,2026-01-01,CBS\npopulation,all,GM0040,2,2026-01-01,CBS\n"
    changes: dict[str, str | bytes | None] = {
        "municipalities.csv": cases.SOUND["municipalities.csv"] + "GM1952,Midden-Groningen\n",
        "keys.csv": cases.SOUND["keys.csv"] + rows,
    }
    said = cases.problems(tmp_path, changes)
    assert any("add the weights up" in line and line.startswith("keys.csv:5") for line in said)


def test_codes_of_corporations_under_our_headings(tmp_path: Path) -> None:
    text = "id,municipality,bedrooms,form,accessibility,status,contract\nU1,14,1,GAL,ROL,LEE,ONB\n"
    (unit,) = cases.read(tmp_path, {"units.csv": text}).round.units
    assert (unit.form, unit.accessibility, unit.status, unit.contract) == (
        "regular",
        "wheelchair",
        "free",
        "indefinite",
    )


@pytest.mark.parametrize("number", ["9" * 5000, "-" + "9" * 5000])
def test_a_number_of_thousands_of_digits_in_toml(tmp_path: Path, number: str) -> None:
    (said,) = cases.problems(tmp_path, {"case.toml": cases.SOUND["case.toml"] + f"schema_version = {number}\n"})
    assert "a number is too long" in said
    assert "sys." not in said


def test_what_follows_from_an_empty_sheet_is_not_told(tmp_path: Path) -> None:
    out = io.BytesIO()
    book({"Huishoudens": [], "pairs": [["household", "unit", "verdict"], ["H1", "U1", "pin"]]}).save(out)
    found = cases.problems(tmp_path, {**dict.fromkeys(cases.SOUND), "case.xlsx": out.getvalue()})
    assert len(found) == 1
    assert "empty" in found[0]


def test_text_that_is_no_key_stays_as_it_was_written(tmp_path: Path) -> None:
    seed = "\U0002f800 e\u0301"  # in one agreed spelling these would be other characters
    toml = cases.SOUND["case.toml"].replace('"seed"', f'"{seed}"')
    assert cases.read(tmp_path, {"case.toml": toml}).round.lottery_seed == seed

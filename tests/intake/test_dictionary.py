"""The dictionary and the schemas say what the domain says, for every column."""

import json
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from allocator.domain.household import Need
from allocator.intake import dictionary, words
from allocator.intake.columns import SPECS
from allocator.intake.words import normal
from tests import builders

PAGE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == dictionary.markdown()


@pytest.mark.parametrize("name", SPECS)
def test_every_column_has_a_row_and_a_dutch_heading(name: str) -> None:
    page = dictionary.markdown()
    part = page.split(f"## {name}.csv\n")[1].split("\n## ")[0]
    for column in SPECS[name].columns:
        assert f"`{column.heading}`" in part
        assert column.dutch, column.heading
        assert column.info.description


@pytest.mark.parametrize("name", SPECS)
def test_no_heading_means_two_columns(name: str) -> None:
    meant: dict[str, str] = {}
    for column in SPECS[name].columns:
        for heading in (column.heading, *column.dutch):
            assert meant.setdefault(normal(heading), column.heading) == column.heading


def test_round_fits_its_schema() -> None:
    schema = dictionary.json_schema()["round.json"]
    household = builders.household(needs=(builders.need(),), child_ages=(3,), children=1, ready_from=None)
    round_ = builders.a_round([household, builders.household("H2")], pairs=(builders.word(verdict="pin"),))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(round_.canonical))
    wrong = json.loads(round_.canonical)
    wrong["households"][0]["adults"] = 0
    assert not Draft202012Validator(schema).is_valid(wrong)


@pytest.mark.parametrize("name", SPECS)
def test_schema_of_a_row_is_sound_and_complete(name: str) -> None:
    schema = dictionary.json_schema()[f"{name}.csv"]
    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == [column.heading for column in SPECS[name].columns]
    assert "$ref" not in json.dumps(schema) or schema["$defs"]
    assert schema["required"] == [column.heading for column in SPECS[name].columns if column.required]


def test_rows_against_their_schema() -> None:
    schemas = dictionary.json_schema()
    need = Need(household="H1", kind="home", level=builders.need().level, start_by=date(2026, 1, 1))
    check = Draft202012Validator(schemas["needs.csv"])
    assert check.is_valid(need.model_dump(mode="json"))
    assert not check.is_valid(need.model_dump(mode="json") | {"level": "much"})
    assert not check.is_valid(need.model_dump(mode="json") | {"name": "a name"})
    unit = {"id": "U1", "municipality": "GM0014", "bedrooms": 1, "rent_eur": 713.02}
    assert Draft202012Validator(schemas["units.csv"]).is_valid(unit)
    assert not Draft202012Validator(schemas["units.csv"]).is_valid(unit | {"rent_eur": -1})


@pytest.mark.parametrize("table", [words.DUTCH, words.VERA])
def test_every_word_for_a_code_stands_in_the_page(table: dict[type[StrEnum], dict[str, str]]) -> None:
    part = dictionary.markdown().split("## Words for codes\n")[1].split("\n## ")[0]
    for kind, said in table.items():
        for word, code in said.items():
            assert any(f"| `{code}` |" in row and f"`{word}`" in row for row in part.splitlines()), (kind, word)

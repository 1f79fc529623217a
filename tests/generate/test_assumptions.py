"""The assumptions are complete, have a source, and are told on the page about the generator."""

import tomllib
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from allocator.domain.codes import Form, SupportLevel
from allocator.generate.assumptions import assumptions
from allocator.generate.draw import Points

FILE = resources.files("allocator.generate") / "assumptions.toml"
TABLES: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
PAGE = Path(__file__).parents[2] / "docs" / "generator.md"


@pytest.mark.parametrize("table", [name for name in TABLES if name != "forms"])
def test_every_table_says_where_its_figures_come_from(table: str) -> None:
    source = TABLES[table]["source"]
    assert source.startswith(("CBS", "assumption", "invented"))


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_named_on_the_page(table: str) -> None:
    assert f"`[{table}]`" in PAGE.read_text(encoding="utf-8")


def points_in(value: object) -> list[Points]:
    if isinstance(value, dict):
        return [points for inner in value.values() for points in points_in(inner)]
    is_points = isinstance(value, list) and bool(value) and all(isinstance(point, list) for point in value)
    return [tuple((left, right) for left, right in value)] if isinstance(value, list) and is_points else []


@pytest.mark.parametrize("table", TABLES)
def test_every_distribution_runs_from_0_to_1_and_never_falls(table: str) -> None:
    for points in points_in(TABLES[table]):
        assert (points[0][0], points[-1][0]) == (0, 1)
        assert all(left < right and low <= high for (left, low), (right, high) in pairwise(points)), points


def test_every_form_and_level_is_described() -> None:
    facts = assumptions()
    assert set(facts.forms) == set(Form)
    assert set(facts.hours) == set(SupportLevel) - {SupportLevel.NONE}
    assert set(facts.people.care) == set(SupportLevel)
    assert sum(form.weight for form in facts.forms.values()) == pytest.approx(1)


def test_the_ten_are_the_ten() -> None:
    ten = {place.code: place for place in assumptions().ten.municipality}
    assert len(ten) == 10
    assert sum(place.inhabitants for place in ten.values()) == 601_530  # the province
    assert all(code in ten[other].neighbours for code, place in ten.items() for other in place.neighbours)

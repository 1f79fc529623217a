from typing import Any

import pytest

from tests.rules.verdicts import ASK, MAY, NO, verdict

Changes = dict[str, Any]
PAIR: Changes = {"adults": 2}


@pytest.mark.parametrize(
    ("h", "u", "expected"),
    [
        ({"gross_income": 51_536_99}, {}, MAY),
        ({"gross_income": 51_537_00}, {}, MAY),
        ({"gross_income": 51_537_01}, {}, NO),
        (PAIR | {"gross_income": 56_910_00}, {}, MAY),
        (PAIR | {"gross_income": 56_910_01}, {}, NO),
        ({"gross_income": None}, {}, ASK),
        ({"gross_income": None}, {"daeb": False}, MAY),
        ({"gross_income": 60_000_00}, {"daeb": False}, MAY),
        ({"gross_income": 60_000_00}, {"daeb": None}, ASK),
        ({"gross_income": 20_000_00}, {"daeb": None}, MAY),
        ({"gross_income": 60_000_00}, {"form": "shelter_place"}, MAY),
    ],
)
def test_daeb_income_limit(h: Changes, u: Changes, expected: str) -> None:
    assert verdict("R-401", h, u) == expected


ROOM: Changes = {"form": "room", "rent": 450_01}


@pytest.mark.parametrize(
    ("h", "u", "expected"),
    [
        ({}, {"rent": 800_00}, MAY),
        ({}, ROOM, NO),
        ({}, ROOM | {"rent": 450_00}, MAY),
        ({}, ROOM | {"rent": 449_99}, MAY),
        ({}, ROOM | {"rent": None}, ASK),
        ({}, ROOM | {"counts_for_rent_benefit": True}, MAY),
        ({}, ROOM | {"counts_for_rent_benefit": None}, ASK),
        ({"gross_income": 29_400_00}, ROOM, NO),
        ({"gross_income": 29_400_01}, ROOM, MAY),  # too high for rent benefit
        ({"gross_income": None}, ROOM, ASK),
        ({"gross_income": None}, ROOM | {"rent": 450_00}, MAY),
    ],
)
def test_rent_benefit_possible(h: Changes, u: Changes, expected: str) -> None:
    assert verdict("R-402", h, u) == expected


@pytest.mark.parametrize(
    ("income", "rent", "expected"),
    [
        (24_000_00, 699_99, MAY),
        (24_000_00, 700_00, MAY),  # 35 % of 2,000 a month
        (24_000_00, 700_01, NO),
        (None, 700_00, ASK),
        (24_000_00, None, ASK),
    ],
)
def test_rent_within_the_income(income: int | None, rent: int | None, expected: str) -> None:
    assert verdict("R-403", {"gross_income": income}, {"rent": rent}) == expected


def test_parts_of_a_percent_are_exact() -> None:
    h, numbers = {"gross_income": 24_000_00}, {"percent": 33.3}
    assert verdict("R-403", h, {"rent": 666_00}, numbers) == MAY
    assert verdict("R-403", h, {"rent": 666_01}, numbers) == NO


@pytest.mark.parametrize(
    ("h", "rent", "expected"),
    [
        ({"age_oldest": 20}, 498_20, MAY),
        ({"age_oldest": 20}, 498_21, NO),
        ({"age_oldest": 21}, 498_21, MAY),
        ({"age_oldest": 20, "children": 1}, 600_00, MAY),
        ({"age_oldest": 20, "gross_income": 40_000_00}, 600_00, MAY),
        ({"age_oldest": None}, 600_00, ASK),
        ({"age_oldest": None}, 498_20, MAY),
        ({"age_oldest": 20}, None, ASK),
    ],
)
def test_rent_for_the_youngest(h: Changes, rent: int | None, expected: str) -> None:
    assert verdict("R-404", h, {"rent": rent}) == expected


@pytest.mark.parametrize(
    ("h", "u", "expected"),
    [
        ({}, {"rent": 713_02}, MAY),
        ({}, {"rent": 713_03}, NO),
        (PAIR, {"rent": 713_03}, NO),
        (PAIR | {"children": 1}, {"rent": 764_14}, MAY),
        (PAIR | {"children": 1}, {"rent": 764_15}, NO),
        ({"gross_income": 29_400_00}, {"rent": 800_00}, NO),
        ({"gross_income": 29_400_01}, {"rent": 800_00}, MAY),
        (PAIR | {"gross_income": 39_925_00}, {"rent": 800_00}, NO),
        (PAIR | {"gross_income": 39_925_01}, {"rent": 800_00}, MAY),
        ({"gross_income": 28_775_01, "age_oldest": 67}, {"rent": 800_00}, MAY),
        ({"gross_income": 28_775_01, "age_oldest": 66}, {"rent": 800_00}, NO),
        (PAIR | {"gross_income": 38_650_00, "age_oldest": 67}, {"rent": 800_00}, NO),
        (PAIR | {"gross_income": 38_650_01, "age_oldest": 67}, {"rent": 800_00}, MAY),
        ({"gross_income": 29_000_00, "age_oldest": None}, {"rent": 800_00}, ASK),
        ({"gross_income": 28_775_00, "age_oldest": None}, {"rent": 800_00}, NO),  # at the lower limit: at any age
        ({"gross_income": 28_775_01, "age_oldest": None}, {"rent": 800_00}, ASK),
        ({"gross_income": 29_400_00, "age_oldest": None}, {"rent": 800_00}, ASK),
        ({"gross_income": 29_400_01, "age_oldest": None}, {"rent": 800_00}, MAY),  # above the higher one
        ({"gross_income": 28_000_00, "age_oldest": None}, {"rent": 800_00}, NO),  # low at any age
        ({"gross_income": 30_000_00, "age_oldest": None}, {"rent": 800_00}, MAY),
        ({"gross_income": None}, {"rent": 800_00}, ASK),
        ({"gross_income": None}, {"rent": 700_00}, MAY),
        ({}, {"rent": None}, ASK),
        ({}, {"rent": 800_00, "daeb": False}, MAY),
        ({}, {"rent": 800_00, "corporation": None}, MAY),
        ({}, {"rent": 800_00, "form": "room"}, MAY),
        ({}, {"rent": 800_00, "daeb": None}, ASK),
        ({}, {"rent": 800_00, "daeb": None, "corporation": None}, MAY),
    ],
)
def test_appropriate_allocation_counts_unfit_lettings(h: Changes, u: Changes, expected: str) -> None:
    assert verdict("R-405", h, u) == expected

from typing import Any

import pytest

from tests.builders import need, policy
from tests.rules.verdicts import ASK, MAY, NO, verdict

Changes = dict[str, Any]
Groups = tuple[str, ...] | None


@pytest.mark.parametrize(
    ("groups", "reserved", "expected"),
    [
        (("MO",), (), MAY),
        (("MO",), ("MO", "SKA"), MAY),
        (("GGZ", "MO"), ("MO",), MAY),
        (("GGZ",), ("MO",), NO),
        ((), ("MO",), NO),
        (None, ("MO",), ASK),
        (None, (), MAY),
    ],
)
def test_reserved_for(groups: Groups, reserved: tuple[str, ...], expected: str) -> None:
    assert verdict("R-701", {"target_groups": groups}, {"reserved_for": reserved}) == expected


@pytest.mark.parametrize(
    ("groups", "excluded", "expected"),
    [
        (("MO",), ("MO",), NO),
        (("GGZ", "MO"), ("MO",), NO),
        (("GGZ",), ("MO",), MAY),
        ((), ("MO",), MAY),
        (None, ("MO",), ASK),
        (None, (), MAY),
    ],
)
def test_not_for(groups: Groups, excluded: tuple[str, ...], expected: str) -> None:
    assert verdict("R-702", {"target_groups": groups}, {"not_for": excluded}) == expected


@pytest.mark.parametrize(
    ("h", "contract", "expected"),
    [
        ({"age_oldest": 17}, "youth", NO),
        ({"age_oldest": 18}, "youth", MAY),
        ({"age_oldest": 27}, "youth", MAY),
        ({"age_oldest": 28}, "youth", NO),
        ({"age_oldest": None}, "youth", ASK),
        ({"age_oldest": None}, "indefinite", MAY),
        ({"age_oldest": 40}, None, ASK),
        ({"age_oldest": 20}, None, MAY),
        ({"adults": 2, "age_oldest": 20}, "youth", ASK),  # the other adult may be 17
        ({"adults": 2, "age_oldest": 30, "age_youngest_adult": 25}, "youth", MAY),
        ({"adults": 2, "age_oldest": 40, "age_youngest_adult": 28}, "youth", NO),
    ],
)
def test_youth_contract(h: Changes, contract: str | None, expected: str) -> None:
    assert verdict("R-703", h, {"contract": contract}) == expected


@pytest.mark.parametrize(
    ("groups", "contract", "expected"),
    [
        (("MO",), "indefinite", MAY),
        (("MO",), "fixed_term", NO),
        (("GGZ",), "fixed_term", MAY),
        (None, "fixed_term", ASK),
        (None, "indefinite", MAY),
        (("GGZ",), None, ASK),
        ((), None, ASK),
    ],
)
def test_contract_for_groups(groups: Groups, contract: str | None, expected: str) -> None:
    limited = policy(contract_groups={"fixed_term": ("GGZ",)})
    assert verdict("R-704", {"target_groups": groups}, {"contract": contract}, policy=limited) == expected


def test_a_contract_not_known_is_not_asked_where_nothing_is_limited() -> None:
    assert verdict("R-704", {"target_groups": None}, {"contract": None}) == MAY


@pytest.mark.parametrize(
    ("level", "contract", "expected"),
    [
        ("light", "flip", MAY),
        ("none", "flip", NO),
        ("none", "indefinite", MAY),
        ("none", None, ASK),
        ("light", None, MAY),
    ],
)
def test_flip_lease_with_support(level: str, contract: str | None, expected: str) -> None:
    h = {"needs": (need(level=level),)}
    assert verdict("R-705", h, {"contract": contract}) == expected

import pytest

from tests.builders import need
from tests.rules.verdicts import ASK, MAY, NO, verdict


@pytest.mark.parametrize(
    ("levels", "on_site", "expected"),
    [
        (("on_call_24h",), "none", MAY),
        (("on_site_24h",), "on_call_24h", NO),
        (("on_site_24h",), "on_site_24h", MAY),
        (("light", "on_site_24h"), "intensive", NO),  # the highest counts
        ((), "none", MAY),
    ],
)
def test_support_on_site(levels: tuple[str, ...], on_site: str, expected: str) -> None:
    h = {"needs": tuple(need(level=level) for level in levels)}
    assert verdict("R-801", h, {"on_site_level": on_site}) == expected


@pytest.mark.parametrize(
    ("level", "form", "expected"),
    [
        ("light", "supported_place", NO),
        ("intensive", "supported_place", MAY),
        ("on_call_24h", "supported_place", MAY),
        ("light", "regular", MAY),
    ],
)
def test_supported_place(level: str, form: str, expected: str) -> None:
    assert verdict("R-802", {"needs": (need(level=level),)}, {"form": form}) == expected


def test_the_level_of_a_supported_place_is_a_number_of_the_policy() -> None:
    h, u = {"needs": (need(level="light"),)}, {"form": "supported_place"}
    assert verdict("R-802", h, u, {"min_level": "light"}) == MAY


@pytest.mark.parametrize(
    ("needed", "form", "expected"),
    [
        (True, "shelter_place", MAY),
        (False, "shelter_place", NO),
        (None, "shelter_place", ASK),
        (None, "regular", MAY),
        (True, "regular", MAY),
    ],
)
def test_shelter_place(needed: bool | None, form: str, expected: str) -> None:
    assert verdict("R-803", {"shelter_care_needed": needed}, {"form": form}) == expected

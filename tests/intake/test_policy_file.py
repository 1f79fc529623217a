"""policy.toml: the delivered one, a round trip, every table of its own form, and what is wrong by line."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from allocator.domain.codes import Norm, StageName
from allocator.domain.policy import KeyMix, Policy
from allocator.domain.problem import InputProblems
from allocator.intake import delivered_policy, read_policy, write_policy
from allocator.rules.amounts import amounts_for
from tests import builders
from tests.intake.cases import AS_OF

HEAD = 'name = "P"\nversion = "1"\nvalid_from = 2026-01-01\n[[urgency]]\ncode = "u"\nnl = "U"\nen = "U"\n'


def read(text: str) -> Policy:
    return read_policy(HEAD + text, AS_OF)


def wrong(text: str) -> list[tuple[int | None, str | None]]:
    with pytest.raises(InputProblems) as raised:
        read(text)
    return [(problem.line, problem.column) for problem in raised.value.problems]


def test_delivered_policy_is_sound() -> None:
    policy = read_policy(delivered_policy(), AS_OF)
    assert policy.urgency_codes == ("acute", "urgent", "regular")
    assert {"UIT", "DAK", "GED", "GGZ", "STH", "GEW", "MAN", "MED", "SKA"} <= {g.code for g in policy.groups}
    assert policy.amounts == amounts_for(AS_OF)
    assert policy.stages == Policy.model_fields["stages"].default
    assert {conflict for pair in policy.tag_conflicts for conflict in pair} == {t.code for t in policy.house_tags}


@pytest.mark.parametrize(
    "policy", [read_policy(delivered_policy(), AS_OF), builders.policy()], ids=["delivered", "test"]
)
def test_written_policy_reads_back(policy: Policy) -> None:
    assert read_policy(write_policy(policy), AS_OF) == policy


def test_written_policy_with_everything_reads_back() -> None:
    policy = builders.policy(
        name='A "policy" \\ with\n everything €',
        rules={
            "R-105": {
                "on": False,
                "valid_from": "2026-01-01",
                "numbers": {"area_m2": 70, "part": 0.5, "except_groups": ("MO",), "odd": True, "word": "x"},
            }
        },
        stages=[{"name": "waiting", "tolerance": 30}, {"name": "urgency", "on": False}, {"name": "lottery"}],
        norm="worst_first",
        dimensions=[
            {
                "name": "many",
                "group": "MO",
                "min_level": "intensive",
                "unit": "persons",
                "norm": "total",
                "regional_quota": 12,
            }
        ],
        keys={"all": ({"key": "a", "part": "0.5"}, {"key": "b.c", "part": "0.50"}), "MO": ({"key": "a"},)},
        caps=[{"id": "c1", "most": 3, "municipality": builders.HERE, "forms": ("flex",)}],
        refusals={"most": None},
        workflow={"terms": {"offered": 3}, "skip": ["accept_home"]},
        retention={"case_days": 365},
        carry_over={"kept": "0.50", "most": 20},
        waiting={"count_from": "registered", "cap_days": 10},
        suitability={"origin": 1},
        support={"min_days": 3, "default_hours": {"light": 1.5}},
        contract_groups={"youth": ("MO",)},
        id_patterns={"households.id": "[0-9]{9}"},
        amounts=amounts_for(AS_OF).model_copy(update={"cap_low": 713_03}),
    )
    text = write_policy(policy)
    plain = builders.policy()
    assert [name for name, value in policy if value == getattr(plain, name)] == [
        "version",
        "valid_from",
        "urgency",
        "groups",
        "house_tags",
        "tag_conflicts",
        "support_kinds",
        "reasons",
        "default_forms",
    ]
    assert read_policy(text, AS_OF) == policy
    assert "cap_low_eur = 713.03" in text
    assert 'most = "unlimited"' in text


def test_policy_without_dimensions_reads_back() -> None:
    policy = builders.policy(dimensions=(), default_forms=())
    assert read_policy(write_policy(policy), AS_OF) == policy


def test_rules_are_a_switch_or_a_table() -> None:
    rules = read("[rules]\nR-101 = false\n[rules.R-105]\non = true\narea_m2 = 70.5\nexcept_groups = ['a']\n").rules
    assert not rules["R-101"].on
    assert rules["R-105"].numbers == {"area_m2": 70.5, "except_groups": ("a",)}


def test_amounts_override_the_national_ones_in_euros() -> None:
    amounts = read("[amounts]\ncap_low_eur = 713.03\ncap_high_eur = 764\n").amounts
    assert (amounts.cap_low, amounts.cap_high) == (713_03, 764_00)
    assert amounts.daeb_rent_limit == amounts_for(AS_OF).daeb_rent_limit


def test_year_without_national_amounts() -> None:
    with pytest.raises(InputProblems, match="no national amounts for 2031"):
        read_policy(HEAD, date(2031, 1, 1))
    own = amounts_for(AS_OF)
    euros = "".join(
        f"{name}_eur = {Decimal(cents) / 100}\n" for name, cents in own if name not in ("year", "pension_age")
    )
    text = f"{HEAD}[amounts]\nyear = 2031\npension_age = 67\n{euros}"
    assert read_policy(text, date(2031, 1, 1)).amounts == own.model_copy(update={"year": 2031, "pension_age": 67})


def test_stages_are_an_order_with_some_off_and_tolerances() -> None:
    policy = read('[stages]\norder = ["waiting", "urgency"]\noff = ["urgency"]\ntolerance = { waiting = 7 }\n')
    assert [(s.name, s.on, s.tolerance) for s in policy.stages] == [
        (StageName.WAITING, True, 7),
        (StageName.URGENCY, False, 0),
    ]


def test_keys_are_one_name_or_a_mix() -> None:
    policy = read('[keys]\nall = "population"\nMO = { population = 0.5, stock = 0.5 }\n[balance]\nnorm = "total"\n')
    assert policy.keys["all"] == (KeyMix(key="population"),)
    assert [(mix.key, mix.part) for mix in policy.keys["MO"]] == [
        ("population", Decimal("0.5")),
        ("stock", Decimal("0.5")),
    ]
    assert policy.norm is Norm.TOTAL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("colour = 1", [(8, "urgency[1].colour")]),
        ("[waitin]\ncap_days = 1", [(8, "waitin")]),
        ("[waiting]\n\ncap_days = 0", [(10, "waiting.cap_days")]),
        ("[waiting]\ncap_day = 3", [(9, "waiting.cap_day")]),
        ('[balance]\nnorm = "fair"', [(9, "balance.norm")]),
        (
            '[[balance.dimensions]]\nname = "a"\n[[balance.dimensions]]\ngroup = "b"',
            [(10, "balance.dimensions[2].name")],
        ),
        ("[amounts]\ncap_low_eur = 713.001", [(9, "amounts.cap_low_eur")]),
        ('[stages]\norder = ["urgency", "urgency"]', [(9, "stages.order")]),
        ('[stages]\norder = ["haste"]', [(9, "stages.order.haste")]),
        ("[stages.tolerance]\nwaiting = -1", [(9, "stages.tolerance.waiting")]),
        ("[rules]\nR-101 = 3", [(9, "rules.R-101")]),
        ("[rules.R-101]\nspare = { a = 1 }", [(9, "rules.R-101.spare")]),
        ("[keys]\nall = 3", [(9, "keys.all")]),
        ("[support.default_hours]\nlight = -2", [(9, "support.default_hours.light")]),
        ('[id_patterns]\n"households.id" = "["', [(9, "id_patterns.households.id")]),
        ("homes = 3", [(8, "urgency[1].homes")]),
        ("[refusals]\nmost = nan", [(None, None)]),
        ("[waiting]\ncap_days = = 3", [(9, None)]),
    ],
)
def test_what_is_wrong_has_its_line(text: str, expected: list[tuple[int | None, str | None]]) -> None:
    assert wrong(text) == expected


def test_all_problems_of_a_policy_come_at_once() -> None:
    assert len(wrong("[waiting]\ncap_days = 0\n[balance]\nnorm = 'x'\n[colours]\n")) == 3


def test_policy_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match=r"policy\.toml: The file cannot be opened"):
        read_policy(tmp_path / "policy.toml", AS_OF)

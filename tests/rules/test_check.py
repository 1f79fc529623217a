from typing import Any

import pytest

from allocator.domain.policy import RuleSetting
from allocator.rules import CATALOGUE, policy_problems, waiver_problems
from allocator.rules.settings import Numbers
from tests.builders import AS_OF, policy, rules, word


def problems(**settings: Any) -> list[str]:
    return policy_problems(policy(rules=rules(**settings)))


def test_the_catalogue_as_delivered_has_no_problems() -> None:
    settings = {rule.code: RuleSetting(numbers=dict(rule.numbers)) for rule in CATALOGUE}
    assert policy_problems(policy(rules=settings)) == []


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"R_199": True}, "There is no rule R-199."),
        ({"R_503": False}, "Rule R-503 cannot be switched off"),
        ({"R_601": {"window": 3}}, "Rule R-601 has no number 'window'. Its numbers: window_days."),
        ({"R_205": {"most": 3}}, "Rule R-205 has no number 'most'. Its numbers: none."),
        ({"R_601": {"window_days": "two weeks"}}, "R-601, window_days: 'two weeks' is not a number."),
        ({"R_601": {"window_days": True}}, "R-601, window_days: True is not a number."),
        ({"R_105": {"except_groups": "MO"}}, "R-105, except_groups: 'MO' is not a list."),
        ({"R_802": {"min_level": "heavy"}}, "R-802, min_level: 'heavy' is not a level of support."),
    ],
)
def test_problems_say_what_is_wrong(settings: dict[str, Any], what: str) -> None:
    (found,) = problems(**settings)
    assert what in found


def test_all_problems_at_once() -> None:
    assert len(problems(R_199=True, R_601={"a": 1, "b": 2})) == 3


@pytest.mark.parametrize(
    ("code", "what"),
    [("R-401", "cannot be waived"), ("R-199", "does not exist"), (None, "names no rule"), ("R-101", None)],
)
def test_waivers_that_lift_nothing(code: str | None, what: str | None) -> None:
    found = waiver_problems([word(verdict="waive", rule=code), word(verdict="pin")])
    assert len(found) == (0 if what is None else 1)
    assert what is None or what in found[0]


def test_a_number_that_is_none_is_an_error_and_not_a_guess() -> None:
    numbers = Numbers({"days": "soon"}, AS_OF)
    with pytest.raises(ValueError, match="gives 'soon' for days; write a number"):
        numbers.whole("days")
    assert (dict(numbers), len(numbers)) == ({"days": "soon"}, 1)

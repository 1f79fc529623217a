"""What a policy and a waiver say about the rules of the real catalogue: every problem at once, none too many."""

from typing import Any

import pytest

from allocator.domain.consistency import parts_of, problems
from allocator.domain.policy import RuleSetting
from allocator.intake.case import rule_facts
from allocator.rules import CATALOGUE
from tests.builders import a_round, household, policy, rules, unit, word


def found(settings: dict[str, Any], **changes: Any) -> list[str]:
    round_ = a_round([household()], [unit()], policy=policy(rules=settings), **changes)
    return [
        f"{p.column}: {p.value}: {p.what} {p.do}"
        for p in problems(parts_of(round_, rule_facts()))
        if p.file in ("policy.toml", "pairs.csv") and not p.warning
    ]


def test_the_catalogue_as_delivered_has_no_problems() -> None:
    assert found({rule.code: RuleSetting(numbers=dict(rule.numbers)) for rule in CATALOGUE}) == []


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"R_199": True}, "rules.R-199: R-199: There is no rule with this number."),
        ({"R_503": False}, "rules.R-503: on = false: This rule cannot be switched off."),
        ({"R_601": {"window": 3}}, "rules.R-601: window: This rule has no such number. Its numbers: window_days."),
        ({"R_205": {"most": 3}}, "rules.R-205: most: This rule has no such number. Its numbers: -."),
        ({"R_601": {"window_days": "two weeks"}}, "rules.R-601.window_days: two weeks: This is not the kind"),
        ({"R_601": {"window_days": True}}, "rules.R-601.window_days: true: This is not the kind"),
        ({"R_105": {"except_groups": "MO"}}, "rules.R-105.except_groups: MO: This is not the kind"),
        ({"R_802": {"min_level": "heavy"}}, "rules.R-802.min_level: heavy: This is not the kind"),
    ],
)
def test_problems_say_what_is_wrong(settings: dict[str, Any], what: str) -> None:
    (problem,) = found(rules(**settings))
    assert problem.startswith(what)


def test_all_problems_at_once() -> None:
    assert len(found(rules(R_199=True, R_601={"a": 1, "b": 2}))) == 3


@pytest.mark.parametrize(
    ("code", "what"),
    [("R-401", "cannot be waived"), ("R-199", "docs/rules.md"), (None, "not said which rule"), ("R-101", None)],
)
def test_waivers_that_lift_nothing(code: str | None, what: str | None) -> None:
    problems_ = found({}, pairs=(word("H1", "U1", verdict="waive", rule=code),))
    assert len(problems_) == (0 if what is None else 1), problems_
    assert what is None or what in problems_[0]

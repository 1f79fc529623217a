"""How long facts are kept: until and with the last day, by the policy."""

from datetime import date, timedelta

import pytest

from allocator.intake import read_policy, write_policy
from allocator.privacy import delete_case_after, delete_contact_after, past_their_date
from tests import builders

DAY = date(2026, 3, 2)
POLICY = builders.policy(retention={"case_days": 100, "contact_days": 10})


def test_the_policy_says_how_long() -> None:
    assert delete_case_after(DAY, POLICY) == DAY + timedelta(days=100)
    assert delete_contact_after(DAY, POLICY) == DAY + timedelta(days=10)
    assert delete_case_after(DAY, builders.policy()) == date(2031, 3, 2)


@pytest.mark.parametrize(("days", "gone"), [(99, ()), (100, ()), (101, ("H1",)), (102, ("H1", "H2"))])
def test_past_the_date(days: int, gone: tuple[str, ...]) -> None:
    last = {"H2": DAY + timedelta(days=1), "H1": DAY}
    assert past_their_date(last, POLICY, DAY + timedelta(days=days)) == gone


def test_it_stands_in_the_policy_only_when_it_differs() -> None:
    assert "[retention]\ncase_days = 100\ncontact_days = 10\n" in write_policy(POLICY)
    assert read_policy(write_policy(POLICY), builders.AS_OF) == POLICY
    assert "[retention]" not in write_policy(builders.policy())
    assert "retention" not in builders.policy().model_dump(mode="json")

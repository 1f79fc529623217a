"""Deviations from a proposal and waivers of a rule: never without a reason."""

from fractions import Fraction

import pytest

from allocator.domain.codes import Verdict
from allocator.domain.region import PairWord
from allocator.workflow import Actor, Decided, Denied, Deviation, count_deviations, deviation, waive
from tests.workflow.placements import CHAIR, MEMBER, policy

PROPOSED = {"H1": "U1", "H2": "U2"}


@pytest.mark.parametrize(
    ("household", "unit", "kind"),
    [
        ("H1", "U1", None),
        ("H1", "U2", Deviation.OTHER_HOME),
        ("H1", None, Deviation.NOT_ACCEPTED),
        ("H3", "U9", Deviation.NOT_PROPOSED),
        ("H3", None, None),
    ],
)
def test_kinds(household: str, unit: str | None, kind: Deviation | None) -> None:
    assert deviation(PROPOSED, household, unit) is kind


def test_they_are_counted_by_kind_and_reason() -> None:
    found = count_deviations(
        [
            Decided(None),
            Decided(Deviation.NOT_ACCEPTED, "postponed"),
            Decided(Deviation.NOT_PROPOSED, "cannot_wait"),
            Decided(Deviation.NOT_PROPOSED),
            Decided(Deviation.OTHER_HOME, "cannot_wait"),
        ]
    )
    assert (found.decided, found.deviated, found.part) == (5, 4, Fraction(4, 5))
    assert found.by_kind == {Deviation.NOT_ACCEPTED: 1, Deviation.NOT_PROPOSED: 2, Deviation.OTHER_HOME: 1}
    assert found.by_reason == {"postponed": 1, "cannot_wait": 2}
    assert count_deviations([]).part == 0


def lift(rule: str = "R-101", reason: str = "agreed", by: Actor = CHAIR) -> PairWord | Denied:
    return waive("H1", "U1", rule, reason=reason, by=by, policy=policy(), waivable={"R-101"})


def test_the_chair_waives_one_rule_for_one_pair() -> None:
    assert lift() == PairWord(
        household="H1", unit="U1", verdict=Verdict.WAIVE, rule="R-101", reason="agreed", by="chair"
    )


@pytest.mark.parametrize(
    ("said", "code"),
    [({"by": MEMBER}, "role"), ({"rule": "R-404"}, "not_waivable"), ({"reason": "because"}, "reason_unknown")],
)
def test_what_cannot_be_waived(said: dict[str, object], code: str) -> None:
    outcome = lift(**said)  # type: ignore[arg-type]
    assert isinstance(outcome, Denied)
    assert outcome.code == code

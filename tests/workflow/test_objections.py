"""Objections: in time on the last day, late after it; decided once, by another person."""

from datetime import date, timedelta
from typing import Any

import pytest

from allocator.workflow import (
    Actor,
    Denied,
    Objection,
    Outcome,
    Role,
    decide,
    extend,
    file_objection,
    last_day_to_object,
    overdue,
)
from tests.workflow.placements import CHAIR, DAY, MEMBER, policy


def objection(days: int = 10, **said: Any) -> Objection:
    found = filed(days, **said)
    assert isinstance(found, Objection)
    return found


def filed(days: int, **said: Any) -> Objection | Denied:
    return file_objection(
        "B1",
        placement="P1",
        household="H1",
        decision_on=DAY,
        decision_by="member",
        on=DAY + timedelta(days=days),
        policy=policy(**said),
    )


def code(outcome: Objection | Denied) -> str:
    assert isinstance(outcome, Denied)
    assert outcome.sentence.render("nl")
    return outcome.code


@pytest.mark.parametrize(("days", "late"), [(0, False), (42, False), (43, True)])
def test_six_weeks_to_object(days: int, late: bool) -> None:
    assert last_day_to_object(DAY, policy()) == date(2026, 4, 13)
    assert objection(days).late is late


def test_the_decision_is_due_six_weeks_after_that_and_for_a_late_one_after_it_came() -> None:
    assert objection(3).decide_by == DAY + timedelta(days=84)
    assert objection(50).decide_by == DAY + timedelta(days=92)
    assert objection(3, objection_days=7, objection_decide_days=9).decide_by == DAY + timedelta(days=16)


def test_there_is_no_objection_before_the_decision() -> None:
    assert code(filed(-1)) == "before_the_decision"


def test_the_term_is_extended_once_and_in_time() -> None:
    first = objection()
    more = extend(first, on=first.decide_by, policy=policy())
    assert isinstance(more, Objection)
    assert more.decide_by == first.decide_by + timedelta(days=42)
    assert code(extend(more, on=DAY, policy=policy())) == "extended_before"
    assert code(extend(first, on=first.decide_by + timedelta(days=1), policy=policy())) == "too_late"


def test_the_chair_decides_once() -> None:
    first, on = objection(), DAY + timedelta(days=20)
    done = decide(first, Outcome.UPHELD, by=CHAIR, on=on)
    assert isinstance(done, Objection)
    assert (done.outcome, done.decided_on, done.decided_by) == (Outcome.UPHELD, on, "chair")
    assert code(decide(done, Outcome.REJECTED, by=CHAIR, on=on)) == "decided"
    assert code(extend(done, on=on, policy=policy())) == "decided"
    assert code(decide(first, Outcome.UPHELD, by=MEMBER, on=on)) == "role"
    assert code(decide(first, Outcome.UPHELD, by=CHAIR, on=DAY)) == "before_the_objection"


def test_nobody_decides_on_an_objection_against_an_own_decision() -> None:
    same = Actor("member", Role.COMMITTEE_CHAIR)
    on = DAY + timedelta(days=20)
    assert code(decide(objection(), Outcome.REJECTED, by=same, on=on)) == "own_decision"
    assert isinstance(decide(objection(), Outcome.TAKEN_BACK, by=same, on=on), Objection)


def test_late_decisions_the_longest_first() -> None:
    first, second = objection(3), objection(60).model_copy(update={"id": "B2"})
    decided = decide(first, Outcome.REJECTED, by=CHAIR, on=DAY + timedelta(days=20))
    assert isinstance(decided, Objection)
    assert overdue([second, first, decided], first.decide_by) == ()
    assert [o.id for o in overdue([second, first, decided], DAY + timedelta(days=400))] == ["B1", "B2"]


def test_vera_codes_of_outcomes() -> None:
    assert [outcome.vera for outcome in Outcome] == ["TOE", "AFG", None, None]

"""Questions to a contest: after a wider one a question is answered as by a contest that was asked nothing yet."""

import pytest

from allocator.domain.codes import StageName
from allocator.whatif.again import Basis
from allocator.whatif.bounds import Bounds
from allocator.whatif.changes import ChangeKind
from tests.whatif import known


def turned_one_by_one(basis: Basis, household: str) -> list[bool]:
    """The answer for each candidate at which rules turn; of all, and of fewer and fewer, it was asked before."""
    wide, found = Bounds(basis, household), []
    for ones in wide.turning.values():
        for least in range(len(ones)):
            wide.turned(ones[least:])
        for one in ones:
            asked = wide.turned([one], whole=True)
            assert asked == Bounds(basis, household).turned([one], whole=True), one
            found.append(asked)
    return found


def more_one_by_one(basis: Basis, household: str) -> list[bool]:
    """The answer for each candidate of more support, after all and after ever fewer of them."""
    wide, found = Bounds(basis, household), []
    ones = wide.supporting.more() if wide.household.needs else []
    for most in range(len(ones), 0, -1):
        wide.with_more(ones[:most])
    for one in ones:
        asked = wide.with_more([one], whole=True)
        assert asked == Bounds(basis, household).with_more([one], whole=True), one
        found.append(asked)
    return found


@pytest.mark.many_times
def test_narrower_questions_are_answered_as_fresh_ones() -> None:
    turned, more = list[bool](), list[bool]()
    for basis in (known.fixture("stuck"), known.fixture("tiny"), *map(known.crowded, range(10))):
        for household in known.without_home(basis):
            turned += turned_one_by_one(basis, household)
            more += more_one_by_one(basis, household)
    assert set(turned) == set(more) == {True, False}


@pytest.mark.many_times
def test_stages_that_are_not_asked_are_not_taken_from_a_wider_question() -> None:
    """What the known plan reaches there need not be so: under another rent a home has other points."""
    basis = known.fixture("region")
    bounds = Bounds(basis, "H0495")
    contest, forms = bounds._contest, bounds.turning[ChangeKind.FORM]
    stages = [sub.stage for sub, _, _ in contest._levels]
    end = stages.index(StageName.SUITABILITY)

    def passed(most: int) -> bool:
        contest.could([basis.judgement.u_index[unit] for one in forms[:most] for unit in one.opens])
        return contest._standing[-1].at > end

    assert any(passed(most) for most in range(len(forms), 0, -1))
    last = contest._standing[-1].question
    assert contest._nearest(last, contest._levels).at > end
    assert contest._nearest(last, contest._levels[:end]).at <= end
    assert contest.could(last.units, until=StageName.SUITABILITY)


@pytest.mark.many_times
def test_the_bound_for_fewer_hours_denies_nothing_that_the_round_itself_allows() -> None:
    found = list[bool]()
    for basis in (known.fixture("tiny"), *map(known.crowded, range(1, 24, 2))):
        for household in known.without_home(basis):
            bounds = Bounds(basis, household)
            for one in (one for of_need in bounds.supporting.fewer_hours() for one in of_need):
                eased = bounds._eased(one.change)
                assert eased or not bounds._contest_of(one.change).could(whole=True), one
                found.append(eased)
    assert set(found) == {True, False}

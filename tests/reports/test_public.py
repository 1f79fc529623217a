"""The opening numbers of the report that may be shared: what is small is held back, and so is what betrays it."""

from allocator.reports.public import public_figures
from tests.reports import samples as s


def figures_of(only_home: int, unknown: int, others: int, homes: int = 0) -> tuple[int | None, ...]:
    people = [s.in_shelter(n, 100) for n in range(only_home)]
    people += [s.in_shelter(100 + n, 100, care=None) for n in range(unknown)]
    people += [s.household(200 + n) for n in range(others)]
    round_ = s.region(people, [s.home(n) for n in range(homes)])
    pairs = [s.placed(round_, h.id, u.id) for h, u in zip(people, round_.units, strict=False)]
    rest = [s.unplaced(h.id) for h in people[homes:]]
    f = public_figures(round_, s.proposal(round_, pairs, rest))
    return f.households, f.placed, f.unplaced, f.only_home, f.care_unknown, f.freed


def test_numbers_of_five_and_more_are_shown() -> None:
    assert figures_of(10, 5, 7, homes=12) == (22, 12, 10, 10, 5, None)
    assert figures_of(10, 5, 7, homes=5) == (22, 5, 17, 10, 5, None)  # all five left shelter: nobody did not


def test_the_whole_goes_when_a_part_is_small() -> None:
    assert figures_of(10, 5, 7, homes=19)[:3] == (None, 19, None)  # three without a home
    assert figures_of(10, 5, 7, homes=4)[:3] == (None, None, None)


def test_what_two_numbers_leave_over_is_not_small_either() -> None:
    assert figures_of(10, 12, 2, homes=10)[3:5] == (None, 12)  # with 24 in all and 12, ten or two could be either
    assert figures_of(10, 6, 5, homes=10)[3:5] == (10, 6)
    assert figures_of(10, 3, 9, homes=10)[3:5] == (10, None)


def test_freed_is_shown_when_enough_moved_from_elsewhere() -> None:
    assert figures_of(5, 5, 15, homes=15)[5] == 10


def test_median_in_whole_weeks_only_over_enough_people() -> None:
    def weeks(people: int) -> int | None:
        round_ = s.region([s.in_shelter(n, 100) for n in range(people)], [])
        return public_figures(round_, s.proposal(round_, [], [])).median_weeks

    assert (weeks(5), weeks(4)) == (14, None)

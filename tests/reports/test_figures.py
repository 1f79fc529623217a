"""The numbers of the reports, on cases counted by hand."""

from datetime import date
from fractions import Fraction

from allocator.domain.codes import Form, Situation, Status
from allocator.domain.policy import Waiting
from allocator.reports import figures
from tests.reports import samples as s


def test_shelter_question_counts_each_household_once_and_unknown_apart() -> None:
    round_, plan = s.small()
    q = figures.shelter_question(round_, plan)
    # 1, 2 and 3 need only a home (3 without a known date), 4 is unknown, 5 sleeps outside.
    assert (q.in_shelter, q.only_home, q.care_needed, q.care_unknown, q.situation_unknown) == (4, 3, 0, 1, 0)
    assert (q.ready, q.ready_later, q.ready_unknown) == (2, 0, 1)
    assert q.median_days == 70  # of 100 and 40
    assert q.over_term == 1  # only 100 days is more than 91
    assert (q.only_home_placed, q.freed, q.freed_persons, q.filled) == (2, 2, 4, 0)


def test_over_the_term_begins_after_the_term() -> None:
    round_ = s.region([s.in_shelter(1, 91), s.in_shelter(2, 92), s.in_shelter(3, -1), s.in_shelter(4, 0)], [])
    q = figures.shelter_question(round_, s.proposal(round_, [], []))
    assert (q.ready, q.ready_later, q.over_term) == (3, 1, 1)
    assert q.median_days == 91


def test_median_of_an_even_number_is_exact() -> None:
    round_ = s.region([s.in_shelter(1, 10), s.in_shelter(2, 11)], [])
    assert figures.shelter_question(round_, s.proposal(round_, [], [])).median_days == Fraction(21, 2)


def test_nobody_in_shelter_has_no_median() -> None:
    round_ = s.region([s.household(1)], [])
    q = figures.shelter_question(round_, s.proposal(round_, [], []))
    assert (q.in_shelter, q.median_days, q.over_term, q.situation_unknown) == (0, None, 0, 1)


def test_a_shelter_place_frees_nothing_and_is_filled_from_elsewhere() -> None:
    people = [s.in_shelter(1, 5), s.household(2, situation=Situation.ROUGH)]
    round_ = s.region(people, [s.home(1, form=Form.SHELTER_PLACE), s.home(2, form=Form.SHELTER_PLACE)])
    plan = s.proposal(round_, [s.placed(round_, "hh-0001", "un-0001"), s.placed(round_, "hh-0002", "un-0002")], [])
    q = figures.shelter_question(round_, plan)
    assert (q.freed, q.filled) == (0, 1)
    assert figures.overview(round_, plan).served == 0


def test_overview() -> None:
    o = figures.overview(*s.small())
    assert (o.households, o.placed, o.served, o.unplaced) == (5, 2, 2, 3)
    assert (o.offered, o.empty) == (3, 1)
    assert (o.to_confirm, o.dependent, o.waived) == (1, 1, 0)
    assert (o.waiting_too_long, o.waiting_too_long_placed) == (1, 1)


def test_waiting_counts_from_ready_or_from_registration_as_the_policy_says() -> None:
    person = s.in_shelter(1, 10, registered_on=date(2026, 2, 1))
    assert figures.days_waiting(person, s.region([person], [])) == 10
    registered = s.policy(waiting=Waiting(count_from="registered"))
    assert figures.days_waiting(person, s.region([person], [], policy=registered)) == 29
    assert figures.days_waiting(s.in_shelter(1, -10), s.region([person], [])) == 0


def test_counts_per_municipality_form_and_corporation() -> None:
    round_, plan = s.small()
    assert figures.by_municipality(round_, plan) == {"GM0001": 1, "GM0002": 1, "GM0003": 0}
    assert figures.by_form(round_, plan) == {"flex": 1, "regular": 1}
    assert figures.by_corporation(round_, plan) == {"corp-1": 2}
    assert list(figures.counted("baab" + "c" * 3, ["z"]).items()) == [("z", 0), ("c", 3), ("a", 2), ("b", 2)]


def test_unplaced_stand_per_reason_and_the_most_pressing_first() -> None:
    people = [s.in_shelter(1, 5), s.in_shelter(2, 50), s.in_shelter(3, 1, urgency="U1"), s.in_shelter(4, 9)]
    round_ = s.region(people, [])
    plan = s.proposal(round_, [], [*(s.unplaced(f"hh-000{n}") for n in (1, 2, 3)), s.unplaced("hh-0004", "pool")])
    groups = figures.unplaced_by_reason(round_, plan)
    assert {code: [u.household for u in rows] for code, rows in groups.items()} == {
        "stage:urgency": ["hh-0003", "hh-0002", "hh-0001"],
        "pool": ["hh-0004"],
    }


def test_questions_add_up_over_households() -> None:
    def asking(field: str, opens: int) -> dict[str, object]:
        return {"field": field, "opens": opens, "sentence": {"nl": "v", "en": "q"}}

    round_ = s.region([s.household(n) for n in range(4)], [])
    rows = [
        s.unplaced(f"hh-000{n}", ask=a) for n, a in enumerate([asking("pets", 5), asking("rent", 3), asking("rent", 4)])
    ]
    found = figures.questions(s.proposal(round_, [], [*rows, s.unplaced("hh-0003")]))
    assert [(q.field, q.households, q.pairs, q.most.household) for q in found] == [
        ("rent", 2, 7, "hh-0002"),
        ("pets", 1, 5, "hh-0000"),
    ]


def test_stages_and_balance_come_back_typed_and_exact() -> None:
    _, plan = s.small()
    assert [r.status for r, _ in figures.stages(plan)] == [Status.PROVEN] * 6
    assert all(text and text.en.startswith("Sentence of") for _, text in figures.stages(plan))
    lines = figures.balance(plan)["all"]
    assert [line.share for line in lines] == [Fraction(1, 2), Fraction(3, 10), Fraction(1, 5)]
    assert [line.deviation for line in lines] == [0, Fraction(2, 5), Fraction(-2, 5)]

"""What comes in row by row fits what is kept: nobody's mistake keeps the next round from being opened."""

from typing import Any

import pytest

from allocator.actions import exchange, households, region, rounds
from allocator.domain.household import Household
from allocator.domain.problem import InputProblems
from allocator.domain.refusal import Conflict, NotAllowed, NotFound
from allocator.domain.unit import Complex, Unit
from tests.actions.offices import CHAIR, House, corporation, provider


@pytest.fixture
def ready(sound: House) -> House:
    sound.begin("tiny", opened=False)
    return sound


def a_unit(house: House) -> Unit:
    return next(u for u in exchange.export_case(house.office, CHAIR).units if u.corporation == "C1")


def a_household(house: House) -> Household:
    return exchange.export_case(house.office, CHAIR).households[0]


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"complex": "NOPE"}, "complex"),
        ({"municipality": "GM9999"}, "municipality"),
        ({"reserved_for": ("NOPE",)}, "reserved_for"),
        ({"excludes_tags": ("NOPE",)}, "excludes_tags"),
        ({"places": 4}, "places"),
        ({"max_persons": 1, "min_persons": 3}, "max_persons"),
    ],
)
def test_a_wrong_unit_is_refused_by_field(ready: House, said: dict[str, Any], column: str) -> None:
    wrong = a_unit(ready).model_copy(update={"id": "N-1", **said})
    with pytest.raises(InputProblems) as caught:
        region.add_unit(ready.office, corporation("C1"), wrong)
    assert [(one.column, one.key, one.row) for one in caught.value.problems] == [(column, "N-1", 0)]
    ready.open()


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"urgency": "NOPE"}, "urgency"),
        ({"target_groups": ("NOPE",)}, "target_groups"),
        ({"children": 2, "child_ages": (3,)}, "child_ages"),
        ({"current_unit": "NOPE"}, "current_unit"),
    ],
)
def test_a_wrong_household_is_refused_by_field(ready: House, said: dict[str, Any], column: str) -> None:
    wrong = a_household(ready).model_copy(update={"id": "N-1", **said})
    with pytest.raises(InputProblems) as caught:
        households.keep_household(ready.office, CHAIR, wrong)
    assert column in {one.column for one in caught.value.problems if not one.warning}
    ready.open()


def test_two_households_do_not_live_in_one_home(sound: House) -> None:
    sound.begin("chains", opened=False)
    came = exchange.export_case(sound.office, CHAIR)
    mover = next(h for h in came.households if h.current_unit)
    with pytest.raises(InputProblems, match="current_unit"):
        households.keep_household(sound.office, CHAIR, mover.model_copy(update={"id": "N-1"}))
    version = households.show_household(sound.office, CHAIR, mover.id).version
    households.keep_household(sound.office, CHAIR, mover.model_copy(update={"adults": 2}), version)
    sound.open()


def test_a_wrong_pool_is_refused_by_field(ready: House) -> None:
    pool = exchange.export_case(ready.office, CHAIR).support[0]
    wrong = pool.model_copy(update={"kinds": ("NOPE",), "hours_per_week": 1.0, "places": 1, "used": 0.0})
    with pytest.raises(InputProblems) as caught:
        region.keep_pool(ready.office, CHAIR, wrong)
    assert {one.column for one in caught.value.problems} == {"kinds", "hours_per_week"}
    rounds.open_round(ready.office, CHAIR, "next", period="2026-H2")


def test_the_file_of_anothers_client_is_as_if_it_were_not_there(ready: House) -> None:
    """To who changes it; whoever adds one with a key that is taken is told so."""
    office, other = ready.office, provider("other")
    taken = a_household(ready).model_copy(update={"referrer": "other"})
    for key in (taken.id, "NOBODY"):
        with pytest.raises(NotFound, match=f"There is no household {key}"):
            households.keep_household(office, other, taken.model_copy(update={"id": key}), 1)
    with pytest.raises(Conflict, match="in use already"):
        households.keep_household(office, other, taken)


def test_a_complex_does_not_get_more_homes_than_it_has(ready: House) -> None:
    office = ready.office
    region.keep_complex(office, CHAIR, Complex(id="X-1", municipality="GM0014", homes=1))
    unit = a_unit(ready).model_copy(update={"complex": "X-1", "municipality": "GM0014"})
    region.add_unit(office, corporation("C1"), unit.model_copy(update={"id": "N-1"}))
    with pytest.raises(InputProblems, match="more than it has homes"):
        region.add_unit(office, corporation("C1"), unit.model_copy(update={"id": "N-2"}))
    with pytest.raises(InputProblems, match="municipality"):
        region.keep_complex(office, corporation("C1"), Complex(id="X-1", municipality="GM9999", homes=3))
    region.keep_complex(office, corporation("C1"), Complex(id="X-1", municipality="GM0014", homes=3))
    with pytest.raises(NotAllowed):
        region.keep_complex(office, corporation("C2"), Complex(id="X-1", municipality="GM0014", homes=9))
    region.add_unit(office, corporation("C1"), unit.model_copy(update={"id": "N-2"}))
    ready.open()


def test_weights_of_a_key_are_never_changed(ready: House) -> None:
    known = region.list_keys(ready.office, CHAIR)[0]
    assert region.add_key(ready.office, CHAIR, [known]) == 0
    with pytest.raises(InputProblems, match="never changed"):
        region.add_key(ready.office, CHAIR, [known.model_copy(update={"weight": known.weight + 1})])
    new = known.model_copy(update={"on": known.on.replace(year=known.on.year + 1)})
    with pytest.raises(InputProblems, match="two weights"):
        region.add_key(ready.office, CHAIR, [new, new])
    assert region.add_key(ready.office, CHAIR, [new, known]) == 1
    assert new in region.list_keys(ready.office, CHAIR)


def test_how_many_a_home_fits_is_told_exactly_to_the_committee_only(ready: House) -> None:
    """Others read it in fives, and no rule on what is special about people."""
    unit = a_unit(ready)
    exactly = region.foresee_unit(ready.office, CHAIR, unit.id)
    assert exactly.exact
    assert exactly.households is not None
    told = region.foresee_unit(ready.office, corporation("C1"), unit.id)
    assert told.households == (exactly.households // 5 * 5 or None)
    assert {one.rule for one in told.hard} <= {one.rule for one in exactly.hard}
    tiny = unit.model_copy(update={"id": "N-1", "min_persons": 9, "max_persons": 12})
    region.add_unit(ready.office, CHAIR, tiny)
    hard = region.foresee_unit(ready.office, CHAIR, "N-1")
    assert hard.households == 0
    assert [one.most for one in hard.hard] == [True]
    with pytest.raises(NotFound, match="There is no home U4"):
        region.foresee_unit(ready.office, corporation("C1"), "U4")

"""A home that is about to be offered: whom it fits, and which single change would open it most."""

import pytest

from allocator.actions import region
from allocator.actions.parts.fitting import Fit
from allocator.domain.refusal import NotAllowed
from allocator.domain.unit import Unit
from allocator.intake import ReadCase
from allocator.store import Store
from allocator.whatif.changes import HomeFact, HomeRent
from tests.actions.offices import CHAIR, House, case, corporation
from tests.builders import unit
from tests.databases import Snapshots


@pytest.fixture
def crowd(store: Store, url: str, snapshots: Snapshots) -> House:
    """The tiny case with eleven more that are like H1, one person each."""
    found = House(store, url=url, snapshots=snapshots)
    came = case("tiny").round
    first = came.household_by_id["H1"]
    more = (first.model_copy(update={"id": f"M{n}"}) for n in range(11))
    found.take_in(ReadCase(came.model_copy(update={"households": (*came.households, *more)}), (), {}))
    return found


def home(**changes: object) -> Unit:
    plain = {"municipality": "GM0014", "rent": 600_00, "corporation": "C1", "available_from": None}
    return unit("N-1", **(plain | changes))


def told(house: House, new: Unit) -> Fit:
    return region.foresee_new_unit(house.office, CHAIR, new)


def test_the_change_that_opens_most_is_named_with_what_it_brings(crowd: House) -> None:
    found = told(crowd, home(min_persons=2))
    assert found.opens is not None
    assert found.opens.change == HomeFact(unit="N-1", field="min_persons", value=1)
    assert found.households is not None
    assert found.opens.households >= found.households + 11
    assert "at least" in found.opens.says.render("en")


def test_what_it_says_holds_when_it_is_done(crowd: House) -> None:
    """The home as it would be after the change fits as many as was said."""
    for new in (home(min_persons=3), home(for_whom="family"), home(rent=99_999), home(not_for=("DAK",))):
        found = told(crowd, new)
        assert found.opens is not None, new
        change = found.opens.change
        field, value = ("rent", change.rent) if isinstance(change, HomeRent) else (change.field, change.value)  # type: ignore[union-attr]
        assert told(crowd, new.model_copy(update={field: value})).households == found.opens.households


def test_a_plain_home_needs_no_change_for_who_waits(crowd: House) -> None:
    found = told(crowd, home(bedrooms=3, accessibility="wheelchair"))
    assert found.opens is None or found.opens.households > (found.households or 0)


def test_a_corporation_reads_fives_and_nothing_on_what_is_special(crowd: House) -> None:
    one = corporation("C1")
    few = region.foresee_new_unit(crowd.office, one, home(min_persons=2))
    assert few.households is None
    assert few.opens is not None
    assert few.opens.households % 5 == 0
    closed = region.foresee_new_unit(crowd.office, one, home(not_for=("DAK",))).opens
    assert closed is None or "not for" not in closed.says.render("en")
    with pytest.raises(NotAllowed):
        region.foresee_new_unit(crowd.office, one, home(corporation="C2"))


def test_nothing_is_kept(crowd: House) -> None:
    before = region.list_units(crowd.office, CHAIR)
    told(crowd, home())
    assert region.list_units(crowd.office, CHAIR) == before

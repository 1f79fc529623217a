"""Cases come in: a dry run says what would change, the same file twice changes nothing, a corrected one what it is."""

from pathlib import Path

import pytest

from allocator.actions import exchange, households, placements, region, rounds
from allocator.actions.parts.comparing import Change, Kind
from allocator.domain.problem import InputProblems
from allocator.domain.workflow import Step
from allocator.intake import ReadCase, read_case, write_case
from allocator.store import trail
from tests.actions.offices import CHAIR, House, case

HOUSED = (Step.ACCEPT, Step.ACCEPT_HOME, Step.OFFER, Step.ACCEPT_OFFER, Step.SIGN, Step.MOVE_IN)


def corrected(folder: Path, name: str, changes: dict[str, tuple[str, str]]) -> ReadCase:
    """A fixture case with texts in its files replaced."""
    write_case(case(name).round, folder)
    for file, (old, new) in changes.items():
        text = (folder / file).read_text()
        assert old in text, (old, text)
        (folder / file).write_text(text.replace(old, new, 1))
    return read_case(folder)


def test_a_dry_run_keeps_nothing(house: House) -> None:
    found = exchange.check_import(house.office, CHAIR, case("tiny"))
    assert found.counts["households.new"] == 6
    with house.store.reading() as work:
        assert trail.head(work) is None
    assert exchange.check_import(house.office, CHAIR, case("tiny")) == found


def test_a_dry_run_says_what_the_import_does(sound: House) -> None:
    foreseen = exchange.check_import(sound.office, CHAIR, case("region"))
    assert exchange.import_case(sound.office, CHAIR, case("region")) == foreseen


@pytest.mark.parametrize("name", ["tiny", "region", "shared_homes", "chains", "fair"])
def test_the_same_file_twice_changes_nothing(sound: House, name: str) -> None:
    sound.begin(name, opened=False)
    with sound.store.reading() as work:
        before = trail.head(work)
    assert exchange.import_case(sound.office, CHAIR, case(name)).changes == ()
    with sound.store.reading() as work:
        assert trail.head(work) == before


@pytest.mark.parametrize("name", ["tiny", "region", "shared_homes", "chains"])
def test_what_goes_out_is_what_came_in(sound: House, name: str) -> None:
    came = case(name).round
    sound.begin(name, opened=False)
    went = exchange.export_case(sound.office, CHAIR)
    for part in ("households", "units", "occupants", "apart", "complexes", "corporations", "keys", "support", "pairs"):
        assert getattr(went, part) == getattr(came, part), part
    assert went.paused == came.paused


def test_a_corrected_file_says_what_changed(sound: House, tmp_path: Path) -> None:
    sound.begin("tiny", opened=False)
    new = corrected(
        tmp_path,
        "tiny",
        {
            "households.csv": ("H6,urgent,2026-09-01,1", "H6,urgent,2026-09-02,1"),
            "units.csv": ("U3,GM1895,1", "U3,GM1895,2"),
        },
    )
    found = exchange.import_case(sound.office, CHAIR, new)
    assert set(found.changes) == {
        Change("households", "H6", Kind.CHANGED, ("registered_on",)),
        Change("units", "U3", Kind.CHANGED, ("bedrooms",)),
    }
    assert exchange.import_case(sound.office, CHAIR, new).changes == ()


def test_who_is_no_longer_named_is_off_the_list_and_can_come_back(sound: House, tmp_path: Path) -> None:
    sound.begin("tiny", opened=False)
    folder = tmp_path / "case"
    write_case(case("tiny").round, folder)
    text = (folder / "households.csv").read_text()
    (folder / "households.csv").write_text("".join(r for r in text.splitlines(True) if not r.startswith("H5")))
    found = exchange.import_case(sound.office, CHAIR, read_case(folder))
    assert found.changes == (Change("households", "H5", Kind.GONE),)
    assert "H5" not in {h.id for h in households.list_households(sound.office, CHAIR)}
    assert exchange.import_case(sound.office, CHAIR, case("tiny")).changes == (Change("households", "H5", Kind.BACK),)
    assert "H5" in {h.id for h in households.list_households(sound.office, CHAIR)}


def test_an_old_file_does_not_undo_what_was_decided(sound: House) -> None:
    """Whoever was housed does not come back because last week's file is read again; nor is the home free."""
    sound.begin("tiny")
    first = placements.list_placements(sound.office, CHAIR, "2026-w48")[0]
    sound.decide(first.id, *HOUSED)
    assert exchange.import_case(sound.office, CHAIR, case("tiny")).changes == ()
    assert first.household not in {h.id for h in households.list_households(sound.office, CHAIR)}
    assert region.show_unit(sound.office, CHAIR, first.unit).unit.status == "occupied"


def test_people_come_back_when_a_file_says_something_new(sound: House, tmp_path: Path) -> None:
    sound.begin("tiny")
    placed = {p.household: p.id for p in placements.list_placements(sound.office, CHAIR, "2026-w48")}
    sound.decide(placed["H1"], *HOUSED)
    rounds.close_round(sound.office, CHAIR, "2026-w48")
    new = corrected(tmp_path, "tiny", {"households.csv": ("H1,acute,2026-08-01", "H1,acute,2026-11-20")})
    found = exchange.import_case(sound.office, CHAIR, new)
    assert Change("households", "H1", Kind.BACK) in found.changes
    sound.clock.pass_days(7)
    sound.open("2026-w49")
    assert "H1" in {h.id for h in exchange.export_case(sound.office, CHAIR, "2026-w49").households}


def test_a_weight_of_a_key_is_never_changed(sound: House, tmp_path: Path) -> None:
    sound.begin("tiny", opened=False)
    new = corrected(tmp_path, "tiny", {"keys.csv": ("300000", "310000")})
    with pytest.raises(InputProblems, match="a key of a date is never changed"):
        exchange.import_case(sound.office, CHAIR, new)
    later = corrected(tmp_path / "later", "tiny", {"keys.csv": ("300000,2026-01-01", "310000,2027-01-01")})
    found = exchange.import_case(sound.office, CHAIR, later)
    assert [change.table for change in found.changes] == ["keys"]


def test_postings_are_only_added(sound: House) -> None:
    sound.begin("fair", opened=False)
    again = case("fair")
    more = again.round.ledger[0].model_copy(update={"note": "one more"})
    fewer = again.round.model_copy(update={"ledger": (*again.round.ledger[1:], more)})
    found = exchange.import_case(sound.office, CHAIR, ReadCase(fewer, (), {}))
    assert [change.table for change in found.changes] == ["ledger"]


def test_a_home_keeps_the_places_that_are_taken(sound: House, tmp_path: Path) -> None:
    sound.begin("shared_homes")
    taken = {p.unit: 0 for p in placements.list_placements(sound.office, CHAIR, "2026-w48")}
    for one in placements.list_placements(sound.office, CHAIR, "2026-w48"):
        taken[one.unit] += 1
    unit = next(key for key, count in taken.items() if count > 1)
    came = case("shared_homes").round
    units = tuple(u.model_copy(update={"places": 1}) if u.id == unit else u for u in came.units)
    with pytest.raises(InputProblems, match="Placements under way"):
        exchange.import_case(sound.office, CHAIR, ReadCase(came.model_copy(update={"units": units}), (), {}))

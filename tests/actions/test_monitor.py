"""The monitor from the store: a quarter is counted, published and read by everybody; small numbers stay inside."""

import csv
import io
import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from openpyxl import load_workbook

from allocator.actions import exchange, monitor, placements, results
from allocator.actions.rounds import close_round, open_round
from allocator.domain.codes import Situation
from allocator.domain.monitored import ALL, By, Cell, Measure
from allocator.domain.provenance import Provenance, versions
from allocator.domain.refusal import Conflict, NotAllowed, NotFound
from allocator.domain.workflow import Step
from allocator.intake import ReadCase
from allocator.monitor.periods import bounds, mondays
from allocator.store import Store
from allocator.store import results as kept_results
from allocator.store.vault import household_subject
from tests.actions.offices import AUDITOR, CHAIR, MEMBER, House, case, corporation, municipality

FIRST, LAST = bounds("2026-Q3")
TO_LEASE = (Step.ACCEPT, Step.CONFIRM_SUPPORT, Step.ACCEPT_HOME, Step.OFFER, Step.ACCEPT_OFFER, Step.SIGN)
READERS = (CHAIR, AUDITOR, corporation("C1"), municipality("GM0014"))


def quarter(house: House) -> None:
    """A quarter of weeks with the tiny case: more and more people in shelter; one lease and one refusal."""
    tiny = case("tiny").round
    old = tuple(
        h.model_copy(update={"registered_on": date(2026, 1, 1), "situation": Situation.ROUGH}) for h in tiny.households
    )
    units = tuple(u.model_copy(update={"available_from": None, "offer_before": None}) for u in tiny.units)
    some = next(h for h in old if h.current_unit is None)
    for week, start in enumerate((FIRST - timedelta(days=7), *mondays(FIRST, LAST))):
        house.clock.now = datetime.combine(start, time(9), UTC)
        facts = {"situation": Situation.SHELTER, "shelter_care_needed": False, "ready_from": FIRST, "needs": ()}
        facts |= {"municipality_of_origin": "GM0014", "registered_on": date(2026, 1, 1), "urgent_until": None}
        more = tuple(some.model_copy(update=facts | {"id": f"S{n:02d}"}) for n in range(8 + week))
        world = tiny.model_copy(update={"households": (*old, *more), "units": units, "previous": (), "as_of": start})
        if week == 0:
            house.take_in(ReadCase(world, (), {}))
        else:
            exchange.import_case(house.office, CHAIR, ReadCase(world, (), {}))
        name = f"week-{week:02d}"
        open_round(house.office, CHAIR, name, period="2026-H2")
        if week == 2:
            house.run(name)
            act(house)
        close_round(house.office, CHAIR, name)
    house.clock.now = datetime.combine(LAST + timedelta(days=1), time(9), UTC)


def act(house: House) -> None:
    found = placements.list_placements(house.office, CHAIR, live=True)
    opened = [placements.show_placement(house.office, CHAIR, one.id) for one in found]
    free = sorted(opened, key=lambda one: len(one.to_confirm))
    for rule in free[0].to_confirm:
        version = placements.show_placement(house.office, CHAIR, free[0].seen.id).seen.version
        placements.answer_question(house.office, MEMBER, free[0].seen.id, rule, fits=True, version=version)
    for step in TO_LEASE:
        shown = placements.show_placement(house.office, CHAIR, free[0].seen.id)
        if step in shown.steps:
            placements.decide(house.office, CHAIR, shown.seen.id, step, version=shown.seen.version)
    reason = placements.foresee(house.office, CHAIR, free[1].seen.id, Step.REFUSE)[0].reason.code
    house.decide(free[1].seen.id, Step.REFUSE, reason=reason)


def value(found: monitor.Draft | monitor.Released, measure: Measure, place: str = ALL) -> int | None:
    return found.release.values[Cell(measure, By.NOTHING, ALL, place, "2026-Q3")]


def test_a_quarter_is_counted_published_and_read_by_everybody(store: Store) -> None:
    house = House(store)
    quarter(house)
    draft = monitor.count_figures(house.office, MEMBER, FIRST)
    assert (draft.release.first, draft.release.last) == (FIRST, LAST)
    assert value(draft, Measure.IN_SHELTER) == 21  # eight, and one more each week
    assert value(draft, Measure.PLACED) is None  # a single lease
    assert len(draft.provenance.rounds) == 14
    with pytest.raises(NotFound, match="No figures were published"):
        monitor.show_release(house.office, CHAIR)
    kept = monitor.publish_figures(house.office, CHAIR, draft)
    for reader in READERS:
        found = monitor.show_release(house.office, reader)
        assert (found.release, found.provenance) == (draft.release, draft.provenance)
        assert [one.sha256 for one in monitor.list_releases(house.office, reader)] == [kept.sha256]
    assert results.show_result(house.office, READERS[2], kept.sha256).document["unreadable"] == 0
    _files(house)
    again = monitor.count_figures(house.office, CHAIR, FIRST)
    assert again.provenance.sha256 == kept.sha256  # nothing new
    assert monitor.publish_figures(house.office, CHAIR, again) == kept
    assert len(monitor.list_releases(house.office, CHAIR)) == 1


def _files(house: House) -> None:
    """They hold only what is published, and nobody's pseudonym."""
    files = {name: monitor.write_release(house.office, READERS[2], name, lang="en") for name in monitor.FILES}
    rows = list(csv.DictReader(io.StringIO(files["figures.csv"].decode())))
    assert all(row["households"] == "" or int(row["households"]) >= 5 for row in rows)
    assert {row["municipality"] for row in rows} >= {"GM0014", "all", "elsewhere"}
    assert json.loads(files["datapackage.json"])["provenance"]["kind"] == "monitor"
    page = files["monitor.html"].decode()
    assert "How this was made" in page
    assert "what was counted, from rounds and decisions (" in page
    assert "Refusals by reason: all numbers are left out." in page  # and no chart without a bar
    assert "moved in, with a need for support" in page  # all that is measured stands side by side
    assert not [name for name in ("figures.csv", "monitor.html", "datapackage.json") if b"S07" in files[name]]
    assert files["monitor.pdf"].startswith(b"%PDF")
    assert load_workbook(io.BytesIO(files["monitor.xlsx"])).sheetnames
    with pytest.raises(NotFound, match=r"figures\.csv"):
        monitor.write_release(house.office, CHAIR, "other.csv")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_figures_are_published_once_they_are_whole_and_new(store: Store) -> None:
    house = House(store)
    quarter(house)
    with pytest.raises(NotAllowed):
        monitor.count_figures(house.office, municipality("GM0014"))
    house.clock.now = datetime.combine(LAST - timedelta(days=3), time(9), UTC)
    with pytest.raises(Conflict, match="no whole quarter"):
        monitor.count_figures(house.office, CHAIR, FIRST)
    house.clock.now = datetime.combine(LAST + timedelta(days=1), time(9), UTC)
    early = monitor.count_figures(house.office, CHAIR, FIRST)
    other = Provenance(kind="monitor", as_of=LAST, settings={"earlier": ""}, versions=versions())
    monitor.publish_figures(house.office, CHAIR, monitor.Draft(early.release, other))
    with pytest.raises(Conflict, match="published since"):
        monitor.publish_figures(house.office, CHAIR, early)
    with house.store.writing() as work:
        assert work.vault.destroy(household_subject("S00"), house.clock.now)
    later = monitor.count_figures(house.office, CHAIR, FIRST)
    assert later.release.unreadable > 0  # their facts are gone; the figures go on, and say so
    assert {one.cell for one in early.release.figures if one.value is None} <= {
        one.cell for one in later.release.figures if one.value is None
    }


def test_a_result_that_is_not_public_stays_within_the_committee(store: Store) -> None:
    house = House(store)
    made = Provenance(kind="policy-effect", as_of=LAST, versions=versions())
    with house.store.writing() as work:
        kept, new = kept_results.keep(work, made, {"curve": []}, public=False, by="chair", at=house.clock.now)
        again, second = kept_results.keep(work, made, {"curve": []}, public=False, by="member", at=house.clock.now)
    assert (new, second, kept) == (True, False, again)
    assert results.show_result(house.office, AUDITOR, kept.sha256).provenance == made
    assert [one.kind for one in results.list_results(house.office, CHAIR)] == ["policy-effect"]
    assert results.list_results(house.office, municipality("GM0014")) == []
    with pytest.raises(NotFound):
        results.show_result(house.office, municipality("GM0014"), kept.sha256)

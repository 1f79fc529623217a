"""A house in which every page has something to show."""

from datetime import date

from allocator.actions import access, ledger, monitor, notices, rounds, studies
from allocator.actions.researcher import Researcher
from allocator.domain.provenance import Provenance, versions
from allocator.domain.study import StudyAsked, What
from allocator.monitor import release
from allocator.notify import Allowed
from tests.actions.offices import ADMINISTRATOR, CHAIR, House
from tests.api.pages.visits import Sample
from tests.monitor.samples import by_chance


def filled(house: House) -> Sample:
    """Quotas, a second proposal, published figures, a study that was done, one and a run that wait."""
    ledger.revise_quota(house.office, CHAIR, "2026-H2", "all", 40, "covenant")
    house.work(rounds.ask_run(house.office, CHAIR, "2026-w48").id)
    made = Provenance(kind="monitor", as_of=date(2026, 3, 29), settings={"earlier": ""}, versions=versions())
    monitor.publish_figures(house.office, CHAIR, monitor.Draft(release(by_chance("2026-Q1", 5, people=90)), made))
    asked = StudyAsked(kind=What.BALANCE, about="2026-w48", points=3)
    done = Researcher(house.office).once(studies.ask_study(house.office, CHAIR, asked).id)
    assert done is not None
    assert done.result
    access.add_user(house.office, ADMINISTRATOR, CHAIR.id, CHAIR.role)
    notices.add_hook(house.office, CHAIR, "https://example.org/hook", ("proposal", "decision"), Allowed())
    house.work(rounds.ask_run(house.office, CHAIR, "2026-w48").id)
    return Sample(
        run=rounds.ask_run(house.office, CHAIR, "2026-w48").id,
        study=studies.ask_study(house.office, CHAIR, asked).id,
        result=done.result,
    )

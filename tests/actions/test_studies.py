"""Studies kept: the price of balance, what is wanted, the effect of a policy; without anybody, and written again."""

import io
import re

import pytest
from openpyxl import load_workbook

from allocator.actions import policies, results, studies
from allocator.actions.studies import Asked, What
from allocator.actions.trail import show_audit
from allocator.domain.refusal import Conflict, NotAllowed, NotFound
from allocator.intake import write_policy
from allocator.reports.document import Chart, Grid
from allocator.reports.document_json import as_data, from_data
from allocator.store import results as store_results
from tests.actions.offices import AUDITOR, CHAIR, MEMBER, House, case, corporation, municipality

ROUND = "2026-w48"
ASKED = (
    Asked(What.BALANCE, ROUND, points=3),
    Asked(What.WANTED, ROUND, verified=1),
    Asked(What.WANTED_OVER, verified=1, rounds=3),
    Asked(What.EFFECT, "turned", rounds=3),
)
A_HOUSEHOLD = re.compile(r"\bH[1-6]\b")


@pytest.fixture
def ran(house: House) -> House:
    """The tiny round with its proposal, and a version of the policy that waits for the chair."""
    house.begin("tiny")
    new = case("tiny").round.policy.model_copy(update={"version": "turned"})
    policies.add_policy(house.office, MEMBER, write_policy(new))
    return house


def test_a_study_is_kept_once_with_what_it_was_made_of(ran: House) -> None:
    for asked in ASKED:
        made = studies.work_out(ran.office, MEMBER, asked)
        kept = studies.keep_study(ran.office, MEMBER, made)
        assert (kept.kind, kept.kept_by, kept.public) == (asked.what, MEMBER.id, False)
        again = studies.keep_study(ran.office, CHAIR, studies.work_out(ran.office, CHAIR, asked))
        assert again == kept  # the same again changes nothing
        found = results.show_result(ran.office, AUDITOR, kept.sha256)
        assert found.provenance == made.provenance
        assert len(found.provenance.rounds) == 1
        assert found.provenance.policies[0].version == "tiny-1"
        assert found.provenance.versions.keys() >= {"allocator", "ortools"}
        assert not A_HOUSEHOLD.search(repr(found.document))
        for lang, document in made.documents.items():
            assert results.read_result(ran.office, AUDITOR, kept.sha256, lang) == from_data(
                as_data(document), made.provenance
            )
    told = [one for one in show_audit(ran.office, AUDITOR) if "keep_study" in repr(one)]
    assert len(told) == len(ASKED)


def test_only_the_committee_keeps_and_only_committee_and_auditors_read(ran: House) -> None:
    made = studies.work_out(ran.office, MEMBER, ASKED[0])
    for other in (AUDITOR, municipality("GM0014"), corporation("C1")):
        with pytest.raises(NotAllowed):
            studies.work_out(ran.office, other, ASKED[0])
        with pytest.raises(NotAllowed):
            studies.keep_study(ran.office, other, made)
    kept = studies.keep_study(ran.office, MEMBER, made)
    for other in (municipality("GM0014"), corporation("C1")):
        assert results.list_results(ran.office, other) == []
        for read in (results.show_result, results.read_result, results.write_result):
            with pytest.raises(NotFound):
                read(ran.office, other, kept.sha256)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_was_kept_is_written_in_every_form_and_language(ran: House) -> None:
    key = studies.keep_study(ran.office, MEMBER, studies.work_out(ran.office, MEMBER, ASKED[0])).sha256
    page = results.write_result(ran.office, AUDITOR, key, "html", "nl").decode()
    assert "Wat balans kost" in page
    assert key in page  # its own key stands under it
    assert "What balance costs" in results.write_result(ran.office, AUDITOR, key, "html", "en").decode()
    assert results.write_result(ran.office, AUDITOR, key, "pdf", "nl").startswith(b"%PDF")
    book = load_workbook(io.BytesIO(results.write_result(ran.office, AUDITOR, key, "xlsx", "en")))
    report = results.read_result(ran.office, AUDITOR, key, "en")
    tables = [one for one in report.blocks if isinstance(one, Grid | Chart)]
    assert len(book.sheetnames) >= len(tables) >= 2
    with pytest.raises(NotFound, match="html, pdf, xlsx"):
        results.write_result(ran.office, AUDITOR, key, "docx")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_cannot_be_worked_out_or_written_says_so(house: House) -> None:
    house.begin("tiny", run=False)
    with pytest.raises(NotFound, match="Nothing was proposed yet"):
        studies.work_out(house.office, MEMBER, Asked(What.WANTED_OVER))
    with pytest.raises(NotFound):
        studies.work_out(house.office, MEMBER, Asked(What.WANTED, "none"))
    with house.store.writing() as work:
        from allocator.domain.provenance import Provenance, versions

        made = Provenance(kind="simulation", as_of=house.clock.now.date(), versions=versions())
        kept, _ = store_results.keep(work, made, {"weeks": 3}, public=False, by="chair", at=house.clock.now)
    with pytest.raises(Conflict, match="without a report"):
        results.write_result(house.office, CHAIR, kept.sha256)

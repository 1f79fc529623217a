"""Papers of the committee: the pack before the meeting, the minutes after it."""

from allocator.actions.parts.amending import amended
from allocator.actions.parts.deed import AUDITOR, COMMITTEE, Deed, action
from allocator.actions.parts.steps import COMMITTEE as COMMITTEE_ROLES
from allocator.actions.parts.steps import DECIDES
from allocator.domain.proposal import Proposal
from allocator.domain.refusal import NotFound
from allocator.domain.round import Round
from allocator.domain.workflow import State, Step
from allocator.locale import N_
from allocator.reports.document import Document
from allocator.reports.document_html import as_html
from allocator.reports.document_pdf import as_pdf
from allocator.reports.document_xlsx import as_xlsx
from allocator.reports.minutes import Decided, Meeting, minutes
from allocator.reports.pack import Reserves, pack
from allocator.reports.words import Tongue
from allocator.store import decisions, placements, rounds, runs
from allocator.store.placements import Line
from allocator.store.rounds import KeptProposal
from allocator.store.vault import Gone
from allocator.whatif.again import Basis
from allocator.whatif.reserves import reserves
from allocator.workflow import Deviation

FORMS = ("pdf", "xlsx", "html")


@action(COMMITTEE, AUDITOR, writes=False)
def write_pack(
    deed: Deed, round_id: str, number: int | None = None, form: str = "pdf", lang: str = "nl", *, with_reserves: int = 0
) -> bytes:
    """The pack of a proposal: one page a case, without names; as PDF, workbook or page, with so many reserves."""
    round_, proposal, kept = _load(deed, round_id, number)
    deed.read(h.id for h in round_.households)
    found = _reserves(round_, proposal, with_reserves) if with_reserves else None
    return _written(pack(round_, proposal, kept.number, Tongue(lang), found), form)


def _load(deed: Deed, round_id: str, number: int | None) -> tuple[Round, Proposal, KeptProposal]:
    kept = rounds.find_proposal(deed.work, round_id, number)
    round_ = amended(rounds.load(deed.work, kept.round), runs.amendment(deed.work, kept.run))
    return round_, rounds.load_proposal(deed.work, kept), kept


def _reserves(round_: Round, proposal: Proposal, each: int) -> Reserves:
    cover = reserves(Basis.of(round_, proposal), each)
    return {
        (place.household, place.unit): [one.placement.household for one in place.reserves] for place in cover.places
    }


def _written(document: Document, form: str) -> bytes:
    match form:
        case "pdf":
            return as_pdf(document)
        case "xlsx":
            return as_xlsx(document)
        case "html":
            return as_html(document).encode()
        case _:
            text = N_("There is no form {form}; there are: {forms}.")
            raise NotFound("no_form", text, form=form, forms=", ".join(FORMS))


@action(COMMITTEE, AUDITOR, writes=False)
def write_minutes(deed: Deed, round_id: str, form: str = "pdf", lang: str = "nl") -> bytes:
    """The minutes of a round: what was decided, where that differs from the last proposal and why."""
    round_, proposal, kept = _load(deed, round_id, None)
    deed.read(h.id for h in round_.households)
    whole = rounds.find(deed.work, round_id)
    lines = {line.id: line for line in placements.lines(deed.work, round_id=round_id)}
    decided = _decided(deed, lines)
    settled = {one.placement for one in decided}
    meeting = Meeting(
        proposal=kept.number,
        status=whole.status,
        opened_by=whole.opened_by,
        closed_by=whole.closed_by,
        undecided=tuple((key, line.household, line.unit) for key, line in lines.items() if key not in settled),
    )
    return _written(minutes(round_, proposal, meeting, decided, Tongue(lang)), form)


def _decided(deed: Deed, lines: dict[int, Line]) -> list[Decided]:
    """Decisions of the committee on what was proposed; of what was opened again the last one counts."""
    taken = [
        one
        for one in decisions.of_placements(deed.work, list(lines))
        if one.before == State.PROPOSED and one.role in COMMITTEE_ROLES and one.step in DECIDES
    ]
    last = {one.placement: one for one in taken}
    return [_told(deed, lines[key], one) for key, one in last.items()]


def _told(deed: Deed, line: Line, one: decisions.Decision) -> Decided:
    try:
        why = decisions.in_full(deed.work, line.household, one)
    except Gone:
        why = {}
    return Decided(
        placement=line.id,
        household=line.household,
        unit=line.unit,
        municipality=line.municipality,
        step=Step(one.step),
        on=one.on_date,
        by=one.by,
        deviation=Deviation(one.deviation) if one.deviation else None,
        reason=str(why["reason"]) if why.get("reason") else one.reason,
        note=str(why.get("note") or ""),
        state=line.state,
    )

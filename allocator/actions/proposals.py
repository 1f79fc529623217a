"""What was proposed, explained to who asks, and as reports: each reads only what is meant for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from allocator.actions.parts.deed import AUDITOR, COMMITTEE, CORPORATION, EVERYBODY, PROVIDER, Deed, action
from allocator.actions.parts.owned import our_household
from allocator.actions.parts.proposed import proposed, reader_of
from allocator.domain.proposal import Proposal
from allocator.domain.refusal import NotFound
from allocator.domain.sentence import Audience
from allocator.locale import N_
from allocator.reports.files import contents
from allocator.reports.html import report
from allocator.reports.telling import Part, of_household, of_unit
from allocator.reports.workbook import workbook
from allocator.store import region, rounds
from allocator.store.rounds import KeptProposal

WORKBOOK = "proposal.xlsx"


@dataclass(frozen=True)
class Told:
    """An explanation in the words of one audience."""

    proposal: int
    audience: Audience
    headline: str
    parts: tuple[Part, ...]


class Reads(StrEnum):
    """What somebody reads of a proposal."""

    SUMMARY = "summary"
    """How good it is and how it weighs on municipalities: of nobody."""
    PLACED = "placed"
    UNPLACED = "unplaced"
    EMPTY = "empty"
    """Why homes stay empty; the reasons may name households."""


Rows = Sequence[Any]
"""Placements, or households without a home, of a proposal."""


@action(COMMITTEE, AUDITOR, writes=False)
def read_proposal(
    deed: Deed, round_id: str, number: int, part: Reads, wanted: Callable[[Rows], Rows] = tuple
) -> tuple[Proposal, KeptProposal]:
    """A part of a proposal, as far as it is shown; this reads the files of the households that are shown.

    ``wanted`` chooses what is shown of placements, or of households without a home; unless it is said, all of them.
    """
    kept = rounds.find_proposal(deed.work, round_id, number)
    found = rounds.load_proposal(deed.work, kept)
    if part in (Reads.PLACED, Reads.UNPLACED):
        shown = wanted(found.placements if part is Reads.PLACED else found.unplaced)
        deed.read(one.household for one in shown)
        found = found.model_copy(update={"placements" if part is Reads.PLACED else "unplaced": tuple(shown)})
    elif part is Reads.EMPTY:
        deed.read(one.household for one in found.placements)
        deed.read(one.household for one in found.unplaced)
    return found, kept


@action(COMMITTEE, PROVIDER, AUDITOR, writes=False)
def explain_household(
    deed: Deed, round_id: str, household: str, unit: str | None = None, number: int | None = None, lang: str = "nl"
) -> Told:
    """Say why a household got its home, or none; or why not one home. A care provider asks of its own clients."""
    our_household(deed, household)
    round_, proposal, kept = proposed(deed, round_id, number)
    if household not in round_.household_by_id:
        raise NotFound("not_in_round", N_("{household} is not in this round."), household=household)
    if unit is not None and unit not in round_.unit_by_id:
        raise region.no_unit(unit)
    deed.read([household])
    reader = reader_of(deed, lang)
    headline, parts = of_household(round_, proposal, household, unit, reader)
    return Told(kept.number, reader.audience, headline, tuple(part for part in parts if part.sentences))


@action(COMMITTEE, CORPORATION, AUDITOR, writes=False)
def explain_unit(deed: Deed, round_id: str, unit: str, number: int | None = None, lang: str = "nl") -> Told:
    """Say why a home is filled as it is, or why it stays empty. A corporation asks of its own homes."""
    round_, proposal, kept = proposed(deed, round_id, number)
    found = round_.unit_by_id.get(unit)
    if found is None or deed.own not in (None, found.corporation):
        raise region.no_unit(unit)
    reader = reader_of(deed, lang)
    headline, parts = of_unit(round_, proposal, unit, reader)
    if reader.is_committee:
        deed.read(p.household for p in proposal.placements if p.unit == unit)
    return Told(kept.number, reader.audience, headline, tuple(part for part in parts if part.sentences))


@action(COMMITTEE, AUDITOR, writes=False)
def write_report(deed: Deed, round_id: str, name: str, number: int | None = None, lang: str = "nl") -> bytes:
    """One file of a proposal: its JSON, its tables, its reports, or all tables as a workbook."""
    round_, proposal, kept = proposed(deed, round_id, number)
    deed.read(h.id for h in round_.households)
    if name == WORKBOOK:
        return workbook(round_, proposal, lang)
    info = {"round": kept.round, "proposal": kept.number, "made_at": kept.made_at.isoformat(), "sha256": kept.sha256}
    files = contents(round_, proposal, info, lang)
    if name not in files:
        known = ", ".join((*files, WORKBOOK))
        raise NotFound("no_file", N_("There is no file {file}; there are: {files}."), file=name, files=known)
    return files[name].encode()


@action(EVERYBODY, writes=False)
def write_shareable_report(deed: Deed, round_id: str, number: int | None = None, lang: str = "nl") -> str:
    """The report of a proposal that anybody may read: no facts of people, and small counts are left out."""
    round_, proposal, _ = proposed(deed, round_id, number)
    return report(round_, proposal, lang, Audience.PUBLIC)

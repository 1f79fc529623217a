"""What the committee looks at on Monday: the round as it stands, the proposal row by row, and one household of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from allocator.actions.parts.amending import amended
from allocator.actions.parts.deed import AUDITOR, COMMITTEE, EVERYBODY, Deed, action
from allocator.actions.parts.force import in_force, parsed
from allocator.actions.parts.proposed import proposed
from allocator.domain.policy import Policy
from allocator.domain.proposal import Proposal
from allocator.domain.refusal import NotFound
from allocator.domain.region import PairWord
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence
from allocator.domain.workflow import LIVE, Role, State, Step
from allocator.locale import N_
from allocator.reports import board
from allocator.reports.board import Figures, Open, Person, Placed
from allocator.reports.board_case import Case, case_of
from allocator.reports.words import Tongue
from allocator.store import people, placements, policies, rounds, runs
from allocator.store.placements import Line
from allocator.store.rounds import KeptProposal, KeptRound
from allocator.store.runs import Run
from allocator.workflow import stalls

FEW = 10
R = TypeVar("R")
Wanted = Callable[[list[R]], list[R]]
"""Which rows of a list somebody wants to see, in which order; only of those the files count as read."""


@dataclass(frozen=True)
class Stalled:
    """A placement that stands longer than its term: since when, what it waits for, and who takes that step."""

    line: Line
    waits_for: Step
    roles: frozenset[Role]
    age: int
    term: int


@dataclass(frozen=True)
class Week:
    """A round as it stands: what it is made of, how far it is, and what is in the way."""

    round: KeptRound
    figures: Figures
    blocked: tuple[Sentence, ...]
    longest: tuple[Person, ...]
    runs: tuple[Run, ...]
    died: bool
    proposals: tuple[KeptProposal, ...]
    states: dict[State, int]
    stalled: tuple[Stalled, ...]

    @property
    def run(self) -> Run | None:
        """The run that was asked for last."""
        return self.runs[-1] if self.runs else None

    @property
    def proposal(self) -> KeptProposal | None:
        """The proposal that was made last."""
        return self.proposals[-1] if self.proposals else None


@action(COMMITTEE, AUDITOR, writes=False)
def show_week(deed: Deed, round_id: str | None = None, lang: str = "nl") -> Week | None:
    """A round as it stands, the last one where none is named; None: there is none. Reads whom it names one by one."""
    kept = rounds.latest(deed.work) if round_id is None else rounds.find(deed.work, round_id)
    if kept is None:
        return None
    found = tuple(runs.of_round(deed.work, kept.id))
    round_ = amended(rounds.load(deed.work, kept.id), runs.amendment(deed.work, found[-1].id) if found else {})
    late = tuple(board.longest(round_, Tongue(lang), FEW))
    deed.read(one.id for one in late)
    live = placements.lines(deed.work, states=sorted(LIVE))
    return Week(
        kept,
        board.figures_of(round_),
        tuple(board.blocked(round_)),
        late,
        found,
        bool(found) and found[-1].died(deed.now),
        tuple(rounds.proposals(deed.work, kept.id)),
        placements.states_of(deed.work, kept.id),
        _stalled(deed, live),
    )


def _stalled(deed: Deed, lines: list[Line]) -> tuple[Stalled, ...]:
    whole = {one.state.id: one for one in placements.load_all(deed.work, lines)}
    found = stalls([one.state for one in whole.values()], in_force(deed.work, deed.today), deed.today)
    return tuple(Stalled(whole[one.placement.id].line, one.waits_for, one.roles, one.age, one.term) for one in found)


@action(COMMITTEE, AUDITOR, writes=False)
def show_policy(deed: Deed, round_id: str) -> Policy:
    """The policy under which a round was opened."""
    kept = rounds.find(deed.work, round_id)
    return parsed(policies.policy(deed.work, kept.policy).source, kept.as_of)


# ------------------------------------------------------------------------------------------------ the proposal


@action(EVERYBODY, writes=False)
def find_number(deed: Deed, round_id: str, number: int | None = None) -> int:
    """The number of a proposal of a round, of the last one where none is named; says nothing of what is in it."""
    return rounds.find_proposal(deed.work, round_id, number).number


@dataclass(frozen=True)
class PlacedLine:
    """A row of the proposal with the placement that came of it; None: it was called off, or is of another proposal."""

    row: Placed
    line: Line | None


@dataclass(frozen=True)
class Page:
    """What is shown of a list, out of how many."""

    proposal: KeptProposal
    round: KeptRound
    headline: str
    proven: bool
    unplaced: int
    total: int
    last: int


@action(COMMITTEE, AUDITOR, writes=False)
def list_placed(
    deed: Deed, round_id: str, number: int | None, wanted: Wanted[PlacedLine], lang: str = "nl"
) -> tuple[Page, list[PlacedLine]]:
    """Who is proposed for which home, with what was decided. This reads the files of whom it shows."""
    page, round_, proposal = _opened(deed, round_id, number, lang)
    lines = {(line.household, line.unit): line for line in placements.lines(deed.work, round_id=round_id)}
    rows = [
        PlacedLine(row, lines.get((row.who.id, row.home.id))) for row in board.placed(round_, proposal, Tongue(lang))
    ]
    shown = wanted(rows)
    deed.read(one.row.who.id for one in shown)
    return page, shown


@action(COMMITTEE, AUDITOR, writes=False)
def list_unplaced(
    deed: Deed, round_id: str, number: int | None, wanted: Wanted[Open], lang: str = "nl"
) -> tuple[Page, list[Open]]:
    """Who gets no home in a proposal, and why. This reads the files of whom it shows."""
    page, round_, proposal = _opened(deed, round_id, number, lang)
    shown = wanted(board.unplaced(round_, proposal, Tongue(lang)))
    deed.read(one.who.id for one in shown)
    return page, shown


def _opened(deed: Deed, round_id: str, number: int | None, lang: str) -> tuple[Page, Round, Proposal]:
    round_, proposal, kept = proposed(deed, round_id, number)
    last = rounds.find_proposal(deed.work, round_id).number
    here = rounds.find(deed.work, round_id)
    headline, proven = Tongue(lang).of(proposal.headline), proposal.reproducible
    page = Page(kept, here, headline, proven, len(proposal.unplaced), len(proposal.placements), last)
    return page, round_, proposal


# ------------------------------------------------------------------------------------------------ one household


@dataclass(frozen=True)
class CaseFile:
    """All that a proposal says of one household, what came of it, and what people said of it and homes."""

    case: Case
    proposal: KeptProposal
    last: int
    round: KeptRound
    lines: tuple[Line, ...]
    words: tuple[PairWord, ...]
    day: date


@action(COMMITTEE, AUDITOR, writes=False)
def show_case(deed: Deed, round_id: str, household: str, number: int | None = None, lang: str = "nl") -> CaseFile:
    """Why a household gets its home, or none, as the proposal says it; and what people said. This reads its file."""
    page, round_, proposal = _opened(deed, round_id, number, lang)
    found = case_of(round_, proposal, household, Tongue(lang))
    if found is None:
        raise NotFound("not_in_round", N_("{household} is not in this round."), household=household)
    deed.read([household])
    lines = placements.lines(deed.work, household=household)
    words = tuple(word for word in people.words(deed.work) if word.household == household)
    return CaseFile(found, page.proposal, page.last, page.round, tuple(reversed(lines)), words, deed.today)

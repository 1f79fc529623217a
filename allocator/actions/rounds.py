"""Rounds: opened, run, shown, compared, replayed and closed."""

import hashlib
from dataclasses import dataclass
from datetime import date

from allocator import ledger
from allocator.actions.parts.amending import amended, amendment
from allocator.actions.parts.deed import AUDITOR, COMMITTEE, EVERYBODY, SYSTEM_ONLY, Deed, action
from allocator.actions.parts.force import in_force
from allocator.actions.parts.freezing import Names, freeze
from allocator.actions.parts.office import SYSTEM
from allocator.actions.parts.passing import let_pass
from allocator.actions.parts.steps import COMMITTEE as COMMITTEE_ROLES
from allocator.actions.parts.steps import DECIDES, Stride, stride
from allocator.domain.failure import CONTRADICTION
from allocator.domain.policy import Policy
from allocator.domain.proposal import Proposal
from allocator.domain.refusal import Conflict
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence
from allocator.domain.workflow import State, Step
from allocator.explain.difference import Difference, difference
from allocator.locale import N_
from allocator.reports.files import proposal_json
from allocator.run import run_match
from allocator.solver.statements import Contradiction
from allocator.store import Work, books, decisions, members, people, placements, rounds, runs
from allocator.store.rounds import KeptProposal, KeptRound
from allocator.store.runs import Run
from allocator.workflow import Decided, Deviation, Deviations, count_deviations


@dataclass(frozen=True)
class Shown:
    """A round with what was done in it."""

    round: KeptRound
    households: int
    runs: tuple[Run, ...]
    proposals: tuple[KeptProposal, ...]
    states: dict[State, int]
    deviations: Deviations
    died: tuple[int, ...]


@action(COMMITTEE)
def open_round(deed: Deed, round_id: str, as_of: date | None = None, period: str | None = None) -> KeptRound:
    """Open a round: freeze everything, draw the seed of the lottery, and write both down."""
    day = as_of or deed.today
    if (other := rounds.latest(deed.work, rounds.OPEN)) is not None:
        raise Conflict("round_open", N_("Round {round} is still open; close it first."), round=other.id)
    if (last := rounds.latest(deed.work)) is not None and day < last.as_of:
        raise Conflict("before_last", N_("The last round was of {day}; this one cannot be older."), day=last.as_of)
    policy = in_force(deed.work, day)
    names = Names(round_id, day, period or str(day.year), hashlib.sha256(deed.office.secret().encode()).hexdigest())
    if names.period in books.closed_periods(deed.work):
        raise Conflict(
            "closed", N_("The period {period} is closed: its balance was carried over."), period=names.period
        )
    let_pass(deed, policy, day)
    round_ = _with_quota(deed, names, policy)
    kept = rounds.add(deed.work, round_, deed.actor.id, deed.now)
    people.needed(deed.work, (h.id for h in round_.households), day)
    facts: dict[str, object] = {"sha256": kept.sha256, "policy_sha256": round_.policy_sha256, "seed": names.seed}
    facts |= {"households": len(round_.households), "units": len(round_.units)}
    deed.note("round", round_id, facts=facts)
    return kept


def _with_quota(deed: Deed, names: Names, policy: Policy) -> Round:
    """The frozen round; at the first one of a period the quotas are booked, and stay as they are."""
    round_ = freeze(deed.work, names, policy)
    if books.has_quota(deed.work, names.period):
        return round_
    given = [row for d in policy.dimensions for row in ledger.quota_postings(round_, d, names.as_of)]
    if not given:
        return round_
    books.book(deed.work, given, by=SYSTEM.id, at=deed.now, why="quota")
    deed.note("ledger", names.period, facts={"quota": sum(int(row.amount) for row in given)}, by=SYSTEM)
    return freeze(deed.work, names, policy)


@action(COMMITTEE)
def ask_run(deed: Deed, round_id: str, time_limit: float | None = None) -> Run:
    """Ask for a run of an open round; what was accepted stays, what was refused is not proposed again."""
    _must_be_open(deed.work, round_id)
    said = amendment(deed.work, rounds.load(deed.work, round_id), deed.today)
    if not rounds.proposals(deed.work, round_id) and not {"pairs", "back", "homes", "gone"} & said.keys():
        said = {}
    run = runs.ask(deed.work, round_id, deed.actor.id, deed.now, said, time_limit)
    deed.note("run", str(run.id), facts={"round": round_id, "pairs": len(said.get("pairs", ()))})
    return run


@action(COMMITTEE)
def cancel_run(deed: Deed, number: int) -> Run:
    """Call off a run that waits or is at work; its worker stops, and what it made is not taken."""
    runs.cancel(deed.work, runs.find(deed.work, number), deed.now, deed.actor.id)
    deed.note("run", str(number), facts={"failed": runs.CANCELLED})
    return runs.find(deed.work, number)


@action(COMMITTEE, AUDITOR, writes=False)
def contradiction(deed: Deed, number: int) -> tuple[Sentence, ...]:
    """The smallest set of statements that cannot all be, of a run that failed for it; found by solving it again.

    Raises:
        Conflict: when the run did not fail for that.
        Gone: when facts in it were destroyed on their date.
    """
    from allocator.solver.optimum import solve  # heavy, and asked seldom

    run = runs.find(deed.work, number)
    if run.failure is not None and run.failure.code == CONTRADICTION:
        round_ = amended(rounds.load(deed.work, run.round), runs.amendment(deed.work, number))
        try:
            solve(round_, time_limit=run.time_limit)
        except Contradiction as found:
            said = [one.sentence() for one in found.statements]
            deed.read(sorted({str(v) for one in said for v in one.values.values()} & round_.household_by_id.keys()))
            return tuple(said)
    raise Conflict("no_contradiction", N_("Run {run} did not fail because of a contradiction."), run=number)


def _must_be_open(work: Work, round_id: str) -> KeptRound:
    kept = rounds.find(work, round_id)
    if kept.status != rounds.OPEN:
        raise Conflict("round_closed", N_("Round {round} is closed."), round=round_id)
    return kept


@action(EVERYBODY, writes=False, glances=True)
def list_rounds(deed: Deed, most: int = 60) -> list[KeptRound]:
    """Rounds with their date, state and hash, the newest first."""
    return rounds.all_rounds(deed.work, most)


@action(COMMITTEE, AUDITOR, writes=False)
def show_round(deed: Deed, round_id: str, last: int | None = None) -> Shown:
    """A round: its hash, its runs and proposals (all, or so many of the last), and how its placements stand."""
    kept = rounds.find(deed.work, round_id)
    found = runs.of_round(deed.work, round_id, last)
    return Shown(
        kept,
        len(members.of_round(deed.work, kept)),
        tuple(found),
        tuple(rounds.proposals(deed.work, round_id, last)),
        placements.states_of(deed.work, round_id),
        _deviations(deed.work, round_id),
        tuple(run.id for run in found if run.died(deed.now)),
    )


def _deviations(work: Work, round_id: str) -> Deviations:
    """How often the committee followed the proposal; of what was opened again, the last decision counts."""
    roles, steps = sorted(COMMITTEE_ROLES), sorted(DECIDES)
    last = decisions.last_ones(work, round_id=round_id, before=State.PROPOSED, roles=roles, steps=steps)
    return count_deviations(
        Decided(Deviation(deviation) if deviation else None, reason)
        for deviation, reason, count in last
        for _ in range(count)
    )


@action(COMMITTEE, AUDITOR, writes=False)
def show_proposal(deed: Deed, round_id: str, number: int | None = None) -> tuple[Round, Proposal, KeptProposal]:
    """A proposal of a round with the round that it was made from; this reads the files of all households in it."""
    kept = rounds.find_proposal(deed.work, round_id, number)
    round_ = _round_of(deed.work, kept)
    deed.read(h.id for h in round_.households)
    return round_, rounds.load_proposal(deed.work, kept), kept


def _round_of(work: Work, kept: KeptProposal) -> Round:
    """The round as the run of this proposal had it."""
    return amended(rounds.load(work, kept.round), runs.amendment(work, kept.run))


@action(COMMITTEE, AUDITOR, writes=False)
def diff_proposals(deed: Deed, round_id: str, first: int, second: int) -> Difference:
    """What changed between two proposals of a round, and why; this reads the files of the households in it."""
    one, other = (rounds.find_proposal(deed.work, round_id, number) for number in (first, second))
    old, new = _round_of(deed.work, one), _round_of(deed.work, other)
    deed.read(h.id for h in old.households)
    return difference(old, rounds.load_proposal(deed.work, one), new, rounds.load_proposal(deed.work, other))


@dataclass(frozen=True)
class Replayed:
    """A proposal made again from the stored round alone."""

    kept: KeptProposal
    sha256: str

    @property
    def same(self) -> bool:
        """Whether it is the same, byte for byte."""
        return self.sha256 == self.kept.sha256


@action(COMMITTEE, AUDITOR, SYSTEM_ONLY, writes=False)
def replay_round(deed: Deed, round_id: str, number: int | None = None) -> Replayed:
    """Make a proposal again from the stored round alone, and compare it byte for byte."""
    kept = rounds.find_proposal(deed.work, round_id, number)
    again = run_match(_round_of(deed.work, kept), time_limit=None).proposal
    return Replayed(kept, hashlib.sha256(proposal_json(again).encode()).hexdigest())


@action(COMMITTEE)
def close_round(deed: Deed, round_id: str) -> dict[State, int]:
    """Close a round: what was not decided is called off, and comes back in the next round."""
    kept = _must_be_open(deed.work, round_id)
    if any(run.status in (runs.QUEUED, runs.RUNNING) for run in runs.of_round(deed.work, round_id)):
        raise Conflict("busy", N_("A run of round {round} is not finished yet."), round=round_id)
    policy = in_force(deed.work, kept.as_of)
    open_ones = placements.lines(deed.work, round_id=round_id, states=[State.PROPOSED])
    for line in open_ones:
        one = placements.load(deed.work, line.id)
        if one.line.state is State.PROPOSED:  # else it fell with another one
            day = max(deed.today, line.since)
            stride(deed, one, Stride(Step.WITHDRAW, SYSTEM, day, policy, "round_closed"))
    rounds.close(deed.work, round_id, deed.actor.id, deed.now)
    states, differ = placements.states_of(deed.work, round_id), _deviations(deed.work, round_id)
    facts = {"not_decided": len(open_ones), "decided": differ.decided, "deviated": differ.deviated}
    deed.note("round", round_id, facts=facts | {state.value: count for state, count in states.items()})
    return states


__all__ = [
    "KeptProposal",
    "KeptRound",
    "Replayed",
    "Run",
    "Shown",
    "ask_run",
    "close_round",
    "diff_proposals",
    "list_rounds",
    "open_round",
    "replay_round",
    "show_proposal",
    "show_round",
]

"""What a worker does with a run: take it, give signs of life, keep what it made. Never done by people."""

from collections.abc import Collection, Mapping
from typing import Any

from allocator.actions.parts.amending import PINNED_BY, amended, amendment, forbidden_since
from allocator.actions.parts.deed import EVERYBODY, SYSTEM_ONLY, Deed, action
from allocator.actions.parts.noticing import tell_of
from allocator.actions.parts.office import SYSTEM
from allocator.actions.parts.since import STAYS, gone_since, homes_since
from allocator.actions.parts.steps import Stride, stride
from allocator.actions.parts.underway import worked_out
from allocator.domain.codes import Verdict
from allocator.domain.failure import Failure
from allocator.domain.proposal import Placement, Proposal, ProposedPlacement
from allocator.domain.round import Round
from allocator.domain.workflow import CLOSED, State, Step
from allocator.locale import N_
from allocator.reports.files import proposal_json
from allocator.rules import Context
from allocator.solver.verify import feasible
from allocator.store import placements, rounds, runs
from allocator.store.faults import Taken
from allocator.store.notices import Notice
from allocator.store.rounds import KeptProposal
from allocator.store.runs import Run
from allocator.workflow import PlacementState

CHANGED = N_("This changed while the proposal was made, so run again: {keys}.")


@action(SYSTEM_ONLY)
def claim_run(deed: Deed, worker: str, only: int | None = None) -> Run | None:
    """Take the oldest run that waits, or whose worker died."""
    run = runs.claim(deed.work, worker, deed.now, only)
    if run is None:
        deed.nothing_changed()
    else:
        deed.note("run", str(run.id), facts={"worker": worker, "attempt": run.attempts})
    return run


@action(SYSTEM_ONLY)
def beat(deed: Deed, run: Run, progress: Mapping[str, Any]) -> bool:
    """Give a sign of life, and say how far it is; false when another worker took over, or it was called off."""
    deed.nothing_changed()
    return runs.beat(deed.work, run, deed.now, progress)


@action(SYSTEM_ONLY, writes=False)
def is_wanted(deed: Deed, run: Run) -> bool:
    """Whether the run is still this worker's."""
    return runs.is_mine(deed.work, run)


@action(SYSTEM_ONLY, writes=False)
def load_run(deed: Deed, run: Run) -> Round:
    """The round as this run has it."""
    return amended(rounds.load(deed.work, run.round), runs.amendment(deed.work, run.id))


@action(SYSTEM_ONLY)
def fail_run(deed: Deed, run: Run, why: Failure) -> None:
    """Write down that a run ended without a proposal, and why."""
    runs.fail(deed.work, run, deed.now, why.text())
    deed.note("run", str(run.id), facts={"failed": why.code})


@action(SYSTEM_ONLY)
def give_back_run(deed: Deed, run: Run) -> bool:
    """Let a run wait again, because its worker is stopped; false when it was no longer this worker's."""
    given = runs.give_back(deed.work, run)
    if given:
        deed.note("run", str(run.id), facts={"waits_again": run.worker or ""})
    else:
        deed.nothing_changed()
    return given


@action(SYSTEM_ONLY)
def keep_proposal(deed: Deed, run: Run, round_: Round, proposal: Proposal, info: dict[str, Any]) -> KeptProposal:
    """Keep the proposal of a run, with a placement for everybody in it that waits for a decision."""
    runs.finish(deed.work, run, deed.now, info)
    kept = rounds.add_proposal(deed.work, round_, run.id, proposal, proposal_json(proposal), deed.now)
    known = {(line.household, line.unit): line for line in placements.lines(deed.work, round_id=run.round)}
    wanted = {(placed.household, placed.unit): placed for placed in proposal.placements}
    new = {pair for pair in wanted if pair not in known or known[pair].state in CLOSED}
    _must_still_be_so(deed, round_, new)
    _must_leave_room(deed, proposal, [line for pair, line in known.items() if pair not in wanted])
    _replace(deed, round_, [line for pair, line in known.items() if pair not in wanted])
    for pair, placed in wanted.items():
        line = known.get(pair)
        if line is not None and line.state is State.PROPOSED:
            placements.propose_again(deed.work, line.id, kept.id)
        elif pair in new:
            _propose(deed, round_, placed, kept)
    facts = {"round": run.round, "sha256": kept.sha256, "round_sha256": kept.round_sha256, "proven": kept.proven}
    deed.note("proposal", f"{run.round}/{kept.number}", facts=facts)
    tell_of(deed, Notice(kind="proposal", round=run.round))
    return kept


def _must_still_be_so(deed: Deed, round_: Round, new: Collection[tuple[str, str]]) -> None:
    """Refuse a proposal that rests on a home or a household that is gone since the run began, or was refused.

    Raises:
        Taken: when it does; the run is to be asked again.
    """
    changed = {*homes_since(deed.work, round_), *gone_since(deed.work, round_)}
    gone = {key for pair in new for key in pair if key in changed}
    if lost := sorted(gone | set(forbidden_since(deed.work, round_, deed.today, new))):
        raise Taken("changed_meanwhile", CHANGED, keys=", ".join(lost))


def _must_leave_room(deed: Deed, proposal: Proposal, lines: list[placements.Line]) -> None:
    """Refuse a proposal that does not go together with what was accepted since the run was told how things stood.

    Homes and households are claimed one by one; support, caps and who lives with whom only the judge can tell.

    Raises:
        Taken: when accepting all of it would leave no lawful plan; the run is to be asked again.
    """
    if not any(line.state in STAYS for line in lines):
        return
    frozen = rounds.load(deed.work, proposal.round_id)
    now = amended(frozen, amendment(deed.work, frozen, deed.today))
    pinned = {(word.household, word.unit) for word in now.pairs if word.verdict is Verdict.PIN}
    stays = placements.load_all(deed.work, [line for line in lines if (line.household, line.unit) in pinned])
    plan = [Placement(household=one.household, unit=one.unit, pools=one.pools) for one in proposal.placements]
    plan += [Placement(household=one.line.household, unit=one.line.unit, pools=one.state.pools) for one in stays]
    if stays and feasible(now, plan, Context(now)):
        keys = sorted({key for one in stays for key in (one.line.household, one.line.unit)})
        raise Taken("changed_meanwhile", CHANGED, keys=", ".join(keys))


def _replace(deed: Deed, round_: Round, lines: list[placements.Line]) -> None:
    """What the new proposal no longer says is called off, as far as nobody decided on it."""
    for line in lines:
        if line.state is State.PROPOSED and placements.line(deed.work, line.id).live:
            how = Stride(Step.WITHDRAW, SYSTEM, max(deed.today, line.since), round_.policy, "replaced")
            stride(deed, placements.load(deed.work, line.id), how)


def _propose(deed: Deed, round_: Round, placed: ProposedPlacement, kept: KeptProposal) -> None:
    unit = round_.unit_by_id[placed.unit]
    draft = PlacementState(
        id="new",
        household=placed.household,
        unit=placed.unit,
        municipality=placed.municipality,
        corporation=unit.corporation,
        pools=placed.pools,
        providers=tuple(sorted({round_.pool_by_id[pool].provider for pool in placed.pools})),
        referrer=round_.household_by_id[placed.household].referrer,
        depends_on=placed.depends_on,
        to_confirm=placed.to_confirm,
        by_hand=_by_hand(round_, placed),
        since=deed.today,
    )
    facts = worked_out(round_, placed)
    placements.add(
        deed.work,
        draft,
        facts,
        round_id=round_.round_id,
        proposal=kept.id,
        places=facts["places"],
        period=round_.period,
    )


def _by_hand(round_: Round, placed: ProposedPlacement) -> bool:
    """Whether a person wanted this home for this household: that is a deviation, which needs a reason."""
    return any(
        (word.household, word.unit) == (placed.household, placed.unit)
        and word.verdict is Verdict.PIN
        and word.by != PINNED_BY
        for word in round_.pairs
    )


@action(EVERYBODY, writes=False, glances=True)
def show_run(deed: Deed, number: int) -> tuple[Run, bool]:
    """How a run stands, and whether its worker died."""
    run = runs.find(deed.work, number)
    return run, run.died(deed.now)

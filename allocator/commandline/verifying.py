"""``verify``: recompute a whole proposal from its case, without the solver, and accept it or say what is wrong."""

from pathlib import Path

from allocator import run
from allocator.commandline import inputs
from allocator.commandline.exits import Exit
from allocator.commandline.judging import everything
from allocator.commandline.progress import meter
from allocator.commandline.screen import Screen
from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.locale import N_


def verify(screen: Screen, case: Path, proposal: Path, policy: Path | None, seed: str | None) -> Exit:
    """Judge a proposal; a rejected one gives the exit code of wrong input.

    Raises:
        InputProblems: when case or proposal cannot be read.
    """
    tongue = screen.tongue
    with meter(screen) as shown:
        shown.phase(tongue(N_("Reading the case")))
        round_ = inputs.case(case, policy, seed).round
        found = inputs.proposal(proposal)
        shown.phase(tongue(N_("Recomputing the proposal")))
        violations = everything(round_, found)
    checked = _checked(screen, round_, found)
    if screen.as_json:
        screen.data(
            {
                "accepted": not violations,
                "violations": [{"code": v.code, "sentence": v.sentence.render(screen.lang)} for v in violations],
                "checked": checked,
                "round_sha256": round_.sha256,
            }
        )
    elif violations:
        one, many = N_("Rejected: one fault in this proposal."), N_("Rejected: {n} faults in this proposal.")
        screen.line(tongue(one if len(violations) == 1 else many, n=len(violations)), "bold red")
        for count, violation in enumerate(violations, start=1):
            screen.item(f"{count:>3}.", f"{violation.sentence.render(screen.lang)} ({violation.code})")
    else:
        screen.line(tongue(N_("Accepted: everything in this proposal was recomputed and is right.")), "bold green")
        screen.bullets(checked)
    return Exit.PROBLEMS if violations else Exit.DONE


def _checked(screen: Screen, round_: Round, proposal: Proposal) -> list[str]:
    tongue = screen.tongue
    return [
        tongue(
            N_("Input: the case, the policy and the seed are the ones it was made from (SHA-256 {hash}...)."),
            hash=round_.sha256[:16],
        ),
        tongue(
            N_("Placements: {n}, each against all rules, places, support, caps, pins and blocks."),
            n=len(proposal.placements),
        ),
        tongue(N_("Aims: {n}, each with its value, its limit and its status."), n=len(proposal.stages)),
        tongue(N_("Balance: {n} lines of the ledger, to the fraction."), n=len(proposal.balance)),
        tongue(N_("People: all {n} are placed once or have a reason why not."), n=len(round_.households)),
        tongue(
            N_("Reasons: every sentence, as this version of the program gives it.")
            if proposal.versions == run.versions()
            else N_("Reasons: made by another version of the program, so not compared word for word.")
        ),
    ]

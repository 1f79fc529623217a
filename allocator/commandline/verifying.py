"""``verify``: recompute a whole proposal from its case, without the solver, and accept it or say what is wrong."""

from collections.abc import Iterator
from pathlib import Path

from allocator import rules, run
from allocator.commandline import inputs
from allocator.commandline.exits import Exit
from allocator.commandline.progress import meter
from allocator.commandline.screen import Screen
from allocator.domain.proposal import Proposal, Solution
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence, Value
from allocator.explain import explain
from allocator.locale import N_
from allocator.reports import figures
from allocator.solver import aims
from allocator.solver.verify import Violation
from allocator.solver.verify import verify as judge


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
        screen.line(tongue(N_("Rejected: {n} faults in this proposal."), n=len(violations)), "bold red")
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


def everything(round_: Round, proposal: Proposal) -> list[Violation]:
    """All that is wrong with a proposal: its input, its plan, its figures and what stands beside each placement."""
    wrong = list(_input(round_, proposal))
    solution = inputs.solution(proposal)
    plan = judge(round_, solution)
    wrong += plan
    if any(v.code.startswith("unknown") for v in plan):
        return wrong  # what stands beside a placement of nobody cannot be looked up
    wrong += [*_people(round_, proposal), *_beside(round_, proposal, solution), *_balance(round_, proposal, solution)]
    return wrong or list(_words(round_, proposal, solution))


def _fault(code: str, text: str, **values: Value) -> Violation:
    return Violation(code, Sentence(text, values))


def _input(round_: Round, proposal: Proposal) -> Iterator[Violation]:
    if proposal.round_sha256 != round_.sha256:
        text = N_("This proposal was made from other input than this case; was another --policy or --seed used?")
        yield _fault("input", text)
    if proposal.policy_sha256 != round_.policy_sha256:
        yield _fault("policy", N_("This proposal was made under another policy."))
    if proposal.seed_by_hand != round_.seed_by_hand:
        yield _fault("seed", N_("Whether the seed was chosen by hand is not as the case says."))


def _people(round_: Round, proposal: Proposal) -> Iterator[Violation]:
    placed = {p.household for p in proposal.placements}
    listed = [u.household for u in proposal.unplaced]
    for household in sorted({h.id for h in round_.households} - placed - set(listed)):
        yield _fault("missing", N_("{household} is neither placed nor listed as not placed."), household=household)
    for household in sorted({key for key in listed if key in placed or listed.count(key) > 1}):
        yield _fault("listed-twice", N_("{household} is listed more than once."), household=household)
    for household in sorted(set(listed) - set(round_.household_by_id)):
        yield _fault("unknown-household", N_("{household} is listed, but is not in the round."), household=household)


def _beside(round_: Round, proposal: Proposal, solution: Solution) -> Iterator[Violation]:
    """Facts beside each placement: municipality, questions, waivers, pins, and who must move first."""
    context = rules.Context(round_)
    depends = aims.depends_on(round_, solution.placements)
    pins = {(word.household, word.unit) for word in round_.pairs if word.verdict == "pin"}
    for p in proposal.placements:
        verdict = rules.judge_pair(context, p.household, p.unit)
        true = {
            "municipality": round_.unit_by_id[p.unit].municipality,
            "to_confirm": tuple(sorted(verdict.ask)),
            "waived": tuple(sorted(verdict.waived)),
            "depends_on": tuple(sorted(depends.get(p.household, ()))),
            "pinned": (p.household, p.unit) in pins,
        }
        for name, value in true.items():
            said = getattr(p, name)
            if (tuple(sorted(said)) if isinstance(said, tuple) else said) != value:
                text = N_("{household} in {unit}: {name} is not what the case gives.")
                yield _fault(name.replace("_", "-"), text, household=p.household, unit=p.unit, name=name)


def _balance(round_: Round, proposal: Proposal, solution: Solution) -> Iterator[Violation]:
    said = [line for lines in figures.balance(proposal).values() for line in lines]
    if sorted(said, key=_place) != sorted(run.balance(round_, solution), key=_place):
        yield _fault("balance", N_("The lines of the balance are not what ledger and placements give."))


def _words(round_: Round, proposal: Proposal, solution: Solution) -> Iterator[Violation]:
    """All that is left: the reasons and other texts, as this version of the program gives them."""
    if proposal.versions != run.versions():
        return  # another version may say it in other words
    if run.propose(round_, solution, explain(round_, solution)) != proposal:
        yield _fault("words", N_("A reason or another text is not what the case and the plan give."))


def _place(line: object) -> tuple[str, str]:
    return (getattr(line, "dimension", ""), getattr(line, "municipality", ""))

"""Judges a whole proposal by its case: its input, its plan, its figures and what stands beside each placement."""

from collections.abc import Iterator

from allocator import rules, run
from allocator.domain.proposal import Proposal, Solution
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence, Value
from allocator.explain import explain
from allocator.locale import N_
from allocator.reports import figures
from allocator.solver import aims
from allocator.solver.verify import Violation
from allocator.solver.verify import verify as judge


def everything(round_: Round, proposal: Proposal, *, words: bool = True) -> list[Violation]:
    """All that is wrong with a proposal.

    Args:
        round_: the round it says it was made from.
        proposal: placements, figures and sentences.
        words: whether to compare its sentences too, which takes as long as making them.
    """
    wrong = list(_input(round_, proposal))
    claimed = proposal.solution
    plan = judge(round_, claimed)
    wrong += plan
    if any(v.code.startswith("unknown") for v in plan):
        return wrong  # what stands beside a placement of nobody cannot be looked up
    wrong += [*_people(round_, proposal), *_beside(round_, proposal, claimed), *_balance(round_, proposal, claimed)]
    return wrong or (list(_words(round_, proposal, claimed)) if words else [])


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


def _beside(round_: Round, proposal: Proposal, claimed: Solution) -> Iterator[Violation]:
    """Facts beside each placement: municipality, questions, waivers, pins, and who must move first."""
    context = rules.Context(round_)
    depends = aims.depends_on(round_, claimed.placements)
    pins = {(word.household, word.unit) for word in round_.pairs if word.verdict == "pin"}
    rules.judge_pairs(context, ((p.household, p.unit) for p in proposal.placements))
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


def _balance(round_: Round, proposal: Proposal, claimed: Solution) -> Iterator[Violation]:
    said = [line for lines in figures.balance(proposal).values() for line in lines]
    if sorted(said, key=_place) != sorted(run.balance(round_, claimed), key=_place):
        yield _fault("balance", N_("The lines of the balance are not what ledger and placements give."))


def _words(round_: Round, proposal: Proposal, claimed: Solution) -> Iterator[Violation]:
    """All that is left: the reasons and other texts, as this version of the program gives them."""
    if proposal.versions != run.versions():
        return  # another version may say it in other words
    if run.propose(round_, claimed, explain(round_, claimed)) != proposal:
        yield _fault("words", N_("A reason or another text is not what the case and the plan give."))


def _place(line: object) -> tuple[str, str]:
    return (getattr(line, "dimension", ""), getattr(line, "municipality", ""))

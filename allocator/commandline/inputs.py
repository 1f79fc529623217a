"""Reads what commands are given: a case, and a proposal that was made from it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from allocator.commandline import judging
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence, Term
from allocator.intake import ReadCase, read_case
from allocator.intake.tables import read_file
from allocator.locale import N_
from allocator.locale.system import fault_of
from allocator.reports.disk import PROPOSAL_FILE


def case(path: Path, policy: Path | None = None, seed: str | None = None) -> ReadCase:
    """The case at a path.

    Raises:
        InputProblems: every problem in it.
    """
    return read_case(path, policy=policy, seed=seed)


def name_of(path: Path) -> str:
    """The name of a case: that of its folder or workbook."""
    full = path.resolve()
    if full.is_file():
        full = full.parent if full.stem == "case" else full.with_suffix("")
    return full.name or "case"


def proposal_file(path: Path) -> Path:
    """The proposal.json that is meant by a file or a folder."""
    return path / PROPOSAL_FILE if path.is_dir() else path


def proposal(path: Path) -> Proposal:
    """The proposal at a path.

    Raises:
        InputProblems: when the file is not there or is no proposal.
    """
    file = proposal_file(path)
    try:
        return Proposal.model_validate_json(read_file(file))
    except OSError as error:
        what = Sentence(N_("The file cannot be opened: {fault}."), {"fault": Term(fault_of(error))})
        do = Sentence(N_("Name the proposal.json that `allocator match` wrote, or the folder in which it stands."))
        raise InputProblems([Problem.of(str(path), what, do)]) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or None
        what = Sentence(N_("This file is not a proposal."))
        do = Sentence(N_("Name a proposal.json as `allocator match` wrote it, or match again."))
        raise InputProblems([Problem.of(str(file), what, do, column=place)]) from error


def both(
    case_path: Path, proposal_path: Path, policy: Path | None, seed: str | None, *, words: bool = False
) -> tuple[Round, Proposal]:
    """A case and a proposal that was made from exactly this case, and not changed since.

    Args:
        case_path: the case.
        proposal_path: the proposal, or its folder.
        policy: another policy than that of the case.
        seed: a lottery seed chosen by hand.
        words: whether the sentences of the proposal will be shown, and so must be right as well.

    Raises:
        InputProblems: when one cannot be read, or the proposal was made from other input or does not hold.
    """
    round_ = case(case_path, policy, seed).round
    found = proposal(proposal_path)
    if found.round_sha256 != round_.sha256:
        what = Sentence(N_("This proposal was made from other input than this case."))
        do = Sentence(N_("Give the case as it was, with the same --policy and --seed; or match this case again."))
        place = {"column": "round_sha256", "value": found.round_sha256[:16]}
        raise InputProblems([Problem.of(str(proposal_file(proposal_path)), what, do, **place)])
    if violations := judging.everything(round_, found, words=words):
        do = Sentence(N_("This proposal was changed or does not hold: `allocator verify` says all. Match again."))
        raise InputProblems([Problem.of(str(proposal_file(proposal_path)), v.sentence, do) for v in violations[:1]])
    return round_, found


class Pairing(Protocol):
    """A round and a proposal that belong together, from files or from what is kept."""

    def read(self) -> tuple[Round, Proposal]:
        """Both."""


@dataclass(frozen=True)
class Given:
    """What a command on files is given."""

    case: Path
    proposal: Path
    policy: Path | None
    seed: str | None

    def read(self) -> tuple[Round, Proposal]:
        """The case and the proposal, which belong together.

        Raises:
            InputProblems: when they do not, or one cannot be read.
        """
        return both(self.case, self.proposal, self.policy, self.seed)

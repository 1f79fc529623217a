"""Whatever the round: it is matched, explained, written in both languages, and accepted when it is read again."""

import pytest
from hypothesis import given, settings

from allocator import run
from allocator.commandline import judging
from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.reports.disk import PROPOSAL_FILE
from allocator.reports.files import contents
from allocator.solver.statements import Contradiction
from tests.oracle import cases


@pytest.mark.slow
@settings(max_examples=max(1, settings().max_examples // 2))
@given(cases.rounds(households=6, units=5))
def test_every_round_gives_files_that_hold(round_: Round) -> None:
    try:
        matched = run.run_match(round_)
    except Contradiction:
        return
    for lang in ("nl", "en"):
        files = contents(matched.round, matched.proposal, matched.run_info, lang)
        read = Proposal.model_validate_json(files[PROPOSAL_FILE])
        assert read == matched.proposal
        assert all("{" not in files[name].split("</style>")[-1] for name in ("report.html", "report-shareable.html"))
    assert judging.everything(round_, matched.proposal) == []

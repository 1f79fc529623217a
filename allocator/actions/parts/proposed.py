"""A proposal with the round it was made from, and who reads about it."""

from allocator.actions.parts.amending import amended
from allocator.actions.parts.deed import Deed
from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.reports.telling import Reader
from allocator.reports.words import Tongue
from allocator.store import rounds, runs
from allocator.store.rounds import KeptProposal
from allocator.workflow import AUDIENCES


def proposed(deed: Deed, round_id: str, number: int | None) -> tuple[Round, Proposal, KeptProposal]:
    """A proposal of a round, the last one without a number, with the round as it was when it was made.

    Raises:
        NotFound: when there is no such round or proposal.
    """
    kept = rounds.find_proposal(deed.work, round_id, number)
    round_ = amended(rounds.load(deed.work, kept.round), runs.amendment(deed.work, kept.run))
    return round_, rounds.load_proposal(deed.work, kept), kept


def reader_of(deed: Deed, lang: str) -> Reader:
    """Who acts, as the reader of sentences."""
    return Reader(Tongue(lang), AUDIENCES[deed.actor.role])

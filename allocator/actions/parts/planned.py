"""Rounds with the plans that were proposed for them, as looking further needs them."""

from collections.abc import Iterator

from allocator.actions.parts.deed import Deed
from allocator.actions.parts.proposed import proposed
from allocator.domain.refusal import NotFound
from allocator.locale import N_
from allocator.store import rounds
from allocator.whatif.again import Basis


def basis_of(deed: Deed, round_id: str, number: int | None = None) -> Basis:
    """A round with its plan, the last one without a number.

    Raises:
        NotFound: when there is no such round, or no such proposal.
    """
    round_, proposal, _ = proposed(deed, round_id, number)
    return Basis.of(round_, proposal)


def last_plans(deed: Deed, most: int) -> Iterator[Basis]:
    """The last rounds for which something was proposed, the newest first, each with its last proposal."""
    found = 0
    for kept in rounds.all_rounds(deed.work, most=10**6):
        if found < most and rounds.proposals(deed.work, kept.id):
            found += 1
            yield basis_of(deed, kept.id)


def some_proposal(deed: Deed) -> None:
    """Refuse when nothing was proposed yet.

    Raises:
        NotFound: then.
    """
    if not any(rounds.proposals(deed.work, kept.id) for kept in rounds.all_rounds(deed.work, most=10**6)):
        raise NotFound("no_proposal", N_("Nothing was proposed yet, so there is nothing to work out."))

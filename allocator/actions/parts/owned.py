"""What an actor may see: to others it is as if it were not there."""

from allocator.actions.parts.deed import Deed
from allocator.domain.refusal import NotFound
from allocator.locale import N_
from allocator.store import people, placements


def our_household(deed: Deed, key: str) -> people.Listed:
    """A household that this actor may see: of its own organisation, or helped by it under way.

    Raises:
        NotFound: when there is none, or it is another's.
    """
    found = people.listed(deed.work, key)
    if deed.own in (None, found.referrer) or placements.lines(deed.work, household=key, live=True, provider=deed.own):
        return found
    raise NotFound("no_household", N_("There is no household {household}."), household=key)

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
    concerned = {found.referrer}
    for line in placements.lines(deed.work, household=key, live=True):
        concerned |= set(placements.providers(deed.work, line.id))
    if deed.own is not None and deed.own not in concerned:
        raise NotFound("no_household", N_("There is no household {household}."), household=key)
    return found

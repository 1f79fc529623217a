"""Who stands in for whom: a joint choice in which nobody stands in twice.

A maximum matching by augmenting paths. Taken in order of priority, the households that are used are the first in order
that can be used at all (the sets that can be matched form a transversal matroid; Edmonds and Fulkerson, 1965), and a
path never uncovers what is covered.
"""

from collections.abc import Mapping, Sequence


def covered(places: Sequence[int], able: Mapping[str, Sequence[int]], most: int) -> dict[int, list[str]]:
    """Stand-ins for every place.

    First as many places as possible get one, then as many as possible a second one, up to ``most``.

    Args:
        places: numbers of the places.
        able: per stand-in, in order of priority, the places it can take.
        most: stand-ins a place gets at most.

    Returns:
        Per place its stand-ins in order of priority; nobody stands in for two places.
    """
    chosen = _Choice({place: [] for place in places}, able)
    for each in range(1, most + 1):
        for one in able:
            if chosen.full(each):
                break
            if one not in chosen.at:
                chosen.add(one, each, set())
    order = {one: i for i, one in enumerate(able)}
    return {place: sorted(who, key=order.__getitem__) for place, who in chosen.of.items()}


class _Choice:
    def __init__(self, of: dict[int, list[str]], able: Mapping[str, Sequence[int]]) -> None:
        self.of, self.able = of, able
        self.at: dict[str, int] = {}

    def full(self, each: int) -> bool:
        return len(self.at) >= each * len(self.of)

    def add(self, one: str, each: int, seen: set[int]) -> bool:
        """Give somebody a place, where needed by moving others to another place they can take."""
        for place in self.able[one]:
            if place in seen:
                continue
            seen.add(place)
            if len(self.of[place]) < each or self._moved(place, each, seen):
                self.of[place].append(one)
                self.at[one] = place
                return True
        return False

    def _moved(self, place: int, each: int, seen: set[int]) -> bool:
        for other in list(self.of[place]):
            if self.add(other, each, seen):
                self.of[place].remove(other)
                return True
        return False

"""What the round as a whole says, looked up once: who lives where, who is kept apart, what is paused."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from allocator.domain.codes import UnitStatus, Verdict
from allocator.domain.household import Household
from allocator.domain.policy import Label
from allocator.domain.region import PairWord
from allocator.domain.round import Round
from allocator.domain.sentence import Choice
from allocator.domain.unit import Occupant, Unit


@dataclass(frozen=True, slots=True)
class BedroomNorm:
    """How many bedrooms people need.

    Attributes:
        adults_per_bedroom: adults who share one.
        children_per_bedroom: children who share one, while younger than ``own_from_age``.
        own_from_age: age in years from which a child needs its own bedroom.
    """

    adults_per_bedroom: int = 2
    children_per_bedroom: int = 2
    own_from_age: int = 12

    def needed(self, adults: int, older: int, younger: int) -> int:
        """Bedrooms for so many adults, children with a room of their own, and children who share."""
        return _ceil(adults, self.adults_per_bedroom) + older + _ceil(younger, self.children_per_bedroom)


def _ceil(number: int, by: int) -> int:
    return -(-number // by)


class World:
    """Facts of the whole round.

    Args:
        round_: the round.
        norm: bedrooms that people need.
    """

    def __init__(self, round_: Round, norm: BedroomNorm) -> None:
        self.round = round_
        self.norm = norm
        self.policy = round_.policy
        self.amounts = round_.policy.amounts
        self.as_of: date = round_.as_of
        self.paused_municipalities = round_.paused
        self.paused_corporations = frozenset(round_.paused_corporations)
        self.names = {m.code: m.name for m in round_.municipalities}
        self.movers = _movers(round_.households)
        self.occupants = _occupants(round_.occupants)
        self.avoid = _avoid(round_)
        self.blocked = _blocked(round_.pairs)
        self.clashes = _clashes(round_.policy.tag_conflicts)
        self._labels: dict[str, dict[str, Choice]] = {}
        self._vocabularies: dict[str, dict[str, int]] = {}

    def vocabulary(self, name: str) -> dict[str, int]:
        """Positions of the codes of one kind, shared by all columns of that kind; grows while facts are found."""
        return self._vocabularies.setdefault(name, {})

    def moment(self, unit: Unit) -> date | None:
        """The day on which a unit can be moved into, None when that is not known.

        A free unit without a date can be let at once; when an occupied one comes free must be said.
        """
        if unit.available_from is None and unit.status is UnitStatus.OCCUPIED:
            return None
        return self.earliest(unit)

    def earliest(self, unit: Unit) -> date:
        """The first day on which a unit could be moved into, also when the real day is not known."""
        start = max(self.as_of, unit.available_from or self.as_of)
        return start + timedelta(days=unit.turnaround_days if unit.status is UnitStatus.OCCUPIED else 0)

    def labels(self, kind: str) -> dict[str, Choice]:
        """Labels of a list of the policy: urgency, groups, house_tags, support_kinds or reasons."""
        if kind not in self._labels:
            rows: tuple[Label, ...] = getattr(self.policy, kind)
            self._labels[kind] = {row.code: Choice(row.nl, row.en) for row in rows}
        return self._labels[kind]


def _movers(households: Iterable[Household]) -> dict[str, list[Household]]:
    found: dict[str, list[Household]] = defaultdict(list)
    for household in households:
        if household.current_unit:
            found[household.current_unit].append(household)
    return dict(found)


def _occupants(rows: Iterable[Occupant]) -> dict[str, list[Occupant]]:
    found: dict[str, list[Occupant]] = defaultdict(list)
    for occupant in rows:
        found[occupant.home].append(occupant)
    return dict(found)


def _avoid(round_: Round) -> dict[str, frozenset[str]]:
    """Per household the units and complexes where an occupant lives from whom it is kept apart today."""
    homes: dict[str, set[str]] = defaultdict(set)
    for occupant in round_.occupants:
        if occupant.id:
            unit = round_.unit_by_id.get(occupant.home)
            homes[occupant.id] |= {occupant.home} | ({unit.complex} if unit and unit.complex else set())
    found: dict[str, frozenset[str]] = {}
    for row in round_.apart:
        if row.until is not None and row.until < round_.as_of:
            continue
        for one, other in ((row.household, row.other), (row.other, row.household)):
            if other in homes and one in round_.household_by_id:
                found[one] = found.get(one, frozenset()) | homes[other]
    return found


def _blocked(pairs: Iterable[PairWord]) -> dict[str, dict[str, PairWord]]:
    """Per household the units that people forbade, with what they said."""
    found: dict[str, dict[str, PairWord]] = defaultdict(dict)
    for word in pairs:
        if word.verdict is Verdict.FORBID:
            found[word.household][word.unit] = word
    return dict(found)


def _clashes(conflicts: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Per tag the tags that it cannot live with, either order."""
    found: dict[str, frozenset[str]] = {}
    for one, other in conflicts:
        found[one] = found.get(one, frozenset()) | {other}
        found[other] = found.get(other, frozenset()) | {one}
    return found

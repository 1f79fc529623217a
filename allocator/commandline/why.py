"""``explain``: why a household got this home, or none; with a home: why not that one. Written for one audience."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.inputs import Given
from allocator.commandline.progress import meter, stoppable
from allocator.commandline.screen import Screen
from allocator.domain.base import composed
from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.domain.sentence import Audience
from allocator.locale import N_
from allocator.reports.telling import Part, Reader, of_household, of_unit
from allocator.reports.words import Tongue

if TYPE_CHECKING:
    from allocator.whatif.smallest import Helper


def explain_household(
    screen: Screen, given: Given, household: str, unit: str | None, audience: str, *, deep: bool = False
) -> Exit:
    """Explain one household, one household and one home, or one home; ``deep``: also what would change it.

    Raises:
        InputProblems: when case or proposal cannot be used together.
        WrongUse: when the case has no such household or home.
    """
    with _beside(wanted=deep and unit is None) as companion:
        with meter(screen) as shown:
            shown.phase(screen.tongue(N_("Reading the case")))
            round_, found = given.read()
        return _tell(screen, round_, found, household, unit, audience, companion)


def tell(
    screen: Screen,
    round_: Round,
    found: Proposal,
    household: str,
    unit: str | None,
    audience: str,
    *,
    deep: bool = False,
) -> Exit:
    """Explain from a round and a proposal that belong together.

    Raises:
        WrongUse: when the round has no such household or home.
    """
    with _beside(wanted=deep and unit is None) as companion:
        return _tell(screen, round_, found, household, unit, audience, companion)


def _beside(*, wanted: bool) -> "AbstractContextManager[Helper | None]":
    """One more process for layer 3, which gets ready while this one reads; without layer 3 nothing is loaded for it."""
    if not wanted:
        return nullcontext()
    from allocator.executor.companion import Companion
    from allocator.whatif.smallest import part_by_part

    return Companion(part_by_part)


def _tell(
    screen: Screen,
    round_: Round,
    found: Proposal,
    household: str,
    unit: str | None,
    audience: str,
    companion: "Helper | None",
) -> Exit:
    household, unit = composed(household), composed(unit) if unit else None
    home = household if household in round_.unit_by_id and household not in round_.household_by_id else None
    if home is None:
        _known(screen.tongue, round_, household, unit)
    reader = Reader(screen.tongue, Audience(audience))
    with meter(screen) as shown:
        shown.phase(screen.tongue(N_("Explaining")))
        if home is None:
            headline, parts = of_household(round_, found, household, unit, reader)
        else:
            headline, parts = of_unit(round_, found, home, reader)
        if companion is not None:
            shown.phase(screen.tongue(N_("Looking for the smallest change")))
            parts = [*parts, *_deep(round_, found, household, home, reader, companion)]
    if screen.as_json:
        screen.data(_data(household, unit, reader, headline, parts))
        return Exit.DONE
    screen.heading(headline)
    for part in parts:
        if part.sentences:
            screen.heading(part.title)
            screen.bullets(part.sentences)
    return Exit.DONE


def _deep(
    round_: Round, found: Proposal, household: str, home: str | None, reader: Reader, companion: "Helper"
) -> list[Part]:
    """Layer 3: nothing for who has a home, or for a home without a place left."""
    from allocator.reports.supposing import deep_parts, filling_parts
    from allocator.whatif.again import Basis
    from allocator.whatif.filling import filling
    from allocator.whatif.smallest import smallest_beside

    basis = Basis.of(round_, found)
    if home is None:
        if household in basis.home:
            return []
        return deep_parts(round_, stoppable(lambda: smallest_beside(basis, household, companion)), reader)
    if home not in _empty(found) or not reader.is_committee:  # the day or the cent can tell of one person
        return []
    return filling_parts(round_, stoppable(lambda: filling(basis, home)), reader)


def _empty(found: Proposal) -> set[str]:
    return {one.unit for one in found.empty_units}


def _known(tongue: Tongue, round_: Round, household: str, unit: str | None) -> None:
    if household not in round_.household_by_id:
        raise WrongUse(tongue(N_("This case has no household {id}."), id=household))
    if unit is not None and unit not in round_.unit_by_id:
        raise WrongUse(tongue(N_("This case has no home {id}."), id=unit))


def _data(household: str, unit: str | None, reader: Reader, headline: str, parts: Sequence[Part]) -> dict[str, Any]:
    return {
        "household": household,
        "unit": unit,
        "audience": reader.audience.value,
        "headline": headline,
        **{part.name: list(part.sentences) for part in parts},
    }

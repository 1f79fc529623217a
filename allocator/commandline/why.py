"""``explain``: why a household got this home, or none; with a home: why not that one. Written for one audience."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from allocator.commandline import inputs
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.progress import meter
from allocator.commandline.screen import Screen
from allocator.domain.base import composed
from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.domain.sentence import Audience
from allocator.locale import N_
from allocator.reports.telling import Part, Reader, of_household
from allocator.reports.words import Tongue


def explain_household(
    screen: Screen,
    case: Path,
    proposal: Path,
    household: str,
    unit: str | None,
    *,
    audience: str,
    policy: Path | None,
    seed: str | None,
) -> Exit:
    """Explain one household, or one household and one home.

    Raises:
        InputProblems: when case or proposal cannot be used together.
        WrongUse: when the case has no such household or home.
    """
    with meter(screen) as shown:
        shown.phase(screen.tongue(N_("Reading the case")))
        round_, found = inputs.both(case, proposal, policy, seed)
    return tell(screen, round_, found, household, unit, audience)


def tell(screen: Screen, round_: Round, found: Proposal, household: str, unit: str | None, audience: str) -> Exit:
    """Explain from a round and a proposal that belong together.

    Raises:
        WrongUse: when the round has no such household or home.
    """
    household, unit = composed(household), composed(unit) if unit else None
    _known(screen.tongue, round_, household, unit)
    with meter(screen) as shown:
        shown.phase(screen.tongue(N_("Explaining")))
        reader = Reader(screen.tongue, Audience(audience))
        headline, parts = of_household(round_, found, household, unit, reader)
    if screen.as_json:
        screen.data(_data(household, unit, reader, headline, parts))
        return Exit.DONE
    screen.heading(headline)
    for part in parts:
        if part.sentences:
            screen.heading(part.title)
            screen.bullets(part.sentences)
    return Exit.DONE


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

"""``whatif`` and ``reserves``: an alternative, where people are free to choose, and who comes after a refusal."""

from dataclasses import asdict
from typing import Any

from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.inputs import Pairing
from allocator.commandline.progress import meter, stoppable
from allocator.commandline.screen import Screen, key, text
from allocator.domain.base import composed
from allocator.domain.round import Round
from allocator.domain.sentence import Audience
from allocator.locale import N_
from allocator.reports.reserves import cost_words, reserves_headline
from allocator.reports.supposing import effect, freedom_parts, instead_parts
from allocator.reports.telling import Part, Reader
from allocator.solver.alike import same_in_every_best_plan
from allocator.solver.clock import OutOfTime
from allocator.whatif.again import Basis
from allocator.whatif.instead import instead
from allocator.whatif.reserves import Place
from allocator.whatif.reserves import reserves as choose


def freedom(screen: Screen, given: Pairing, audience: str, time_limit: float | None) -> Exit:
    """Which placements are the same in every best plan.

    Raises:
        InputProblems: when round or proposal cannot be used together.
        WrongUse: when others than the committee ask: the answer is about many households.
    """
    reader = Reader(screen.tongue, Audience(audience))
    if not reader.is_committee:
        raise WrongUse(screen.tongue(N_("Only the committee reads this: it is about many households.")))
    with meter(screen) as shown:
        shown.phase(screen.tongue(N_("Reading the round")))
        round_, found = given.read()
        shown.phase(screen.tongue(N_("Looking for other plans that are as good")))
        placements = found.solution.placements
        try:
            same = stoppable(lambda: same_in_every_best_plan(round_, placements, time_limit=time_limit))
        except OutOfTime:
            screen.line(screen.tongue(N_("Not known within the time limit.")))
            return Exit.NOT_PROVEN
    headline, parts = freedom_parts(placements, same, reader)
    free = [p.household for p in placements if p.household not in same]
    _show(screen, headline, parts, {"headline": headline, "same": sorted(same), "free": free})
    return Exit.DONE


def alternative(screen: Screen, given: Pairing, pair: tuple[str, str], audience: str, time_limit: float | None) -> Exit:
    """What it would cost if a household got a home.

    Raises:
        InputProblems: when round or proposal cannot be used together.
        WrongUse: when the case has no such household or home.
    """
    reader = Reader(screen.tongue, Audience(audience))
    household, unit = map(composed, pair)
    with meter(screen) as shown:
        shown.phase(screen.tongue(N_("Reading the round")))
        round_, proposal = given.read()
        if household not in round_.household_by_id:
            raise WrongUse(screen.tongue(N_("This case has no household {id}."), id=household))
        if unit not in round_.unit_by_id:
            raise WrongUse(screen.tongue(N_("This case has no home {id}."), id=unit))
        shown.phase(screen.tongue(N_("Solving again")))
        basis = Basis.of(round_, proposal)
        found = stoppable(lambda: instead(basis, household, unit, time_limit=time_limit))
    headline, parts = instead_parts(round_, found, reader)
    cost = None if found.again is None else effect(found.again, reader, besides=(household,))
    data: dict[str, Any] = {"household": household, "unit": unit, "audience": audience, "headline": headline}
    data |= {"lawful": found.lawful, "free": found.free, "refused": list(found.refused)}
    data |= {"effect": None if cost is None else asdict(cost)}
    _show(screen, headline, parts, data | {part.name: list(part.sentences) for part in parts})
    return Exit.DONE if found.again is None or found.again.proven else Exit.NOT_PROVEN


def cover(screen: Screen, given: Pairing, each: int) -> Exit:
    """Reserves for every placement.

    Raises:
        InputProblems: when round or proposal cannot be used together.
    """
    reader = Reader(screen.tongue, Audience.COMMITTEE)
    with meter(screen) as shown:
        shown.phase(screen.tongue(N_("Reading the round")))
        round_, proposal = given.read()
        shown.phase(screen.tongue(N_("Choosing reserves")))
        found = stoppable(lambda: choose(Basis.of(round_, proposal), each))
    headline = reserves_headline(found, reader)
    if screen.as_json:
        clashes = [_clash(c.one, c.other, c.why.render(screen.lang)) for c in found.clashes]
        places = [_place(place, screen) for place in found.places]
        data = {"headline": headline, "each": found.each, "pairs": found.pairs}
        screen.data(data | {"places": places, "clashes": clashes})
        return Exit.DONE
    tongue = screen.tongue
    screen.heading(headline)
    columns = [key(tongue("Home")), key(tongue("Household")), key(tongue("Reserves")), text(tongue("First reserve"), 1)]
    screen.table(columns, [_row(round_, place, reader) for place in found.places])
    if found.clashes:
        screen.heading(tongue(N_("Not both at once")))
        screen.bullets(f"{c.one[1]}, {c.other[1]}: {c.why.render(screen.lang)}" for c in found.clashes)
    return Exit.DONE


def _row(round_: Round, place: Place, reader: Reader) -> list[str]:
    """One placement: who would come, and what the first of them costs or why there is none."""
    who = " ".join(one.placement.household for one in place.reserves)
    if not place.reserves:
        return [place.unit, place.household, "", place.why.render(reader.tongue.lang) if place.why else ""]
    return [place.unit, place.household, who, cost_words(round_.policy, place.reserves[0], reader)]


def _place(place: Place, screen: Screen) -> dict[str, Any]:
    return {
        "household": place.household,
        "unit": place.unit,
        "why": place.why.render(screen.lang) if place.why else None,
        "reserves": [
            {
                "household": one.placement.household,
                "pools": list(one.placement.pools),
                "aims": [asdict(s) for s in one.stages if s.before != s.after],
            }
            for one in place.reserves
        ],
    }


def _clash(one: tuple[str, str], other: tuple[str, str], why: str) -> dict[str, Any]:
    return {"one": list(one), "other": list(other), "why": why}


def _show(screen: Screen, headline: str, parts: list[Part], data: dict[str, Any]) -> None:
    if screen.as_json:
        screen.data(data)
        return
    screen.heading(headline)
    for part in parts:
        if part.sentences:
            screen.heading(part.title)
            screen.bullets(part.sentences)

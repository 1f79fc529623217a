"""What people said about pairs: pins that can be kept, blocks, scores, waivers, and the previous proposal."""

from collections.abc import Iterable
from dataclasses import dataclass

from allocator.domain.codes import Form, UnitStatus, Verdict
from allocator.domain.household import Household
from allocator.domain.policy import Cap
from allocator.domain.region import PairWord
from allocator.domain.round import PreviousPlacement, Round
from allocator.domain.unit import Unit
from allocator.generate.draw import Draw
from allocator.generate.places import Scene
from allocator.rules.catalogue import CATALOGUE
from allocator.rules.judge import Judgement, judge

MOST_HOUSEHOLDS, MOST_UNITS = 600, 400
"""Words are about some of the households and homes; in a large round judging all pairs would take long."""

LEAST_FOR_A_PIN = 20
ATTEMPTS = 40
SAID_BY = "invented committee"
FORBIDDEN, SCORED, WAIVED, PINNED = "refused_before", "network", "exception", "agreed"


@dataclass(frozen=True)
class Known:
    """A part of the round with what the rules say about its pairs."""

    round: Round
    judged: Judgement

    def allowed(self, household: int) -> list[Unit]:
        """Free homes that this household may have, by position."""
        found = self.judged.allowed[household].nonzero()[0].tolist()
        return [u for place in found if (u := self.round.units[place]).status is UnitStatus.FREE]


def about_pairs(scene: Scene, bare: Round) -> tuple[tuple[PairWord, ...], tuple[PreviousPlacement, ...]]:
    """Words on pairs and the previous proposal of a round that has neither yet."""
    fields = {name: getattr(bare, name) for name in Round.model_fields}
    fields["households"] = scene.draw("said of").some(bare.households, MOST_HOUSEHOLDS)
    fields["units"] = scene.draw("said about").some(bare.units, MOST_UNITS)
    part = Round(**fields)
    known = Known(part, judge(part))
    facts, words = scene.facts.words, list(_pins(scene, known, len(bare.units)))
    taken = {word.household for word in words} | {word.unit for word in words}
    free = scene.draw("free words")
    for verdict, part_of_all in ((Verdict.FORBID, facts.forbids), (None, facts.scores)):
        for household, unit in _pairs(free, known, round(len(bare.households) * part_of_all)):
            if not {household.id, unit.id} & taken:
                words.append(_word(scene, free, household, unit, verdict))
    words += _waivers(scene, known, round(len(bare.households) * facts.waivers))
    return _once(words), tuple(_previous(scene, known, round(len(bare.units) * facts.previous)))


def _pairs(draw: Draw, known: Known, number: int) -> Iterable[tuple[Household, Unit]]:
    """So many drawn pairs that the rules allow."""
    for _ in range(number):
        place = draw.whole(0, len(known.round.households) - 1)
        if homes := known.allowed(place):
            yield known.round.households[place], draw.one(homes)


def _pins(scene: Scene, known: Known, units: int) -> Iterable[PairWord]:
    """Pins that no capacity can contradict: plain homes, households without support or anybody to avoid."""
    wanted = max(1, round(units * scene.facts.words.pins)) if units >= LEAST_FOR_A_PIN else 0
    apart = {key for row in known.round.apart for key in (row.household, row.other)}
    if not all(map(_never_plain, known.round.policy.caps)):
        return
    draw, taken = scene.draw("pins"), set[str]()
    for household, unit in _pairs(draw, known, wanted * ATTEMPTS):
        plain = unit.form is Form.REGULAR and unit.complex is None
        busy = {household.id, unit.id} & taken or household.id in apart
        if len(taken) < 2 * wanted and plain and not busy and not household.needs and _fit(known, household, unit):
            taken |= {household.id, unit.id}
            yield _word(scene, draw, household, unit, Verdict.PIN)


def _never_plain(cap: Cap) -> bool:
    """Whether a household without support in a regular home is never counted by this cap."""
    return cap.min_level.rank > 0 or (bool(cap.forms) and Form.REGULAR not in cap.forms)


def _fit(known: Known, household: Household, unit: Unit) -> bool:
    """Nothing to ask, not unfit, and the household frees no home by moving."""
    pair = known.judged.h_index[household.id], known.judged.u_index[unit.id]
    return not (known.judged.ask[pair] or known.judged.unfit[pair] or household.current_unit)


def _waivers(scene: Scene, known: Known, number: int) -> Iterable[PairWord]:
    """Pairs that one rule alone refuses, where a committee may lift that rule."""
    draw = scene.draw("waivers")
    for _ in range(number):
        place = draw.whole(0, len(known.round.households) - 1)
        sole = known.judged.sole[place].tolist()
        near = [(unit, rule) for unit, rule in enumerate(sole) if rule >= 0 and CATALOGUE[rule].waivable]
        if near:
            unit, rule = draw.one(near)
            word = _word(scene, draw, known.round.households[place], known.round.units[unit], Verdict.WAIVE)
            yield word.model_copy(update={"rule": CATALOGUE[rule].code})


def _previous(scene: Scene, known: Known, number: int) -> Iterable[PreviousPlacement]:
    """Placements of last week that were not carried out; a home and a household occur once."""
    taken: set[str] = set()
    for household, unit in _pairs(scene.draw("previous"), known, number):
        if not {household.id, unit.id} & taken:
            taken |= {household.id, unit.id}
            yield PreviousPlacement(household=household.id, unit=unit.id)


def _word(scene: Scene, draw: Draw, household: Household, unit: Unit, verdict: Verdict | None) -> PairWord:
    wanted = {Verdict.PIN: PINNED, Verdict.FORBID: FORBIDDEN, Verdict.WAIVE: WAIVED, None: SCORED}[verdict]
    codes = [label.code for label in scene.policy.reasons]
    return PairWord(
        household=household.id,
        unit=unit.id,
        verdict=verdict,
        by=SAID_BY,
        score=draw.whole(0, 1000) if verdict is None else None,
        reason=wanted if wanted in codes else next(iter(codes), None),
    )


def _once(words: list[PairWord]) -> tuple[PairWord, ...]:
    """The first word on each pair."""
    found: dict[tuple[str, str], PairWord] = {}
    for word in words:
        found.setdefault((word.household, word.unit), word)
    return tuple(found.values())

"""Why one household got this home, or none; with a home: why not that one. Written for one audience."""

from collections.abc import Iterable
from dataclasses import dataclass

from allocator import rules
from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.domain.sentence import HIDDEN, Audience, Other, Sentence
from allocator.explain import PlacedWhy, UnitWhy, UnplacedWhy, explain
from allocator.explain.causes import Cause
from allocator.explain.decide import Decisions
from allocator.explain.homes import Homes
from allocator.explain.state import State
from allocator.locale import N_
from allocator.reports.words import Tongue, municipality_name


@dataclass(frozen=True)
class Part:
    """Sentences under one heading; the name is for programs."""

    name: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """Says sentences to one audience in one language."""

    tongue: Tongue
    audience: Audience

    @property
    def is_committee(self) -> bool:
        """Whether other households may be named."""
        return self.audience is Audience.COMMITTEE

    def part(self, name: str, title: str, sentences: Iterable[Sentence], *, only_open: bool = False) -> Part:
        """Sentences as this audience reads them, each once; ``only_open`` leaves out what it may not read."""
        hidden = self.tongue(HIDDEN)
        said = dict.fromkeys(sentence.render(self.tongue.lang, self.audience) for sentence in sentences)
        return Part(name, self.tongue(title), tuple(words for words in said if not (only_open and words == hidden)))


def of_household(
    round_: Round, proposal: Proposal, household: str, unit: str | None, reader: Reader
) -> tuple[str, list[Part]]:
    """The headline, and the parts in the order in which they are read.

    Args:
        round_: the round that the proposal was made from.
        proposal: the proposal.
        household: a household of the round.
        unit: a home of the round: why that one, or why not; None: why the home it got, or why none.
        reader: who reads it.
    """
    solution, context = proposal.solution, rules.Context(round_)
    judgement = rules.judge(round_, context)
    state = State(round_, solution, judgement, context)
    home = next((p.unit for p in solution.placements if p.household == household), None)
    told = explain(round_, solution, judgement, context, about={household, unit or household})
    if unit is not None and unit != home:
        headline, parts = _not_this(state, household, unit, home, reader)
        why = told.units[unit]
        return headline, [
            *parts,
            reader.part("unit", N_("About this home"), (why.sentence, *why.details), only_open=True),
        ]
    system = reader.part("state", N_("To know first"), told.system, only_open=True)
    if home is None:
        return _nowhere(household, told.unplaced[household], reader, system)
    return _placed(round_, told.placed[household], reader)


# ------------------------------------------------------------------------------------------------ placed


def _placed(round_: Round, why: PlacedWhy, reader: Reader) -> tuple[str, list[Part]]:
    place = municipality_name(round_, round_.unit_by_id[why.unit].municipality)
    words = N_("{household} is proposed for {unit} in {place}.")
    headline = reader.tongue(words, household=why.household, unit=why.unit, place=place)
    confirm = [confirm.sentence for confirm in why.to_confirm]
    others = [a.sentence for a in why.best_alternatives]
    parts = [
        reader.part("reasons", N_("Why this home"), why.reasons, only_open=True),
        reader.part("to_confirm", N_("To be confirmed before an offer goes out"), confirm, only_open=True),
        reader.part("alternatives", _others_title(why.alternatives, len(others)), others, only_open=True),
    ]
    return headline, parts


def _others_title(possible: int, shown: int) -> str:
    if possible > shown:
        return N_("Other homes that were possible (the ones with most points)")
    return N_("Other homes that were possible")


# ------------------------------------------------------------------------------------------------ not placed


def _nowhere(household: str, why: UnplacedWhy, reader: Reader, system: Part) -> tuple[str, list[Part]]:
    headline = reader.tongue(N_("{household} gets no home in this proposal."), household=household)
    homes = (home.detail if reader.is_committee else home.sentence for home in why.homes)
    parts = [
        reader.part("reason", N_("Why not"), (why.sentence, *why.details)),
        reader.part("homes", N_("Home by home (the ones that say most)"), homes),
        reader.part("nearest", N_("Homes that one rule alone refuses"), (near.sentence for near in why.nearest)),
        reader.part("ask", N_("Ask this first"), [why.ask.sentence] if why.ask else [], only_open=True),
        system,
    ]
    near = parts[2]
    if near.sentences and reader.is_committee:
        named = tuple(f"{n.unit}: {n.sentence.render(reader.tongue.lang)} ({n.rule})" for n in why.nearest)
        parts[2] = Part(near.name, near.title, named)
    return headline, parts


# ------------------------------------------------------------------------------------------------ one home


def _not_this(state: State, household: str, unit: str, home: str | None, reader: Reader) -> tuple[str, list[Part]]:
    """Why one home was not given: the rules that refuse it, or what decided where it is allowed."""
    tongue, context = reader.tongue, state.context
    verdict = rules.judge_pair(context, household, unit)
    refused = [rules.sentence(context, code, household, unit) for code in verdict.refused]
    asked = [question for _, _, question in rules.questions(context, household, unit)]
    parts = [reader.part("refused", N_("Rules that refuse it"), refused)]
    if reader.is_committee and verdict.refused:
        said = zip(verdict.refused, refused, strict=True)
        named = tuple(f"{sentence.render(tongue.lang)} ({code})" for code, sentence in said)
        parts = [Part(parts[0].name, parts[0].title, named)]
    values = {"household": household, "unit": unit}
    if verdict.refused:
        headline = tongue(N_("{household} cannot live in {unit}: the rules refuse it."), **values)
    elif home is not None:
        headline = tongue(N_("{household} could live in {unit}, but is proposed for {home}."), **values, home=home)
        parts.append(reader.part("holders", N_("Who has it"), _holders(state, unit), only_open=True))
    else:
        headline = tongue(N_("{household} could live in {unit}, but does not get it."), **values)
        parts.append(reader.part("decided", N_("What decided"), [_decided(state, household, unit, reader)]))
    parts.append(reader.part("ask", N_("Not known yet"), asked, only_open=True))
    return headline, parts


def _holders(state: State, unit: str) -> list[Sentence]:
    holders = [p.household for p in state.solution.placements if p.unit == unit]
    if not holders:
        return [Sentence(N_("Nobody: it stays empty in this proposal."))]
    return [Sentence(N_("It goes to {others}."), {"others": tuple(map(Other, holders))})]


def _decided(state: State, household: str, unit: str, reader: Reader) -> Sentence:
    decisions = Decisions(state)
    h, u = state.h[household], state.u[unit]
    causes, holders = decisions.table
    row = int((state.unplaced == h).argmax())
    told = Homes(decisions).why(h, u, Cause(int(causes[row, u])), int(holders[row, u]))
    return told.detail if reader.is_committee else told.sentence


# ------------------------------------------------------------------------------------------------ a home


def of_unit(round_: Round, proposal: Proposal, unit: str, reader: Reader) -> tuple[str, list[Part]]:
    """Why a home of the round is filled as it is, or why it stays empty."""
    why: UnitWhy = explain(round_, proposal.solution, about={unit}).units[unit]
    return why.sentence.render(reader.tongue.lang, reader.audience), [
        reader.part("details", N_("What decided"), why.details, only_open=True)
    ]

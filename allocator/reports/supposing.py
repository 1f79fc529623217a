"""What-if in words: the smallest changes, an alternative, reserves and free placements, for one audience."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allocator.domain.codes import StageName
from allocator.domain.policy import Policy
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.domain.sentence import Other, Sentence, Value
from allocator.explain.difference import Kind, StageChange
from allocator.locale import N_
from allocator.reports.telling import Part, Reader
from allocator.reports.words import municipality_name, sub_stage_label
from allocator.whatif.again import Again
from allocator.whatif.changes import ChangeKind, Single
from allocator.whatif.filling import Filling
from allocator.whatif.instead import Instead
from allocator.whatif.smallest import Claim, Deep
from allocator.whatif.wording import sentence

KINDS = {
    ChangeKind.DATE: N_("another date"),
    ChangeKind.MUNICIPALITY: N_("another municipality"),
    ChangeKind.FORM: N_("another housing form"),
    ChangeKind.SUPPORT: N_("more support, or a need that asks less"),
    ChangeKind.RENT: N_("another rent"),
    ChangeKind.HOME: N_("one more home"),
}
_OF_HOMES = KINDS | {ChangeKind.HOME: N_("another word on the home")}
_LOSES = (N_("{others} would lose a home."), N_("{n:household|households} would lose a home."))
_MOVES = (N_("{others} would get another home."), N_("{n:household|households} would get another home."))
_GAINS = (N_("{others} would also get a home."), N_("{n:household|households} would also get a home."))
_KNOWN_HERE = N_("There is a change that would help; the committee knows which one.")


@dataclass(frozen=True)
class Effect:
    """What another plan does to people and aims, as one audience may read it.

    ``losing``, ``moving`` and ``gaining`` name households to the committee only; the numbers are for everybody.
    """

    losing: tuple[str, ...]
    moving: tuple[str, ...]
    gaining: tuple[str, ...]
    count_losing: int
    count_moving: int
    count_gaining: int
    stages: tuple[StageChange, ...]


@dataclass(frozen=True)
class Said:
    """One claim in words, with what it does."""

    kind: ChangeKind
    change: str
    unit: str | None
    text: str
    effect: Effect


def effect(again: Again, reader: Reader, *, besides: Iterable[str] = ()) -> Effect:
    """What a plan does to others than the households it is about."""
    out = set(besides)
    losing, moving, gaining = (
        tuple(h for h in again.of_kind(kind) if h not in out) for kind in (Kind.REMOVED, Kind.MOVED, Kind.ADDED)
    )
    stages = tuple(s for s in again.stages if s.before != s.after)
    counts = (len(losing), len(moving), len(gaining))
    if not reader.is_committee:
        return Effect((), (), (), *counts, ())
    return Effect(losing, moving, gaining, *counts, stages)


# ------------------------------------------------------------------------------------------------ smallest changes


def said_of_household(round_: Round, deep: Deep, reader: Reader) -> list[Said]:
    """The smallest changes that would place a household."""
    found = []
    for claim in deep.claims:
        unit = claim.again.home_of(deep.household)
        place = municipality_name(round_, claim.again.round.unit_by_id[unit].municipality) if unit else ""
        new = unit not in round_.unit_by_id
        then = Sentence(N_("Then it gets {unit} in {place}."), {"unit": unit or "", "place": place})
        then = Sentence(N_("Then it gets that home.")) if new else then
        found.append(_said(round_, claim, reader, then, (deep.household,), unit))
    return found


def said_of_unit(round_: Round, filling: Filling, reader: Reader) -> list[Said]:
    """The smallest changes that would fill a home."""
    found = []
    for claim in filling.claims:
        before = {h.id for h in round_.households} - set(claim.again.of_kind(Kind.ADDED))
        comes = [p.household for p in claim.again.solution.placements if p.unit == filling.unit]
        comes = [h for h in comes if h not in before or h in claim.again.of_kind(Kind.MOVED)]
        then = Sentence(N_("Then {others} would live there."), {"others": tuple(map(Other, comes))})
        found.append(_said(round_, claim, reader, then, comes, filling.unit))
    return found


def _said(round_: Round, claim: Claim, reader: Reader, then: Sentence, whom: Sequence[str], unit: str | None) -> Said:
    lang, audience = reader.tongue.lang, reader.audience
    change = sentence(round_, claim.change)
    who = _who(claim.change, whom)
    if change.hidden_from(audience):
        said = reader.tongue(_KNOWN_HERE)
    else:
        said = change.render(lang, audience)
        if who and reader.is_committee:
            said = f"{who}: {said}"
    found = effect(claim.again, reader, besides=whom)
    after = [then.render(lang, audience)] if not then.hidden_from(audience) else []
    return Said(claim.kind, said, unit, " ".join([said, *after, *others(found, reader)]), found)


def _who(change: Single, whom: Sequence[str]) -> str:
    """The household that a change is about, when it is not the one that asks."""
    key: str = getattr(change, "household", "")
    return key if key and len(whom) != 1 else ""


def others(found: Effect, reader: Reader) -> list[str]:
    """What it costs and brings others."""
    lines = (
        (found.losing, found.count_losing, *_LOSES),
        (found.moving, found.count_moving, *_MOVES),
        (found.gaining, found.count_gaining, *_GAINS),
    )
    said = [] if found.count_losing else [reader.tongue(N_("Nobody loses a home."))]
    for who, count, named, counted in lines:
        if who:
            said.append(reader.tongue(named, others=who))
        elif count:
            said.append(reader.tongue(counted, n=count))
    return said


def deep_parts(round_: Round, deep: Deep, reader: Reader) -> list[Part]:
    """Layer 3 of the explanation of a household."""
    said = said_of_household(round_, deep, reader)
    return _claims(round_, said, [KINDS[kind] for kind in deep.nothing], [], reader)


def filling_parts(round_: Round, filling: Filling, reader: Reader) -> list[Part]:
    """Layer 3 of the explanation of a home that stays (partly) empty."""
    said = said_of_unit(round_, filling, reader)
    nothing, unfinished = ([_OF_HOMES[kind] for kind in kinds] for kinds in (filling.nothing, filling.unfinished))
    return _claims(round_, said, nothing, unfinished, reader)


def _claims(
    round_: Round, said: Sequence[Said], nothing: Sequence[str], unfinished: Sequence[str], reader: Reader
) -> list[Part]:
    rest = []
    if nothing:
        kinds = ", ".join(map(reader.tongue, nothing))
        rest.append(reader.tongue(N_("No single change of this kind would do: {kinds}."), kinds=kinds))
    if unfinished:
        kinds = ", ".join(map(reader.tongue, unfinished))
        rest.append(reader.tongue(N_("Not looked further after the nearest candidates: {kinds}."), kinds=kinds))
    lines = [" ".join([one.text, *stage_lines(round_.policy, one.effect.stages, reader)]) for one in said]
    return [
        Part(
            "changes", reader.tongue(N_("The smallest changes that would help, each worked out in full")), tuple(lines)
        ),
        Part("no_change", reader.tongue(N_("What would not help")), tuple(rest)),
    ]


def stage_lines(policy: Policy, stages: Sequence[StageChange], reader: Reader) -> list[str]:
    """Every aim whose value differs, before and after; of a balance only whether it is more even.

    When another number is placed, its targets are others too, so that the two cannot be compared.
    """
    counts = {s.sub_stage.rpartition(".")[0] for s in stages if s.stage is StageName.BALANCE and s.sense == "max"}
    said = []
    for one in stages:
        if one.stage is StageName.LOTTERY or one.before is None or one.after is None:
            continue
        aim = sub_stage_label(one.stage, one.sub_stage, policy, reader.tongue)
        if one.stage is StageName.BALANCE and one.sense == "min":
            if one.sub_stage.rpartition(".")[0] not in counts:
                even = N_("{aim}: more even.") if one.better > 0 else N_("{aim}: less even.")
                said.append(reader.tongue(even, aim=aim))
            continue
        values: dict[str, Value] = {"aim": aim, "before": one.before, "after": one.after}
        better, worse = N_("{aim}: {after}, was {before} (better)."), N_("{aim}: {after}, was {before} (worse).")
        said.append(reader.tongue(better if one.better > 0 else worse, **values))
    return said


# ------------------------------------------------------------------------------------------------ an alternative


def instead_parts(round_: Round, found: Instead, reader: Reader) -> tuple[str, list[Part]]:
    """The headline, who would be moved or displaced, and every aim that changes."""
    values = {"household": found.household, "unit": found.unit}
    tongue = reader.tongue
    if found.again is None:
        headline = tongue(N_("{household} cannot have {unit}."), **values)
        return headline, [reader.part("against", N_("What stands in the way"), found.against)]
    home = effect(found.again, reader, besides=(found.household,))
    if found.free:
        headline = tongue(
            N_("{household} can have {unit}: a free choice, as the plan is as good on every aim."), **values
        )
    elif not found.again.proven:
        headline = tongue(N_("{household} can have {unit}; what that costs at least is not proven in time."), **values)
    else:
        headline = tongue(N_("{household} can have {unit}, but then the plan is less good."), **values)
    return headline, [
        Part("others", tongue(N_("What it means for others")), tuple(others(home, reader))),
        Part("aims", tongue(N_("What it means for the aims")), tuple(stage_lines(round_.policy, home.stages, reader))),
    ]


# ------------------------------------------------------------------------------------------------ reserves, freedom


def freedom_parts(placements: Sequence[Placement], same: frozenset[str], reader: Reader) -> tuple[str, list[Part]]:
    """Which placements are in every best plan, and which are free."""
    fixed = tuple(f"{p.household}: {p.unit}" for p in placements if p.household in same)
    free = tuple(f"{p.household}: {p.unit}" for p in placements if p.household not in same)
    text = N_("{fixed} of {all:placement is|placements are} the same in every best plan; {free} could be otherwise.")
    headline = reader.tongue(text, fixed=len(fixed), all=len(placements), free=len(free))
    return headline, [
        Part("same", reader.tongue(N_("The same in every best plan")), fixed),
        Part("free", reader.tongue(N_("Another plan that is as good does without")), free),
    ]

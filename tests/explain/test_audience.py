"""Outside the committee nobody reads a special or safety fact, or anything of another household."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given

from allocator import rules
from allocator.domain.base import Sensitivity
from allocator.domain.codes import UnitStatus
from allocator.domain.household import Apart
from allocator.domain.policy import Cap
from allocator.domain.region import SupportPool
from allocator.domain.round import Round
from allocator.domain.sentence import HIDDEN, Audience, Other, Sentence
from allocator.domain.unit import Complex, Occupant
from allocator.explain import Explanations, explain
from tests import builders
from tests.explain.plans import greedy
from tests.oracle import cases

OTHERS = [audience for audience in Audience if audience is not Audience.COMMITTEE]
LANGUAGES = ("nl", "en")


def sentences(told: Explanations) -> Iterator[Sentence]:
    """Every sentence of an explanation, wherever it stands."""
    yield from told.system
    yield from (ask.sentence for ask in [told.opener, *(w.ask for w in told.unplaced.values())] if ask)
    for unplaced in told.unplaced.values():
        yield from (unplaced.sentence, *unplaced.details, *(near.sentence for near in unplaced.nearest))
        yield from (sentence for home in unplaced.homes for sentence in (home.sentence, home.detail))
    for placed in told.placed.values():
        yield from (*placed.reasons, *(confirm.sentence for confirm in placed.to_confirm))
        yield from (other.sentence for other in placed.best_alternatives)
    for unit in told.units.values():
        yield from (unit.sentence, *unit.details)


def leaks(round_: Round, told: Explanations) -> list[str]:
    """What an audience other than the committee reads and should not."""
    people = [h.id for h in round_.households] + [o.id for o in round_.occupants if o.id]
    policy = round_.policy
    special = [*policy.groups, *policy.house_tags, *policy.support_kinds, *policy.reasons]
    texts = {p.id for p in round_.support} | {label.nl for label in special} | {label.en for label in special}
    forbidden = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, [*people, *sorted(texts)])) + r")(?![\w-])")
    return [
        f"{audience}: {text}"
        for sentence in sentences(told)
        for audience in OTHERS
        for text in sentence.both(audience).values()
        if forbidden.search(text)
    ]


@given(cases.rounds(households=8, units=6))
def test_nothing_leaks_from_random_rounds(round_: Round) -> None:
    context = rules.Context(round_)
    told = explain(round_, greedy(round_, context), context=context)
    assert leaks(round_, told) == []


@given(cases.rounds(households=6, units=5))
def test_only_open_facts_leave_for_those_who_know_nobody(round_: Round) -> None:
    context = rules.Context(round_)
    told = explain(round_, greedy(round_, context), context=context)
    for sentence in sentences(told):
        if sentence.sensitivity is not Sensitivity.OPEN:
            hidden = Sentence(HIDDEN)
            for audience in (Audience.CORPORATION, Audience.MUNICIPALITY, Audience.PUBLIC):
                assert sentence.both(audience) == hidden.both(audience)


def test_each_sensitive_cause_is_neutral_outside_the_committee() -> None:
    """One round in which every sensitive cause decides; the household itself reads one and the same sentence."""
    told = explain_sensitive()
    causes = {home.code for why in told.unplaced.values() for home in why.homes}
    assert {"apart", "living_together", "complex", "no_support", "pool", "cap"} <= causes
    neutral = Sentence(HIDDEN).render("nl")
    for why in told.unplaced.values():
        for home in why.homes:
            if home.code in ("apart", "living_together", "complex", "no_support", "pool", "cap"):
                assert {home.sentence.render("nl", a) for a in OTHERS} == {neutral}
                assert home.sentence.render("nl") != neutral


def explain_sensitive() -> Explanations:
    """Six households, each kept out of its only home for another sensitive reason; H0 and H9 have a home."""
    shared = {"form": "group_home", "max_persons": None}
    units = [
        builders.unit("U0", places=3, **shared),
        builders.unit("U1", municipality=builders.THERE),
        builders.unit("U2", complex="X", bedrooms=1),
        builders.unit("U3", municipality=builders.FAR),
    ]
    forms = {"accepted_forms": ("group_home", "regular")}
    heavy = (builders.need(level="intensive", hours=4.0),)
    households = [
        builders.household("H0", urgency="urgent", house_tags=("quiet",), **forms),
        builders.household("H1", required_municipalities=(builders.HERE,), **forms),
        builders.household("H2", house_tags=("loud",), accepted_forms=("group_home",)),
        builders.household("H3", needs=heavy, required_municipalities=(builders.THERE,)),
        builders.household("H4", needs=heavy, required_municipalities=(builders.HERE,)),
        builders.household("H5", required_municipalities=(builders.FAR,)),
    ]
    round_ = builders.a_round(
        households,
        units,
        policy=builders.policy(caps=(Cap(id="none-of-MO", most=0, group="MO", municipality=builders.FAR),)),
        apart=(Apart(household="H0", other="H1"),),
        complexes=(Complex(id="X", municipality=builders.HERE, homes=4, max_intensive=0),),
        support=(SupportPool(id="P", provider="care", kinds=("home",), municipalities=(builders.HERE,), places=9),),
        occupants=(Occupant(home="U0", persons=1, house_tags=()),),
    )
    return explain(round_, greedy(round_, rules.Context(round_)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_committee_reads_who_has_the_home(lang: str) -> None:
    round_ = builders.a_round(
        [builders.household("H1", urgency="urgent"), builders.household("H2", urgency="later")],
        [builders.unit("U1"), builders.unit("U2", status=UnitStatus.RESERVED)],
    )
    told = explain(round_, greedy(round_, rules.Context(round_)))
    (home,) = told.unplaced["H2"].homes
    assert home.holder == "H1"
    assert Other("H1") in home.detail.values.values()
    assert "H1" in home.detail.render(lang)
    assert all("H1" not in text for audience in OTHERS for text in home.detail.both(audience).values())

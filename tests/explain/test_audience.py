"""Outside the committee nobody reads a special or safety fact, or anything of another household."""

import re
from collections.abc import Iterator
from typing import Any

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
from allocator.domain.unit import Complex
from allocator.explain import Explanations, explain
from tests import builders
from tests.explain.plans import greedy
from tests.oracle import cases

OTHERS = [audience for audience in Audience if audience is not Audience.COMMITTEE]
LANGUAGES = ("nl", "en")
SENSITIVE = {
    "H1": "apart",
    "H2": "living_together",
    "H3": "no_support",
    "H4": "complex",
    "H5": "cap",
    "H6": "pool",
}


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
    reasons = {why.household: why.reason_code for why in told.unplaced.values()}
    assert reasons == SENSITIVE
    neutral = Sentence(HIDDEN).render("nl")
    for why in told.unplaced.values():
        for home in why.homes:
            assert {home.sentence.render("nl", audience) for audience in OTHERS} == {neutral}
            assert home.sentence.render("nl") != neutral


def explain_sensitive() -> Explanations:
    """H0 lives in a shared home; each other household is kept out for another sensitive reason."""
    shared, here = {"accepted_forms": ("group_home",)}, {"required_municipalities": (builders.HERE,)}
    heavy = builders.need(level="intensive", hours=4.0)
    households = [
        builders.household("H0", house_tags=("quiet",), **shared),
        builders.household("H1", **shared),
        builders.household("H2", house_tags=("loud",), **shared),
        builders.household("H3", needs=(heavy,), required_municipalities=(builders.THERE,)),
        builders.household("H4", needs=(heavy,), **here),
        builders.household("H5", required_municipalities=(builders.FAR,)),
        builders.household("H6", needs=(builders.need(kind="debt"),), **here),
    ]
    pool: dict[str, Any] = {"provider": "care", "municipalities": (builders.HERE,)}
    round_ = builders.a_round(
        households,
        [
            builders.unit("U0", form="group_home", places=3, rent=400_00),
            builders.unit("U1", municipality=builders.THERE),
            builders.unit("U2", complex="X"),
            builders.unit("U3", municipality=builders.FAR),
        ],
        policy=builders.policy(caps=(Cap(id="none-of-MO", most=0, group="MO", municipality=builders.FAR),)),
        apart=(Apart(household="H0", other="H1"),),
        complexes=(Complex(id="X", municipality=builders.HERE, homes=4, max_intensive=0),),
        support=(
            SupportPool(id="P", kinds=("home",), places=9, **pool),
            SupportPool(id="Q", kinds=("debt",), places=0, **pool),
        ),
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

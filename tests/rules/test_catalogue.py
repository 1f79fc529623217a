"""What holds for every rule: it reads what it says it reads, and people can understand it."""

import re
from string import Formatter
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from allocator.domain.base import Sensitivity
from allocator.domain.codes import Unknown
from allocator.domain.household import Household
from allocator.domain.round import Round
from allocator.domain.sentence import HIDDEN, Audience
from allocator.domain.unit import Unit
from allocator.rules import CATALOGUE, Context, Rule, sentence
from allocator.rules.asking import OF_HOUSEHOLD, OF_UNIT
from allocator.rules.rule import fact_of, rule
from tests.builders import a_round
from tests.rules.rounds import rounds

RULES = pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.code)


def test_numbers_are_unique_and_in_order() -> None:
    codes = [one.code for one in CATALOGUE]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"R-[1-9][0-9]{2}", code) for code in codes)


class Spy:
    """A side that notes which facts a rule reads."""

    def __init__(self, side: Any, seen: set[str]) -> None:
        self._side = side
        self._seen = seen

    def __getattr__(self, name: str) -> Any:
        self._seen.add(f"{self._side.letter}.{name}")
        return getattr(self._side, name)


@RULES
def test_a_rule_reads_what_it_says_it_reads(one: Rule) -> None:
    seen: set[str] = set()
    round_ = a_round()
    h, u = Context(round_).grid()
    numbers = one.under(round_.policy, round_.as_of)
    one.judge(Spy(h, seen), Spy(u, seen), numbers)  # type: ignore[arg-type]
    in_sentence = {name.replace("_", ".", 1) for _, name, _, _ in Formatter().parse(one.says) if name}
    shown = {name for name in in_sentence if not name.startswith("n.")}
    assert seen <= set(one.reads)
    # What is declared beyond that is shown, or read under another number of the policy.
    assert set(one.reads) - seen - shown <= {"h.groups"}
    assert shown <= set(one.reads)
    assert {name[2:] for name in in_sentence if name.startswith("n.")} <= set(one.numbers)


@RULES
def test_a_rule_that_may_ask_knows_what_to_ask(one: Rule) -> None:
    for name, fact in one.facts().items():
        asked = OF_HOUSEHOLD if name.startswith("h.") else OF_UNIT
        model: Any = Household if name.startswith("h.") else Unit
        for field in fact.reads:
            if "." not in field and _may_be_unknown(model, field) and not _empty_has_meaning(model, field):
                assert field in asked, (one.code, name, field)


def _extra(model: Any, field: str) -> dict[str, Any]:
    found: dict[str, Any] = model.model_fields[field].json_schema_extra
    return found


def _may_be_unknown(model: Any, field: str) -> bool:
    return bool(_extra(model, field)["may_be_unknown"])


def _empty_has_meaning(model: Any, field: str) -> bool:
    return field in {"max_persons", "available_until", "offer_before", "urgent_until"}


@RULES
def test_law_safety_and_state_are_never_waived(one: Rule) -> None:
    if one.statutory or one.sensitivity is Sensitivity.SAFETY or one.code.startswith("R-9"):
        assert not one.waivable
    if one.code.startswith("R-9") or one.sensitivity is Sensitivity.SAFETY:
        assert not one.switchable


@RULES
def test_words_are_there(one: Rule) -> None:
    assert one.title[0].isupper()
    assert not one.title.endswith(".")
    assert one.says.endswith(".")
    assert one.basis.endswith(".")
    assert one.unknown_means.endswith(".")
    assert one.judge.__doc__


@given(rounds())
def test_every_rule_can_say_what_it_read(round_: Round) -> None:
    context = Context(round_)
    for h in round_.households[:1]:
        for u in round_.units[:2]:
            for one in CATALOGUE:
                said = sentence(context, one.code, h.id, u.id)
                for audience in Audience:
                    text = said.render("en", audience)
                    assert "{" not in text
                    if one.sensitivity.rank > audience.reads_up_to.rank:
                        assert text == HIDDEN


@given(rounds())
def test_a_rule_that_allows_or_refuses_never_asks(round_: Round) -> None:
    context = Context(round_)
    h, u = context.grid()
    for active in context.active:
        may = active.rule.judge(h, u, active.numbers)
        if active.rule.unknown is Unknown.ALLOW:
            assert may.known is None or may.known.all(), active.rule.code
        assert may.known is None or not np.any(may.value & ~may.known)


def test_a_number_is_given_once() -> None:
    with pytest.raises(ValueError, match="R-101 exists already"):
        rule("R-101", title="T", basis="B.", says="S.", reads="h.persons", unknown_means="U.")(CATALOGUE[0].judge)


def test_a_rule_cannot_read_what_is_not_there() -> None:
    with pytest.raises(KeyError, match="shoe_size"):
        fact_of("h.shoe_size")

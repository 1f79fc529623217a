"""What a rule says of one pair, with the values that it read, and what to ask where it cannot be decided."""

from __future__ import annotations

from functools import cache
from string import Formatter
from typing import Any

from allocator.domain.base import sensitivity_of
from allocator.domain.codes import SupportLevel, Unknown
from allocator.domain.household import Household
from allocator.domain.policy import Setting
from allocator.domain.sentence import Sentence, Term, Value
from allocator.domain.unit import Unit
from allocator.locale import N_
from allocator.rules.asking import CORPORATION, HOUSEHOLD, ask_for
from allocator.rules.columns import Table
from allocator.rules.context import BY_CODE, Active, Context, Outcome, outcome
from allocator.rules.facts import Fact
from allocator.rules.labels import show, term
from allocator.rules.rule import Rule, fact_of
from allocator.rules.settings import Numbers

UNDECIDED = N_("{title}: this depends on what is not known yet ({facts}).")
REFUSED_UNKNOWN = N_("{title}: refused as long as this is not known ({facts}).")

Missing = tuple[str, str]
"""(owner, field) of a fact that is not known."""


def sentence(context: Context, code: str, household_id: str, unit_id: str) -> Sentence:
    """What a rule says of one pair: why it refuses, or what it must know. Waivers are left aside.

    Raises:
        KeyError: when there is no such rule, household or unit.
    """
    if code not in BY_CODE:
        raise KeyError(f"There is no rule {code!r}.")
    rule = BY_CODE[code]
    active = Active(0, rule, rule.under(context.policy, context.round.as_of))
    pair = context.positions(household_id, unit_id)
    found = _judged(context, active, pair)
    if found.may.known is not None and not found.may.known[0]:
        missing = _missing(context, active.rule, found, pair)
        facts = tuple(Term(ask_for(*one).name) for one in missing)
        text = REFUSED_UNKNOWN if rule.unknown is Unknown.REFUSE else UNDECIDED
        return Sentence(text, {"title": Term(rule.title), "facts": facts}, rule.sensitivity)
    values = {name: _value(context, active.numbers, name, pair) for name in placeholders(rule)}
    return Sentence(rule.says, values, rule.sensitivity)


def questions(context: Context, household_id: str, unit_id: str) -> tuple[tuple[str, str, Sentence], ...]:
    """What to ask so that every rule can be decided for this pair: (field, owner, question), each once.

    ``owner`` is ``household`` or ``corporation``. Facts that change nothing are not asked.

    Raises:
        KeyError: when the round has no such household or unit.
    """
    pair = context.positions(household_id, unit_id)
    lifted = context.waived.get(pair, frozenset())
    missing: dict[Missing, None] = {}
    for active in context.active:
        if active.rule.unknown is Unknown.ALLOW or active.rule.code in lifted:
            continue
        found = _judged(context, active, pair)
        missing |= dict.fromkeys(_missing(context, active.rule, found, pair))
    return tuple((field, owner, _question(owner, field)) for owner, field in missing)


def _question(owner: str, field: str) -> Sentence:
    model: Any = Household if owner == HOUSEHOLD else Unit
    return Sentence(ask_for(owner, field).question, {}, sensitivity_of(model, field))


def _judged(context: Context, active: Active, pair: tuple[int, int]) -> Outcome:
    """Judge untraced first: most rules are decided, and tracing is for those that are not."""
    found = outcome(active, *context.pair(*pair))
    if found.may.known is None or found.may.known[0]:
        return found
    return outcome(active, *context.pair(*pair, traced=True))


def _missing(context: Context, rule: Rule, found: Outcome, pair: tuple[int, int]) -> tuple[Missing, ...]:
    """Fields to ask for, one for each fact that is not known, in the order in which the rule reads them."""
    if found.may.causes is None:
        return ()
    missing: dict[Missing, None] = {}
    unknown = {name for name, mask in context.named(found.may.causes).items() if mask.any()}
    for name in (name for name in rule.reads if name in unknown):
        table, position = _table(context, name, pair)
        reads = [field for field in fact_of(name).reads if "." not in field]
        empty = [field for field in reads if getattr(table.items[position], field) is None]
        missing[HOUSEHOLD if name.startswith("h.") else CORPORATION, (empty or reads)[0]] = None
    return tuple(missing)


def _table(context: Context, name: str, pair: tuple[int, int]) -> tuple[Table[Any], int]:
    return (context.households, pair[0]) if name.startswith("h.") else (context.units, pair[1])


@cache
def placeholders(rule: Rule) -> tuple[str, ...]:
    """Names in the sentence of a rule: ``h_fact``, ``u_fact`` and ``n_number``."""
    return tuple(name for _, name, _, _ in Formatter().parse(rule.says) if name)


def _value(context: Context, numbers: Numbers, name: str, pair: tuple[int, int]) -> Value:
    if name.startswith("n_"):
        return _setting(numbers[name[2:]])
    dotted = f"{name[0]}.{name[2:]}"
    table, position = _table(context, dotted, pair)
    fact: Fact[Any] = fact_of(dotted)
    return fact.value(table.found(fact)[position], context.world)


def _setting(value: Setting) -> Value:
    """A number of the policy; a level of support by its label."""
    if isinstance(value, str) and value in tuple(SupportLevel):
        return term(SupportLevel(value))
    return show(value)

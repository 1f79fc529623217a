"""Who may live where: one small named object per hard rule, for one pair and for all pairs at once.

The journey: ``Round`` -> ``Context`` (facts, rules in force, words on pairs) -> ``judge`` (all pairs) or
``judge_pair`` (one; ``judge_pairs``: some) -> ``sentence`` and ``questions`` for people.
"""

from allocator.rules.amounts import Amount, NoAmountsError, amounts_for, amounts_of, unverified
from allocator.rules.catalogue import CATALOGUE
from allocator.rules.context import BY_CODE, RULE_INDEX, Context, PairVerdict
from allocator.rules.judge import Judgement, judge, judge_pair, judge_pairs
from allocator.rules.rule import Rule
from allocator.rules.suitability import points_named
from allocator.rules.words import questions, sentence

__all__ = [
    "BY_CODE",
    "CATALOGUE",
    "RULE_INDEX",
    "Amount",
    "Context",
    "Judgement",
    "NoAmountsError",
    "PairVerdict",
    "Rule",
    "amounts_for",
    "amounts_of",
    "judge",
    "judge_pair",
    "judge_pairs",
    "points_named",
    "questions",
    "sentence",
    "unverified",
]

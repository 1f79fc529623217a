"""Checks of what people said about two households, or about a household and a unit."""

from typing import Any

from allocator.domain.checks import Findings, Parts, codes
from allocator.domain.codes import Verdict
from allocator.domain.region import PairWord
from allocator.locale import N_

FILE = "pairs"


def check_apart(parts: Parts, found: Findings) -> None:
    """Both exist and are not one and the same."""
    others = parts.household_ids | parts.occupant_ids
    for row, apart in enumerate(parts.apart):
        place = {"row": row, "key": apart.household}
        known = parts.household_ids
        found.unknown("apart", apart.household, known, "households.csv", column="household", **place)
        found.unknown("apart", apart.other, others, "households.csv / occupants.csv", column="other", **place)
        if apart.household == apart.other:
            found.add(
                "apart",
                N_("A household cannot be kept apart from itself."),
                N_("Correct one of the two keys."),
                column="other",
                value=apart.other,
                **place,
            )


def check_pairs(parts: Parts, found: Findings) -> None:
    """Pins, forbids, waivers and scores: they exist, are complete, and do not contradict each other."""
    before: dict[str, list[PairWord]] = {}
    for row, word in enumerate(parts.pairs):
        place = {"row": row, "key": f"{word.household} / {word.unit}"}
        _known(word, parts, found, place)
        _complete(word, found, place)
        _against(word, before.setdefault(word.household, []), found, place)
        before[word.household].append(word)


def _against(word: PairWord, before: list[PairWord], found: Findings, place: dict[str, Any]) -> None:
    """What contradicts or repeats earlier rows about the same household."""
    same = [one for one in before if one.unit == word.unit]
    verdicts = {one.verdict for one in same}
    pinned = word.verdict is Verdict.PIN and {one.unit for one in before if one.verdict is Verdict.PIN}
    if pinned and word.unit not in pinned:
        _add(found, _TWO_PINS, N_("Keep one pin."), "household", word.household, place)
    if word.verdict not in verdicts and verdicts | {word.verdict} >= {Verdict.PIN, Verdict.FORBID}:
        _add(found, _PIN_AND_FORBID, N_("Keep one of the two."), "verdict", word.verdict, place)
    if word.verdict and (word.verdict, word.rule) in {(one.verdict, one.rule) for one in same}:
        _add(found, _TWICE, N_("Remove one of the rows."), "verdict", word.verdict, place)
    scores = {one.score for one in same if one.score is not None}
    if word.score is not None and scores - {word.score}:
        _add(found, _TWO_SCORES, N_("Keep one score."), "score", str(word.score), place)


_TWO_PINS = N_("This household is pinned to two units.")
_PIN_AND_FORBID = N_("This pair is both pinned and forbidden.")
_TWICE = N_("The same is said of this pair twice.")
_TWO_SCORES = N_("This pair has two different scores.")


def _add(found: Findings, what: str, do: str, column: str, value: str | None, place: dict[str, Any]) -> None:
    found.add(FILE, what, do, column=column, value=value, **place)


def _known(word: PairWord, parts: Parts, found: Findings, place: dict[str, Any]) -> None:
    found.unknown(FILE, word.household, parts.household_ids, "households.csv", column="household", **place)
    found.unknown(FILE, word.unit, parts.unit_ids, "units.csv", column="unit", **place)
    reasons = codes(parts.policy.reasons) if parts.policy else None
    found.unknown(FILE, word.reason, reasons, "policy.toml", column="reason", **place)
    found.unknown(FILE, word.rule, parts.rules, "docs/rules.md", column="rule", **place)
    rule = parts.rules.get(word.rule) if parts.rules and word.rule else None
    if rule and not rule.waivable and word.verdict is Verdict.WAIVE:
        do = N_("Remove the row; capacities, safety and what the law asks cannot be waived.")
        _add(found, N_("This rule cannot be waived."), do, "rule", word.rule, place)


def _complete(word: PairWord, found: Findings, place: dict[str, Any]) -> None:
    waives = word.verdict is Verdict.WAIVE
    if word.verdict is None and word.score is None:
        _add(
            found,
            N_("Nothing is said of this pair."),
            N_("Give a verdict or a score, or remove the row."),
            "verdict",
            None,
            place,
        )
    if waives and not word.rule:
        _add(found, N_("It is not said which rule is waived."), N_("Give the number of the rule."), "rule", None, place)
    if word.rule and not waives:
        do = N_("Write waive as the verdict, or leave out the rule.")
        _add(found, N_("A rule is named, and it is not waived."), do, "rule", word.rule, place)
    if waives:
        for name in ("reason", "by"):
            if not getattr(word, name):
                what = N_("A waiver needs a reason and the name of the function that decided.")
                _add(found, what, N_("Fill in reason and by."), name, None, place)

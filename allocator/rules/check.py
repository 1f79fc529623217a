"""What is wrong with what a policy, or a word on a pair, says about rules."""

from collections.abc import Iterable

from allocator.domain.codes import SupportLevel, Verdict
from allocator.domain.policy import Policy, Setting
from allocator.domain.region import PairWord
from allocator.rules.catalogue import CATALOGUE
from allocator.rules.rule import Rule
from allocator.rules.settings import kind


def policy_problems(policy: Policy) -> list[str]:
    """What is wrong with the rules in a policy: unknown rules and numbers, values of the wrong kind.

    One sentence each, with what to do; an empty list when all is well.
    """
    by_code = {rule.code: rule for rule in CATALOGUE}
    found: list[str] = []
    for code, setting in sorted(policy.rules.items()):
        known = by_code.get(code)
        if known is None:
            found.append(f"There is no rule {code}. Take it out of the policy; docs/rules.md lists all rules.")
            continue
        if not setting.on and not known.switchable:
            found.append(f"Rule {code} cannot be switched off; it stays on. Take this setting out of the policy.")
        for name, value in sorted(setting.numbers.items()):
            found += _number_problems(known, name, value)
    return found


def _number_problems(known: Rule, name: str, value: Setting) -> list[str]:
    if name not in known.numbers:
        names = ", ".join(known.numbers) or "none"
        return [f"Rule {known.code} has no number {name!r}. Its numbers: {names}."]
    default = known.numbers[name]
    here = f"Rule {known.code}, {name}: {value!r} is not"
    if kind(value) != kind(default):
        return [f"{here} {kind(default)}. Write it like the default, {default!r}."]
    if _is_level(default) and not _is_level(value):
        return [f"{here} a level of support. Write one of: {', '.join(SupportLevel)}."]
    return []


def _is_level(value: Setting) -> bool:
    return isinstance(value, str) and value in tuple(SupportLevel)


def waiver_problems(pairs: Iterable[PairWord]) -> list[str]:
    """Waivers that lift nothing: without a rule, of an unknown rule, or of one that cannot be waived."""
    by_code = {rule.code: rule for rule in CATALOGUE}
    found: list[str] = []
    for word in pairs:
        if word.verdict is not Verdict.WAIVE:
            continue
        here = f"The waiver for {word.household} in {word.unit}"
        if word.rule is None:
            found.append(f"{here} names no rule. Write the number of the rule, or take the row out.")
        elif word.rule not in by_code:
            found.append(f"{here} names {word.rule}, which does not exist. docs/rules.md lists all rules.")
        elif not by_code[word.rule].waivable:
            found.append(f"{here} names {word.rule}, which cannot be waived; it still holds. Take the row out.")
    return found

"""The page ``docs/rules.md``: every rule as the catalogue has it, and the national amounts with their source."""

import re
from collections.abc import Iterator

from allocator import locale
from allocator.domain.base import header_of, sensitivity_of
from allocator.domain.codes import Unknown
from allocator.domain.policy import Setting
from allocator.rules.amounts import Amount, amounts_of, years
from allocator.rules.catalogue import CATALOGUE, SUBJECTS
from allocator.rules.facts import MODELS
from allocator.rules.rule import Rule, model_of

_HEAD = """# The rules

Generated from `allocator/rules` by `make docs`; do not edit. A rule judges one household and one home: it may,
it may not, or that is not known. Numbers in a sentence are filled in with what was read: `{h_...}` of the
household, `{u_...}` of the home, `{n_...}` from the policy. Every number can be set in the policy, with dates:

```toml
[rules.R-601]
valid_from = 2027-01-01
numbers = { window_days = 28 }
```

Where something is not known, a rule *asks* (the pair is possible, nothing is offered before the answer),
*refuses*, or *allows*. What can be decided all the same is decided.
"""

_UNKNOWN = {Unknown.ASK: "asks", Unknown.REFUSE: "refuses", Unknown.ALLOW: "allows"}


def markdown() -> str:
    """The whole page, in Markdown."""
    return "\n".join([_HEAD, *_overview(), *_rules(), *_amounts()]) + "\n"


def _overview() -> Iterator[str]:
    yield "| Rule | Title | Titel | Unknown | Waivable | Delivered |"
    yield "|---|---|---|---|---|---|"
    for rule in CATALOGUE:
        titles = f"{rule.title} | {locale.translate(rule.title, 'nl')}"
        cells = f"{_UNKNOWN[rule.unknown]} | {_yes(rule.waivable)} | {'on' if rule.on else 'off'}"
        yield f"| [{rule.code}](#{rule.code.lower()}) | {titles} | {cells} |"
    yield ""


def _rules() -> Iterator[str]:
    for subject in SUBJECTS:
        yield f"## {(subject.__doc__ or '').splitlines()[0].rstrip('.')}"
        yield ""
        for rule in CATALOGUE:
            if rule.judge.__module__ == subject.__name__:
                yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {rule.code}"
    yield ""
    yield f"**{rule.title}** · {locale.translate(rule.title, 'nl')}. {_first_line(rule)}"
    yield ""
    yield f"- Basis: {rule.basis}{' Statutory.' if rule.statutory else ''}"
    yield f"- en: “{_plain(rule.says)}”"
    yield f"- nl: “{_plain(locale.translate(rule.says, 'nl'))}”"
    yield f"- Reads ({rule.sensitivity.value}): {', '.join(_fields(rule)) or 'nothing'}"
    yield f"- Unknown: {_UNKNOWN[rule.unknown]}. {rule.unknown_means}"
    if rule.numbers:
        yield f"- Numbers: {', '.join(f'`{name}` = {_shown(value)}' for name, value in rule.numbers.items())}"
    if rule.valid_from or rule.valid_until:
        yield f"- Holds from {rule.valid_from or 'the beginning'} until {rule.valid_until or 'further notice'}"
    yield f"- {_standing(rule)}"
    yield ""


def _standing(rule: Rule) -> str:
    parts = ["Can be waived for one pair" if rule.waivable else "Cannot be waived"]
    parts.append("can be switched off" if rule.switchable else "cannot be switched off")
    if rule.counts_only:
        parts.append("never refuses: what it denies is counted as unfit")
    return "; ".join(parts) + ("." if rule.on else "; off unless the policy has it.")


def _first_line(rule: Rule) -> str:
    return (rule.judge.__doc__ or "").strip().splitlines()[0]


def _plain(template: str) -> str:
    """A sentence without what only its plural needs."""
    return re.sub(r"\{(\w+):[^{}|]*\|([^{}]*)\}", r"{\1} \2", template)


def _fields(rule: Rule) -> list[str]:
    """Fields of the models that the rule's facts rest on, by the name of their column, with sensitivity."""
    found: dict[str, None] = {}
    for name, fact in rule.facts().items():
        for field in fact.reads:
            owner, _, attribute = field.rpartition(".")
            model = MODELS[owner] if owner else model_of(name)
            column = f"{model.__name__.lower()}.{header_of(model, attribute)}"
            found[f"`{column}` ({sensitivity_of(model, attribute).value})"] = None
    return list(found)


def _shown(value: Setting) -> str:
    return "none" if value == () else f"{value}"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _amounts() -> Iterator[str]:
    yield "## National amounts"
    yield ""
    yield "Kept by year in `allocator/rules/amounts.toml`; a policy carries its own copy. What is not verified must be"
    yield "checked in the source before it decides anything."
    yield ""
    for year in years():
        yield f"### {year}"
        yield ""
        yield "| Amount | Value | Verified | Source | Note |"
        yield "|---|---:|---|---|---|"
        yield from map(_amount, amounts_of(year))
        yield ""


def _amount(amount: Amount) -> str:
    value = locale.money(amount.whole, "en") if amount.is_money else f"{amount.whole} years"
    mark = "yes" if amount.verified else "**no**"
    return f"| `{amount.name}` | {value} | {mark} | {amount.source} | {amount.note} |"

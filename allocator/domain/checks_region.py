"""Checks of municipalities, keys, support, ledger, and of the policy against them."""

from math import isfinite
from typing import Any

from allocator.domain.checks import NO_WEIGHTS, Findings, Parts, codes
from allocator.domain.codes import LedgerKind, SupportLevel
from allocator.domain.period import bounds
from allocator.domain.policy import Policy, Setting
from allocator.domain.problem import Problem
from allocator.domain.sentence import Sentence
from allocator.locale import N_

_MUNICIPALITIES = "municipalities.csv"
_POLICY = "policy.toml"


def check_municipalities(parts: Parts, found: Findings) -> None:
    """Codes stand once; neighbours are in the list."""
    file, rows = "municipalities", parts.municipalities or ()
    found.twice(file, (m.code for m in rows), "code")
    for row, one in enumerate(rows):
        found.each_unknown(
            file,
            one.neighbours,
            parts.municipality_codes,
            _MUNICIPALITIES,
            row=row,
            key=one.code,
            column="neighbours",
            warning=True,
        )


def check_keys(parts: Parts, found: Findings) -> None:
    """Weights are of a known group and municipality, once for each date."""
    seen = set()
    for row, one in enumerate(parts.keys):
        place = {"row": row, "key": one.key}
        found.unknown("keys", one.group, parts.ledger_groups, _POLICY, column="group", **place)
        known = parts.municipality_codes
        found.unknown("keys", one.municipality, known, _MUNICIPALITIES, column="municipality", **place)
        same = (one.key, one.group, one.municipality, one.on)
        if same in seen:
            found.add(
                "keys",
                N_("This key has two weights for one municipality on one date."),
                N_("Keep one of the rows; of municipalities that have merged, add the weights up."),
                column="weight",
                value=str(one.weight),
                **place,
            )
        seen.add(same)


def check_support(parts: Parts, found: Findings) -> None:
    """Pools count hours or places, not both, and what is in use fits in them."""
    file = "support"
    found.twice(file, (p.id for p in parts.support), "id")
    kinds = codes(parts.policy.support_kinds) if parts.policy else None
    for row, pool in enumerate(parts.support):
        place: dict[str, Any] = {"row": row, "key": pool.id}
        found.each_unknown(file, pool.kinds, kinds, _POLICY, column="kinds", **place)
        known = parts.municipality_codes
        found.each_unknown(file, pool.municipalities, known, _MUNICIPALITIES, column="municipalities", **place)
        if (pool.hours_per_week is None) == (pool.places is None):
            both = pool.places is not None
            what = N_("The pool has both hours and places.") if both else N_("The pool has neither hours nor places.")
            do = N_("Fill in one of the two: hours_per_week or places.")
            found.add(file, what, do, column="hours_per_week", **place)
        size = pool.hours_per_week if pool.hours_per_week is not None else pool.places
        if size is not None and pool.used > size:
            found.add(
                file,
                N_("More is in use than there is."),
                N_("Correct one of the two numbers."),
                column="used",
                value=f"{pool.used:g}",
                **{**place, "warning": True},
            )
        if pool.available_from and pool.available_until and pool.available_until < pool.available_from:
            found.add(
                file,
                N_("The last day is before the first."),
                N_("Correct one of the dates."),
                column="until",
                value=pool.available_until.isoformat(),
                **place,
            )


def check_ledger(parts: Parts, found: Findings) -> None:
    """Postings are of a known municipality and group; a transfer has two sides."""
    for row, one in enumerate(parts.ledger):
        place = {"row": row, "key": one.municipality}
        known = parts.municipality_codes
        found.unknown("ledger", one.municipality, known, _MUNICIPALITIES, column="municipality", **place)
        found.unknown("ledger", one.counterparty, known, _MUNICIPALITIES, column="counterparty", **place)
        found.unknown("ledger", one.group, parts.ledger_groups, _POLICY, column="group", **place)
        transfer = one.kind is LedgerKind.TRANSFER
        if transfer and one.counterparty is None:
            found.add(
                "ledger",
                N_("A transfer needs the other municipality."),
                N_("Fill in counterparty."),
                column="counterparty",
                **place,
            )
        elif not transfer and one.counterparty is not None:
            found.add(
                "ledger",
                N_("Only a transfer has another municipality."),
                N_("Leave out counterparty."),
                column="counterparty",
                value=one.counterparty,
                **place,
            )
        elif one.counterparty == one.municipality:
            found.add(
                "ledger",
                N_("A municipality cannot transfer to itself."),
                N_("Correct one of the two."),
                column="counterparty",
                value=one.counterparty,
                **place,
            )


def check_system(parts: Parts, found: Findings) -> None:
    """What case.toml and policy.toml say about the rest of the case."""
    if parts.period and parts.as_of:
        first, last = bounds(parts.period)
        if not first <= parts.as_of <= last:
            what = N_("The date of the round lies outside the period.")
            do = N_("Check as_of and period.")
            _say(found, "case.toml", what, do, column="period", value=parts.period, warning=True)
    _paused(parts, found)
    if parts.policy:
        _policy(parts.policy, parts, found)


def _paused(parts: Parts, found: Findings) -> None:
    paused = (
        ("paused_municipalities", parts.paused_municipalities, parts.municipality_codes, _MUNICIPALITIES),
        ("paused_corporations", parts.paused_corporations, parts.corporation_ids, "corporations.csv"),
    )
    for name, given, known, listed in paused:
        for value in given:
            if known is not None and value not in known:
                values = {"list": listed}
                what, do = N_("This does not stand in {list}."), N_("Correct it, or add it to {list}.")
                _say(found, "case.toml", what, do, values, column=name, value=value)


def _policy(policy: Policy, parts: Parts, found: Findings) -> None:
    groups = set(codes(policy.groups))
    weighed = {one.key for one in parts.keys if one.weight > 0} | set(parts.also_known.get("keys", ()))
    used = {mix.key for mixes in policy.keys.values() for mix in mixes}
    for key in sorted(used - weighed):
        _say(found, _POLICY, NO_WEIGHTS, N_("Add its weights to keys.csv."), column="keys", value=key, warning=True)
    wrong = [("keys", group) for group in policy.keys if group not in (parts.ledger_groups or ())]
    wrong += [("balance.dimensions", d.group) for d in policy.dimensions if d.group not in {"all", *groups}]
    wrong += [("caps", cap.group) for cap in policy.caps if cap.group and cap.group not in groups]
    wrong += [
        ("homes.contract_groups", code)
        for some in policy.contract_groups.values()
        for code in some
        if code not in groups
    ]
    tags = set(codes(policy.house_tags))
    wrong += [("tag_conflicts", tag) for pair in policy.tag_conflicts for tag in pair if tag not in tags]
    for column, value in wrong:
        what, do = N_("This code is in none of the lists of the policy."), N_("Correct it, or add it to the list.")
        _say(found, _POLICY, what, do, column=column, value=value)
    _twice_in_policy(policy, found)
    _rules(policy, parts, found)


def _twice_in_policy(policy: Policy, found: Findings) -> None:
    for name in ("urgency", "groups", "house_tags", "support_kinds", "reasons"):
        seen = set()
        for code in codes(getattr(policy, name)):
            if code in seen:
                what, do = N_("This code stands in the list twice."), N_("Keep one of them.")
                _say(found, _POLICY, what, do, column=name, value=code)
            seen.add(code)


def _rules(policy: Policy, parts: Parts, found: Findings) -> None:
    for code, setting in policy.rules.items() if parts.rules is not None else ():
        rule = (parts.rules or {}).get(code)
        column = f"rules.{code}"
        if rule is None:
            what, do = N_("There is no rule with this number."), N_("See docs/rules.md for the rules.")
            _say(found, _POLICY, what, do, column=column, value=code)
            continue
        if not (setting.on or rule.switchable):
            what, do = N_("This rule cannot be switched off."), N_("Leave out on = false.")
            _say(found, _POLICY, what, do, column=column, value="on = false")
        for name, value in sorted(setting.numbers.items()):
            if name not in rule.numbers:
                what, do = N_("This rule has no such number."), N_("Its numbers: {names}.")
                values = {"names": tuple(sorted(rule.numbers)) or ("-",)}
                _say(found, _POLICY, what, do, values, column=column, value=name)
            elif not _alike(value, rule.numbers[name]):
                what, do = N_("This is not the kind of value that the rule needs."), N_("As delivered it is {default}.")
                default = {"default": _shown(rule.numbers[name])}
                _say(found, _POLICY, what, do, default, column=f"{column}.{name}", value=_shown(value))


def _alike(value: Setting, delivered: Setting) -> bool:
    """Whether both are numbers, codes, lists, or yes and no; a level of support stays one."""
    if isinstance(delivered, bool | str | tuple) or isinstance(value, bool | str | tuple):
        same = type(value) is type(delivered)
        levels = tuple(level.value for level in SupportLevel)
        return same and (delivered not in levels or value in levels)
    return isfinite(value)


def _shown(value: Setting) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(str, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _say(found: Findings, file: str, what: str, do: str, values: Any = None, **place: Any) -> None:
    shown = values or {}
    found.problems.append(Problem.of(file, Sentence(what, shown), Sentence(do, shown), **place))

"""The form of policy.toml: which keys it has, and how they become a ``Policy``."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from allocator.domain.codes import StageName
from allocator.domain.policy import Amounts, Policy
from allocator.intake.policy_shape import UNLIMITED, Form, Place
from allocator.intake.policy_workflow import read_workflow

OWN = ("homes", "rules", "amounts", "stages", "balance", "keys", "refusals", "workflow")
"""Tables with a form of their own, for easy reading."""

_ELSEWHERE = ("default_forms", "contract_groups", "norm", "dimensions", *OWN)
PLAIN = tuple(name for name in Policy.model_fields if name not in _ELSEWHERE)
"""Keys that stand in the file as they stand in the domain."""

RULE_KEYS = ("on", "valid_from", "valid_until")
"""Keys of a rule that are no numbers of it."""

EURO = {f"{name}_eur": name for name in Amounts.model_fields if name not in ("year", "pension_age")}


def from_toml(content: Mapping[str, Any]) -> Form:
    """Rearrange the content of policy.toml as the domain has it; amounts may still be incomplete."""
    form = Form()
    form.only(content, (*PLAIN, *OWN), ())
    form.policy = {key: content[key] for key in PLAIN if key in content}
    for name in OWN:
        if name not in content:
            continue
        table = content[name]
        if isinstance(table, Mapping):
            _READERS[name](table, form)
        else:
            form.wrong.append(((name,), "table"))
    return form


def _plain(value: Any) -> Any:
    """Decimals of a setting as ordinary numbers."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _homes(table: Mapping[str, Any], form: Form) -> None:
    names = ("default_forms", "contract_groups")
    form.only(table, names, ("homes",))
    for name in names:
        if name in table:
            form.policy[name] = table[name]
            form.places[(name,)] = ("homes", name)


def _rules(table: Mapping[str, Any], form: Form) -> None:
    rules: dict[str, Any] = {}
    for code, setting in table.items():
        if isinstance(setting, bool):
            rules[code] = {"on": setting}
        elif isinstance(setting, Mapping):
            known = {key: setting[key] for key in RULE_KEYS if key in setting}
            numbers = {key: _plain(value) for key, value in setting.items() if key not in RULE_KEYS}
            rules[code] = known | {"numbers": numbers}
        else:
            form.wrong.append((("rules", code), "table"))
    form.policy["rules"] = rules


def _amounts(table: Mapping[str, Any], form: Form) -> None:
    form.only(table, ("year", "pension_age", *EURO), ("amounts",))
    amounts = {key: table[key] for key in ("year", "pension_age") if key in table}
    for key, name in EURO.items():
        form.places[("amounts", name)] = ("amounts", key)
        if key not in table:
            continue
        value: Any = table[key]
        sums: Any = value * 100 if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
        if sums is None or abs(sums) > 10**13 or sums != int(sums):
            form.wrong.append((("amounts", key), "euros"))
        else:
            amounts[name] = int(sums)
    form.policy["amounts"] = amounts


def _stages(table: Mapping[str, Any], form: Form) -> None:
    form.only(table, ("order", "off", "tolerance"), ("stages",))
    order = table.get("order", [name.value for name in StageName])
    off, tolerance = table.get("off", []), table.get("tolerance", {})
    for name, value, kind in (("order", order, list), ("off", off, list), ("tolerance", tolerance, dict)):
        if not isinstance(value, kind):
            form.wrong.append((("stages", name), "list" if kind is list else "table"))
            return
    names = [str(name) for name in order]
    known = tuple(name.value for name in StageName)
    for place, given in (("order", names), ("off", off), ("tolerance", tolerance)):
        form.unknown += [(("stages", place, str(n)), known) for n in given if n not in known]
    if len(set(names)) < len(names):
        form.wrong.append((("stages", "order"), "once"))
    form.policy["stages"] = [
        {"name": name, "on": name not in off, "tolerance": tolerance.get(name, 0)} for name in names if name in known
    ]
    for index, name in enumerate(names):
        form.places[("stages", index, "tolerance")] = ("stages", "tolerance", name)


def _balance(table: Mapping[str, Any], form: Form) -> None:
    form.only(table, ("norm", "dimensions"), ("balance",))
    for name in ("norm", "dimensions"):
        if name in table:
            form.policy[name] = table[name]
            form.places[(name,)] = ("balance", name)


def _keys(table: Mapping[str, Any], form: Form) -> None:
    keys: dict[str, Any] = {}
    for group, said in table.items():
        if isinstance(said, str):
            keys[group] = [{"key": said}]
        elif isinstance(said, Mapping):
            keys[group] = [{"key": key, "part": part} for key, part in said.items()]
        else:
            form.wrong.append((("keys", group), "key"))
    form.policy["keys"] = keys


def _refusals(table: Mapping[str, Any], form: Form) -> None:
    form.only(table, ("most",), ("refusals",))
    if "most" in table:
        form.policy["refusals"] = {"most": None if table["most"] == UNLIMITED else table["most"]}


_READERS: dict[str, Callable[[Mapping[str, Any], Form], None]] = {
    "homes": _homes,
    "rules": _rules,
    "amounts": _amounts,
    "stages": _stages,
    "balance": _balance,
    "keys": _keys,
    "refusals": _refusals,
    "workflow": read_workflow,
}


def place_in_file(form: Form, location: Place) -> Place:
    """Where a value of the domain stands in the file."""
    for size in range(len(location), 0, -1):
        if location[:size] in form.places:
            return (*form.places[location[:size]], *location[size:])
    return location


def is_pattern(text: str) -> bool:
    """Whether a text is a regular expression."""
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError):
        return False
    return True

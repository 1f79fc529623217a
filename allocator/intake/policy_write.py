"""A ``Policy`` as policy.toml; reading it back gives the same policy."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from allocator.domain.base import Frozen
from allocator.domain.policy import KeyMix, Policy
from allocator.intake.policy_form import EURO
from allocator.intake.policy_shape import UNLIMITED
from allocator.intake.policy_workflow import workflow_tables

_TABLES = tuple(
    name
    for name, info in Policy.model_fields.items()
    if name not in ("amounts", "support", "refusals", "workflow")
    and isinstance(info.annotation, type)
    and issubclass(info.annotation, Frozen)
)
"""Tables that stand in the file as they stand in the domain."""

_LABELS = ("urgency", "groups", "house_tags", "support_kinds", "reasons")


def write_policy(policy: Policy) -> str:
    """The policy as TOML, in the order in which people read it."""
    blocks = [
        _block("", {"name": policy.name, "version": policy.version, "valid_from": policy.valid_from}),
        _block("", {"tag_conflicts": policy.tag_conflicts}),
        *(_block(f"[{name}]", label.model_dump()) for name in _LABELS for label in getattr(policy, name)),
        _block("homes", {"default_forms": policy.default_forms}),
        _block("homes.contract_groups", policy.contract_groups),
        *_rules(policy),
        _block("amounts", _amounts(policy)),
        *_stages(policy),
        _block("balance", {"norm": policy.norm}),
        *(_block("[balance.dimensions]", _stated(d)) for d in policy.dimensions),
        _block("keys", {group: _mix(mix) for group, mix in policy.keys.items()}),
        *(_block(name, _stated(value)) for name, value in policy if name in _TABLES and not _silent(name, value)),
        *(_block("[caps]", _stated(cap)) for cap in policy.caps),
        *_support(policy),
        _block("refusals", {"most": UNLIMITED if policy.refusals.most is None else policy.refusals.most}),
        *(_block(header, values) for header, values in workflow_tables(policy)),
        _block("id_patterns", policy.id_patterns),
    ]
    empty = [f"{name} = []" for name in ("dimensions",) if not policy.dimensions]
    text = "\n".join(block for block in blocks if block)
    return text.replace("[balance]\n", "[balance]\n" + "\n".join(empty) + "\n") if empty else text


def _stated(model: Frozen) -> dict[str, Any]:
    """Fields that are not empty; an absent one reads back as None."""
    return {name: value for name, value in model if value is not None}


def _silent(name: str, value: Any) -> bool:
    """Whether a part stays out of a policy while it says nothing."""
    leave_out = Policy.model_fields[name].exclude_if
    return leave_out is not None and leave_out(value)


def _rules(policy: Policy) -> list[str]:
    return [
        _block(f"rules.{_key(code)}", {k: v for k, v in _stated(said).items() if k != "numbers"} | said.numbers)
        for code, said in policy.rules.items()
    ]


def _amounts(policy: Policy) -> dict[str, Any]:
    names = {attribute: key for key, attribute in EURO.items()}
    return {
        names.get(name, name): Decimal(value).scaleb(-2) if name in names else value for name, value in policy.amounts
    }


def _stages(policy: Policy) -> list[str]:
    off = [stage.name for stage in policy.stages if not stage.on]
    tolerance = {stage.name.value: stage.tolerance for stage in policy.stages if stage.tolerance}
    order = [stage.name for stage in policy.stages]
    return [_block("stages", {"order": order, "off": off}), _block("stages.tolerance", tolerance)]


def _mix(mix: Iterable[KeyMix]) -> Any:
    return {one.key: one.part for one in mix}


def _support(policy: Policy) -> list[str]:
    plain = {name: value for name, value in policy.support if name != "default_hours"}
    return [_block("support", plain), _block("support.default_hours", policy.support.default_hours)]


def written_table(values: Mapping[str, Any]) -> str:
    """Keys and values as lines of TOML."""
    return _block("", values)


def _block(header: str, values: Mapping[Any, Any]) -> str:
    """One table with its keys; nothing for a table without keys."""
    if not values:
        return ""
    lines = [f"[{header}]"] if header else []
    lines += [f"{_key(name)} = {_value(value)}" for name, value in values.items()]
    return "\n".join(lines) + "\n"


def _key(name: Any) -> str:
    text = name.value if isinstance(name, Enum) else str(name)
    bare = text and text.isascii() and all(c.isalnum() or c in "-_" for c in text)
    return text if bare else _quoted(text)


def _value(value: Any) -> str:
    if isinstance(value, Enum):
        return _quoted(str(value.value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return repr(value) if isinstance(value, float) else str(value)


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _quoted(text: str) -> str:
    def safe(c: str) -> str:
        return _ESCAPES.get(c) or (f"\\u{ord(c):04X}" if ord(c) < 32 or ord(c) == 127 else c)

    return '"' + "".join(map(safe, text)) + '"'

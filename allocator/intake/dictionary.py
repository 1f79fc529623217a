"""The data dictionary and the JSON Schemas, produced from the definitions in the domain."""

import re
import typing
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from allocator.domain.base import (
    BagId,
    Cents,
    Code,
    Id,
    MunicipalityCode,
    Postcode,
    PostcodeArea,
    sensitivity_of,
)
from allocator.domain.policy import Policy
from allocator.domain.region import Period
from allocator.domain.round import Round
from allocator.intake import words
from allocator.intake.case_info import CaseInfo
from allocator.intake.cells import without_none
from allocator.intake.columns import SPECS, Column, FileSpec
from allocator.intake.dutch import FILES

_ALIASES: tuple[tuple[Any, str], ...] = (
    (Cents, "euros, at most 2 decimals"),
    (Id, "key"),
    (Code, "code"),
    (MunicipalityCode, "municipality code"),
    (Postcode, "postcode"),
    (PostcodeArea, "postcode or 4 digits"),
    (BagId, "BAG number"),
    (Period, "period"),
)
_KINDS: dict[Any, str] = {
    bool: "yes or no",
    int: "whole number",
    float: "number",
    Decimal: "exact number",
    date: "date",
    str: "text",
}
_HEAD = "| Column | Dutch | VERA | Type | Unit | Limits | Empty cell | `?` | Sensitivity | Meaning |"
_LIMITS = (("ge", "≥ "), ("gt", "> "), ("le", "≤ "), ("lt", "< "))

_INTRODUCTION = """# Data dictionary

Written by `allocator.intake.dictionary` from the definitions in `allocator/domain`; do not edit by hand.

A case is a folder with these files, or one workbook (`case.xlsx`) with a sheet for each. Columns are found by
their heading, in any order; English, Dutch and (for units) VERA headings are understood, in any spelling of
capitals, spaces and underscores. Cells are separated by a comma, a semicolon or a tab; text is UTF-8 or
Windows-1252.

- Items of a list stand between `|`. A list that is known to have no items is `-` where an empty cell means
  unknown.
- Dates are `2026-01-31` or `31-1-2026`. Yes and no are true/false, ja/nee, yes/no or 1/0.
- Decimals have a comma or a point. `1.234` and `1,234` are refused, because they can mean two things; write
  `1234` or `1.234,00`.
- `?` says that a fact is not known. Where the column below does not allow it, it is an error.
- An empty cell takes the value that the column says.
- A text that begins with `=`, `+`, `-`, `@` or `'` has a `'` in front of it in a file that the program writes;
  the program takes it off again.
- Codes may be written in English or with their usual Dutch word, and in units as corporations do (VERA); see
  [the words for codes](#words-for-codes).
"""


def markdown() -> str:
    """The page docs/data-dictionary.md."""
    parts = [_INTRODUCTION, _case(), *(_file(spec) for spec in SPECS.values()), _codes(), _policy()]
    return "\n".join(parts)


def _case() -> str:
    rows = [f"| `{n}` | {_kind(CaseInfo, n)} | {_empty(i)} |" for n, i in CaseInfo.model_fields.items()]
    head = "## case.toml\n\nDate and state of the round.\n\n| Key | Type | Absent |\n|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


def _file(spec: FileSpec) -> str:
    names = ", ".join(f"`{name}`" for name in FILES[spec.name])
    required = "Required. " if spec.required else ""
    doc = " ".join((spec.model.__doc__ or "").split())
    rows = [_row(column, simple=column.attribute in spec.beside) for column in spec.columns]
    head = f"## {spec.name}.csv\n\n{required}{doc} Also named {names}.\n\n{_HEAD}\n|{'---|' * 10}\n"
    return head + "\n".join(rows) + "\n"


def _row(column: Column, *, simple: bool) -> str:
    extra = _extra(column.info)
    unit = str(extra.get("unit", "")).replace("cents", "euros")
    cells = (
        f"**`{column.heading}`**" if column.required else f"`{column.heading}`",
        ", ".join(f"`{name}`" for name in column.dutch),
        ", ".join(f"`{name}`" for name in column.vera),
        _kind(column.model, column.field),
        unit,
        _limits(column),
        "no simple need" if simple else _empty(column.info),
        "yes" if column.may_be_unknown else "no",
        sensitivity_of(column.model, column.field).value,
        (column.info.description or "") + (" One simple need of the household." if simple else ""),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _extra(info: FieldInfo) -> dict[str, Any]:
    return dict(info.json_schema_extra) if isinstance(info.json_schema_extra, dict) else {}


def _kind(model: Any, field: str) -> str:
    hint = without_none(typing.get_type_hints(model, include_extras=True)[field])
    if typing.get_origin(hint) is tuple:
        return f"list of: {_single(typing.get_args(hint)[0])}"
    return _single(hint)


def _single(hint: Any) -> str:
    for alias, name in _ALIASES:
        if hint == alias:
            return name
    kind = typing.get_args(hint)[0] if hasattr(hint, "__metadata__") else hint
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return ", ".join(f"`{member.value}`" for member in kind)
    return _KINDS[kind]


def _limits(column: Column) -> str:
    hint = without_none(column.hint)
    money = hint == Cents
    items = [*column.info.metadata, *_metadata(hint)]
    if typing.get_origin(hint) is tuple:
        items += _metadata(typing.get_args(hint)[0])
    found: list[str] = []
    for item in items:
        for name, sign in _LIMITS:
            if (limit := getattr(item, name, None)) is not None:
                found.append(f"{sign}{limit // 100 if money else limit}")
        if (most := getattr(item, "max_length", None)) is not None:
            found.append(f"at most {most} characters")
    return ", ".join(dict.fromkeys(found))


def _metadata(hint: Any) -> list[Any]:
    """Limits inside an alias; patterns and lengths of keys and codes go without saying."""
    inside = [item for item in getattr(hint, "__metadata__", ()) if isinstance(item, FieldInfo)]
    return [item for info in inside for item in info.metadata]


def _empty(info: FieldInfo) -> str:
    stated = _extra(info).get("empty")
    if stated:
        return str(stated)
    if info.is_required():
        return "required"
    default = info.default
    if default is None:
        return "unknown" if _extra(info).get("may_be_unknown") else "none"
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, Enum):
        return f"`{default.value}`"
    return "none" if default in ((), "") else str(default)


def _codes() -> str:
    """Every code with the words that are understood for it."""
    rows: list[str] = []
    for kind, dutch in words.DUTCH.items():
        vera = words.VERA.get(kind, {})
        for member in kind:
            name = "" if rows and member is not next(iter(kind)) else " ".join(re.findall("[A-Z][a-z]*", kind.__name__))
            said = [[f"`{word}`" for word, code in some.items() if code == member] for some in (dutch, vera)]
            rows.append(f"| {name} | `{member.value}` | {', '.join(said[0])} | {', '.join(said[1])} |")
    head = (
        "## Words for codes\n\nIn any spelling of capitals, spaces and punctuation. VERA codes are for units only.\n\n"
    )
    return head + "| Kind | Code | Dutch | VERA |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def _policy() -> str:
    rows = [
        f"| `{name}` | {info.description or ''} |" for name, info in Policy.model_fields.items() if info.description
    ]
    head = (
        "## policy.toml\n\nThe form is that of the delivered policy (`allocator/intake/default_policy.toml`), with "
        "a remark at each part.\nIn the domain:\n\n| Part | Meaning |\n|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def json_schema() -> dict[str, dict[str, Any]]:
    """JSON Schemas by file name: ``round.json`` is exact for the canonical round; the others are one row each.

    A row has the headings of its file as names, typed values, and money in euros.
    """
    schemas = {"round.json": Round.model_json_schema(mode="serialization")}
    return schemas | {f"{spec.name}.csv": _row_schema(spec) for spec in SPECS.values()}


def _row_schema(spec: FileSpec) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    definitions: dict[str, Any] = {}
    for column in spec.columns:
        whole = _schema_of(column.model)
        definitions |= whole.get("$defs", {})
        one = dict(whole["properties"][column.field])
        if without_none(column.hint) == Cents:
            one["anyOf"] = [{"type": "number", "minimum": 0}, {"type": "null"}]
            one["unit"] = str(one.get("unit", "")).replace("cents", "euros")
        properties[column.heading] = one
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A row of {spec.name}.csv",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": [column.heading for column in spec.columns if column.required],
        "$defs": {name: body for name, body in definitions.items() if _used(name, properties, definitions)},
    }


@cache
def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(mode="serialization")


def _used(name: str, properties: dict[str, Any], definitions: dict[str, Any]) -> bool:
    """Whether a definition is referred to by a column (enumerations only; rows hold no other models)."""
    return f"'#/$defs/{name}'" in str(properties) and "enum" in definitions[name]

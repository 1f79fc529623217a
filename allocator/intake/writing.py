"""A round back to the files of a case; reading them gives the same round."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from allocator.domain.base import Cents, Frozen
from allocator.domain.household import Need
from allocator.domain.round import Round
from allocator.intake import numbers
from allocator.intake.cells import NO_ITEMS, UNKNOWN, quoted, without_none
from allocator.intake.columns import COORDINATES, SPECS, Column, FileSpec
from allocator.intake.policy_write import write_policy, written_table

PREVIOUS = "previous.json"


def write_case(round_: Round, folder: Path) -> list[Path]:
    """Write every file of a case into a folder, which is made when it is not there.

    Files are UTF-8 with commas. A text that a spreadsheet could take for a formula gets a quote in front of
    it, which ``read_case`` takes off again.

    Returns:
        The files that were written.

    Raises:
        OSError: when a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"case.toml": _case(round_), "policy.toml": write_policy(round_.policy)}
    if round_.previous:
        rows = [one.model_dump(mode="json") for one in round_.previous]
        texts[PREVIOUS] = json.dumps({"placements": rows}, indent=1, ensure_ascii=False) + "\n"
    for name, spec in SPECS.items():
        rows_of = _needs(round_) if spec.model is Need else getattr(round_, name)
        if rows_of or spec.required or name == "municipalities":
            texts[f"{name}.csv"] = table_text(spec, rows_of)
    paths = []
    for name, text in texts.items():
        path = folder / name
        path.write_text(text, encoding="utf-8", newline="")
        paths.append(path)
    return paths


def table_text(spec: FileSpec, rows: Iterable[Frozen]) -> str:
    """Rows of one file as CSV with the English headings."""
    columns = [column for column in spec.columns if column.attribute not in spec.beside]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.heading for column in columns])
    writer.writerows([cell_text(getattr(row, column.attribute), column) for column in columns] for row in rows)
    return out.getvalue()


def cell_text(value: Any, column: Column) -> str:
    """One value as a cell that reads back as the same value."""
    default = column.info.default
    if value is None:
        return UNKNOWN if column.may_be_unknown and default is not None else ""
    if isinstance(value, tuple):
        empty = NO_ITEMS if default is None else ""
        return quoted("|".join(_plain(item, column) for item in value)) if value else empty
    text = _plain(value, column)
    return quoted(text) if isinstance(value, str) else text


def _plain(value: Any, column: Column) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if without_none(column.hint) == Cents:
        return f"{value // 100}.{value % 100:02d}"
    if isinstance(value, float | Decimal):
        text = repr(value) if isinstance(value, float) else str(value)
        return numbers.written(text, plain=column.heading in COORDINATES)
    return str(value)


def _needs(round_: Round) -> list[Need]:
    return [need for household in round_.households for need in household.needs]


def _case(round_: Round) -> str:
    values: dict[str, Any] = {
        "round_id": round_.round_id,
        "as_of": round_.as_of,
        "period": round_.period,
        "schema_version": round_.schema_version,
        "lottery_seed": round_.lottery_seed,
    }
    if round_.seed_by_hand:
        values["seed_by_hand"] = True
    for name in ("paused_municipalities", "paused_corporations"):
        if getattr(round_, name):
            values[name] = list(getattr(round_, name))
    if round_.previous:
        values["previous_proposal"] = PREVIOUS
    return written_table(values)

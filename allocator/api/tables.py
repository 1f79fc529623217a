"""Lists as files: CSV or XLSX when the caller accepts nothing else of ours more gladly."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from allocator.api.problems import Missing
from allocator.domain.household import Household
from allocator.domain.sentence import Sentence
from allocator.intake.columns import SPECS, FileSpec
from allocator.intake.writing import table_text
from allocator.locale import N_
from allocator.reports.lists import Cells, Sheet, csv_list, xlsx_list

JSON = "application/json"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {JSON: None, CSV: CSV, XLSX: XLSX}


def wanted(request: Request) -> str | None:
    """The kind of file that the caller wants most; None: JSON.

    Raises:
        Missing: when none of ours is accepted.
    """
    asked = request.headers.get("accept", "*/*") or "*/*"
    weights = [_weighed(part) for part in asked.split(",")]
    best, kind = 0.0, JSON
    for ours in KINDS:
        weight = max((q for name, q in weights if _matches(name, ours)), default=0.0)
        if weight > best:
            best, kind = weight, ours
    if not best:
        text = N_("This list is given as {kinds}; say one of them in Accept.")
        raise Missing(406, "not_acceptable", Sentence(text, {"kinds": ", ".join(KINDS)}))
    return KINDS[kind]


def _weighed(part: str) -> tuple[str, float]:
    name, _, parameters = part.strip().partition(";")
    weight = next((p.strip()[2:] for p in parameters.split(";") if p.strip().startswith("q=")), "1")
    try:
        return name.strip().lower(), float(weight)
    except ValueError:
        return name.strip().lower(), 0.0


def _matches(asked: str, ours: str) -> bool:
    return asked in (ours, "*/*", f"{ours.partition('/')[0]}/*")


def as_file(request: Request, shape: type[BaseModel], items: Sequence[Any], kind: str) -> Response:
    """The whole list as a file. Of what comes in by file the headings are those of that file, to come in again."""
    spec = next((one for one in SPECS.values() if issubclass(shape, one.model)), None)
    if kind == XLSX:
        sheets = _sheets(spec, items) if spec else [(_name(request), *_as_shown(shape, items))]
        data = xlsx_list(sheets)
    elif spec and spec.model is not Household:  # several needs do not fit in one row
        data = table_text(spec, items).encode()
    else:
        data = csv_list(*_as_shown(shape, items))
    return _file(request, data, kind)


def rows_as_file(request: Request, headings: Sequence[str], rows: Sequence[Cells], kind: str) -> Response:
    """Rows as a file."""
    name = _name(request)
    return _file(request, csv_list(headings, rows) if kind == CSV else xlsx_list([(name, headings, rows)]), kind)


def _name(request: Request) -> str:
    return request.url.path.rpartition("/")[2]


def _file(request: Request, data: bytes, kind: str) -> Response:
    ending = "csv" if kind == CSV else "xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{_name(request)}.{ending}"'}
    return Response(data, 200, headers, f"{kind}; charset=utf-8" if kind == CSV else kind)


def _sheets(spec: FileSpec, items: Sequence[Any]) -> list[Sheet]:
    """As a workbook of a case has them."""
    sheets = [_sheet(spec, items)]
    if spec.model is Household:
        sheets.append(_sheet(SPECS["needs"], [need for one in items for need in one.needs]))
    return sheets


def _sheet(spec: FileSpec, items: Sequence[Any]) -> Sheet:
    headings, *rows = csv.reader(io.StringIO(table_text(spec, items)))
    return spec.name, headings, rows


def _as_shown(shape: type[BaseModel], items: Sequence[Any]) -> tuple[list[str], list[list[Any]]]:
    headings = [to_camel(name) for name in shape.model_fields]
    found = [one.model_dump(mode="json", by_alias=True) for one in items]
    return headings, [[one[heading] for heading in headings] for one in found]

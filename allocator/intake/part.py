"""One kind of rows on its own, as systems send it: CSV, a sheet of a workbook, or JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from allocator.domain.base import Frozen
from allocator.domain.household import Household, Need
from allocator.domain.policy import Policy
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.sentence import Sentence
from allocator.intake import limits, needs, vera
from allocator.intake.columns import SPECS
from allocator.intake.rows import Rows, read_rows
from allocator.intake.tables import Table, decode, file_problem, read_csv
from allocator.intake.words import normal
from allocator.intake.workbook import read_workbook
from allocator.locale import N_

MOST_ROWS = 20_000
"""Of one upload; more than there are homes on offer in the country."""


class Kind(StrEnum):
    """How rows are written."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True)
class Upload:
    """Rows of one kind, as they were sent."""

    data: bytes
    kind: Kind
    file: str = "upload"
    """How it is called in what is said about it."""


@dataclass(frozen=True)
class ReadPart:
    """Rows that are sound one by one.

    Attributes:
        file: how it is called.
        models: the rows, in the order in which they came.
        lines: where each stands: a line, a row of a sheet, or a place in a list from 1.
        warnings: what deserves a look, and does not stand in the way.
    """

    file: str
    models: tuple[Any, ...]
    lines: tuple[int, ...]
    warnings: tuple[Problem, ...]


def read_part(upload: Upload, name: str, names: Mapping[str, str], policy: Policy | None) -> ReadPart:
    """Read rows of one kind.

    Args:
        upload: what was sent.
        name: the file of a case of which these are rows: units, households, support.
        names: normal form of municipality names to their code.
        policy: for the patterns of keys that are known not to be BSNs.

    Raises:
        InputProblems: when anything is wrong; carries all of it.
    """
    if upload.kind is Kind.JSON:
        table, problems = vera.read_json(upload.data, upload.file) if name == "units" else (None, [])
        if table is None or not vera.is_vera(table):
            return _of_json(upload, name)
        tables = {name: table}
    else:
        tables, problems = _tables(upload, name)
    return _of_tables(tables, problems, name, names, policy)


def _tables(upload: Upload, name: str) -> tuple[dict[str, Table], list[Problem]]:
    if upload.kind is Kind.CSV:
        spec = SPECS[name]
        table, problems = read_csv(upload.data, upload.file, lambda heading: heading in spec.by_name)
        return ({name: table} if table else {}), problems
    tables, problems = read_workbook(upload.data, upload.file)
    if not tables or name not in tables:
        what = Sentence(N_("There is no sheet {name}."), {"name": name})
        do = Sentence(N_("Name the sheet with the rows {name}."), {"name": name})
        problems = [*problems, Problem.of(upload.file, what, do)]
    return tables or {}, problems


def _of_tables(
    tables: Mapping[str, Table],
    problems: list[Problem],
    name: str,
    names: Mapping[str, str],
    policy: Policy | None,
) -> ReadPart:
    problems, rows = list(problems), dict[str, Rows]()
    wanted = (name, "needs") if name == "households" else (name,)
    for one in (one for one in wanted if one in tables):
        table = tables[one]
        if one == "units" and vera.is_vera(table):
            table, derived = vera.to_units(table)
            problems += derived
        rows[one] = read_rows(table, SPECS[one], names, policy, vera=one == "units")
        problems += rows[one].problems
    problems += needs.complete(rows)
    if name not in rows or any(not one.warning for one in problems):
        raise InputProblems(problems)
    models = tuple(rows[name].models)
    if "needs" in rows:
        models = needs.with_needs(_households(models), _needs(rows["needs"]))
    return _whole(models, tuple(rows[name].lines), problems, rows[name].file)


def _households(models: tuple[Frozen, ...]) -> Iterator[Household]:
    return (one for one in models if isinstance(one, Household))


def _needs(rows: Rows) -> Iterator[Need]:
    return (one for one in rows.models if isinstance(one, Need))


def _whole(models: tuple[Any, ...], lines: tuple[int, ...], problems: list[Problem], file: str) -> ReadPart:
    if len(models) > MOST_ROWS:
        raise InputProblems([file_problem(file, N_("There are too many rows in this file."), N_("Split it."))])
    return ReadPart(file, models, lines, tuple(problems))


# ------------------------------------------------------------------------------------------------ JSON of the API


def _of_json(upload: Upload, name: str) -> ReadPart:
    """A list of rows with the names of the API."""
    text = decode(upload.data, upload.file)
    if isinstance(text, Problem):
        raise InputProblems([text])
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
        what, do = N_("This is not a list of rows in JSON."), N_("Give a list of objects, as the API shows them.")
        raise InputProblems([file_problem(upload.file, what, do)])
    model, models, problems = SPECS[name].model, [], list[Problem]()
    for line, said in enumerate(content, start=1):
        try:
            models.append(model.model_validate(_own_names(model, said)))
        except ValidationError as error:
            problems += [_json_problem(upload.file, line, said, dict(one)) for one in error.errors(include_url=False)]
    if problems:
        raise InputProblems(problems)
    return _whole(tuple(models), tuple(range(1, len(models) + 1)), [], upload.file)


def _own_names(model: type[Frozen], said: Mapping[str, Any]) -> dict[str, Any]:
    own = {to_camel(name): name for name in model.model_fields}
    found = {own.get(key, key): value for key, value in said.items()}
    if model is Household and isinstance(found.get("needs"), list):
        found["needs"] = [_own_names(Need, need) if isinstance(need, dict) else need for need in found["needs"]]
    return found


def _json_problem(file: str, line: int, said: Mapping[str, Any], error: dict[str, Any]) -> Problem:
    column = ".".join(to_camel(part) if isinstance(part, str) else str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        what, do = Sentence(N_("There is no such field.")), Sentence(N_("Leave it out, or correct its name."))
    else:
        fault = limits.fault_of(error)
        what, do = fault.what, fault.do
    key = said.get("id")
    return Problem.of(file, what, do, line=line, column=column, key=str(key) if key is not None else None)


def names_of(municipalities: Mapping[str, str]) -> dict[str, str]:
    """Names of municipalities in normal form to their codes.

    Args:
        municipalities: code to name.
    """
    return {normal(name): code for code, name in municipalities.items() if name and not normal(name).isdecimal()}

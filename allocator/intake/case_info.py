"""case.toml (or the sheet ``case``): date, period and state of the round."""

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from allocator.domain.base import Code, Frozen, Id, MunicipalityCode
from allocator.domain.problem import Problem
from allocator.domain.region import Period
from allocator.domain.round import SCHEMA_VERSION, PreviousPlacement
from allocator.domain.sentence import Sentence, Term
from allocator.intake import cells, faults, limits, toml_source
from allocator.intake.faults import Fault, Unreadable
from allocator.intake.sources import CASE, Sources
from allocator.intake.tables import read_file
from allocator.locale import N_
from allocator.locale.system import fault_of


class CaseInfo(Frozen):
    """What case.toml says."""

    round_id: Code
    as_of: date
    period: Period
    schema_version: int = SCHEMA_VERSION
    previous_proposal: str | None = None
    lottery_seed: str = ""
    seed_by_hand: bool = False
    paused_municipalities: tuple[MunicipalityCode, ...] = ()
    paused_corporations: tuple[Id, ...] = ()


_HINTS: dict[str, Any] = {
    "as_of": date,
    "schema_version": int,
    "seed_by_hand": bool,
    "paused_municipalities": tuple[MunicipalityCode, ...],
    "paused_corporations": tuple[Id, ...],
}


@dataclass
class Info:
    """The case as far as it could be read; the date is known earlier than whether all is well."""

    case: CaseInfo | None = None
    as_of: date | None = None
    previous: tuple[PreviousPlacement, ...] = ()
    file: str = CASE
    lines: dict[str, int | None] = field(default_factory=dict)


def read_info(sources: Sources, names: Mapping[str, str]) -> Info:
    """Read what case.toml or the sheet ``case`` says; problems go to the sources."""
    table = sources.tables.get("case")
    if sources.case_toml is None and table is None:
        what = Sentence(N_("The file is missing."))
        do = Sentence(N_("Add case.toml with round_id, as_of and period."))
        sources.problems.append(Problem.of(CASE, what, do))
        return Info()
    if table is not None:
        info = Info(file=table.file)
        rows = [(table.headings, table.heading_line), *((row.cells, row.line) for row in table.rows)]
        pairs = [(cells[0].strip(), cells[1], line) for cells, line in rows if len(cells) > 1]
        if pairs and pairs[0][0] not in CaseInfo.model_fields:
            pairs = pairs[1:]  # the headings key and value
        content: dict[str, Any] = {name: text for name, text, _ in pairs if text.strip()}
        info.lines = {name: line for name, _, line in pairs}
        if sources.case_toml is not None:
            what, do = Sentence(N_("Another file or sheet gives the same rows.")), Sentence(N_("Keep one of them."))
            sources.problems.append(Problem.of(table.file, what, do))
    else:
        info = Info()
        content, text, broken = toml_source.load(sources.case_toml or b"", CASE)
        if broken:
            sources.problems.append(broken)
            return info
        info.lines = {name: toml_source.line_of(text, (name,)) for name in content}
    _validate(content, info, names, sources)
    return info


def _validate(content: dict[str, Any], info: Info, names: Mapping[str, str], sources: Sources) -> None:
    problems = sources.problems

    def report(name: str, fault: Fault, value: Any = None, *, warning: bool = False) -> None:
        place: dict[str, Any] = {"line": info.lines.get(name), "column": name, "warning": warning}
        place["value"] = str(value)[:60] if isinstance(value, str | int | date) else None
        problems.append(Problem.of(info.file, fault.what, fault.do, **place))

    known = tuple(CaseInfo.model_fields)
    for name in [name for name in content if name not in known]:
        report(name, _unknown(name, known), warning=True)
        del content[name]
    values: dict[str, Any] = {}
    bad = set()
    for name, value in content.items():
        try:
            values[name] = _value(name, value, names)
        except Unreadable as error:
            bad.add(name)
            report(name, error.fault, value)
    info.as_of = values.get("as_of")
    try:
        info.case = CaseInfo.model_validate(values)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            name = str(one["loc"][0])
            if name not in bad:
                report(name, limits.fault_of(dict(one)), content.get(name))
    else:
        if info.case.schema_version > SCHEMA_VERSION:
            report("schema_version", _NEWER, info.case.schema_version)
        info.previous = _previous(info.case, sources, report)
    if bad:
        info.case = None


_NEWER = faults.fault(
    N_("This case was made for a newer version of the program."), N_("Update the program, or export the case again.")
)


def _unknown(name: str, known: tuple[str, ...]) -> Fault:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    what = Sentence(N_("This key is not known."))
    if close:
        return Fault(what, Sentence(N_("Did you mean {name}?"), {"name": close[0]}))
    return Fault(what, Sentence(N_("Known here: {names}."), {"names": known}))


def _value(name: str, value: Any, names: Mapping[str, str]) -> Any:
    """A value of TOML, or the text of a cell, as the domain has it."""
    if name == "as_of" and isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, bool) and name == "seed_by_hand":
        return value
    if isinstance(value, list) and name.startswith("paused"):
        value = "|".join(map(str, value))
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise Unreadable(_NOT_TEXT)
    hint = _HINTS.get(name, str)
    return cells.reader_of(hint)(value, cells.Reading(names)) if value.strip() else value


_NOT_TEXT = faults.fault(N_("This value cannot be used."), N_("Write a text between quotation marks."))


def _previous(case: CaseInfo, sources: Sources, report: Any) -> tuple[PreviousPlacement, ...]:
    """Placements of the proposal before this one, from its proposal.json."""
    if not case.previous_proposal:
        return ()
    try:
        data = read_file(sources.folder / Path(case.previous_proposal))
    except (OSError, ValueError) as error:
        said = fault_of(error) if isinstance(error, OSError) else N_("it is not there")
        fault = Sentence(N_("The file cannot be opened: {fault}."), {"fault": Term(said)})
        report("previous_proposal", Fault(fault, _NO_PROPOSAL.do), case.previous_proposal)
        return ()
    sources.hash_of(case.previous_proposal, data)
    try:
        rows = json.loads(re.sub(rb"^\xef\xbb\xbf", b"", data))["placements"]
        return tuple(PreviousPlacement(household=row["household"], unit=row["unit"]) for row in rows)
    except (ValueError, KeyError, TypeError, RecursionError):
        report("previous_proposal", _NO_PROPOSAL, case.previous_proposal)
        return ()


_NO_PROPOSAL = faults.fault(
    N_("This file is not a proposal."), N_("Name the proposal.json of the round before this one.")
)

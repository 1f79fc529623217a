"""Which files a case has: a folder, or one workbook."""

import difflib
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from allocator.domain.problem import InputProblems, Problem
from allocator.domain.sentence import Sentence, Term
from allocator.intake import vera, workbook
from allocator.intake.columns import SPECS, file_named
from allocator.intake.tables import Table, file_problem, read_csv, read_file
from allocator.intake.words import normal
from allocator.locale import N_
from allocator.locale.system import fault_of

WORKBOOK = "case.xlsx"
CASE = "case.toml"
POLICY = "policy.toml"
_DATA = (".csv", ".xlsx", ".json", ".tsv")
_ABOUT_THE_SAME = N_("Another file or sheet gives the same rows.")
_KEEP_ONE = N_("Keep one of them.")


@dataclass
class Sources:
    """Tables of a case by file name, texts of its TOML files, hashes of all that was read."""

    folder: Path
    tables: dict[str, Table] = field(default_factory=dict)
    case_toml: bytes | None = None
    policy_toml: bytes | None = None
    policy_used: tuple[str, bytes] = ("policy.toml", b"")
    """Name and content of the policy that was read."""
    hashes: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Files with rows that are there and could not be read; what refers to them cannot be judged."""

    def load(self, path: Path, name: str | None = None) -> bytes | None:
        """The bytes of a file, with its hash kept; a problem when it cannot be opened."""
        label = name or path.name
        try:
            data = read_file(path)
        except OSError as error:
            what = Sentence(N_("The file cannot be opened: {fault}."), {"fault": Term(fault_of(error))})
            do = Sentence(N_("Check the path and the permissions."))
            self.problems.append(Problem.of(label, what, do))
            return None
        self.hash_of(label, data)
        return data

    def hash_of(self, label: str, data: bytes) -> None:
        """Remember the hash of something that was read."""
        self.hashes[label] = hashlib.sha256(data).hexdigest()

    def add(self, name: str, table: Table) -> None:
        """Keep a table, once."""
        if name in self.tables:
            self.problems.append(file_problem(table.file, _ABOUT_THE_SAME, _KEEP_ONE))
        else:
            self.tables[name] = table


def find(case: Path) -> Sources:
    """Read all files of a case as text, in order of name.

    Raises:
        InputProblems: when there is nothing at that path.
    """
    sources = Sources(case if case.is_dir() else case.parent)
    if case.is_dir():
        for path in sorted(case.iterdir()):
            if path.is_file() and not path.name.startswith((".", "~$")):
                _take(path, sources)
    elif case.is_file() and case.suffix.lower() == ".xlsx":
        _take_workbook(case, sources)
        for path in (case.with_name(CASE), case.with_name(POLICY)):
            if path.is_file():
                _take(path, sources)
    else:
        what = N_("There is no folder or workbook (.xlsx) with a case here.")
        do = N_("Check the path; a case is a folder with at least case.toml, households.csv and units.csv.")
        raise InputProblems([file_problem(str(case), what, do)])
    return sources


def _take(path: Path, sources: Sources) -> None:
    name, suffix = path.name.lower(), path.suffix.lower()
    if name == CASE:
        sources.case_toml = sources.load(path)
    elif name == POLICY:
        sources.policy_toml = sources.load(path)
    elif name == WORKBOOK:
        _take_workbook(path, sources)
    elif suffix in (".csv", ".tsv") and (file := file_named(path.stem)) in SPECS:
        _take_csv(path, str(file), sources)
    elif suffix == ".json" and file_named(path.stem) == "units":
        if (data := sources.load(path)) is not None:
            table, problems = vera.read_json(data, path.name)
            _keep("units", table, problems, sources)
    elif suffix in _DATA and _looks_meant(path):
        sources.problems.append(_not_read(path))


def _take_csv(path: Path, file: str, sources: Sources) -> None:
    table, problems = None, list[Problem]()
    if (data := sources.load(path)) is not None:
        spec = SPECS[file]
        table, problems = read_csv(data, path.name, lambda heading: heading in spec.by_name)
    _keep(file, table, problems, sources)


def _keep(file: str, table: Table | None, problems: list[Problem], sources: Sources) -> None:
    sources.problems += problems
    if table:
        sources.add(file, table)
    else:
        sources.unread.add(file)


def _take_workbook(path: Path, sources: Sources) -> None:
    tables, problems = None, list[Problem]()
    if (data := sources.load(path)) is not None:
        tables, problems = workbook.read_workbook(data, path.name)
    sources.problems += problems
    if tables is None:
        sources.unread |= SPECS.keys()
        return
    sheets = {file_named(p.file.rpartition("/")[2]) for p in problems if not p.warning}
    sources.unread |= {name for name in sheets if name in SPECS and name not in tables}
    for name, table in tables.items():
        sources.add(name, table)


def _close(path: Path) -> list[str]:
    return difflib.get_close_matches(normal(path.stem), SPECS, n=1, cutoff=0.7)


def _looks_meant(path: Path) -> bool:
    return path.suffix.lower() != ".json" or bool(_close(path))


def _not_read(path: Path) -> Problem:
    close = _close(path)
    what = Sentence(N_("This file is not part of a case and is not read."))
    if close:
        do = Sentence(N_("Did you mean {name}?"), {"name": f"{close[0]}{path.suffix.lower()}"})
    else:
        do = Sentence(N_("Leave it, or give it the name of a file of a case."))
    return Problem.of(path.name, what, do, warning=True)

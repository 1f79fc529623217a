"""Rows of text with their place in the source, however they came in."""

import csv
import errno
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from allocator.domain.problem import Problem
from allocator.domain.sentence import Sentence
from allocator.intake.words import normal
from allocator.locale import N_

SEPARATORS = (",", ";", "\t")
MAX_BYTES = 200 * 2**20
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One row: where it stands and the text of its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headings and rows of one file or sheet; every row has as many cells as there are headings."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    heading_line: int = 1


def read_file(path: Path) -> bytes:
    """The bytes of a file, which may also be a pipe.

    Raises:
        OSError: when it cannot be read, or has no end in sight.
    """
    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data


def decode(data: bytes, file: str) -> str | Problem:
    """Text of a file in UTF-8 (with or without BOM) or Windows-1252."""
    if len(data) > MAX_BYTES:
        return _file_problem(
            file, N_("The file is too large to be a case."), N_("Split it or remove what is not needed.")
        )
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
        break
    return _file_problem(
        file, N_("The characters of this file cannot be read."), N_("Save it as CSV UTF-8 (or as text in UTF-8).")
    )


def read_csv(data: bytes, file: str, known: Callable[[str], bool]) -> tuple[Table | None, list[Problem]]:
    """Read comma, semicolon or tab separated text.

    Args:
        data: the bytes of the file.
        file: its name, for problems.
        known: whether a heading in normal form belongs to this file; decides between separators.

    Returns:
        The table, or None when it cannot be used, and what is wrong with it.
    """
    text = decode(data, file)
    if isinstance(text, Problem):
        return None, [text]
    skipped = _SEP_LINE.match(text)
    body = text[skipped.end() :] if skipped else text
    separator = skipped[1] if skipped else _separator(body, known)
    return _to_table(_records(body, separator, 2 if skipped else 1), file)


def _separator(text: str, known: Callable[[str], bool]) -> str:
    """The separator under which most headings are known, and then the one that gives most headings."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def score(separator: str) -> tuple[int, int]:
        try:
            headings = next(csv.reader([first], delimiter=separator), [])
        except csv.Error:
            return (0, 0)
        return (sum(known(normal(h)) for h in headings), len(headings))

    return max(SEPARATORS, key=score)


Record = tuple[int, list[str]]


class _Broken(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _records(text: str, separator: str, first_line: int) -> Iterator[Record]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except (csv.Error, TypeError, ValueError) as error:
        raise _Broken(1) from error
    while True:
        line = reader.line_num + first_line
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _Broken(line) from error
        if cells is None:
            return
        yield line, cells


def _to_table(records: Iterable[Record], file: str) -> tuple[Table | None, list[Problem]]:
    try:
        return to_table(records, file)
    except _Broken as broken:
        what = N_("The quotation marks of this line do not match.")
        return None, [_file_problem(file, what, N_("Correct the line or save the file again as CSV."), broken.line)]


def to_table(records: Iterable[Record], file: str) -> tuple[Table | None, list[Problem]]:
    """Take the first row that is not empty as headings, and check that every row fits under them."""
    filled = ((line, cells) for line, cells in records if any(cell.strip() for cell in cells))
    first = next(filled, None)
    if first is None:
        return None, [_file_problem(file, N_("The file is empty."), N_("Give it at least a row of headings."))]
    heading_line, headings = first
    while headings and not headings[-1].strip():
        headings = headings[:-1]
    rows, problems = [], []
    for line, cells in filled:
        extra = cells[len(headings) :]
        if len(cells) < len(headings) or any(cell.strip() for cell in extra):
            problems.append(_width(file, line, len(cells), len(headings)))
        else:
            rows.append(Row(line, tuple(cells[: len(headings)])))
    return Table(file, tuple(h.strip() for h in headings), tuple(rows), heading_line), problems


def _width(file: str, line: int, found: int, wanted: int) -> Problem:
    values = {"found": found, "wanted": wanted}
    return Problem.of(
        file,
        Sentence(N_("This row has {found} cells under {wanted} headings."), values),
        Sentence(N_("Check the separators; put a cell that holds one between double quotes.")),
        line=line,
    )


def _file_problem(file: str, what: str, do: str, line: int | None = None) -> Problem:
    return Problem.of(file, Sentence(what), Sentence(do), line=line)


def file_problem(file: str, what: str, do: str) -> Problem:
    """A problem with a file as a whole; both texts are marked for translation."""
    return _file_problem(file, what, do)

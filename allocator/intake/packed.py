"""A whole case in one file: a ZIP of its files, or a workbook."""

import io
import lzma
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from allocator.domain.problem import InputProblems, Problem
from allocator.domain.sentence import Sentence
from allocator.intake.case import ReadCase, read_case
from allocator.intake.sources import POLICY, WORKBOOK
from allocator.intake.tables import decode, file_problem
from allocator.locale import N_

MOST_FILES = 40
MOST_BYTES = 100 * 2**20
"""Unpacked."""
MOST_LETTERS = 100
"""Of a name: a longer one is none of ours, and no file system has to take it."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)
"""What reading a foreign ZIP raises; of a password or an unknown method RuntimeError, of bz2 OSError."""


def read_packed(data: bytes, *, workbook: bool) -> tuple[ReadCase, str | None]:
    """Read a case, and the text of its policy as people wrote it (None: it brought none).

    Args:
        data: the bytes.
        workbook: whether they are one XLSX workbook instead of a ZIP.

    Raises:
        InputProblems: when it cannot be unpacked, or anything in it is wrong.
    """
    with tempfile.TemporaryDirectory(prefix="allocator-case-") as made:
        folder = Path(made)
        if workbook:
            (folder / WORKBOOK).write_bytes(data)
        else:
            _unpack(data, folder)
        case = read_case(folder)
        policy = folder / POLICY
        text = decode(policy.read_bytes(), POLICY) if policy.is_file() else None
    return case, text if isinstance(text, str) else None


def _unpack(data: bytes, folder: Path) -> None:
    """Files by their last name only: nothing is ever written outside the folder."""
    for name, content in _contents(data):
        if (folder / name).exists():
            what, do = (
                N_("Two files in the archive are called {file}."),
                N_("Leave the one out that is not of this week."),
            )
            raise InputProblems([Problem.of("case.zip", Sentence(what, {"file": name}), Sentence(do))])
        (folder / name).write_bytes(content)


def _contents(data: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = [one for one in packed.infolist() if not one.is_dir() and not _hidden(one.filename)]
            if len(parts) > MOST_FILES or sum(one.file_size for one in parts) > MOST_BYTES:
                raise InputProblems([_problem(N_("The archive is too large to be a case."))])
            return [(PurePosixPath(one.filename).name[:MOST_LETTERS], packed.read(one)) for one in parts]
    except _DAMAGE as error:
        raise InputProblems([_problem(N_("This is not a ZIP that can be read."))]) from error


def _hidden(name: str) -> bool:
    last = PurePosixPath(name).name
    return last.startswith(".") or "__MACOSX" in name


def _problem(what: str) -> Problem:
    return file_problem("case.zip", what, N_("Send a ZIP with case.toml and the other files, without a password."))

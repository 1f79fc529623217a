"""TOML files: text to a plain dictionary, and on which line a key stands."""

import re
import tomllib
from decimal import Decimal
from typing import Any

from allocator.domain.problem import Problem
from allocator.domain.sentence import Sentence
from allocator.intake.tables import decode
from allocator.locale import N_

Path = tuple[str | int, ...]
"""Where a value stands: ``("rules", "R-105", "on")``, ``("groups", 2, "nl")``."""

_LARGEST = 100
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]#]+?)\s*\]\]?\s*(#.*)?")
_KEY = re.compile(
    r"""\s*((?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'))*)\s*="""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'""")


def load(data: bytes | str, file: str) -> tuple[dict[str, Any], str, Problem | None]:
    """Parse TOML with exact decimals.

    Returns:
        The content, the text, and what is wrong when it cannot be read.
    """
    text = data if isinstance(data, str) else decode(data, file)
    if isinstance(text, Problem):
        return {}, "", text
    text = text.removeprefix("\ufeff")
    try:
        return tomllib.loads(text, parse_float=_number), text, None
    except (tomllib.TOMLDecodeError, ValueError, RecursionError, ArithmeticError) as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else None
        what = Sentence(N_("This is not valid TOML: {fault}."), {"fault": _fault(error)})
        do = Sentence(N_("Correct this line; texts stand between quotation marks, lists between [ and ]."))
        return {}, text, Problem.of(file, what, do, line=line)


def _fault(error: Exception) -> str:
    """What the parser says; not what Python adds about its own limits."""
    return "a number is too long" if "integer string" in str(error) else str(error)[:200].rstrip(".")


def _number(text: str) -> Decimal:
    """An exact decimal; infinity and not-a-number mean nothing in a case."""
    number = Decimal(text.replace("_", ""))
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST:
        raise ValueError(f"{text} is not a usable number")
    return number


def line_of(text: str, path: Path) -> int | None:
    """The line on which a key stands, or else the nearest table or key above it; None when neither is found."""
    lines = _lines(text)
    for size in range(len(path), 0, -1):
        if line := lines.get(path[:size]):
            return line
    return None


def _lines(text: str) -> dict[Path, int]:
    """Line of every table and of every key that stands at the start of a line."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line):
            table = _nested(_parts(header[2]), counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            path = (*table, *_parts(key[1]))
            for size in range(len(table) + 1, len(path) + 1):
                found.setdefault(path[:size], number)
    return found


def _parts(name: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(name))


def _nested(path: Path, counts: dict[Path, int]) -> Path:
    """A table below the last item of an array of tables stands in that item."""
    full: Path = ()
    for part in path[:-1]:
        full = (*full, part)
        if full in counts:
            full = (*full, counts[full])
    return (*full, *path[-1:])

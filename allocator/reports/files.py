"""Writes the files of a match: all of them, whole, or none.

CSV files are UTF-8 with a byte order mark, so that Excel reads accents; the separator is a comma, the headings are
English column names and numbers have a decimal point, so that programs read them without settings. A Dutch Excel
expects a semicolon: use Data > From text, or the workbook (``allocator.reports.workbook``).
"""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.domain.sentence import Audience
from allocator.reports import tables
from allocator.reports.disk import put
from allocator.reports.html import report
from allocator.reports.tables import Cell, Table
from allocator.reports.words import Tongue

PROPOSAL_FILE = "proposal.json"
BYTE_ORDER_MARK = "\ufeff"
_FORMULA = re.compile(r"^[=+\-@\t\r]")


def write_all(round_: Round, proposal: Proposal, run_info: dict[str, Any], out: Path, lang: str = "nl") -> list[Path]:
    """Write all files of a match into a folder.

    Nothing half is left: see ``allocator.reports.disk``. ``proposal.json`` comes last, so who sees it sees all.

    Args:
        round_: what was matched.
        proposal: the proposal to write.
        run_info: times, host and solver log; whatever may differ between two runs of the same round.
        out: the folder; it is made when it is not there.
        lang: language of the reports and of the sentences in the tables.

    Returns:
        The paths of the files, ``proposal.json`` first.

    Raises:
        OSError: when the folder cannot be written; nothing of it has changed then.
    """
    texts = contents(round_, proposal, run_info, lang)
    return put({name: text.encode("utf-8") for name, text in texts.items()}, out)


def contents(round_: Round, proposal: Proposal, run_info: dict[str, Any], lang: str) -> dict[str, str]:
    """The text of each file of a match by name, ``proposal.json`` first."""
    tongue = Tongue(lang)
    return {
        PROPOSAL_FILE: proposal_json(proposal),
        "run.json": _json(run_info),
        "placements.csv": csv_text(tables.placements(round_, proposal, tongue)),
        "unplaced.csv": csv_text(tables.unplaced(round_, proposal, tongue)),
        "balance.csv": csv_text(tables.balance(round_, proposal, tongue)),
        "report.html": report(round_, proposal, lang, Audience.COMMITTEE),
        "report-shareable.html": report(round_, proposal, lang, Audience.PUBLIC),
    }


def proposal_json(proposal: Proposal) -> str:
    """The proposal in one agreed spelling: equal proposals give equal bytes."""
    return _json(proposal.model_dump(mode="json"))


def csv_text(table: Table) -> str:
    """A table as CSV, headings first."""
    stream = io.StringIO()
    stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.key for column in table.columns])
    writer.writerows([[cell_text(cell) for cell in row] for row in table.rows])
    return stream.getvalue()


def cell_text(cell: Cell) -> str:
    """A cell as written: text that a spreadsheet would take for a formula gets an apostrophe in front."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case int() | Decimal():
            return str(cell)
        case str():
            return f"'{cell}" if _FORMULA.match(cell) else cell


def _json(data: Any) -> str:
    return json.dumps(data, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False, default=str) + "\n"

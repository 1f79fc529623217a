"""Writes the files of a match: all of them, whole, or none.

CSV files open with a double click in an Excel of their language: in Dutch with semicolons and decimal commas, in
English with commas and decimal points. They are UTF-8 with a byte order mark, so that Excel reads accents. Headings
and codes are the same in every language.
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
from allocator.reports import tables, tables_aims
from allocator.reports.disk import PROPOSAL_FILE, put
from allocator.reports.html import report
from allocator.reports.table import Cell, Table
from allocator.reports.words import Tongue

BYTE_ORDER_MARK = "\ufeff"
_SEPARATOR = {"nl": ";", "en": ","}
_DECIMAL_SIGN = {"nl": ",", "en": "."}
FORMULA = re.compile(r"^[=+\-@\t\r]")


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
        "placements.csv": csv_text(tables.placements(round_, proposal, tongue), lang),
        "unplaced.csv": csv_text(tables.unplaced(round_, proposal, tongue), lang),
        "balance.csv": csv_text(tables_aims.balance(round_, proposal, tongue), lang),
        "report.html": report(round_, proposal, lang, Audience.COMMITTEE),
        "report-shareable.html": report(round_, proposal, lang, Audience.PUBLIC),
    }


def proposal_json(proposal: Proposal) -> str:
    """The proposal in one agreed spelling: equal proposals give equal bytes."""
    return _json(proposal.model_dump(mode="json"))


def csv_text(table: Table, lang: str, *, titles: bool = False) -> str:
    """A table as CSV for the spreadsheets of a language, headings first; ``titles``: in words instead of keys."""
    stream = io.StringIO()
    stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(stream, delimiter=_SEPARATOR[lang], lineterminator="\r\n")
    writer.writerow([column.title if titles else column.key for column in table.columns])
    writer.writerows([[cell_text(cell, lang) for cell in row] for row in table.rows])
    return stream.getvalue()


def cell_text(cell: Cell, lang: str) -> str:
    """A cell as written: text that a spreadsheet would take for a formula gets an apostrophe in front."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case int() | Decimal():
            return str(cell).replace(".", _DECIMAL_SIGN[lang])
        case str():
            return f"'{cell}" if FORMULA.match(cell) else cell


def _json(data: Any) -> str:
    return json.dumps(data, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False, default=str) + "\n"

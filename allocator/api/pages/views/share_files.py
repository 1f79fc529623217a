"""``/share/balance`` and ``/share/lines`` as files: CSV with headings of our own, or a workbook in words."""

from fractions import Fraction
from typing import Annotated

from fastapi import APIRouter, Path, Response

from allocator.actions import ledger
from allocator.api.pages.files import file_of
from allocator.api.pages.views.ledgers import Books, Row, Which, books_of
from allocator.api.pages.views.share import KINDS
from allocator.api.pages.visitor import Known
from allocator.locale import N_
from allocator.reports.table import Cell, Column, Table, decimal

router = APIRouter(prefix="/share")
Form = Annotated[str, Path(pattern="^(csv|xlsx)$")]
PERIOD = (
    Column("period", N_("Period")),
    Column("group", N_("Group")),
    Column("unit", N_("Counted in")),
    Column("municipality", N_("Municipality code"), 11),
    Column("name", N_("Municipality"), 24),
)
BALANCE = (
    *PERIOD,
    Column("quota", N_("Quota")),
    Column("transfers", N_("Taken over or given")),
    Column("revisions", N_("Quota revised")),
    Column("carried", N_("Carried")),
    Column("excused", N_("Excused")),
    Column("realised", N_("Realised")),
    Column("committed", N_("Committed")),
    Column("balance", N_("Still owed")),
    Column("due", N_("Behind by now")),
    Column("at_end", N_("Forecast to the end")),
)
LINES = (
    *PERIOD,
    Column("on", N_("On")),
    Column("kind", N_("What"), 24),
    Column("amount", N_("Amount")),
    Column("balance", N_("Still owed")),
    Column("note", N_("Note"), 48),
)


def _ledger(found: Books, code: str) -> tuple[Cell, ...]:
    which = found.which
    return which.period, which.group, which.unit.value, code, found.names.get(code, code)


def _amounts(row: Row) -> tuple[Cell, ...]:
    now = row.now
    sums: tuple[Fraction | None, ...] = (
        *(now.quota, now.transfers, now.revisions, now.carried, now.excused, now.realised, now.committed),
        *(now.balance, row.due, row.at_end),
    )
    return tuple(None if one is None else decimal(one) for one in sums)


@router.get("/balance.{form}")
def balance(visitor: Known, form: Form, which: Which = "") -> Response:
    """How every municipality stands."""
    found = books_of(visitor, which)
    rows = tuple((*_ledger(found, code), *_amounts(row)) for code, row in found.rows.items())
    return file_of(visitor, Table("balance", N_("Fair share"), BALANCE, rows), form)


@router.get("/lines.{form}")
def lines(visitor: Known, form: Form, which: Which = "") -> Response:
    """The ledger with every posting."""
    found, t = books_of(visitor, which), visitor.tongue
    rows = tuple(
        (
            *_ledger(found, one.municipality),
            one.on.isoformat(),
            t(KINDS[one.kind.value]),
            decimal(one.amount),
            decimal(one.balance),
            one.note,
        )
        for one in ledger.show_lines(visitor.office, visitor.actor, found.which)
    )
    return file_of(visitor, Table("ledger", N_("Ledger"), LINES, rows), form)

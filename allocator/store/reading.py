"""The log of readings, as it is kept: who read the file of whom."""

from collections.abc import Iterable

from sqlmodel import col, func, select

from allocator.audit import ReadEntry
from allocator.store.engine import Work
from allocator.store.many import insert_all
from allocator.store.tables import ReadRow

_LAST = select(func.max(ReadRow.number))


def log(work: Work, read: Iterable[ReadEntry]) -> None:
    """Keep that somebody read files of households, all in one statement: a proposal has hundreds of them."""
    names = ("number", "household", "who")
    rows = [{n: getattr(one, n) for n in names} | {"document": one.model_dump_json()} for one in read]
    if rows:
        work.session.flush()
        insert_all(work.session, ReadRow, rows)


def next_number(work: Work) -> int:
    """The number of the next entry, which is then ours to write until the transaction ends."""
    work.turn()
    ((last,),) = work.ask(_LAST)
    return (last or 0) + 1


def entries(work: Work, first: int, last: int) -> list[ReadEntry]:
    """Entries from one number to another, in order."""
    wanted = select(ReadRow).where(ReadRow.number >= first, ReadRow.number <= last).order_by(col(ReadRow.number))
    return [_entry(row) for row in work.session.exec(wanted)]


def _entry(row: ReadRow) -> ReadEntry:
    """An entry as its row says; where a column says otherwise, the column counts, so that it shows."""
    entry = ReadEntry.model_validate_json(row.document)
    return entry.model_copy(update={"number": row.number, "household": row.household, "who": row.who})


def of_household(work: Work, household: str, *, before: int | None = None, most: int | None = None) -> list[ReadEntry]:
    """Who read the file of a household, the newest first; ``before``: the number of an entry, ``most``: so many."""
    wanted = select(ReadRow).where(ReadRow.household == household).order_by(col(ReadRow.number).desc()).limit(most)
    if before is not None:
        wanted = wanted.where(ReadRow.number < before)
    return [ReadEntry.model_validate_json(row.document) for row in work.session.exec(wanted)]

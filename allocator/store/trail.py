"""The audit chain, as it is kept."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, func, select

from allocator import audit
from allocator.audit import GENESIS, Broken, Event, Head, Link, ReadEntry, ReadSeal
from allocator.domain.sentence import Sentence
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.store import asking, reading, seals
from allocator.store.engine import Work
from allocator.store.many import insert_one
from allocator.store.tables import AuditRow, HeadRow

SEAL = "trail.seal_readings"
"""The event that carries the seal over a batch of readings."""

_BATCH = 1_000
_END = update(asking.columns(HeadRow))


def head(work: Work) -> Head | None:
    """The last link, as it was written down beside the chain; None before the first."""
    row = asking.row(work, HeadRow, 1)
    return Head(row.number, row.sha256) if row else None


def write_down(work: Work, events: Sequence[Event]) -> None:
    """Add events to the chain; the last one seals all rows that were written.

    Raises:
        AssertionError: rows were written, and there is no event that says so.
    """
    work.session.flush()
    rows = seals.take(work.session)
    if not events:
        if rows:
            raise AssertionError(f"Rows changed without an event that says so: {list(rows)[:3]}.")
        return
    *before, last = events
    if rows:
        last = last.model_copy(update={"facts": last.facts | {seals.ROWS: seals.digest(rows.items())}})
    link = [_append(work, event) for event in (*before, last)][-1]
    seals.keep(work.session, link.number, rows)


def _append(work: Work, event: Event) -> Link:
    before = head(work)
    new = audit.link(event, before)
    columns = {name: getattr(event, name) for name in ("at", "who", "what", "kind", "whom", "household")}
    end = {"number": new.number, "sha256": new.sha256}
    insert_one(work.session, AuditRow, **columns, **end, document=event.canonical, previous=new.previous)
    if before is None:
        insert_one(work.session, HeadRow, id=1, **end)
    else:
        work.session.connection().execute(_END, end)
    return new


def links(work: Work, after: int = 0) -> Iterator[Link]:
    """The chain after a number, a batch at a time."""
    while True:
        wanted = select(AuditRow).where(AuditRow.number > after).order_by(col(AuditRow.number)).limit(_BATCH)
        rows = work.session.exec(wanted).all()
        yield from (_link(row) for row in rows)
        if len(rows) < _BATCH:
            return
        after = rows[-1].number
        work.session.expunge_all()


def _link(row: AuditRow) -> Link:
    """A link as its row says; where a column says otherwise than the event, the column counts, so that it shows."""
    try:
        event = Event.model_validate_json(row.document)
    except ValueError:  # somebody was in it; its hash is wrong in any case
        event = Event(at=row.at, who="?", role=Role.SYSTEM, what="unreadable", kind="unreadable")
    columns = {name: getattr(row, name) for name in ("at", "who", "what", "kind", "whom", "household")}
    return Link(row.number, row.previous, event.model_copy(update=columns), row.sha256)


def events(
    work: Work,
    *,
    whom: str | None = None,
    household: str | None = None,
    what: str | None = None,
    who: str | None = None,
    kind: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    most: int = 100,
) -> list[Link]:
    """The newest events first: of a thing or a kind of thing, a household, a verb, somebody, from and before a moment.

    ``before`` is the number of a link: only what was written before it.
    """
    wanted = select(AuditRow).order_by(col(AuditRow.number).desc()).limit(most)
    said = {
        AuditRow.whom: whom,
        AuditRow.household: household,
        AuditRow.what: what,
        AuditRow.who: who,
        AuditRow.kind: kind,
    }
    for column, value in said.items():
        if value is not None:
            wanted = wanted.where(column == value)
    if since is not None:
        wanted = wanted.where(AuditRow.at >= since)
    if until is not None:
        wanted = wanted.where(AuditRow.at < until)
    if before is not None:
        wanted = wanted.where(AuditRow.number < before)
    return [_link(row) for row in work.session.exec(wanted)]


def verify(work: Work, *written_down: Head) -> Broken | None:
    """The first link that is wrong, or that what is kept no longer follows; None when all is well.

    Args:
        work: the transaction.
        *written_down: ends of the chain that somebody kept elsewhere.
    """
    there = head(work)
    if broken := audit.verify(links(work, _before_all(work)), head=there):
        return broken
    last = work.session.exec(select(func.max(AuditRow.number))).one()
    if (there.number if there else 0) != (last or 0):
        return Broken(
            last or 0, "head", Sentence(N_("The end of the chain is not the one that was written beside it."))
        )
    if outside := [broken for one in written_down if (broken := _elsewhere(work, one))]:
        return min(outside, key=lambda one: one.number)
    found = [one for one in (_readings(work), _rows(work)) if one]
    return min(found, key=lambda one: one.number, default=None)


def _before_all(work: Work) -> int:
    """A number below all that are there: a link with a number below 1 is one too many."""
    lowest = work.session.exec(select(func.min(AuditRow.number))).first()
    return 0 if lowest is None else min(lowest - 1, 0)


def _elsewhere(work: Work, head_: Head) -> Broken | None:
    """Whether a chain that is whole goes through an end that was written down elsewhere."""
    if head_ == Head(0, GENESIS):
        return None
    row = work.session.get(AuditRow, head_.number)
    return audit.verify([_link(row)] if row else [], after=_before(row, head_), head=head_)


def _before(row: AuditRow | None, head_: Head) -> Head:
    return Head(row.number - 1, row.previous) if row else Head(head_.number - 1, "")


def _readings(work: Work) -> Broken | None:
    """The first batch of readings that is not as it was sealed."""
    wanted = select(AuditRow).where(AuditRow.what == SEAL).order_by(col(AuditRow.number))
    last = 0
    for row in work.session.exec(wanted).all():
        seal = ReadSeal.of_event(Event.model_validate_json(row.document))
        try:
            right = seal.first == last + 1 and audit.check_reads(reading.entries(work, seal.first, seal.last), seal)
        except ValueError:
            right = False
        if not right:
            text = N_("The readings that link {number} sealed are not as they were.")
            return Broken(row.number, "readings", Sentence(text, {"number": row.number}))
        last = seal.last
    return None


# ------------------------------------------------------------------------------------------------ rows


def _rows(work: Work) -> Broken | None:
    """The first link that a row, or a seal, no longer follows."""
    said = {link.number: link.event.facts[seals.ROWS] for link in links(work) if seals.ROWS in link.event.facts}
    last: dict[seals.Row, tuple[int, str | None]] = {}
    wrong: list[tuple[int, seals.Row | None]] = []
    for number, rows in seals.of_links(work.session):
        if said.pop(number, None) != seals.digest(rows.items()):
            wrong.append((number, None))
        last |= {row: (number, sha256) for row, sha256 in rows.items()}
    wrong += [(number, None) for number in said]  # its seals are gone
    end = head(work)
    for row, sha256 in seals.rows(work.session):
        number, sealed = last.pop(row, (end.number if end else 0, None))
        if sha256 != sealed:
            wrong.append((number, row))
    wrong += [(number, row) for row, (number, sealed) in last.items() if sealed is not None]
    return _follows_not(*min(wrong, key=lambda one: one[0])) if wrong else None


def _follows_not(number: int, row: seals.Row | None) -> Broken:
    if row is None:
        text = N_("The seals that link {number} put on what it wrote are not as they were.")
        return Broken(number, "seals", Sentence(text, {"number": number}))
    text = N_("Row {key} of {table} is not as link {number}, the last one that tells of it, left it.")
    return Broken(number, "kept", Sentence(text, {"number": number, "table": row[0], "key": row[1].strip("[]")}))


def unsealed(work: Work) -> list[ReadEntry]:
    """Entries that came after the last seal."""
    wanted = select(AuditRow).where(AuditRow.what == SEAL).order_by(col(AuditRow.number).desc()).limit(1)
    row = work.session.exec(wanted).first()
    after = ReadSeal.of_event(Event.model_validate_json(row.document)).last if row else 0
    last = reading.next_number(work) - 1  # nobody adds one while these are being sealed
    return reading.entries(work, after + 1, last)

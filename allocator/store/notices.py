"""The outbox: notices, who wants them, and what came of each delivery."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import union_all
from sqlmodel import col, delete, select

from allocator.store import webhooks
from allocator.store.engine import Work
from allocator.store.tables import AddressRow, DeliveryRow, HookRow, NoticeRow, UserRow

PAUSES = (60, 300, 1800, 7200, 18_000, 36_000, 72_000, 86_400)
"""Seconds until a delivery that failed is tried again, ever longer; after the last one it is given up."""
SENDING = timedelta(minutes=2)
"""For so long a delivery belongs to who took it; one that died leaves it to the next."""
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Notice:
    """Something that happened; it says nothing of anybody."""

    kind: str
    round: str | None = None
    placement: int | None = None
    unit: str | None = None
    state: str | None = None
    municipality: str | None = None
    corporation: str | None = None
    providers: tuple[str, ...] = ()
    at: datetime | None = None
    id: int = 0


@dataclass(frozen=True)
class Delivery:
    """A notice on its way."""

    number: int
    hook: int
    url: str
    secret: str
    notice: Notice


@dataclass(frozen=True)
class Outcome:
    """What came of a delivery so far."""

    number: int
    notice: int
    kind: str
    attempts: int
    next_at: datetime | None
    delivered_at: datetime | None
    error: str


_ANYBODY = union_all(select(HookRow.url).where(col(HookRow.active)), select(AddressRow.user)).limit(1)


def anybody(work: Work) -> bool:
    """Whether anybody wants to be told anything."""
    return bool(work.ask(_ANYBODY))


def add(work: Work, one: Notice, at: datetime) -> int:
    """Write down that something happened."""
    facts = {name: getattr(one, name) for name in ("kind", "round", "placement", "unit", "state", "municipality")}
    row = NoticeRow(at=at, corporation=one.corporation, providers=json.dumps(one.providers), **facts)
    work.session.add(row)
    work.session.flush()
    return row.id or 0


def hooks_of_all(work: Work) -> list[tuple[HookRow, UserRow]]:
    """Webhooks that are in use, with whose they are."""
    wanted = select(HookRow, UserRow).where(HookRow.user == UserRow.id, col(HookRow.active), col(UserRow.active))
    return list(work.session.exec(wanted))


def put_out(work: Work, notice: int, hooks: Iterable[int], at: datetime) -> int:
    """A notice for these webhooks; how many deliveries that gives."""
    rows = [DeliveryRow(notice=notice, hook=hook, next_at=at) for hook in hooks]
    work.session.add_all(rows)
    work.session.flush()
    return len(rows)


def take(work: Work, now: datetime, most: int) -> list[Delivery]:
    """Deliveries that are due; until they are settled, or too long has passed, nobody else gets them."""
    wanted = select(DeliveryRow).where(col(DeliveryRow.next_at) <= now).order_by(col(DeliveryRow.id)).limit(most)
    found = []
    for row in work.session.exec(wanted).all():
        row.attempts, row.next_at = row.attempts + 1, now + SENDING
        work.session.add(row)
        to = work.session.get_one(HookRow, row.hook)
        notice = _notice(work.session.get_one(NoticeRow, row.notice))
        secret = work.vault.uncover(webhooks.about(row.hook), to.secret)
        found.append(Delivery(row.id or 0, row.hook, to.url, secret, notice))
    work.session.flush()
    return found


def _notice(row: NoticeRow) -> Notice:
    return Notice(
        kind=row.kind,
        round=row.round,
        placement=row.placement,
        unit=row.unit,
        state=row.state,
        municipality=row.municipality,
        corporation=row.corporation,
        providers=tuple(json.loads(row.providers)),
        at=row.at,
        id=row.id or 0,
    )


def settle(work: Work, delivery: int, now: datetime, error: str) -> None:
    """What came of it; what failed is tried again later, until it is given up."""
    row = work.session.get(DeliveryRow, delivery)
    if row is None:
        return  # it was forgotten in the meantime
    row.error = error[:80]
    if not error:
        row.delivered_at, row.next_at = now, None
    elif row.attempts > len(PAUSES):
        row.next_at = None
    else:
        row.next_at = now + timedelta(seconds=PAUSES[row.attempts - 1])
    work.session.add(row)
    work.session.flush()


def outcomes(work: Work, hook: int) -> list[Outcome]:
    """What came of the deliveries to a webhook, the newest first."""
    wanted = (
        select(DeliveryRow, NoticeRow)
        .where(DeliveryRow.hook == hook, DeliveryRow.notice == NoticeRow.id)
        .order_by(col(DeliveryRow.id).desc())
    )
    return [
        Outcome(one.id or 0, one.notice, n.kind, one.attempts, one.next_at, one.delivered_at, one.error)
        for one, n in work.session.exec(wanted)
    ]


def again(work: Work, hook: int, since: datetime, now: datetime) -> int:
    """Send once more what was put out for a webhook since some moment; how many."""
    wanted = select(DeliveryRow).where(DeliveryRow.hook == hook, DeliveryRow.notice == NoticeRow.id)
    count = 0
    for row in work.session.exec(wanted.where(col(NoticeRow.at) >= since)):
        row.next_at, row.attempts, row.delivered_at, row.error = now, 0, None, ""
        work.session.add(row)
        count += 1
    work.session.flush()
    return count


def forget(work: Work, now: datetime) -> None:
    """Remove notices that are old, with their deliveries."""
    old = [row for row in work.session.exec(select(NoticeRow.id).where(col(NoticeRow.at) < now - KEPT)) if row]
    for start in range(0, len(old), 500):
        some = old[start : start + 500]
        work.session.exec(delete(DeliveryRow).where(col(DeliveryRow.notice).in_(some)))
        work.session.exec(delete(NoticeRow).where(col(NoticeRow.id).in_(some)))


def since(work: Work, last: int) -> list[Notice]:
    """Notices after one, the oldest first."""
    wanted = select(NoticeRow).where(col(NoticeRow.id) > last).order_by(col(NoticeRow.id))
    return [_notice(row) for row in work.session.exec(wanted)]


def told_of(work: Work, kind: str) -> set[tuple[int, str]]:
    """Placements of which this was told, each with the state in which it stood then."""
    rows = work.session.exec(select(NoticeRow).where(NoticeRow.kind == kind))
    return {(row.placement, row.state or "") for row in rows if row.placement is not None}


def any_since(work: Work, kind: str, day: date) -> bool:
    """Whether anything of a kind was told since a day."""
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    wanted = select(NoticeRow.id).where(NoticeRow.kind == kind, col(NoticeRow.at) >= begin).limit(1)
    return work.session.exec(wanted).first() is not None

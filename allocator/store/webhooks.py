"""Webhooks: where users want to be told what."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from allocator.locale import N_
from allocator.store.engine import Work
from allocator.store.faults import NotFound
from allocator.store.tables import DeliveryRow, HookRow


@dataclass(frozen=True)
class Hook:
    """A webhook as shown: never its secret."""

    number: int
    user: str
    url: str
    kinds: tuple[str, ...]
    active: bool
    made_at: datetime


def add_hook(work: Work, user: str, url: str, kinds: tuple[str, ...], secret: str, at: datetime) -> Hook:
    """Keep a webhook."""
    row = HookRow(user=user, url=url, kinds=json.dumps(kinds), secret="", made_at=at)
    work.session.add(row)
    work.session.flush()
    row.secret = work.vault.cover(about(row.id or 0), secret)
    work.session.add(row)
    work.session.flush()
    return _hook(row)


def about(hook: int) -> str:
    """Under what name its secret is encrypted."""
    return f"webhook/{hook}"


def _hook(row: HookRow) -> Hook:
    return Hook(row.id or 0, row.user, row.url, tuple(json.loads(row.kinds)), row.active, row.made_at)


def hooks(work: Work, user: str | None = None) -> list[Hook]:
    """Webhooks; of one user when that is named."""
    wanted = select(HookRow).order_by(col(HookRow.id))
    rows = work.session.exec(wanted if user is None else wanted.where(HookRow.user == user))
    return [_hook(row) for row in rows]


def hook(work: Work, number: int) -> Hook:
    """A webhook.

    Raises:
        NotFound: when there is none.
    """
    row = work.session.get(HookRow, number)
    if row is None:
        raise NotFound("no_webhook", N_("There is no webhook {number}."), number=number)
    return _hook(row)


def stop_hook(work: Work, number: int) -> None:
    """Tell it no more; what is on its way is dropped."""
    row = work.session.get_one(HookRow, number)
    row.active = False
    work.session.add(row)
    for one in work.session.exec(
        select(DeliveryRow).where(DeliveryRow.hook == number, col(DeliveryRow.next_at).is_not(None))
    ):
        one.next_at = None
        work.session.add(one)
    work.session.flush()


def wake_hook(work: Work, number: int) -> None:
    """Tell it again, from now on."""
    row = work.session.get_one(HookRow, number)
    row.active = True
    work.session.add(row)
    work.session.flush()


def cover_anew(work: Work) -> int:
    """Encrypt secrets under the current key of the environment; how many were not."""
    count = 0
    for row in work.session.exec(select(HookRow)):
        fresh = work.vault.covered_anew(about(row.id or 0), row.secret)
        if fresh != row.secret:
            row.secret, count = fresh, count + 1
            work.session.add(row)
    work.session.flush()
    return count

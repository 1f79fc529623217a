"""Webhooks and mail: who wants to be told what, and what came of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from allocator.actions.parts.deed import (
    COMMITTEE,
    CORPORATION,
    MUNICIPALITY,
    ONESELF,
    PROVIDER,
    SYSTEM_ONLY,
    Deed,
    action,
)
from allocator.actions.parts.hooking import new_hook
from allocator.actions.parts.noticing import concerns
from allocator.domain.refusal import NotFound, Refusal
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.notify import Allowed
from allocator.store import addresses, notices, webhooks
from allocator.store.notices import Delivery, Outcome
from allocator.store.webhooks import Hook as Hook

_MINE = (COMMITTEE, CORPORATION, PROVIDER, MUNICIPALITY)


@dataclass(frozen=True)
class Digest:
    """What somebody is told by mail: counts by kind, since the last time."""

    user: str
    address: str
    lang: str
    counts: dict[str, int]
    last: int


@action(*_MINE)
def add_hook(deed: Deed, url: str, kinds: tuple[str, ...], allowed: Allowed) -> tuple[Hook, str]:
    """Ask to be told at an address; gives the secret of its signatures, which is shown once."""
    return new_hook(deed, deed.actor.id, url, kinds, allowed)


@action(ONESELF, writes=False)
def list_hooks(deed: Deed) -> list[Hook]:
    """One's own webhooks."""
    return webhooks.hooks(deed.work, deed.actor.id)


def _mine(deed: Deed, number: int) -> Hook:
    found = webhooks.hook(deed.work, number)
    if found.user != deed.actor.id:
        raise NotFound("no_webhook", N_("There is no webhook {number}."), number=number)
    return found


@action(ONESELF)
def stop_hook(deed: Deed, number: int) -> None:
    """Tell one's own webhook no more."""
    _mine(deed, number)
    webhooks.stop_hook(deed.work, number)
    deed.note("webhook", str(number), facts={"active": False})


@action(ONESELF, writes=False)
def list_outcomes(deed: Deed, number: int) -> list[Outcome]:
    """What came of the deliveries to one's own webhook, the newest first."""
    _mine(deed, number)
    return notices.outcomes(deed.work, number)


@action(ONESELF)
def send_again(deed: Deed, number: int, since: datetime) -> int:
    """Send once more what was put out for one's own webhook since a moment; how many."""
    _mine(deed, number)
    count = notices.again(deed.work, number, since, deed.now)
    deed.note("webhook", str(number), facts={"again": count})
    return count


@action(*_MINE)
def set_address(deed: Deed, address: str, lang: str) -> None:
    """Get a digest by mail, at most one a day, with counts only; an empty address: no more."""
    if not address:
        addresses.forget_address(deed.work, deed.actor.id)
        deed.note("address", deed.actor.id, facts={"set": False})
        return
    name, at, host = address.partition("@")
    if not name or not at or "." not in host or len(address) > 254 or any(c.isspace() or c in ",;<>" for c in address):
        raise Refusal("address", N_("This is not an address for mail."))
    addresses.set_address(deed.work, deed.actor.id, address, lang)
    deed.note("address", deed.actor.id, facts={"set": True})


# ------------------------------------------------------------------------------------------------ the program itself


@action(SYSTEM_ONLY)
def take_deliveries(deed: Deed, most: int = 20) -> list[Delivery]:
    """Take deliveries that are due."""
    deed.nothing_changed()
    return notices.take(deed.work, deed.now, most)


@action(SYSTEM_ONLY)
def settle_delivery(deed: Deed, number: int, error: str) -> None:
    """Say what came of a delivery; empty: it was taken."""
    deed.nothing_changed()
    notices.settle(deed.work, number, deed.now, error)


@action(SYSTEM_ONLY, writes=False)
def due_digests(deed: Deed) -> list[Digest]:
    """Who is to be told what by mail: counts of what concerns them, since the last time."""
    found = []
    for user, address, lang, last in addresses.addresses(deed.work):
        new = notices.since(deed.work, last)
        mine = [one for one in new if concerns(one, Role(user.role), user.organisation)]
        if mine:
            counts = dict(sorted(Counter(one.kind for one in mine).items()))
            found.append(Digest(user.id, address, lang, counts, new[-1].id))
    return found


@action(SYSTEM_ONLY)
def digest_sent(deed: Deed, user: str, last: int) -> None:
    """A user was told by mail of all notices up to this one."""
    deed.nothing_changed()
    addresses.told(deed.work, user, last, deed.now)

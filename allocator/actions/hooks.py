"""Webhooks of everybody, as an administrator looks after them."""

from datetime import datetime

from allocator.actions.parts.deed import ADMINISTRATOR, Deed, action
from allocator.actions.parts.hooking import new_hook
from allocator.actions.parts.noticing import KINDS as KINDS
from allocator.domain.refusal import Conflict
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.notify import Allowed
from allocator.store import access, notices, webhooks
from allocator.store.notices import Outcome
from allocator.store.webhooks import Hook as Hook

TOLD = frozenset(Role) - {Role.AUDITOR, Role.ADMINISTRATOR, Role.SYSTEM}
"""Roles that something can concern, so that there is something to tell."""


@action(ADMINISTRATOR, writes=False)
def list_all_hooks(deed: Deed) -> list[Hook]:
    """All webhooks with whose they are: never their secrets."""
    return webhooks.hooks(deed.work)


@action(ADMINISTRATOR)
def add_hook_for(deed: Deed, user: str, url: str, kinds: tuple[str, ...], allowed: Allowed) -> tuple[Hook, str]:
    """Let a user be told at an address, of what concerns this user; gives the secret, which is shown once."""
    if Role(access.user(deed.work, user).role) not in TOLD:
        raise Conflict("user", N_("Nothing concerns a user in this role, so there is nothing to tell."))
    return new_hook(deed, user, url, kinds, allowed)


@action(ADMINISTRATOR)
def pause_hook(deed: Deed, number: int, *, active: bool) -> Hook:
    """Pause a webhook, or go on: while it rests nothing is put out for it, and what was on its way is dropped."""
    found = webhooks.hook(deed.work, number)
    if found.active == active:
        deed.nothing_changed()
        return found
    (webhooks.wake_hook if active else webhooks.stop_hook)(deed.work, number)
    deed.note("webhook", str(number), facts={"active": active})
    return webhooks.hook(deed.work, number)


@action(ADMINISTRATOR, writes=False)
def list_told(deed: Deed, number: int) -> list[Outcome]:
    """What came of the deliveries to a webhook, the newest first."""
    webhooks.hook(deed.work, number)
    return notices.outcomes(deed.work, number)


@action(ADMINISTRATOR)
def tell_again(deed: Deed, number: int, since: datetime) -> int:
    """Send once more what was put out for a webhook since a moment; how many."""
    if not webhooks.hook(deed.work, number).active:
        raise Conflict("paused", N_("This webhook is paused. Let it go on first."))
    count = notices.again(deed.work, number, since, deed.now)
    deed.note("webhook", str(number), facts={"again": count})
    return count

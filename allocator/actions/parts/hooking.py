"""Adding a webhook: for oneself, or by an administrator for somebody else."""

from allocator.actions.parts.deed import Deed
from allocator.actions.parts.noticing import KINDS
from allocator.domain.refusal import Conflict, Refusal
from allocator.locale import N_
from allocator.notify import Allowed, is_target
from allocator.store import webhooks
from allocator.store.webhooks import Hook

MOST_HOOKS = 10


def new_hook(deed: Deed, user: str, url: str, kinds: tuple[str, ...], allowed: Allowed) -> tuple[Hook, str]:
    """Keep a webhook of a user, and the secret of its signatures, which is shown once.

    Raises:
        Refusal: when nothing may be sent there, or nothing is to be told.
        Conflict: when the user has as many as one may have.
    """
    if not is_target(url, allowed) or len(url) > 500:
        raise Refusal("target", N_("Write an address with https, without name and password in it."))
    if not kinds or not set(kinds) <= set(KINDS):
        raise Refusal("kinds", N_("Choose one of: {codes}."), codes=", ".join(KINDS))
    if sum(one.active for one in webhooks.hooks(deed.work, user)) >= MOST_HOOKS:
        raise Conflict("most", N_("One user has at most {most} webhooks."), most=MOST_HOOKS)
    secret = f"whsec_{deed.office.secret()}"
    found = webhooks.add_hook(deed.work, user, url, tuple(sorted(set(kinds))), secret, deed.now)
    deed.note("webhook", str(found.number), facts={"kinds": " ".join(found.kinds), "user": user})
    return found, secret

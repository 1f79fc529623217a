"""Sessions of the pages: who comes with which cookie, and when a session is over."""

from dataclasses import dataclass
from datetime import timedelta

from allocator.actions.parts.office import Office
from allocator.audit import Event
from allocator.domain.refusal import NotAllowed
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.store import access, trail, visits
from allocator.workflow import Actor

IDLE = timedelta(minutes=30)
"""A session that nobody used for so long is over (OWASP ASVS 3.3)."""
NOTED = timedelta(minutes=1)
"""How exactly it is kept when a session was used: not every page that is looked at writes."""


@dataclass(frozen=True)
class Visit:
    """Who looks at a page.

    Attributes:
        actor: who it is.
        organisation: name of the organisation he or she is of; empty: of none.
    """

    actor: Actor
    organisation: str


def visit(office: Office, secret: str | None) -> Visit:
    """Who comes in with the cookie of a session.

    Raises:
        NotAllowed: when there is none, or it is over.
    """
    now = office.clock()
    with office.store.reading() as work:
        held = access.holder(work, secret, now) if secret else None
        last = visits.seen(work, held.token) if held else None
        if held is None or last is None:
            raise NotAllowed("no_session", N_("Sign in first."))
        name = access.name_of(work, held.organisation) if held.organisation else ""
        found = Visit(Actor(held.user, Role(held.role), held.organisation), name)
    if now - last > IDLE:
        leave(office, secret or "")
        raise NotAllowed("idle", N_("You did nothing for {n} minutes. Sign in again."), n=IDLE.seconds // 60)
    if now - last > NOTED:
        with office.store.writing() as work:
            visits.see(work, held.token, now)
    return found


def leave(office: Office, secret: str) -> None:
    """End a session; nothing happens when it is over already."""
    now = office.clock()
    with office.store.writing() as work:
        held = access.holder(work, secret, now)
        if held is None:
            return
        access.revoke(work, access.token(work, held.token), now)
        work.session.flush()
        actor = Actor(held.user, Role(held.role), held.organisation)
        trail.write_down(work, [_ended(held.token, actor, office)])


def _ended(token: int, actor: Actor, office: Office) -> Event:
    return Event(
        at=office.clock(),
        who=actor.id,
        role=actor.role,
        organisation=actor.organisation,
        what="office.sign_out",
        kind="token",
        whom=str(token),
    )

"""Signing in: with a password and a second factor, or as who an identity provider says; gives a token for the day."""

from datetime import datetime, timedelta

from allocator.actions.parts.office import Office
from allocator.audit import Event
from allocator.domain.refusal import NotAllowed
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.privacy import signing_in
from allocator.store import Work, access, identity, trail, visits
from allocator.store.tables import UserRow

HOLDS = timedelta(hours=12)
"""A working day."""
TRIES = 5
LOCKED = timedelta(minutes=15)
"""After so many tries in vain nobody signs in as this user for so long."""
SESSION = "session"
"""Label of tokens that were made by signing in."""


def sign_in(
    office: Office, name: str, password: str, code: str, *, second_factor: bool, page: bool = False
) -> tuple[str, datetime]:
    """Sign in with a password.

    Args:
        office: where.
        name: of the user.
        password: of the user.
        code: of the second factor; empty: none is given.
        second_factor: whether one is asked; on a server that only this machine reaches it is not.
        page: whether it is for a session of the pages.

    Returns:
        The secret of a token, and until when it holds.

    Raises:
        NotAllowed: when anything is not right; it is not said what, but that a code is needed.
    """
    with office.store.writing() as work:
        user = access.find_user(work, name)
        refused = _refused(work, office.clock(), user, password, code, second_factor=second_factor)
        if refused is None and user is not None:
            return _token(work, office, user, "password", page=page)
    raise refused or _wrong()


def sign_in_as(office: Office, issuer: str, subject: str, *, page: bool = False) -> tuple[str, datetime]:
    """Sign in as who an identity provider says.

    Raises:
        NotAllowed: when that is nobody here, or somebody who is kept out.
    """
    name = office.who_is(issuer, subject).id
    with office.store.writing() as work:
        return _token(work, office, access.user(work, name), "provider", page=page)


def sign_in_by_key(office: Office, secret: str) -> tuple[str, datetime]:
    """Begin a session of the pages with a token: how somebody comes in who has no password yet.

    Raises:
        NotAllowed: when the token is nobody's, holds no more, or only reads.
    """
    actor = office.who(secret)
    if actor.reads_only:
        raise NotAllowed("reads_only", N_("This token only reads; take another one to change something."))
    with office.store.writing() as work:
        return _token(work, office, access.user(work, actor.id), "token", page=True)


def _wrong() -> NotAllowed:
    return NotAllowed("sign_in", N_("Name, password or code is not right; after {n} tries it is locked."), n=TRIES)


def _refused(
    work: Work, now: datetime, user: UserRow | None, password: str, code: str, *, second_factor: bool
) -> NotAllowed | None:
    """Why not; the tries are counted also when it is refused, so nothing is raised within the transaction."""
    kept = identity.credential(work, user.id) if user else None
    right = signing_in.is_password(kept.password if kept else None, password)
    if user is None or kept is None or not user.active:
        return _wrong()
    knocks = identity.knocks(work, user.id)
    if knocks.locked_until is not None and knocks.locked_until > now:
        text = N_("This is locked after {n} tries in vain; try again in a quarter of an hour.")
        return NotAllowed("locked_out", text, n=TRIES)
    step = knocks.last_step
    if right and kept.totp_confirmed_at is not None:
        if not code:
            return NotAllowed("code_needed", N_("Give the code of your second factor too."))
        found = signing_in.code_step(identity.factor(work, kept) or "", code, now, step)
        right, step = found is not None, found or step
    elif right and second_factor:
        text = N_("This server asks for a second factor; set it up with a token first (`allocator user factor`).")
        return NotAllowed("factor_needed", text)
    knocks.failures, knocks.last_step = (0 if right else knocks.failures + 1), step
    knocks.locked_until = now + LOCKED if knocks.failures >= TRIES else None
    if knocks.locked_until is not None:
        knocks.failures = 0
    work.session.add(knocks)
    work.session.flush()
    return None if right else _wrong()


def _token(work: Work, office: Office, user: UserRow, how: str, *, page: bool = False) -> tuple[str, datetime]:
    now, secret = office.clock(), office.secret()
    row = access.add_token(work, user.id, secret, visits.PAGE if page else SESSION, now, now + HOLDS)
    if page:
        visits.begin(work, row.id or 0, now)
    event = Event(
        at=now,
        who=user.id,
        role=Role(user.role),
        organisation=user.organisation,
        what="office.sign_in",
        kind="token",
        whom=str(row.id),
        facts={"how": how},
    )
    trail.write_down(work, [event])
    return secret, row.expires_at

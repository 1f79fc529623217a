"""A request that is repeated is done once, and gets its first answer: also after a crash, and across processes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from allocator.actions.parts.office import Office
from allocator.domain.refusal import Conflict, Refusal
from allocator.locale import N_
from allocator.store import Store, Work, answers, seals
from allocator.store.answers import KeptAnswer
from allocator.store.vault import Vault
from allocator.workflow import Actor

KEPT = timedelta(days=3)
"""A weekend in which a system was down, and a day."""


@dataclass(frozen=True)
class Asked:
    """A request with a key of the caller's own."""

    key: str
    sha256: str
    """Of all that was asked."""


@dataclass(frozen=True)
class Joined(Store):
    """The same store within one transaction that goes on until it is left: what actions do in it is one thing."""

    work: Work
    later: list[tuple[str, ...]] = field(default_factory=list)

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """Part of the transaction."""
        yield self.work
        self.work.session.flush()

    noting = writing

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """Part of the transaction; whatever is written in it is thrown away."""
        session = self.work.session
        touched = set(session.info.get(seals.TOUCHED, ()))
        with session.begin_nested() as part:
            session.info[seals.WRITTEN] = False
            yield Work(session, Vault(session, self.keys), self.opened)
            session.flush()
            if session.info[seals.WRITTEN]:
                part.rollback()
        session.info[seals.TOUCHED] = touched

    glancing = reading

    def wipe(self, *tables: str) -> None:
        """Wipe them when the transaction is over: until then it holds on to them."""
        self.later.append(tables)


def once(
    office: Office,
    actor: Actor,
    asked: Asked,
    do: Callable[[Office], str],
    refusing: Callable[[Refusal], str | None],
) -> tuple[str, bool]:
    """Do what is asked unless it was done already; the answer, and whether it is an earlier one.

    Args:
        office: where it is done.
        actor: who asks; a key is of one user.
        asked: what is asked.
        do: does it in the office that it is given, and says the answer, which is kept together with what was done.
        refusing: the answer to a refusal; None: that one is not kept, and a repeated request is tried again.

    Raises:
        Conflict: something else was asked with this key before.
        Refusal: when it cannot be done, and that is not kept.
    """
    try:
        with office.store.writing() as work:
            known = _known(work, office, actor, asked)
            if known is not None:
                return known, True
            joined = Joined(office.store.engine, office.store.keys, work, opened=work.opened)
            said = do(replace(office, store=joined))
            _keep(work, office, actor, asked, said)
    except Refusal as refused:
        no = None if refused.code == REUSED else refusing(refused)
        if no is None:
            raise
        return _kept_refusal(office, actor, asked, no)
    for tables in joined.later:
        office.store.wipe(*tables)
    return said, False


REUSED = "key_reused"


def _known(work: Work, office: Office, actor: Actor, asked: Asked) -> str | None:
    answers.forget(work, office.clock())
    found = answers.find(work, actor.id, asked.key)
    if found is not None and found.request != asked.sha256:
        raise Conflict(REUSED, N_("This Idempotency-Key was used for another request; use a new one."))
    return found.text if found else None


def _keep(work: Work, office: Office, actor: Actor, asked: Asked, said: str) -> None:
    now = office.clock()
    answers.keep(work, actor.id, asked.key, KeptAnswer(asked.sha256, said), now, now + KEPT)


def _kept_refusal(office: Office, actor: Actor, asked: Asked, said: str) -> tuple[str, bool]:
    """Nothing was done; that is kept, unless the same request was done by another process in the meantime."""
    with office.store.writing() as work:
        known = _known(work, office, actor, asked)
        if known is not None:
            return known, True
        _keep(work, office, actor, asked, said)
    return said, False

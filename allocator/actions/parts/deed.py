"""The one wrapper around every action: permission, transaction, audit event. It cannot be forgotten or avoided."""

import functools
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, TypeVar

from allocator import audit, privacy
from allocator.actions.parts.office import Office, local_day
from allocator.audit import Change, Event, ReadEntry
from allocator.domain.refusal import NotAllowed
from allocator.domain.sentence import Term
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.store import Store, Work, reading, trail
from allocator.store.vault import household_subject
from allocator.workflow import ROLE_NAMES, Actor

P = ParamSpec("P")
R = TypeVar("R")


class Scope(StrEnum):
    """How far a permission reaches."""

    ALL = "all"
    OWN = "own"
    SELF = "self"


COMMITTEE: dict[Role, Scope] = {Role.COMMITTEE_MEMBER: Scope.ALL, Role.COMMITTEE_CHAIR: Scope.ALL}
CHAIR: dict[Role, Scope] = {Role.COMMITTEE_CHAIR: Scope.ALL}
ADMINISTRATOR: dict[Role, Scope] = {Role.ADMINISTRATOR: Scope.ALL}
AUDITOR: dict[Role, Scope] = {Role.AUDITOR: Scope.ALL}
CORPORATION: dict[Role, Scope] = {Role.CORPORATION: Scope.OWN}
PROVIDER: dict[Role, Scope] = {Role.CARE_PROVIDER: Scope.OWN}
MUNICIPALITY: dict[Role, Scope] = {Role.MUNICIPALITY: Scope.OWN}
SYSTEM_ONLY: dict[Role, Scope] = {Role.SYSTEM: Scope.ALL}
EVERYBODY: dict[Role, Scope] = dict.fromkeys(Role, Scope.ALL)
ONESELF: dict[Role, Scope] = dict.fromkeys((role for role in Role if role is not Role.SYSTEM), Scope.SELF)


@dataclass(frozen=True)
class Permission:
    """What the wrapper knows of an action; the permission matrix and docs/authorisation.md come from these."""

    name: str
    allow: Mapping[Role, Scope]
    writes: bool
    says: str
    glances: bool = False


ACTIONS: dict[str, Permission] = {}
"""Every action by its name (``rounds.open_round``), as the modules are loaded."""


@dataclass
class Deed:
    """One action while it is done: the transaction, who does it, when, and what goes into the audit trail."""

    office: Office
    work: Work
    actor: Actor
    now: datetime
    permission: Permission
    scope: Scope
    events: list[Event] = field(default_factory=list)
    reads: list[tuple[str, str | None]] = field(default_factory=list)
    quiet: bool = False
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    """What is left to do once the transaction is kept."""

    @property
    def today(self) -> date:
        """The day on which it is done."""
        return local_day(self.now)

    @property
    def own(self) -> str | None:
        """The organisation to which what is seen is limited; None: not limited."""
        return (self.actor.organisation or "") if self.scope is Scope.OWN else None

    def note(
        self,
        kind: str,
        whom: str | None = None,
        *,
        household: str | None = None,
        why: str | None = None,
        facts: Mapping[str, object] | None = None,
        changes: tuple[Change, ...] = (),
        by: Actor | None = None,
    ) -> None:
        """What was done to what, for the audit trail.

        Args:
            kind: kind of thing: placement, round, policy, user.
            whom: its key.
            household: the household that it is about.
            why: the coded reason, where it says nothing special of a household.
            facts: facts about nobody: hashes, seeds, counts, versions.
            changes: what changed, as fingerprints.
            by: who did it, when that is the program itself.
        """
        actor = by or self.actor
        self.events.append(
            Event(
                at=self.now,
                who=actor.id,
                role=actor.role,
                organisation=actor.organisation,
                what=self.permission.name,
                kind=kind,
                whom=whom,
                household=household,
                why=why,
                facts={name: str(value) for name, value in (facts or {}).items()},
                changes=changes,
            )
        )

    def nothing_changed(self) -> None:
        """There is nothing to write down: all was as it should be already."""
        self.quiet = True

    def changes(self, household: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
        """What changed in the file of a household, as fingerprints that only its key can check."""
        key = privacy.audit_key(self.work.vault.key(household_subject(household)))
        return audit.changes(key, before, after)

    def read(self, households: Iterable[str], why: str | None = None) -> None:
        """The files of these households are read: that goes into the log before anybody sees them."""
        self.reads += [(household, why) for household in households]

    def must_own(self, *organisations: str | None) -> None:
        """Refuse when the permission is for the own organisation, and this is of another.

        Raises:
            NotAllowed: without saying whether the thing exists.
        """
        if self.scope is Scope.OWN and (not self.actor.organisation or self.actor.organisation not in organisations):
            raise NotAllowed("not_yours", N_("This is not of your organisation."))

    def must_be(self, user: str) -> None:
        """Refuse when the permission is for what is of oneself, and this is of somebody else.

        Raises:
            NotAllowed: without saying more.
        """
        if self.scope is Scope.SELF and user != self.actor.id:
            raise NotAllowed("not_yours", N_("This is of somebody else."))


Action = Callable[Concatenate[Office, Actor, P], R]


def action(
    *allow: Mapping[Role, Scope], writes: bool = True, glances: bool = False
) -> Callable[[Callable[Concatenate[Deed, P], R]], Callable[Concatenate[Office, Actor, P], R]]:
    """Make an action of a function: who may do it, in one transaction, written down in the audit trail.

    Args:
        *allow: the roles that may do it, and how far.
        writes: whether it changes anything. Of what only reads, it is written down whose file was read.
        glances: whether it asks the database one thing at most, which needs no transaction to be of one moment.
    """
    allowed: dict[Role, Scope] = {role: scope for one in allow for role, scope in one.items()}

    def wrap(function: Callable[Concatenate[Deed, P], R]) -> Callable[Concatenate[Office, Actor, P], R]:
        name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
        permission = Permission(name, allowed, writes, (function.__doc__ or "").strip().splitlines()[0], glances)
        ACTIONS[name] = permission

        @functools.wraps(function)
        def act(office: Office, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            scope = _scope(permission, actor)
            with _transaction(office.store, permission) as work:
                now = office.clock()  # only now it is our turn: the trail, and leases, tell when it was done
                deed = Deed(office, work, actor, now, permission, scope)
                result = function(deed, *args, **kwargs)
                if writes:
                    _write_down(work, deed)
            if not writes and (deed.reads or deed.events):
                with office.store.writing() if deed.events else office.store.noting() as work:
                    work.turn()
                    deed.now = office.clock()
                    deed.events = [event.model_copy(update={"at": deed.now}) for event in deed.events]
                    _append(work, deed)
            for rest in deed.afterwards:
                rest()
            return result

        act.__permission__ = permission  # type: ignore[attr-defined]
        return act

    return wrap


def _transaction(store: Store, permission: Permission) -> AbstractContextManager[Work]:
    if permission.writes:
        return store.writing()
    return store.glancing() if permission.glances else store.reading()


def _scope(permission: Permission, actor: Actor) -> Scope:
    scope = permission.allow.get(actor.role)
    if scope is None:
        roles = tuple(Term(ROLE_NAMES[role]) for role in Role if role in permission.allow)
        raise NotAllowed("role", N_("Your role cannot do this. It is for: {roles}."), roles=roles)
    if scope is Scope.OWN and not actor.organisation:
        raise NotAllowed("no_organisation", N_("You do not belong to an organisation, so nothing here is yours."))
    if permission.writes and actor.reads_only:
        raise NotAllowed("reads_only", N_("This token only reads; take another one to change something."))
    return scope


def _write_down(work: Work, deed: Deed) -> None:
    if not deed.events and not deed.quiet:
        raise AssertionError(f"{deed.permission.name} changed something without saying what.")
    _append(work, deed)


def _append(work: Work, deed: Deed) -> None:
    trail.write_down(work, deed.events)
    _log_readings(work, deed)


def _log_readings(work: Work, deed: Deed) -> None:
    if not deed.reads:
        return
    number = reading.next_number(work)
    entries = [
        ReadEntry(
            number=number + count,
            at=deed.now,
            who=deed.actor.id,
            role=deed.actor.role,
            organisation=deed.actor.organisation,
            household=household,
            what=deed.permission.name,
            why=why,
        )
        for count, (household, why) in enumerate(dict.fromkeys(deed.reads))
    ]
    reading.log(work, entries)

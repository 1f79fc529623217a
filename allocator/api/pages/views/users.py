"""``/users`` and ``/organisations``: who may come in, as what, and of which organisation."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import TypeAdapter, ValidationError

from allocator.actions import access, credentials
from allocator.actions.access import KINDS, Organisation, User
from allocator.api.pages.forms import MARKED, Form, Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.listing import Column, Listing, Narrowing
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.base import Id
from allocator.domain.refusal import Conflict, NotFound, Refusal
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.workflow import ROLE_NAMES

router = APIRouter()
Name = Annotated[Id, Path(alias="name")]
USERS, ORGANISATIONS = N_("Users"), N_("Organisations")
ROLES = tuple(role for role in Role if role is not Role.SYSTEM)
KIND_WORDS = {
    "corporation": ROLE_NAMES[Role.CORPORATION],
    "care_provider": ROLE_NAMES[Role.CARE_PROVIDER],
    "municipality": ROLE_NAMES[Role.MUNICIPALITY],
}
_KEY: TypeAdapter[str] = TypeAdapter(Id)


def is_key(text: str) -> bool:
    """Whether a text can be the key of something."""
    try:
        _KEY.validate_python(text)
    except ValidationError:
        return False
    return True


@router.get("/users")
def list_users(visitor: Known) -> Response:
    """Everybody who may come in, and the form for one more."""
    return _users(visitor, ())


def _users(visitor: Visitor, faults: tuple[Fault, ...], form: Form | None = None) -> Response:
    t = visitor.tongue
    organisations = access.list_organisations(visitor.office, visitor.actor)
    names = {one.id: one.name for one in organisations}
    states = {True: t(N_("may come in")), False: t(N_("blocked"))}
    listing = Listing[User](
        visitor.request,
        (
            Column("name", t(N_("User")), lambda one: one.id.casefold()),
            Column("role", t(N_("Role")), lambda one: t(ROLE_NAMES[one.role])),
            Column("organisation", t(N_("Organisation")), lambda one: names.get(one.organisation or "", "")),
            Column("state", t(N_("How it stands")), lambda one: not one.active),
        ),
        (
            Narrowing("role", t(N_("Role")), lambda one: [(one.role.value, t(ROLE_NAMES[one.role]))]),
            Narrowing("state", t(N_("How it stands")), lambda one: [(str(one.active), states[one.active])]),
        ),
        lambda one: " ".join((one.id, t(ROLE_NAMES[one.role]), names.get(one.organisation or "", ""))),
    )
    rows = listing.pick(access.list_users(visitor.office, visitor.actor))
    return page(
        visitor,
        "users.html",
        tell(visitor, USERS),
        status=400 if faults else 200,
        faults=faults,
        listing=listing,
        groups=listing.grouped(rows),
        names=names,
        roles=[(role.value, t(ROLE_NAMES[role])) for role in ROLES],
        choices=[(one.id, f"{one.name} ({t(KIND_WORDS[one.kind])})") for one in organisations],
        role_words=lambda one: t(ROLE_NAMES[one.role]),
        state_words=lambda one: states[one.active],
        v=form.get if form else lambda _: "",
        may_change=visitor.actor.role is Role.ADMINISTRATOR,
    )


@router.post("/users")
def add_user(visitor: Known, form: Sent) -> Response:
    """Let somebody in, with a role, and an organisation where the role needs one."""
    name, said = form.get("name"), form.get("role")
    if not is_key(name):
        text = N_("Write a name at work, or a pseudonym, without | ; or a comma.")
        return _users(visitor, (Fault("name", tell(visitor, text)),), form)
    if said not in set(ROLES):
        return _users(visitor, (Fault("role", tell(visitor, N_("Choose a role"))),), form)
    try:
        access.add_user(visitor.office, visitor.actor, name, Role(said), form.get("organisation") or None)
    except Conflict as refused:
        field = "organisation" if refused.code == "organisation" else "name"
        return _users(visitor, (Fault(field, visitor.says(refused.sentence)),), form)
    text = N_("{user} is added. Make a token, with which {user} signs in the first time.")
    return go(visitor, f"/users/{name}", tell(visitor, text, user=name))


@router.get("/users/{name}")
def show_user(visitor: Known, name: Name) -> Response:
    """One user: role, organisation, how it stands, and tokens."""
    return _user(visitor, name, ())


def _user(visitor: Visitor, name: str, faults: tuple[Fault, ...], form: Form | None = None) -> Response:
    t = visitor.tongue
    found = next((one for one in access.list_users(visitor.office, visitor.actor) if one.id == name), None)
    if found is None:
        raise NotFound("no_user", N_("There is no user {user}."), user=name)
    organisations = access.list_organisations(visitor.office, visitor.actor)
    names = {one.id: one.name for one in organisations}
    stands = {"role": found.role.value, "organisation": found.organisation or ""}
    tokens = access.list_tokens(visitor.office, visitor.actor)
    now = visitor.office.clock()
    return page(
        visitor,
        "user.html",
        tell(visitor, N_("User {user}"), user=name),
        status=400 if faults else 200,
        faults=faults,
        roles=[(role.value, t(ROLE_NAMES[role])) for role in ROLES],
        choices=[(one.id, f"{one.name} ({t(KIND_WORDS[one.kind])})") for one in organisations],
        v=form.get if form else stands.get,
        crumbs=(Crumb(tell(visitor, USERS), "/users"),),
        one=found,
        role_name=t(ROLE_NAMES[found.role]),
        of=names.get(found.organisation or "", found.organisation or ""),
        holds=[token for token in tokens if token.user == name and not token.revoked_at and token.expires_at > now],
        oneself=name == visitor.actor.id,
        may_change=visitor.actor.role is Role.ADMINISTRATOR,
    )


@router.post("/users/{name}/role")
def set_role(visitor: Known, name: Name, form: Sent) -> Response:
    """Give a user another role, or the same one at another organisation."""
    if form.get("role") not in set(ROLES):
        return _user(visitor, name, (Fault("role", tell(visitor, N_("Choose a role"))),), form)
    try:
        role, organisation = Role(form.get("role")), form.get("organisation") or None
        access.set_role(visitor.office, visitor.actor, name, role, organisation)
    except Conflict as refused:
        field = "organisation" if refused.code == "organisation" else "role"
        return _user(visitor, name, (Fault(field, visitor.says(refused.sentence)),), form)
    text = N_("{user} has another role now. Every session and token has ended: {user} signs in again.")
    return go(visitor, f"/users/{name}", tell(visitor, text, user=name))


@router.post("/users/{name}/active")
def set_active(visitor: Known, name: Name, form: Sent) -> Response:
    """Block a user, or let a user in again."""
    active = form.get("active") == "yes"
    try:
        access.set_active(visitor.office, visitor.actor, name, active=active)
    except Conflict as refused:
        return go(visitor, f"/users/{name}", visitor.says(refused.sentence), "error")
    text = N_("{user} may come in again.") if active else N_("{user} is blocked, and every token of {user} has ended.")
    return go(visitor, f"/users/{name}", tell(visitor, text, user=name))


@router.post("/users/{name}/reset", dependencies=[MARKED])
def reset(visitor: Known, name: Name) -> Response:
    """Remove how somebody signs in; with a token it is set again."""
    changed = credentials.reset(visitor.office, visitor.actor, name)
    text = N_("Removed. Make a token, with which {user} signs in and sets a new password.")
    if not changed:
        text = N_("{user} had no password yet.")
    return go(visitor, f"/users/{name}", tell(visitor, text, user=name), "ok" if changed else "info")


# ------------------------------------------------------------------------------------------------ organisations


@router.get("/organisations")
def list_organisations(visitor: Known) -> Response:
    """Organisations that have users, and the form for one more, or another name."""
    return _organisations(visitor, ())


def _organisations(visitor: Visitor, faults: tuple[Fault, ...], form: Form | None = None) -> Response:
    t = visitor.tongue
    users = Counter(one.organisation for one in access.list_users(visitor.office, visitor.actor) if one.active)
    listing = Listing[Organisation](
        visitor.request,
        (
            Column("key", t(N_("Key")), lambda one: one.id),
            Column("name", t(N_("Name")), lambda one: one.name.casefold()),
            Column("kind", t(N_("Kind")), lambda one: t(KIND_WORDS[one.kind])),
            Column("users", t(USERS), lambda one: users[one.id], number=True),
        ),
        (Narrowing("kind", t(N_("Kind")), lambda one: [(one.kind, t(KIND_WORDS[one.kind]))]),),
        lambda one: f"{one.id} {one.name}",
    )
    rows = listing.pick(access.list_organisations(visitor.office, visitor.actor))
    return page(
        visitor,
        "organisations.html",
        tell(visitor, ORGANISATIONS),
        status=400 if faults else 200,
        faults=faults,
        listing=listing,
        groups=listing.grouped(rows),
        users=users,
        choices=[(kind, t(KIND_WORDS[kind])) for kind in KINDS.values()],
        kind_words=lambda one: t(KIND_WORDS[one.kind]),
        v=form.get if form else lambda _: "",
        may_change=visitor.actor.role is Role.ADMINISTRATOR,
    )


@router.post("/organisations")
def keep_organisation(visitor: Known, form: Sent) -> Response:
    """Add an organisation, or change its name."""
    key, name, kind = form.get("key"), form.get("name"), form.get("kind")
    faults = []
    if not is_key(key):
        faults.append(Fault("key", tell(visitor, N_("Write a key without | ; or a comma, such as GM0014."))))
    if kind not in KIND_WORDS:
        faults.append(Fault("kind", tell(visitor, N_("Choose a kind"))))
    if not name or len(name) > 120:
        faults.append(Fault("name", tell(visitor, N_("Write a name of at most 120 characters."))))
    if not faults:
        try:
            access.keep_organisation(visitor.office, visitor.actor, key, kind, name)
        except Refusal as refused:
            faults.append(Fault("kind", visitor.says(refused.sentence)))
    if faults:
        return _organisations(visitor, tuple(faults), form)
    return go(visitor, "/organisations", tell(visitor, N_("{organisation} is written down."), organisation=name))

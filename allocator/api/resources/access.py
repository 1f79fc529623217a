"""``/organisations``, ``/users`` and ``/tokens``: who may come in."""

from typing import Annotated

from fastapi import APIRouter, Path, status
from pydantic import Field

from allocator.actions import access, credentials
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page, the_one
from allocator.api.shapes import Moment, Shape
from allocator.domain.base import Id
from allocator.domain.workflow import Role

router = APIRouter(tags=["access"], route_class=Route)
Name = Annotated[Id, Path(alias="user", description="Name of the user.", examples=["secretary"])]


class Organisation(Shape):
    """A corporation, care provider or municipality that has users."""

    id: Id = Field(description="Its key; of a municipality its CBS code.", examples=["C1"])
    kind: str = Field(description="corporation, care_provider or municipality.", examples=["corporation"])
    name: str = Field(max_length=120, description="Its name.")


class User(Shape):
    """Somebody who may come in."""

    id: Id = Field(description="A name at work, or a pseudonym.", examples=["secretary"])
    role: Role = Field(description="As what.")
    organisation: Id | None = Field(default=None, description="Of which organisation, where the role needs one.")
    active: bool = Field(default=True, description="Whether the user is let in.")


class NewUser(Shape):
    """A user to add."""

    id: Id = Field(description="A name at work, or a pseudonym.", examples=["secretary"])
    role: Role = Field(description="As what.")
    organisation: Id | None = Field(default=None, description="Of which organisation, where the role needs one.")


class Token(Shape):
    """A token as listed: never its secret."""

    number: int = Field(description="Its number.", examples=[4])
    user: Id = Field(description="Whose it is.")
    label: str = Field(description="What it is for.")
    made_at: Moment = Field(description="When it was made, in UTC.")
    expires_at: Moment = Field(description="Until when it holds, in UTC.")
    revoked_at: Moment | None = Field(description="When it was taken back, in UTC.")


class NewToken(Shape):
    """A token to make."""

    user: Id | None = Field(default=None, description="For whom; for oneself when it is not said.")
    label: str = Field(default="", max_length=80, description="What it is for.")
    days: int = Field(default=90, ge=1, le=366, description="For how many days it holds.")
    reads_only: bool = Field(default=False, description="Whether it changes nothing.")


class MadeToken(Token):
    """A token with its secret, which is shown this once."""

    secret: str = Field(description="What to send in the Authorization header.")


@router.get("/organisations", summary="Organisations")
def list_organisations(caller: Called, listing: Listing) -> Page[Organisation]:
    """All organisations with their kind and name."""
    found = [
        Organisation(id=one.id, kind=one.kind, name=one.name)
        for one in access.list_organisations(caller.office, caller.actor)
    ]
    return listing.page(Organisation, found, lambda one: one.id)


@router.get("/organisations/{organisation}", summary="An organisation")
def show_organisation(
    caller: Called,
    key: Annotated[Id, Path(alias="organisation", description="Key of the organisation.", examples=["C1"])],
) -> Organisation:
    """An organisation with its kind and name."""
    one = the_one(access.list_organisations(caller.office, caller.actor), lambda one: one.id, key)
    return Organisation(id=one.id, kind=one.kind, name=one.name)


@router.post("/organisations", summary="Add an organisation", status_code=status.HTTP_201_CREATED)
def keep_organisation(caller: Called, said: Organisation) -> Organisation:
    """Add an organisation, or change its name."""
    access.keep_organisation(caller.office, caller.actor, said.id, said.kind, said.name)
    return said


@router.get("/users", summary="Users")
def list_users(caller: Called, listing: Listing) -> Page[User]:
    """All users with their role and organisation."""
    found = [_user(one) for one in access.list_users(caller.office, caller.actor)]
    return listing.page(User, found, lambda one: one.id)


@router.get("/users/{user}", summary="A user")
def show_user(caller: Called, name: Name) -> User:
    """A user with role and organisation."""
    return _user(the_one(access.list_users(caller.office, caller.actor), lambda one: one.id, name))


@router.post("/users", summary="Add a user", status_code=status.HTTP_201_CREATED)
def add_user(caller: Called, new: NewUser) -> User:
    """Add a user with a role, and an organisation where the role needs one."""
    return _user(access.add_user(caller.office, caller.actor, new.id, new.role, new.organisation))


@router.post("/users/{user}/_block", summary="Keep a user out")
def block_user(caller: Called, name: Name) -> User:
    """Keep a user out; the tokens of who is kept out hold no more."""
    return _user(access.set_active(caller.office, caller.actor, name, active=False))


@router.post("/users/{user}/_admit", summary="Let a user in again")
def admit_user(caller: Called, name: Name) -> User:
    """Let a user in again."""
    return _user(access.set_active(caller.office, caller.actor, name, active=True))


@router.get("/tokens", summary="Tokens")
def list_tokens(caller: Called, listing: Listing) -> Page[Token]:
    """One's own tokens; an administrator sees all of them."""
    found = [_token(one) for one in access.list_tokens(caller.office, caller.actor)]
    return listing.page(Token, found, lambda one: f"{one.number:012d}")


TokenNumber = Annotated[int, Path(alias="token", ge=1, le=2**53, description="Number of the token.", examples=[4])]


@router.get("/tokens/{token}", summary="A token")
def show_token(caller: Called, number: TokenNumber) -> Token:
    """A token of one's own, never its secret; an administrator sees everybody's."""
    return _token(the_one(access.list_tokens(caller.office, caller.actor), lambda one: one.number, number))


@router.post("/tokens", summary="Make a token", status_code=status.HTTP_201_CREATED)
def add_token(caller: Called, new: NewToken) -> MadeToken:
    """Make a token for oneself; an administrator makes them for others. The secret is shown once."""
    office, actor = caller.office, caller.actor
    made, secret = access.add_token(office, actor, new.user, new.label, new.days, reads_only=new.reads_only)
    return MadeToken(**_token(made).model_dump(), secret=secret)


@router.delete("/tokens/{token}", summary="Take back a token", status_code=status.HTTP_204_NO_CONTENT)
def revoke_token(caller: Called, number: TokenNumber) -> None:
    """Let a token hold no more: one's own, or as administrator anybody's."""
    access.revoke_token(caller.office, caller.actor, number)


@router.post("/users/{user}/_reset", summary="Reset how a user signs in", status_code=status.HTTP_204_NO_CONTENT)
def reset_user(caller: Called, name: Name) -> None:
    """Remove password, second factor and identities of a user, who sets them again with a token."""
    credentials.reset(caller.office, caller.actor, name)


class Identity(Shape):
    """Who a user is at an identity provider."""

    issuer: str = Field(
        min_length=1, max_length=255, description="The provider.", examples=["https://login.example.org"]
    )
    subject: str = Field(min_length=1, max_length=255, description="Whom it says it is (`sub`).")


@router.post("/users/{user}/identities", summary="Link an identity", status_code=status.HTTP_201_CREATED)
def link_identity(caller: Called, name: Name, said: Identity) -> Identity:
    """Say who a user is at an identity provider (OpenID Connect)."""
    credentials.link_identity(caller.office, caller.actor, name, said.issuer, said.subject)
    return said


def _user(one: access.User) -> User:
    return User(id=one.id, role=one.role, organisation=one.organisation, active=one.active)


def _token(one: access.Token) -> Token:
    return Token(**{name: getattr(one, name) for name in Token.model_fields})

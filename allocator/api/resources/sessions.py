"""``/sessions`` and ``/credentials``: signing in with a password, and setting it."""

from typing import Annotated

from fastapi import APIRouter, Request, Response, status
from pydantic import Field, SecretStr

from allocator.actions import credentials, sign_in
from allocator.api.caller import Called, office_of
from allocator.api.limiting import Limits
from allocator.api.once import Route
from allocator.api.shapes import Moment, Shape
from allocator.domain.base import Id
from allocator.domain.refusal import NotAllowed

router = APIRouter(tags=["access"], route_class=Route)
Secret = Annotated[SecretStr, Field(min_length=1, max_length=200)]


class SignIn(Shape):
    """Who signs in."""

    user: Id = Field(description="Name of the user.", examples=["secretary"])
    password: Secret = Field(description="Password of the user.")
    code: str = Field(default="", max_length=10, description="Code of the second factor, where one is asked.")


class Session(Shape):
    """A token for the day."""

    secret: str = Field(description="What to send in the Authorization header.")
    expires_at: Moment = Field(description="Until when it holds, in UTC.")


class NewPassword(Shape):
    """A password to set."""

    password: Secret = Field(description="12 to 128 characters.")
    before: str = Field(default="", max_length=200, description="The password of now, when there is one.")


class Factor(Shape):
    """A second factor that is not confirmed yet."""

    secret: str = Field(description="The secret in base 32, shown once.")
    uri: str = Field(description="The same as an app for codes takes it (otpauth).")


class Code(Shape):
    """A code of the second factor."""

    code: str = Field(min_length=6, max_length=10, description="The code of now.", examples=["123456"])


@router.post("/sessions", summary="Sign in", status_code=status.HTTP_201_CREATED, openapi_extra={"security": []})
def add_session(request: Request, said: SignIn) -> Session:
    """Sign in with a password, and the code of a second factor where one is asked."""
    limits: Limits = request.app.state.limits
    asks: bool = request.app.state.second_factor
    try:
        password = said.password.get_secret_value()
        secret, until = sign_in(office_of(request), said.user, password, said.code, second_factor=asks)
    except NotAllowed:
        limits.knock(request)
        raise
    return Session(secret=secret, expires_at=until)


@router.put("/credentials/password", summary="Set a password", status_code=status.HTTP_204_NO_CONTENT)
def set_password(caller: Called, said: NewPassword) -> None:
    """Set one's own password; who has one says it."""
    credentials.set_password(caller.office, caller.actor, said.password.get_secret_value(), said.before)


@router.post("/credentials/factor", summary="Begin with a second factor")
def begin_factor(caller: Called) -> Factor:
    """A second factor of one's own; it is asked once a code of it was given."""
    found = credentials.new_factor(caller.office, caller.actor)
    return Factor(secret=found.secret, uri=found.uri)


@router.post("/credentials/factor/_confirm", summary="Confirm a second factor", status_code=204)
def confirm_factor(caller: Called, said: Code) -> Response:
    """Show that one has the second factor; from then on it is asked."""
    credentials.confirm_factor(caller.office, caller.actor, said.code)
    return Response(status_code=status.HTTP_204_NO_CONTENT)

"""Who calls: by the token in the Authorization header."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from allocator.actions import Asked, Office
from allocator.api import threads
from allocator.api.language import language_of
from allocator.api.limiting import Limits
from allocator.api.once import asked_of
from allocator.api.provider import Provider
from allocator.domain.refusal import NotAllowed
from allocator.domain.sentence import Audience, Sentence
from allocator.workflow import AUDIENCES, Actor

BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A token of `allocator token add`.")


@dataclass(frozen=True)
class Caller:
    """One request of one person or system."""

    office: Office
    actor: Actor
    lang: str
    request: Request
    response: Response
    asked: Asked | None
    """The request, when it has a key with which it can be repeated."""

    @property
    def audience(self) -> Audience:
        """As whom sentences are read."""
        return AUDIENCES[self.actor.role]

    def says(self, sentence: Sentence) -> str:
        """A sentence as this caller may read it."""
        return sentence.render(self.lang, self.audience)


def office_of(request: Request) -> Office:
    """The office of this server."""
    found: Office = request.app.state.office
    return found


async def _caller(
    request: Request, response: Response, given: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
) -> Caller:
    return await threads.alone(_known, request, response, given)


def _known(request: Request, response: Response, given: HTTPAuthorizationCredentials | None) -> Caller:
    office = office_of(request)
    limits: Limits = request.app.state.limits
    try:
        actor = _who(request, office, given.credentials if given else None)
    except NotAllowed:
        limits.knock(request)
        raise
    limits.call(actor.id)
    request.state.role = actor.role.value
    request.state.audience = AUDIENCES[actor.role]
    return Caller(office, actor, language_of(request), request, response, asked_of(request))


def _who(request: Request, office: Office, secret: str | None) -> Actor:
    """By a token of ours, or by one that a system got from the identity provider (a JWT has two dots)."""
    provider: Provider | None = request.app.state.provider
    if provider is not None and secret is not None and secret.count(".") == 2:
        return office.who_is(provider.issuer, provider.holder(secret))
    return office.who(secret)


Called = Annotated[Caller, Depends(_caller)]
"""The caller of an operation; without a token that holds there is none, and the operation is not reached."""

"""Who looks at a page: by the cookie of the session; and in which language."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from allocator.actions import Office, visit
from allocator.api.caller import office_of
from allocator.api.limiting import Limits
from allocator.api.pages import cookies
from allocator.domain.refusal import NotAllowed
from allocator.domain.sentence import Audience, Sentence
from allocator.reports.words import Tongue
from allocator.workflow import AUDIENCES, Actor


@dataclass(frozen=True)
class Visitor:
    """One request for a page."""

    request: Request
    office: Office
    lang: str
    signed_in: Actor | None
    organisation: str = ""

    @property
    def actor(self) -> Actor:
        """Who it is; views that ask for it are reached only by who is signed in."""
        if self.signed_in is None:
            raise AssertionError("A view for everybody asked who is signed in.")
        return self.signed_in

    @property
    def audience(self) -> Audience:
        """As whom sentences are read."""
        return AUDIENCES[self.signed_in.role] if self.signed_in else Audience.PUBLIC

    @property
    def tongue(self) -> Tongue:
        """Says sentences in the language of the screens."""
        return Tongue(self.lang)

    def says(self, sentence: Sentence) -> str:
        """A sentence as this visitor may read it."""
        return sentence.render(self.lang, self.audience)


def _known(request: Request) -> Visitor:
    office = office_of(request)
    found = visit(office, cookies.kept(request, cookies.SESSION) or None)
    limits: Limits = request.app.state.limits
    limits.call(found.actor.id)
    request.state.role = found.actor.role.value
    request.state.audience = AUDIENCES[found.actor.role]
    return Visitor(request, office, cookies.language(request), found.actor, found.organisation)


def anybody(request: Request) -> Visitor:
    """Whoever it is; a session that is over counts as none."""
    try:
        return _known(request)
    except NotAllowed:
        return nobody(request)


def nobody(request: Request) -> Visitor:
    """A visitor of whom nothing is asked."""
    return Visitor(request, office_of(request), cookies.language(request), None)


Known = Annotated[Visitor, Depends(_known)]
"""Somebody who is signed in; without that the view is not reached."""

Anybody = Annotated[Visitor, Depends(anybody)]
"""Somebody, signed in or not."""

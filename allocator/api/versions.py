"""Versions of things: the ETag of what is shown, and If-Match of who changes it."""

from typing import Annotated

from fastapi import Header, Response

from allocator.api.problems import Missing
from allocator.domain.sentence import Sentence
from allocator.locale import N_

IfMatch = Annotated[
    str | None,
    Header(description="ETag of the version that was looked at.", examples=['"3"'], max_length=40),
]


def tag(response: Response, version: int) -> None:
    """Say which version this is."""
    response.headers["ETag"] = f'"{version}"'


def seen_or_new(given: str | None) -> int:
    """The version that somebody looked at; 0 when it was not said: then the thing must be a new one.

    Raises:
        Missing: when it is none of ours.
    """
    return 0 if given is None else seen(given)


def seen(given: str | None) -> int:
    """The version that somebody looked at.

    Raises:
        Missing: when it was not said, or is none of ours.
    """
    if given is None:
        text = N_("Send If-Match with the ETag of the version that you saw.")
        raise Missing(428, "if_match_needed", Sentence(text))
    number = given.strip().removeprefix("W/").strip('"')
    if not number.isdigit() or len(number) > 12:
        raise Missing(412, "changed", Sentence(N_("This ETag is not of a version of this; look at it again.")))
    return int(number)

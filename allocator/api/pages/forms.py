"""Forms: each carries a mark that only our own pages can give, and what is filled in comes as plain text."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from allocator.api.pages.cookies import kept_secret
from allocator.domain.refusal import NotAllowed
from allocator.locale import N_

FIELD = "mark"
MOST_FIELDS = 4000
"""A selection of a region's week is a few hundred."""
_SIZE = 32


def mark_of(secret: str) -> str:
    """The mark for forms of whoever holds this cookie, masked anew each time (so that compression tells nothing)."""
    pad = secrets.token_bytes(_SIZE)
    return base64.urlsafe_b64encode(pad + _xor(pad, _own(secret))).decode()


def is_mark(secret: str, said: str) -> bool:
    """Whether a form came from one of our own pages, for whoever holds this cookie."""
    try:
        given = base64.urlsafe_b64decode(said.encode())
    except (binascii.Error, ValueError):
        return False
    if len(given) != 2 * _SIZE or not secret:
        return False
    return hmac.compare_digest(_xor(given[:_SIZE], given[_SIZE:]), _own(secret))


def _own(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"form", hashlib.sha256)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


@dataclass(frozen=True)
class File:
    """A file that somebody chose."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Form:
    """What was filled in: texts without white space around them, a file, and what was ticked more than once."""

    values: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    files: Mapping[str, File]

    def get(self, name: str) -> str:
        """One field; empty when it was left open."""
        return self.values.get(name, "")

    def whole(self, name: str) -> int:
        """A whole number that our own page put into the form.

        Raises:
            HTTPException: when it is none.
        """
        try:
            return int(self.values.get(name, ""))
        except ValueError as error:
            raise HTTPException(400) from error


async def _read(request: Request) -> Form:
    """What was sent, when it came from one of our own pages.

    Raises:
        NotAllowed: when it did not.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise _strange()
    async with request.form(max_files=4, max_fields=MOST_FIELDS) as sent:
        values: dict[str, str] = {}
        lists: dict[str, tuple[str, ...]] = {}
        files: dict[str, File] = {}
        for name, value in sent.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    files[name] = File(value.filename, await value.read())
                continue
            values[name] = value.strip()
            lists[name] = (*lists.get(name, ()), value.strip())
    if not is_mark(kept_secret(request), values.get(FIELD, "")):
        raise _strange()
    return Form(values, lists, files)


def _strange() -> NotAllowed:
    return NotAllowed(
        "strange_form", N_("This form is too old, or did not come from this site. Go back and try again.")
    )


Sent = Annotated[Form, Depends(_read)]
"""The form of a POST; one that did not come from our own pages never reaches the view."""
MARKED = Depends(_read)
"""The same for a form that says nothing but that it was sent."""

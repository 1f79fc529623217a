"""The chain: every event carries the hash of the one before it, so nothing can be changed, lost or put between."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from allocator.audit.event import Event
from allocator.domain.round import canonical_json
from allocator.domain.sentence import Sentence, Value
from allocator.locale import N_

GENESIS = "0" * 64
"""What the first link has for the hash of the one before it."""


@dataclass(frozen=True, slots=True)
class Link:
    """An event in its place: number from 1, hash of the link before it, and its own."""

    number: int
    previous: str
    event: Event
    sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ended when somebody looked: written down elsewhere, it shows when the end was cut off."""

    number: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link that is wrong, and how."""

    number: int
    code: str
    sentence: Sentence


def link(event: Event, previous: Link | Head | None = None) -> Link:
    """The event as the next link; without a previous one it is the first."""
    number = previous.number + 1 if previous else 1
    before = previous.sha256 if previous else GENESIS
    return Link(number, before, event, hash_of(number, before, event))


def hash_of(number: int, previous: str, event: Event) -> str:
    """SHA-256 over number, previous hash and event, in hexadecimals."""
    text = canonical_json({"number": number, "previous": previous, "event": event.model_dump(mode="json")})
    return hashlib.sha256(text.encode()).hexdigest()


def head_of(last: Link | Head | None) -> Head:
    """The end of a chain, to be written down elsewhere."""
    return Head(last.number, last.sha256) if last else Head(0, GENESIS)


def verify(links: Iterable[Link], *, after: Head | None = None, head: Head | None = None) -> Broken | None:
    """The first link that is wrong; None when all is well.

    Args:
        links: in order of number; read one at a time.
        after: a link that was found right before; None: the links are those from the first one on.
        head: an end that was written down: the chain must still go through it.
    """
    last = after or Head(0, GENESIS)
    seen = head is None or head == last
    for one in links:
        if fault := _fault(one, last):
            return fault
        last = Head(one.number, one.sha256)
        if head and last.number == head.number:
            if last != head:
                return _broken(one.number, "rewritten", N_("Link {number} is not the one that was written down."))
            seen = True
    if head and not seen:
        return _broken(last.number + 1, "cut_off", N_("Link {number} is missing: the end was cut off."))
    return None


def _fault(one: Link, last: Head) -> Broken | None:
    if one.number != last.number + 1:
        return _broken(last.number + 1, "missing", N_("Link {number} is missing."))
    if one.previous != last.sha256:
        return _broken(one.number, "detached", N_("Link {number} does not follow on the one before it."))
    if one.sha256 != hash_of(one.number, one.previous, one.event):
        return _broken(one.number, "changed", N_("Link {number} was changed after it was written."))
    return None


def _broken(number: int, code: str, text: str) -> Broken:
    values: dict[str, Value] = {"number": number}
    return Broken(number, code, Sentence(text, values))

"""Free text: short, and without what tells who somebody is. It is checked before it is kept, never repaired."""

import re

from stdnum.nl import bsn

from allocator.domain.sentence import Sentence
from allocator.locale import N_

MOST = 200
"""Most characters of a note, unless said otherwise."""

_NINE = re.compile(r"(?<![0-9])[0-9](?:[ .]?[0-9]){8}(?![0-9])")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}|(?<!\w)@\w{2,}")
_DATE = re.compile(r"(?<![0-9])(?:[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")
_PHONE = re.compile(r"(?<![0-9A-Za-z])(?:(?:\+|00)\s?31[\s-]?(?:\(0\))?[\s-]?|0)[1-9](?:[\s-]?[0-9]){8}(?![0-9])")
_RUN = re.compile(r"[0-9]{7,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def check_text(text: str, *, most: int = MOST) -> tuple[Sentence, ...]:
    """All that is wrong with a note, and what to do; nothing when it may be kept.

    Args:
        text: as it was written.
        most: the most characters it may have.
    """
    plain = _DATE.sub(" ", text)
    found = []
    if len(text) > most:
        found.append(Sentence(N_("This note is too long; use at most {most} characters."), {"most": most}))
    if _CONTROL.search(text):
        found.append(Sentence(N_("This note has characters that cannot be seen; type it again.")))
    if _MAIL.search(plain):
        found.append(Sentence(N_("Leave out e-mail addresses and account names.")))
    if bsn_in_text(plain):
        found.append(Sentence(N_("Leave out citizen service numbers (BSN).")))
    elif _PHONE.search(plain):
        found.append(Sentence(N_("Leave out telephone numbers.")))
    elif _RUN.search(plain):
        found.append(Sentence(N_("Leave out long numbers; they can tell who somebody is.")))
    return tuple(found)


def bsn_in_text(text: str) -> bool:
    """Whether a citizen service number stands somewhere in a text."""
    return any(is_bsn(found.group()) for found in _NINE.finditer(text))


def is_bsn(text: str) -> bool:
    """Whether a text is nine digits that pass the eleven-test, apart from dots and spaces."""
    digits = re.sub(r"[.\s']", "", text)
    return bool(re.fullmatch(r"[0-9]{9}", digits)) and bsn.is_valid(digits)

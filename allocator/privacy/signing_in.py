"""Passwords and second factors: hashed with Argon2id, checked against RFC 6238 codes."""

import hmac
from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from allocator.domain.sentence import Sentence
from allocator.locale import N_

LEAST, MOST = 12, 128
"""Characters of a password (OWASP ASVS 2.1.1, 2.1.2)."""
STEP = 30
"""Seconds for which a code holds; the one before and after are taken too, because clocks differ."""
_HASHER = PasswordHasher()
_NOBODY = (
    f"$argon2id$v=19$m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    f"${'A' * 22}${'A' * 43}"  # salt and hash as long as ours, of zeros: no password that is known
)
"""Checked when there is no such user, so that an answer takes as long as for one that is there."""
_COMMON = frozenset(
    "password wachtwoord welkom welcome qwertyuiop asdfghjkl zxcvbnm groningen allocator corporatie gemeente "
    "123456789012 letmein iloveyou administrator".split()
)


def check_password(password: str, user: str) -> list[Sentence]:
    """What is wrong with a password; nothing is asked of its characters (NIST SP 800-63B)."""
    plain = password.casefold()
    found = []
    if not LEAST <= len(password) <= MOST:
        found.append(Sentence(N_("A password has {least} to {most} characters."), {"least": LEAST, "most": MOST}))
    if len(user) > 3 and user.casefold() in plain:
        found.append(Sentence(N_("A password does not hold the name of its user.")))
    kernel = plain.strip("0123456789!?.-_ ")
    if kernel in _COMMON or len(set(plain)) < 5:
        found.append(Sentence(N_("This password is guessed first; take some words that do not belong together.")))
    return found


def hash_password(password: str) -> str:
    """The Argon2id hash with its salt and parameters."""
    return _HASHER.hash(password)


def is_password(kept: str | None, said: str) -> bool:
    """Whether this is the password; takes as long when there is none."""
    try:
        _HASHER.verify(kept or _NOBODY, said[:MOST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def new_factor() -> str:
    """A secret for codes: 160 random bits in base 32."""
    return pyotp.random_base32()


def factor_uri(secret: str, user: str) -> str:
    """The secret as an app for codes takes it."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=user, issuer_name="Allocator")


def code_step(secret: str, code: str, at: datetime, last: int) -> int | None:
    """The step of which this is the code, later than the last one that was used; None: it is none (any more)."""
    totp = pyotp.TOTP(secret, interval=STEP)
    now, given = int(at.timestamp()) // STEP, code.strip().encode()
    for step in (now - 1, now, now + 1):
        if step > last and hmac.compare_digest(totp.at(step * STEP).encode(), given):
            return step
    return None

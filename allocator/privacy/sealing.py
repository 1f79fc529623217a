"""Values that can be read with one key, in one place: AES-256-GCM, bound to what they are about."""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_VERSION = "v1"
_NONCE_BYTES = 12
_BLOCK = 32
"""Values are filled up to whole blocks, so that "yes" and "no" are equally long."""


class Unreadable(Exception):
    """A value cannot be read: another key, another place, or it was changed."""


def encrypt(key: bytes, plain: str, about: str) -> str:
    """A text that only this key reads, and only as the value of this place.

    Args:
        key: 32 bytes.
        plain: the value.
        about: where it stands, such as ``household/H1/gross_income``; the same is needed to read it.
    """
    return f"{_VERSION}.{seal(key, plain.encode(), about)}"


def decrypt(key: bytes, token: str, about: str) -> str:
    """The value again.

    Raises:
        Unreadable: with another key or place, or when it was changed.
    """
    version, _, sealed = token.partition(".")
    if version != _VERSION:
        raise Unreadable("This is not a value that was sealed here.")
    return unseal(key, sealed, about).decode()


def seal(key: bytes, plain: bytes, about: str) -> str:
    """Nonce and ciphertext in one URL-safe text."""
    nonce = os.urandom(_NONCE_BYTES)
    filled = plain + b"\x80" + bytes(-(len(plain) + 1) % _BLOCK)
    sealed = nonce + AESGCM(key).encrypt(nonce, filled, about.encode())
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def unseal(key: bytes, sealed: str, about: str) -> bytes:
    """What was sealed.

    Raises:
        Unreadable: with another key or place, or when it was changed.
    """
    try:
        raw = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
        filled = AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], about.encode())
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise Unreadable("The value cannot be read with this key, in this place.") from error
    return filled[: filled.rindex(b"\x80")]

"""Keys: one for each household, wrapped by a key from the environment that can be replaced by a newer one."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from allocator.privacy.sealing import KEY_BYTES, Unreadable, seal, unseal

_VERSION = "k1"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}")


class KeyFault(ValueError):
    """The keys in the environment cannot be used; the text says why, and never shows a key."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys that wrap the keys of households, by name; the current one wraps, the others only unwrap."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)


def new_key() -> bytes:
    """A fresh key of 256 bits."""
    return AESGCM.generate_key(bit_length=8 * KEY_BYTES)


def new_keyring(name: str, older: str = "") -> str:
    """The text of a key ring with a fresh current key, before the ones there are: to be put in the environment."""
    fresh = f"{name}:{base64.b64encode(new_key()).decode()}"
    return ",".join(part for part in (fresh, older) if part)


def read_keyring(text: str) -> Keyring:
    """Keys as the environment has them: ``name:base64,name:base64``, the current one first.

    Raises:
        KeyFault: when there is none, a name stands there twice, or a key is not 32 bytes or not random.
    """
    keys: dict[str, bytes] = {}
    for number, part in enumerate(filter(None, re.split(r"[,\s]+", text)), start=1):
        name, _, coded = part.partition(":")
        if not _NAME.fullmatch(name):
            raise KeyFault(f"Key {number} has no name of letters and digits in front of a colon.")
        if name in keys:
            raise KeyFault(f"There are two keys with the name {name}.")
        keys[name] = _key(name, coded)
    if not keys:
        raise KeyFault("There is no key; make one with `allocator privacy key`.")
    return Keyring(next(iter(keys)), keys)


def _key(name: str, coded: str) -> bytes:
    try:
        key = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        raise KeyFault(f"Key {name} is not written in base64.") from None
    if len(key) != KEY_BYTES:
        raise KeyFault(f"Key {name} has {len(key)} bytes; it must have {KEY_BYTES}.")
    if len(set(key)) < 8:
        raise KeyFault(f"Key {name} is not random.")
    return key


def wrap(keyring: Keyring, key: bytes, about: str) -> str:
    """The key of a household as it may be stored.

    Args:
        keyring: its current key wraps.
        key: the key of the household.
        about: whose it is, such as ``household/H1``; the same is needed to unwrap it.
    """
    name = keyring.current
    return f"{_VERSION}.{name}.{seal(keyring.keys[name], key, _wrapped(name, about))}"


def unwrap(keyring: Keyring, token: str, about: str) -> bytes:
    """The key of a household again.

    Raises:
        Unreadable: when the ring lacks the key that wrapped it, or it belongs to somebody else, or was changed.
    """
    name = _name(token)
    if name not in keyring.keys:
        raise Unreadable(f"The key {name} that wrapped it is not in the environment.")
    return unseal(keyring.keys[name], token.split(".", 2)[2], _wrapped(name, about))


def is_current(keyring: Keyring, token: str) -> bool:
    """Whether the current key wrapped it; if not, it has to be wrapped again before an old key can go."""
    return _name(token) == keyring.current


def rewrap(keyring: Keyring, token: str, about: str) -> str:
    """Wrapped by the current key: the same text when it was already. What the key sealed stays as it is."""
    return token if is_current(keyring, token) else wrap(keyring, unwrap(keyring, token, about), about)


def audit_key(key: bytes) -> bytes:
    """The key of a household's fingerprints in the audit trail; the data cannot be read with it."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"allocator audit").derive(key)


def _name(token: str) -> str:
    version, _, rest = token.partition(".")
    name, dot, _ = rest.partition(".")
    if version != _VERSION or not dot:
        raise Unreadable("This is not a key that was wrapped here.")
    return name


def _wrapped(name: str, about: str) -> str:
    return f"key/{name}/{about}"

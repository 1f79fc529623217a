"""Facts about people kept unreadable without their key, and out of free text. Pure but for fresh keys and nonces.

Every household has its own data key. It is stored wrapped by a key from the environment, so a copy of the database
alone tells nothing; and once the wrapped key is destroyed, nobody can read the household's facts again.
"""

from allocator.privacy.documents import (
    AMENDMENT,
    PROPOSAL,
    ROUND,
    Part,
    Shredded,
    open_bundle,
    open_document,
    seal_document,
)
from allocator.privacy.keys import (
    KeyFault,
    Keyring,
    audit_key,
    is_current,
    new_key,
    new_keyring,
    read_keyring,
    rewrap,
    unwrap,
    wrap,
)
from allocator.privacy.retention import delete_case_after, delete_contact_after, past_their_date
from allocator.privacy.sealing import Unreadable, decrypt, encrypt
from allocator.privacy.text import MOST, bsn_in_text, check_text, is_bsn

__all__ = [
    "AMENDMENT",
    "MOST",
    "PROPOSAL",
    "ROUND",
    "KeyFault",
    "Keyring",
    "Part",
    "Shredded",
    "Unreadable",
    "audit_key",
    "bsn_in_text",
    "check_text",
    "decrypt",
    "delete_case_after",
    "delete_contact_after",
    "encrypt",
    "is_bsn",
    "is_current",
    "new_key",
    "new_keyring",
    "open_bundle",
    "open_document",
    "past_their_date",
    "read_keyring",
    "rewrap",
    "seal_document",
    "unwrap",
    "wrap",
]

"""The audit trail: a chain of events that shows when anything in it was changed, lost or put between. Pure."""

from allocator.audit.chain import GENESIS, Broken, Head, Link, hash_of, head_of, link, verify
from allocator.audit.event import Change, Event, changes, fingerprint
from allocator.audit.reads import ReadEntry, ReadSeal, check_reads, merkle_root, seal_reads

__all__ = [
    "GENESIS",
    "Broken",
    "Change",
    "Event",
    "Head",
    "Link",
    "ReadEntry",
    "ReadSeal",
    "changes",
    "check_reads",
    "fingerprint",
    "hash_of",
    "head_of",
    "link",
    "merkle_root",
    "seal_reads",
    "verify",
]

"""Documents of a round, sealed person by person: without a household's key its part cannot be read any more.

A sealed document has an open part, with what may stay (pseudonyms, homes, counts), and one bundle for each
household. What concerns nobody's key, such as the people who already live in a shared home, is in the bundle of the
document itself. A row about two households needs both keys, and does not tell who they are without them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from allocator.domain.round import canonical_json
from allocator.privacy.sealing import Unreadable, decrypt, encrypt

DOCUMENT = "*"
"""Owner of what belongs to no household: the document itself, which has a key of its own."""

_SECOND = "~"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One list of a document: which fields of a row name its households, and which fields stay open."""

    name: str
    owners: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


ROUND = (
    Part("households", ("id",), ("id",)),
    Part("apart", ("household", "other")),
    Part("pairs", ("household",)),
    Part("occupants"),
)
"""A round. The plan before it stays open: placements by pseudonym."""

PROPOSAL = (
    Part("placements", ("household",), ("household", "unit", "municipality")),
    Part("unplaced", ("household",), ("household",)),
    Part("empty_units", (), ("unit", "reason_code")),
)
"""A proposal. Stages, balance and hashes stay open: they are about numbers."""


class Shredded(Exception):
    """Keys of some households are gone, so the document cannot be read in full any more.

    Attributes:
        missing: whose keys.
        left: the document as far as it can be read; of other rows only what is open.
    """

    def __init__(self, missing: tuple[str, ...], left: dict[str, Any]) -> None:
        super().__init__(f"The facts of {len(missing)} household(s) were destroyed; this cannot be replayed.")
        self.missing = missing
        self.left = left


def seal_document(
    document: Mapping[str, Any], parts: Iterable[Part], keys: Mapping[str, bytes], about: str
) -> dict[str, Any]:
    """Seal a document.

    Args:
        document: as JSON: ``round.model_dump(mode="json")``.
        parts: its lists about people (``ROUND``, ``PROPOSAL``).
        keys: the key of every household in it, and that of the document under ``DOCUMENT``.
        about: which document it is; the same is needed to open it.

    Raises:
        KeyError: when the key of a household is missing.
    """
    open_part, bundles = dict(document), dict[str, dict[str, Row]]()
    for part in parts:
        rows = document.get(part.name, [])
        open_part[part.name] = [{name: row[name] for name in part.open} for row in rows]
        for number, row in enumerate(rows):
            owner, content = _sealed_row(part, row, keys, about)
            bundles.setdefault(owner, {}).setdefault(part.name, {})[str(number)] = content
    sealed = {
        owner: encrypt(keys[owner], canonical_json(bundle), f"{about}/{owner}") for owner, bundle in bundles.items()
    }
    return {"open": open_part, "sealed": dict(sorted(sealed.items()))}


def _sealed_row(part: Part, row: Row, keys: Mapping[str, bytes], about: str) -> tuple[str, Row]:
    """In whose bundle a row goes, and its content: for two households sealed once more under the second's key."""
    if not part.owners:
        return DOCUMENT, row
    first, *others = (row[name] for name in part.owners)
    for other in others:
        if other in keys:
            row = {_SECOND: encrypt(keys[other], canonical_json(row), f"{about}/{part.name}/second")}
    return first, row


def open_document(sealed: Mapping[str, Any], keys: Mapping[str, bytes], about: str) -> dict[str, Any]:
    """The document as it was, row by row.

    Raises:
        Shredded: when keys are missing; it carries what is left.
        Unreadable: when a bundle was changed, or is of another document.
    """
    document = {name: list(value) if isinstance(value, list) else value for name, value in sealed["open"].items()}
    missing = tuple(owner for owner in sealed["sealed"] if owner not in keys)
    for owner in sealed["sealed"]:
        if owner in keys:
            for part, rows in open_bundle(sealed, owner, keys[owner], about).items():
                for number, row in rows.items():
                    document[part][int(number)] = _second(row, keys, f"{about}/{part}/second")
    if missing:
        raise Shredded(missing, document)
    return document


def open_bundle(sealed: Mapping[str, Any], owner: str, key: bytes, about: str) -> dict[str, dict[str, Row]]:
    """All rows of one owner, per list by their number: what a document says of one household."""
    if owner not in sealed["sealed"]:
        return {}
    bundle: dict[str, dict[str, Row]] = json.loads(decrypt(key, sealed["sealed"][owner], f"{about}/{owner}"))
    return bundle


def _second(row: Row, keys: Mapping[str, bytes], about: str) -> Row:
    """A row that needs another household's key too; who that is, is not written anywhere, so each key is tried.

    Without that key nothing is left of it: the other household is among the missing ones.
    """
    if set(row) != {_SECOND}:
        return row
    for key in keys.values():
        try:
            found: Row = json.loads(decrypt(key, row[_SECOND], about))
        except Unreadable:
            continue
        return found
    return {}

"""Documents of a round, sealed person by person: without a household's key its part cannot be read any more.

A sealed document has an open part, with what may stay (pseudonyms, homes, counts), and one bundle for each
household. What concerns nobody's key, such as the people who already live in a shared home, is in the bundle of the
document itself. A row about two households is sealed under a key of its own, of which each has a share that tells
nothing by itself: both must be there to read it, and neither bundle names the other.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from allocator.domain.round import canonical_json
from allocator.domain.sentence import Sentence
from allocator.domain.unit import whose
from allocator.locale import N_
from allocator.privacy.keys import new_key
from allocator.privacy.sealing import Unreadable, decrypt, encrypt

DOCUMENT = "*"
"""Owner of what belongs to no household: the document itself, which has a key of its own."""

_ROW, _SHARE = "~row", "~share"
Row = dict[str, Any]
Bundle = dict[str, dict[str, Row]]
Shares = dict[tuple[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """One list of a document: which fields of a row name its households, and which fields stay open."""

    name: str
    owners: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    loose: bool = False
    """Of an owner without a key the row goes with the document itself, instead of being refused."""


ROUND = (
    Part("households", ("id",), ("id",)),
    Part("apart", ("household", "other")),
    Part("pairs", ("household",)),
    Part("occupants", ("id",), loose=True),
)
"""A round. Who moved in by a placement goes with that household, other residents with the document.

The plan before it stays open: placements by pseudonym.
"""

PROPOSAL = (
    Part("placements", ("household",), ("household", "unit", "municipality")),
    Part("unplaced", ("household",), ("household",)),
    Part("empty_units", (), ("unit", "reason_code")),
)
"""A proposal. Stages, balance and hashes stay open: they are about numbers."""

AMENDMENT = (Part("pairs", ("household",)), Part("back", ("household",)), Part("stand", ("household",)))
"""What was decided in a round before a later run of it."""


class Shredded(Exception):
    """Keys of some households are gone, so the document cannot be read in full any more.

    Attributes:
        missing: whose keys.
        left: the document as far as it can be read; of other rows only what is open.
    """

    def __init__(self, missing: tuple[str, ...], left: dict[str, Any]) -> None:
        self.missing = missing
        self.left = left
        super().__init__(self.sentence.render("en"))

    @property
    def sentence(self) -> Sentence:
        """What to tell who wants to read or replay it."""
        return Sentence(N_("Facts in it were destroyed because their date had passed; it cannot be replayed any more."))


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
    open_part, bundles = dict(document), dict[str, Bundle]()
    for part in (one for one in parts if one.name in document):
        rows = document[part.name]
        open_part[part.name] = [{name: row[name] for name in part.open} for row in rows]
        for number, row in enumerate(rows):
            contents = _contents(part, row, keys)
            if len(contents) > 1:
                row_key = _together(content[_SHARE] for content in contents.values())
                open_part[part.name][number][_ROW] = encrypt(row_key, canonical_json(row), f"{about}/{part.name}")
            for owner, content in contents.items():
                bundles.setdefault(owner, {}).setdefault(part.name, {})[str(number)] = content
    sealed = {
        owner: encrypt(keys[owner], canonical_json(bundle), f"{about}/{owner}") for owner, bundle in bundles.items()
    }
    return {"open": open_part, "sealed": dict(sorted(sealed.items()))}


def _contents(part: Part, row: Row, keys: Mapping[str, bytes]) -> dict[str, Row]:
    """What goes into whose bundle: the row itself, or a random share of its key for each of its households."""
    named = dict.fromkeys(whose(row[name] or "", keys) for name in part.owners)
    must = () if part.loose else tuple(named)[:1]
    owners = [owner for owner in named if owner in keys or owner in must] or [DOCUMENT]
    return {owner: {_SHARE: new_key().hex()} for owner in owners} if len(owners) > 1 else {owners[0]: row}


def _together(shares: Iterable[str]) -> bytes:
    """The key of which these are all the shares."""
    return reduce(lambda a, b: bytes(x ^ y for x, y in zip(a, b, strict=True)), map(bytes.fromhex, shares))


def open_document(sealed: Mapping[str, Any], keys: Mapping[str, bytes], about: str) -> dict[str, Any]:
    """The document as it was, row by row.

    Raises:
        Shredded: when keys are missing; it carries what is left.
        Unreadable: when a bundle was changed, or is of another document.
    """
    document = {name: list(value) if isinstance(value, list) else value for name, value in sealed["open"].items()}
    missing = tuple(owner for owner in sealed["sealed"] if owner not in keys)
    shares: Shares = {}
    for owner in sealed["sealed"]:
        for part, rows in (_bundle(sealed, owner, keys[owner], about) if owner in keys else {}).items():
            for number, row in rows.items():
                if _SHARE in row:
                    shares.setdefault((part, int(number)), []).append(row[_SHARE])
                else:
                    document[part][int(number)] = row
    _open_shared(document, shares, about, partly=bool(missing))
    if missing:
        raise Shredded(missing, document)
    return document


def _open_shared(
    document: dict[str, Any], shares: dict[tuple[str, int], list[str]], about: str, *, partly: bool
) -> None:
    """Open the rows about more households than one; of those that lack a share nothing is left."""
    for name, rows in document.items():
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            if not isinstance(row, dict) or _ROW not in row:
                continue
            try:
                key = _together(shares.get((name, number), [bytes(32).hex()]))
                rows[number] = json.loads(decrypt(key, row[_ROW], f"{about}/{name}"))
            except Unreadable:
                if not partly:
                    raise
                rows[number] = {field: value for field, value in row.items() if field != _ROW}


def open_bundle(sealed: Mapping[str, Any], owner: str, key: bytes, about: str) -> Bundle:
    """What a document says of one household alone: its rows, per list by their number."""
    rows = {
        part: {number: row for number, row in found.items() if _SHARE not in row}
        for part, found in _bundle(sealed, owner, key, about).items()
    }
    return {part: found for part, found in rows.items() if found}


def _bundle(sealed: Mapping[str, Any], owner: str, key: bytes, about: str) -> Bundle:
    if owner not in sealed["sealed"]:
        return {}
    bundle: Bundle = json.loads(decrypt(key, sealed["sealed"][owner], f"{about}/{owner}"))
    return bundle

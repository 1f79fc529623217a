"""Domain objects as canonical JSON and back, and sealed documents of a round."""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from allocator import privacy
from allocator.domain.base import Frozen
from allocator.domain.round import canonical_json
from allocator.privacy.documents import DOCUMENT, Part
from allocator.store import asking
from allocator.store.engine import Work
from allocator.store.tables import ProposalRow, RoundRow
from allocator.store.vault import household_subject

M = TypeVar("M", bound=Frozen)
WithDocument = RoundRow | ProposalRow


def written(model: Frozen) -> str:
    """A domain object in one agreed spelling."""
    return canonical_json(model.model_dump(mode="json"))


def seal(work: Work, model: Frozen, parts: Iterable[Part], subject: str, households: Iterable[str]) -> str:
    """A document about many households, each sealed under its own key."""
    return seal_data(work, model.model_dump(mode="json"), parts, subject, households)


def seal_data(
    work: Work, data: Mapping[str, Any], parts: Iterable[Part], subject: str, households: Iterable[str]
) -> str:
    """The same for a document that is JSON already."""
    names = {household_subject(h): h for h in households}
    work.vault.make_keys([*names, subject])
    keys = {names[s]: key for s, key in work.vault.keys_of(names).items()} | {DOCUMENT: work.vault.key(subject)}
    return canonical_json(privacy.seal_document(data, parts, keys, subject))


def opened(work: Work, sealed: str, subject: str) -> dict[str, Any]:
    """The document as it was.

    Raises:
        privacy.Shredded: when keys of some households were destroyed; carries what is left.
    """
    data = json.loads(sealed)
    names = {household_subject(owner): owner for owner in data["sealed"]} | {subject: DOCUMENT}
    keys = {names[s]: key for s, key in work.vault.keys_of(names).items()}
    return privacy.open_document(data, keys, subject)


def opened_as(work: Work, kind: type[M], table: type[WithDocument], key: object, subject: str) -> M:
    """The document of a row as the model that it is of; one that was opened before is not read and opened again.

    Raises:
        privacy.Shredded: when keys of some households were destroyed; carries what is left.
    """
    version = asking.version(work, table, key)
    sealed = _document(work, table, key) if version is None else ""
    found = work.opened.get(kind, subject, version or sealed, work.vault)
    if found is not None:
        return found
    sealed = sealed or _document(work, table, key)
    model = kind.model_validate(opened(work, sealed, subject))
    owners = json.loads(sealed)["sealed"]
    subjects = sorted({subject if owner == DOCUMENT else household_subject(owner) for owner in owners})
    return work.opened.keep(subject, version or sealed, subjects, model)


def _document(work: Work, table: type[WithDocument], key: object) -> str:
    row = asking.row(work, table, key)
    return row.document if row else ""


def named(sealed: str) -> tuple[str, ...]:
    """Pseudonyms of the households in a document, which stay whatever is destroyed."""
    return tuple(sys.intern(row["id"]) for row in json.loads(sealed)["open"]["households"])  # in many weeks the same


def bundle(work: Work, sealed: str, subject: str, household: str) -> dict[str, Any]:
    """What a document says of one household; empty when it is not in it or its key was destroyed."""
    data = json.loads(sealed)
    about = household_subject(household)
    if not work.vault.readable(about):
        return {}
    return dict(privacy.open_bundle(data, household, work.vault.key(about), subject))

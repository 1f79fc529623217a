"""Keeps what a case says anew."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from allocator.actions.parts.comparing import Comparison, Kind, mark_of, rows_of
from allocator.actions.parts.deed import Deed
from allocator.domain.round import Round
from allocator.domain.unit import Corporation
from allocator.intake import write_policy
from allocator.store import books, imports, occupants, people, policies, region
from allocator.store.documents import written
from allocator.store.vault import household_subject


def apply(deed: Deed, round_: Round, found: Comparison, policy_source: str | None) -> bool:
    """Keep all changes; says whether a policy was added."""
    rows = rows_of(round_)
    _region(deed, round_, rows, found)
    _households(deed, round_, rows["households"], found)
    _lists(deed, round_, found)
    for one in found.weights:
        region.add_weight(deed.work, one)
    books.book(deed.work, found.postings, by=deed.actor.id, at=deed.now, why="import")
    added = _policy(deed, round_, policy_source)
    if found.changes:
        number = imports.add(deed.work, deed.actor.id, deed.now, round_.sha256, found.counts)
        deed.note("import", str(number), facts={"sha256": round_.sha256, **found.counts})
    return added


def _region(deed: Deed, round_: Round, rows: Mapping[str, Mapping[str, Any]], found: Comparison) -> None:
    """Municipalities first, because all others refer to them."""
    work, stopped = deed.work, set(round_.paused_corporations)
    for key in found.of("municipalities"):
        one = rows["municipalities"][key]
        region.keep_municipality(work, one, imports.mark(one))
    work.session.flush()
    for key in found.of("corporations"):
        corporation: Corporation = rows["corporations"][key]
        mark = mark_of(round_, key, corporation)
        region.keep_corporation(work, corporation, paused=key in stopped, imported=mark)
    for key in found.of("complexes"):
        region.keep_complex(work, rows["complexes"][key], imports.mark(rows["complexes"][key]))
    for key, kind in found.of("units").items():
        if kind is Kind.GONE:
            region.remove_unit(work, key)
        else:
            region.keep_unit(work, rows["units"][key], imports.mark(rows["units"][key]))
        deed.note("unit", key, facts={"became": kind.value})
    for key, kind in found.of("support").items():
        if kind is Kind.GONE:
            region.remove_pool(work, key)
        else:
            region.keep_pool(work, rows["support"][key], imports.mark(rows["support"][key]))
        deed.note("pool", key, facts={"became": kind.value})
    work.session.flush()


def _households(deed: Deed, round_: Round, models: Mapping[str, Any], found: Comparison) -> None:
    """Households, each with its own event in the audit trail."""
    changed = found.of("households")
    work = deed.work
    work.vault.make_keys(household_subject(key) for key in changed)
    marks = imports.household_marks(work, {key: models[key] for key in changed if key in models})
    there = {key for key, kind in changed.items() if kind is not Kind.NEW}
    for key, kind in changed.items():
        old = people.household(work, key).model_dump(mode="json") if key in there else {}
        if kind is Kind.GONE:
            people.remove_household(work, key, by_file=True)
            new: dict[str, Any] = {}
        else:
            people.keep_household(work, models[key], round_.as_of, marks[key])
            new = models[key].model_dump(mode="json")
        facts = {"became": kind.value}
        deed.note("household", key, household=key, facts=facts, changes=deed.changes(key, old, new))
    work.session.flush()


def _lists(deed: Deed, round_: Round, found: Comparison) -> None:
    """Lists without keys, as a whole."""
    if found.of("occupants"):
        before, after = (
            Counter((one.home, written(one)) for one in rows)
            for rows in (occupants.occupants(deed.work, of_files=True), round_.occupants)
        )
        renewed = {home for home, _ in (*(before - after), *(after - before))}
        occupants.replace_occupants(deed.work, round_.occupants, renewed)
    if found.of("apart"):
        people.replace_aparts(deed.work, round_.apart)
    if found.of("pairs"):
        people.replace_words(deed.work, round_.pairs, "import")


def _policy(deed: Deed, round_: Round, source: str | None) -> bool:
    """A version of the policy that is not known yet is added; the chair approves it."""
    if policies.find(deed.work, round_.policy.version) is not None:
        return False
    text = source or write_policy(round_.policy)
    row = policies.add(
        deed.work,
        version=round_.policy.version,
        name=round_.policy.name,
        valid_from=round_.policy.valid_from,
        source=text,
        by=deed.actor.id,
        at=deed.now,
    )
    deed.note("policy", row.version, facts={"sha256": row.sha256, "valid_from": row.valid_from})
    return True

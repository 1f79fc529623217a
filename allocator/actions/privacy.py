"""Privacy: what is past its date is destroyed, and everybody can have all that is kept of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.actions.parts.deed import ADMINISTRATOR, COMMITTEE, SYSTEM_ONLY, Deed, action
from allocator.actions.parts.force import in_force
from allocator.domain.refusal import NotFound
from allocator.privacy import past_their_date
from allocator.store import (
    addresses,
    answers,
    contacts,
    decisions,
    identity,
    members,
    people,
    placements,
    reading,
    rounds,
    trail,
    webhooks,
)
from allocator.store.vault import Gone, household_subject


@dataclass(frozen=True)
class Purged:
    """What was destroyed."""

    households: tuple[str, ...]
    contacts: int


@dataclass(frozen=True)
class Due:
    """What a purge would destroy now."""

    households: dict[str, date]
    """Whose facts, and the last day on which they were needed."""
    contacts: tuple[str, ...]
    """Whose contact data."""
    rounds: tuple[str, ...]
    """Rounds that can be replayed now, and no longer after it."""


@action(ADMINISTRATOR, SYSTEM_ONLY, writes=False)
def foresee_purge(deed: Deed) -> Due:
    """What a purge would destroy now, and which rounds could no longer be replayed; nothing is destroyed."""
    over = _over(deed)
    return Due(over, _contacts_over(deed, over), tuple(_rounds_with(deed, over)))


def _contacts_over(deed: Deed, over: Mapping[str, date]) -> tuple[str, ...]:
    """Of whom contact data is deleted: what is past its own date, and that of households past theirs."""
    return tuple(sorted({*contacts.past(deed.work, deed.today), *contacts.kept_of(deed.work, over)}))


def _over(deed: Deed) -> dict[str, date]:
    """Households past their date whose facts are still there, with the last day on which they were needed."""
    last = people.off_the_list(deed.work)
    busy = {line.household for line in placements.lines(deed.work, live=True)}
    busy |= {one.household for one in decisions.objections(deed.work, pending=True)}
    idle = {household: day for household, day in last.items() if household not in busy}
    found = past_their_date(idle, in_force(deed.work, deed.today), deed.today)
    there = deed.work.vault.there(map(household_subject, found))
    return {household: last[household] for household in found if household_subject(household) in there}


def _rounds_with(deed: Deed, over: Mapping[str, date]) -> Iterator[str]:
    """Rounds in which these households are, and nobody whose facts are gone already."""
    if not over:
        return
    inside = members.until(deed.work, max(over.values()))  # whoever was in a later one was needed later
    there = deed.work.vault.there(household_subject(one) for some in inside.values() for one in some)
    for key, some in inside.items():
        if not over.keys().isdisjoint(some) and all(household_subject(one) in there for one in some):
            yield key


@action(ADMINISTRATOR, SYSTEM_ONLY)
def purge(deed: Deed) -> Purged:
    """Destroy the keys of all households past their date, and contact data past theirs."""
    over = _over(deed)
    numbers = _contacts_over(deed, over)
    gone = [household for household in over if _destroy(deed, household)]
    contacts.forget(deed.work, numbers)
    deed.afterwards.append(lambda: deed.office.store.wipe("subject_keys", "contacts"))
    if not gone and not numbers:
        deed.nothing_changed()
    else:
        deed.note("keys", None, facts={"households": len(gone), "contacts": len(numbers)})
    return Purged(tuple(gone), len(numbers))


def _destroy(deed: Deed, household: str) -> bool:
    if not deed.work.vault.destroy(household_subject(household), deed.now):
        return False
    deed.note("household", household, household=household, facts={"became": "purged"})
    return True


@action(COMMITTEE, writes=False)
def export_household(deed: Deed, household: str) -> dict[str, Any]:
    """Everything that is kept of one household, for that household (GDPR art. 15)."""
    found = people.listed(deed.work, household)
    deed.read([household], "access_request")
    lines = placements.lines(deed.work, household=household)
    data: dict[str, Any] = {"household": household, "on_the_list": found.present}
    try:
        data["file"] = people.household(deed.work, household).model_dump(mode="json")
    except Gone as gone:
        return data | {"file": None, "destroyed": gone.sentence.both(), "placements": [_line(one) for one in lines]}
    try:
        data["contact"] = contacts.load(deed.work, household)
    except NotFound:
        data["contact"] = None
    data["words_on_homes"] = [w.model_dump(mode="json") for w in people.words(deed.work) if w.household == household]
    data["kept_apart"] = sum(row.household == household for row in people.aparts(deed.work))
    data["placements"] = [
        {**_line(one), "as_kept": placements.load(deed.work, one.id).state.model_dump(mode="json")}
        | {"decisions": _decisions(deed, one)}
        for one in lines
    ]
    effects = decisions.effects(deed.work, household).get(household, [])
    data["consequences"] = [one.model_dump(mode="json") for one in effects]
    data["objections"] = [o.model_dump(mode="json") for o in decisions.objections(deed.work, household=household)]
    data["in_rounds"] = rounds.said_of(deed.work, household)
    data["read_by"] = [entry.model_dump(mode="json") for entry in reading.of_household(deed.work, household)]
    data["events"] = [
        link.event.model_dump(mode="json") for link in trail.events(deed.work, household=household, most=10_000)
    ]
    return data


def _line(one: placements.Line) -> dict[str, Any]:
    return {
        "placement": one.id,
        "round": one.round,
        "unit": one.unit,
        "municipality": one.municipality,
        "state": one.state.value,
        "since": one.since.isoformat(),
    }


def _decisions(deed: Deed, line: placements.Line) -> list[dict[str, Any]]:
    return [
        {
            "step": one.step,
            "on": one.on_date.isoformat(),
            "by": one.role,
            **decisions.in_full(deed.work, line.household, one),
        }
        for one in decisions.of_placement(deed.work, line.id)
    ]


@action(ADMINISTRATOR)
def rewrap_keys(deed: Deed) -> int:
    """Wrap all keys by the current key of the environment, so that an older one can go; how many were not."""
    count = deed.work.vault.rewrap() + identity.cover_anew(deed.work) + answers.cover_anew(deed.work)
    count += webhooks.cover_anew(deed.work) + addresses.cover_anew(deed.work)
    if count:
        deed.note("keys", None, facts={"wrapped_again": count})
    else:
        deed.nothing_changed()
    return count

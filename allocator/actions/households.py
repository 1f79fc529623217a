"""Households: their files, how they can be reached, and what people said of them and a home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator import rules, workflow
from allocator.actions.parts.deed import CHAIR, COMMITTEE, PROVIDER, Deed, action
from allocator.actions.parts.force import in_force
from allocator.actions.parts.owned import our_household
from allocator.actions.parts.sound import household_problems, must_be_sound
from allocator.actions.parts.steps import refused
from allocator.domain.codes import Verdict
from allocator.domain.denied import Denied
from allocator.domain.household import Household
from allocator.domain.refusal import Conflict, NotFound, Refusal
from allocator.domain.region import PairWord
from allocator.locale import N_
from allocator.privacy import delete_contact_after
from allocator.store import contacts, people, region

MOST_CONTACT = 300


@dataclass(frozen=True)
class HouseholdFile:
    """A household with its version."""

    household: Household
    version: int
    present: bool


@action(COMMITTEE, PROVIDER, writes=False)
def list_households(deed: Deed) -> list[Household]:
    """Households on the list: a care provider sees its own clients. This reads their files."""
    found = list(people.households(deed.work, deed.own))
    deed.read(h.id for h in found)
    return found


@action(COMMITTEE, PROVIDER, writes=False)
def show_household(deed: Deed, key: str) -> HouseholdFile:
    """The file of a household: the committee's, or that of the own client."""
    found = our_household(deed, key)
    deed.read([key])
    return HouseholdFile(people.facts(deed.work, found), found.version, found.present)


@action(COMMITTEE, PROVIDER)
def keep_household(deed: Deed, household: Household, version: int = 0) -> int:
    """Put a household on the list, change its file, or bring it back; gives the new version."""
    deed.must_own(household.referrer)
    try:
        known = people.listed(deed.work, household.id)
    except NotFound:
        known = None
    if deed.own is not None and (version if known is None else deed.own != known.referrer):
        _must_be_new(household.id, version)
    old, now = ({}, 0) if known is None else (_as_kept(deed, household.id), known.version)
    if version != now:
        text = N_("The file of {household} was changed in the meantime; look at it again.")
        raise Conflict("changed", text, household=household.id)
    must_be_sound(household_problems(deed, [household]))
    people.keep_household(deed.work, household, deed.today)
    changes = deed.changes(household.id, old, household.model_dump(mode="json"))
    deed.note("household", household.id, household=household.id, changes=changes)
    return now + 1


def _must_be_new(key: str, version: int) -> None:
    """What is another's is, to who changes it, as if it were not there; a key that is taken is taken.

    Raises:
        NotFound: when a version of it was said to be seen.
        Conflict: when it is new to who adds it.
    """
    if version:
        raise NotFound("no_household", N_("There is no household {household}."), household=key)
    raise Conflict("key_taken", N_("The key {household} is in use already; choose another one."), household=key)


def _as_kept(deed: Deed, key: str) -> dict[str, Any]:
    return people.household(deed.work, key).model_dump(mode="json")


@action(COMMITTEE, PROVIDER)
def withdraw_household(deed: Deed, key: str) -> None:
    """Take a household off the list; its file is kept until its date."""
    found = our_household(deed, key)
    deed.must_own(found.referrer)
    people.remove_household(deed.work, key)
    deed.note("household", key, household=key, facts={"became": "off the list"})


# ------------------------------------------------------------------------------------------------ contact


@action(COMMITTEE, PROVIDER)
def keep_contact(deed: Deed, key: str, text: str) -> date:
    """Keep how a household can be reached, apart from all else; gives the date on which it is deleted."""
    our_household(deed, key)
    if not text.strip() or len(text) > MOST_CONTACT:
        raise Conflict("contact", N_("Write 1 to {most} characters."), most=MOST_CONTACT)
    until = delete_contact_after(deed.today, in_force(deed.work, deed.today))
    contacts.keep(deed.work, key, text, until)
    deed.note("contact", key, household=key, facts={"delete_by": until})
    return until


@action(COMMITTEE, PROVIDER, writes=False)
def show_contact(deed: Deed, key: str) -> str:
    """How a household can be reached."""
    our_household(deed, key)
    deed.read([key])
    return contacts.load(deed.work, key)


# ------------------------------------------------------------------------------------------------ words on pairs


@action(COMMITTEE)
def pin(deed: Deed, key: str, unit: str, reason: str) -> None:
    """Want this home for this household in the next run; a pin never breaks a rule."""
    _say_pair(deed, key, unit, Verdict.PIN, reason)


@action(COMMITTEE)
def swap(deed: Deed, pairs: Sequence[tuple[str, str]], reason: str) -> None:
    """Want each of some homes for another household than was proposed, all together; pins never break a rule."""
    for key, unit in pairs:
        _say_pair(deed, key, unit, Verdict.PIN, reason)


@action(COMMITTEE)
def forbid(deed: Deed, key: str, unit: str, reason: str) -> None:
    """Do not propose this home to this household again."""
    _say_pair(deed, key, unit, Verdict.FORBID, reason)


@action(CHAIR)
def waive(deed: Deed, key: str, unit: str, rule: str, reason: str) -> None:
    """Lift one rule for one household and one home; it is listed in the proposal."""
    _must_be_known(deed, key, unit, reason)
    policy = in_force(deed.work, deed.today)
    waivable = {one.code for one in rules.CATALOGUE if one.waivable}
    word = workflow.waive(key, unit, rule, reason=reason, by=deed.actor, policy=policy, waivable=waivable)
    if isinstance(word, Denied):
        raise refused(word)
    _say(deed, word)


@action(COMMITTEE)
def take_back_word(deed: Deed, key: str, unit: str, verdict: Verdict) -> None:
    """Take back what was said of a household and a home."""
    if not people.take_back_words(deed.work, key, unit, verdict.value):
        raise NotFound(
            "no_word", N_("Nothing of the kind was said of {household} and {unit}."), household=key, unit=unit
        )
    deed.note("pair", f"{key}/{unit}", household=key, facts={"taken_back": verdict.value})


def _say_pair(deed: Deed, key: str, unit: str, verdict: Verdict, reason: str) -> None:
    _must_be_known(deed, key, unit, reason)
    _say(deed, PairWord(household=key, unit=unit, verdict=verdict, reason=reason, by=deed.actor.id))


def _must_be_known(deed: Deed, key: str, unit: str, reason: str | None) -> None:
    """Before a word is made of them: there are such a household, such a home and such a reason."""
    people.listed(deed.work, key)
    region.unit(deed.work, unit)
    policy = in_force(deed.work, deed.today)
    if reason not in {label.code for label in policy.reasons}:
        codes = ", ".join(label.code for label in policy.reasons)
        raise Refusal("reason_unknown", N_("Give a reason of the policy: {codes}."), codes=codes)


def _say(deed: Deed, word: PairWord) -> None:
    opposite = {Verdict.PIN: Verdict.FORBID, Verdict.FORBID: Verdict.PIN}.get(word.verdict or Verdict.WAIVE)
    if opposite and any(
        (one.household, one.unit, one.verdict) == (word.household, word.unit, opposite)
        for one in people.words(deed.work)
    ):
        raise Conflict("contradiction", N_("The opposite was said of this pair; take that back first."))
    people.add_word(deed.work, word, "decision")
    changes = deed.changes(word.household, {}, {"reason": word.reason})
    facts = {"verdict": word.verdict.value if word.verdict else "", "rule": word.rule or ""}
    deed.note("pair", f"{word.household}/{word.unit}", household=word.household, facts=facts, changes=changes)

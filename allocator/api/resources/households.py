"""``/households``: files of households, and words on a home. Reading a file goes into the log of readings."""

from typing import Annotated

from fastapi import APIRouter, Path, Response, status
from pydantic import Field

from allocator.actions import bulk, households
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page
from allocator.api.shapes import Camel, Shape
from allocator.api.uploads import Complete, DryRun, ImportReport, Sent, body_of, report
from allocator.api.versions import IfMatch, seen, tag
from allocator.domain import household as domain
from allocator.domain.base import Code, Id
from allocator.domain.codes import Verdict
from allocator.domain.refusal import Conflict
from allocator.locale import N_

router = APIRouter(prefix="/households", tags=["households"], route_class=Route)
Key = Annotated[Id, Path(alias="household", description="Pseudonym of the household.", examples=["H3"])]


class Need(Camel, domain.Need):
    """One need of support of a household."""


class Household(Camel, domain.Household):
    """A household that needs a home, by a pseudonym."""

    needs: tuple[Need, ...] = Field(default=(), description="Needs of support.")


class Word(Shape):
    """What the committee says of a household and a home, for the next run."""

    unit: Id = Field(description="Key of the unit.", examples=["U-0102"])
    verdict: Verdict = Field(description="Want it, do not propose it, or lift one rule for it.")
    rule: Code | None = Field(default=None, description="The rule that is lifted, with `waive`.", examples=["R-204"])
    reason: Code = Field(description="A reason of the policy.", examples=["network"])


@router.get("", summary="Households")
def list_households(caller: Called, listing: Listing) -> Page[Household]:
    """Households on the list, in order of pseudonym: a care provider sees its own clients."""
    found = households.list_households(caller.office, caller.actor)
    return listing.page(Household, found, lambda one: one.id, Household.of)


@router.post("", summary="Add a household", status_code=status.HTTP_201_CREATED)
def add_household(response: Response, caller: Called, said: Household) -> Household:
    """Put a household on the list; its pseudonym must be new."""
    version = households.keep_household(caller.office, caller.actor, _plain(said))
    response.headers["Location"] = f"/v1/households/{said.id}"
    tag(response, version)
    return said


@router.post(
    "/_import",
    summary="Take in households",
    openapi_extra=body_of("Rows of households.csv, sheets households and needs, or households as the list shows them."),
)
def import_households(
    caller: Called, sent: Sent, *, dry_run: DryRun = False, complete: Complete = False
) -> ImportReport:
    """Take in many households at once: all of them, or none, with every problem by line."""
    take = bulk.check_households if dry_run else bulk.import_households
    return report(caller, take(caller.office, caller.actor, sent, complete=complete), dry_run=dry_run)


@router.get("/{household}", summary="A household")
def show_household(response: Response, caller: Called, key: Key) -> Household:
    """The file of a household, with its version in the ETag; that of another provider's client is not there."""
    found = households.show_household(caller.office, caller.actor, key)
    tag(response, found.version)
    return Household.of(found.household)


@router.put("/{household}", summary="Change a household")
def change_household(
    response: Response, caller: Called, key: Key, said: Household, if_match: IfMatch = None
) -> Household:
    """Replace the file as it was when it was looked at (If-Match), or bring a household back to the list."""
    version = seen(if_match)
    if said.id != key:
        text = N_("The key in the address is {address}, that of the household {household}.")
        raise Conflict("other_key", text, address=key, household=said.id)
    tag(response, households.keep_household(caller.office, caller.actor, _plain(said), version))
    return said


@router.delete("/{household}", summary="Withdraw a household", status_code=status.HTTP_204_NO_CONTENT)
def withdraw_household(caller: Called, key: Key) -> None:
    """Take a household off the list; its file is kept until its date."""
    households.withdraw_household(caller.office, caller.actor, key)


@router.post("/{household}/words", summary="Say a word on a home", status_code=status.HTTP_201_CREATED)
def say(caller: Called, key: Key, word: Word) -> Word:
    """Want a home for a household, do not propose it again, or lift one rule: only the chair lifts rules."""
    office, actor = caller.office, caller.actor
    match word.verdict:
        case Verdict.PIN:
            households.pin(office, actor, key, word.unit, word.reason)
        case Verdict.FORBID:
            households.forbid(office, actor, key, word.unit, word.reason)
        case Verdict.WAIVE:
            households.waive(office, actor, key, word.unit, word.rule or "", word.reason)
    return word


@router.delete(
    "/{household}/words/{unit}/{verdict}", summary="Take back a word", status_code=status.HTTP_204_NO_CONTENT
)
def take_back(
    caller: Called,
    key: Key,
    unit: Annotated[Id, Path(description="Key of the unit.", examples=["U-0102"])],
    verdict: Annotated[Verdict, Path(description="What was said.")],
) -> None:
    """Take back what was said of a household and a home."""
    households.take_back_word(caller.office, caller.actor, key, unit, verdict)


def _plain(said: Household) -> domain.Household:
    return domain.Household.model_validate(said.model_dump())

"""``/support-pools``: support that care providers can give."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from allocator.actions import bulk, region
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page
from allocator.api.shapes import Camel
from allocator.api.uploads import Complete, DryRun, ImportReport, Sent, body_of, report
from allocator.api.versions import IfMatch, seen_or_new, tag
from allocator.domain import region as domain
from allocator.domain.base import Id
from allocator.domain.refusal import Conflict
from allocator.locale import N_

router = APIRouter(prefix="/support-pools", tags=["support pools"], route_class=Route)
Key = Annotated[Id, Path(alias="pool", description="Key of the pool.", examples=["S1"])]


class SupportPool(Camel, domain.SupportPool):
    """Hours or places of one kind of support, in some municipalities."""


@router.get("", summary="Support pools")
def list_pools(caller: Called, listing: Listing) -> Page[SupportPool]:
    """Support that can be given, in order of key: a care provider sees its own."""
    found = region.list_pools(caller.office, caller.actor)
    return listing.page(SupportPool, found, lambda one: one.id, SupportPool.of)


@router.post(
    "/_import",
    summary="Take in support pools",
    openapi_extra=body_of("Rows of support.csv, a sheet support, or pools as the list shows them."),
)
def import_pools(caller: Called, sent: Sent, *, dry_run: DryRun = False, complete: Complete = False) -> ImportReport:
    """Take in many support pools at once: all of them, or none, with every problem by line."""
    take = bulk.check_pools if dry_run else bulk.import_pools
    return report(caller, take(caller.office, caller.actor, sent, complete=complete), dry_run=dry_run)


@router.get("/{pool}", summary="A support pool")
def show_pool(response: Response, caller: Called, key: Key) -> SupportPool:
    """Support of one kind with its version in the ETag; of another care provider it is as if it were not there."""
    found, version = region.show_pool(caller.office, caller.actor, key)
    tag(response, version)
    return SupportPool.of(found)


@router.put("/{pool}", summary="Add or change a support pool")
def keep_pool(response: Response, caller: Called, key: Key, said: SupportPool, if_match: IfMatch = None) -> SupportPool:
    """Say what support can be given, as it was when it was looked at (If-Match); without, it must be a new pool."""
    if said.id != key:
        raise Conflict(
            "other_key", N_("The key in the address is {address}, that of the pool {pool}."), address=key, pool=said.id
        )
    plain = domain.SupportPool.model_validate(said.model_dump())
    tag(response, region.keep_pool(caller.office, caller.actor, plain, seen_or_new(if_match)))
    return said

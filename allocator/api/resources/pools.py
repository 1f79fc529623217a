"""``/support-pools``: support that care providers can give."""

from typing import Annotated

from fastapi import APIRouter, Path

from allocator.actions import bulk, region
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page
from allocator.api.shapes import Camel
from allocator.api.uploads import Complete, DryRun, ImportReport, Sent, body_of, report
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


@router.put("/{pool}", summary="Add or change a support pool")
def keep_pool(caller: Called, key: Key, said: SupportPool) -> SupportPool:
    """Say what support can be given, and how much of it is used."""
    if said.id != key:
        raise Conflict(
            "other_key", N_("The key in the address is {address}, that of the pool {pool}."), address=key, pool=said.id
        )
    region.keep_pool(caller.office, caller.actor, domain.SupportPool.model_validate(said.model_dump()))
    return said

"""``/monitor``: figures of shelter and housing for councils, as they were published; small numbers are left out."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from allocator.actions import monitor, results
from allocator.api.pages.documents import picture, shelf_of, shown
from allocator.api.pages.forms import MARKED
from allocator.api.pages.frame import Fault, go, page, tell
from allocator.api.pages.visitor import Known, Visitor
from allocator.api.resources.reports import MEDIA, attachment
from allocator.domain.refusal import NotFound, Refusal
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.reports.document import Document

router = APIRouter(prefix="/monitor")
TITLE = N_("Region monitor")
RELEASES = 40
PUBLISHERS = (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER)
Key = Annotated[str, Path(alias="key", pattern="^[0-9a-f]{64}$")]


@router.get("")
def show(visitor: Known, release: Annotated[str, Query(max_length=64)] = "") -> Response:
    """The last release, or the one that is named."""
    return _monitor(visitor, release)


def _monitor(visitor: Visitor, release: str, faults: tuple[Fault, ...] = ()) -> Response:
    releases = monitor.list_releases(visitor.office, visitor.actor, RELEASES)
    key = next((one.sha256 for one in releases if one.sha256 == release), releases[0].sha256 if releases else "")
    view = shown(visitor, _document(visitor, key)) if key else {"d": None}
    return page(
        visitor,
        "monitor.html",
        tell(visitor, TITLE),
        status=400 if faults else 200,
        faults=faults,
        releases=releases,
        key=key,
        files=monitor.FILES,
        may_publish=visitor.actor.role in PUBLISHERS,
        **view,
    )


def _document(visitor: Visitor, key: str) -> Document:
    """A release as a report."""
    return shelf_of(visitor.request).take(
        key, visitor.lang, lambda: results.read_result(visitor.office, visitor.actor, key, visitor.lang)
    )


@router.get("/{key}/{number}.svg")
def drawing(visitor: Known, key: Key, number: Annotated[int, Path(alias="number", ge=0, le=999)]) -> Response:
    """One chart of a release."""
    _must_be_released(visitor, key)
    return Response(picture(_document(visitor, key), number), media_type="image/svg+xml")


def _must_be_released(visitor: Visitor, key: str) -> None:
    if all(one.sha256 != key for one in monitor.list_releases(visitor.office, visitor.actor, RELEASES)):
        raise NotFound("no_release", N_("There is nothing at this address."))


@router.get("/{key}/files/{name}")
def download(visitor: Known, key: Key, name: Annotated[str, Path(max_length=40)]) -> Response:
    """One file of a release: open data, or the report."""
    data = monitor.write_release(visitor.office, visitor.actor, name, key, visitor.lang)
    return Response(data, headers=attachment(name), media_type=MEDIA[name.rpartition(".")[2]])


@router.post("", dependencies=[MARKED])
def publish(visitor: Known) -> Response:
    """Count the quarters that are over, and publish them."""
    try:
        draft = monitor.count_figures(visitor.office, visitor.actor)
        monitor.publish_figures(visitor.office, visitor.actor, draft)
    except Refusal as refused:
        return _monitor(visitor, "", (Fault("", visitor.says(refused.sentence)),))
    return go(visitor, "/monitor", tell(visitor, N_("The figures are published.")))

"""``/monitor-releases``: figures for councils and for everybody, published as open data."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response, status
from pydantic import Field

from allocator.actions import monitor
from allocator.actions.monitor import KeptResult, Released
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page
from allocator.api.resources.reports import MEDIA, attachment
from allocator.api.shapes import Moment, Shape, date
from allocator.domain.monitored import By, Measure, Published

router = APIRouter(prefix="/monitor-releases", tags=["monitor"], route_class=Route)
LATEST = "latest"
Key = Annotated[
    str,
    Path(
        alias="release",
        pattern="^([0-9a-f]{64}|latest)$",
        description="Key of the release, or latest.",
        examples=[LATEST],
    ),
]


class MonitorRelease(Shape):
    """Figures that were published together."""

    id: str = Field(description="Its key: the hash of what it was made of.")
    last_day: date = Field(description="The last day of the figures, a Sunday.", examples=["2026-09-27"])
    published_by: str = Field(description="Who published it.")
    published_at: Moment = Field(description="When, in UTC.")


class MonitorReleaseInFull(MonitorRelease):
    """A release with what it was made of."""

    first_day: date = Field(description="The first day of the figures, a Monday.", examples=["2025-12-29"])
    figures: int = Field(description="How many figures there are.", examples=[4026])
    left_out: int = Field(description="How many of them are left out, because they or others are below 5.")
    policy: str = Field(description="Version of the policy then in force.", examples=["region-1"])
    rounds: tuple[str, ...] = Field(description="Hashes of the rounds that were read.")
    versions: dict[str, str] = Field(description="Versions of what computed it.")


class Figure(Shape):
    """A number of households."""

    measure: Measure = Field(description="What is counted.", examples=["placed"])
    by: By = Field(description="How it is divided; total: not.", examples=["form"])
    category: str = Field(description="Category of the division; all: the total.", examples=["flex"])
    municipality: str = Field(description="CBS code; all: the region; elsewhere: not of the region.", examples=["all"])
    period: str = Field(description="ISO week, quarter or year.", examples=["2026-Q3"])
    households: int | None = Field(description="Number of households; null: left out.", examples=[12])


class NewRelease(Shape):
    """Figures to count and publish."""

    first: date | None = Field(default=None, description="A day in the first quarter; else the first of last year.")
    last: date | None = Field(default=None, description="A day in the last week; else the last week that is over.")


@router.get("", summary="Releases of the monitor")
def list_monitor_releases(caller: Called, listing: Listing) -> Page[MonitorRelease]:
    """Releases of the figures; everybody may read them."""
    found = [_line(one) for one in monitor.list_releases(caller.office, caller.actor)]
    return listing.page(MonitorRelease, found, lambda one: one.id)


@router.post("", summary="Publish figures", status_code=status.HTTP_201_CREATED)
def add_monitor_release(response: Response, caller: Called, new: NewRelease) -> MonitorRelease:
    """Count the figures of the quarters that are over and publish them. What is too small is left out, with what
    would give it away. Where nothing is new, this is the last release.
    """
    draft = monitor.count_figures(caller.office, caller.actor, new.first, new.last)
    kept = monitor.publish_figures(caller.office, caller.actor, draft)
    response.headers["Location"] = f"/v1/monitor-releases/{kept.sha256}"
    return _line(kept)


@router.get("/{release}", summary="A release of the monitor")
def show_monitor_release(caller: Called, key: Key) -> MonitorReleaseInFull:
    """A release with what it was made of."""
    found = monitor.show_release(caller.office, caller.actor, _named(key))
    values = [one.value for one in found.release.figures]
    return MonitorReleaseInFull(
        **_line(found.kept).model_dump(),
        first_day=found.release.first,
        figures=len(values),
        left_out=values.count(None),
        policy=found.provenance.policies[0].version,
        rounds=found.provenance.rounds,
        versions=found.provenance.versions,
    )


@router.get("/{release}/figures", summary="The figures of a release")
def list_figures(
    caller: Called,
    listing: Listing,
    key: Key,
    period: Annotated[str | None, Query(max_length=8, description="Only of this period.", examples=["2026-Q3"])] = None,
    municipality: Annotated[
        str | None, Query(max_length=9, description="Only of this municipality, or all.", examples=["all"])
    ] = None,
    measure: Annotated[Measure | None, Query(description="Only this measure.", examples=["placed"])] = None,
) -> Page[Figure]:
    """All figures, or those of a period, municipality or measure."""
    found = monitor.show_release(caller.office, caller.actor, _named(key))
    wanted = [one for one in _figures(found) if _fits(one, period, municipality, measure)]
    return listing.page(Figure, wanted, _place)


@router.get(
    "/{release}/files/{file}", summary="A file of a release", response_class=Response, responses={200: {"content": {}}}
)
def show_monitor_file(
    caller: Called,
    key: Key,
    file: Annotated[str, Path(max_length=40, description="Name of the file.", examples=["figures.csv"])],
) -> Response:
    """The open data (`figures.csv`, described by `datapackage.json` and `figures.csv-metadata.json`) or the report
    (`monitor.html`, `monitor.pdf`, `monitor.xlsx`).
    """
    data = monitor.write_release(caller.office, caller.actor, file, _named(key), caller.lang)
    return Response(data, headers=attachment(file), media_type=MEDIA[file.rpartition(".")[2]])


def _named(key: str) -> str | None:
    return None if key == LATEST else key


def _line(kept: KeptResult) -> MonitorRelease:
    return MonitorRelease(id=kept.sha256, last_day=kept.as_of, published_by=kept.kept_by, published_at=kept.kept_at)


def _figures(found: Released) -> list[Figure]:
    return [_figure(one) for one in found.release.figures]


def _figure(one: Published) -> Figure:
    cell = one.cell
    return Figure(
        measure=cell.measure,
        by=cell.by,
        category=cell.category,
        municipality=cell.municipality,
        period=cell.period,
        households=one.value,
    )


def _fits(one: Figure, period: str | None, municipality: str | None, measure: Measure | None) -> bool:
    return one.period == (period or one.period) and (
        one.municipality == (municipality or one.municipality) and one.measure is (measure or one.measure)
    )


def _place(one: Figure) -> str:
    return "/".join((one.measure, one.by, one.period, one.municipality, one.category))

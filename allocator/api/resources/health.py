"""``/healthz``, ``/readyz`` and ``/metrics``: whether the server lives and can do its work, and what it did."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from pydantic import Field

from allocator.actions import upkeep
from allocator.api.caller import Called, office_of
from allocator.api.shapes import Shape
from allocator.api.watching import Counts

router = APIRouter(include_in_schema=False)


class Health(Shape):
    """How the server is."""

    status: str = Field(description="ok.")


@router.get("/healthz")
def live() -> Health:
    """Whether the server lives."""
    return Health(status="ok")


@router.get("/readyz")
def ready(request: Request) -> Health:
    """Whether the database answers.

    Raises:
        Unreachable: when it does not.
    """
    office_of(request).answers()
    return Health(status="ok")


@router.get("/metrics")
def metrics(request: Request, caller: Called) -> Response:
    """Counts for Prometheus, for an administrator or auditor: requests, runs, and how long the oldest one waits."""
    found = upkeep.count_runs(caller.office, caller.actor)
    counts: Counts = request.app.state.counts
    now = CollectorRegistry()
    runs = Gauge("allocator_runs", "Runs by how they stand.", ("status",), registry=now)
    for status, number in found.by_status.items():
        runs.labels(status).set(number)
    waits = "Seconds that the oldest run waits for a worker."
    Gauge("allocator_oldest_run_seconds", waits, registry=now).set(found.oldest_waits)
    return Response(generate_latest(counts.registry) + generate_latest(now), media_type=CONTENT_TYPE_LATEST)

"""``/healthz`` and ``/readyz``: whether the server lives, and whether it can do its work."""

from fastapi import APIRouter, Request
from pydantic import Field

from allocator.api.caller import office_of
from allocator.api.shapes import Shape

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

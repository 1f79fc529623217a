"""``/v1/docs``: the OpenAPI document as a page on which every operation can be tried, served by this server alone."""

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

OURS = str(files("allocator.api") / "static")
SWAGGER = str(files("fastapi_offline") / "static")
"""Swagger UI, as that package brings it along."""
FILES = {
    "swagger-ui.css": (SWAGGER, "text/css; charset=utf-8"),
    "swagger-ui-bundle.js": (SWAGGER, "text/javascript; charset=utf-8"),
    "favicon.png": (SWAGGER, "image/png"),
    "documentation.js": (OURS, "text/javascript; charset=utf-8"),
}
"""What the page loads: where it stands, and what it is."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # the style sheet of Swagger UI holds its own pictures
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""Scripts and styles only as files of this server; what is tried is asked of this server alone."""

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def page() -> FileResponse:
    """The page."""
    return FileResponse(
        f"{OURS}/documentation.html",
        media_type="text/html",
        headers={"Content-Security-Policy": POLICY, "Cross-Origin-Opener-Policy": "same-origin"},
    )


@router.get("/docs/{file}")
def part(file: str, request: Request) -> Response:
    """A file of the page; a browser may keep it, and asks whether it is still the same.

    Raises:
        HTTPException: 404 for any other file.
    """
    if file not in FILES:
        raise HTTPException(404)
    folder, kind = FILES[file]
    path = Path(folder, file)
    answer = StaticFiles(directory=folder).file_response(path, path.stat(), request.scope)
    answer.headers.update({"Cache-Control": "public, no-cache", "Content-Type": kind})
    return answer

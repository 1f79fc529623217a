"""``/``: to where one begins; the language of the screens; how accessible the pages are."""

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from allocator.api.pages import cookies
from allocator.api.pages.frame import inside, page, tell
from allocator.api.pages.navigation import start_of
from allocator.api.pages.visitor import Anybody, Known
from allocator.locale import LANGUAGES, N_

router = APIRouter()


@router.get("/")
def start(visitor: Known) -> Response:
    """Where somebody with this role begins."""
    return RedirectResponse(start_of(visitor.actor.role), 303)


@router.get("/language")
def language(visitor: Anybody, to: str = "", then: str = Query("/", alias="next")) -> Response:
    """Change the language of the screens, and show the same page again."""
    answer = RedirectResponse(inside(then), 303)
    if to in LANGUAGES:
        cookies.put(visitor.request, answer, cookies.LANGUAGE, to, cookies.YEAR)
    return answer


@router.get("/accessibility")
def accessibility(visitor: Anybody) -> Response:
    """How accessible these pages are, and where to say that something is not."""
    return page(visitor, "accessibility.html", tell(visitor, N_("Accessibility")))

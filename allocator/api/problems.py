"""Problem details (RFC 9457): one shape for everything that cannot be done, in the language of the caller."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import Field
from pydantic.alias_generators import to_camel
from starlette.exceptions import HTTPException

from allocator.api.conventions import EVERYWHERE
from allocator.api.language import language_of
from allocator.api.shapes import Shape
from allocator.api.watching import fault
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.refusal import Conflict, NotAllowed, NotFound, Refusal, Unavailable
from allocator.domain.sentence import Audience, Sentence
from allocator.locale import N_

MEDIA_TYPE = "application/problem+json"
UNKNOWN_CALLER = frozenset(
    {
        "no_token",
        "no_users",
        "sign_in",
        "locked_out",
        "code_needed",
        "factor_needed",
        "not_linked",
        "not_believed",
        "sign_in_again",
        "no_session",
        "idle",
    }
)
WRONG_INPUT = frozenset(
    {
        "password",
        "target",
        "kinds",
        "address",
        "code",
        "note",
        "future",
        "reason_unknown",
        "reason_needed",
        "reason_not_here",
        "no_dimension",
        "contact",
        "amount",
    }
)
"""Codes of refusals that say something of what was sent, and not of how things stand."""

TITLES: dict[int, str] = {
    400: N_("The request is not right"),
    401: N_("Who are you?"),
    403: N_("This is not for you"),
    404: N_("This is not here"),
    405: N_("This cannot be done here"),
    406: N_("This is not given in that format"),
    409: N_("This cannot be done now"),
    412: N_("This was changed in the meantime"),
    413: N_("This is too large"),
    415: N_("This kind of content is not read here"),
    428: N_("Say which version you saw"),
    429: N_("Too many requests"),
    500: N_("Something went wrong here"),
    503: N_("Not now"),
}


class Fault(Shape):
    """One thing that is wrong with a request."""

    where: str = Field(alias="in", description="Part of the request: body, query, path or header.")
    name: str = Field(description="Field, with dots between levels, as it was sent.")
    detail: str = Field(description="What is wrong, and what to do.")
    file: str | None = Field(default=None, description="File, where several came in.")
    line: int | None = Field(default=None, description="Line of a file, or row of a sheet.")
    key: str | None = Field(default=None, description="Key of the row that it is about.")
    value: str | None = Field(default=None, description="What stands there, unless it may be a number of a person.")


class ProblemDetails(Shape):
    """Why something cannot be done (RFC 9457)."""

    type: str = Field(default="about:blank", description="Kind of problem.")
    title: str = Field(description="The kind of problem in words.")
    status: int = Field(description="HTTP status code.", ge=400, le=599)
    detail: str = Field(description="What is the matter now, and what to do.")
    code: str = Field(description="A stable code for programs.")
    instance: str = Field(description="Number of this request, which the log knows.")
    errors: tuple[Fault, ...] = Field(default=(), description="All that is wrong, when the request is not right.")


AsPage = Callable[[Request, ProblemDetails, Mapping[str, str]], Response | None]
"""Tells a problem as a page; None where a program asked."""


class Missing(Exception):
    """A request that the door itself refuses: a header that is needed was not sent, or there were too many."""

    def __init__(self, status: int, code: str, sentence: Sentence, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.code, self.sentence, self.headers = status, code, sentence, headers
        super().__init__(code)


def install(app: FastAPI, methods: Callable[[str], list[str]]) -> None:
    """Let every fault of this application be told as a problem.

    Args:
        app: the application.
        methods: the methods that there are at an address.
    """
    app.state.methods = methods
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(InputProblems, _wrong_input)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Missing, _missing)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Exception, _unexpected)


def problem(
    request: Request,
    status: int,
    code: str,
    sentence: Sentence,
    *,
    errors: Iterable[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem as a response."""
    lang = language_of(request)
    audience = getattr(request.state, "audience", Audience.PUBLIC)
    found = ProblemDetails(
        title=Sentence(TITLES.get(status, TITLES[400])).render(lang),
        status=status,
        detail=sentence.render(lang, audience),
        code=code,
        instance=f"urn:request:{getattr(request.state, 'number', '0')}",
        errors=tuple(errors),
    )
    as_page: AsPage | None = getattr(request.app.state, "show_fault", None)
    if as_page is not None and (shown := as_page(request, found, headers or {})) is not None:
        return shown
    content = found.model_dump(mode="json", by_alias=True)
    return JSONResponse(content, status, {**(headers or {}), "Content-Language": lang}, MEDIA_TYPE)


def status_of(refused: Refusal) -> int:
    """The status code of a refusal."""
    if isinstance(refused, NotAllowed) and refused.code in UNKNOWN_CALLER:
        return 401
    if isinstance(refused, Unavailable):
        return 503
    if isinstance(refused, NotAllowed):
        return 403
    if isinstance(refused, NotFound):
        return 404
    if isinstance(refused, Conflict) and refused.code == "changed":
        return 412
    return 400 if refused.code in WRONG_INPUT else 409


def _refused(request: Request, refused: Exception) -> Response:
    if not isinstance(refused, Refusal):
        raise refused
    return refusal(request, refused)


def refusal(request: Request, refused: Refusal) -> Response:
    """A refusal as a response."""
    status = status_of(refused)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return problem(request, status, refused.code, refused.sentence, headers=headers)


def _missing(request: Request, missing: Exception) -> Response:
    if not isinstance(missing, Missing):
        raise missing
    return problem(request, missing.status, missing.code, missing.sentence, headers=missing.headers)


def _wrong_input(request: Request, wrong: Exception) -> Response:
    if not isinstance(wrong, InputProblems):
        raise wrong
    lang = language_of(request)
    faults = [fault_of(one.in_language(lang)) for one in wrong.problems if not one.warning]
    return problem(request, 400, "input", Sentence(N_("Correct what is named, and send it again.")), errors=faults)


def fault_of(one: Problem) -> Fault:
    """A problem with what came in, as it goes over the line; its sentences are in the language already."""
    place = {"file": one.file, "line": one.line, "key": one.key, "value": one.value}
    name = to_camel(one.column or "") or one.key or one.file
    return Fault.model_validate({"in": "body", "name": name, "detail": f"{one.what} {one.do}", **place})


def _invalid(request: Request, wrong: Exception) -> Response:
    if not isinstance(wrong, RequestValidationError):
        raise wrong
    faults = [_fault(dict(one)) for one in wrong.errors()]
    return problem(request, 400, "invalid", Sentence(N_("Correct what is named, and send it again.")), errors=faults)


def _fault(error: dict[str, Any]) -> Fault:
    where, *place = error["loc"] or ("body",)
    name = ".".join(to_camel(part) if isinstance(part, str) else str(part) for part in place)
    return Fault.model_validate({"in": str(where), "name": name, "detail": str(error["msg"])})


def _plain(request: Request, fault: Exception) -> Response:
    """What the framework refuses itself: an address that is not there, a method that does not exist."""
    if not isinstance(fault, HTTPException):
        raise fault
    words = {404: N_("There is nothing at this address."), 405: N_("This method does not exist at this address.")}
    sentence = Sentence(words.get(fault.status_code, N_("Correct the request, and send it again.")))
    headers = dict(fault.headers or {})
    if fault.status_code == 405 and (known := request.app.state.methods(request.url.path)):
        headers["Allow"] = ", ".join(known)
    return problem(request, fault.status_code, f"http_{fault.status_code}", sentence, headers=headers)


def _unexpected(request: Request, error: Exception) -> Response:
    """A fault of ours; it is answered outside the conventions, so it brings their headers itself."""
    fault(getattr(request.state, "number", "0"), error)
    text = N_("Nothing was kept. Tell the administrator the number of this request.")
    headers = EVERYWHERE | {"X-Request-ID": getattr(request.state, "number", "0")}
    return problem(request, 500, "unexpected", Sentence(text), headers=headers)

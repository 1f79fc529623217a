"""The frame around every page: templates, words and numbers by language, navigation, messages, headers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from allocator import locale
from allocator.api.pages import cookies, forms
from allocator.api.pages.assets import THEME, Assets
from allocator.api.pages.navigation import entries, more
from allocator.api.pages.visitor import Visitor
from allocator.domain.sentence import Sentence
from allocator.workflow import ROLE_NAMES

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing from elsewhere, and nothing that is written into the page itself."""
_SAID = "said"
HERE = ZoneInfo("Europe/Amsterdam")
"""The time that people read."""


@dataclass(frozen=True)
class Crumb:
    """A step on the way to this page."""

    text: str
    address: str


@dataclass(frozen=True)
class Fault:
    """Something that is wrong in a form: of which field, and what to do. An empty field: of the form as a whole."""

    field: str
    says: str


def page(
    visitor: Visitor,
    template: str,
    title: str,
    *,
    status: int = 200,
    crumbs: Sequence[Crumb] = (),
    faults: Sequence[Fault] = (),
    **view: Any,
) -> Response:
    """A page.

    Args:
        visitor: who looks.
        template: name of the template.
        title: what the page is called, in the language of the visitor.
        status: of the answer.
        crumbs: the way to it, without the page itself.
        faults: what is wrong in the form on it.
        **view: what the template shows.
    """
    request = visitor.request
    said = _said(visitor)
    view |= {"title": title, "crumbs": crumbs, "faults": faults, "said": said}
    view["wrong"] = {fault.field: fault.says for fault in reversed(faults) if fault.field}
    found = _pages().get_template(template).render(_words(visitor) | _frame(visitor) | view)
    answer = HTMLResponse(found, status, {"Content-Security-Policy": POLICY, "Content-Language": visitor.lang})
    if fresh := getattr(request.state, "visitor", ""):
        cookies.put(request, answer, cookies.VISITOR, fresh)
    if said:
        cookies.take_away(request, answer, cookies.SAID)
    return answer


def _words(visitor: Visitor) -> dict[str, Any]:
    """How a page says texts, days and amounts."""
    lang = visitor.lang
    return {
        "_": visitor.tongue,
        "t": visitor.tongue,
        "lang": lang,
        "day": lambda value: locale.day(value, lang),
        "moment": lambda value: moment(value, lang),
        "money": lambda cents: locale.money(cents, lang).replace(" ", "\u00a0"),
    }


def _frame(visitor: Visitor) -> dict[str, Any]:
    """What stands around what a page shows."""
    request, who = visitor.request, visitor.signed_in
    assets: Assets = request.app.state.assets
    secret = cookies.must_have_secret(request)
    return {
        "who": who,
        "role": visitor.tongue(ROLE_NAMES[who.role]) if who else "",
        "organisation": visitor.organisation,
        "menu": entries(visitor),
        "more": more(visitor),
        "here": request.url.path,
        "again": quote(request.url.path + (f"?{request.url.query}" if request.url.query else ""), safe=""),
        "mark": lambda: forms.mark_of(secret),
        "style": assets.address("pages.css"),
        "script": assets.address("pages.js"),
        "icon": assets.address("icon.svg"),
        "theme": assets.address(THEME) if assets.has(THEME) else "",
    }


def moment(value: datetime, lang: str) -> str:
    """A moment as people say it, in the time of the Netherlands."""
    return locale.moment(value, lang, HERE)


def go(visitor: Visitor, address: str, said: str = "", kind: str = "ok") -> Response:
    """On to another page, with a message that it shows once.

    Args:
        visitor: who.
        address: of the page, on this server.
        said: the message, in the language of the visitor; empty: none.
        kind: ok, info, warning or error.
    """
    answer = RedirectResponse(address, 303)
    if said:
        kept = visitor.office.cover(_SAID, json.dumps([kind, said]))
        cookies.put(visitor.request, answer, cookies.SAID, kept, 60)
    return answer


def _said(visitor: Visitor) -> tuple[str, str] | None:
    """The message for this page; one that was not written here is none."""
    plain = visitor.office.uncover(_SAID, cookies.kept(visitor.request, cookies.SAID))
    if not plain:
        return None
    kind, text = json.loads(plain)
    return str(kind), str(text)


def tell(visitor: Visitor, text: str, **values: Any) -> str:
    """A text with its values, in the language of the visitor."""
    return visitor.says(Sentence(text, values))


def inside(address: str) -> str:
    """An address on this server; the start page when it is not."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if plain else "/"


@cache
def _pages() -> Environment:
    return Environment(
        loader=PackageLoader("allocator.api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


__all__ = ["Crumb", "Fault", "go", "inside", "moment", "page", "tell"]

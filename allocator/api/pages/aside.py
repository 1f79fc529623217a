"""Pages that show what takes longer than a page may: at once that it is being worked out, and then the answer.

A page waits for a moment; where that is not enough it says so, and asks again by itself.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from fastapi import Response

from allocator.api.aside import Aside
from allocator.api.pages.frame import Crumb, page
from allocator.api.pages.visitor import Visitor

T = TypeVar("T")


def ask(visitor: Visitor, what: Hashable, work: Callable[[], T]) -> T | None:
    """What a visitor asks, when it is there; None: show ``being_worked_out``.

    Args:
        visitor: who asks; others do not get this answer.
        what: the question, of which the answer never changes.
        work: works it out.
    """
    aside: Aside = visitor.request.app.state.aside
    actor = visitor.actor
    return aside.answer((actor.id, actor.role, actor.organisation, visitor.lang, what), work)


def being_worked_out(visitor: Visitor, title: str, crumbs: tuple[Crumb, ...] = ()) -> Response:
    """The page that says that an answer is being worked out, and asks for it again."""
    return page(visitor, "aside.html", title, status=202, crumbs=crumbs)

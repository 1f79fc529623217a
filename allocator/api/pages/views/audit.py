"""``/audit``: what was done, searched and downloaded; who read the file of a household; whether the chain is whole."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Path, Query, Response
from pydantic import BaseModel, Field

from allocator.actions import trail
from allocator.api.pages.deeds import DONE, THINGS, done_words, read_words, thing_words
from allocator.api.pages.forms import Sent
from allocator.api.pages.frame import Crumb, Fault, page, tell
from allocator.api.pages.visitor import Known, Visitor
from allocator.api.paging import MOST_ROWS
from allocator.audit import Broken, Head, Link
from allocator.domain.base import composed
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.reports.audit_list import HEADINGS, event_rows
from allocator.reports.lists import csv_list, xlsx_list
from allocator.workflow import ROLE_NAMES

router = APIRouter(prefix="/audit")
TITLE = N_("Audit trail")
EACH = 30
"""Events on a page."""
FORMS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_END = re.compile(r"\s*(\d{1,12})\s*:\s*([0-9a-f]{64})\s*")


class Wanted(BaseModel):
    """What is searched, as the address says it; empty: everything."""

    who: str = Field(default="", max_length=80)
    what: str = Field(default="", max_length=40)
    kind: str = Field(default="", max_length=40)
    whom: str = Field(default="", max_length=200)
    household: str = Field(default="", max_length=64)
    first: str = Field(default="", max_length=20)
    last: str = Field(default="", max_length=20)
    before: int | None = Field(default=None, ge=1, le=2**53)

    @property
    def said(self) -> dict[str, str]:
        """What is asked, without what was left open and without the page."""
        return {name: value.strip() for name, value in self if isinstance(value, str) and value.strip()}

    def search(self) -> dict[str, Any]:
        """The same for the action.

        Raises:
            ValueError: with the name of the field that is no day.
        """
        found: dict[str, Any] = dict(self.said)
        for name in ("first", "last"):
            if name in found:
                try:
                    found[name] = date.fromisoformat(found[name])
                except ValueError as error:
                    raise ValueError(name) from error
        if "household" in found:
            found["household"] = composed(found["household"])
        return found


Asked = Annotated[Wanted, Query()]


@router.get("")
def show(visitor: Known, asked: Asked) -> Response:
    """Events, the newest first: by whom, what, when, and on what."""
    faults: tuple[Fault, ...] = ()
    found: list[Link] = []
    try:
        found = trail.show_audit(visitor.office, visitor.actor, **asked.search(), before=asked.before, most=EACH + 1)
    except ValueError as wrong:
        faults = (Fault(str(wrong), tell(visitor, N_("Write a day like 2026-11-23."))),)
    t, more = visitor.tongue, len(found) > EACH
    shown = found[:EACH]
    return page(
        visitor,
        "audit.html",
        tell(visitor, TITLE),
        status=400 if faults else 200,
        faults=faults,
        asked=asked,
        verbs=sorted(((code, t(words)) for code, words in DONE.items()), key=lambda pair: pair[1].casefold()),
        things=sorted(((code, t(words)) for code, words in THINGS.items()), key=lambda pair: pair[1].casefold()),
        rows=[_row(one, visitor) for one in shown],
        older=_address("/audit", asked.said | {"before": str(shown[-1].number)}) if more else "",
        newest=_address("/audit", asked.said) if asked.before else "",
        files=[(form, _address(f"/audit/events.{form}", asked.said)) for form in FORMS],
    )


def _address(path: str, said: Mapping[str, str]) -> str:
    return path + (f"?{urlencode(said)}" if said else "")


def _row(one: Link, visitor: Visitor) -> dict[str, Any]:
    """An event as the page shows it."""
    event, t = one.event, visitor.tongue
    return {
        "link": one,
        "event": event,
        "what": done_words(event.what, t),
        "role": t(ROLE_NAMES[event.role]),
        "kind": thing_words(event.kind, t),
        "facts": sorted(event.facts.items()),
    }


@router.get("/events.{form}")
def download(visitor: Known, form: Annotated[str, Path(pattern="^(csv|xlsx)$")], asked: Asked) -> Response:
    """The events that match, as a list for a spreadsheet."""
    try:
        found = trail.show_audit(visitor.office, visitor.actor, **asked.search(), most=MOST_ROWS)
    except ValueError as wrong:
        raise HTTPException(400) from wrong
    rows = event_rows(found)
    data = csv_list(HEADINGS, rows) if form == "csv" else xlsx_list([("events", HEADINGS, rows)])
    headers = {"Content-Disposition": f'attachment; filename="audit-events.{form}"'}
    return Response(data, headers=headers, media_type=FORMS[form])


# ------------------------------------------------------------------------------------------------ who read whose file


@router.get("/readings")
def show_readings(visitor: Known, household: Annotated[str, Query(max_length=64)] = "") -> Response:
    """Who read the file of a household, when, and on which page."""
    t, key = visitor.tongue, composed(household.strip())
    found = trail.show_readings(visitor.office, visitor.actor, key) if key else []
    return page(
        visitor,
        "audit_readings.html",
        tell(visitor, N_("Who read the file of a household")),
        crumbs=(Crumb(tell(visitor, TITLE), "/audit"),),
        household=key,
        rows=[(one, t(ROLE_NAMES[one.role]), read_words(one.what, t)) for one in found],
    )


# ------------------------------------------------------------------------------------------------ the chain


@router.get("/chain")
def show_chain(visitor: Known) -> Response:
    """What the check does, and the form to start it."""
    return _chain(visitor, "", (), head=trail.show_end(visitor.office, visitor.actor))


def _chain(visitor: Visitor, end: str, faults: tuple[Fault, ...], **view: Any) -> Response:
    crumbs = () if visitor.actor.role is Role.ADMINISTRATOR else (Crumb(tell(visitor, TITLE), "/audit"),)
    return page(
        visitor,
        "audit_chain.html",
        tell(visitor, N_("Is the audit trail whole?")),
        status=400 if faults else 200,
        crumbs=crumbs,
        faults=faults,
        end=end,
        **{"checked": False, "broken": None, "says": "", "head": None, "through": False, **view},
    )


@router.post("/chain")
def check_chain(visitor: Known, form: Sent) -> Response:
    """Check the whole chain, and that it goes through an end that was written down before."""
    said = form.get("end")
    match = _END.fullmatch(said) if said else None
    if said and match is None:
        text = N_("Write the end as it was shown: a number, a colon, and 64 characters.")
        return _chain(visitor, said, (Fault("end", tell(visitor, text)),))
    kept = (Head(int(match[1]), match[2]),) if match else ()
    broken, head = trail.verify_audit(visitor.office, visitor.actor, *kept)
    return _chain(visitor, said, (), checked=True, broken=broken, says=_says(visitor, broken), head=head, through=kept)


def _says(visitor: Visitor, broken: Broken | None) -> str:
    return visitor.says(broken.sentence) if broken else ""

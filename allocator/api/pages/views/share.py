"""``/share``: the fair share of a municipality beside the others, line by line, by month, as a chart with its table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from fastapi import APIRouter, Query, Response

from allocator.actions import ledger, placements, policies, region
from allocator.actions.ledger import Ledger
from allocator.api.pages.frame import Crumb, page, tell
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.codes import CountUnit
from allocator.domain.period import bounds, elapsed
from allocator.domain.refusal import NotFound
from allocator.domain.workflow import State
from allocator.intake import read_policy
from allocator.ledger import Account, Standing
from allocator.locale import N_
from allocator.reports.plots import Bar, Bars, drawn
from allocator.reports.words import COUNTS

router = APIRouter(prefix="/share")
TITLE = N_("Fair share")
KINDS = {
    "opening": N_("Brought along"),
    "quota": N_("Quota"),
    "committed": N_("Committed"),
    "placed": N_("Realised"),
    "transfer": N_("Taken over or given"),
    "revision": N_("Quota revised"),
    "excused": N_("Excused"),
    "correction": N_("Corrected"),
    "carry_over": N_("Carried over"),
}
Which = Annotated[str, Query(alias="ledger", max_length=80)]


@dataclass(frozen=True)
class Books:
    """The ledgers that there are, the one that is looked at, and how everybody stands in it."""

    which: Ledger
    options: tuple[tuple[str, str], ...]
    value: str
    title: str
    standings: Mapping[str, Standing]
    names: Mapping[str, str]
    part: Fraction
    """The part of the period that is over."""


def books_of(visitor: Visitor, said: str) -> Books:
    """The ledger that the address names; without one that of all groups in the period of today.

    Raises:
        NotFound: when nothing is booked at all.
    """
    found = ledger.show_balances(visitor.office, visitor.actor)
    labels = _groups(visitor)
    known = {":".join(_of(one)): one for one in sorted(found, key=Order(visitor.office.today))}
    if not known:
        raise NotFound("no_ledger", N_("Nothing is booked in the ledger yet."))
    value = said if said in known else next(iter(known))
    one = known[value]
    first, last = bounds(one.period)
    part = elapsed(one.period, min(max(visitor.office.today, first), last))
    title = {key: _title(visitor, account, labels) for key, account in known.items()}
    return Books(
        Ledger(one.period, one.group, CountUnit(one.unit)),
        tuple(title.items()),
        value,
        title[value],
        {
            a.municipality: s
            for a, s in found.items()
            if (a.period, a.group, a.unit) == (one.period, one.group, one.unit)
        },
        {m.code: m.name for m in region.list_municipalities(visitor.office, visitor.actor)},
        part,
    )


def _of(one: Account) -> tuple[str, str, str]:
    return (one.period, one.group, one.unit)


@dataclass(frozen=True)
class Order:
    """The period of today first, and in it all groups together; then the newest."""

    today: date

    def __call__(self, one: Account) -> tuple[bool, int, bool, str, str]:
        """The sort key of an account."""
        first, last = bounds(one.period)
        return (not first <= self.today <= last, -last.toordinal(), one.group != "all", one.group, one.unit)


def _groups(visitor: Visitor) -> dict[str, str]:
    _, source = policies.show_policy(visitor.office, visitor.actor)
    policy = read_policy(source, visitor.office.today)
    return {label.code: getattr(label, visitor.lang) for label in policy.groups}


def _title(visitor: Visitor, one: Account, labels: Mapping[str, str]) -> str:
    t = visitor.tongue
    group = t(N_("all groups together")) if one.group == "all" else labels.get(one.group, one.group)
    return f"{one.period}: {group}, {t(COUNTS[CountUnit(one.unit)])}"


@router.get("")
def show(visitor: Known, which: Which = "") -> Response:
    """How one's own municipality stands, beside all the others."""
    found = books_of(visitor, which)
    own = visitor.actor.organisation or ""
    proposed = [
        one
        for one in placements.list_placements(visitor.office, visitor.actor, live=True)
        if one.state is State.PROPOSED and one.municipality == own
    ]
    months = [
        one for one in ledger.show_months(visitor.office, visitor.actor, found.which) if one.municipality == own and own
    ]
    return page(
        visitor,
        "share.html",
        tell(visitor, TITLE),
        books=found,
        mine=found.standings.get(own),
        own=own,
        rows=sorted(found.standings.items(), key=lambda pair: found.names.get(pair[0], pair[0])),
        total=_sum(found.standings.values()),
        done=_done,
        proposed=len(proposed),
        months=months,
        percent=lambda part: visitor.tongue.percent(part, 0),
    )


def _sum(some: Iterable[Standing]) -> Standing:
    total = dict.fromkeys(Standing.__dataclass_fields__, Fraction(0))
    for one in some:
        total = {name: value + getattr(one, name) for name, value in total.items()}
    return Standing(**total)


def _done(one: Standing) -> Fraction | None:
    """The part of the task that is realised or under way; None without a task."""
    task = one.task + one.brought
    return one.so_far / task if task > 0 else None


@router.get("/chart.svg")
def chart(visitor: Known, which: Which = "") -> Response:
    """What each municipality did of its task, as a drawing; the same numbers stand in the table of the page."""
    found = books_of(visitor, which)
    t = visitor.tongue
    rows = tuple(
        Bar(found.names.get(code, code), one.so_far, one.due(found.part) + one.so_far)
        for code, one in sorted(found.standings.items(), key=lambda pair: found.names.get(pair[0], pair[0]))
    )
    figure = Bars(
        title=t(N_("Realised and committed, beside what is due by now")),
        about=found.title,
        of=t(N_("Municipality")),
        value_name=t(COUNTS[found.which.unit]),
        rows=rows,
        mark_name=t(N_("due by now")),
    )
    return Response(drawn(figure, t).svg, media_type="image/svg+xml")


@router.get("/lines")
def show_lines(visitor: Known, which: Which = "") -> Response:
    """The ledger line by line, with what is still owed after each."""
    found = books_of(visitor, which)
    lines = ledger.show_lines(visitor.office, visitor.actor, found.which)
    return page(
        visitor,
        "share_lines.html",
        tell(visitor, N_("The ledger line by line")),
        crumbs=(Crumb(tell(visitor, TITLE), "/share"),),
        books=found,
        lines=[(one, visitor.tongue(KINDS[one.kind.value])) for one in reversed(lines)],
    )

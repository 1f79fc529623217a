"""The fair-share ledger in life: seen by all, changed by those who agreed."""

from dataclasses import dataclass
from datetime import date

from allocator import ledger
from allocator.actions.parts.closing import close
from allocator.actions.parts.deed import ADMINISTRATOR, AUDITOR, CHAIR, COMMITTEE, MUNICIPALITY, Deed, action
from allocator.actions.parts.force import in_force
from allocator.actions.parts.freezing import Names, freeze
from allocator.actions.parts.steps import check_note, refused
from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.denied import Denied
from allocator.domain.period import containing
from allocator.domain.policy import Dimension
from allocator.domain.refusal import NotFound, Refusal
from allocator.domain.region import Posting
from allocator.ledger import Account, DayStanding, RunningLine, Standing, Transfer
from allocator.locale import N_
from allocator.store import books, region

_SEES = (COMMITTEE, MUNICIPALITY, AUDITOR)


@dataclass(frozen=True)
class Ledger:
    """One ledger: a group counted in one unit, in one period."""

    period: str
    group: str = "all"
    unit: CountUnit = CountUnit.HOUSEHOLDS


@action(*_SEES, writes=False, glances=True)
def show_balances(deed: Deed, period: str | None = None) -> dict[Account, Standing]:
    """How every municipality stands: what it owes, has done, and is about to do."""
    return dict(books.balances(deed.work, period).standings)


@action(*_SEES, writes=False)
def show_lines(deed: Deed, which: Ledger) -> tuple[RunningLine, ...]:
    """A ledger line by line with the balance after each: a municipality sees its own lines."""
    rows = _postings(deed, which)
    return tuple(line for line in ledger.running(rows) if deed.own in (None, line.municipality))


def _postings(deed: Deed, which: Ledger) -> tuple[Posting, ...]:
    rows = books.of_ledger(deed.work, which.period, which.group, which.unit)
    return ledger.of_ledger(rows, which.period, which.group, which.unit)


@action(*_SEES, writes=False)
def list_postings(deed: Deed, period: str) -> list[tuple[int, Posting]]:
    """Postings of a period with the number of each, as they were added: a municipality sees its own."""
    return [
        (number, one)
        for number, one in books.numbered(deed.work, period)
        if deed.own in (None, one.municipality, one.counterparty)
    ]


@action(*_SEES, writes=False)
def show_posting(deed: Deed, number: int) -> Posting:
    """One posting by its number: a municipality sees its own."""
    found = books.posting(deed.work, number)
    deed.must_own(found.municipality, found.counterparty)
    return found


@action(*_SEES, writes=False)
def show_months(deed: Deed, which: Ledger, as_of: date | None = None) -> tuple[DayStanding, ...]:
    """How every municipality stood at the end of each month."""
    rows = _postings(deed, which)
    return ledger.month_ends(rows, as_of or deed.today)


@action(AUDITOR, COMMITTEE, ADMINISTRATOR, writes=False)
def check_balances(deed: Deed) -> tuple[Account, ...]:
    """Work all balances out again from the postings; the accounts that differ, which should be none."""
    return ledger.differences(books.balances(deed.work), ledger.recompute(books.postings(deed.work)))


# ------------------------------------------------------------------------------------------------ transfers


@action(MUNICIPALITY)
def ask_transfer(deed: Deed, which: Ledger, *, giver: str, taker: str, amount: int, note: str = "") -> Transfer:
    """Ask another municipality to take over part of a task, or offer to do so."""
    check_note(note)
    known = {m.code for m in region.municipalities(deed.work)}
    if missing := [code for code in (giver, taker) if code not in known]:
        raise NotFound("no_municipality", N_("There is no municipality {municipality}."), municipality=missing[0])
    draft = Transfer(
        id="new",
        period=which.period,
        group=which.group,
        unit=which.unit,
        taker=taker,
        giver=giver,
        amount=amount,
        asked_by=deed.actor.organisation or "",
        asked_on=deed.today,
        note=note,
    )
    found = ledger.ask_transfer(draft, books.closed_periods(deed.work))
    if isinstance(found, Denied):
        raise refused(found)
    kept = books.add_transfer(deed.work, found)
    deed.note("transfer", kept.id, facts={"giver": giver, "taker": taker, "amount": amount, "period": which.period})
    return kept


@action(MUNICIPALITY)
def answer_transfer(deed: Deed, number: int, *, agreed: bool) -> Transfer:
    """Agree to a transfer that was asked, or decline it; it counts from the day on which both agree."""
    kept = books.transfer(deed.work, number)
    deed.must_own(kept.giver, kept.taker)
    who = deed.actor.organisation or ""
    if agreed:
        found = ledger.agree(kept, who, deed.today, books.closed_periods(deed.work))
        if isinstance(found, Denied):
            raise refused(found)
        after, posting = found
        books.book(deed.work, [posting], by=deed.actor.id, at=deed.now, why="transfer")
    else:
        said = ledger.decline(kept, who, deed.today)
        if isinstance(said, Denied):
            raise refused(said)
        after = said
    books.keep_transfer(deed.work, after)
    deed.note("transfer", str(number), facts={"state": after.state.value})
    return after


@action(MUNICIPALITY)
def take_back_transfer(deed: Deed, number: int) -> Transfer:
    """Take back what one asked, before it is answered."""
    kept = books.transfer(deed.work, number)
    deed.must_own(kept.giver, kept.taker)
    after = ledger.take_back(kept, deed.actor.organisation or "", deed.today)
    if isinstance(after, Denied):
        raise refused(after)
    books.keep_transfer(deed.work, after)
    deed.note("transfer", str(number), facts={"state": after.state.value})
    return after


@action(*_SEES, writes=False)
def list_transfers(deed: Deed, *, pending: bool = False) -> list[Transfer]:
    """Transfers between municipalities: a municipality sees its own."""
    return books.transfers(deed.work, deed.own, pending=pending)


# ------------------------------------------------------------------------------------------------ by the committee


@action(CHAIR)
def revise_quota(deed: Deed, period: str, dimension: str, total: int, note: str) -> int:
    """Bring the quota of the region to another total during the period; how many postings that took."""
    check_note(note)
    policy = in_force(deed.work, deed.today)
    of = _dimension(policy.dimensions, dimension)
    _must_be_open(deed, period)
    round_ = freeze(deed.work, Names("revision", deed.today, period, ""), policy)
    rows = ledger.revise_quota(round_, of, total, deed.today, note)
    books.book(deed.work, rows, by=deed.actor.id, at=deed.now, why="revision")
    deed.note("ledger", period, facts={"dimension": dimension, "total": total, "postings": len(rows)})
    return len(rows)


def _dimension(all_of_them: tuple[Dimension, ...], name: str) -> Dimension:
    for one in all_of_them:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in all_of_them)
    raise Refusal("no_dimension", N_("Choose one of: {codes}."), codes=names)


def _must_be_open(deed: Deed, period: str) -> None:
    if period in books.closed_periods(deed.work):
        raise Refusal("closed", N_("The period {period} is closed: its balance was carried over."), period=period)


@action(CHAIR)
def excuse(deed: Deed, which: Ledger, municipality: str, amount: int, note: str) -> None:
    """Excuse part of what a municipality still owes; nobody else's task changes."""
    check_note(note)
    posting = _posting(deed, which, municipality, LedgerKind.EXCUSED, amount, note)
    account = Account(which.period, which.group, which.unit, municipality)
    now = books.balances(deed.work, which.period).of(account)
    found = ledger.excuse(now, posting, books.closed_periods(deed.work))
    if isinstance(found, Denied):
        raise refused(found)
    books.book(deed.work, [found], by=deed.actor.id, at=deed.now, why="excused")
    deed.note("ledger", which.period, facts={"municipality": municipality, "excused": amount})


def _posting(deed: Deed, which: Ledger, municipality: str, kind: LedgerKind, amount: int, note: str) -> Posting:
    return Posting.model_validate(
        {
            "period": which.period,
            "municipality": municipality,
            "group": which.group,
            "kind": kind,
            "amount": amount,
            "unit": which.unit,
            "on": deed.today,
            "note": note,
        }
    )


@action(CHAIR)
def correct(deed: Deed, number: int, right: Posting | None = None) -> int:
    """Mend a posting by reversing it; nothing is ever changed or taken away."""
    wrong = books.posting(deed.work, number)
    if books.follows_a_placement(deed.work, number):
        text = N_("Posting {number} follows from a placement: take the step with the placement back instead.")
        raise Refusal("of_a_placement", text, number=number)
    closed = books.closed_periods(deed.work)
    period = containing(deed.today, wrong.period) if wrong.period in closed else wrong.period
    rows = ledger.correct(wrong, right, on=deed.today, period=period, closed=closed)
    if isinstance(rows, Denied):
        raise refused(rows)
    count = books.book(deed.work, rows, by=deed.actor.id, at=deed.now, why="correction")
    deed.note("posting", str(number), facts={"postings": count})
    return count


@action(CHAIR)
def close_period(deed: Deed, period: str, following: str) -> int:
    """Close a period: what is under way goes along, and the balance is carried into the next one."""
    _must_be_open(deed, period)
    count = close(deed, period, following)
    deed.note("ledger", period, facts={"next": following, "carried": count})
    return count

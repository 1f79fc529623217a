"""``ledger`` as people change it: transfers, revisions, what is excused, corrections, the end of a period."""

from decimal import Decimal
from fractions import Fraction

from allocator.actions import ledger
from allocator.commandline.exits import Exit
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import opened
from allocator.commandline.kept.ledgers import KINDS, Which, amount, ledger_of, period_of
from allocator.commandline.kept.region import municipality_of, names
from allocator.commandline.screen import Screen, number, text
from allocator.ledger import TransferState
from allocator.locale import N_

_STATES = {
    TransferState.PENDING: N_("waits for an answer"),
    TransferState.AGREED: N_("agreed"),
    TransferState.DECLINED: N_("declined"),
    TransferState.TAKEN_BACK: N_("taken back"),
}
_BALANCE = N_("Next: `allocator ledger balance` shows how everybody stands.")


# ------------------------------------------------------------------------------------------------ transfers


def transfers(screen: Screen, *, pending: bool) -> Exit:
    """Show transfers."""
    with opened(screen) as desk:
        found = ledger.list_transfers(desk.office, desk.actor, pending=pending)
        known = names(desk)
    if screen.as_json:
        return saying.show(screen, {"transfers": found})
    tongue = screen.tongue
    screen.heading(tongue(N_("Transfers: {n}"), n=len(found)))
    if found:
        columns = [
            number(tongue(N_("No."))),
            text(tongue(N_("Period"))),
            text(tongue(N_("Task goes from")), 2),
            text(tongue(N_("to")), 2),
            number(tongue(N_("Amount"))),
            text(tongue(N_("How it stands")), 3),
        ]
        rows = []
        for one in found:
            words = tongue(_STATES[one.state])
            if one.state is TransferState.PENDING:
                words += ": " + known.get(one.asked_of, one.asked_of)
            giver, taker = (known.get(code, code) for code in (one.giver, one.taker))
            rows.append((one.id, one.period, giver, taker, tongue.number(one.amount), words))
        screen.table(columns, rows)
    saying.hint(screen, N_("Next: `allocator ledger accept NUMBER` or `decline NUMBER`, by who has to answer."))
    return Exit.DONE


def propose(screen: Screen, which: Which, *, giver: str, taker: str, amount: int, note: str) -> Exit:
    """Ask for a transfer."""
    with opened(screen) as desk:
        of = ledger_of(desk, which)
        codes = {"giver": municipality_of(desk, giver), "taker": municipality_of(desk, taker)}
        found = ledger.ask_transfer(desk.office, desk.actor, of, amount=amount, note=note, **codes)
        known = names(desk)
    if screen.as_json:
        return saying.show(screen, found)
    words = N_("Transfer {number} is asked; {municipality} has to answer.")
    saying.done(screen, words, number=found.id, municipality=known.get(found.asked_of, found.asked_of))
    saying.hint(screen, N_("It counts from the day on which both agree: `allocator ledger transfers --pending`."))
    return Exit.DONE


def answer(screen: Screen, number_: int, what: str) -> Exit:
    """Accept, decline or take back a transfer."""
    with opened(screen) as desk:
        if what == "take back":
            found = ledger.take_back_transfer(desk.office, desk.actor, number_)
        else:
            found = ledger.answer_transfer(desk.office, desk.actor, number_, agreed=what == "accept")
    if screen.as_json:
        return saying.show(screen, found)
    words = N_("Transfer {number}: {state}.")
    saying.done(screen, words, number=found.id, state=screen.tongue(_STATES[found.state]))
    saying.hint(screen, _BALANCE)
    return Exit.DONE


# ------------------------------------------------------------------------------------------------ by the committee


def revise(screen: Screen, period: str | None, dimension: str, total: int, note: str) -> Exit:
    """Bring the quota of the region to another total."""
    with opened(screen) as desk:
        name = period_of(desk, period)
        count = ledger.revise_quota(desk.office, desk.actor, name, dimension, total, note)
    if screen.as_json:
        return saying.show(screen, {"period": name, "dimension": dimension, "total": total, "postings": count})
    words = N_("The quota of {period} is {total} now; postings booked: {n}.")
    saying.done(screen, words, period=name, total=total, n=count)
    saying.hint(screen, _BALANCE)
    return Exit.DONE


def excuse(screen: Screen, which: Which, municipality: str, amount_: int, note: str) -> Exit:
    """Excuse part of what is owed."""
    with opened(screen) as desk:
        of = ledger_of(desk, which)
        code = municipality_of(desk, municipality)
        ledger.excuse(desk.office, desk.actor, of, code, amount_, note)
        known = names(desk)
    if screen.as_json:
        return saying.show(screen, {"ledger": of, "municipality": code, "excused": amount_})
    words = N_("Excused for {municipality} in {period}: {n}. Nobody else's task changes.")
    saying.done(screen, words, municipality=known.get(code, code), period=of.period, n=amount_)
    saying.hint(screen, _BALANCE)
    return Exit.DONE


def correct(screen: Screen, number_: int, right: int | None, municipality: str | None, *, yes: bool) -> Exit:
    """Mend a posting, after showing it."""
    with opened(screen) as desk:
        wrong = ledger.show_posting(desk.office, desk.actor, number_)
        known = names(desk)
        mended = None
        if right is not None or municipality is not None:
            code = municipality_of(desk, municipality) if municipality else wrong.municipality
            new = wrong.amount if right is None else Decimal(right)
            mended = wrong.model_copy(update={"amount": new, "municipality": code, "note": ""})
        if not screen.as_json:
            for words, one in ((N_("Reversed"), wrong), (N_("Booked instead"), mended)):
                if one is not None:
                    what = screen.tongue(KINDS[one.kind])
                    cells = (known.get(one.municipality, one.municipality), one.period, what)
                    screen.item(
                        "-",
                        f"{screen.tongue(words)}: {', '.join(cells)}, {amount(Fraction(one.amount), screen.tongue)}",
                    )
        saying.must_confirm(screen, yes=yes)
        count = ledger.correct(desk.office, desk.actor, number_, mended)
    if screen.as_json:
        return saying.show(screen, {"corrected": number_, "postings": count})
    saying.done(screen, N_("Posting {number} is mended; postings booked: {n}."), number=str(number_), n=count)
    saying.hint(screen, _BALANCE)
    return Exit.DONE


def carry_over(screen: Screen, period: str, following: str, *, yes: bool) -> Exit:
    """Close a period, after saying what that means."""
    with opened(screen) as desk:
        name, later = period_of(desk, period), period_of(desk, following)
        if not screen.as_json:
            words = N_("Period {period} is closed for good; its balance goes to {next}, and what is under way with it.")
            saying.done(screen, words, period=name, next=later)
        saying.must_confirm(screen, yes=yes)
        count = ledger.close_period(desk.office, desk.actor, name, later)
    if screen.as_json:
        return saying.show(screen, {"period": name, "next": later, "carried": count})
    words = N_("Period {period} is closed; balances carried into {next}: {n}.")
    saying.done(screen, words, period=name, next=later, n=count)
    saying.hint(screen, N_("Next: `allocator ledger balance {next}` shows where everybody begins."), next=later)
    return Exit.DONE

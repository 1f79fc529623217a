"""``ledger postings`` and ``ledger months``: what a balance is made of, and how it went."""

from fractions import Fraction

from allocator.actions import ledger
from allocator.commandline.exits import Exit
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import opened
from allocator.commandline.kept.ledgers import KINDS, Which, amount, ledger_of, period_of, title
from allocator.commandline.kept.region import names
from allocator.commandline.screen import Screen, number, short, text
from allocator.locale import N_, day
from allocator.reports.words import COUNTS


def postings(screen: Screen, period: str | None) -> Exit:
    """Show every posting with its number."""
    with opened(screen) as desk:
        name = period_of(desk, period)
        found = ledger.list_postings(desk.office, desk.actor, name)
        known = names(desk)
    if screen.as_json:
        data = [{"number": count} | one.model_dump(mode="json") for count, one in found]
        return saying.show(screen, {"period": name, "postings": data})
    tongue = screen.tongue
    columns = [
        number(tongue(N_("No."))),
        short(tongue(N_("On"))),
        text(tongue(N_("Municipality")), 3),
        text(tongue(N_("What")), 2),
        number(tongue(N_("Amount"))),
        text(tongue(N_("Ledger")), 3),
        text(tongue(N_("Note")), 3),
    ]
    rows = []
    for count, one in found:
        where = known.get(one.municipality, one.municipality)
        if one.counterparty:
            where += f" ← {known.get(one.counterparty, one.counterparty)}"
        of = f"{one.group}, {tongue(COUNTS[one.unit])}"
        cells = (str(count), saying.on(one.on), where, tongue(KINDS[one.kind]))
        rows.append((*cells, amount(Fraction(one.amount), tongue), of, one.note))
    screen.table(columns, rows, tongue(N_("Postings of {period}: {n}"), period=name, n=len(found)))
    saying.hint(screen, N_("Next: `allocator ledger correction NUMBER` mends one; nothing is ever taken away."))
    return Exit.DONE


def lines(screen: Screen, which: Which) -> Exit:
    """Show one ledger line by line, with the balance after each."""
    with opened(screen) as desk:
        of = ledger_of(desk, which)
        found = ledger.show_lines(desk.office, desk.actor, of)
        known = names(desk)
    if screen.as_json:
        return saying.show(screen, {"ledger": of, "lines": found})
    tongue = screen.tongue
    columns = [
        short(tongue(N_("On"))),
        text(tongue(N_("Municipality")), 3),
        text(tongue(N_("What")), 2),
        number(tongue(N_("Amount"))),
        number(tongue(N_("Still owed after"))),
        text(tongue(N_("Note")), 3),
    ]
    rows = [
        (
            saying.on(one.on),
            known.get(one.municipality, one.municipality),
            tongue(KINDS[one.kind]),
            amount(one.amount, tongue),
            amount(one.balance, tongue),
            one.note,
        )
        for one in found
    ]
    screen.table(columns, rows, f"{of.period}: {title(of.group, of.unit, tongue)}")
    saying.hint(screen, N_("Next: `allocator ledger months` shows how it went month by month."))
    return Exit.DONE


def months(screen: Screen, which: Which) -> Exit:
    """Show how everybody stood at the end of each month, and stands now."""
    with opened(screen) as desk:
        of = ledger_of(desk, which)
        found = ledger.show_months(desk.office, desk.actor, of)
        known = names(desk)
    if screen.as_json:
        return saying.show(screen, {"ledger": of, "days": [(one, {"balance": one.standing.balance}) for one in found]})
    tongue = screen.tongue
    heads = (N_("Task"), N_("Realised"), N_("Committed"), N_("Due by then"), N_("Still owed"))
    columns = [short(tongue(N_("Municipality"))), *(number(tongue(head)) for head in heads)]
    for on in dict.fromkeys(one.on for one in found):
        rows = [
            (
                known.get(one.municipality, one.municipality),
                *(
                    amount(value, tongue)
                    for value in (
                        one.standing.task,
                        one.standing.realised,
                        one.standing.committed,
                        one.due,
                        one.standing.balance,
                    )
                ),
            )
            for one in found
            if one.on == on
        ]
        screen.table(columns, rows, day(on, screen.lang))
    if not found:
        screen.line(tongue(N_("Nothing is booked in period {period}."), period=of.period))
    saying.hint(screen, N_("Next: `allocator ledger balance` shows how everybody stands."))
    return Exit.DONE

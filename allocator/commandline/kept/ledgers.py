"""``ledger``: what is owed, every posting, and how it went month by month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from allocator.actions import ledger
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import Desk, opened
from allocator.commandline.kept.region import names
from allocator.commandline.screen import Screen, number, short
from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.period import bounds
from allocator.ledger import Account, Standing
from allocator.locale import N_
from allocator.reports.words import COUNTS, Tongue

KINDS: Mapping[LedgerKind, str] = {
    LedgerKind.OPENING: N_("opening balance"),
    LedgerKind.QUOTA: N_("quota"),
    LedgerKind.COMMITTED: N_("committed"),
    LedgerKind.PLACED: N_("realised"),
    LedgerKind.TRANSFER: N_("transfer"),
    LedgerKind.REVISION: N_("revision"),
    LedgerKind.EXCUSED: N_("excused"),
    LedgerKind.CORRECTION: N_("correction"),
    LedgerKind.CARRY_OVER: N_("carried over"),
}


@dataclass(frozen=True)
class Which:
    """A ledger as a person names it."""

    period: str | None = None
    group: str = "all"
    persons: bool = False


def ledger_of(desk: Desk, which: Which) -> ledger.Ledger:
    """The ledger that is meant."""
    unit = CountUnit.PERSONS if which.persons else CountUnit.HOUSEHOLDS
    return ledger.Ledger(period_of(desk, which.period), which.group, unit)


def period_of(desk: Desk, written: str | None) -> str:
    """The period that is meant: the one that is named, else the one of today that has postings.

    Raises:
        WrongUse: when it is no period, or there is a choice.
    """
    if written is not None:
        try:
            bounds(written)
        except ValueError:
            raise WrongUse(desk.tongue(N_("Write a period as 2026, 2026-H2 or 2026-Q4."))) from None
        return written
    known = {account.period for account in ledger.show_balances(desk.office, desk.actor)}
    today = desk.office.today
    fits = sorted(period for period in known if bounds(period)[0] <= today <= bounds(period)[1])
    if len(fits) > 1:
        raise WrongUse(desk.tongue(N_("Say which period it is: {periods}."), periods=", ".join(fits)))
    return fits[0] if fits else max(known, key=bounds, default=str(today.year))


def title(group: str, unit: CountUnit, tongue: Tongue) -> str:
    """What a ledger counts, in words."""
    of = tongue(N_("all groups together")) if group == "all" else group
    return tongue(N_("{group}, counted in {unit}"), group=of, unit=tongue(COUNTS[unit]))


def amount(value: Fraction | int, tongue: Tongue, *, signed: bool = False) -> str:
    """An amount of a ledger."""
    return tongue.number(Fraction(value), signed=signed)


# ------------------------------------------------------------------------------------------------ balance


def balance(screen: Screen, period: str | None) -> Exit:
    """Show how every municipality stands, a table for each ledger."""
    with opened(screen) as desk:
        name = period_of(desk, period)
        found = ledger.show_balances(desk.office, desk.actor, name)
        known = names(desk)
    if screen.as_json:
        rows = [account._asdict() | _sums(one) for account, one in sorted(found.items())]
        return saying.show(screen, {"period": name, "balances": rows})
    tongue = screen.tongue
    if not found:
        screen.line(tongue(N_("Nothing is booked in period {period}."), period=name))
    groups: dict[tuple[str, CountUnit], dict[str, Standing]] = defaultdict(dict)
    for account, one in sorted(found.items()):
        groups[account.group, account.unit][account.municipality] = one
    for (group, unit), some in sorted(groups.items(), key=lambda item: (item[0][0] != "all", item[0])):
        screen.heading(f"{name}: {title(group, unit, tongue)}")
        _balances(screen, some, known)
    saying.hint(screen, N_("Next: `allocator ledger postings` shows what it is made of."))
    return Exit.DONE


def _sums(one: Standing) -> dict[str, Fraction]:
    sums = ("quota", "carried", "transfers", "revisions", "excused", "realised", "committed", "balance")
    return {name: getattr(one, name) for name in sums}


def _balances(screen: Screen, some: Mapping[str, Standing], known: Mapping[str, str]) -> None:
    tongue = screen.tongue
    heads = (N_("Task"), N_("Carried"), N_("Realised"), N_("Committed"), N_("Still owed"))
    columns = [short(tongue(N_("Municipality"))), *(number(tongue(head)) for head in heads)]
    rows = [(known.get(code, code), *_cells(one, tongue, screen.wide)) for code, one in some.items()]
    if len(some) > 1:
        rows.append((tongue(N_("Together")), *_cells(_sum(some.values()), tongue, screen.wide)))
    if screen.wide:
        parts = (N_("Quota"), N_("Transfers"), N_("Revisions"), N_("Excused"))
        columns[1:2] = [number(tongue(head)) for head in parts[:3]] + [columns[1]]
        columns.insert(6, number(tongue(parts[3])))
    screen.table(columns, rows)


def _cells(one: Standing, tongue: Tongue, wide: bool) -> list[str]:
    """Amounts in the order of the columns; where there is room, also what the task is made of."""
    carried = [one.carried, one.excused] if wide else [one.brought]
    task = [one.quota, one.transfers, one.revisions, one.task] if wide else [one.task]
    amounts = [*task, *carried, one.realised, one.committed, one.balance]
    return [amount(value, tongue) for value in amounts]


def _sum(some: Iterable[Standing]) -> Standing:
    total: dict[str, Fraction] = defaultdict(Fraction)
    for one in some:
        for name in Standing.__dataclass_fields__:
            total[name] += getattr(one, name)
    return Standing(**total)


def check(screen: Screen) -> Exit:
    """Work all balances out again; a difference gives the exit code of a problem."""
    with opened(screen) as desk:
        wrong: tuple[Account, ...] = ledger.check_balances(desk.office, desk.actor)
    if screen.as_json:
        saying.show(screen, {"same": not wrong, "differ": [one._asdict() for one in wrong]})
    elif wrong:
        screen.line(screen.tongue(N_("Balances that are not what their postings say: {n}."), n=len(wrong)), "bold red")
        screen.bullets(" ".join(one) for one in wrong)
    else:
        screen.line(screen.tongue(N_("Every balance is what its postings say.")), "bold green")
    return Exit.PROBLEMS if wrong else Exit.DONE

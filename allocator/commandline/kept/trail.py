"""``audit``: the chain checked and shown, and who read whose file."""

import re
from pathlib import Path

from allocator.actions import Office, trail
from allocator.audit import Head, Link
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import opened
from allocator.commandline.progress import meter
from allocator.commandline.screen import Screen, key, number, short, text
from allocator.domain.base import composed
from allocator.locale import N_


def verify(screen: Screen, *, head: str | None, ends: Path | None, backup: Path | None) -> Exit:
    """Check the chain; a broken one gives the exit code of a problem."""
    written = [_head(screen, head)] if head else []
    with opened(screen) as desk, meter(screen) as shown:
        kept = _ends(screen, ends) if ends else []
        if backup:
            written.append(Office.end_in_backup(backup))
        shown.phase(desk.tongue(N_("Checking the chain")))
        broken, end = trail.verify_audit(desk.office, desk.actor, *written, *kept)
    if ends and broken is None and end is not None and end not in kept:
        with ends.open("a", encoding="utf-8") as file:
            file.write(f"{end.number}:{end.sha256}\n")
    if screen.as_json:
        saying.show(screen, {"intact": broken is None, "broken": broken, "head": end})
        return Exit.PROBLEMS if broken else Exit.DONE
    tongue = screen.tongue
    if broken is not None:
        screen.line(tongue(N_("The chain is broken at link {number}:"), number=str(broken.number)), "bold red")
        screen.line(broken.sentence.render(screen.lang))
        saying.hint(screen, N_("Stop working in this database, and keep it as it is. Compare it with a backup."))
        return Exit.PROBLEMS
    count = end.number if end else 0
    screen.line(tongue(N_("The chain is whole: {n} links, and nobody changed one."), n=count), "bold green")
    if written or kept:
        screen.line(tongue(N_("It goes through all ends that were written down: {n}."), n=len({*written, *kept})))
    if ends:
        screen.line(tongue(N_("Its end stands in {file} now."), file=str(ends)))
    elif end is not None:
        screen.line(tongue(N_("Its end, to write down elsewhere:")))
        screen.console.print(f"    {end.number}:{end.sha256}", soft_wrap=True)
        saying.hint(
            screen,
            N_("Next time: `allocator audit verify --ends FILE`, in a place of its own, keeps and checks all ends."),
        )
    return Exit.DONE


_END = re.compile(r"(\d+):([0-9a-f]{64})")


def _head(screen: Screen, written: str) -> Head:
    found = _END.fullmatch(written.strip())
    if found is None:
        raise WrongUse(screen.tongue(N_("Write --head as it was shown: the number, a colon, and the whole hash.")))
    return Head(int(found[1]), found[2])


def _ends(screen: Screen, path: Path) -> list[Head]:
    """Ends that were kept in a file, one a line; none when there is no such file yet.

    Raises:
        WrongUse: a line is no end, or the file cannot be read or written.
    """
    try:
        with path.open("a+", encoding="utf-8") as file:  # where it cannot be written, that is said before the work
            file.seek(0)
            lines = file.read().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise WrongUse(
            screen.tongue(N_("{file} cannot be used: {fault}."), file=str(path), fault=str(reason))
        ) from error
    found = [_END.fullmatch(line.strip()) for line in lines]
    if None in found:
        fault = N_("Line {line} of {file} is no end of a chain: a number, a colon, and a hash.")
        raise WrongUse(screen.tongue(fault, line=str(found.index(None) + 1), file=str(path)))
    return [Head(int(one[1]), one[2]) for one in found if one]


def show(screen: Screen, whom: str | None, household: str | None, what: str | None, most: int) -> Exit:
    """Show events, the newest first."""
    with opened(screen) as desk:
        found = trail.show_audit(
            desk.office,
            desk.actor,
            whom=whom,
            household=composed(household) if household else None,
            what=what,
            most=most,
        )
    if screen.as_json:
        return saying.show(screen, {"events": found})
    tongue = screen.tongue
    columns = [
        number(tongue(N_("No."))),
        short(tongue(N_("When"))),
        text(tongue(N_("Who")), 2),
        short(tongue(N_("What"))),
        text(tongue(N_("On what")), 2),
    ]
    if screen.wide:
        columns.append(text(tongue(N_("Facts")), 5))
    screen.table(columns, [_row(one, screen) for one in found], tongue(N_("What was done, the newest first")))
    saying.hint(screen, N_("Next: `allocator audit verify` checks the whole chain."))
    return Exit.DONE


def _row(link: Link, screen: Screen) -> list[str]:
    event = link.event
    who = event.who if event.who == "system" else f"{event.who}, {saying.role(event.role, screen.tongue)}"
    row = [str(link.number), saying.moment(event.at), who, event.what, f"{event.kind} {event.whom or ''}".strip()]
    if screen.wide:
        told = [f"{name} {value if len(value) < 24 else value[:12] + '...'}" for name, value in event.facts.items()]
        told += [event.why] if event.why else []
        told += [screen.tongue(N_("changed: {fields}"), fields=", ".join(c.field for c in event.changes))] * bool(
            event.changes
        )
        row.append("; ".join(told))
    return row


def readings(screen: Screen, household: str) -> Exit:
    """Show who read a file."""
    household = composed(household)
    with opened(screen) as desk:
        found = trail.show_readings(desk.office, desk.actor, household)
    if screen.as_json:
        return saying.show(screen, {"household": household, "readings": found})
    tongue = screen.tongue
    columns = [
        short(tongue(N_("When"))),
        key(tongue(N_("Who"))),
        text(tongue(N_("Role")), 2),
        text(tongue(N_("For what")), 3),
    ]
    rows = [
        (saying.moment(one.at), one.who, saying.role(one.role, tongue), one.what + (f" ({one.why})" if one.why else ""))
        for one in found
    ]
    title = tongue(N_("Readings of the file of {household}: {n}"), household=household, n=len(found))
    screen.table(columns, rows, title)
    saying.hint(
        screen, N_("Next: `allocator audit show --household {household}` shows what was done."), household=household
    )
    return Exit.DONE


def seal(screen: Screen) -> Exit:
    """Seal the readings."""
    with opened(screen) as desk:
        count = trail.seal_readings(desk.office, desk.actor)
    if screen.as_json:
        return saying.show(screen, {"sealed": count})
    saying.done(screen, N_("Readings sealed into the chain: {n}."), n=count)
    return Exit.DONE

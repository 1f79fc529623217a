"""``db``, ``backup``, ``restore`` and ``upkeep``: looking after what is kept."""

from pathlib import Path

from allocator.actions import Office, trail
from allocator.actions import upkeep as upkeeping
from allocator.commandline.exits import Exit
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import opened
from allocator.commandline.progress import meter
from allocator.commandline.screen import Screen
from allocator.domain.refusal import Conflict
from allocator.locale import N_
from allocator.settings import read_settings

_DIALECTS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def upgrade(screen: Screen) -> Exit:
    """Bring the tables to the version of the program."""
    before, after = Office.upgrade()
    if screen.as_json:
        return saying.show(screen, {"before": before, "after": after, "changed": before != after})
    if before == after:
        saying.done(screen, N_("The tables were of this version already ({revision})."), revision=after)
        return Exit.DONE
    saying.done(screen, N_("The tables are of this version now ({revision})."), revision=after)
    if before is None:
        saying.hint(screen, N_("Next: `allocator user first NAME --save` makes the first administrator."))
    return Exit.DONE


def status(screen: Screen) -> Exit:
    """Which database it is, and how its tables stand; an old one gives the exit code of a problem."""
    current, wanted, dialect = Office.status()
    settings = read_settings()
    place = settings.place
    good = current == wanted
    if screen.as_json:
        found = {"kind": dialect, "place": place, "revision": current, "program": wanted, "current": good}
        saying.show(screen, found)
        return Exit.DONE if good else Exit.PROBLEMS
    tongue = screen.tongue
    saying.facts(
        screen,
        [
            (tongue(N_("Database")), f"{_DIALECTS.get(dialect, dialect)}, {place}"),
            (tongue(N_("Environment")), settings.environment.value),
            (tongue(N_("Revision of the tables")), current or "–"),
            (tongue(N_("Revision of this program")), wanted),
        ],
    )
    if good:
        saying.hint(screen, N_("Next: `allocator round list` shows the rounds."))
        return Exit.DONE
    saying.hint(screen, N_("Next: `allocator db upgrade` brings the tables to this version."))
    return Exit.PROBLEMS


def check(screen: Screen) -> Exit:
    """Say what is not as it must be; then the exit code is that of a problem."""
    with opened(screen) as desk, meter(screen) as shown:
        shown.phase(desk.tongue(N_("Checking everything that is kept")))
        wrong = upkeeping.check_soundness(desk.office, desk.actor)
    if screen.as_json:
        saying.show(screen, {"sound": not wrong, "wrong": wrong})
    elif wrong:
        screen.line(screen.tongue(N_("Not as it must be: {n}."), n=len(wrong)), "bold red")
        screen.bullets(wrong)
    else:
        screen.line(screen.tongue(N_("All that must be true of what is kept is true.")), "bold green")
    return Exit.PROBLEMS if wrong else Exit.DONE


def backup(screen: Screen, file: Path) -> Exit:
    """Write everything to one file.

    Raises:
        Conflict: when the file exists.
        OSError: when it cannot be written.
    """
    if file.exists():
        raise Conflict("file_exists", N_("{file} exists already; give the backup another name."), file=str(file))
    with opened(screen) as desk, meter(screen) as shown:
        shown.phase(desk.tongue(N_("Writing the backup")))
        counts = upkeeping.backup(desk.office, desk.actor, file)
    if screen.as_json:
        return saying.show(screen, {"file": str(file), "rows": counts})
    saying.done(screen, N_("Backup written: {file}."), file=str(file))
    _counts(screen, counts)
    words = N_("Keep the keys of ALLOCATOR_KEYS elsewhere: without them the facts in it cannot be read.")
    saying.hint(screen, words)
    return Exit.DONE


def restore(screen: Screen, file: Path) -> Exit:
    """Put a backup back.

    Raises:
        Conflict: when the database is not empty, or the file is no backup.
    """
    with meter(screen) as shown:
        shown.phase(screen.tongue(N_("Putting the backup back")))
        counts = Office.restore(file)
    if screen.as_json:
        return saying.show(screen, {"file": str(file), "rows": counts})
    saying.done(screen, N_("Restored from {file}."), file=str(file))
    _counts(screen, counts)
    saying.hint(screen, N_("Next: `allocator db check`, `allocator audit verify` and `allocator round replay`."))
    return Exit.DONE


def _counts(screen: Screen, counts: dict[str, int]) -> None:
    filled = [count for count in counts.values() if count]
    screen.line(screen.tongue(N_("{rows} rows in {tables} tables."), rows=sum(filled), tables=len(filled)))


def upkeep(screen: Screen) -> Exit:
    """What the passing of days asks: expire, call off, seal."""
    with opened(screen) as desk:
        expired, ended = upkeeping.pass_days(desk.office, desk.actor)
        sealed = trail.seal_readings(desk.office, desk.actor)
    if screen.as_json:
        return saying.show(screen, {"expired": expired, "urgency_ended": ended, "readings_sealed": sealed})
    tongue = screen.tongue
    saying.done(screen, N_("Upkeep of {day} is done."), day=desk.office.today)
    saying.facts(
        screen,
        [
            (tongue(N_("Placements that expired")), tongue.number(expired)),
            (tongue(N_("Placements called off, because the urgency ended")), tongue.number(ended)),
            (tongue(N_("Readings sealed into the chain")), tongue.number(sealed)),
        ],
    )
    saying.hint(screen, N_("Next: `allocator placement stalls` shows what stands still."))
    return Exit.DONE

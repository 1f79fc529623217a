"""``import`` and ``export``: a case comes in, and what is kept goes out as a case."""

from collections.abc import Sequence
from pathlib import Path

from allocator.actions import exchange, policies
from allocator.actions.exchange import Imported
from allocator.commandline import inputs, result
from allocator.commandline.exits import Exit
from allocator.commandline.faults import problem_data, problems_table
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import Desk, opened
from allocator.commandline.progress import meter
from allocator.commandline.screen import Screen, key, number, text
from allocator.domain.refusal import Conflict
from allocator.intake import ReadCase, write_case
from allocator.intake.tables import read_file
from allocator.locale import N_

_TABLES = {
    "municipalities": N_("Municipalities"),
    "corporations": N_("Corporations"),
    "complexes": N_("Complexes"),
    "units": N_("Homes"),
    "support": N_("Support pools"),
    "households": N_("Households"),
    "occupants": N_("Rows on people who live there already"),
    "apart": N_("Rows on households to keep apart"),
    "pairs": N_("Words on a household and a home"),
    "keys": N_("Weights of distribution keys"),
    "ledger": N_("Ledger postings"),
}
_KINDS = {
    "new": N_("new"),
    "changed": N_("changed"),
    "back": N_("back on the list"),
    "gone": N_("off the list"),
}
FEW = 20


def import_case(screen: Screen, case: Path, policy: Path | None, *, dry_run: bool) -> Exit:
    """Say what a case changes, and change it.

    Raises:
        InputProblems: when the case cannot be used, or contradicts what is kept; nothing is changed then.
    """
    with opened(screen) as desk:
        with meter(screen) as shown:
            shown.phase(desk.tongue(N_("Reading the case")))
            read = inputs.case(case, policy)
            shown.phase(desk.tongue(N_("Comparing it with what is kept")))
            if dry_run:
                found = exchange.check_import(desk.office, desk.actor, read)
            else:
                found = exchange.import_case(desk.office, desk.actor, read, _source(case, policy))
        waits = _policy_waits(desk, read)
    if screen.as_json:
        return saying.show(
            screen,
            {
                "dry_run": dry_run,
                "changes": found.changes,
                "counts": found.counts,
                "policy_waits_for_approval": waits,
                "warnings": problem_data(found.warnings, screen.lang),
                "round_sha256": read.round.sha256,
            },
        )
    told(screen, found, dry_run=dry_run)
    _next(screen, read, dry_run=dry_run, waits=waits)
    return Exit.DONE


def _source(case: Path, policy: Path | None) -> str | None:
    """The text of the policy as people wrote it, comments and all; None when the case has no file of it."""
    file = policy or case / "policy.toml"
    return read_file(file).decode("utf-8-sig") if file.is_file() else None


def _policy_waits(desk: Desk, read: ReadCase) -> bool:
    """Whether the policy of the case is not approved yet."""
    version = read.round.policy.version
    known = policies.list_policies(desk.office, desk.actor)
    return not any(one.version == version and one.approved_at for one in known)


def told(screen: Screen, found: Imported, *, dry_run: bool) -> None:
    """Say what an import changes, or has changed."""
    tongue = screen.tongue
    if not found.changes:
        saying.done(screen, N_("This case says nothing new; nothing was changed."))
    elif dry_run:
        saying.done(screen, N_("This import would change {n:row|rows}. Nothing was changed."), n=len(found.changes))
    else:
        saying.done(screen, N_("Imported: {n:row was|rows were} changed."), n=len(found.changes))
    if found.counts:
        columns = [text(tongue(N_("What"))), *(number(tongue(words)) for words in _KINDS.values())]
        rows = [
            (tongue(words), *(tongue.number(found.counts.get(f"{table}.{kind}", 0)) for kind in _KINDS))
            for table, words in _TABLES.items()
            if any(name.startswith(f"{table}.") for name in found.counts)
        ]
        screen.console.print()
        screen.table(columns, rows)
    _details(screen, found)
    if found.warnings:
        screen.heading(tongue(N_("Warnings on the input: {n}"), n=len(found.warnings)))
        problems_table(screen, found.warnings[: result.FEW])
        result.and_more(screen, len(found.warnings) - result.FEW, N_("{n} more: allocator check shows them all."))


def _details(screen: Screen, found: Imported) -> None:
    """Which rows were changed, and in what; new ones are only counted, for a first import has thousands."""
    tongue = screen.tongue
    rows = [change for change in found.changes if change.kind.value != "new"]
    if not rows:
        return
    columns = [
        text(tongue(N_("What"))),
        key(tongue(N_("Key"))),
        text(tongue(N_("Becomes"))),
        text(tongue(N_("Columns")), 1),
    ]
    shown = [
        (tongue(_TABLES[one.table]), one.key, tongue(_KINDS[one.kind.value]), ", ".join(one.fields))
        for one in rows[:FEW]
    ]
    screen.table(columns, shown, tongue(N_("What changes")))
    result.and_more(screen, len(rows) - FEW, N_("{n} more; `--json` names them all."))


def _next(screen: Screen, read: ReadCase, *, dry_run: bool, waits: bool) -> None:
    version = read.round.policy.version
    if dry_run:
        saying.hint(screen, N_("Next: the same command without --dry-run does it."))
    elif waits:
        words = N_("Next: the chair approves the policy with `allocator policy approve {version}`.")
        saying.hint(screen, words, version=version)
    else:
        words = N_("Next: `allocator round open --period {period}` freezes everything as it stands now.")
        saying.hint(screen, words, period=read.round.period)


def export_case(screen: Screen, folder: Path, round_id: str | None) -> Exit:
    """Write a case.

    Raises:
        Conflict: when the folder is not empty.
        OSError: when a file cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Conflict("not_empty", N_("{folder} is not empty; name a new folder."), folder=str(folder))
    with opened(screen) as desk:
        found = exchange.export_case(desk.office, desk.actor, round_id)
    files: Sequence[Path] = write_case(found, folder)
    if screen.as_json:
        return saying.show(screen, {"files": [str(file) for file in files], "round_sha256": found.sha256})
    tongue = screen.tongue
    saying.done(
        screen,
        N_("Written to {folder}: {households}, {homes}."),
        folder=str(folder),
        households=tongue.households(len(found.households)),
        homes=tongue.homes(len(found.units)),
    )
    screen.line(", ".join(file.name for file in files))
    saying.hint(screen, N_("Facts of people stand in these files. Remove them when you are done."))
    return Exit.DONE

"""``remote``: homes, cases and runs on a server of the allocator, from another machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from allocator.actions.exchange import Change, Imported, Kind
from allocator.client import Client, Fault, Refused, Report, Run
from allocator.client import Unreachable as NoAnswer
from allocator.client.client import Rows
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import credentials, saying
from allocator.commandline.kept.exchange import told
from allocator.commandline.kept.rounds import RUNS
from allocator.commandline.progress import meter
from allocator.commandline.screen import Screen
from allocator.domain.failure import CONTRADICTION
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.refusal import Conflict, NotAllowed, NotFound, Refusal, Unavailable
from allocator.locale import N_
from allocator.settings import read_settings

_SAID = "{what}"
_KINDS: dict[int, type[Refusal]] = {401: NotAllowed, 403: NotAllowed, 404: NotFound, 503: Unavailable}


def submit(screen: Screen, server: str | None, rows: Rows, file: Path, *, complete: bool, dry_run: bool) -> Exit:
    """Send homes, households or pools of support.

    Raises:
        InputProblems: every problem by line; nothing was kept then.
    """
    with _client(screen, server) as client, _as_here():
        report = client.submit(rows, file, complete=complete, dry_run=dry_run)
    return _report(screen, report)


def import_case(screen: Screen, server: str | None, case: Path, *, dry_run: bool) -> Exit:
    """Send a whole case.

    Raises:
        InputProblems: every problem by file and line; nothing was kept then.
    """
    with _client(screen, server) as client, _as_here():
        report = client.import_case(case, dry_run=dry_run)
    return _report(screen, report)


def export_case(screen: Screen, server: str | None, folder: Path, round_id: str | None) -> Exit:
    """Fetch a case.

    Raises:
        Conflict: when the folder is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Conflict("not_empty", N_("{folder} is not empty; name a new folder."), folder=str(folder))
    with _client(screen, server) as client, _as_here():
        files = client.export_case(folder, round_id)
    if screen.as_json:
        return saying.show(screen, {"files": [str(file) for file in files]})
    saying.done(screen, N_("Written to {folder}: {files}."), folder=str(folder), files=", ".join(f.name for f in files))
    saying.hint(screen, N_("Facts of people stand in these files. Remove them when you are done."))
    return Exit.DONE


def run(screen: Screen, server: str | None, round_id: str, time_limit: float | None) -> Exit:
    """Start a run of a round there, and follow it to its end.

    Raises:
        Conflict: when it failed, or was called off.
    """
    with _client(screen, server) as client, _as_here(), meter(screen) as shown:
        last = client.start_run(round_id, time_limit)
        for now in client.follow(last.id):
            last = now
            shown.phase(_words(screen, now))
        clash = client.contradiction(last.id) if last.code == CONTRADICTION else ()
    if screen.as_json:
        saying.show(screen, last.model_dump(mode="json"))
    if last.status != "done":
        words = N_("Run {run} of round {round}: {status}. {fault}")
        status = screen.tongue(RUNS[last.status])
        if not screen.as_json:
            screen.bullets(clash)
        raise Conflict("run_failed", words, run=last.id, round=round_id, status=status, fault=last.error)
    if not screen.as_json:
        saying.done(screen, N_("Run {run} of round {round} is done."), run=last.id, round=round_id)
    return Exit.DONE


def _words(screen: Screen, now: Run) -> str:
    if now.progress is None:
        return screen.tongue(RUNS[now.status])
    values: dict[str, Any] = {"k": now.progress.number, "n": now.progress.of, "aim": now.progress.stage}
    return screen.tongue(N_("Aim {k} of {n}: {aim}"), **values)


def _client(screen: Screen, server: str | None) -> Client:
    if not server:
        raise WrongUse(screen.tongue(N_("Say where the server is: --server, or ALLOCATOR_SERVER.")))
    secret = credentials.token(read_settings())
    if not secret:
        text = N_("Who are you? Keep your token with `allocator token save`, or set ALLOCATOR_TOKEN.")
        raise NotAllowed("no_token", text)
    return Client(server, secret, lang=screen.lang)


@contextmanager
def _as_here() -> Iterator[None]:
    """What the server refuses is told as if it were refused here."""
    try:
        yield
    except Refused as refused:
        if refused.errors:
            raise InputProblems([_problem(one) for one in refused.errors]) from refused
        kind = _KINDS.get(refused.status, Conflict)
        raise kind(refused.code, _SAID, what=refused.detail) from refused
    except NoAnswer as error:
        raise Unavailable("unreachable", N_("The server does not answer: {fault}."), fault=str(error)) from error
    except ValueError as error:
        raise WrongUse(str(error)) from error


def _problem(one: Fault) -> Problem:
    return Problem(
        file=one.file or one.where,
        what=one.detail,
        do="",
        line=one.line,
        column=one.name,
        value=one.value,
        key=one.key,
    )


def _report(screen: Screen, report: Report) -> Exit:
    changes = tuple(Change(one.table, one.key, Kind(one.kind), one.fields) for one in report.changes)
    warnings = tuple(_problem(one).model_copy(update={"warning": True}) for one in report.warnings)
    if screen.as_json:
        return saying.show(screen, report.model_dump(mode="json"))
    told(screen, Imported(changes, report.counts, warnings), dry_run=report.dry_run)
    return Exit.DONE

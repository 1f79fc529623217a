"""``round pack`` and ``round minutes``: papers of the committee, written to a file."""

from pathlib import Path

from allocator.actions import papers
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import opened
from allocator.commandline.kept.rounds import which
from allocator.commandline.progress import meter
from allocator.commandline.screen import Screen
from allocator.locale import N_
from allocator.reports.disk import put


def pack(screen: Screen, round_id: str | None, number: int | None, reserves: int, out: Path | None) -> Exit:
    """Write the pack of a proposal.

    Raises:
        NotFound: when nothing was proposed yet.
        WrongUse: when the file is of no known kind.
        OSError: when it cannot be written.
    """
    with opened(screen) as desk, meter(screen) as shown:
        name = which(desk, round_id)
        path, form = _target(screen, out, f"pack-{name}.pdf")
        shown.phase(screen.tongue(N_("Writing the pack")))
        data = papers.write_pack(desk.office, desk.actor, name, number, form, screen.lang, with_reserves=reserves)
    return _put(screen, path, data)


def minutes(screen: Screen, round_id: str | None, out: Path | None) -> Exit:
    """Write the minutes of a round.

    Raises:
        NotFound: when nothing was proposed yet.
        WrongUse: when the file is of no known kind.
        OSError: when it cannot be written.
    """
    with opened(screen) as desk:
        name = which(desk, round_id)
        path, form = _target(screen, out, f"minutes-{name}.pdf")
        data = papers.write_minutes(desk.office, desk.actor, name, form, screen.lang)
    return _put(screen, path, data)


def _target(screen: Screen, out: Path | None, name: str) -> tuple[Path, str]:
    path = out or Path("out") / name
    form = path.suffix.removeprefix(".").lower()
    if form not in papers.FORMS:
        text = N_("{file}: write to a file that ends in one of: {forms}.")
        raise WrongUse(screen.tongue(text, file=str(path), forms=", ".join(f".{one}" for one in papers.FORMS)))
    return path, form


def _put(screen: Screen, path: Path, data: bytes) -> Exit:
    (written,) = put({path.name: data}, path.parent)
    if screen.as_json:
        return saying.show(screen, {"file": str(written)})
    saying.done(screen, N_("Written: {file}"), file=str(written))
    return Exit.DONE

"""``wanted``: what would help most, and the fit of supply and demand."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from allocator.commandline import inputs, sides
from allocator.commandline.exits import Exit
from allocator.commandline.progress import Meter, meter, stoppable
from allocator.commandline.screen import Column, Screen, number, short, text
from allocator.commandline.writing import write_documents
from allocator.locale import N_
from allocator.reports import disk, wishes
from allocator.reports.proof import plans_proven
from allocator.reports.wishes import Line
from allocator.reports.words import municipality_name
from allocator.solver.optimum import solve
from allocator.whatif.again import Basis
from allocator.whatif.many import Side
from allocator.whatif.supply import Cell, supply_and_demand
from allocator.whatif.wanted import Wanted, WantedList, wanted


def what_is_wanted(
    screen: Screen, read: Callable[[], Basis], verified: int, out: Path | None, time_limit: float | None, side: Side
) -> Exit:
    """Solve a round again with each promising change.

    Args:
        screen: where it is shown.
        read: gives the round with its best plan.
        verified: how many changes of each sort to solve again at most.
        out: where the report is written; None: nowhere.
        time_limit: seconds for each plan.
        side: where the plans are made.

    Raises:
        InputProblems: when the round cannot be used.
        Contradiction: when no plan keeps its pins.
        OSError: when the folder cannot be written.
    """
    if out is not None:
        disk.check(out)
    tongue = screen.tongue
    with meter(screen) as shown:
        shown.phase(tongue(N_("Searching the best plan")))
        found = _found(screen, shown, read(), verified, time_limit, side)
        cells = supply_and_demand(found.basis)
        files: list[Path] = []
        if out is not None:
            shown.phase(tongue(N_("Writing the files")))
            full, open_ = (
                wishes.document(found, cells, screen.lang, full=one, verified=verified) for one in (True, False)
            )
            files = write_documents("wanted", full, open_, out)
    if screen.as_json:
        made = {"made_of": wishes.provenance(found, verified), "files": [str(file) for file in files]}
        screen.data(data(found, cells, screen) | made)
    else:
        _show(screen, found, cells)
        sides.files(screen, files)
    return Exit.DONE if found.proven else Exit.NOT_PROVEN


def of_case(case: Path, policy: Path | None, seed: str | None, time_limit: float | None) -> Basis:
    """A case with its best plan."""
    round_ = inputs.case(case, policy, seed).round
    return Basis(round_, stoppable(lambda: solve(round_, time_limit=time_limit)))


def _found(
    screen: Screen, shown: Meter, basis: Basis, verified: int, time_limit: float | None, side: Side
) -> WantedList:
    tongue = screen.tongue
    shown.phase(tongue(N_("Thinking of what could help")))

    def told(done: int, most: int) -> None:
        shown.phase(tongue(N_("Plan {n} of {most}"), n=done, most=most))

    return stoppable(lambda: wanted(basis, verified=verified, time_limit=time_limit, side=side, told=told))


# ------------------------------------------------------------------------------------------------ for people


def _show(screen: Screen, found: WantedList, cells: Sequence[Cell]) -> None:
    tongue, round_ = screen.tongue, found.basis.round
    screen.heading(tongue(N_("What is wanted: round {id}"), id=round_.round_id))
    screen.line(f"{tongue(wishes.LEAD)} {plans_proven(found.proven, tongue)}")
    lines = wishes.lines_of(found, tongue, full=True)
    for sort in found.thought_of:
        screen.heading(tongue(wishes.SORTS[sort]))
        screen.line(wishes.counted(found, sort, tongue), "dim")
        mine = [line for line in lines if line.sort is sort]
        if mine:
            _table(screen, found, mine)
        else:
            screen.line(tongue(wishes.NONE))
    words = "; ".join(f"{n}: {getattr(label, screen.lang)}" for n, label in enumerate(round_.policy.urgency, start=1))
    screen.line(words, "dim")
    _fit(screen, found, cells)


def _table(screen: Screen, found: WantedList, lines: Sequence[Line]) -> None:
    tongue = screen.tongue
    columns: list[Column] = [text(tongue(N_("What")), 1), number(tongue(N_("Households more")))]
    columns += [number(str(n)) for n, _ in enumerate(found.basis.round.policy.urgency, start=1)]
    columns += [number(tongue(N_("People more"))), number(tongue(N_("Nearer"))), number(tongue(N_("Waiting days")))]
    if screen.wide:
        columns += [short(tongue(N_("Gets a home by it"))), short(tongue(N_("Loses its home by it")))]
    rows = []
    for line in lines:
        numbers = (line.households, *line.urgency, line.persons, line.nearer, line.days)
        cells = ["–" if n is None else tongue.number(n, 2, signed=True) for n in numbers]
        who = [", ".join(line.added), ", ".join(line.removed)] if screen.wide else []
        rows.append([line.what, *cells, *who])
    screen.table(columns, rows)


def _fit(screen: Screen, found: WantedList, cells: Sequence[Cell]) -> None:
    """Kinds of homes down, municipalities across (by number); per cell who waits for it and what is on offer."""
    tongue, round_ = screen.tongue, found.basis.round
    places = list(dict.fromkeys(cell.municipality for cell in cells))
    kinds = list(dict.fromkeys(cell.kind for cell in cells))
    of = {(cell.kind, cell.municipality): cell for cell in cells}
    names = [municipality_name(round_, code) for code in places]
    columns = [text(tongue(N_("Kind of home")), 1), *(number(str(n)) for n, _ in enumerate(names, start=1))]
    title = N_("Fit of supply and demand: households without a home / places on offer")
    if not screen.wide:
        title = N_("Fit of supply and demand: households without a home (--json tells what is on offer)")

    def words(cell: Cell) -> str:
        return f"{cell.waiting}/{cell.offered}" if screen.wide else str(cell.waiting)

    rows = [[wishes.kind_words(kind, tongue), *(words(of[kind, code]) for code in places)] for kind in kinds]
    screen.table(columns, rows, tongue(title))
    screen.line("; ".join(f"{n}: {name}" for n, name in enumerate(names, start=1)), "dim")
    screen.line(tongue(wishes.ONCE), "dim")


# ------------------------------------------------------------------------------------------------ for programs


def data(found: WantedList, cells: Sequence[Cell], screen: Screen) -> dict[str, Any]:
    """All that is wanted, and all cells of the fit."""
    lines = wishes.lines_of(found, screen.tongue, full=True)
    return {
        "round_id": found.basis.round.round_id,
        "round_sha256": found.basis.round.sha256,
        "proven": found.proven,
        "thought_of": {sort.value: n for sort, n in found.thought_of.items()},
        "solved_again": {sort.value: n for sort, n in found.solved.items()},
        "wanted": [_wanted(found, line, one) for line, one in zip(lines, found.found, strict=True)],
        "fit": [
            {
                "kind": c.kind.code,
                "municipality": c.municipality,
                "offered": c.offered,
                "left": c.left,
                "fits": c.fits,
                "needs": c.needs,
                "waiting": c.waiting,
            }
            for c in cells
        ],
    }


def _wanted(found: WantedList, line: Line, one: Wanted) -> dict[str, Any]:
    return {
        "sort": line.sort.value,
        "what": line.what,
        "change": one.change,
        "households": line.households,
        "urgency": dict(zip(found.basis.round.policy.urgency_codes, line.urgency, strict=True)),
        "persons": line.persons,
        "nearer": None if line.nearer is None else round(float(line.nearer), 2),
        "balance": one.gain.balance,
        "waiting_days": line.days,
        "added": line.added,
        "removed": line.removed,
        "moved": line.moved,
        "proven": line.proven,
        "at_most": one.at_most,
    }

"""``python -m tests.benchmarks``: measure our solver and its peers, and write docs/benchmarks.md."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.benchmarks import commands, machine
from tests.benchmarks.plot import growth_svg
from tests.benchmarks.report import Run, page
from tests.benchmarks.rows import ALL, NORMS, PEERS, ROWS, Result
from tests.benchmarks.runner import ROOT, Task, growth, run, tasks


def main() -> int:
    """Run what was asked for; the page is written after every row, so a stopped run keeps what it has."""
    asked = _arguments()
    console = Console(stderr=True)
    rows = ALL if asked.rows == "all" else (asked.rows,)
    found = Run(_command(), machine.describe(), machine.busy(), asked.peer_limit)
    if asked.rows in ("all", "region") and not asked.no_commands:
        found.commands = _commands(asked.seeds, console)
    _measure(found, tasks(rows, asked.seeds, asked.norm, asked.peers, asked.peer_seeds), asked.out, console)
    if asked.growth or asked.rows == "all":
        for result in growth(asked.peers, asked.peer_limit):
            console.print(_line(result))
            found.growth.append(result)
    _write(found, asked.out)
    console.print(f"Written: {asked.out.name}")
    return 1 if any(r.broken for r in found.results) else 0


def _measure(found: Run, todo: list[Task], out: Path, console: Console) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("measuring", total=len(todo))
        for task in todo:
            progress.update(bar, description=f"{task.row}, {task.norm}, seed {task.seed}: {task.who}")
            found.results.append(run(task, found.limit))
            console.print(_line(found.results[-1]))
            _write(found, out)
            progress.advance(bar)


def _line(result: Result) -> str:
    took = f"{result.seconds:.2f} s" if result.seconds is not None else result.failed
    state = "proven" if result.proven else "not proven"
    broken = f", {result.broken} BROKEN RULES" if result.broken else ""
    return f"{result.row:>10} {result.norm:<11} seed {result.seed} {result.who:<18} {took:>10}  {state}{broken}"


def _commands(seeds: list[int], console: Console) -> dict[str, float]:
    console.print("timing the commands")
    size = ROWS["region"]
    return {
        "allocator --help": commands.help_seconds(),
        "allocator match (region week)": commands.match_seconds(size.households, size.units, seeds),
    }


def _write(found: Run, out: Path) -> None:
    plot = None
    if found.growth:
        drawing = out.with_name(f"{out.stem}-growth.svg")
        drawing.write_text(growth_svg(found.growth, found.limit), encoding="utf-8")
        plot = drawing.name
    out.write_text(page(found, plot), encoding="utf-8")


def _command() -> str:
    return " ".join(["python -m tests.benchmarks", *(f'"{a}"' if " " in a else a for a in sys.argv[1:])])


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _names(known: tuple[str, ...]) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        asked = [part.strip() for part in text.split(",") if part.strip()]
        if wrong := [name for name in asked if name not in known]:
            raise argparse.ArgumentTypeError(f"{', '.join(wrong)}: choose from {', '.join(known)}")
        return asked

    return read


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="?", default="all", choices=[*ROWS, "all"], help="all: every row but country")
    parser.add_argument("--seeds", type=_numbers, default=[1, 2, 3, 4, 5], help="seeds of the rounds")
    parser.add_argument("--norm", type=_names(NORMS), default=list(NORMS), help="norms of balance, with commas")
    parser.add_argument("--peers", type=_names(PEERS), default=list(PEERS), help=f"of {'; '.join(PEERS)}; '' for none")
    parser.add_argument("--peer-seeds", type=_numbers, default=[1, 2, 3], help="seeds for the peers, on the region")
    parser.add_argument("--peer-limit", type=float, default=120.0, help="seconds a peer may take in all")
    parser.add_argument("--growth", action="store_true", help="the plot of growth too (always with `all`)")
    parser.add_argument("--no-commands", action="store_true", help="leave out the times of the commands")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks.md", help="where the page goes")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

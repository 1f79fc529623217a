"""``python -m tests.benchmarks.pages``: every page in every role, with five years of weeks and 600 households.

The history is made the first time, which takes half an hour or more, and kept (``tests/benchmarks/history.py``); pages
are asked of a copy of it. Time is that of the server, from the request until the last byte of its answer.
"""

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, perf_counter, process_time, sleep
from typing import Any

from rich.console import Console

from allocator.api.aside import PATIENCE
from allocator.api.serving import settle_down
from allocator.domain.workflow import Role
from tests.actions.offices import House
from tests.api.pages.counting import counting
from tests.api.pages.readers import Reader, reader, weight
from tests.api.pages.visits import VISITS, Sample, Visit
from tests.api.servers import Server, serving
from tests.benchmarks.history import lengthen, monday, must_be_whole, weeks_in
from tests.benchmarks.machine import busy, describe

PAGE = Path(__file__).parents[2] / "docs" / "page-times.md"
MOST_MS, MOST_KB = 200, 60
TRIES = 20
WAITS = 'id="being-worked-out"'
"""What stands on a page while its answer is being worked out."""
MOST_WAIT = 120.0


@dataclass
class Times:
    """Times of requests, as the server takes them: around the whole application."""

    app: Any
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        wall, cpu = perf_counter(), process_time()

        async def sends(message: Any) -> None:
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self.wall.append(1000 * (perf_counter() - wall))
                self.cpu.append(1000 * (process_time() - cpu))
            await send(message)

        await self.app(scope, receive, sends)


@dataclass(frozen=True)
class Row:
    """What one page took in one role; times in milliseconds.

    Attributes:
        address: of the page.
        role: who asked it.
        status: of the answer.
        first: the first time it is asked, when nothing is known yet.
        wall: times after that.
        cpu: processor time of the same.
        size: KB of HTML, style sheet and script over the line.
        queries: how often the database was asked.
        waited: seconds until an answer that has to be worked out was there; 0: it is there at once.
    """

    address: str
    role: str
    status: int
    first: float
    wall: list[float]
    cpu: list[float]
    size: float
    queries: int
    waited: float

    @property
    def late(self) -> float:
        """The time that one in twenty requests takes, or more."""
        return quantiles(self.wall, n=20)[-1]

    @property
    def is_good(self) -> bool:
        """Whether it holds what it must."""
        return self.status == 200 and self.late <= MOST_MS and self.size <= MOST_KB


def main() -> int:
    """Measure what was asked for, and write the page when that was asked."""
    asked = _arguments()
    history, console = lengthen(asked.households, asked.units, asked.weeks), Console(stderr=True, width=170)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pages.db"
        shutil.copyfile(history, file)
        weeks = weeks_in(file)
        with monday(file, asked.households, asked.units) as (house, sample), _timed(house) as (server, times):
            found = list(_rows(server, times, sample, asked, console))
        if asked.check:
            must_be_whole(file)
    text = page(found, asked, weeks)
    print(text)
    if asked.write:
        PAGE.write_text(text, encoding="utf-8")
    return 0 if all(one.is_good for one in found) else 1


# ------------------------------------------------------------------------------------------------ measuring


@contextmanager
def _timed(house: House) -> Iterator[tuple[Server, Times]]:
    """A server with a clock around it."""
    found: list[Times] = []

    def around(app: Any) -> Times:
        found.append(Times(app))
        return found[0]

    house.office.warm_up()
    with serving(house, around, secure=False, second_factor=False, patience=PATIENCE) as server:
        settle_down()
        yield server, found[0]


def _rows(server: Server, times: Times, sample: Sample, asked: argparse.Namespace, console: Console) -> Iterator[Row]:
    """Every page in every role that may open it."""
    readers: dict[Role, Reader] = {role: reader(server, sample.actor(role)) for role in Role if role is not Role.SYSTEM}
    nobody = reader(server)
    for one in readers.values():
        one.client.timeout = None  # who measures waits
    for visit in VISITS:
        if not re.search(asked.only, visit.route):
            continue
        for role in sorted(visit.roles) or ("",):
            row = _row(server, times, readers[Role(role)] if role else nobody, visit, sample, role, asked.tries)
            line = f"{row.address:60} {row.role:16} {row.status} {median(row.wall):6.0f} {row.late:6.0f} ms"
            mark = "" if row.is_good else "  <---"
            console.print(f"{line} {row.size:4.0f} KB {row.queries:3} queries, {row.waited:.0f} s{mark}", markup=False)
            yield row


def _row(server: Server, times: Times, one: Reader, visit: Visit, sample: Sample, role: str, tries: int) -> Row:
    address = visit.address(sample)
    times.wall.clear()
    began = monotonic()
    answer = one.client.get(address)
    first, waited = times.wall[0], 0.0
    while WAITS in answer.text and monotonic() < began + MOST_WAIT:
        sleep(0.5)
        answer, waited = one.client.get(address), monotonic() - began
    with counting(server.house.store) as count:
        one.client.get(address)
    times.wall.clear()
    times.cpu.clear()
    for _ in range(tries):
        one.client.get(address)
    size = weight(one, address) / 1000
    wall, cpu = times.wall[:tries], times.cpu[:tries]
    return Row(address, role, answer.status_code, first, wall, cpu, size, count.asked, waited)


def page(found: list[Row], asked: argparse.Namespace, weeks: int) -> str:
    """The outcome as a page."""
    rows = [
        f"| `{_plain(one.address)}` | {one.role or 'nobody'} | {one.first:.0f} | {median(one.wall):.0f} "
        f"| {one.late:.0f} | {median(one.cpu):.0f} | {one.size:.0f} "
        f"| {one.queries} | {f'{one.waited:.0f} s' if one.waited else ''} |"
        for one in found
    ]
    slow, quick = [one for one in found if not one.is_good], sum(one.first <= MOST_MS for one in found)
    return "\n".join(
        [
            "# How long pages take",
            "",
            "Written by `python -m tests.benchmarks.pages --write`; do not edit.",
            "",
            f"After {weeks} weeks of work on SQLite, with a round of {asked.households} households and {asked.units}",
            "homes open. Milliseconds of the server from the request until the last byte, each page asked",
            f"{asked.tries} times after the first; KB of HTML, style sheet and script over the line; how often the",
            "database is asked. Where the last column says seconds, the answer is worked out beside the pages: the",
            "page says so at once, which is the first time here, and shows it when it is there.",
            "",
            f"{datetime.now(tz=UTC):%Y-%m-%d}, {describe()}; {busy()} processes wanted a core.",
            "",
            f"At most {MOST_MS} ms in 95 of 100 and {MOST_KB} KB: {len(found) - len(slow)} of {len(found)} hold.",
            f"At most {MOST_MS} ms the first time after the server started: {quick} of {len(found)}.",
            "",
            "| Page | Role | First | Median | 95 % | Processor | KB | Queries | Worked out in |",
            "|---|---|--:|--:|--:|--:|--:|--:|--:|",
            *rows,
            "",
        ]
    )


def _plain(address: str) -> str:
    return re.sub(r"[0-9a-f]{64}", "...", address)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages", description=__doc__)
    parser.add_argument("--weeks", type=int, default=260, help="weeks of history, five years if not said")
    parser.add_argument("--households", type=int, default=600, help="who waits each week")
    parser.add_argument("--units", type=int, default=60, help="homes each week")
    parser.add_argument("--tries", type=int, default=TRIES, help="how often each page is asked")
    parser.add_argument("--only", default="", help="only pages whose address matches this")
    parser.add_argument("--check", action="store_true", help="check the whole audit trail afterwards too")
    parser.add_argument("--write", action="store_true", help=f"write docs/{PAGE.name}")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

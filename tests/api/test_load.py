"""People read and decide while a run is in progress: nothing fails, nothing is lost or done twice, and it is fast.

Fast means: beside a bare FastAPI that answers the same clients on the same machine, before, between and after.
"""

import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import httpx2
import pytest

from allocator.actions import exchange, region
from allocator.domain.workflow import Role
from allocator.store import Store, soundness, trail
from allocator.workflow import Actor
from tests.actions.offices import CHAIR, House
from tests.api.crowd import Tally, Visitor, part, visit
from tests.api.processes import PLAIN, Process, free_port, until_it_answers
from tests.api.servers import Server
from tests.concurrency.crowd import ROUND
from tests.concurrency.crowd import region as made_up
from tests.concurrency.test_races import audited, decided

pytestmark = [pytest.mark.parametrize("url", ["postgresql"], indirect=True), pytest.mark.many_times]
TIMES = 4
"""How many times as long as a bare GET 95 of 100 reads may take at most."""
GROWS = 0.03
"""Part of its memory by which the server may grow in the second half of the time: what it is when nothing leaks."""
OVERTAKEN = {"changed_meanwhile", "no_place", "taken"}
"""Why a run may fail: people decided otherwise while it was at work (decision 0014)."""
OFTEN = 0.1
"""Seconds between two looks at the run: the next one begins when one ends."""
SELDOM = 10
"""Looks at the run between two looks at memory."""


@dataclass
class Figures:
    """What was measured."""

    ours: Tally = field(default_factory=Tally)
    bare: Tally = field(default_factory=Tally)
    memory: list[float] = field(default_factory=list)
    """Of the server process, in MiB, about once a second."""
    runs: int = 0
    overtaken: int = 0
    in_progress: list[bool] = field(default_factory=list)
    """Whether a run was at work, each time that was looked."""

    def told(self) -> str:
        """In one line."""
        ours, bare = self.ours.reads, self.bare.reads
        late = self.memory[len(self.memory) // 2 :]
        return (
            f"reads p50 {part(ours, 0.5):.1f} ms, p95 {part(ours, 0.95):.1f} ms ({len(ours)}); "
            f"bare GET p50 {part(bare, 0.5):.1f} ms, p95 {part(bare, 0.95):.1f} ms ({len(bare)}); "
            f"p95 {self.times:.1f} times; decisions p95 {part(self.ours.writes, 0.95):.0f} ms "
            f"({len(self.ours.decided)} taken, {self.ours.missed} too late, {self.ours.again} sent again); "
            f"{self.ours.errors.total()} errors; {self.runs} runs ({self.overtaken} overtaken by decisions), "
            f"one at work in {100 * sum(self.in_progress) // max(1, len(self.in_progress))} % of the time; "
            f"memory {late[0]:.0f} MiB half-way, {late[-1]:.0f} MiB at the end"
        )

    def slowest(self) -> str:
        """Milliseconds of each kind of read: median, and what 95 of 100 stay under."""
        found = {kind: (part(ms, 0.5), part(ms, 0.95), len(ms)) for kind, ms in self.ours.by_kind.items()}
        lines = sorted(found.items(), key=lambda one: -one[1][1])
        return "\n".join(f"{p50:7.1f} {p95:7.1f} {count:6} {kind}" for kind, (p50, p95, count) in lines)

    @property
    def times(self) -> float:
        """How many times as long our reads take as those of the bare server (95 of 100)."""
        return part(self.ours.reads, 0.95) / part(self.bare.reads, 0.95)

    @property
    def grows(self) -> float:
        """By which part the server grew from the third quarter of the time to the last one."""
        quarter = len(self.memory) // 4
        third, last = self.memory[2 * quarter : 3 * quarter], self.memory[3 * quarter :]
        return median(last) / median(third) - 1


class Runs:
    """Keeps a run in progress, and looks at the memory of the server."""

    def __init__(self, server: Process, token: str, figures: Figures) -> None:
        self.server, self.figures, self.stopping = server, figures, threading.Event()
        self.measures = threading.Event()
        self.client = httpx2.Client(
            base_url=server.address, headers={"Authorization": f"Bearer {token}"}, timeout=60, verify=PLAIN
        )
        self.faults: list[str] = []
        self.thread = threading.Thread(target=self._keep, daemon=True)

    def _keep(self) -> None:
        address, looks = "", 0
        while not self.stopping.wait(OFTEN):
            if address:
                found = self.client.get(address).json()
                if found["code"] in OVERTAKEN:
                    self.figures.overtaken += 1
                elif found["status"] in ("failed", "cancelled"):
                    clash = self.client.get(f"{address}/contradiction").text if found["code"] == "contradiction" else ""
                    self.faults.append(f"{found} {clash}")
                self.figures.in_progress.append(found["status"] == "running")
                if found["status"] not in ("queued", "running"):
                    address = ""
            if not address:
                asked = self.client.post(f"/v1/rounds/{ROUND}/runs", json={})
                if asked.status_code != 202:
                    self.faults.append(asked.text)
                    continue
                address, self.figures.runs = asked.headers["location"], self.figures.runs + 1
            looks += 1
            if self.measures.is_set() and looks % SELDOM == 0:
                assert self.server.process
                self.figures.memory.append(memory(self.server.process.pid))

    def __enter__(self) -> "Runs":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.thread.join()
        self.client.close()


def memory(pid: int) -> float:
    """What a process holds (resident), in MiB."""
    (line,) = (one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


@contextmanager
def bare_server() -> Iterator[str]:
    """The bare application in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "tests.api.bare", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until_it_answers(process, f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@contextmanager
def server(url: str) -> Iterator[Process]:
    """The server with its worker."""
    found = Process(url, worker=True)
    try:
        found.start()
        yield found
        found.stop()
    finally:
        found.kill()
        found.log.close()


def begun(store: Store, url: str, households: int, units: int) -> House:
    """A made-up region whose round has a proposal."""
    house = House(store, url=url)
    house.office = replace(house.office, clock=lambda: datetime.now(UTC))
    house.take_in(made_up(households, units))
    house.open()
    house.run()
    return house


def people(house: House, count: int) -> list[Visitor]:
    """So many users: of every ten four of the committee, three of corporations, and one of each other kind."""
    units = region.list_units(house.office, CHAIR)
    corporations = sorted({unit.corporation for unit in units if unit.corporation})
    municipalities = sorted({unit.municipality for unit in units})
    providers = sorted({pool.provider for pool in region.list_pools(house.office, CHAIR)})
    roles = [Role.COMMITTEE_CHAIR, *[Role.COMMITTEE_MEMBER] * 3, *[Role.CORPORATION] * 3]
    roles += [Role.MUNICIPALITY, Role.CARE_PROVIDER, Role.AUDITOR]
    owners = {Role.CORPORATION: corporations, Role.MUNICIPALITY: municipalities, Role.CARE_PROVIDER: providers}
    households = [one.id for one in exchange.export_case(house.office, CHAIR).households]
    found = []
    for number in range(count):
        role, chance = roles[number % len(roles)], random.Random(number)
        own = chance.choice(owners[role]) if role in owners else None
        token = Server("", house).token_of(Actor(f"p{number}", role, own))
        found.append(Visitor(f"p{number}", token, role, addresses(role, own, households, units, chance), chance))
    return found


def addresses(role: Role, own: str | None, households: Any, units: Any, chance: random.Random) -> tuple[str, ...]:
    """What somebody reads, as often as it stands here."""
    lists = ["/v1/placements?live=true", "/v1/placements?state=proposed&sort=-since", "/v1/decisions", "/v1/rounds"]
    if role is not Role.CARE_PROVIDER:
        mine = [u.id for u in units if own in (None, u.corporation, u.municipality)]
        lists += ["/v1/units"]
        lists += ["/v1/balances"] if role is not Role.CORPORATION else []
        lists += [f"/v1/units/{chance.choice(mine)}" for _ in range(4)] if role is not Role.MUNICIPALITY else []
    if role in (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER, Role.AUDITOR):
        proposal = f"/v1/rounds/{ROUND}/proposals/1"
        lists += [f"/v1/rounds/{ROUND}", proposal, f"{proposal}/placements", f"{proposal}/unplaced?limit=20"]
        lists += ["/v1/runs/1"]
    if role in (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER):
        lists += [f"/v1/households/{chance.choice(households)}" for _ in range(4)]
    return tuple(lists)


def bare_visitors(count: int) -> list[Visitor]:
    """So many who only ask the bare server."""
    return [Visitor(f"b{number}", "", None, ("/",), random.Random(number)) for number in range(count)]


def loaded(house: House, url: str, clients: int, parts: int, seconds: float, bare_seconds: float) -> Figures:
    """Ours and the bare server in turns, bare first and last, under the same clients and a run in progress."""
    crowd, figures = people(house, clients), Figures()
    token = Server("", house).token_of(CHAIR)
    with bare_server() as bare, server(url) as ours, Runs(ours, token, figures) as runs:
        visit(ours.address, people_reading(crowd), min(10.0, seconds))  # warms up; not counted
        for _ in range(parts):
            figures.bare.add(visit(bare, bare_visitors(clients), bare_seconds))
            runs.measures.set()
            figures.ours.add(visit(ours.address, crowd, seconds))
            runs.measures.clear()
        figures.bare.add(visit(bare, bare_visitors(clients), bare_seconds))
        assert ours.faults() == []
    assert runs.faults == []
    return figures


def people_reading(crowd: list[Visitor]) -> list[Visitor]:
    """The same people, who decide nothing."""
    return [replace(one, chance=random.Random(one.name), tally=Tally(), decides=0.0) for one in crowd]


def nothing_is_lost_or_double(house: House, figures: Figures) -> None:
    """What was answered is what the database and the audit chain have, each once."""
    told = figures.ours.decided
    assert len(set(told)) == len(told)
    with house.store.reading() as work:
        assert trail.verify(work) is None
        assert soundness.broken(work) == []
    assert decided(house) == audited(house) == set(told)


@pytest.mark.slow
def test_people_read_and_decide_while_a_run_is_in_progress(
    store: Store, url: str, record_property: Callable[[str, object], None]
) -> None:
    house = begun(store, url, 60, 30)
    figures = loaded(house, url, clients=10, parts=1, seconds=10, bare_seconds=3)
    record_property("figures", figures.told())
    assert figures.ours.errors == Counter()
    assert len(figures.ours.reads) > 30
    assert figures.ours.decided
    nothing_is_lost_or_double(house, figures)


@pytest.mark.soak
def test_fifty_people_for_ten_minutes(store: Store, url: str, record_property: Callable[[str, object], None]) -> None:
    house = begun(store, url, 300, 120)
    figures = loaded(house, url, clients=50, parts=4, seconds=150, bare_seconds=30)
    record_property("figures", figures.told())
    print(figures.slowest())
    assert figures.ours.errors == figures.bare.errors == Counter()
    assert len(figures.ours.decided) > 200
    nothing_is_lost_or_double(house, figures)
    assert sum(figures.in_progress) > 0.8 * len(figures.in_progress)
    assert figures.times <= TIMES
    assert figures.grows <= GROWS

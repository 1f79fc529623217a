"""People who read and decide over HTTP, all at once, thinking a second before each thing they do."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx2

from allocator.domain.workflow import Role
from tests.api.processes import PLAIN

DECIDES = 0.1
"""Part of what somebody does that is a decision; the rest is reading."""
TWICE = 0.2
"""Part of the decisions that are sent again with their key, as after an answer that got lost."""
MISSED = {409, 412}
"""Answers to a decision when somebody else, or a new proposal, was first."""
LAST = {"move_in", "end"}


@dataclass
class Tally:
    """What came of it."""

    reads: list[float] = field(default_factory=list)
    by_kind: dict[str, list[float]] = field(default_factory=dict)
    writes: list[float] = field(default_factory=list)
    decided: list[tuple[int, int, str, str]] = field(default_factory=list)
    """Placement, version, step and who, of each decision that was answered with 201."""
    missed: int = 0
    again: int = 0
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Take in another tally."""
        self.reads += other.reads
        self.writes += other.writes
        self.decided += other.decided
        self.missed += other.missed
        self.again += other.again
        self.errors += other.errors
        for kind, found in other.by_kind.items():
            self.by_kind.setdefault(kind, []).extend(found)


def part(values: list[float], share: float) -> float:
    """The value that this share of them does not exceed, in the unit of the values."""
    ranked = sorted(values)
    return ranked[max(0, -(-int(share * 1000) * len(ranked) // 1000) - 1)] if ranked else 0.0


@dataclass
class Visitor:
    """One client: what it may read, and what it decides.

    Attributes:
        name: the user, as decisions name who took them.
        token: with which it comes in; empty for the bare server.
        role: as whom; none for the bare server.
        addresses: what it reads.
    """

    name: str
    token: str
    role: Role | None
    addresses: tuple[str, ...]
    chance: random.Random
    decides: float = DECIDES
    tally: Tally = field(default_factory=Tally)

    async def stay(self, client: httpx2.AsyncClient, until: float, think: float) -> None:
        """Read and decide until the moment has come."""
        await asyncio.sleep(self.chance.uniform(0, think))
        while time.monotonic() < until:
            try:
                if self.role is not None and self._decides and self.chance.random() < self.decides:
                    await self.decide(client)
                else:
                    await self.read(client, self.chance.choice(self.addresses))
            except httpx2.HTTPError as error:
                self.tally.errors[f"{type(error).__name__}: {error}"] += 1
            await asyncio.sleep(self.chance.uniform(0.5 * think, 1.5 * think))

    @property
    def _decides(self) -> bool:
        return self.role in (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER, Role.CORPORATION, Role.CARE_PROVIDER)

    async def read(self, client: httpx2.AsyncClient, address: str) -> Any:
        """One GET; what it gave, or None when it was no good."""
        began = time.perf_counter()
        answer = await client.get(address, headers=self._headers())
        took = 1000 * (time.perf_counter() - began)
        self.tally.reads.append(took)
        self.tally.by_kind.setdefault(_kind(address), []).append(took)
        if answer.status_code != 200:
            self.tally.errors[f"{answer.status_code} GET {_kind(address)} {answer.text[:200]}"] += 1
            return None
        return answer.json(), answer.headers.get("etag", "")

    async def decide(self, client: httpx2.AsyncClient) -> None:
        """Look at the placements under way, open one, and take a step with it."""
        found = await self.read(client, "/v1/placements?live=true&limit=200")
        if not found or not found[0]["items"]:
            return
        number = self.chance.choice(found[0]["items"])["id"]
        opened = await self.read(client, f"/v1/placements/{number}")
        if not opened:
            return
        steps = [step for step in opened[0]["steps"] if step not in LAST]
        if not steps:
            return
        body = {"step": self.chance.choice(steps)}
        if reasons := await self.read(client, f"/v1/placements/{number}/reasons?step={body['step']}"):
            body |= {"reason": reasons[0][0]["code"]} if reasons[0] else {}
        await self.post(client, number, body, opened[1])

    async def post(self, client: httpx2.AsyncClient, number: int, body: dict[str, str], seen: str) -> None:
        """Send a decision, now and then twice."""
        headers = self._headers() | {"If-Match": seen, "Idempotency-Key": f"{self.name}-{self.chance.getrandbits(64)}"}
        send: Callable[[], Awaitable[httpx2.Response]] = lambda: client.post(  # noqa: E731
            f"/v1/placements/{number}/decisions", json=body, headers=headers
        )
        began = time.perf_counter()
        answer = await send()
        self.tally.writes.append(1000 * (time.perf_counter() - began))
        if answer.status_code == 201:
            version = int(answer.headers["etag"].strip('"'))
            self.tally.decided.append((number, version, body["step"], self.name))
        elif answer.status_code in MISSED:
            self.tally.missed += 1
        else:
            self.tally.errors[f"{answer.status_code} decision {body} {answer.text[:300]}"] += 1
        if answer.status_code in MISSED | {201} and self.chance.random() < TWICE:
            again = await send()
            self.tally.again += 1
            if (again.status_code, again.content) != (answer.status_code, answer.content):
                self.tally.errors[f"another answer the second time: {again.status_code} {again.text[:200]}"] += 1

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept-Language": "nl"} if self.token else {}


def _kind(address: str) -> str:
    """The address without keys."""
    parts = address.partition("?")[0].split("/")
    return "/".join("*" if any(c.isdigit() for c in part) and part != "v1" else part for part in parts)


def visit(address: str, visitors: list[Visitor], seconds: float, think: float = 1.0) -> Tally:
    """Let them all read and decide for so many seconds; what came of it."""

    async def all_of_them() -> None:
        limits = httpx2.Limits(max_connections=len(visitors), max_keepalive_connections=len(visitors))
        async with httpx2.AsyncClient(
            base_url=address, timeout=60, limits=limits, trust_env=False, verify=PLAIN
        ) as client:
            until = time.monotonic() + seconds
            await asyncio.gather(*(one.stay(client, until, think) for one in visitors))

    asyncio.run(all_of_them())
    found = Tally()
    for one in visitors:
        found.add(one.tally)
        one.tally = Tally()
    return found

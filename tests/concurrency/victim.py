"""``python -m tests.concurrency.victim``: does what it is told in a process of its own, which may be killed.

It reads a request a line, says the number of the process that does it, and later whether that one came to its end.
Everything is loaded once; each request is done by a copy of the process that has not opened a database yet.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from allocator.actions import Office, exchange, placements, policies, rounds, upkeep
from allocator.actions.worker import Worker
from allocator.domain.workflow import Step
from allocator.store import open_store
from tests.actions.offices import ADMINISTRATOR, CHAIR, Clock, Secrets
from tests.concurrency.crowd import ROUND, region
from tests.databases import settings

CASE = region(16, 8)
STEPS = (Step.ACCEPT, Step.ACCEPT_HOME, Step.OFFER, Step.ACCEPT_OFFER, Step.SIGN, Step.MOVE_IN)


def _import(office: Office, _: Path) -> None:
    exchange.import_case(office, CHAIR, CASE)
    policies.approve_policy(office, CHAIR, CASE.round.policy.version)


def _open(office: Office, _: Path) -> None:
    rounds.open_round(office, CHAIR, ROUND, period="2026-H2")


def _run(office: Office, _: Path) -> None:
    if rounds.show_round(office, CHAIR, ROUND).proposals:
        return
    if not rounds.show_round(office, CHAIR, ROUND).runs:
        rounds.ask_run(office, CHAIR, ROUND)
    Worker(office, every=0.05).once()


def _decide(office: Office, _: Path) -> None:
    """Take every placement along its line, from wherever it stands."""
    for step in STEPS:
        for one in placements.list_work(office, CHAIR, ROUND):
            if one.next is step and not one.open_questions:
                placements.decide(office, CHAIR, one.seen.id, step, version=one.seen.version)


def _close(office: Office, _: Path) -> None:
    rounds.close_round(office, CHAIR, ROUND)


def _backup(office: Office, file: Path) -> None:
    upkeep.backup(office, ADMINISTRATOR, file)


JOBS: dict[str, Callable[[Office, Path], None]] = {
    "import": _import,
    "open": _open,
    "run": _run,
    "decide": _decide,
    "close": _close,
    "backup": _backup,
}
"""In the order of a week."""


def office_of(url: str, later: Clock | None = None) -> Office:
    """An office on this database at our Monday, or later."""
    return replace(Office(open_store(settings(url))), clock=later or Clock(), secret=Secrets())


def do(job: str, url: str, file: Path) -> None:
    """Do one thing, from begin to end."""
    if job == "upgrade":
        Office.upgrade(settings(url))
        return
    office = office_of(url)
    JOBS[job](office, file)
    office.close()


def main() -> None:
    """Answer until there is nothing more to read."""
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            do(asked["job"], asked["url"], Path(asked["file"]))
            os._exit(0)
        started = time.perf_counter()
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(json.dumps({"status": status, "seconds": time.perf_counter() - started}), flush=True)


if __name__ == "__main__":
    main()

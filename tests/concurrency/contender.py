"""``python -m tests.concurrency.contender URL STARTED NAME``: one process that decides, as often as it is told to.

It reads a request a line and answers each with a line, so that several of them can be let loose at one moment.
"""

import json
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allocator.actions import Office, placements
from allocator.domain.refusal import Conflict, Refusal
from allocator.domain.workflow import Role, Step
from allocator.store import open_store
from allocator.workflow import Actor
from tests.actions.offices import MONDAY
from tests.databases import settings


@dataclass(frozen=True)
class Ticking:
    """A clock that runs, from a Monday of our choice on; the same in every process of this machine."""

    started: float

    def __call__(self) -> datetime:
        return MONDAY + timedelta(seconds=time.time() - self.started)


def answer(office: Office, name: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Decide, and say how it went."""
    actor = Actor(name, Role(asked["role"]))
    step = Step(asked["step"])
    try:
        seen = placements.decide(
            office, actor, asked["placement"], step, version=asked["version"], reason=asked["reason"]
        )
    except Conflict as error:
        return {"who": name, "conflict": error.code, "text": str(error)}
    except Refusal as error:
        return {"who": name, "refused": error.code, "text": str(error)}
    return {"who": name, "won": [seen.id, seen.version, step.value, name]}


def main() -> None:
    """Answer until there is nothing more to read."""
    url, started, name = sys.argv[1:]
    office = Office(open_store(settings(url)), Ticking(float(started)))
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(office, name, json.loads(line))), flush=True)
    office.close()


if __name__ == "__main__":
    main()

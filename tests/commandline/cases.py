"""A small case on disk, and what running a command gave."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from allocator.commandline.app import app
from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.household import Household
from allocator.domain.policy import KeyMix, Policy
from allocator.domain.region import KeyWeight, Posting
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.intake import write_case, write_policy
from tests import builders
from tests.builders import FAR, HERE, SOON, THERE, URGENT

PLACED = {"H1": "U1", "H2": "U2"}
"""The only best plan of ``small``: H3 fits no home, and H4 is less urgent than the two others."""


@dataclass(frozen=True)
class Ran:
    """What a command said on each stream, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What it printed as JSON."""
        return json.loads(self.out)


def run(*arguments: str | Path, lang: str = "en", width: int = 80, said: str | None = None, **environment: str) -> Ran:
    """Run a command within this process, as on a pipe of so many columns; ``said`` is what somebody types."""
    env = {"COLUMNS": str(width), "ALLOCATOR_LANG": lang, **environment}
    words = [str(argument) for argument in arguments]
    result = CliRunner().invoke(app, words, input=said, env=env, prog_name="allocator")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


def policy(**changes: Any) -> Policy:
    """The plain policy, with shares by inhabitants."""
    return builders.policy(keys={"all": (KeyMix(key="inhabitants"),)}, **changes)


def households() -> list[Household]:
    """Four: two that can be placed, one that fits nowhere, one who comes last."""
    return [
        builders.household("H1", urgency=URGENT),
        builders.household("H2", urgency=SOON, municipality_of_origin=THERE, pets=True),
        builders.household("H3", accessibility="wheelchair", ready_from=date(2026, 8, 1)),
        builders.household("H4", urgency=builders.LATER, situation="with_others", gross_income=None),
    ]


def homes() -> list[Unit]:
    """Two homes, one in each of two municipalities; of the second it is not known whether pets are allowed."""
    return [
        builders.unit("U1", pets_allowed=False),
        builders.unit("U2", municipality=THERE, postcode="9671AA", pets_allowed=None),
    ]


def small(**changes: Any) -> Round:
    """A round with one best plan, a ledger, a question to ask and somebody who fits nowhere."""
    weights = {HERE: 50, THERE: 30, FAR: 20}
    keys = [
        KeyWeight(key="inhabitants", group="all", municipality=code, weight=Decimal(n), on=date(2025, 1, 1), source="-")
        for code, n in weights.items()
    ]
    ledger = [_posting(HERE, LedgerKind.PLACED, 3), _posting(FAR, LedgerKind.COMMITTED, 1)]
    facts: dict[str, Any] = {"policy": policy(), "keys": tuple(keys), "ledger": tuple(ledger)}
    return builders.a_round(households(), homes(), **facts | changes)


def _posting(municipality: str, kind: LedgerKind, amount: int) -> Posting:
    return Posting(
        period="2026",
        municipality=municipality,
        group="all",
        kind=kind,
        amount=Decimal(amount),
        unit=CountUnit.HOUSEHOLDS,
        on=date(2026, 3, 2),
    )


def written(folder: Path, round_: Round | None = None) -> Path:
    """The files of a round (by default the small one) in a folder."""
    write_case(round_ or small(), folder)
    return folder


def written_policy(path: Path, **changes: Any) -> Path:
    """A policy file."""
    path.write_text(write_policy(policy(**changes)), encoding="utf-8")
    return path


def widest(text: str) -> int:
    """Length of the longest line."""
    return max((len(line.rstrip()) for line in text.splitlines()), default=0)

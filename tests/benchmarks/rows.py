"""What is measured: sizes of rounds, the people who solve them, and how one result is kept."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

OURS, GREEDY = "allocator", "greedy"
CP_SAT = ("cp-sat-1", "cp-sat-8")
EXACT = (*CP_SAT, "highs", "scip")
PEERS = (*EXACT, GREEDY)
NORMS = ("even", "worst_first", "total")


class Row(NamedTuple):
    """One size of round, and what must hold for it (None: nothing is asked)."""

    name: str
    households: int
    units: int
    municipalities: str = "ten"
    limit: float | None = None
    """Time limit of our own solver in seconds; None: as long as it takes."""
    seconds: float | None = None
    mib: float | None = None
    times_cp_sat: float | None = None
    proven: bool = True
    """Whether everything must be proven; else a gap of 0.01 %, of balance one household, is allowed."""


ROWS = {
    "region": Row("region", 600, 60, seconds=1.0, times_cp_sat=30.0),
    "medium": Row("medium", 1_000, 500, limit=60.0, seconds=5.0, mib=1_024.0),
    "large": Row("large", 5_000, 2_500, limit=60.0, seconds=60.0, mib=2_048.0, proven=False),
    "country": Row("country", 20_000, 10_000, "country", limit=600.0, proven=False),
}
ALL = ("region", "medium", "large")
GROWTH = tuple(
    Row(f"{h}x{u}", h, u, limit=60.0)
    for h, u in ((150, 15), (300, 30), (600, 60), (1_000, 100), (1_000, 500), (2_500, 1_250), (5_000, 2_500))
)


def row_called(name: str) -> Row:
    """A row by its name, those of the growth plot included."""
    return ROWS.get(name) or next(row for row in GROWTH if row.name == name)


class Reached(NamedTuple):
    """One sub-stage of one plan; the bound is empty where none was found."""

    stage: str
    sub_stage: str
    value: int
    bound: int | None
    status: str
    household: float
    """What one household is worth in the value; balance gaps are told in households."""


@dataclass(frozen=True)
class Result:
    """One measurement: who solved which round, how long it took and what came out."""

    row: str
    seed: int
    norm: str
    who: str
    seconds: float | None = None
    peak_mib: float | None = None
    placed: int = 0
    pairs: int = 0
    proven: bool = False
    broken: int = 0
    """Violations found by the judge; anything but 0 is a fault."""
    reached: tuple[Reached, ...] = ()
    failed: str = ""
    processor: float | None = None
    """Seconds of the processor, of all threads: what the work takes when nothing else runs."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Result":
        reached = tuple(Reached(*row) for row in data.pop("reached"))
        return cls(**data, reached=reached)


def of(results: Sequence[Result], **wanted: Any) -> list[Result]:
    """Results that match every given field."""
    return [r for r in results if all(getattr(r, name) == value for name, value in wanted.items())]

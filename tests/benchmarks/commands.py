"""How long the commands take, from the start of the process to its end."""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ALLOCATOR = [str(Path(sys.executable).with_name("allocator"))]


def help_seconds(times: int = 5) -> float:
    """Median seconds of ``allocator --help``."""
    return median(_seconds([*ALLOCATOR, "--help"]) for _ in range(times))


def match_seconds(households: int, units: int, seeds: list[int]) -> float:
    """Median seconds of the whole ``allocator match``, files written, over generated cases."""
    with tempfile.TemporaryDirectory() as folder:
        took = []
        for seed in seeds:
            case, out = Path(folder) / f"case-{seed}", Path(folder) / f"out-{seed}"
            size = ["--households", str(households), "--units", str(units), "--municipalities", "ten"]
            _seconds([*ALLOCATOR, "generate", *size, "--seed", str(seed), "--out", str(case)])
            took.append(_seconds([*ALLOCATOR, "match", str(case), "--out", str(out)]))
            if not (out / "proposal.json").exists():
                raise RuntimeError("The match command wrote no proposal.")
        return median(took)


def _seconds(command: list[str]) -> float:
    start = perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    took = perf_counter() - start
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:])} ended with exit code {done.returncode}:\n{done.stderr[-2000:]}")
    return took

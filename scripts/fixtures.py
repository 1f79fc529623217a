"""Keeps fixtures/ right: makes the generated case again, and writes down what the program proposes for every case.

    python -m scripts.fixtures              makes the region week again, byte for byte
    python -m scripts.fixtures --golden     writes golden/ of every case: look at the difference before you commit it

With --check nothing is written; exit code 1 when something is out of date.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from allocator.domain.round import Round
from allocator.generate import generate, with_every_feature
from allocator.generate.population import AS_OF
from allocator.intake import delivered_policy, read_case, read_policy, write_case
from allocator.reports.disk import PROPOSAL_FILE
from allocator.reports.files import proposal_json
from allocator.run import run_match

FIXTURES = Path(__file__).parents[1] / "fixtures"
SEED = 2026
HOUSEHOLDS, UNITS = 600, 60
BY_HAND = {".md", ".json"}
"""Pages and expected answers beside the generated files; `previous.json` is generated as well."""


def region() -> Round:
    """The region week: 600 households, 60 homes, ten municipalities, every feature."""
    delivered = read_policy(delivered_policy(), AS_OF)
    policy = with_every_feature(delivered, UNITS).model_copy(
        update={"name": "Voorbeeldbeleid regio Groningen, met alle onderdelen", "version": "region-2026"}
    )
    return generate(HOUSEHOLDS, UNITS, "ten", SEED, policy=policy)


def files() -> dict[Path, bytes]:
    """Every generated file with the content it should have."""
    with tempfile.TemporaryDirectory() as folder:
        return {FIXTURES / "region" / path.name: path.read_bytes() for path in write_case(region(), Path(folder))}


def golden_paths() -> Iterator[tuple[Path, Path]]:
    """Each sound case with each of its policies: the policy, and where the proposal under it is kept."""
    for case in sorted(FIXTURES.glob("*/case.toml")):
        for policy in sorted(case.parent.glob("policy*.toml")):
            _, dash, name = policy.stem.partition("-")
            yield policy, policy.parent / "golden" / PROPOSAL_FILE.replace(".", f"{dash}{name}.")


def proposed(policy: Path) -> bytes:
    """What `allocator match` writes as proposal.json for the case of a policy."""
    return proposal_json(run_match(read_case(policy.parent, policy=policy).round).proposal).encode()


def golden() -> dict[Path, bytes]:
    """Every golden proposal as the program makes it now."""
    return {path: proposed(policy) for policy, path in golden_paths()}


def outdated(wanted: dict[Path, bytes]) -> list[Path]:
    """Files that differ, and files that nothing generates any more."""
    changed = [path for path, content in wanted.items() if not path.exists() or path.read_bytes() != content]
    folders = {path.parent for path in wanted}
    there = [path for folder in folders for path in folder.glob("*") if path.is_file() and _generated(path)]
    return sorted(changed + [path for path in there if path not in wanted])


def _generated(path: Path) -> bool:
    return path.parent.name == "golden" or path.suffix not in BY_HAND


def main() -> int:
    """Write or check the files; 1 if the check finds a difference."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--golden", action="store_true", help="the proposals that the program makes, not the case")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is out of date")
    asked = parser.parse_args()
    wanted = golden() if asked.golden else files()
    again = f"python -m scripts.fixtures{' --golden' if asked.golden else ''}"
    found = outdated(wanted)
    for path in found:
        print(f"{path.relative_to(FIXTURES)}: {f'out of date; run {again}' if asked.check else 'written'}")
        if asked.check:
            continue
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
        else:
            path.unlink()
    return 1 if asked.check and found else 0


if __name__ == "__main__":
    sys.exit(main())

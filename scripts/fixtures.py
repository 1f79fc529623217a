"""Makes the generated fixtures again, byte for byte; with --check only says which files would change."""

import argparse
import sys
import tempfile
from pathlib import Path

from allocator.domain.round import Round
from allocator.intake import delivered_policy, read_policy, write_case
from allocator.simulate import generate, with_every_feature
from allocator.simulate.population import AS_OF

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


def outdated(wanted: dict[Path, bytes]) -> list[Path]:
    """Files that differ, and files that nothing generates any more."""
    changed = [path for path, content in wanted.items() if not path.exists() or path.read_bytes() != content]
    folders = {path.parent for path in wanted}
    there = [path for folder in folders for path in folder.glob("*") if path.suffix not in BY_HAND]
    return sorted(changed + [path for path in there if path not in wanted])


def main() -> int:
    """Write or check the files; 1 if the check finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is out of date")
    check = parser.parse_args().check
    wanted = files()
    found = outdated(wanted)
    for path in found:
        print(f"{path.relative_to(FIXTURES)}: {'out of date; run python -m scripts.fixtures' if check else 'written'}")
        if check:
            continue
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
        else:
            path.unlink()
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main())

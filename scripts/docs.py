"""Writes the pages of docs/ that are generated from the code; --check only says which are out of date."""

import argparse
import json
import sys
from pathlib import Path

from allocator.actions.parts import document as authorisation
from allocator.intake import dictionary
from allocator.rules import document as rules
from allocator.workflow import document as workflow

DOCS = Path(__file__).parents[1] / "docs"


def pages() -> dict[Path, str]:
    """Every generated page with the text it should have."""
    found = {
        DOCS / "rules.md": rules.markdown(),
        DOCS / "workflow.md": workflow.markdown(),
        DOCS / "authorisation.md": authorisation.markdown(),
        DOCS / "data-dictionary.md": dictionary.markdown(),
    }
    for name, schema in dictionary.json_schema().items():
        text = json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True)
        found[DOCS / "schema" / f"{name}.json"] = text
    return {path: text.rstrip("\n") + "\n" for path, text in found.items()}


def outdated(wanted: dict[Path, str]) -> list[Path]:
    """Pages that differ from what the code says, and schemas that nothing generates any more."""
    changed = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    left_over = [path for path in (DOCS / "schema").glob("*.json") if path not in wanted]
    return sorted(changed + left_over)


def main() -> int:
    """Write or check the pages; 1 if the check finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a page is out of date")
    check = parser.parse_args().check
    wanted = pages()
    for path in outdated(wanted):
        print(f"{path.relative_to(DOCS.parent)}: {'out of date; run `make docs`' if check else 'written'}")
        if check:
            continue
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
        else:
            path.unlink()
    return 1 if check and outdated(wanted) else 0


if __name__ == "__main__":
    sys.exit(main())

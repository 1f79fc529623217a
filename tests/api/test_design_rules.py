"""The linter of the NL API Design Rules over our document, where ADR_RULESET names its rules."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from allocator.api import create_app
from allocator.api.document import document

ROOT = Path(__file__).parents[2]
LINTER = ROOT / "node_modules" / ".bin" / "spectral"
RULES = os.environ.get("ADR_RULESET")


@pytest.mark.skipif(RULES is None, reason="ADR_RULESET does not say where the rules are")
def test_the_linter_of_the_design_rules_has_nothing_to_say(tmp_path: Path) -> None:
    assert LINTER.is_file(), "run `make node_modules/.installed` first"
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document(create_app())), encoding="utf-8")
    command = [str(LINTER), "lint", str(file), "--ruleset", str(RULES), "--fail-severity", "warn"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr

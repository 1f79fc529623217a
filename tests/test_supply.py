"""What we build on, and our own code, as far as tools can tell: licences, known weaknesses."""

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^([a-z0-9-]+)==", re.MULTILINE)
GOES = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|LGPL|Lesser General|Zlib|Unlicense|EUPL",
    re.I,
)
"""Licences that the EUPL goes along with."""
NOT = re.compile(r"(?<!L)GPL|AGPL|Affero|proprietary|commercial", re.I)


def licence_of(name: str) -> str | None:
    """What a package says of its licence; None: it is not installed here (another platform)."""
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return None
    said = [str(value) for value in found.get_all("License-Expression") or ()]
    said += [one for one in found.get_all("Classifier") or () if one.startswith("License ::")]
    return " ".join(said) or " ".join(str(one) for one in found.get_all("License") or ())


def test_licences() -> None:
    names = PIN.findall((ROOT / "requirements" / "runtime.txt").read_text())
    assert len(names) > 40
    found = {name: licence for name in names if (licence := licence_of(name)) is not None}
    plain = {name: re.sub(r"Lesser General|LGPL[^ ]*", "", licence) for name, licence in found.items()}
    assert {name: one for name, one in found.items() if not GOES.search(one) or NOT.search(plain[name])} == {}


@pytest.mark.slow
def test_code_has_no_known_weakness() -> None:
    """Bandit, from medium severity on."""
    command = [sys.executable, "-m", "bandit", "-r", "allocator", "cli.py", "-q", "-ll"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    named = re.findall(
        r"`(tests/[a-z_/]+\.py)::([a-z_]+)`", (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    )
    assert len(named) > 40
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not re.search(
            rf"^def {test}\(", (ROOT / file).read_text(encoding="utf-8") if (ROOT / file).is_file() else "", re.M
        )
    ]
    assert missing == []

"""The files around the code are true: lock files, package, metadata, README, make targets."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder

import allocator
from tests import architecture

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9-]+)==([^ ]+)", re.MULTILINE)


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=~! \[;]", requirement)[0].lower() for requirement in requirements}


# ------------------------------------------------------------------ lock files
@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^-|(^|\s)/|--(index|find|extra|trusted)", text, re.MULTILINE)
    pins = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_locks_agree_and_cover_the_project() -> None:
    versions: dict[str, set[str]] = {}
    locked = {lock.stem: set[str]() for lock in LOCKS}
    for lock in LOCKS:
        for name, version in PIN.findall(lock.read_text("utf-8")):
            versions.setdefault(name, set()).add(version)
            locked[lock.stem].add(name)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
    extras = project()["optional-dependencies"]
    assert names(project()["dependencies"]) <= locked["runtime"] <= locked["dev"]
    assert names(extras["dev"]) <= locked["dev"]
    assert names(extras["bench"]) <= locked["bench"]


@pytest.mark.slow
def test_every_library_used_is_declared() -> None:
    declared = names(project()["dependencies"]) | names(project()["optional-dependencies"]["cluster"])
    homes = packages_distributions()
    used = {
        (name.split(".")[0], module.name)
        for module in architecture.read(ROOT).values()
        for name, _ in module.imports
        if name and name.split(".")[0] not in {"allocator", "cli", *sys.stdlib_module_names}
    }
    undeclared = [
        f"{module} imports {library}"
        for library, module in sorted(used)
        if not declared & {one.lower().replace("_", "-") for one in homes.get(library, [library])}
    ]
    assert undeclared == []


# ------------------------------------------------------------------ package
def test_wheel_holds_the_door_and_all_data_files(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "allocator").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted | {"cli.py"} <= packed
    assert {name.split("/")[0] for name in packed} == {
        "allocator",
        "cli.py",
        f"allocator-{allocator.__version__}.dist-info",
    }


# ------------------------------------------------------------------ metadata
def test_publiccode_has_every_mandatory_key() -> None:
    data = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert set(data) >= {"name", "url", "platforms", "legal", "localisation", "maintenance", "description"}
    assert data["publiccodeYmlVersion"] == "0.7"
    assert data["softwareVersion"] == allocator.__version__
    assert data["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert data["softwareType"].split("/")[0] in {"standalone", "addon", "library", "configurationFiles"}
    assert data["legal"]["license"] == project()["license"] == "EUPL-1.2"
    assert data["maintenance"]["type"] in {"internal", "community"}
    assert all(contact["name"] for contact in data["maintenance"]["contacts"])
    assert data["localisation"]["localisationReady"] is True
    assert set(data["localisation"]["availableLanguages"]) == {"nl", "en"} == set(data["description"])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_publiccode_descriptions_keep_their_limits(language: str) -> None:
    texts = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))["description"][language]
    assert 0 < len(texts["shortDescription"]) <= 150
    assert 150 <= len(texts["longDescription"]) <= 10_000
    assert 5 <= len(texts["features"]) <= 20


def test_licence_is_the_official_text() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016\n")
    assert [int(n) for n in re.findall(r"^(\d+)\.[A-Z]", text, re.MULTILINE)] == list(range(1, 16))
    assert "Appendix" in text


# ------------------------------------------------------------------ what the pages promise
PAGES = [
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "fixtures/*/README.md")
    for path in sorted(ROOT.glob(pattern))
]


@pytest.mark.parametrize("page", PAGES)
def test_page_names_only_targets_and_files_that_exist(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    promised = set(re.findall(r"(?:`|^    )make ([a-z-]+)", text, re.MULTILINE))
    assert promised - targets == set()
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link]
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


def test_readme_lists_every_command_and_no_other() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `allocator ([a-z]+)", text, re.MULTILINE))
    shown = subprocess.run(
        [sys.executable, "cli.py", "--help"],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "140"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert listed == set(re.findall(r"^│ ([a-z]+) ", shown, re.MULTILINE))

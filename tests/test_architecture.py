"""The house keeps its plan: rooms, homes of libraries, an independent judge, short modules and functions."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import architecture
from tests.architecture import Module

ROOT = Path(__file__).parents[1]
CHECKS: dict[str, Callable[[dict[str, Module]], list[str]]] = {
    check.__name__: check
    for check in (
        architecture.wrong_rooms,
        architecture.wrong_libraries,
        architecture.judge_sees,
        architecture.too_long,
    )
}


@pytest.fixture(scope="module")
def product() -> dict[str, Module]:
    return architecture.read(ROOT)


def test_product_is_found(product: dict[str, Module]) -> None:
    assert {"cli", "allocator", "allocator.domain", architecture.JUDGE} <= set(product)


@pytest.mark.parametrize("check", CHECKS)
def test_product_keeps_the_plan(product: dict[str, Module], check: str) -> None:
    faults = CHECKS[check](product)
    assert not faults, "\n" + "\n".join(faults)


# The checker itself, on a small sound house and on copies of it with one fault each.

SOUND = {
    "cli.py": "from allocator.commandline.app import main\n",
    "allocator/__init__.py": '__version__ = "1"\n',
    "allocator/commandline/app.py": "import typer\nfrom allocator.api import app\nfrom ..run import run\n",
    "allocator/api/__init__.py": "from allocator import __version__, actions\n",
    "allocator/actions/__init__.py": "from allocator.store import rows\n",
    "allocator/store/rows.py": "import sqlmodel\n",
    "allocator/run.py": "from allocator import solver\n",
    "allocator/solver/__init__.py": "",
    "allocator/solver/formulation.py": "from ortools.sat.python import cp_model\n",
    "allocator/solver/verify.py": "from allocator.ledger import balance\n",
    "allocator/ledger.py": "from allocator.domain import unit\n",
    "allocator/domain/unit.py": "from allocator.locale import gettext\n",
    "allocator/locale/__init__.py": "import babel\n",
}

FAULTS = {
    "up": (
        "wrong_rooms",
        "domain/unit.py",
        "import allocator.solver",
        "domain.unit:1: domain may not look up to solver",
    ),
    "up, relative": ("wrong_rooms", "domain/unit.py", "from .. import run", "domain may not look up to run"),
    "up, in a function": (
        "wrong_rooms",
        "ledger.py",
        "def f():\n    from allocator.explain import why",
        "allocator.ledger:2: ledger may not look up to explain",
    ),
    "up, for types": (
        "wrong_rooms",
        "run.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .reports import html",
        "allocator.run:3: run may not look up to reports",
    ),
    "up, by name": (
        "wrong_rooms",
        "run.py",
        "import importlib\nimportlib.import_module('allocator.intake.csv')",
        "allocator.run:2: run may not look up to intake",
    ),
    "up to the door": ("wrong_rooms", "api/__init__.py", "import cli", "api may not look up to cli"),
    "sideways": (
        "wrong_rooms",
        "ledger.py",
        "from allocator.rules import rule",
        "ledger does not know its neighbour rules",
    ),
    "past actions": (
        "wrong_rooms",
        "commandline/app.py",
        "from allocator.store import rows",
        "commandline must go through actions to reach store",
    ),
    "at the bottom": (
        "wrong_rooms",
        "__init__.py",
        "from allocator.locale import gettext",
        "allocator may not look up to locale",
    ),
    "a room of nobody": (
        "wrong_rooms",
        "utils/text.py",
        "",
        "allocator.utils.text: room utils is not on the map",
    ),
    "solver library": (
        "wrong_libraries",
        "run.py",
        "from ortools.sat import x",
        "allocator.run:1 imports ortools",
    ),
    "terminal library": (
        "wrong_libraries",
        "reports/html.py",
        "import rich.table",
        "allocator.reports.html:1 imports rich",
    ),
    "template library": ("wrong_libraries", "explain.py", "import jinja2", "it belongs in api and reports"),
    "table library": (
        "wrong_libraries",
        "solver/classes.py",
        "import pandas as pd",
        "allocator.solver.classes:1 imports pandas",
    ),
    "language library": ("wrong_libraries", "rules/text.py", "import babel.numbers", "it belongs in locale"),
    "store library": ("wrong_libraries", "actions/round.py", "import sqlalchemy", "it belongs in store"),
    "web library": ("wrong_libraries", "actions/round.py", "import fastapi", "it belongs in api"),
    "test code": (
        "wrong_libraries",
        "run.py",
        "from tests import builders",
        "imports tests: it belongs in no room",
    ),
    "judge sees the engine": (
        "judge_sees",
        "solver/verify.py",
        "import ortools",
        "allocator.solver.verify -> ortools",
    ),
    "judge sees the formulation": (
        "judge_sees",
        "solver/verify.py",
        "from allocator.solver import formulation",
        "allocator.solver.verify -> allocator.solver.formulation",
    ),
    "judge sees it through another module": (
        "judge_sees",
        "ledger.py",
        "from allocator.solver.formulation import build",
        "allocator.solver.verify -> allocator.ledger -> allocator.solver.formulation",
    ),
    "judge sees it through its package": (
        "judge_sees",
        "solver/__init__.py",
        "from .formulation import build",
        "allocator.solver -> allocator.solver.formulation",
    ),
    "long module": ("too_long", "run.py", "x = 1\n" * 251, "allocator.run has 251 lines, the budget is 250"),
    "long function": (
        "too_long",
        "run.py",
        "class C:\n    def f(self):\n" + "        x = 1\n" * 40,
        "allocator.run.f has 41 lines, the budget is 40",
    ),
}


def house(root: Path, changes: dict[str, str]) -> dict[str, Module]:
    for name, text in (SOUND | changes).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return architecture.read(root)


def test_sound_house_has_no_faults(tmp_path: Path) -> None:
    modules = house(tmp_path, {"allocator/run.py": "x = 1\n" * 250})
    assert [fault for check in CHECKS.values() for fault in check(modules)] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_checker_names_the_culprit(fault: str, tmp_path: Path) -> None:
    check, path, text, expected = FAULTS[fault]
    found = {name: run(house(tmp_path, {f"allocator/{path}": text})) for name, run in CHECKS.items()}
    assert any(expected in line for line in found[check]), found

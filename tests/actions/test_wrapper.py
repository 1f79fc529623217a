"""The wrapper cannot be forgotten or avoided: every public function of the folder is an action."""

import ast
import importlib
import pkgutil
from pathlib import Path
from typing import Any

import pytest

import allocator.actions
from allocator.actions.parts.deed import COMMITTEE, Deed, Permission, action
from allocator.actions.parts.document import actions
from allocator.domain.refusal import NotAllowed
from allocator.domain.workflow import Role
from allocator.store import trail
from allocator.workflow import Actor
from tests.actions.offices import AUDITOR, CHAIR, House, corporation

FOLDER = Path(allocator.actions.__file__).parent
MODULES = [module.name for module in pkgutil.iter_modules([str(FOLDER)]) if not module.ispkg]


def public_functions(module: str) -> list[tuple[str, Any]]:
    """Functions that a module of the folder defines itself, and that others may call."""
    tree = ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = importlib.import_module(f"allocator.actions.{module}")
    return [(name, getattr(found, name)) for name in names if not name.startswith("_")]


@pytest.mark.parametrize("module", MODULES)
def test_every_public_function_is_an_action(module: str) -> None:
    for name, function in public_functions(module):
        permission = getattr(function, "__permission__", None)
        assert isinstance(permission, Permission), f"allocator.actions.{module}.{name} goes around the wrapper"
        assert permission.name == f"{module}.{name}"
        assert permission.allow, f"{permission.name} is allowed to nobody"


def test_there_are_actions() -> None:
    assert len(actions()) > 50


def test_doors_do_not_come_in_the_parts() -> None:
    for path in [*(FOLDER.parent / "commandline").rglob("*.py"), *(FOLDER.parent / "api").rglob("*.py")]:
        assert "actions.parts" not in path.read_text(encoding="utf-8"), path


@action(COMMITTEE)
def _forgets(deed: Deed) -> None:
    """Change something and say nothing."""


@action(COMMITTEE)
def _fails(deed: Deed) -> None:
    """Change something, and fail."""
    deed.note("nothing")
    raise RuntimeError("half-way")


@action(COMMITTEE)
def _changes(deed: Deed) -> None:
    """Change something."""
    deed.note("thing", "1", household="H1", why="because", facts={"count": 2})


@action(COMMITTEE, writes=False)
def _reads(deed: Deed) -> str:
    """Read files."""
    deed.read(["H1", "H2", "H1"], "curious")
    return "read"


def test_an_action_that_says_nothing_changes_nothing(house: House) -> None:
    with pytest.raises(AssertionError, match="without saying what"):
        _forgets(house.office, CHAIR)


def test_an_action_that_fails_leaves_no_trace(house: House) -> None:
    with pytest.raises(RuntimeError):
        _fails(house.office, CHAIR)
    with house.store.reading() as work:
        assert trail.head(work) is None


def test_what_was_done_is_written_down(house: House) -> None:
    _changes(house.office, CHAIR)
    with house.store.reading() as work:
        (link,) = trail.events(work)
    event = link.event
    assert (event.who, event.role, event.at) == ("chair", Role.COMMITTEE_CHAIR, house.clock.now)
    assert (event.what, event.kind, event.whom, event.household) == ("test_wrapper._changes", "thing", "1", "H1")
    assert (event.why, event.facts) == ("because", {"count": "2"})


def test_whose_file_was_read_is_written_down_before_it_is_shown(house: House) -> None:
    assert _reads(house.office, CHAIR) == "read"
    with house.store.reading() as work:
        entries = trail.unsealed(work)
    assert [(e.number, e.who, e.household, e.why) for e in entries] == [
        (1, "chair", "H1", "curious"),
        (2, "chair", "H2", "curious"),
    ]


@pytest.mark.parametrize("actor", [AUDITOR, corporation("C1"), Actor("nobody", Role.SYSTEM)])
def test_who_may_not_do_it_is_told_who_may(house: House, actor: Actor) -> None:
    with pytest.raises(NotAllowed, match="committee member, committee chair"):
        _changes(house.office, actor)

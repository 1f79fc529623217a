"""Who may do what, as a page: written from the permissions of the actions themselves."""

import importlib
import pkgutil
from pathlib import Path

from allocator.actions.parts.deed import ACTIONS, Permission, Scope
from allocator.domain.workflow import Role
from allocator.workflow import STEPS

_FOLDER = Path(__file__).parents[1]
_INTRODUCTION = """# Who may do what

Written by `allocator.actions.parts.document` from the actions themselves; do not edit by hand. A test tries every
cell of the first table.

● all · ○ only what is of the own organisation · ◐ only what is of oneself · empty: not allowed. Whatever changes
something is written down in the audit trail; † marks actions that only read (whose file was read goes into a log of
its own). What is not of the own organisation is, to who asks, as if it were not there. To corporations and
municipalities a household is nobody: they never see its pseudonym or its facts. The program itself does what happens
because a term has passed.
"""


def actions() -> dict[str, Permission]:
    """All actions by name, in order."""
    for module in pkgutil.iter_modules([str(_FOLDER)]):
        if not module.ispkg:
            importlib.import_module(f"allocator.actions.{module.name}")
    return dict(sorted(ACTIONS.items()))


def markdown() -> str:
    """The page docs/authorisation.md."""
    head = "| Action | " + " | ".join(role.value.replace("_", " ") for role in Role) + " | What it does |"
    lines = [_INTRODUCTION, head, "|---|" + ":-:|" * len(Role) + "---|"]
    lines += [_row(permission) for permission in actions().values()]
    lines += ["", "## Steps of a placement", "", "`placements.decide` takes a step only for these roles.", ""]
    lines += [
        "| Step | " + " | ".join(role.value.replace("_", " ") for role in Role) + " |",
        "|---|" + ":-:|" * len(Role),
    ]
    for step, rule in STEPS.items():
        lines.append(f"| `{step.value}` | " + " | ".join("●" if role in rule.roles else "" for role in Role) + " |")
    return "\n".join(lines) + "\n"


def _row(permission: Permission) -> str:
    marks = {Scope.ALL: "●", Scope.OWN: "○", Scope.SELF: "◐", None: ""}
    cells = [marks[permission.allow.get(role)] for role in Role]
    name = f"`{permission.name}`" + ("" if permission.writes else " †")
    return f"| {name} | " + " | ".join(cells) + f" | {permission.says} |"

"""Reads every import with `ast` and says which one breaks the plan of the house: rooms and direction."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MAX_MODULE_LINES = 250
MAX_FUNCTION_LINES = 40

# From the doors at the top down to the words at the bottom. Rooms on one line do not know each other.
LEVELS: tuple[tuple[str, ...], ...] = (
    ("cli",),
    ("commandline", "api"),
    ("actions",),
    ("simulate", "monitor", "intake", "reports", "store", "client"),
    ("whatif", "generate"),
    ("run",),
    ("explain",),
    ("solver",),
    ("ledger", "rules", "workflow", "audit", "privacy", "settings", "notify", "executor"),
    ("domain",),
    ("locale",),
    ("allocator",),  # allocator/__init__.py: the version
)
LEVEL = {room: number for number, rooms in enumerate(LEVELS) for room in rooms}
DOORS = {"commandline", "api"}  # two doors of one house: `serve` starts the web door
ONLY_FOR_ACTIONS = "store"  # doors reach the store only through actions

DOOR_OF_TERMINAL = {"cli", "commandline"}
TABLES = {"intake", "reports", "simulate", "generate", "monitor"}
HOMES: dict[str, set[str]] = {
    "ortools": {"solver"},
    "google": {"solver"},  # protobuf, the language of ortools
    "pybind11_abseil": {"solver"},  # errors of ortools, which brings it along
    "scipy": {"solver"},
    "typer": DOOR_OF_TERMINAL,
    "click": DOOR_OF_TERMINAL,
    "rich": DOOR_OF_TERMINAL,
    "jinja2": {"reports", "api"},
    "openpyxl": TABLES,
    "pandas": TABLES,
    "altair": {"reports"},
    "vl_convert": {"reports"},
    "typst": {"reports"},
    "fastapi_offline": {"api"},
    "distributed": {"executor"},
    "dask": {"executor"},
    "babel": {"locale"},
    "cryptography": {"privacy"},
    "argon2": {"privacy"},
    "pyotp": {"privacy"},
    "pydantic_settings": {"settings"},
    "psycopg": {"store"},
    "sqlmodel": {"store"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "fastapi": {"api"},
    "starlette": {"api"},
    "uvicorn": {"api"},
    "limits": {"api"},
    "httpx2": {"client", "api", "notify"},
    "httpcore2": {"notify"},
    "authlib": {"api"},
    "joserfc": {"api"},
    "prometheus_client": {"api"},
    "scripts": set(),
    "tests": set(),
}

JUDGE = "allocator.solver.verify"
HIDDEN_FROM_JUDGE = ("ortools", "allocator.solver.formulation")


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name, its parsed text and everything it imports."""

    name: str
    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"), filename=str(self.path))

    @cached_property
    def imports(self) -> tuple[tuple[str, int], ...]:
        """Dotted names with their line; imports inside functions and for type checking count too."""
        return tuple(self._imports())

    def _imports(self) -> Iterator[tuple[str, int]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                yield base, node.lineno
                yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                yield from ((text, node.lineno) for text in texts if isinstance(text, str))

    def _absolute(self, node: ast.ImportFrom) -> str:
        package = self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]
        for _ in range(node.level - 1):
            package = package.rpartition(".")[0]
        return ".".join(part for part in (package if node.level else "", node.module or "") if part)


def room_of(name: str) -> str:
    """Room of a dotted name: `allocator.solver.verify` stands in `solver`."""
    parts = name.split(".")
    return parts[1] if parts[0] == "allocator" and len(parts) > 1 else parts[0]


def read(root: Path) -> dict[str, Module]:
    """All modules of the product under `root`, by dotted name."""
    paths = [*sorted((root / "allocator").rglob("*.py")), *root.glob("cli.py")]
    names = (".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__") for path in paths)
    return {name: Module(name, path) for name, path in zip(names, paths, strict=True)}


def wrong_rooms(modules: dict[str, Module]) -> list[str]:
    """Modules without a room, and imports that point up, sideways or past `actions` into the store."""
    found = {f"{name}: room {room_of(name)} is not on the map" for name in modules if room_of(name) not in LEVEL}
    for module in modules.values():
        here = room_of(module.name)
        for name, line in module.imports:
            there = room_of(name)
            if name.split(".")[0] not in ("allocator", "cli") or here not in LEVEL:
                continue
            if there not in LEVEL:  # `from allocator import __version__`
                there = "allocator"
            if fault := _fault(here, there):
                found.add(f"{module.name}:{line}: {here} {fault} {there}")
    return sorted(found)


def _fault(here: str, there: str) -> str:
    if here == there or {here, there} == DOORS:
        return ""
    if LEVEL[there] < LEVEL[here]:
        return "may not look up to"
    if LEVEL[there] == LEVEL[here]:
        return "does not know its neighbour"
    if there == ONLY_FOR_ACTIONS and here != "actions":
        return "must go through actions to reach"
    return ""


def wrong_libraries(modules: dict[str, Module]) -> list[str]:
    """Libraries that are used outside their home."""
    homes = {library: " and ".join(sorted(rooms)) or "no room" for library, rooms in HOMES.items()}
    found = {
        f"{module.name}:{line} imports {library}: it belongs in {homes[library]}"
        for module in modules.values()
        for name, line in module.imports
        if (library := name.split(".")[0]) in HOMES and room_of(module.name) not in HOMES[library]
    }
    return sorted(found)


def judge_sees(modules: dict[str, Module]) -> list[str]:
    """Ways by which the judge reaches what it judges; the `__init__` of a package runs too, so it counts."""
    found: list[str] = []
    ways: dict[str, tuple[str, ...]] = {name: (name,) for name in _loaded(JUDGE, modules)}
    waiting = list(ways)
    while waiting:
        module = modules[waiting.pop()]
        for name, line in module.imports:
            if any(name == hidden or name.startswith(f"{hidden}.") for hidden in HIDDEN_FROM_JUDGE):
                found.append(f"{' -> '.join((*ways[module.name], name))} (line {line})")
            for target in _loaded(name, modules):
                if target not in ways:
                    ways[target] = (*ways[module.name], target)
                    waiting.append(target)
    return sorted(found)


def _loaded(name: str, modules: dict[str, Module]) -> list[str]:
    """What Python loads for `name`: the module, and every package above it."""
    parts = name.split(".")
    return [known for n in range(1, len(parts) + 1) if (known := ".".join(parts[:n])) in modules]


def too_long(modules: dict[str, Module]) -> list[str]:
    """Modules and functions over the budget, longest first."""
    sizes: list[tuple[int, str, int]] = []
    for module in modules.values():
        lines = len(module.path.read_text(encoding="utf-8").splitlines())
        sizes.append((lines, module.name, MAX_MODULE_LINES))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                sizes.append((lines, f"{module.name}.{node.name}", MAX_FUNCTION_LINES))
    return [
        f"{name} has {size} lines, the budget is {most}"
        for size, name, most in sorted(sizes, reverse=True)
        if size > most
    ]

"""scenario.toml to a validated ``Scenario``, or every problem with its line."""

from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from allocator.domain.problem import InputProblems, Problem
from allocator.domain.scenario import Scenario
from allocator.domain.sentence import Sentence, Term
from allocator.intake import toml_source
from allocator.intake.tables import read_file
from allocator.locale import N_
from allocator.locale.system import fault_of

FILE = "scenario.toml"
DELIVERED = "default_scenario.toml"


def delivered_scenario() -> bytes:
    """The text of the scenario that is used when nobody gives another one."""
    return resources.files(__package__).joinpath(DELIVERED).read_bytes()


def read_scenario(source: Path | str | bytes, file: str | None = None) -> Scenario:
    """Read a scenario.

    Args:
        source: a path, or the TOML itself.
        file: name for problems; by default that of the path.

    Raises:
        InputProblems: every problem, with its line where it can be found.
    """
    name = file or (source.name if isinstance(source, Path) else FILE)
    if isinstance(source, Path):
        try:
            source = read_file(source)
        except OSError as error:
            what = Sentence(N_("The file cannot be opened: {fault}."), {"fault": Term(fault_of(error))})
            do = Sentence(N_("Check the path and the permissions."))
            raise InputProblems([Problem.of(name, what, do)]) from error
    content, text, broken = toml_source.load(source, name)
    if broken:
        raise InputProblems([broken])
    try:
        return Scenario.model_validate(content)
    except ValidationError as error:
        raise InputProblems([_problem(dict(one), text, name) for one in error.errors(include_url=False)]) from error


def unknown_codes(codes: tuple[str, ...], file: str) -> InputProblems:
    """What is wrong with a scenario that names what its policy does not know, or leaves out what it has."""
    what = Sentence(N_("The policy and the scenario do not have the same groups and urgency classes."))
    do = Sentence(N_("Mend these codes: {codes}."), {"codes": codes})
    return InputProblems([Problem.of(file, what, do, value=", ".join(codes))])


_KINDS = {
    "missing": (N_("This is missing."), N_("Fill it in.")),
    "extra_forbidden": (N_("This is not a known setting."), N_("Correct its name, or take it out.")),
}
_LIMITS = {
    "greater_than_equal": N_("Write a number of at least {ge}."),
    "greater_than": N_("Write a number above {gt}."),
    "less_than_equal": N_("Write a number of at most {le}."),
}


def _problem(error: dict[str, Any], text: str, file: str) -> Problem:
    place = tuple(part for part in error["loc"] if part != "[key]")
    where: dict[str, Any] = {"line": toml_source.line_of(text, place), "column": ".".join(map(str, place)) or None}
    what, do, shown = _said(error)
    return Problem.of(file, what, do, value=shown, **where)


def _said(error: dict[str, Any]) -> tuple[Sentence, Sentence, str | None]:
    """What is wrong, what to do, and the value that is wrong where it can be shown."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in _KINDS:
        return Sentence(_KINDS[kind][0]), Sentence(_KINDS[kind][1]), None
    value = None if isinstance(error.get("input"), dict | list) else str(error.get("input"))[:80]
    if kind in _LIMITS:
        limit = {name: str(found) for name, found in context.items()}
        return Sentence(N_("This number is not possible here.")), Sentence(_LIMITS[kind], limit), value
    if choices := context.get("expected"):
        codes = str(choices).replace(" or ", ", ").replace("'", "")
        return Sentence(N_("This code is not known.")), Sentence(N_("Choose one of: {codes}."), {"codes": codes}), value
    fault = str(error["msg"]).removeprefix("Value error, ")
    what = Sentence(N_("This cannot be used: {fault}."), {"fault": fault})
    return what, Sentence(N_("Correct it; docs/simulation.md describes it.")), value


__all__ = ["FILE", "delivered_scenario", "read_scenario", "unknown_codes"]

"""policy.toml, in a form that a council secretary can read, to a validated ``Policy``."""

import difflib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from allocator import workflow
from allocator.domain.policy import (
    Cap,
    Dimension,
    KeyMix,
    Label,
    Policy,
    Retention,
    SuitabilityPoints,
    Support,
    Waiting,
)
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.sentence import Sentence, Term
from allocator.domain.workflow import Consequence, Reason, Workflow
from allocator.intake import limits, toml_source
from allocator.intake.policy_form import from_toml, is_pattern, place_in_file
from allocator.intake.policy_shape import Form, Place
from allocator.intake.tables import read_file
from allocator.locale import N_
from allocator.locale.system import fault_of
from allocator.rules.amounts import NoAmountsError, amounts_for

FILE = "policy.toml"
DELIVERED = "default_policy.toml"

_SHAPES = {
    "table": (N_("Something else than a table stands here."), N_("Write a table, such as [{key}].")),
    "list": (N_("Something else than a list stands here."), N_('Write a list, such as ["one", "two"].')),
    "euros": (N_("This is not an amount in euros."), N_("Write euros with at most two decimals, such as 932.93.")),
    "once": (N_("A name stands in this list twice."), N_("Keep each name once.")),
    "key": (
        N_("This is not a key or a mix of keys."),
        N_('Write "population" or {{ population = 0.5, stock = 0.5 }}.'),
    ),
}


def delivered_policy() -> bytes:
    """The text of the policy that is used when a case has none."""
    return resources.files(__package__).joinpath(DELIVERED).read_bytes()


def read_policy(source: Path | str | bytes, as_of: date | None = None, *, file: str | None = None) -> Policy:
    """Read a policy.

    Args:
        source: a path, or the TOML itself.
        as_of: date of the round, for the national amounts; None takes the first day of the policy.
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
            raise InputProblems(
                [Problem.of(name, what, Sentence(N_("Check the path and the permissions.")))]
            ) from error
    policy, problems = parse_policy(source, as_of, name)
    if policy is None or problems:
        raise InputProblems(problems)
    return policy


def parse_policy(source: str | bytes, as_of: date | None, file: str) -> tuple[Policy | None, list[Problem]]:
    """The policy, or all that is wrong with it."""
    content, text, broken = toml_source.load(source, file)
    if broken:
        return None, [broken]
    form = from_toml(content)
    problems = [_unknown(place, known, text, file) for place, known in form.unknown]
    problems += [_wrong(place, shape, text, file) for place, shape in form.wrong]
    if fault := _fill_amounts(form, as_of, file):
        problems.append(fault)
    try:
        policy = Policy.model_validate(form.policy)
    except ValidationError as error:
        problems += _invalid(error, form, text, file, {p.line for p in problems if p.line})
        return None, problems
    problems += [
        _wrong(("id_patterns", name), "pattern", text, file)
        for name, pattern in policy.id_patterns.items()
        if not is_pattern(pattern)
    ]
    problems += [
        _unknown(("workflow", "consequences", code), tuple(workflow.catalogue(policy)), text, file)
        for code in workflow.unknown_reasons(policy)
    ]
    return (None if problems else policy), problems


def _fill_amounts(form: Form, as_of: date | None, file: str) -> Problem | None:
    """National amounts of the year, except those that the policy states itself."""
    day = as_of or form.policy.get("valid_from")
    own = form.policy.get("amounts", {})
    if not isinstance(day, date):
        day = date(2026, 1, 1)
    try:
        national = amounts_for(day).model_dump()
    except NoAmountsError:
        if {*own, "year"} >= set(type(amounts_for(date(2026, 1, 1))).model_fields):
            form.policy["amounts"] = {"year": day.year} | own
            return None
        form.policy["amounts"] = amounts_for(date(2026, 1, 1)).model_dump() | own
        values = {"year": str(day.year)}
        what = Sentence(N_("There are no national amounts for {year}."), values)
        do = Sentence(N_("Give all amounts of {year} under [amounts] in the policy."), values)
        return Problem.of(file, what, do, column="amounts")
    form.policy["amounts"] = national | own
    return None


def _at(place: Place, text: str) -> dict[str, Any]:
    return {"line": toml_source.line_of(text, place), "column": dotted(place)}


def dotted(place: Place) -> str:
    """A place as people read it: ``groups[2].nl``, counted from 1."""
    shown = ""
    for part in place:
        shown += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if shown else str(part)
    return shown


def _unknown(place: Place, known: tuple[str, ...], text: str, file: str) -> Problem:
    close = difflib.get_close_matches(str(place[-1]), known, n=1, cutoff=0.6)
    if close:
        do = Sentence(N_("Did you mean {name}?"), {"name": close[0]})
    else:
        do = Sentence(N_("Known here: {names}."), {"names": known})
    return Problem.of(file, Sentence(N_("This key is not known.")), do, **_at(place, text))


def _wrong(place: Place, shape: str, text: str, file: str) -> Problem:
    what, do = _SHAPES.get(shape, _PATTERN)
    return Problem.of(file, Sentence(what), Sentence(do, {"key": dotted(place)}), **_at(place, text))


_PATTERN = (N_("This is not a regular expression."), N_("Write one, such as '[0-9]{{9}}'."))


def _invalid(error: ValidationError, form: Form, text: str, file: str, told: set[int]) -> list[Problem]:
    """One problem for each value that the domain refuses."""
    problems: dict[str, Problem] = {}
    for one in error.errors(include_url=False, include_context=True):
        place = place_in_file(form, _without_types(one["loc"], form.policy))
        at = _at(place, text)
        if one["type"] == "missing":
            what, do = Sentence(N_("This is missing.")), Sentence(N_("Add it to the policy."))
        elif one["type"] == "extra_forbidden":
            what, do = Sentence(N_("This key is not known.")), _nearest(str(one["loc"][-1]))
        elif choices := one.get("ctx", {}).get("expected"):
            what = Sentence(N_("This is not one of the possible words."))
            do = Sentence(N_("Choose one of: {codes}."), {"codes": str(choices).replace(" or ", ", ")})
        else:
            found = limits.fault_of(dict(one))
            what, do = found.what, found.do
        value = None if one["type"] == "missing" or at["line"] in told else _short(one.get("input"))
        problems.setdefault(at["column"], Problem.of(file, what, do, value=value, **at))
    inside = {name[:at] for name in problems for at, sign in enumerate(name) if sign == "["}
    return [problem for name, problem in problems.items() if name not in inside]


def _nearest(key: str) -> Sentence:
    names = {name for model in _MODELS for name in model.model_fields}
    close = difflib.get_close_matches(key, sorted(names), n=1, cutoff=0.6)
    if close:
        return Sentence(N_("Did you mean {name}?"), {"name": close[0]})
    return Sentence(N_("Remove it, or correct its spelling."))


_MODELS = (Label, Dimension, Waiting, Cap, SuitabilityPoints, Support, KeyMix, Workflow, Reason, Consequence, Retention)


def _without_types(location: tuple[int | str, ...], content: Any) -> Place:
    """The location without what pydantic adds for the branches of a union and the keys of a dictionary."""
    if location[0] == "rules" and len(location) > 3 and location[2] == "numbers":
        return ("rules", location[1], location[3])
    place: list[int | str] = []
    for part in location:
        inside = isinstance(content, Mapping) and part in content
        inside = inside or (isinstance(content, list) and isinstance(part, int) and part < len(content))
        if not inside and part is not location[-1]:
            continue
        if not inside and (part == "[key]" or not isinstance(content, Mapping)):
            continue
        place.append(part)
        content = content[part] if inside else None
    return tuple(place)


def _short(value: Any) -> str | None:
    return str(value)[:60] if isinstance(value, str | int | float | bool) else None

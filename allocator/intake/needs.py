"""The simple need in a row of households.csv, and the needs of needs.csv, to the needs of a household."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from allocator.domain.codes import SupportLevel
from allocator.domain.household import Household, Need
from allocator.domain.problem import Problem
from allocator.intake import limits
from allocator.intake.columns import SIMPLE_NEED
from allocator.intake.faults import Fault, fault
from allocator.intake.rows import Rows
from allocator.locale import N_

_NO_KIND = fault(N_("There is a level or hours of support, and no kind."), N_("Fill in support_kind."))
_NO_LEVEL = fault(N_("There is a kind of support, and no level."), N_("Fill in support_level."))


def complete(rows: Mapping[str, Rows]) -> list[Problem]:
    """Give every household that was read its simple need; returns what is wrong with those needs."""
    households = rows.get("households")
    problems: list[Problem] = []
    if households is None:
        return problems
    for index, extra in enumerate(households.extras):
        household = households.models[index]
        if isinstance(household, Household) and _asks(extra):
            need = _need(household.id, extra, households, households.lines[index], problems)
            if need:
                households.models[index] = household.model_copy(update={"needs": (need,)})
    for partial in households.partial:
        if _asks(partial.extra) and not partial.bad & SIMPLE_NEED.keys():
            need = _need("-", partial.extra, households, partial.line, problems)
            object.__setattr__(partial.model, "needs", (need,) if need else ())
    return problems


def _need(household: str, extra: Mapping[str, Any], rows: Rows, line: int, problems: list[Problem]) -> Need | None:
    """The need that the three cells describe together."""
    fields = {field: extra[heading] for heading, field in SIMPLE_NEED.items() if heading in extra}
    try:
        return Need.model_validate(fields | {"household": household})
    except ValidationError as error:
        for one in error.errors(include_url=False):
            field = str(one["loc"][0])
            missing = {"kind": _NO_KIND, "level": _NO_LEVEL}.get(field) if one["type"] == "missing" else None
            found = missing or limits.fault_of(dict(one))
            problems.append(_problem(rows, line, field, found, fields.get(field)))
        return None


def _asks(extra: Mapping[str, Any]) -> bool:
    """Whether the cells say anything; the level none alone says that there is no need."""
    level_only = extra.get("support_level") is SupportLevel.NONE and not extra.get("support_kind")
    return bool(extra) and not (level_only and extra.get("support_hours") in (None, 0.0))


def _problem(rows: Rows, line: int, field: str, found: Fault, value: Any) -> Problem:
    column = next(heading for heading, name in SIMPLE_NEED.items() if name == field)
    shown = None if value is None else str(value)
    return Problem.of(rows.file, found.what, found.do, line=line, column=column, value=shown)


def with_needs(households: Iterable[Household], needs: Iterable[Need]) -> tuple[Household, ...]:
    """Households with the rows of needs.csv added to their simple need."""
    more: dict[str, list[Need]] = {}
    for need in needs:
        more.setdefault(need.household, []).append(need)
    return tuple(
        Household.model_validate({**dict(one), "needs": (*one.needs, *more[one.id])}) if one.id in more else one
        for one in households
    )

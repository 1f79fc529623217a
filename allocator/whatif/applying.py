"""The round with a change: the same round in which one statement is otherwise."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Any, TypeVar

from allocator.domain.base import Frozen
from allocator.domain.household import Household
from allocator.domain.policy import RuleSetting
from allocator.domain.region import PairWord, SupportPool
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.whatif.changes import (
    AcceptForm,
    AcceptMunicipality,
    AmountChanged,
    CapChanged,
    EasierNeed,
    HomeDate,
    HomeFact,
    HomeRent,
    HouseholdDate,
    MoreSupport,
    OneMoreHome,
    OneMorePool,
    PairSaid,
    RequireMunicipality,
    RuleChanged,
    Single,
)

_Model = TypeVar("_Model", bound=Frozen)


def apply(round_: Round, *changes: Single) -> Round:
    """The round with these changes, checked field by field; the old round stays as it is.

    Raises:
        KeyError: when a change names a household, home or pool that the round does not have.
        pydantic.ValidationError: when a value is out of the field's limits, or the key of a new home is taken.
    """
    for change in changes:
        round_ = _applied(round_, change)
    return round_


def _applied(round_: Round, change: Single) -> Round:
    match change:
        case HouseholdDate() | AcceptMunicipality() | RequireMunicipality() | AcceptForm() | EasierNeed():
            return _replaced(round_, "households", household_with(round_, change))
        case HomeDate() | HomeRent() | HomeFact():
            return _replaced(round_, "units", unit_with(round_, change))
        case MoreSupport():
            return _replaced(round_, "support", pool_with(round_, change))
        case AmountChanged(name=name, cents=cents):
            return _policy(round_, {"amounts": _with(round_.policy.amounts, {name: cents})})
        case RuleChanged():
            return _rule(round_, change)
        case OneMoreHome(unit=unit):
            if unit.id in round_.unit_by_id:
                raise ValueError(f"home {unit.id} is there already")
            return round_.model_copy(update={"units": (*round_.units, unit)})
        case OneMorePool(pool=pool):
            if pool.id in round_.pool_by_id:
                raise ValueError(f"pool {pool.id} is there already")
            return round_.model_copy(update={"support": (*round_.support, pool)})
        case CapChanged(cap=key, most=most):
            caps = (_with(cap, {"most": most}) if cap.id == key else cap for cap in round_.policy.caps)
            return _policy(round_, {"caps": tuple(caps)})
        case PairSaid(household=household, unit=unit, verdict=verdict, rule=rule):
            word = PairWord(household=household, unit=unit, verdict=verdict, rule=rule)
            return round_.model_copy(update={"pairs": (*round_.pairs, word)})


def _of_household(round_: Round, change: Single) -> Mapping[str, Any]:
    """The fields of a household that a change about it gives another value."""
    match change:
        case HouseholdDate(field=field, on=on):
            return {field: on}
        case AcceptMunicipality(household=key, municipality=code):
            one = round_.household_by_id[key]
            required = tuple(dict.fromkeys((*one.required_municipalities, code)))
            excluded = tuple(m for m in one.excluded_municipalities if m != code)
            return {
                "required_municipalities": required if one.required_municipalities else (),
                "excluded_municipalities": excluded,
            }
        case RequireMunicipality(municipality=code):
            return {"required_municipalities": () if code is None else (code,)}
        case AcceptForm(household=key, form=form):
            listed = round_.household_by_id[key].accepted_forms or round_.policy.default_forms
            return {"accepted_forms": tuple(dict.fromkeys((*listed, form)))}
        case EasierNeed(household=key, position=position, level=level, hours=hours):
            needs = list(round_.household_by_id[key].needs)
            needs[position] = _with(needs[position], {"level": level, "hours": hours})
            return {"needs": tuple(needs)}
    raise TypeError(f"{change.what} is not about a household")


def household_with(round_: Round, change: Single) -> Household:
    """The household that a change is about, with the change."""
    key: str = getattr(change, "household", "")
    return _with(round_.household_by_id[key], _of_household(round_, change))


def unit_with(round_: Round, change: HomeDate | HomeRent | HomeFact) -> Unit:
    """The home that a change is about, with the change."""
    match change:
        case HomeRent(rent=rent):
            return _with(round_.unit_by_id[change.unit], {"rent": rent})
        case HomeDate(field=field, on=value) | HomeFact(field=field, value=value):
            return _with(round_.unit_by_id[change.unit], {field: value})


def pool_with(round_: Round, change: MoreSupport) -> SupportPool:
    """The pool that a change is about, with the change."""
    pool = round_.pool_by_id[change.pool]
    values: dict[str, Any] = {}
    if pool.hours_per_week is None:
        values["places"] = (pool.places or 0) + int(change.amount.to_integral_value(ROUND_CEILING))
    else:
        values["hours_per_week"] = float(Decimal(str(pool.hours_per_week)) + change.amount)
    if pool.max_households is not None:
        values["max_households"] = pool.max_households + change.households
    return _with(pool, values)


def _replaced(round_: Round, name: str, changed: Household | Unit | SupportPool) -> Round:
    rows = getattr(round_, name)
    return round_.model_copy(update={name: tuple(changed if row.id == changed.id else row for row in rows)})


def _rule(round_: Round, change: RuleChanged) -> Round:
    said = round_.policy.rules.get(change.rule, RuleSetting())
    setting = _with(said, {"on": change.on, "numbers": said.numbers | dict(change.numbers)})
    return _policy(round_, {"rules": round_.policy.rules | {change.rule: setting}})


def _policy(round_: Round, values: Mapping[str, Any]) -> Round:
    return round_.model_copy(update={"policy": _with(round_.policy, values)})


def _with(model: _Model, values: Mapping[str, Any]) -> _Model:
    """A copy of a model with other values, checked as when it came in."""
    fields = {name: getattr(model, name) for name in type(model).model_fields}
    return type(model).model_validate(fields | dict(values))

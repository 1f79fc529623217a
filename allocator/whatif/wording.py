"""Changes in words, each as sensitive as the field it is about; "the household" is the one that is explained."""

from allocator.domain.base import Sensitivity, sensitivity_of
from allocator.domain.codes import SupportLevel, Verdict
from allocator.domain.household import Household
from allocator.domain.policy import Cap
from allocator.domain.region import SupportPool
from allocator.domain.round import Round
from allocator.domain.sentence import Choice, Money, Sentence, Term, Value
from allocator.locale import N_
from allocator.rules import BY_CODE
from allocator.rules.labels import NOT_KNOWN, show, term
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

_HOUSEHOLD_DATES = {
    "ready_from": N_("The household is ready from {on} (now: {now})."),
    "urgent_until": N_("The urgency is valid until {on} (now: {now})."),
    "parked_until": N_("The household is parked until {on} (now: {now})."),
}
_HOME_DATES = {
    "available_from": N_("Home {unit} is free from {on} (now: {now})."),
    "available_until": N_("Home {unit} can be lived in until {on} (now: {now})."),
    "offer_before": N_("Home {unit} can be offered until {on} (now: {now})."),
}
_FACTS = {
    "accessibility": N_("Home {unit}: {value} (now: {now})."),
    "bedrooms": N_("Home {unit} has so many bedrooms: {value} (now: {now})."),
    "max_persons": N_("Home {unit} is for at most so many persons: {value} (now: {now})."),
    "min_persons": N_("Home {unit} is for at least so many persons: {value} (now: {now})."),
    "reserved_for": N_("Home {unit} is reserved for: {value} (now: {now})."),
    "not_for": N_("Home {unit} is not for: {value} (now: {now})."),
    "for_whom": N_("Home {unit} is meant for: {value} (now: {now})."),
    "pets_allowed": N_("Home {unit}: pets allowed: {value} (now: {now})."),
    "excludes_tags": N_("Home {unit} cannot take: {value} (now: {now})."),
    "lift": N_("Home {unit} has a lift: {value} (now: {now})."),
    "on_site_level": N_("Home {unit} has on site: {value} (now: {now})."),
    "places": N_("Home {unit} has so many places: {value} (now: {now})."),
}
_AMOUNTS = {
    "daeb_income_single": N_("The income limit for social rent for one person is {cents} a year (now: {now})."),
    "daeb_income_multi": N_("The income limit for social rent for more persons is {cents} a year (now: {now})."),
}
_AMOUNT = N_("The amount {name} of the policy is {cents} (now: {now}).")
_VERDICTS = {
    Verdict.PIN: N_("The household gets home {unit}, whatever else."),
    Verdict.FORBID: N_("The household does not get home {unit}."),
    Verdict.WAIVE: N_("The rule '{title}' is waived for the household and home {unit}."),
}
_OPEN, _PERSONAL, _SPECIAL = Sensitivity.OPEN, Sensitivity.PERSONAL, Sensitivity.SPECIAL


def sentence(round_: Round, change: Single) -> Sentence:
    """What would be otherwise, with what it is now in the given round (the one before the change)."""
    match change:
        case HouseholdDate() | AcceptMunicipality() | RequireMunicipality() | AcceptForm() | EasierNeed():
            return _of_household(round_, change)
        case HomeDate(unit=unit, field=field, on=on):
            now = getattr(round_.unit_by_id[unit], field)
            return Sentence(_HOME_DATES[field], {"unit": unit, "on": show(on), "now": show(now)})
        case HomeRent(unit=unit, rent=rent):
            text = N_("The rent of home {unit} is {rent} a month (now: {now}).")
            return Sentence(text, {"unit": unit, "rent": Money(rent), "now": _money(round_.unit_by_id[unit].rent)})
        case HomeFact(unit=unit, field=field, value=value):
            now = getattr(round_.unit_by_id[unit], field)
            return Sentence(_FACTS[field], {"unit": unit, "value": show(value), "now": show(now)})
        case MoreSupport():
            return _more_support(round_, change)
        case OneMoreHome():
            return _one_more(round_, change)
        case OneMorePool(pool=pool):
            return _one_more_pool(round_, pool)
        case CapChanged(cap=key, most=most):
            return _cap(round_, next(cap for cap in round_.policy.caps if cap.id == key), most)
        case AmountChanged(name=name, cents=cents):
            now = getattr(round_.policy.amounts, name)
            return Sentence(_AMOUNTS.get(name, _AMOUNT), {"name": name, "cents": Money(cents), "now": Money(now)})
        case RuleChanged():
            return _rule(change)
        case PairSaid(unit=unit, verdict=verdict, rule=rule):
            title = Term(BY_CODE[rule].title) if rule else ""
            return Sentence(_VERDICTS[verdict], {"unit": unit, "title": title}, _PERSONAL)


def _cap(round_: Round, cap: Cap, most: int) -> Sentence:
    """A cap by what it counts: its key is a word of who wrote the policy."""
    what: list[Value] = [_name(round_, cap.municipality)] if cap.municipality else []
    what += [cap.corporation] if cap.corporation else []
    what += [Choice(row.nl, row.en) for row in round_.policy.groups if row.code == cap.group]
    what += [term(form) for form in cap.forms]
    text = N_("The cap on {what} lets {most:placement|placements} through (now: {now}).")
    if cap.min_level is not SupportLevel.NONE:  # the last of what it counts: "or more" is about that
        what.append(term(cap.min_level))
        text = N_("The cap on {what} or more lets {most:placement|placements} through (now: {now}).")
    return Sentence(text, {"what": tuple(what) or Term(N_("all placements")), "most": most, "now": cap.most})


def _of_household(round_: Round, change: Single) -> Sentence:
    match change:
        case HouseholdDate(household=key, field=field, on=on):
            now = getattr(round_.household_by_id[key], field)
            values = {"on": show(on), "now": show(now)}
            return Sentence(_HOUSEHOLD_DATES[field], values, sensitivity_of(Household, field))
        case AcceptMunicipality(municipality=code):
            text = N_("The household may also live in {municipality}.")
            return Sentence(text, {"municipality": _name(round_, code)}, _PERSONAL)
        case RequireMunicipality(municipality=None):
            return Sentence(N_("The household may live in every municipality that it does not exclude."), {}, _PERSONAL)
        case RequireMunicipality(municipality=str(code)):
            text = N_("The household may live in {municipality} only.")
            return Sentence(text, {"municipality": _name(round_, code)}, _PERSONAL)
        case AcceptForm(form=form):
            return Sentence(N_("The household also accepts: {form}."), {"form": term(form)}, _PERSONAL)
        case EasierNeed(household=key, position=position, level=level, hours=hours):
            now = round_.household_by_id[key].needs[position]
            named: dict[str, Value] = {"kind": _kind(round_, now.kind), "level": term(level)}
            if hours is None or hours == now.hours:
                text = N_("For {kind} the household needs: {level} (now: {now}).")
                return Sentence(text, named | {"now": term(now.level)}, _SPECIAL)
            text = N_("For {kind} the household needs: {level}, {hours} hours a week (now: {now}).")
            used = now.hours if now.hours is not None else round_.policy.support.default_hours.get(now.level, 0)
            return Sentence(text, named | {"hours": hours, "now": used}, _SPECIAL)
    raise TypeError(f"{change.what} is not about a household")


def _more_support(round_: Round, change: MoreSupport) -> Sentence:
    pool = round_.pool_by_id[change.pool]
    amount = change.amount
    values: dict[str, Value] = {
        "pool": pool.id,
        "amount": int(amount) if amount == int(amount) else float(amount),
        "households": change.households,
        "where": tuple(_name(round_, code) for code in pool.municipalities),
    }
    if not amount:
        return Sentence(N_("{pool} ({where}) can start with {households:household|households} more."), values)
    if pool.hours_per_week is None:
        return Sentence(N_("{pool} ({where}) has {amount:place|places} more."), values)
    return Sentence(N_("{pool} ({where}) has {amount:hour|hours} of support a week more."), values)


def _one_more(round_: Round, change: OneMoreHome) -> Sentence:
    unit = change.unit
    values: dict[str, Value] = {
        "municipality": _name(round_, unit.municipality),
        "form": term(unit.form),
        "bedrooms": unit.bedrooms,
        "rent": _money(unit.rent),
        "like": change.like or "",
    }
    if change.like:
        text = N_("One more home in {municipality} like {like}: {form}, {bedrooms:bedroom|bedrooms}, rent {rent}.")
    else:
        text = N_("One more home in {municipality}: {form}, {bedrooms:bedroom|bedrooms}, rent {rent}.")
    return Sentence(text, values)


def _one_more_pool(round_: Round, pool: SupportPool) -> Sentence:
    amount = pool.hours_per_week if pool.hours_per_week is not None else (pool.places or 0)
    values: dict[str, Value] = {
        "amount": int(amount) if amount == int(amount) else float(amount),
        "kinds": tuple(_kind(round_, code) for code in pool.kinds),
        "where": tuple(_name(round_, code) for code in pool.municipalities),
    }
    if pool.hours_per_week is None:
        return Sentence(N_("{amount:place|places} more of support in {where}: {kinds}."), values)
    return Sentence(N_("{amount:hour|hours} of support a week more in {where}: {kinds}."), values)


_NUMBERS = {
    "own_bedroom_from_age": N_("a bedroom of one's own from the age of"),
    "spare": N_("bedrooms to spare, at most"),
    "highest_floor": N_("without a lift at most floor"),
    "percent": N_("for the rent at most this percentage of the income:"),
    "window_days": N_("days that a home may wait for a household, at most"),
    "min_stay_days": N_("days that a stay lasts, at least"),
    "horizon_days": N_("days until a home is free, at most"),
}
"""Numbers of rules that a region can relax (``wished.STEPS``), as the sentence above says them."""


def _number(value: object) -> Value:
    return value if isinstance(value, int | float) else str(value)


def _rule(change: RuleChanged) -> Sentence:
    title = Term(BY_CODE[change.rule].title)
    if not change.on:
        return Sentence(N_("The rule '{title}' does not hold."), {"title": title})
    known = [(_NUMBERS[name], value) for name, value in change.numbers if name in _NUMBERS]
    if len(known) == len(change.numbers) == 1:
        text = N_("The rule '{title}' with another number: {what} {number}.")
        return Sentence(text, {"title": title, "what": Term(known[0][0]), "number": _number(known[0][1])})
    numbers = tuple(f"{name} = {value}" for name, value in change.numbers)
    return Sentence(N_("The rule '{title}' has other numbers: {numbers}."), {"title": title, "numbers": numbers})


def _name(round_: Round, code: str) -> str:
    return next((m.name for m in round_.municipalities if m.code == code), code)


def _kind(round_: Round, code: str) -> Value:
    return next((Choice(row.nl, row.en) for row in round_.policy.support_kinds if row.code == code), code)


def _money(cents: int | None) -> Value:
    return Term(NOT_KNOWN) if cents is None else Money(cents)

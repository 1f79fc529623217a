"""``/policies/new``: a new version in a form for what changes often; what comes out is a text, to look at and add."""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from fastapi import APIRouter, Response
from pydantic import ValidationError

from allocator.api.pages.forms import Form, Sent
from allocator.api.pages.frame import Crumb, Fault, page, tell
from allocator.api.pages.policy_words import COUNT_FROM, GROUPS, SETTINGS, Kind, Setting
from allocator.api.pages.views.policies import TITLE
from allocator.api.pages.views.policies_text import From, shown, start_of
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.codes import StageName
from allocator.domain.policy import Policy
from allocator.intake import read_policy, write_policy
from allocator.locale import N_
from allocator.reports.words import NORMS
from allocator.rules.amounts import NoAmountsError, amounts_for
from allocator.rules.labels import STAGES

router = APIRouter(prefix="/policies")
_AMOUNTS = re.compile(r"(?ms)^\[amounts\]\n.*?(?=^\[|\Z)")


@router.get("/new")
def show_form(visitor: Known, version: From = "") -> Response:
    """The form, filled in as another version has it."""
    policy = read_policy(start_of(visitor, version))
    return _form(visitor, policy.version, _said(policy, visitor.lang) | {"version": "", "valid_from": ""})


def _said(policy: Policy, lang: str) -> dict[str, str]:
    """A policy as the form shows it."""
    said = {one.name: _plain(_at(policy, place), lang) for place, one in SETTINGS.items()}
    said |= {"name": policy.name, "norm": policy.norm.value, "count_from": policy.waiting.count_from}
    for number, stage in enumerate(policy.stages, start=1):
        said |= {
            f"on-{stage.name}": "yes" if stage.on else "",
            f"place-{stage.name}": str(number),
            f"tolerance-{stage.name}": str(stage.tolerance),
        }
    return said


def _at(policy: Policy, place: str) -> Any:
    table, _, name = place.partition(".")
    return getattr(getattr(policy, table), name)


def _plain(value: Any, lang: str) -> str:
    return "" if value is None else str(value) if lang == "en" else str(value).replace(".", ",")


def _form(visitor: Visitor, base: str, said: Mapping[str, str], faults: tuple[Fault, ...] = ()) -> Response:
    t = visitor.tongue
    return page(
        visitor,
        "policy_form.html",
        tell(visitor, N_("New version of the policy")),
        status=400 if faults else 200,
        crumbs=(Crumb(tell(visitor, TITLE), "/policies"),),
        faults=faults,
        base=base,
        v=lambda name: said.get(name, ""),
        stages=sorted(
            ((name.value, t(STAGES[name])) for name in StageName), key=lambda pair: _number(said, f"place-{pair[0]}")
        ),
        norms=[(norm.value, t(words)) for norm, words in NORMS.items()],
        counts=[(code, t(words)) for code, words in COUNT_FROM.items()],
        groups=[(t(title), settings) for title, settings in GROUPS],
    )


def _number(said: Mapping[str, str], name: str) -> int:
    text = said.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 3 else 99


@router.post("/new")
def write_text(visitor: Known, form: Sent) -> Response:
    """Make a text of what was filled in, and show what it changes before it is added."""
    source = start_of(visitor, form.get("from"))
    base = read_policy(source)
    changes, faults = _changes(visitor, form)
    try:
        policy = Policy.model_validate(_merged(base.model_dump(), changes))
    except ValidationError as error:
        faults += [_invalid(visitor, dict(one)) for one in error.errors()]
        return _form(visitor, base.version, form.values, tuple(faults))
    if faults:
        return _form(visitor, base.version, form.values, tuple(faults))
    return shown(visitor, _written(policy, base, source))


def _changes(visitor: Visitor, form: Form) -> tuple[dict[str, Any], list[Fault]]:
    """What was filled in, in the shape of a policy; and what is no number."""
    found: dict[str, Any] = {
        "name": form.get("name"),
        "version": form.get("version"),
        "valid_from": form.get("valid_from"),
        "norm": form.get("norm"),
        "waiting": {"count_from": form.get("count_from")},
    }
    faults = []
    for place, one in SETTINGS.items():
        first, _, rest = place.partition(".")
        try:
            found.setdefault(first, {})[rest] = _value(one, form.get(one.name))
        except ValueError:
            faults.append(Fault(one.name, tell(visitor, _wrong(one.kind))))
    stages = []
    for name in sorted(StageName, key=lambda name: _number(form.values, f"place-{name}")):
        text = form.get(f"tolerance-{name}") or "0"
        if not text.isdecimal():
            faults.append(Fault(f"tolerance-{name}", tell(visitor, _wrong(Kind.WHOLE))))
            continue
        stages.append({"name": name, "on": form.get(f"on-{name}") == "yes", "tolerance": int(text)})
    places = [form.get(f"place-{name}") for name in StageName]
    if sorted(places) != sorted(str(n) for n in range(1, len(StageName) + 1)):
        text = N_("Give each aim a place of its own, from 1 to {n}.")
        faults.append(Fault(f"place-{next(iter(StageName))}", tell(visitor, text, n=len(StageName))))
    return found | {"stages": stages}, faults


def _value(one: Setting, text: str) -> int | Decimal | None:
    """A number as it was filled in.

    Raises:
        ValueError: when it is none.
    """
    if not text and one.optional:
        return None
    if one.kind is Kind.WHOLE:
        return int(text)
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(text) from error


def _wrong(kind: Kind) -> str:
    return N_("Write a whole number.") if kind is Kind.WHOLE else N_("Write a number from 0 to 1, such as 0.5.")


def _merged(old: dict[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """A policy with what was filled in; tables that the form asks in part keep the rest."""
    found = dict(old)
    for name, value in new.items():
        found[name] = old.get(name, {}) | value if isinstance(value, dict) else value
    return found


def _invalid(visitor: Visitor, error: Mapping[str, Any]) -> Fault:
    """What the policy refuses, at the field that asks it."""
    place = ".".join(str(part) for part in error["loc"])
    limits = error.get("ctx", {})
    if place in SETTINGS:
        edge = limits.get("ge", limits.get("gt"))
        least = N_("Write at least {n}.") if edge is not None and error["type"].startswith("greater") else ""
        text = least or N_("Write at most {n}.")
        return Fault(SETTINGS[place].name, tell(visitor, text, n=str(edge if least else limits.get("le", ""))))
    field = {"valid_from": "valid_from", "version": "version", "name": "name"}.get(place, "")
    texts = {
        "valid_from": N_("Choose the day from which it is in force."),
        "version": N_("Write a short name without spaces, such as groningen-2027."),
        "name": N_("Write a name of at most 120 characters."),
    }
    return Fault(field, tell(visitor, texts.get(field, N_("Look at this again: something in it is not right."))))


def _written(policy: Policy, base: Policy, source: str) -> str:
    """The text of a version; national amounts stay out of it, unless the version before has amounts of its own."""
    text = write_policy(policy)
    try:
        national = base.amounts == amounts_for(base.valid_from)
    except NoAmountsError:
        national = False
    return _AMOUNTS.sub("", text) if national or "amounts" not in tomllib.loads(source) else text

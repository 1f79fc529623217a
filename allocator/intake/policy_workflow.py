"""The [workflow] of policy.toml: how it is read into the domain, and how it is written."""

from collections.abc import Iterator, Mapping
from typing import Any

from allocator.domain.policy import Policy
from allocator.domain.workflow import EXPIRABLE, SKIPPABLE, WAITS, Consequence, State, Step, Workflow
from allocator.intake.policy_shape import UNLIMITED, Form

_LISTS = ("skip", "expires", "reasons")
_TABLES = ("terms", "consequences")
_ENDLESS = ("refusals_count_days", "refusals_park_days")
"""Numbers that may be "unlimited"."""


def read_workflow(table: Mapping[str, Any], form: Form) -> None:
    """Take the table over, with "unlimited" as the domain has it, and note every name that nobody knows."""
    form.only(table, tuple(Workflow.model_fields), ("workflow",))
    found = {key: table[key] for key in Workflow.model_fields if key in table}
    for name in [*_LISTS, *_TABLES]:
        kind, shape = (list, "list") if name in _LISTS else (dict, "table")
        if not isinstance(found.get(name, kind()), kind):
            form.wrong.append((("workflow", name), shape))
            del found[name]
    for name in _ENDLESS:
        if found.get(name) == UNLIMITED:
            found[name] = None
    if "terms" in found:
        found["terms"] = {state: None if days == UNLIMITED else days for state, days in found["terms"].items()}
    _note_unknown(found, form)
    form.policy["workflow"] = found


def _note_unknown(found: dict[str, Any], form: Form) -> None:
    """Steps and states that do not exist, or cannot stand here; they are left out, as they have been told."""
    may = {
        "skip": tuple(step.value for step in Step if step in SKIPPABLE),
        "expires": tuple(state.value for state in State if state in EXPIRABLE),
        "terms": tuple(state.value for state in State if state in WAITS),
    }
    for name, known in may.items():
        wrong = [one for one in found.get(name, ()) if one not in known]
        form.unknown += [(("workflow", name, str(one)), known) for one in wrong]
        if wrong and name == "terms":
            found[name] = {state: days for state, days in found[name].items() if state in known}
        elif wrong:
            found[name] = [one for one in found[name] if one in known]
    seen: set[str] = set()
    for row, one in enumerate(found.get("reasons", ())):
        code = str(one.get("code")) if isinstance(one, Mapping) else ""
        if code and code in seen:
            form.wrong.append((("workflow", "reasons", row, "code"), "once"))
            del found["reasons"]
            break
        seen.add(code)


def workflow_tables(policy: Policy) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    """Header and content of each table, for writing; none when all is as delivered."""
    said, plain = policy.workflow, Workflow()
    if said == plain:
        return
    own = {name: _or_unlimited(value) for name, value in said if value != getattr(plain, name)}
    yield "workflow", {name: value for name, value in own.items() if name not in (*_TABLES, "reasons")}
    yield "workflow.terms", {state: _or_unlimited(days) for state, days in said.terms.items()}
    for code, consequence in said.consequences.items():
        yield f"workflow.consequences.{code}", dict(consequence)
    for reason in said.reasons:
        stated = {name: value for name, value in reason if value not in (None, ()) and name != "consequence"}
        yield "[workflow.reasons]", stated | _inline(reason.consequence)


def _inline(consequence: Consequence) -> dict[str, Any]:
    return {"consequence": dict(consequence)} if consequence != Consequence() else {}


def _or_unlimited(value: Any) -> Any:
    return UNLIMITED if value is None else value

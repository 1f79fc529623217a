"""The page ``docs/workflow.md``: states, steps, who takes them, terms, and the coded reasons."""

from collections.abc import Iterator

from allocator import locale
from allocator.domain.base import Sensitivity
from allocator.domain.workflow import (
    LIVE,
    SETTLED,
    SKIPPABLE,
    Consequence,
    Reason,
    Role,
    Side,
    State,
    Step,
    Workflow,
)
from allocator.workflow.reasons import delivered
from allocator.workflow.steps import ROLE_NAMES, SIDE_NAMES, SIDES, STATE_NAMES, STEPS, StepRule
from allocator.workflow.terms import DELIVERED_TERMS

_HEAD = """# The workflow

Generated from `allocator/workflow` by `make docs`; do not edit. A proposal proposes; from there on people decide,
one placement at a time. Terms, skipped steps, reasons and their consequences can be changed in the policy:

```toml
[workflow]
skip = ["confirm_support"]        # steps that are not taken here
expires = ["offered"]             # where a placement expires when its term has passed; elsewhere it is a stall
[workflow.terms]
offered = 5                       # days; or "unlimited"
[workflow.consequences.home_not_liked]
park_days = 30
lose_offer = true
[[workflow.reasons]]              # added, or instead of the delivered one of that code
code = "no_garden"
side = "person"
steps = ["refuse"]
nl = "Geen tuin"
en = "No garden"
```

- While a placement is *live* it claims its household and its place: nobody else can have either.
- Once the household has moved in, it *lives there*; it can be placed again later, for people come back. Who moves on
  to another home has left the one before: the program records that.
- A placement that is over can be opened again by the chair, unless life went on: the household has another placement,
  somebody else lives in the home, or the home was given free since the household left.
- What is refused, withdrawn or expired is *over*: household and home return to the next round.
- No home is offered before every open question is answered, nor before every household that must move first has
  signed for its own new home; nobody moves in before they have moved. When an earlier move falls through, so do
  the placements that depend on it.
- A reason is never deleted, only retired by date. Its consequence is shown before it is confirmed.
"""


def markdown() -> str:
    """The whole page, in Markdown."""
    return "\n".join([_HEAD, *_states(), *_steps(), *_objections(), *_reasons()]) + "\n"


def _states() -> Iterator[str]:
    yield "## States"
    yield ""
    yield "| State | | Toestand | Means | Term (days) |"
    yield "|---|---|---|---|--:|"
    for state in State:
        name = STATE_NAMES[state]
        means = "live" if state in LIVE else "lives there" if state in SETTLED else "over"
        yield f"| `{state}` | {name} | {locale.translate(name, 'nl')} | {means} | {DELIVERED_TERMS.get(state, '')} |"
    yield ""
    expires = ", ".join(f"`{state}`" for state in Workflow().expires)
    yield f"As delivered a placement expires when its term has passed in: {expires}."
    yield ""


def _steps() -> Iterator[str]:
    yield "## Steps, and who takes them"
    yield ""
    roles = [role for role in Role if any(role in rule.roles for rule in STEPS.values())]
    yield f"| Step | | Stap | Leads to | {' | '.join(ROLE_NAMES[role] for role in roles)} |"
    yield f"|---|---|---|---|{':-:|' * len(roles)}"
    for rule in STEPS.values():
        marks = " | ".join("x" if role in rule.roles else "" for role in roles)
        to = f"`{rule.to}`" if rule.to else "where it was"
        yield f"| `{rule.step}` | {rule.title} | {locale.translate(rule.title, 'nl')} | {to} | {marks} |"
    yield ""
    yield "A corporation, care provider or municipality acts on what is its own only; an auditor and an administrator"
    yield "take no steps. On behalf of somebody who does not use the system, the committee records what was said."
    yield ""
    yield from _conditions()


def _conditions() -> Iterator[str]:
    for rule in STEPS.values():
        if notes := _notes(rule):
            yield f"- `{rule.step}`: {'; '.join(notes)}."
    yield ""


def _notes(rule: StepRule) -> list[str]:
    notes = ["only where a care provider gives support"] if rule.with_support else []
    notes += ["the policy can skip it"] if rule.step in SKIPPABLE else []
    if rule.step is Step.ACCEPT:
        notes.append("a placement that differs from the proposal needs a reason")
    if rule.needs_reason:
        notes.append(f"needs a reason; from {', '.join(f'`{state}`' for state in State if state in rule.leaves)}")
    return notes


def _objections() -> Iterator[str]:
    said = Workflow()
    yield "## Objections"
    yield ""
    yield f"A household can object within {said.objection_days} days after a decision (Awb 6:7); one that comes later"
    yield f"is recorded as late. The decision on it is due {said.objection_decide_days} days after the last of those"
    yield f"days, and can be put off once, by {said.objection_extend_days} days (Awb 7:10). The chair decides, never"
    yield "about an own decision (Awb 10:3). When it is upheld, the chair opens the placement again."
    yield ""


def _reasons() -> Iterator[str]:
    yield "## Reasons"
    yield ""
    yield "VERA: the code of AANBIEDINGDETAILSTATUS that means the same. Special and safety reasons are read by the"
    yield "side that gives them and by the committee only."
    yield ""
    for role, sides in SIDES.items():
        names = ", ".join(SIDE_NAMES[side] for side in Side if side in sides)
        yield f"- {ROLE_NAMES[role]}: gives reasons of {names}"
    yield ""
    yield "| Code | | Reden | Of | For | In | VERA | Sensitivity | Consequence |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for reason in delivered().values():
        yield f"| {' | '.join(_cells(reason))} |"


def _cells(reason: Reason) -> tuple[str, ...]:
    retired = f" (until {reason.valid_until})" if reason.valid_until else ""
    return (
        f"`{reason.code}`{retired}",
        reason.en,
        reason.nl,
        SIDE_NAMES[reason.side],
        ", ".join(f"`{step}`" for step in reason.steps),
        ", ".join(f"`{state}`" for state in reason.states) or "any state",
        reason.vera or "",
        "" if reason.sensitivity is Sensitivity.OPEN else reason.sensitivity.value,
        _consequence(reason.consequence),
    )


def _consequence(does: Consequence) -> str:
    parts = ["counts as a refused offer"] if does.lose_offer else []
    parts += [f"parked for {does.park_days} days"] if does.park_days else []
    parts += ["not proposed again"] if does.block_pair else []
    return "; ".join(parts) or "nothing"

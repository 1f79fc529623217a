"""``decide``: a step with placements that are named one by one; what a reason does is shown before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.actions import placements
from allocator.actions.placements import Foreseen, Seen
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import Desk, opened
from allocator.commandline.kept.placements import NOBODY
from allocator.commandline.screen import Screen, key, number, text
from allocator.domain.refusal import Conflict, NotAllowed, Refusal
from allocator.domain.workflow import Step
from allocator.locale import N_
from allocator.workflow import STEPS


@dataclass(frozen=True)
class How:
    """What is decided: the step, the reason, and when it happened."""

    step: str
    reason: str | None = None
    note: str = ""
    on: date | None = None
    version: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of one decision: the placement as it is now, or why it was not done."""

    number: int
    seen: Seen | None
    refused: Refusal | None


def decide(screen: Screen, numbers: Sequence[int], how: How, *, yes: bool) -> Exit:
    """Take a step with each placement, each in a transaction of its own; what is refused does not stop the others.

    Raises:
        Refusal: when the only placement that is named cannot be decided on so.
        WrongUse: when a reason is needed and nobody can be asked for it.
    """
    wanted = list(dict.fromkeys(numbers))
    if how.version is not None and len(wanted) > 1:
        raise WrongUse(screen.tongue(N_("Give --version with one placement only.")))
    with opened(screen) as desk:
        seen = [placements.show_placement(desk.office, desk.actor, number).seen for number in wanted]
        how = _confirmed(desk, seen, how, yes=yes)
        outcomes = [_one(desk, one, how) for one in seen]
        if len(outcomes) == 1 and outcomes[0].refused is not None:
            raise outcomes[0].refused
        if screen.as_json:
            saying.show(screen, {"decisions": [_data(one, screen) for one in outcomes]})
        else:
            _told(desk, outcomes)
    refused = [one.refused for one in outcomes if one.refused is not None]
    if any(isinstance(one, NotAllowed) for one in refused):
        return Exit.NOT_ALLOWED
    return Exit.PROBLEMS if refused else Exit.DONE


def _one(desk: Desk, seen: Seen, how: How) -> Outcome:
    version = seen.version if how.version is None else how.version
    try:
        after = placements.decide(
            desk.office,
            desk.actor,
            seen.id,
            Step(how.step),
            version=version,
            reason=how.reason,
            note=how.note,
            on=how.on,
        )
    except Refusal as refusal:
        return Outcome(seen.id, None, refusal)
    return Outcome(seen.id, after, None)


# ------------------------------------------------------------------------------------------------ before


def _confirmed(desk: Desk, seen: Sequence[Seen], how: How, *, yes: bool) -> How:
    """The decision with its reason, after what it does was shown and confirmed; a plain step needs neither."""
    step = Step(how.step)
    needs = STEPS[step].needs_reason or (step is Step.ACCEPT and any(one.by_hand for one in seen))
    if how.reason is None and not needs:
        return how
    foreseen = {one.id: placements.foresee(desk.office, desk.actor, one.id, step) for one in seen}
    reason = how.reason or _asked(desk, foreseen[seen[0].id], step)
    found = How(how.step, reason, how.note, how.on, how.version)
    effects = {
        number: next((one for one in some if one.reason.code == reason), None) for number, some in foreseen.items()
    }
    if not desk.screen.as_json:
        _show(desk.screen, seen, effects)
    if any(effects.values()):  # else the action says what is wrong with it
        saying.must_confirm(desk.screen, yes=yes)
    return found


def _asked(desk: Desk, foreseen: Sequence[Foreseen], step: Step) -> str:
    """The reason that somebody chooses from what may be given here.

    Raises:
        Conflict: when there is none for this person.
        WrongUse: when there is nobody to choose.
    """
    screen, tongue = desk.screen, desk.tongue
    if not foreseen:
        raise Conflict("no_reason", N_("There is no reason here that your role can give."))
    if screen.as_json:
        codes = ", ".join(one.reason.code for one in foreseen)
        raise WrongUse(tongue(N_("Give --reason with one of: {codes}."), codes=codes))
    columns = [key(tongue(N_("Code"))), text(tongue(N_("Reason")), 2), text(tongue(N_("What it does")), 3)]
    rows = [
        (
            one.reason.code,
            getattr(one.reason.label, screen.lang),
            " ".join(s.render(screen.lang) for s in one.sentences),
        )
        for one in foreseen
    ]
    title = tongue(N_("{step}: which reason?"), step=saying.step(step, tongue))
    screen.table(columns, rows, title)
    screen.console.print()
    return saying.answer(screen, N_("Code of the reason:"), "--reason, --yes")


def _show(screen: Screen, seen: Sequence[Seen], effects: dict[int, Foreseen | None]) -> None:
    """What the reason does to each household."""
    tongue = screen.tongue
    known = [one for one in effects.values() if one is not None]
    if not known:
        return
    columns = [
        number(tongue(N_("No."))),
        key(tongue(N_("Household"))),
        key(tongue(N_("Home"))),
        text(tongue(N_("What it does")), 1),
    ]
    rows = []
    for one in seen:
        found = effects[one.id]
        sentences = found.sentences if found else ()
        words = "\n".join(sentence.render(screen.lang) for sentence in sentences)
        rows.append((str(one.id), one.household or NOBODY, one.unit, words))
    title = tongue(N_("Reason: {reason}"), reason=getattr(known[0].reason.label, screen.lang))
    screen.table(columns, rows, title)
    screen.console.print()


# ------------------------------------------------------------------------------------------------ after


def _told(desk: Desk, outcomes: Sequence[Outcome]) -> None:
    screen, tongue = desk.screen, desk.tongue
    for one in outcomes:
        if one.seen is not None:
            words = N_("Placement {number}, home {home}: {state}.")
            state = saying.state(one.seen.state, tongue)
            saying.done(screen, words, number=str(one.number), home=one.seen.unit, state=state)
        elif one.refused is not None:
            why = tongue(one.refused.sentence.text, **one.refused.sentence.values)
            words = tongue(N_("Placement {number} was not changed: {why}"), number=str(one.number), why=why)
            screen.line(words, "bold red")
    _next(desk, outcomes)


def _next(desk: Desk, outcomes: Sequence[Outcome]) -> None:
    """The step that follows for the first of them, and who takes it."""
    mine = {one.number for one in outcomes if one.seen is not None}
    waits = [one for one in placements.list_work(desk.office, desk.actor) if one.seen.id in mine]
    if not waits:
        saying.hint(desk.screen, N_("Next: `allocator placement list` shows what is still to be done."))
        return
    step, who = saying.step(waits[0].next, desk.tongue), saying.roles(waits[0].roles, desk.tongue)
    if desk.actor.role in waits[0].roles:
        words = N_("Next: {step}: `allocator decide {code} {number}`.")
        saying.hint(desk.screen, words, step=step, code=waits[0].next.value, number=str(waits[0].seen.id))
    else:
        saying.hint(desk.screen, N_("Next: {step}, by: {who}."), step=step, who=who)


def _data(one: Outcome, screen: Screen) -> dict[str, Any]:
    if one.refused is None:
        return {"placement": one.seen}
    words = screen.tongue(one.refused.sentence.text, **one.refused.sentence.values)
    return {"number": one.number, "error": one.refused.code, "sentence": words}

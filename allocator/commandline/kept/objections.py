"""``objection``: received, given more time, decided."""

from datetime import date

from allocator.actions import objections
from allocator.commandline.exits import Exit
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import opened
from allocator.commandline.screen import Screen, key, number, short, text
from allocator.locale import N_
from allocator.workflow import Outcome

_OUTCOMES = {
    Outcome.UPHELD: N_("upheld"),
    Outcome.REJECTED: N_("rejected"),
    Outcome.INADMISSIBLE: N_("inadmissible"),
    Outcome.TAKEN_BACK: N_("taken back"),
}


def list_objections(screen: Screen, *, pending: bool) -> Exit:
    """Show objections."""
    with opened(screen) as desk:
        found = objections.list_objections(desk.office, desk.actor, pending=pending)
        today = desk.office.today
    if screen.as_json:
        return saying.show(screen, {"objections": found})
    tongue = screen.tongue
    screen.heading(tongue(N_("Objections: {n}"), n=len(found)))
    if not found:
        screen.line(tongue(N_("There are none.")))
        return Exit.DONE
    columns = [
        number(tongue(N_("Number"))),
        number(tongue(N_("Placement"))),
        key(tongue(N_("Household"))),
        short(tongue(N_("Received"))),
        short(tongue(N_("Decide by"))),
        text(tongue(N_("How it stands")), 1),
    ]
    rows = []
    for one in found:
        words = tongue(_OUTCOMES[one.outcome]) if one.outcome else tongue(N_("waits for a decision"))
        if one.outcome is None and one.decide_by < today:
            words += ", " + tongue(N_("too late"))
        if one.late:
            words += ", " + tongue(N_("received after the term"))
        row = (one.id, one.placement, one.household, saying.on(one.filed_on), saying.on(one.decide_by), words)
        rows.append(row)
    screen.table(columns, rows)
    saying.hint(screen, N_("Next: `allocator objection decide NUMBER OUTCOME`, by the chair."))
    return Exit.DONE


def file_objection(screen: Screen, placement: int, on: date | None) -> Exit:
    """Write an objection down."""
    with opened(screen) as desk:
        found = objections.file_objection(desk.office, desk.actor, placement, on)
    if screen.as_json:
        return saying.show(screen, found)
    words = N_("Objection {number} of {household} is written down; decide on it by {day}.")
    saying.done(screen, words, number=found.id, household=found.household, day=found.decide_by)
    if found.late:
        screen.line(screen.tongue(N_("It came after the term. Whether that can be forgiven is for people to say.")))
    saying.hint(screen, N_("Next: `allocator objection list --pending` shows all that wait."))
    return Exit.DONE


def extend(screen: Screen, number_: int) -> Exit:
    """Take more time."""
    with opened(screen) as desk:
        found = objections.extend_objection(desk.office, desk.actor, number_)
    if screen.as_json:
        return saying.show(screen, found)
    saying.done(screen, N_("Objection {number}: decide on it by {day}."), number=found.id, day=found.decide_by)
    return Exit.DONE


def decide(screen: Screen, number_: int, outcome: str) -> Exit:
    """Decide on an objection."""
    with opened(screen) as desk:
        found = objections.decide_objection(desk.office, desk.actor, number_, Outcome(outcome))
    if screen.as_json:
        return saying.show(screen, found)
    saying.done(
        screen,
        N_("Objection {number} of {household}: {outcome}."),
        number=found.id,
        household=found.household,
        outcome=screen.tongue(_OUTCOMES[Outcome(outcome)]),
    )
    if outcome == Outcome.UPHELD:
        words = N_("Next: `allocator decide reopen {number}` opens the placement again.")
        saying.hint(screen, words, number=found.placement)
    return Exit.DONE

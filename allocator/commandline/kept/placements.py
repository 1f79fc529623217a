"""``placement``: what is under way, one of them in full, questions, stalls and reasons."""

from allocator.actions import placements
from allocator.actions.placements import Opened, Seen, Waiting
from allocator.commandline.exits import Exit
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import Desk, opened
from allocator.commandline.kept.region import names
from allocator.commandline.screen import Screen, key, number, short, text
from allocator.domain.workflow import Reason, State
from allocator.locale import N_
from allocator.reports.words import rule_words
from allocator.workflow import SIDE_NAMES

NOBODY = "–"
"""Where a household is nobody to who looks."""


def list_placements(screen: Screen, round_id: str | None, *, everything: bool, mine: bool) -> Exit:
    """Show placements under way with what comes next; with ``everything`` also those that are over."""
    with opened(screen) as desk:
        work = placements.list_work(desk.office, desk.actor, round_id)
        found = placements.list_placements(desk.office, desk.actor, round_id)
        today, known = desk.office.today, names(desk)
    if mine:
        work = [one for one in work if desk.actor.role in one.roles]
    if not everything:
        waiting = {one.seen.id for one in work}
        found = [one for one in found if one.id in waiting]
    if screen.as_json:
        next_of = {one.seen.id: {"next": one.next, "roles": one.roles, "due": one.due} for one in work}
        return saying.show(screen, {"placements": [{"placement": one, **next_of.get(one.id, {})} for one in found]})
    tongue = screen.tongue
    screen.heading(tongue(N_("Placements: {n}"), n=len(found)))
    if found:
        _table(screen, found, {one.seen.id: one for one in work}, known)
        late = sum(one.due is not None and one.due < today for one in work)
        if late:
            screen.line(tongue(N_("Past their term: {n}; `allocator placement stalls` shows them."), n=late))
    _next(desk, found, work)
    return Exit.DONE


def _table(screen: Screen, found: list[Seen], work: dict[int, Waiting], known: dict[str, str]) -> None:
    tongue = screen.tongue
    columns = [
        number(tongue(N_("No."))),
        key(tongue(N_("Household"))),
        key(tongue(N_("Home"))),
        text(tongue(N_("Stands")), 3),
        text(tongue(N_("Next step")), 4),
        short(tongue(N_("Until"))),
    ]
    if screen.wide:
        columns[5:5] = [text(tongue(N_("Who does that")), 3)]
        columns[3:3] = [text(tongue(N_("Round"))), text(tongue(N_("Municipality")))]
    rows = []
    for one in found:
        waits = work.get(one.id)
        row = [str(one.id), one.household or NOBODY, one.unit, saying.state(one.state, tongue), *_ahead(screen, waits)]
        if screen.wide:
            row[3:3] = [one.round, known.get(one.municipality, one.municipality)]
        rows.append(row)
    screen.table(columns, rows)


def _ahead(screen: Screen, waits: Waiting | None) -> list[str]:
    """What comes next, by whom, and until when."""
    if waits is None:
        return ["–", "–", "–"] if screen.wide else ["–", "–"]
    words = saying.step(waits.next, screen.tongue)
    if waits.open_questions:
        words += " " + screen.tongue(N_("(questions: {n})"), n=waits.open_questions)
    who = saying.roles(waits.roles, screen.tongue)
    return [words, who, saying.on(waits.due)] if screen.wide else [words, saying.on(waits.due)]


def _next(desk: Desk, found: list[Seen], work: list[Waiting]) -> None:
    screen, mine = desk.screen, [one for one in work if desk.actor.role in one.roles]
    if any(one.seen.state is State.PROPOSED for one in mine):
        saying.hint(screen, N_("Next: `allocator decide accept NUMBER...` or `allocator decide refuse NUMBER`."))
    elif mine:
        words = N_("Next: `allocator decide {step} {number}`; `allocator placement show {number}` says what else can.")
        saying.hint(screen, words, step=mine[0].next.value, number=str(mine[0].seen.id))
    elif found:
        saying.hint(screen, N_("Next: `allocator placement show NUMBER` shows one; others take the next steps."))
    else:
        saying.hint(screen, N_("Nothing waits. `allocator round show` says how the round stands."))


# ------------------------------------------------------------------------------------------------ one of them


def show_placement(screen: Screen, number_: int) -> Exit:
    """Show a placement in full, as this person may see it."""
    with opened(screen) as desk:
        found = placements.show_placement(desk.office, desk.actor, number_)
        reasons = {one.code: one for one in _reasons(desk)}
        place = names(desk).get(found.seen.municipality, found.seen.municipality)
    if screen.as_json:
        return saying.show(screen, found)
    tongue, seen = screen.tongue, found.seen
    words = N_("Placement {number}: {state} since {day}")
    screen.heading(tongue(words, number=str(seen.id), state=saying.state(seen.state, tongue), day=seen.since))
    saying.facts(
        screen,
        [
            (tongue(N_("Household")), seen.household or tongue(N_("not for your role to know"))),
            (
                tongue(N_("Home")),
                f"{seen.unit}, {place}" + (f", {seen.corporation}" * bool(seen.corporation)),
            ),
            (tongue(N_("Round")), seen.round),
            (tongue(N_("Term ends on")), saying.on(found.due) if found.due else ""),
            (tongue(N_("Differs from the proposal")), tongue(N_("yes")) if seen.by_hand else ""),
            (tongue(N_("Version")), str(seen.version)),
        ],
    )
    for rule in found.to_confirm:
        words = N_("Open question: {rule}. `allocator placement answer {number} {code} --fits` or `--refuses`.")
        screen.item("?", tongue(words, rule=rule_words(rule, tongue), number=str(seen.id), code=rule))
    _decisions(screen, found, reasons)
    _steps(screen, found)
    return Exit.DONE


def _reasons(desk: Desk) -> list[Reason]:
    return placements.list_reasons(desk.office, desk.actor)


def _decisions(screen: Screen, found: Opened, reasons: dict[str, Reason]) -> None:
    tongue = screen.tongue
    if not found.decisions:
        return
    columns = [
        short(tongue(N_("On"))),
        text(tongue(N_("What")), 2),
        text(tongue(N_("By")), 2),
        text(tongue(N_("Reason")), 2),
    ]
    rows = [
        (
            saying.on(one.on_date),
            tongue(N_("Question answered")) if one.step == "answer" else saying.step(one.step, tongue),
            f"{one.by}, {saying.role(one.role, tongue)}",
            _label(reasons.get(one.reason or ""), screen) or one.reason or "",
        )
        for one in found.decisions
    ]
    screen.table(columns, rows, tongue(N_("What was decided")))


def _label(reason: Reason | None, screen: Screen) -> str:
    return "" if reason is None else getattr(reason.label, screen.lang)


def _steps(screen: Screen, found: Opened) -> None:
    """What this person can do now, as commands to copy."""
    tongue = screen.tongue
    if not found.steps:
        saying.hint(screen, N_("There is nothing here that your role can do now."))
        return
    columns = [text(tongue(N_("What you can do"))), text(tongue(N_("Command")), 1)]
    rows = [(saying.step(step, tongue), f"allocator decide {step.value} {found.seen.id}") for step in found.steps]
    screen.table(columns, rows, tongue(N_("Next")))


def answer(screen: Screen, number_: int, rule: str, *, fits: bool) -> Exit:
    """Answer an open question."""
    with opened(screen) as desk:
        version = placements.show_placement(desk.office, desk.actor, number_).seen.version
        seen = placements.answer_question(desk.office, desk.actor, number_, rule, fits=fits, version=version)
        left = placements.show_placement(desk.office, desk.actor, number_).to_confirm
    if screen.as_json:
        return saying.show(screen, {"placement": seen, "to_confirm": left})
    if fits:
        saying.done(screen, N_("Written down: {rule} allows this home."), rule=rule_words(rule, screen.tongue))
    else:
        saying.done(screen, N_("Written down: {rule} refuses this home."), rule=rule_words(rule, screen.tongue))
    if not fits:
        saying.hint(screen, N_("Next: `allocator decide refuse {number}`."), number=str(number_))
    elif left:
        saying.hint(screen, N_("Still open: {rules}."), rules=", ".join(left))
    else:
        saying.hint(
            screen, N_("No question is open any more; `allocator placement show {number}`."), number=str(number_)
        )
    return Exit.DONE


# ------------------------------------------------------------------------------------------------ lists


def list_stalls(screen: Screen) -> Exit:
    """Show placements past their term."""
    with opened(screen) as desk:
        found = placements.list_stalls(desk.office, desk.actor)
    if screen.as_json:
        return saying.show(screen, {"stalls": found})
    tongue = screen.tongue
    screen.heading(tongue(N_("Placements past their term: {n}"), n=len(found)))
    if not found:
        screen.line(tongue(N_("Nothing stands still.")))
        return Exit.DONE
    columns = [
        number(tongue(N_("No."))),
        key(tongue(N_("Household"))),
        key(tongue(N_("Home"))),
        number(tongue(N_("Days"))),
        number(tongue(N_("Term"))),
        text(tongue(N_("Waits for")), 3),
        text(tongue(N_("Who does that")), 3),
    ]
    rows = [
        (
            str(one.seen.id),
            one.seen.household or NOBODY,
            one.seen.unit,
            str(one.age),
            str(one.term),
            saying.step(one.next, tongue),
            saying.roles(one.roles, tongue),
        )
        for one in found
    ]
    screen.table(columns, rows)
    saying.hint(screen, N_("Next: `allocator placement show NUMBER` says what can be done."))
    return Exit.DONE


def list_reasons(screen: Screen) -> Exit:
    """Show all coded reasons."""
    with opened(screen) as desk:
        found = _reasons(desk)
    if screen.as_json:
        return saying.show(screen, {"reasons": found})
    tongue = screen.tongue
    columns = [
        key(tongue(N_("Code"))),
        text(tongue(N_("Reason")), 3),
        text(tongue(N_("Whose"))),
        text(tongue(N_("For")), 2),
    ]
    rows = [
        (one.code, _label(one, screen), tongue(SIDE_NAMES[one.side]), ", ".join(step.value for step in one.steps))
        for one in found
    ]
    screen.table(columns, rows, tongue(N_("Reasons: {n}"), n=len(found)))
    saying.hint(screen, N_("`allocator decide refuse NUMBER` shows what each would do to the household."))
    return Exit.DONE

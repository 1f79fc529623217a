"""``round``: listed, opened, shown and closed."""

from datetime import date

from allocator.actions import ledger, placements, rounds
from allocator.actions.rounds import Shown
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import Desk, opened
from allocator.commandline.screen import Screen, key, number, short, text
from allocator.domain.period import bounds
from allocator.domain.refusal import NotFound
from allocator.domain.workflow import Reason, State
from allocator.locale import N_, day
from allocator.workflow import CLOSED, DEVIATION_NAMES, Deviations

STATUSES = {"open": N_("open"), "closed": N_("closed")}
RUNS = {
    "queued": N_("waits for a worker"),
    "running": N_("at work"),
    "done": N_("done"),
    "failed": N_("failed"),
    "died": N_("its worker died"),
    "cancelled": N_("stopped on request"),
}
OPEN_FIRST = N_("There is no round yet; `allocator round open` opens one.")


def which(desk: Desk, round_id: str | None) -> str:
    """The round that is meant: the one that is named, else the last one.

    Raises:
        NotFound: when there is none.
    """
    if round_id is not None:
        return round_id
    found = rounds.list_rounds(desk.office, desk.actor, 1)
    if not found:
        raise NotFound("no_rounds", OPEN_FIRST)
    return found[0].id


def list_rounds(screen: Screen, most: int) -> Exit:
    """Show the rounds."""
    with opened(screen) as desk:
        found = rounds.list_rounds(desk.office, desk.actor, most)
    if screen.as_json:
        return saying.show(screen, {"rounds": found})
    tongue = screen.tongue
    columns = [
        key(tongue(N_("Round"))),
        short(tongue(N_("State of"))),
        text(""),
        short(tongue(N_("Period"))),
        text(tongue(N_("Policy"))),
        text(tongue(N_("Opened by"))),
    ]
    rows = [
        (one.id, saying.on(one.as_of), tongue(STATUSES[one.status]), one.period, one.policy, one.opened_by)
        for one in found
    ]
    if rows:
        screen.table(columns, rows, tongue(N_("Rounds, the newest first")))
    else:
        screen.line(tongue(N_("There are no rounds yet.")))
    if found and found[0].status == "open":
        saying.hint(screen, N_("Next: `allocator round show` says how round {round} stands."), round=found[0].id)
    else:
        saying.hint(screen, N_("Next: `allocator round open` opens a round."))
    return Exit.DONE


# ------------------------------------------------------------------------------------------------ open


def open_round(screen: Screen, round_id: str | None, as_of: date | None, period: str | None) -> Exit:
    """Open a round; its name and its period follow from the day where they are not given."""
    with opened(screen) as desk:
        on = as_of or desk.office.today
        year, week, _ = on.isocalendar()
        name = round_id or f"{year}-w{week:02}"
        kept = rounds.open_round(desk.office, desk.actor, name, as_of, period or _period(desk, on))
        shown = rounds.show_round(desk.office, desk.actor, name)
    if screen.as_json:
        return saying.show(screen, {"round": kept, "households": shown.households})
    tongue = screen.tongue
    saying.done(
        screen,
        N_("Round {round} is open: state of {day}, period {period}."),
        round=kept.id,
        day=kept.as_of,
        period=kept.period,
    )
    _frozen(screen, shown)
    screen.line(tongue(N_("From now on nothing changes in what this round is made of.")))
    saying.hint(screen, N_("Next: `allocator round run` makes the proposal."))
    return Exit.DONE


def _period(desk: Desk, on: date) -> str:
    """The period of the ledger in which a day lies: of the last round, else the only one that has postings.

    Raises:
        WrongUse: when there is a choice.
    """
    last = rounds.list_rounds(desk.office, desk.actor, 1)
    known = {one.period for one in last} or {a.period for a in ledger.show_balances(desk.office, desk.actor)}
    fits = sorted(period for period in known if bounds(period)[0] <= on <= bounds(period)[1])
    if len(fits) > 1:
        raise WrongUse(desk.tongue(N_("Say which period it is: --period {periods}."), periods=" / ".join(fits)))
    return fits[0] if fits else str(on.year)


def _frozen(screen: Screen, shown: Shown) -> None:
    tongue, kept = screen.tongue, shown.round
    saying.facts(
        screen,
        [
            (tongue(N_("Households")), tongue.number(shown.households)),
            (tongue(N_("Policy")), kept.policy),
            (tongue(N_("Opened by")), f"{kept.opened_by}, {saying.moment(kept.opened_at)}"),
            (tongue(N_("Seed of the lottery")), kept.seed if screen.wide else f"{kept.seed[:16]}..."),
            ("SHA-256", kept.sha256 if screen.wide else f"{kept.sha256[:16]}..."),
        ],
    )


# ------------------------------------------------------------------------------------------------ show


def show_round(screen: Screen, round_id: str | None) -> Exit:
    """Show a round with its runs, proposals and placements."""
    with opened(screen) as desk:
        shown = rounds.show_round(desk.office, desk.actor, which(desk, round_id))
        known = placements.list_reasons(desk.office, desk.actor)
    if screen.as_json:
        return saying.show(screen, shown, runs=[saying.run(one, screen.lang) for one in shown.runs])
    tongue, kept = screen.tongue, shown.round
    screen.heading(
        tongue(
            N_("Round {round}, {status}: state of {day}, period {period}"),
            round=kept.id,
            status=tongue(STATUSES[kept.status]),
            day=day(kept.as_of, screen.lang),
            period=kept.period,
        )
    )
    _frozen(screen, shown)
    if kept.closed_at is not None:
        screen.line(tongue(N_("Closed by {who}, {at}."), who=kept.closed_by or "", at=saying.moment(kept.closed_at)))
    _runs(screen, shown)
    states(screen, shown.states)
    _deviations(screen, shown.deviations, known)
    _next(screen, shown)
    return Exit.DONE


def _runs(screen: Screen, shown: Shown) -> None:
    tongue = screen.tongue
    if not shown.runs:
        return
    made = {one.run: one for one in shown.proposals}
    columns = [
        number(tongue(N_("Run"))),
        text(tongue(N_("How it stands")), 2),
        short(tongue(N_("Asked"))),
        text(tongue(N_("By"))),
        number(tongue(N_("Proposal"))),
        text(tongue(N_("Proven"))),
    ]
    rows = []
    for run in shown.runs:
        words = tongue(RUNS[run.standing(died=run.id in shown.died)])
        if run.failure is not None:
            words += f": {run.failure.sentence.render(screen.lang)}"
        proposal = made.get(run.id)
        proven = "" if proposal is None else tongue(N_("yes") if proposal.proven else N_("no"))
        count = str(proposal.number) if proposal else "–"
        rows.append((str(run.id), words, saying.moment(run.asked_at), run.asked_by, count, proven))
    screen.table(columns, rows, tongue(N_("Runs and proposals")))


def states(screen: Screen, found: dict[State, int]) -> None:
    """How many placements stand where."""
    tongue = screen.tongue
    if not found:
        return
    rows = [(saying.state(state, tongue), tongue.number(found[state])) for state in State if state in found]
    screen.table([text(tongue(N_("Stands"))), number(tongue(N_("How many")))], rows, tongue(N_("Placements")))


def _deviations(screen: Screen, found: Deviations, known: list[Reason]) -> None:
    """How often the committee followed the proposal, and why not."""
    if not found.decided:
        return
    tongue = screen.tongue
    screen.line("")
    words = N_("Decided by the committee: {n}, of which otherwise than proposed: {deviated}.")
    screen.line(tongue(words, n=found.decided, deviated=found.deviated))
    names = {reason.code: getattr(reason.label, screen.lang) for reason in known}
    kinds = [f"{tongue(DEVIATION_NAMES[kind])}: {tongue.number(count)}" for kind, count in found.by_kind.items()]
    why = [f"{names.get(code, code)}: {tongue.number(count)}" for code, count in found.by_reason.items()]
    screen.bullets([*kinds, *why])


def _next(screen: Screen, shown: Shown) -> None:
    kept = shown.round
    if kept.status == "closed":
        saying.hint(screen, N_("Next: `allocator placement list` shows what is under way, `round open` opens another."))
    elif shown.died:
        saying.hint(screen, N_("Next: `allocator round run` starts the run again whose worker died."))
    elif not shown.proposals:
        saying.hint(screen, N_("Next: `allocator round run` makes the proposal."))
    elif State.PROPOSED in shown.states:
        saying.hint(screen, N_("Next: `allocator round propose` shows the proposal, `allocator decide` decides on it."))
    else:
        saying.hint(screen, N_("Next: `allocator round run` proposes again, `allocator round close` closes the round."))


# ------------------------------------------------------------------------------------------------ close


def close_round(screen: Screen, round_id: str | None, *, yes: bool) -> Exit:
    """Close a round, after saying what that calls off."""
    with opened(screen) as desk:
        name = which(desk, round_id)
        shown = rounds.show_round(desk.office, desk.actor, name)
        waiting = shown.states.get(State.PROPOSED, 0)
        if shown.round.status == "open" and waiting and not screen.as_json:
            words = N_(
                "Round {round}: nobody decided on {n:placement|placements} yet. Closing the round calls them off."
            )
            saying.done(screen, words, round=name, n=waiting)
            screen.line(screen.tongue(N_("These households come back in the next round.")))
        if waiting:
            saying.must_confirm(screen, yes=yes)
        found = rounds.close_round(desk.office, desk.actor, name)
    if screen.as_json:
        return saying.show(screen, {"round": name, "states": found})
    saying.done(screen, N_("Round {round} is closed."), round=name)
    states(screen, found)
    if any(state not in CLOSED for state in found):
        saying.hint(screen, N_("Next: `allocator placement list` shows what is under way."))
    else:
        saying.hint(screen, N_("Next: `allocator round open` opens a round."))
    return Exit.DONE

"""``round run`` and ``worker``: making proposals, with signs of life, until it is done or stopped."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allocator.actions import SYSTEM, Office, rounds, running, studying
from allocator.actions.messenger import Messenger
from allocator.actions.researcher import Researcher
from allocator.actions.studies import Study
from allocator.actions.worker import Progress, Worker
from allocator.commandline import faults
from allocator.commandline.exits import Exit
from allocator.commandline.kept import saying
from allocator.commandline.kept.beside import stay_beside
from allocator.commandline.kept.desk import Desk, office, opened
from allocator.commandline.kept.rounds import RUNS, states, which
from allocator.commandline.progress import meter, stoppable
from allocator.commandline.screen import Screen
from allocator.domain.failure import Failure
from allocator.domain.refusal import Conflict, NotFound
from allocator.domain.sentence import Sentence
from allocator.locale import N_
from allocator.notify import Allowed, parse_mail
from allocator.settings import read_settings
from allocator.whatif.many import Side

_LONGEST_WAIT = 60.0
"""Seconds after which a worker that met a fault tries again at the latest."""
_SOON = 0.02
"""Seconds after which a worker looks again when it did something: whoever saw what came of it often asks for more."""
STOPPED = Failure("stopped", Sentence(N_("A person stopped it.")))
"""What is written down of a run that a person stopped."""


# ------------------------------------------------------------------------------------------------ one run, by a person


def run(screen: Screen, round_id: str | None, time_limit: float | None, *, queue: bool) -> Exit:
    """Ask for a run, do it here, and say what came of it; a run that died is started again.

    Raises:
        Contradiction: what people asked for cannot all be.
        Rejected: the independent judge found a fault; nothing is kept.
        Conflict: when a run of this round is at work.
    """
    with opened(screen) as desk:
        name = which(desk, round_id)
        number = _waiting(desk, name) or rounds.ask_run(desk.office, desk.actor, name, time_limit).id
        if queue:
            return _queued(screen, name, number)
        with meter(screen) as shown:
            shown.phase(desk.tongue(N_("Judging all pairs of household and home")))
            _work(desk.office, number, shown.of)
        found = rounds.show_round(desk.office, desk.actor, name)
    made = next(one for one in found.proposals if one.run == number)
    if screen.as_json:
        saying.show(screen, {"run": number, "proposal": made, "states": found.states})
    else:
        words = N_("Proposal {number} of round {round} is made, and proven best.")
        if not made.proven:
            words = N_("Proposal {number} of round {round} is made; it is not proven that there is no better one.")
        saying.done(screen, words, number=made.number, round=name)
        states(screen, found.states)
        saying.hint(screen, N_("Next: `allocator round propose` shows who goes where and why."))
        if made.number > 1:
            saying.hint(screen, N_("`allocator round diff` says what changed since the last proposal."))
    return Exit.DONE if made.proven else Exit.NOT_PROVEN


def _waiting(desk: Desk, name: str) -> int | None:
    """A run of this round that can be taken up: one that waits, or whose worker died."""
    shown = rounds.show_round(desk.office, desk.actor, name)
    return next((one.id for one in shown.runs if one.status == "queued" or one.id in shown.died), None)


def _queued(screen: Screen, name: str, number: int) -> Exit:
    if screen.as_json:
        return saying.show(screen, {"run": number, "round": name, "status": "queued"})
    saying.done(screen, N_("Run {run} of round {round} waits for a worker."), run=number, round=name)
    saying.hint(screen, N_("Next: `allocator worker` takes it, `allocator round show` says how it stands."))
    return Exit.DONE


def _work(found: Office, number: int, progress: Progress) -> None:
    """Do a run here; when a person stops it, it is written down as failed, so that another can be asked at once."""
    worker = Worker(found)
    try:
        done = stoppable(lambda: worker.once(number, progress))
    except KeyboardInterrupt:
        now, _ = running.show_run(found, SYSTEM, number)
        if now.status == "running" and now.worker == worker.name:
            running.fail_run(found, SYSTEM, now, STOPPED)
        raise
    if done is not None and done.cancelled_by is not None:
        raise Conflict("cancelled", N_("Run {run} was called off."), run=done.id)
    if done is None or not done.is_over:
        raise Conflict("busy", N_("Another worker was first; `allocator round show` says how it stands."))


def cancel(screen: Screen, round_id: str | None) -> Exit:
    """Call off the run of a round that waits or is at work.

    Raises:
        NotFound: when there is none.
    """
    with opened(screen) as desk:
        name = which(desk, round_id)
        found = [one for one in rounds.show_round(desk.office, desk.actor, name).runs if not one.is_over]
        if not found:
            raise NotFound("no_run", N_("No run of round {round} waits or is at work."), round=name)
        off = rounds.cancel_run(desk.office, desk.actor, found[-1].id)
    if screen.as_json:
        return saying.show(screen, {"run": off.id, "round": name, "status": off.standing(died=False)})
    saying.done(screen, N_("Run {run} of round {round} is called off."), run=off.id, round=name)
    saying.hint(screen, N_("Next: `allocator round run` makes a proposal."))
    return Exit.DONE


# ------------------------------------------------------------------------------------------------ until stopped


def _stop(*_: Any) -> None:
    raise KeyboardInterrupt


@contextmanager
def _heard() -> Iterator[None]:
    """Both signals end the work in the same, orderly way."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    wanted = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, _stop) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def work(screen: Screen, *, once: bool, every: float) -> Exit:
    """Take runs from the queue; a run that fails does not stop the worker.

    When it is stopped while it works, the run waits again for another worker.
    """
    with office() as found:
        worker = Worker(found)
        researcher = Researcher(found, worker.name, Side(scheduler=read_settings().scheduler))
        try:
            with _heard():
                if not once and not screen.as_json:
                    saying.done(screen, N_("Worker {name} waits for runs. Stop it with Ctrl-C."), name=worker.name)
                return _takes(screen, worker, researcher, once=once, every=every)
        except KeyboardInterrupt:
            _give_back(screen, worker, researcher)
            return Exit.DONE


def _takes(screen: Screen, worker: Worker, researcher: Researcher, *, once: bool, every: float) -> Exit:
    code, failed, looks = Exit.DONE, 0, 0
    messenger = _messenger(worker.office)
    stay_beside()
    while True:
        took = worker.taken + researcher.taken
        try:
            with meter(screen) as shown:
                done = stoppable(lambda: worker.once(progress=shown.of) or researcher.once())
        except Exception as error:  # noqa: BLE001 - a worker goes on; the run is written down as failed
            code = faults.tell(error, as_json=screen.as_json)
            if once:
                return code
            if worker.taken + researcher.taken > took:
                failed = looks = 0  # what it took could not be done, and that is written down: the next may be
                continue
            failed += 1  # the database may be away: ask again, ever less often
            _rest(min(_LONGEST_WAIT, every * 2 ** min(failed, 10)))
            continue
        failed = 0
        if isinstance(done, Study):
            _told_study(screen, worker.office, done)
        elif done is not None:
            _told(screen, worker.office, done.id)
        elif once:
            if screen.as_json:
                saying.show(screen, {"run": None})
            else:
                saying.done(screen, N_("No run waits."))
        if once:
            return code
        brought = messenger.once() + messenger.digests()
        if done is None and not brought:
            _rest(min(every, _SOON * 2 ** min(looks, 20)))
        looks = looks + 1 if done is None else 0


def _rest(seconds: float) -> None:
    threading.Event().wait(seconds)


def _messenger(found: Office) -> Messenger:
    """Who brings what is in the outbox, between two runs."""
    settings = read_settings()
    mail = parse_mail(settings.smtp_url.get_secret_value(), settings.mail_from)
    return Messenger(found, Allowed.read(settings.webhook_allow), mail, settings.public_address)


def _told(screen: Screen, found: Office, number: int) -> None:
    one, _ = running.show_run(found, SYSTEM, number)
    if screen.as_json:
        saying.show(screen, {"run": one.id, "round": one.round, "status": one.status, "attempts": one.attempts})
        return
    words = N_("{at}: run {run} of round {round}: {status}.")
    screen.line(
        screen.tongue(
            words,
            at=saying.moment(found.clock()),
            run=one.id,
            round=one.round,
            status=screen.tongue(RUNS[one.standing(died=False)]),
        )
    )


def _told_study(screen: Screen, found: Office, study: Study) -> None:
    status = study.standing(died=False)
    if screen.as_json:
        saying.show(screen, {"study": study.id, "kind": study.kind, "status": status, "result": study.result})
        return
    words = N_("{at}: study {study}: {status}.")
    screen.line(
        screen.tongue(words, at=saying.moment(found.clock()), study=study.id, status=screen.tongue(RUNS[status]))
    )


def _give_back(screen: Screen, worker: Worker, researcher: Researcher) -> None:
    if researcher.at_work is not None:
        studying.give_back_study(worker.office, SYSTEM, researcher.at_work)
    run = worker.at_work
    given = run is not None and running.give_back_run(worker.office, SYSTEM, run)
    if screen.as_json:
        saying.show(screen, {"stopped": True, "given_back": run.id if run and given else None})
    elif run is not None and given:
        saying.done(screen, N_("Stopped. Run {run} waits for another worker."), run=run.id)
    else:
        saying.done(screen, N_("Stopped; no run was left half done."))

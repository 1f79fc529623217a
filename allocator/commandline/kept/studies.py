"""``results keep``, ``asked`` and ``cancel``: studies that are asked for, done here or by a worker, and called off."""

from dataclasses import dataclass
from pathlib import Path

from allocator.actions import SYSTEM, studies, studying
from allocator.actions.researcher import Researcher
from allocator.actions.studies import Study
from allocator.commandline.commands.results import Kind
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import Desk, opened
from allocator.commandline.kept.rounds import RUNS
from allocator.commandline.kept.working import STOPPED
from allocator.commandline.progress import Meter, meter, stoppable
from allocator.commandline.screen import Screen, number, text
from allocator.commandline.simulating import clock, folder_of
from allocator.domain.refusal import Conflict
from allocator.domain.simulated import NAMES
from allocator.domain.study import KINDS, SimulationAsked, StudyAsked, What
from allocator.locale import N_
from allocator.settings import read_settings
from allocator.whatif.many import Side

_WHAT = {
    Kind.PRICE: What.BALANCE,
    Kind.WANTED: What.WANTED,
    Kind.WANTED_OVER: What.WANTED_OVER,
    Kind.EFFECT: What.EFFECT,
    Kind.SIMULATION: What.SIMULATION,
    Kind.WANTED_AHEAD: What.WANTED_AHEAD,
}
_ALONE = frozenset({Kind.WANTED_OVER})
_DRAWN = frozenset({Kind.SIMULATION, Kind.WANTED_AHEAD})


@dataclass(frozen=True)
class Numbers:
    """How much is worked out; see `StudyAsked` and `SimulationAsked`."""

    proposal: int | None
    points: int
    verified: int
    rounds: int
    weeks: int
    replications: int
    seed: str
    ways: tuple[str, ...]
    policy: str


def keep(screen: Screen, what: str, of: str, how: Numbers, *, queue: bool) -> Exit:
    """Ask for a study, work it out here and keep it; or leave it to a worker.

    Raises:
        WrongUse: when the round or version is missing, or is one too many.
        NotFound: when there is no such round, proposal or version.
        InputProblems: when the scenario cannot be used.
    """
    kind = Kind(what)
    if wrong := [name for name in how.ways if name not in NAMES]:
        words = N_("There is no policy {name}. Choose from: {codes}.")
        raise WrongUse(screen.tongue(words, name=wrong[0], codes=", ".join(NAMES)))
    if kind not in _DRAWN and (of == "") != (kind in _ALONE):
        words = N_("{what} needs a round or a version after it.") if not of else N_("{what} takes nothing after it.")
        raise WrongUse(screen.tongue(words, what=what))
    with opened(screen) as desk:
        study = _asked(desk, kind, of, how)
        if queue:
            return _queued(screen, study)
        with meter(screen) as shown:
            shown.phase(screen.tongue(N_("Working it out")))
            done = _work(desk, study, shown)
    if screen.as_json:
        return saying.show(screen, {"result": {"sha256": done.result, "kind": done.kind}})
    saying.done(screen, N_("Kept, under the key {key}."), key=done.result or "")
    hint = N_("Next: `allocator results write {key} --out FOLDER` writes the report.")
    saying.hint(screen, hint, key=(done.result or "")[:8])
    return Exit.DONE


def _asked(desk: Desk, kind: Kind, of: str, how: Numbers) -> Study:
    if kind not in _DRAWN:
        asked = StudyAsked.model_validate(
            {
                "kind": _WHAT[kind],
                "about": of,
                "proposal": how.proposal,
                "points": how.points,
                "verified": min(how.verified, 40),
                "rounds": how.rounds,
            }
        )
        return studies.ask_study(desk.office, desk.actor, asked)
    scenario = folder_of(Path(of)).read_text(encoding="utf-8") if of else ""
    drawn = SimulationAsked.model_validate(
        {
            "kind": _WHAT[kind],
            "scenario": scenario,
            "policy": how.policy,
            "seed": how.seed,
            "replications": how.replications,
            "weeks": how.weeks,
            "verified": min(how.verified, 40),
        }
        | ({"ways": how.ways} if how.ways else {})
    )
    return studies.ask_simulation(desk.office, desk.actor, drawn)


def _queued(screen: Screen, study: Study) -> Exit:
    if screen.as_json:
        return saying.show(screen, {"study": study.id, "kind": study.kind, "status": study.status})
    saying.done(screen, N_("Study {study} waits for a worker."), study=study.id)
    saying.hint(screen, N_("Next: `allocator worker` takes it, `allocator results asked` says how it stands."))
    return Exit.DONE


def _work(desk: Desk, study: Study, shown: Meter) -> Study:
    """Do a study here; when a person stops it, it is written down as failed."""

    def told(done: int, of: int, left: float | None) -> None:
        if left is None:
            shown.phase(shown.tongue(N_("{done} of {all} done"), done=done, all=of))
        else:
            words = N_("{done} of {all} done, about {left} to go")
            shown.phase(shown.tongue(words, done=done, all=of, left=clock(left)))

    side = Side(scheduler=read_settings().scheduler)
    researcher = Researcher(desk.office, side=side, told=told)
    try:
        done = stoppable(lambda: researcher.once(study.id))
    except KeyboardInterrupt:
        now, _ = studies.show_study(desk.office, SYSTEM, study.id)
        if now.status == "running" and now.worker == researcher.name:
            studying.fail_study(desk.office, SYSTEM, now, STOPPED)
        raise
    if done is None or done.result is None:
        now, _ = studies.show_study(desk.office, SYSTEM, study.id)
        if now.cancelled_by is not None:
            raise Conflict("cancelled", N_("Study {study} was called off."), study=study.id)
        raise Conflict("busy", N_("Another worker was first; `allocator results asked` says how it stands."))
    return done


def list_asked(screen: Screen) -> Exit:
    """Studies that were asked for, with how each stands."""
    with opened(screen) as desk:
        found = studies.list_studies(desk.office, desk.actor)
    if screen.as_json:
        rows = [
            {
                "study": s.id,
                "kind": s.kind,
                "status": s.standing(died=d),
                "asked_by": s.asked_by,
                "asked_at": s.asked_at,
            }
            | {
                "progress": s.progress or None,
                "result": s.result,
            }
            | saying.why(s, screen.lang)
            for s, d in found
        ]
        return saying.show(screen, {"studies": rows})
    tongue = screen.tongue
    columns = [
        number(tongue(N_("No"))),
        text(tongue(N_("What it is")), 2),
        text(tongue(N_("How it stands"))),
        number(tongue(N_("Done"))),
        text(tongue(N_("Asked at"))),
        text(tongue(N_("By"))),
        text(tongue(N_("Key"))),
    ]
    lines = [_line(screen, study, died=died) for study, died in found]
    screen.table(columns, lines, tongue(N_("Studies: {n}"), n=len(found)))
    return Exit.DONE


def _line(screen: Screen, study: Study, *, died: bool) -> tuple[str, ...]:
    what, stands = screen.tongue(KINDS[study.kind]), screen.tongue(RUNS[study.standing(died=died)])
    when, key = saying.moment(study.asked_at), (study.result or "")[:8]
    return str(study.id), what, stands, _done(study), when, study.asked_by, key


def _done(study: Study) -> str:
    return f"{study.progress['done']}/{study.progress['of']}" if study.progress else "–"


def cancel(screen: Screen, which: int) -> Exit:
    """Call off a study that waits or is at work.

    Raises:
        NotFound: when there is none.
        Conflict: when it has ended.
    """
    with opened(screen) as desk:
        off = studies.cancel_study(desk.office, desk.actor, which)
    if screen.as_json:
        return saying.show(screen, {"study": off.id, "status": off.standing(died=False)})
    saying.done(screen, N_("Study {study} is called off."), study=off.id)
    return Exit.DONE

"""``wanted --ahead``: what would help most in weeks that are drawn, each solved again with the change by itself."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allocator.commandline import sides
from allocator.commandline.exits import Exit
from allocator.commandline.progress import meter, stoppable
from allocator.commandline.screen import Screen, number, text
from allocator.commandline.simulating import assumptions
from allocator.intake import read_policy
from allocator.locale import N_
from allocator.reports import disk, wishes, wishes_over
from allocator.reports.document_html import as_html
from allocator.reports.document_pdf import as_pdf
from allocator.reports.document_xlsx import as_xlsx
from allocator.reports.proof import plans_proven
from allocator.simulate.result import Job
from allocator.simulate.wishes import lived
from allocator.whatif.again import Basis
from allocator.whatif.many import Side
from allocator.whatif.over import Over, wanted_over
from allocator.whatif.screening import Sort


@dataclass(frozen=True)
class Ahead:
    """What is asked: a scenario with perhaps another policy, and for how many weeks."""

    case: Path
    policy: Path | None
    weeks: int
    verified: int
    seed: str


def wanted_in_weeks(screen: Screen, asked: Ahead, out: Path | None, side: Side) -> Exit:
    """Live the weeks, solve each again with each promising change, show what helps and write the reports.

    Raises:
        InputProblems: when scenario or policy cannot be used.
        OSError: when the folder cannot be written.
    """
    if out is not None:
        disk.check(out)
    tongue = screen.tongue
    scenario, rules = assumptions(asked.case)
    if asked.policy is not None:
        rules = read_policy(asked.policy)
    job = Job(scenario=scenario, rules=rules, policy="exact", seed=asked.seed, weeks=asked.weeks)
    with meter(screen) as shown:
        shown.phase(tongue(N_("Simulating")))
        plans = stoppable(lambda: lived(job))

        def told(done: int, most: int) -> None:
            shown.phase(tongue(N_("Plan {n} of {most}"), n=done, most=most))

        found = stoppable(lambda: wanted_over(plans, verified=asked.verified, side=side, told=told))
        files = [] if out is None else _write(screen, job, asked, found, plans, out)
    done = Exit.DONE if found.proven else Exit.NOT_PROVEN
    if screen.as_json:
        made = {"made_of": wishes_over.provenance(plans, asked.verified, _ahead(job))}
        screen.data(_data(screen, job, found, plans) | made | {"files": [str(file) for file in files]})
        return done
    words = N_("{weeks:week|weeks} drawn from scenario {name}; in {n} there was something to divide.")
    screen.line(tongue(words, weeks=asked.weeks, name=scenario.name, n=len(plans)))
    for sort in found.thought_of:
        _table(screen, sort, found, plans)
    screen.line(plans_proven(found.proven, tongue))
    sides.files(screen, files)
    return done


def _ahead(job: Job) -> wishes_over.Ahead:
    return wishes_over.Ahead(job.scenario, job.rules, job.seed, job.weeks)


def _write(screen: Screen, job: Job, asked: Ahead, found: Over, plans: list[Basis], out: Path) -> list[Path]:
    one = wishes_over.document(found, plans, screen.lang, verified=asked.verified, ahead=_ahead(job))
    name = "wanted-ahead"
    return disk.put(
        {f"{name}.html": as_html(one).encode(), f"{name}.pdf": as_pdf(one), f"{name}.xlsx": as_xlsx(one)}, out
    )


def _table(screen: Screen, sort: Sort, found: Over, plans: list[Basis]) -> None:
    tongue = screen.tongue
    lines = [one for one in found.found if one.sort is sort]
    screen.heading(tongue(wishes.SORTS[sort]))
    words = N_("Thought of: {all}; solved again in the weeks in which they could help: {n}.")
    screen.line(tongue(words, all=found.thought_of[sort], n=found.solved[sort]))
    if not lines:
        screen.line(tongue(N_("Nothing of this sort would help in these weeks.")))
        return
    columns = [
        text(tongue(N_("What")), 3),
        number(tongue(N_("Weeks"))),
        number(tongue(N_("Households more"))),
        number(tongue(N_("People more"))),
        number(tongue(N_("Nearer"))),
    ]
    rows = [
        (
            wishes_over.words_of(plans, one.change, screen.lang),
            *(tongue.number(n) for n in (one.helps, one.gain.households, one.gain.persons)),
            "–" if one.nearer is None else tongue.number(one.nearer, 2, signed=True),
        )
        for one in lines
    ]
    screen.table(columns, rows, tongue(N_("The most wanted first")))


def _data(screen: Screen, job: Job, found: Over, plans: list[Basis]) -> dict[str, Any]:
    return {
        "scenario": job.scenario.name,
        "weeks": job.weeks,
        "seed": job.seed,
        "rounds": list(found.rounds),
        "proven": found.proven,
        "thought_of": {sort.value: n for sort, n in found.thought_of.items()},
        "solved_again": {sort.value: n for sort, n in found.solved.items()},
        "wishes": [
            {
                "sort": one.sort.value,
                "says": wishes_over.words_of(plans, one.change, screen.lang),
                "weeks": one.helps,
                "households": one.gain.households,
                "urgency": list(one.gain.urgency),
                "persons": one.gain.persons,
                "nearer": None if one.nearer is None else round(float(one.nearer), 2),
                "waiting_days": one.gain.days,
            }
            for one in found.found
        ],
    }

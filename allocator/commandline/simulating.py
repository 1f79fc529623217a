"""``simulate``: many weeks in a row, policies side by side; every run is kept, so a study goes on where it stopped."""

from collections.abc import Sequence
from pathlib import Path

from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.progress import Meter, meter, stoppable
from allocator.commandline.screen import Screen, number, text
from allocator.domain.policy import Policy as Rules
from allocator.domain.scenario import Scenario
from allocator.domain.simulated import NAMES, Asked, Result
from allocator.intake import delivered_policy, read_policy, read_scenario
from allocator.intake.scenario_file import FILE, unknown_codes
from allocator.locale import N_
from allocator.reports import simulation as simulated
from allocator.reports import simulation_compare as compare
from allocator.reports.document_html import as_html
from allocator.reports.document_pdf import as_pdf
from allocator.reports.document_xlsx import as_xlsx
from allocator.settings import read_settings
from allocator.simulate import arrivals
from allocator.simulate.study import Folder, Progress, study

POLICY_FILE = "policy.toml"


def simulate(
    screen: Screen,
    case: Path,
    policies: Sequence[str],
    *,
    weeks: int,
    replications: int,
    seed: str,
    workers: int,
    scheduler: str | None,
    out: Path,
) -> Exit:
    """Run the study that is asked, keep its results, write its reports and show the comparison.

    Raises:
        InputProblems: scenario or policy cannot be used.
        WrongUse: a policy is not known.
        Unavailable: the cluster cannot be used.
    """
    tongue = screen.tongue
    if wrong := [name for name in policies if name not in NAMES]:
        words = N_("There is no policy {name}. Choose from: {codes}.")
        raise WrongUse(tongue(words, name=wrong[0], codes=", ".join(NAMES)))
    asked = _asked(case, tuple(dict.fromkeys(policies)) or tuple(NAMES), weeks, replications, seed)
    address = read_settings().scheduler if scheduler is None else scheduler
    with meter(screen) as shown:
        shown.phase(tongue(N_("Simulating")))
        results = stoppable(
            lambda: study(asked, Folder(out), workers=workers, scheduler=address, told=lambda now: _tell(shown, now))
        )
        shown.phase(tongue(N_("Writing the files")))
        files = _write(screen, asked, results, out)
    if screen.as_json:
        screen.data(compare.figures(asked, results) | {"files": files})
        return Exit.DONE
    _show(screen, asked, results, out)
    return Exit.DONE


def _asked(case: Path, policies: tuple[str, ...], weeks: int, replications: int, seed: str) -> Asked:
    """What is asked, from a folder with scenario.toml and perhaps policy.toml, or from a scenario alone."""
    scenario, rules = assumptions(case)
    return Asked(scenario=scenario, rules=rules, policies=policies, seed=seed, replications=replications, weeks=weeks)


def folder_of(case: Path) -> Path:
    """The scenario, from a folder or the file itself."""
    return case / FILE if case.is_dir() else case


def assumptions(case: Path) -> tuple[Scenario, Rules]:
    """Scenario and policy of a folder, or a scenario alone with the delivered policy.

    Raises:
        InputProblems: when they cannot be used, or not with each other.
    """
    file = folder_of(case)
    scenario, policy = read_scenario(file), file.parent / POLICY_FILE
    rules = read_policy(policy if policy.is_file() else delivered_policy())
    if codes := arrivals.unknown_codes(scenario, rules):
        raise unknown_codes(codes, file.name)
    return scenario, rules


def _tell(shown: Meter, now: Progress) -> None:
    words = N_("Simulating: {done} of {all} runs, about {left} to go")
    if now.ahead is None:
        words = N_("Simulating: {done} of {all} runs")
    left = "" if now.ahead is None else clock(now.ahead)
    shown.phase(shown.tongue(words, done=now.done, all=now.all, left=left))


def clock(seconds: float) -> str:
    """A span of time as 0:05:30."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"


def _write(screen: Screen, asked: Asked, results: Sequence[Result], out: Path) -> list[str]:
    """The report as a page, on paper and as a workbook, in the language of the screen."""
    document = simulated.document(asked, results, screen.lang)
    out.mkdir(parents=True, exist_ok=True)
    forms = {"simulation.html": as_html(document).encode(), "simulation.pdf": as_pdf(document)}
    forms["simulation.xlsx"] = as_xlsx(document)
    for name, content in forms.items():
        (out / name).write_bytes(content)
    return [str(out / name) for name in forms]


def _show(screen: Screen, asked: Asked, results: Sequence[Result], out: Path) -> None:
    tongue, found = screen.tongue, compare.by_policy(results)
    words = N_("{weeks:week|weeks} in {n:world|worlds} drawn from scenario {name}.")
    screen.line(tongue(words, weeks=asked.weeks, n=asked.replications, name=asked.scenario.name))
    letters = dict(zip(found, "ABCDEFGHIJ", strict=False))
    screen.bullets((tongue(NAMES[name]) for name in found), mark="-") if screen.wide else None
    heads = [tongue(NAMES[name]) if screen.wide else letters[name] for name in found]
    if not screen.wide:
        for name in found:
            screen.item(f"{letters[name]}:", tongue(NAMES[name]))
    rows = [
        (tongue(m.label), *(simulated.mean_text(list(runs.values()), m, tongue) for runs in found.values()))
        for m in compare.MEASURES
    ]
    screen.table([text(tongue(N_("Figure")), 3), *(number(head) for head in heads)], rows, tongue(N_("Side by side")))
    if asked.replications > 1:
        screen.line(tongue(N_("Behind ±: half of the 95 percent confidence interval.")))
    held = [one for result in results for one in result.held]
    if held:
        screen.heading(tongue(N_("Why homes waited")))
        screen.bullets(simulated.held_text(one, tongue) for one in held[:5])
    screen.line("")
    screen.line(tongue(N_("Reports and results are in {folder}."), folder=str(out)))


__all__ = ["assumptions", "clock", "folder_of", "simulate"]

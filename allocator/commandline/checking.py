"""``check`` and ``report``: what is in a case, and the reports of a proposal once more."""

from pathlib import Path

from allocator.commandline import inputs
from allocator.commandline.exits import Exit
from allocator.commandline.faults import problem_data, problems_table
from allocator.commandline.progress import meter
from allocator.commandline.screen import Screen, number, text
from allocator.locale import N_, day
from allocator.reports.disk import PROPOSAL_FILE, put
from allocator.reports.files import contents
from allocator.reports.workbook import write_xlsx

_LISTS = (
    ("households", N_("Households"), "households.csv"),
    ("units", N_("Homes"), "units.csv"),
    ("municipalities", N_("Municipalities"), "municipalities.csv"),
    ("occupants", N_("Rows on people who live there already"), "occupants.csv"),
    ("apart", N_("Rows on households to keep apart"), "apart.csv"),
    ("complexes", N_("Complexes"), "complexes.csv"),
    ("corporations", N_("Corporations"), "corporations.csv"),
    ("keys", N_("Weights of distribution keys"), "keys.csv"),
    ("support", N_("Support pools"), "support.csv"),
    ("ledger", N_("Ledger postings"), "ledger.csv"),
    ("pairs", N_("Words on a household and a home"), "pairs.csv"),
    ("previous", N_("Placements of the previous proposal"), "case.toml"),
)
KEPT = (PROPOSAL_FILE, "run.json")
WORKBOOK = "proposal.xlsx"


def check(screen: Screen, case: Path, policy: Path | None) -> Exit:
    """Read a case and say what is in it; nothing is written.

    Raises:
        InputProblems: every problem in it.
    """
    with meter(screen) as shown:
        shown.phase(screen.tongue(N_("Reading the case")))
        read = inputs.case(case, policy)
    round_, tongue = read.round, screen.tongue
    needs = sum(len(h.needs) for h in round_.households)
    counted = [(name, tongue(title), file, len(getattr(round_, name))) for name, title, file in _LISTS]
    counted.insert(1, ("needs", tongue(N_("Needs for support")), "needs.csv", needs))
    if screen.as_json:
        screen.data(
            {
                "round_id": round_.round_id,
                "as_of": round_.as_of.isoformat(),
                "period": round_.period,
                "policy": {"name": round_.policy.name, "version": round_.policy.version},
                "counts": {name: count for name, _, _, count in counted},
                "warnings": problem_data(read.warnings, screen.lang),
                "files": read.hashes,
                "round_sha256": round_.sha256,
            }
        )
        return Exit.DONE
    screen.heading(tongue(N_("This case can be used")))
    words = N_("Round {id}, {day}, period {period}. Policy: {name}, version {version}.")
    values = {"id": round_.round_id, "day": day(round_.as_of, screen.lang), "period": round_.period}
    screen.line(tongue(words, **values, name=round_.policy.name, version=round_.policy.version))
    screen.console.print()
    columns = [text(tongue(N_("What"))), number(tongue(N_("How many"))), text(tongue(N_("File")))]
    screen.table(columns, [(title, tongue.number(n), file if n else "–") for _, title, file, n in counted])
    if read.warnings:
        screen.heading(tongue(N_("Warnings: {n}"), n=len(read.warnings)))
        problems_table(screen, read.warnings)
    else:
        screen.heading(tongue(N_("No warnings")))
    return Exit.DONE


def report(
    screen: Screen, case: Path, proposal: Path, out: Path | None, *, xlsx: bool, policy: Path | None, seed: str | None
) -> Exit:
    """Write tables and reports of a proposal; proposal.json and run.json are left as they are.

    Raises:
        InputProblems: when case or proposal cannot be used together.
        OSError: when the folder cannot be written.
    """
    tongue = screen.tongue
    with meter(screen) as shown:
        shown.phase(tongue(N_("Reading the case")))
        round_, found = inputs.both(case, proposal, policy, seed, words=True)
        folder = out or inputs.proposal_file(proposal).parent
        shown.phase(tongue(N_("Writing the files")))
        texts = contents(round_, found, {}, screen.lang)
        files = put({n: t.encode() for n, t in texts.items() if n not in KEPT}, folder)
        if xlsx:
            files.append(write_xlsx(round_, found, folder / WORKBOOK, screen.lang))
    if screen.as_json:
        screen.data({"files": [str(file) for file in files]})
        return Exit.DONE
    screen.line(tongue(N_("Files in {folder}"), folder=str(folder)), "bold")
    screen.line(", ".join(file.name for file in files))
    return Exit.DONE

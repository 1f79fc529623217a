"""``generate``: a made-up case of any size."""

from pathlib import Path

from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.progress import meter
from allocator.commandline.screen import Screen
from allocator.domain.round import Round
from allocator.generate import population
from allocator.generate.showcase import with_every_feature
from allocator.intake import delivered_policy, read_policy, write_case
from allocator.locale import N_


def made_up(households: int, units: int, municipalities: str, seed: str) -> Round:
    """A made-up round under the delivered policy, with every feature in use."""
    policy = with_every_feature(read_policy(delivered_policy()), units)
    return population.generate(households, units, municipalities, seed, policy=policy)


def generate(screen: Screen, households: int, units: int, municipalities: str, seed: str, out: Path) -> Exit:
    """Write a generated case into a new or empty folder.

    Raises:
        WrongUse: when something stands there already; nothing is overwritten.
        OSError: when the folder cannot be written.
    """
    tongue = screen.tongue
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise WrongUse(tongue(N_("{folder} is not empty. Name a new folder, or empty this one."), folder=str(out)))
    with meter(screen) as shown:
        shown.phase(tongue(N_("Making households, homes and municipalities")))
        round_ = made_up(households, units, municipalities, seed)
        shown.phase(tongue(N_("Writing the files")))
        write_case(round_, out)
    if screen.as_json:
        screen.data(
            {
                "folder": str(out),
                "round_id": round_.round_id,
                "households": len(round_.households),
                "units": len(round_.units),
                "municipalities": len(round_.municipalities),
                "round_sha256": round_.sha256,
                "files": sorted(str(file) for file in out.iterdir()),
            }
        )
        return Exit.DONE
    words = N_("{people} and {homes} in {n} municipalities, all made up, in {folder}.")
    people, homes = tongue.households(len(round_.households)), tongue.homes(len(round_.units))
    screen.line(tongue(words, people=people, homes=homes, n=len(round_.municipalities), folder=str(out)))
    screen.line(tongue(N_("Match it: {command}"), command=f"allocator match {out}"))
    return Exit.DONE

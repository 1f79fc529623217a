"""Small cases on disk for the tests of intake: a sound one, and changes to it."""

from datetime import date
from pathlib import Path

from allocator.domain.problem import InputProblems
from allocator.intake import ReadCase, read_case

SOUND = {
    "case.toml": 'round_id = "2026-w47"\nas_of = 2026-11-23\nperiod = "2026-H2"\nlottery_seed = "seed"\n',
    "households.csv": (
        "id,urgency,registered_on,adults,children,target_groups,gross_income_eur\n"
        "H1,acute,2026-06-01,1,0,UIT,20000\n"
        "H2,urgent,2026-05-01,2,1,GEZ,25000.50\n"
    ),
    "units.csv": "id,municipality,bedrooms,rent_eur\nU1,GM0014,1,600\nU2,GM1895,2,713.02\n",
    "municipalities.csv": "code,name\nGM0014,Groningen\nGM1895,Oldambt\n",
    "keys.csv": (
        "key,group,municipality,weight,on,source\n"
        "population,all,GM0014,244829,2026-01-01,CBS\n"
        "population,all,GM1895,39734,2026-01-01,CBS\n"
    ),
}
AS_OF = date(2026, 11, 23)


def write(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """The sound case with some files replaced, added, or (None) left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**SOUND, **(changes or {})}.items():
        if text is not None:
            (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def read(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> ReadCase:
    """The sound case with changes, read."""
    return read_case(write(folder, changes))


def problems(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> list[str]:
    """Everything that is said about the case, warnings too."""
    try:
        return [str(problem) for problem in read(folder, changes).warnings]
    except InputProblems as error:
        return [str(problem) for problem in error.problems]

"""Writing a case and reading it back gives the same round; nothing in the files is a formula."""

import csv
import io
import re
import tempfile
from pathlib import Path

from hypothesis import given

from allocator.domain.codes import SupportLevel
from allocator.domain.round import Round
from allocator.intake import read_case, write_case
from allocator.intake.columns import SPECS
from allocator.intake.writing import table_text
from tests import builders
from tests.intake.strategies import rounds


@given(rounds())
def test_what_was_written_reads_back_as_the_same_round(round_: Round) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_case(round_, Path(folder))
        again = read_case(Path(folder)).round
    assert again == round_
    assert again.sha256 == round_.sha256


@given(rounds())
def test_no_cell_is_a_formula(round_: Round) -> None:
    for name, spec in SPECS.items():
        if name == "needs":
            continue
        for row in csv.reader(io.StringIO(table_text(spec, getattr(round_, name)), newline="")):
            for cell in row:
                assert not cell.startswith(("=", "+", "@", "\t"))
                assert not cell.startswith("-") or re.fullmatch(r"-([0-9.]+([eE][+-]?[0-9]+)?)?", cell)


def test_files_of_a_plain_round(tmp_path: Path) -> None:
    household = builders.household(needs=(builders.need(level=SupportLevel.INTENSIVE, hours=None),))
    written = write_case(builders.a_round(household), tmp_path / "new" / "case")
    assert [path.name for path in written] == [
        "case.toml",
        "policy.toml",
        "households.csv",
        "needs.csv",
        "units.csv",
        "municipalities.csv",
    ]
    assert "H1,home,intensive,,," in (tmp_path / "new/case/needs.csv").read_text(encoding="utf-8")


def test_unknown_is_written_where_empty_means_something_else(tmp_path: Path) -> None:
    round_ = builders.a_round(
        builders.household(pets=None, child_ages=(), target_groups=None), builders.unit(self_contained=None)
    )
    write_case(round_, tmp_path)
    assert read_case(tmp_path).round == round_
    rows = list(csv.DictReader(io.StringIO((tmp_path / "households.csv").read_text(encoding="utf-8"))))
    assert (rows[0]["pets"], rows[0]["child_ages"], rows[0]["target_groups"]) == ("?", "-", "?")

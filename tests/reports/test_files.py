"""The files of a match: all or none, the same bytes for the same proposal, and safe to open in a spreadsheet."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.proposal import Proposal
from allocator.reports import disk, files, tables, tables_aims
from allocator.reports.table import Cell, Column, Table
from allocator.reports.words import Tongue
from tests.reports import samples as s

NAMES = [
    "proposal.json",
    "run.json",
    "placements.csv",
    "unplaced.csv",
    "balance.csv",
    "report.html",
    "report-shareable.html",
]
EN = Tongue("en")


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_all_files_are_written_and_nothing_else(tmp_path: Path) -> None:
    paths = files.write_all(*s.small(), {"seconds": 1.5}, tmp_path / "new" / "out", "en")
    assert [p.name for p in paths] == NAMES
    assert {p.name for p in (tmp_path / "new" / "out").iterdir()} == set(NAMES)
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["out"]
    assert json.loads(paths[1].read_text(encoding="utf-8")) == {"seconds": 1.5}


def test_proposal_is_canonical_and_can_be_read_back() -> None:
    _, plan = s.small()
    text = files.proposal_json(plan)
    assert text == files.proposal_json(Proposal.model_validate_json(text))
    assert text.endswith("}\n")
    data = json.loads(text)
    assert text == json.dumps(data, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert data["balance"][0]["share"] == "1/2"


def test_other_files_stay_and_old_ones_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_text("mine", encoding="utf-8")
    (tmp_path / "run.json").write_text("old", encoding="utf-8")
    files.write_all(*s.small(), {"run": 2}, tmp_path, "nl")
    assert (tmp_path / "households.csv").read_text(encoding="utf-8") == "mine"
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8")) == {"run": 2}


def test_nothing_half_is_left_when_the_disk_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    disk.put({"a": b"old", "b": b"old"}, out)
    written = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "b":
            raise OSError("disk full")
        return written(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="disk full"):
        disk.put({"a": b"new", "b": b"new"}, out)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == {"a": b"old", "b": b"old"}
    assert list(tmp_path.iterdir()) == [out]


def test_first_file_comes_last_so_that_who_sees_it_sees_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    replace = Path.replace

    def noted(path: Path, target: Path) -> Path:
        order.append(path.name)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", noted)
    disk.put({"first": b"", "second": b"", "third": b""}, tmp_path / "out")
    assert order == ["third", "second", "first"]


def test_csv_opens_in_excel_and_in_programs(tmp_path: Path) -> None:
    round_, plan = s.small()
    paths = {p.name: p for p in files.write_all(round_, plan, {}, tmp_path, "en")}
    assert paths["placements.csv"].read_bytes().startswith("\ufeffhousehold,unit,municipality,".encode())
    first, second = read_csv(paths["placements.csv"])
    assert (first["household"], first["unit"], first["municipality_name"]) == ("hh-0001", "un-0001", "Aardstad")
    assert (first["rent_eur"], first["persons"], first["waits_too_long"]) == ("650.00", "1", "true")
    assert (first["pools"], first["to_confirm"]) == ("pool-1", "R-401")
    assert (second["depends_on"], second["pinned"], second["form"]) == ("hh-0001", "true", "flexible home")
    rest = {row["household"]: row for row in read_csv(paths["unplaced.csv"])}
    assert set(rest) == {"hh-0003", "hh-0004", "hh-0005"}
    assert rest["hh-0003"]["nearest"] == "un-0003: Too small (R-101)"
    assert (rest["hh-0003"]["ask_field"], rest["hh-0003"]["ask_opens"]) == ("gross_income", "2")
    assert rest["hh-0005"]["details"] == "A detail"
    shares = read_csv(paths["balance.csv"])
    assert [row["share_percent"] for row in shares] == ["50.00", "30.00", "20.00"]
    assert [row["deviation"] for row in shares] == ["0.00", "0.40", "-0.40"]
    assert [row["carried"] for row in shares] == ["0.33"] * 3


def test_a_dutch_csv_opens_in_a_dutch_excel(tmp_path: Path) -> None:
    """Semicolons and decimal commas: with a point, a Dutch Excel takes 650.00 for text and 1.50 for a day."""
    round_, plan = s.small()
    paths = {p.name: p for p in files.write_all(round_, plan, {}, tmp_path, "nl")}
    text = paths["placements.csv"].read_text(encoding="utf-8-sig")
    assert text.startswith("household;unit;municipality;")
    first, *_ = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (first["rent_eur"], first["persons"], first["form"]) == ("650,00", "1", "gewone woning")
    with paths["balance.csv"].open(encoding="utf-8-sig", newline="") as stream:
        assert [row["deviation"] for row in csv.DictReader(stream, delimiter=";")] == ["0,00", "0,40", "-0,40"]


@pytest.mark.parametrize("text", ["=1+1", "+31", "-x", "@SUM(A1)", "\tx", "\r=1"])
def test_a_cell_that_looks_like_a_formula_is_text(text: str) -> None:
    assert files.cell_text(text, "nl") == f"'{text}"


@pytest.mark.parametrize(
    ("cell", "expected"), [(None, ""), (True, "true"), (-3, "-3"), (Decimal("-1.50"), "-1.50"), ("a=b", "a=b")]
)
def test_other_cells_are_written_as_they_are(cell: Cell, expected: str) -> None:
    assert files.cell_text(cell, "en") == expected


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5), st.sampled_from([("nl", ";"), ("en", ",")]))
def test_no_text_breaks_a_row_or_becomes_a_formula(rows: list[tuple[str, str]], kind: tuple[str, str]) -> None:
    lang, separator = kind
    table = Table("t", "T", (Column("a", "A"), Column("b", "B")), tuple(rows))
    text = files.csv_text(table, lang).removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    assert read[0] == ["a", "b"]
    assert [len(row) for row in read] == [2] * (len(rows) + 1)
    for cells, row in zip(read[1:], rows, strict=True):
        for cell, wanted in zip(cells, row, strict=True):
            assert cell in (wanted, f"'{wanted}")
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_tables_name_every_column_once_and_fill_every_row() -> None:
    round_, plan = s.small()
    for make in tables.ALL:
        table = make(round_, plan, EN)
        assert len({c.key for c in table.columns}) == len(table.columns)
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_inputs_show_hashes_policy_and_seed() -> None:
    round_, plan = s.small()
    facts = {row[0]: row[1] for row in tables_aims.inputs(round_, plan, EN).rows}
    assert facts["SHA-256 of the round"] == round_.sha256
    assert facts["Policy"] == "Sample policy, v1 (2026-01-01)"
    assert facts["Lottery seed"] == "fixed before the round opened"
    by_hand = plan.model_copy(update={"seed_by_hand": True})
    assert ("Lottery seed", "chosen by hand") in tables_aims.inputs(round_, by_hand, EN).rows

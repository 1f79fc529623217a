"""`generate` writes a case that can be read and matched, and overwrites nothing."""

from pathlib import Path

import pytest

from allocator.intake import read_case
from tests.commandline.cases import run

SIZE = ("--households", "25", "--units", "8")


def test_the_case_can_be_read_and_has_the_size_asked_for(tmp_path: Path) -> None:
    ran = run("generate", *SIZE, "--out", tmp_path / "case", "--seed", "7", "--json")
    assert ran.code == 0
    assert ran.data["municipalities"] == 10
    round_ = read_case(tmp_path / "case").round
    assert (len(round_.households), len(round_.units)) == (25, 8)
    assert round_.sha256 == ran.data["round_sha256"]


def test_the_same_seed_gives_the_same_case(tmp_path: Path) -> None:
    hashes = [
        run("generate", *SIZE, "--out", tmp_path / name, "--seed", seed, "--json").data["round_sha256"]
        for name, seed in (("a", "1"), ("b", "1"), ("c", "2"))
    ]
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_country(tmp_path: Path) -> None:
    ran = run("generate", *SIZE, "--municipalities", "country", "--out", tmp_path / "case")
    assert ran.code == 0
    assert "342 municipalities" in ran.out


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_stands_there_is_not_overwritten(tmp_path: Path, lang: str) -> None:
    (tmp_path / "letter.txt").write_text("dear committee", "utf-8")
    ran = run("generate", *SIZE, "--out", tmp_path, lang=lang)
    assert ran.code == 2
    assert ("is niet leeg" if lang == "nl" else "is not empty") in " ".join(ran.err.split())
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]

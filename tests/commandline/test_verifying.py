"""`verify` accepts what is right, and names each thing that somebody changed in a proposal."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commandline.cases import run, written_policy
from tests.commandline.conftest import Done


def test_accepted_with_what_was_checked(done: Done) -> None:
    ran = run("verify", done.case, done.out)
    assert ran.code == 0
    assert ran.out.startswith("Accepted")
    assert "Placements: 2" in ran.out
    assert run("verify", done.case, done.out / "proposal.json", lang="nl").out.startswith("Goedgekeurd")
    found = run("verify", done.case, done.out, "--json").data
    assert found["accepted"] is True
    assert found["violations"] == []


def _swap(p: dict[str, Any]) -> None:
    first, second = p["placements"]
    first["unit"], second["unit"] = second["unit"], first["unit"]


def _twice(p: dict[str, Any]) -> None:
    p["unplaced"].append(p["unplaced"][0])


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "rule": _swap,  # H2 has a pet, U1 takes none
    "input": lambda p: p.update(round_sha256="0" * 64),
    "policy": lambda p: p.update(policy_sha256="0" * 64),
    "seed": lambda p: p.update(seed_by_hand=True),
    "missing": lambda p: p["unplaced"].pop(),
    "listed-twice": _twice,
    "municipality": lambda p: p["placements"][0].update(municipality="GM0037"),
    "to-confirm": lambda p: p["placements"][1].update(to_confirm=[]),
    "depends-on": lambda p: p["placements"][0].update(depends_on=["H2"]),
    "waived": lambda p: p["placements"][0].update(waived=["R-101"]),
    "pinned": lambda p: p["placements"][0].update(pinned=True),
    "balance": lambda p: p["balance"][0].update(carried="7"),
    "words": lambda p: p["placements"][0]["reasons"][0].update(nl="Omdat het kan."),
    "unknown-unit": lambda p: p["placements"][0].update(unit="U99"),
}


@pytest.mark.parametrize("code", CHANGES)
def test_every_change_is_noticed(done: Done, tmp_path: Path, code: str) -> None:
    proposal = json.loads((done.out / "proposal.json").read_bytes())
    CHANGES[code](proposal)
    changed = tmp_path / "proposal.json"
    changed.write_text(json.dumps(proposal), "utf-8")
    ran = run("verify", done.case, changed, "--json")
    assert ran.code == 3
    assert code in {violation["code"] for violation in ran.data["violations"]}
    said = run("verify", done.case, changed, lang="nl")
    assert said.code == 3
    assert f"({code})" in " ".join(said.out.split())


def test_a_value_that_is_not_true_is_noticed(done: Done, tmp_path: Path) -> None:
    proposal = json.loads((done.out / "proposal.json").read_bytes())
    proposal["stages"][0]["value"] += 1
    changed = tmp_path / "proposal.json"
    changed.write_text(json.dumps(proposal), "utf-8")
    assert run("verify", done.case, changed).code == 3


def test_the_same_seed_and_policy_are_needed(done: Done, tmp_path: Path) -> None:
    policy = written_policy(tmp_path / "mine.toml", version="2")
    extra = ["--policy", str(policy), "--seed", "tuesday"]
    assert run("match", done.case, "--out", tmp_path / "out", *extra).code == 0
    assert run("verify", done.case, tmp_path / "out", *extra).code == 0
    assert run("verify", done.case, tmp_path / "out").code == 3


@pytest.mark.parametrize("text", ["", "[]", '{"round_id": 3}', "\x00\x01"])
def test_what_is_no_proposal_is_said(done: Done, tmp_path: Path, text: str) -> None:
    (tmp_path / "p.json").write_text(text, "utf-8")
    ran = run("verify", done.case, tmp_path / "p.json")
    assert ran.code == 3
    assert "This file is not a proposal." in ran.err
    assert run("verify", done.case, tmp_path).code == 3  # a folder without one

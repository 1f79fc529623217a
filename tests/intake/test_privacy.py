"""No BSN comes in: nine digits that pass the eleven-test, in keys and notes, unless a pattern says otherwise."""

from pathlib import Path

import pytest

from allocator.intake import delivered_policy
from tests.intake import cases

BSN = "123456782"  # the customary example; passes the eleven-test
LEDGER = "period,municipality,group,kind,amount,unit,on,note\n2026,GM0014,all,placed,1,households,2026-10-01,"


def _households(key: str) -> str:
    return f"id,urgency,registered_on,adults\n{key},acute,2026-06-01,1\n"


@pytest.mark.parametrize("key", [BSN, "123.456.782", "1234 56 782", "'123456782"])
def test_bsn_as_key_is_refused_and_not_repeated(tmp_path: Path, key: str) -> None:
    found = cases.problems(tmp_path, {"households.csv": _households(key)})
    assert len(found) == 1
    assert "BSN" in found[0]
    assert not any(part in found[0] for part in (key, BSN))


@pytest.mark.parametrize("key", ["123456783", "12345678", "1234567820", "H123456782", "12-345-67-82"])
def test_other_numbers_are_keys(tmp_path: Path, key: str) -> None:
    assert cases.read(tmp_path, {"households.csv": _households(key)}).round.households[0].id == key


def test_policy_may_declare_a_pattern(tmp_path: Path) -> None:
    policy = delivered_policy().decode() + "\n[id_patterns]\n\"households.id\" = '12[0-9]{7}'\n"
    read = cases.read(tmp_path / "a", {"households.csv": _households(BSN), "policy.toml": policy})
    assert read.round.households[0].id == BSN
    other = policy.replace("12[0-9]", "99[0-9]")
    assert "BSN" in cases.problems(tmp_path / "b", {"households.csv": _households(BSN), "policy.toml": other})[0]


@pytest.mark.parametrize("note", [f"moved {BSN}", "bsn 123.456.782!", BSN])
def test_bsn_in_a_note(tmp_path: Path, note: str) -> None:
    text = (
        f"period,municipality,group,kind,amount,unit,on,note\n2026,GM0014,all,placed,1,households,2026-10-01,{note}\n"
    )
    found = cases.problems(tmp_path, {"ledger.csv": text})
    assert [line.split(":")[0] for line in found] == ["ledger.csv"]
    assert "BSN" in found[0]
    assert "782" not in found[0]


def test_phone_number_in_a_note_is_no_bsn(tmp_path: Path) -> None:
    text = f"{LEDGER}0612345678\n"
    assert cases.problems(tmp_path, {"ledger.csv": text}) == []


@pytest.mark.parametrize("column", ["current_unit", "referrer"])
def test_every_key_column_is_tested(tmp_path: Path, column: str) -> None:
    text = f"id,urgency,registered_on,adults,{column}\nH1,acute,2026-06-01,1,{BSN}\n"
    assert ["BSN" in line for line in cases.problems(tmp_path, {"households.csv": text})] == [True]


def test_bsn_in_a_wrong_column_is_not_repeated(tmp_path: Path) -> None:
    found = cases.problems(tmp_path, {"households.csv": f"id,urgency,registered_on,adults\nH1,acute,{BSN},1\n"})
    assert len(found) == 1
    assert BSN not in found[0]

"""case.toml: what it must say, what it may say, and what is wrong by line."""

from pathlib import Path

import pytest

from tests.intake import cases

PLAIN = cases.SOUND["case.toml"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("round_id = 'r'\nperiod = '2026'\n", ["case.toml [as_of]: This is empty, and it is required. Fill it in."]),
        (PLAIN.replace("2026-11-23", "'23-11-2026'"), []),
        (PLAIN.replace("2026-11-23", "2026-11-23T00:00:00Z"), []),
        (
            PLAIN.replace("2026-11-23", "'soon'"),
            ["case.toml:2 [as_of] 'soon': This is not a date. Write it as 2026-01-31 or 31-1-2026."],
        ),
        (
            PLAIN.replace("2026-H2", "2026-H3"),
            ["case.toml:3 [period] '2026-H3': This is not a period. Write 2026, 2026-H1 or 2026-Q4."],
        ),
        (
            PLAIN + "schema_version = 99\n",
            [
                "case.toml:5 [schema_version] '99': This case was made for a newer version of the program. "
                "Update the program, or export the case again."
            ],
        ),
        (PLAIN + "asof = 1\n", ["case.toml:5 [asof]: This key is not known. Did you mean as_of?"]),
        (PLAIN + "paused_municipalities = ['14', 'Oldambt']\n", []),
        (
            PLAIN + "paused_municipalities = ['GM0344']\n",
            [
                "case.toml:5 [paused_municipalities] 'GM0344': This does not stand in municipalities.csv. "
                "Correct it, or add it to municipalities.csv."
            ],
        ),
        (
            PLAIN + "seed_by_hand = [1]\n",
            ["case.toml:5 [seed_by_hand]: This value cannot be used. Write a text between quotation marks."],
        ),
        (
            PLAIN.replace('"seed"', "seed"),
            [
                "case.toml:4: This is not valid TOML: Invalid value (at line 4, column 16). "
                "Correct this line; texts stand between quotation marks, lists between [ and ]."
            ],
        ),
    ],
)
def test_case_toml(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert cases.problems(tmp_path, {"case.toml": text}) == expected


def test_state_of_the_system(tmp_path: Path) -> None:
    text = PLAIN + "paused_municipalities = ['14']\npaused_corporations = ['C1']\n"
    files: dict[str, str | bytes | None] = {"case.toml": text, "corporations.csv": "id,name\nC1,Corporation\n"}
    round_ = cases.read(tmp_path, files).round
    assert (round_.paused_municipalities, round_.paused_corporations) == (("GM0014",), ("C1",))
    assert round_.paused == {"GM0014"}

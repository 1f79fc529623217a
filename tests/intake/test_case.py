"""Reading a case: the sound one, every broken one, and what is said of names, files and seeds."""

from datetime import date
from pathlib import Path

import pytest

from allocator.domain.codes import SupportLevel
from allocator.domain.problem import InputProblems
from allocator.intake import read_case
from tests.intake import cases

BROKEN = Path(__file__).parents[2] / "fixtures" / "broken"


def test_sound_case_has_nothing_to_say(tmp_path: Path) -> None:
    case = cases.read(tmp_path)
    assert case.warnings == ()
    assert [h.id for h in case.round.households] == ["H1", "H2"]
    assert case.round.household_by_id["H2"].gross_income == 25_000_50
    assert case.round.unit_by_id["U2"].rent == 713_02
    assert (case.round.as_of, case.round.lottery_seed) == (date(2026, 11, 23), "seed")
    assert set(case.hashes) == {*cases.SOUND, "policy.toml (delivered)"}
    assert all(len(digest) == 64 for digest in case.hashes.values())


@pytest.mark.parametrize("name", sorted(path.name for path in BROKEN.iterdir() if path.is_dir()))
def test_broken_case_says_exactly_this(name: str) -> None:
    expected = (BROKEN / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    try:
        said = list(read_case(BROKEN / name).warnings)
    except InputProblems as error:
        said = error.problems
    assert list(map(str, said)) == expected


def test_every_broken_case_stands_in_the_readme() -> None:
    text = (BROKEN / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{path.name}` |" in text for path in BROKEN.iterdir() if path.is_dir())


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    found = cases.problems(
        tmp_path,
        {
            "households.csv": (
                "id,urgency,registered_on,adults,support_level\nH1,acut,31-2-2026,0,light\nH1,acute,?,1,\n"
            ),
            "units.csv": "id,municipality,bedrooms,status\nU1,GM9999,x,gone\n",
            "pairs.csv": "household,unit,verdict\nH9,U1,pin\n",
        },
    )
    wrong = {(line.split(" [")[0], line.split("[")[1].split("]")[0]) for line in found}
    assert wrong == {
        ("households.csv:2", "urgency"),
        ("households.csv:2", "registered_on"),
        ("households.csv:2", "adults"),
        ("households.csv:2", "support_kind"),
        ("households.csv:3", "id"),
        ("households.csv:3", "registered_on"),
        ("units.csv:2", "municipality"),
        ("units.csv:2", "bedrooms"),
        ("units.csv:2", "status"),
        ("pairs.csv:2", "household"),
    }


def test_row_with_a_problem_is_not_called_unknown(tmp_path: Path) -> None:
    found = cases.problems(
        tmp_path,
        {
            "units.csv": "id,municipality,bedrooms\nU1,GM0014,x\n",
            "pairs.csv": "household,unit,verdict\nH1,U1,pin\n",
        },
    )
    assert [line.split(":")[0] for line in found] == ["units.csv"]


def test_dutch_headings_words_and_names(tmp_path: Path) -> None:
    text = (
        "Huishouden;Urgentie;Inschrijfdatum;Volwassenen;Aantal kinderen;Leeftijden kinderen;Doelgroepen;Rekeninkomen;"
        "Voorkeursgemeenten;Toegankelijkheid;Zwanger;Soort begeleiding;Niveau begeleiding;Uren begeleiding;"
        "Huisdieren\r\n"
        "H1;acute;1-6-2026;1;2;3|5;UIT|DAK;€ 20.000,50;14|Oldambt;rollator;nee;home;licht;2,5;?\r\n"
    )
    household = cases.read(tmp_path, {"households.csv": text.encode("cp1252")}).round.households[0]
    assert household.registered_on == date(2026, 6, 1)
    assert household.child_ages == (3, 5)
    assert household.target_groups == ("UIT", "DAK")
    assert household.gross_income == 20_000_50
    assert household.preferred_municipalities == ("GM0014", "GM1895")
    assert household.accessibility == "walker"
    assert (household.expecting, household.pets) == (False, None)
    need = household.needs[0]
    assert (need.kind, need.level, need.hours) == ("home", SupportLevel.LIGHT, 2.5)


def test_rows_and_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    heading, *rows = cases.SOUND["households.csv"].splitlines()
    turned = [",".join(reversed(line.split(","))) for line in (heading, *reversed(rows))]
    plain = cases.read(tmp_path / "a")
    other = cases.read(tmp_path / "b", {"households.csv": "\n".join(turned) + "\n"})
    assert other.round.sha256 == plain.round.sha256


def test_order_of_needs_does_not_matter(tmp_path: Path) -> None:
    rows = ["H1,home,light,2", "H1,debt,light,1", "H2,youth,intensive,"]
    texts = ["\n".join(["household,kind,level,hours", *order]) + "\n" for order in (rows, rows[::-1])]
    first, second = (cases.read(tmp_path / str(n), {"needs.csv": text}).round.sha256 for n, text in enumerate(texts))
    assert first == second


def test_empty_cell_takes_the_default_and_a_question_mark_is_unknown(tmp_path: Path) -> None:
    text = (
        "id,municipality,bedrooms,form,self_contained,daeb,accessibility,lift\n"
        "U1,GM0014,1,,,,,\nU2,GM0014,1,room,,?,?,?\nU3,GM0014,1,room,?,,,yes\n"
    )
    units = cases.read(tmp_path, {"units.csv": text}).round.unit_by_id
    assert (units["U1"].form, units["U1"].self_contained, units["U1"].daeb) == ("regular", True, True)
    assert (units["U2"].self_contained, units["U2"].daeb, units["U2"].accessibility) == (False, None, None)
    assert (units["U3"].self_contained, units["U3"].counts_for_rent_benefit, units["U3"].lift) == (None, None, True)


def test_occupants_name_a_unit_or_a_complex(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "complexes.csv": "id,municipality,homes\nC1,GM0014,10\n",
        "occupants.csv": "unit,complex,persons\nU1,,2\n,C1,1\n",
    }
    occupants = cases.read(tmp_path / "sound", files).round.occupants
    assert sorted((o.home, o.persons) for o in occupants) == [("C1", 1), ("U1", 2)]
    files["occupants.csv"] = "unit,complex,persons\nU1,C1,2\n,,1\n"
    found = cases.problems(tmp_path / "both", files)
    assert found == [
        "occupants.csv:2 [home] 'C1': Both a home and a complex are filled in. "
        "Keep the one in which these people live.",
        "occupants.csv:3 [home]: This is empty, and it is required. Fill it in.",
    ]


def test_seed_by_hand_is_marked(tmp_path: Path) -> None:
    round_ = read_case(cases.write(tmp_path), seed="mine").round
    assert (round_.lottery_seed, round_.seed_by_hand) == ("mine", True)
    assert not cases.read(tmp_path).round.seed_by_hand


def test_policy_of_the_case_and_policy_by_hand(tmp_path: Path) -> None:
    mine = cases.read(tmp_path / "a", {"policy.toml": _policy("Ours")})
    assert mine.round.policy.name == "Ours"
    other = tmp_path / "other.toml"
    other.write_text(_policy("Theirs"), encoding="utf-8")
    theirs = read_case(tmp_path / "a", policy=other)
    assert theirs.round.policy.name == "Theirs"
    assert "other.toml" in theirs.hashes


def _policy(name: str) -> str:
    from allocator.intake import delivered_policy

    lines = delivered_policy().decode().splitlines()
    return "\n".join(f'name = "{name}"' if line.startswith('name = "Reg') else line for line in lines)


def test_previous_proposal(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        "case.toml": cases.SOUND["case.toml"] + 'previous_proposal = "old.json"\n',
        "old.json": '{"placements": [{"household": "H1", "unit": "U1", "pools": []}]}',
    }
    previous = cases.read(tmp_path / "a", changes).round.previous
    assert [(one.household, one.unit) for one in previous] == [("H1", "U1")]
    for number, text in enumerate(("[]", "{", '{"placements": 1}', None)):
        found = cases.problems(tmp_path / str(number), changes | {"old.json": text})
        assert len(found) == 1, found
        assert "old.json" in found[0]


def test_case_without_municipalities_takes_them_from_the_other_files(tmp_path: Path) -> None:
    case = cases.read(tmp_path, {"municipalities.csv": None})
    assert [m.code for m in case.round.municipalities] == ["GM0014", "GM1895"]
    assert [problem.file for problem in case.warnings] == ["municipalities.csv"]


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="no folder or workbook"):
        read_case(tmp_path / "nowhere")
    with pytest.raises(InputProblems) as raised:
        read_case(tmp_path)
    assert [problem.file for problem in raised.value.problems if not problem.warning] == [
        "case.toml",
        "households.csv",
        "units.csv",
    ]


def test_problems_can_be_read_in_dutch() -> None:
    with pytest.raises(InputProblems) as raised:
        read_case(BROKEN / "places_of_a_home")
    problem = raised.value.problems[0]
    assert problem.render("en") == str(problem)
    assert problem.in_language("nl").line == problem.line


@pytest.mark.parametrize(
    ("name", "warned"),
    [("household.csv", "households.csv"), ("placements.csv", "not part of a case"), ("notes.md", "")],
)
def test_file_that_is_not_read_is_named(tmp_path: Path, name: str, warned: str) -> None:
    found = cases.problems(tmp_path, {name: "x\n"})
    assert len(found) == bool(warned)
    assert all(warned in line and name in line for line in found)


def test_same_rows_in_two_files(tmp_path: Path) -> None:
    found = cases.problems(tmp_path, {"woningen.csv": "woning;gemeente;slaapkamers\nU9;14;1\n"})
    assert found == ["woningen.csv: Another file or sheet gives the same rows. Keep one of them."]

"""No input makes reading crash: it gives a round, or problems that can be shown in both languages."""

import io
import json
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.problem import InputProblems, Problem
from allocator.intake import delivered_policy, read_case, read_policy
from allocator.intake.columns import SPECS
from tests.intake import cases
from tests.intake.test_workbook import book

FILES = st.sampled_from([*cases.SOUND, *(f"{name}.csv" for name in SPECS), "policy.toml", "units.json", "case.xlsx"])
CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "?", "-", "'", "1", "0", "-1", "1.000", "1,5", "1e99", "inf", "nan", "2026-01-01", "9999999999"]
    ),
    st.sampled_from(
        ["GM0014", "14", "H1", "U1", "acute", "UIT|DAK", "pin", "waive", "R-101", "true", "=1+1", "|", "€"]
    ),
)


def survives(changes: dict[str, str | bytes | None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sound, said = True, list[Problem]()
        try:
            case = read_case(cases.write(Path(folder), changes))
            assert len(case.round.sha256) == 64
            said = list(case.warnings)
        except InputProblems as error:
            sound, said = False, error.problems
        assert all(problem.warning for problem in said) is sound
        assert all(problem.render(lang) for problem in said for lang in ("nl", "en"))


@given(FILES, st.binary(max_size=200))
def test_any_bytes_in_any_file(name: str, data: bytes) -> None:
    survives({name: data})


@given(FILES, st.text(max_size=200))
def test_any_text_in_any_file(name: str, text: str) -> None:
    survives({name: text.encode("utf-8", "surrogatepass")})


@given(st.data(), st.sampled_from(sorted(SPECS)), st.sampled_from([",", ";", "\t"]))
def test_any_cells_under_known_headings(data: st.DataObject, name: str, separator: str) -> None:
    columns = SPECS[name].columns
    chosen = data.draw(st.lists(st.sampled_from(columns), unique=True, max_size=8))
    headings = [
        data.draw(st.sampled_from(column.names)) for column in (*chosen, *filter(lambda c: c.required, columns))
    ]
    rows = data.draw(st.lists(st.lists(CELL, min_size=len(headings), max_size=len(headings)), max_size=3))
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in (headings, *rows)]
    text = "\n".join(separator.join(row) for row in quoted)
    survives({f"{name}.csv": text.encode("utf-8", "replace")})


@given(st.data())
def test_policy_with_any_part_replaced(data: st.DataObject) -> None:
    lines = delivered_policy().decode().splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    key = lines[at].split("=")[0]
    value = data.draw(
        st.one_of(
            st.sampled_from(["1", "-1", "true", "[]", "{}", "[[1]]", '"x"', "2026-01-01", "1e400", "nan", "{a = 1}"]),
            CELL,
        )
    )
    lines[at] = data.draw(st.sampled_from([f"{key} = {value}", f"[{value}]", value, ""]))
    text = "\n".join(lines)
    said: list[Problem] = []
    try:
        assert read_policy(text, cases.AS_OF).urgency
    except InputProblems as error:
        said = error.problems
        assert said
    assert all(problem.render("nl") for problem in said)


_TOML = st.recursive(
    st.one_of(st.integers(-5, 5).map(str), st.sampled_from(["true", '"a"', "0.5", "2026-01-01"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2).map(lambda items: f"[{', '.join(items)}]"),
        inner.map(lambda item: f"{{ a = {item} }}"),
    ),
    max_leaves=4,
)
_TABLES = st.sampled_from(
    [
        "homes",
        "rules",
        "rules.R-101",
        "amounts",
        "stages",
        "stages.tolerance",
        "balance",
        "[balance.dimensions]",
        "keys",
        "support",
        "refusals",
        "id_patterns",
        "[caps]",
        "waiting",
        "carry_over",
        "[groups]",
    ]
)
_KEYS = st.sampled_from(
    [
        "order",
        "off",
        "tolerance",
        "norm",
        "dimensions",
        "most",
        "all",
        "year",
        "cap_low_eur",
        "on",
        "numbers",
        "code",
        "a",
        "default_forms",
        "contract_groups",
        "default_hours",
        "kept",
        "name",
        "group",
        "spare",
    ]
)


@given(st.dictionaries(_TABLES, st.dictionaries(_KEYS, _TOML, max_size=3), max_size=4))
def test_any_toml_in_known_tables(content: dict[str, dict[str, str]]) -> None:
    head = 'name = "P"\nversion = "1"\nvalid_from = 2026-01-01\n[[urgency]]\ncode = "acute"\nnl = "U"\nen = "U"\n'
    tables = (
        f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items()) for name, keys in content.items()
    )
    survives({"policy.toml": head + "\n".join(tables)})


_NAMES = st.sampled_from(
    [
        "id",
        "status",
        "detailSoort",
        "adres",
        "gemeente",
        "code",
        "oppervlakten",
        "panden",
        "liftAanwezig",
        "ruimten",
        "publicatie",
        "eenheden",
        "soort",
        "waarde",
        "kamersAantal",
        "rekenhuur",
        "doelgroep",
        "bedrooms",
        "criteria",
        "aantalExact",
        "idExtern",
        "extra",
    ]
)
TEXT = st.text(st.characters(), max_size=5)
"""Halves of characters too: JSON can hold them."""
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT, st.just("GM0014")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_NAMES, inner, max_size=6)),
    max_leaves=15,
)


@given(_JSON)
def test_any_json_as_units(content: object) -> None:
    survives({"units.csv": None, "units.json": json.dumps(content)})


@given(st.binary(max_size=40), st.integers(0, 5000))
def test_damaged_workbook(damage: bytes, at: int) -> None:
    whole = _workbook()
    survives({**dict.fromkeys(cases.SOUND), "case.xlsx": whole[:at] + damage + whole[at + len(damage) :]})


@given(
    st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]),
    st.binary(),
)
def test_workbook_with_a_foreign_part(name: str, data: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_workbook())) as packed, zipfile.ZipFile(out, "w") as changed:
        for part in packed.namelist():
            changed.writestr(part, data if part == name else packed.read(part))
    survives({**dict.fromkeys(cases.SOUND), "case.xlsx": out.getvalue()})


def _workbook() -> bytes:
    out = io.BytesIO()
    book().save(out)
    return out.getvalue()

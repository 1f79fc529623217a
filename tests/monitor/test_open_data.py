"""Open data that a stranger can use: described, valid, and equal every time."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import frictionless
import pytest

from allocator.domain.monitored import LEAST, By, CategoryLabel
from allocator.domain.provenance import Provenance, versions
from allocator.monitor import release
from allocator.monitor.open_data import CSVW, PACKAGE, TABLE, open_data
from tests.monitor.samples import by_chance

FROM = Provenance(kind="monitor", as_of=date(2026, 3, 29), versions=versions())
LABELS = (CategoryLabel(by=By.FORM, code="flex", nl="flexwoning", en="flexible home"),)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return open_data(release(by_chance("2026-Q1", 3, people=90), labels=LABELS), FROM, "Region of the tests")


def test_the_package_is_valid(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    report = frictionless.validate(str(tmp_path / PACKAGE))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])[:5]
    assert report.tasks[0].stats["rows"] > 300


def test_a_wrong_row_would_be_found(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    first = files[TABLE].split(b"\r\n")[1]
    (tmp_path / TABLE).write_bytes(files[TABLE] + first.rpartition(b",")[0] + b",3\r\n")
    report = frictionless.validate(str(tmp_path / PACKAGE))
    assert {error[0] for error in report.flatten(["type"])} >= {"constraint-error", "primary-key"}


def test_rows_say_what_they_are(files: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(files[TABLE].decode())))
    flex = next(row for row in rows if row["category"] == "flex")
    assert (flex["category_nl"], flex["category_en"]) == ("flexwoning", "flexible home")
    only = next(row for row in rows if row["category"] == "only_home")
    assert only["category_nl"] == "heeft alleen een woning nodig"
    week = next(row for row in rows if row["period"] == "2026-W02")
    assert (week["period_kind"], week["first_day"], week["last_day"]) == ("week", "2026-01-05", "2026-01-11")
    assert all(row["households"] == "" or int(row["households"]) >= LEAST for row in rows)
    assert any(row["households"] for row in rows)


def test_descriptions_name_every_column_the_licence_and_the_source(files: dict[str, bytes]) -> None:
    package, csvw = json.loads(files[PACKAGE]), json.loads(files[CSVW])
    head = files[TABLE].decode().partition("\r\n")[0].split(",")
    assert [field["name"] for field in package["resources"][0]["schema"]["fields"]] == head
    assert [column["name"] for column in csvw["tableSchema"]["columns"]] == head
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["sources"]
    assert package["id"] == FROM.sha256
    assert package["contributors"] == [{"title": "Region of the tests", "role": "publisher"}]


def test_the_same_release_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    again = open_data(release(by_chance("2026-Q1", 3, people=90), labels=LABELS), FROM, "Region of the tests")
    assert again == files

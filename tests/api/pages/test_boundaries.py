"""A map with the boundaries that an administrator gives, or with circles; what cannot be drawn is told at the start."""

import json
from pathlib import Path
from typing import Any

import pytest

from allocator.actions import ledger
from allocator.api.pages.boundaries import Boundaries
from allocator.domain.problem import InputProblems
from allocator.intake.boundaries import MOST_CORNERS
from tests.actions.offices import ADMINISTRATOR, CHAIR, House, municipality
from tests.api.pages.readers import forms, reader, words
from tests.api.servers import serving

SQUARE = [[[6.5, 53.1], [6.8, 53.1], [6.8, 53.3], [6.5, 53.3], [6.5, 53.1]]]
BESIDE = [[[lon + 0.4, lat] for lon, lat in SQUARE[0]]]


def area(code: str, corners: Any, kind: str = "Polygon") -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": corners}
    return {"type": "Feature", "properties": {"statcode": code}, "geometry": geometry}


def kept(folder: Path, data: Any) -> str:
    path = folder / "areas.geojson"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_map_shows_the_areas_that_were_given(house: House, tmp_path: Path) -> None:
    ledger.revise_quota(house.office, CHAIR, "2026-H2", "all", 40, "covenant")
    areas = [area("GM0014", SQUARE), area("GM1895", [BESIDE], "MultiPolygon")]
    some = {"type": "FeatureCollection", "source": "Example of an office", "features": areas}
    drawings = {}
    for name, path in (("circles", ""), ("areas", kept(tmp_path, some))):
        with serving(house, secure=False, second_factor=False, boundaries=path) as server:
            mine = reader(server, municipality("GM0014"))
            drawings[name] = mine.client.get("/share/map.svg").text
            assert ("Boundaries: Example of an office" in mine.get("/share")) == bool(path)
    assert "mark-shape" in drawings["areas"]
    assert "mark-shape" not in drawings["circles"]
    for drawing in drawings.values():
        assert "Oldambt" in drawing


def test_without_a_file_there_are_none() -> None:
    assert Boundaries.read("") == Boundaries(None, "")


@pytest.mark.parametrize(
    "data",
    [
        "no json",
        [],
        {"type": "FeatureCollection", "features": []},
        {"features": [area("GM0014", [6.5, 53.1], "Point")]},
        {"features": [area("GM0014", [[[233_000, 581_000], [234_000, 581_000], [234_000, 582_000]]])]},
        {"features": [area("GM0014", [])]},
        {"features": [area("GM0014", [[[6.5, 53.1]] * (MOST_CORNERS + 1)])]},
        {"features": ["x"]},
    ],
)
def test_what_cannot_be_drawn_is_told_before_the_server_starts(tmp_path: Path, data: Any) -> None:
    with pytest.raises(InputProblems):
        Boundaries.read(kept(tmp_path, data))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputProblems):
        Boundaries.read(str(tmp_path / "nowhere.geojson"))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_an_administrator_uploads_boundaries_and_the_map_shows_them(house: House) -> None:
    ledger.revise_quota(house.office, CHAIR, "2026-H2", "all", 40, "covenant")
    some = {"type": "FeatureCollection", "features": [area("GM0014", SQUARE), area("GM9999", [BESIDE], "MultiPolygon")]}
    with serving(house, secure=False, second_factor=False) as server:
        mine, other = reader(server, ADMINISTRATOR), reader(server, municipality("GM0014"))
        page = mine.get("/boundaries")
        assert "a circle for each municipality" in words(page)
        mark = {"mark": forms(page)[0][1]["mark"], "source": "Example of an office"}

        def sends(data: Any) -> Any:
            return mine.client.post("/boundaries", data=mark, files={"file": ("areas.geojson", json.dumps(data))})

        elsewhere = {"type": "FeatureCollection", "features": some["features"][1:]}
        for wrong, says in ((elsewhere, "None of these areas"), ({}, "There are no boundaries in this file.")):
            answer = sends(wrong)
            assert (answer.status_code, says in answer.text) == (400, True)
        assert mine.client.post("/boundaries", data=mark).status_code == 400
        assert "mark-shape" not in other.client.get("/share/map.svg").text
        assert sends(some).status_code == 303
        said = words(mine.get("/boundaries"))
        assert "true boundaries of 1 municipality." in said
        assert "Oldambt" in said  # which has none yet
        assert "mark-shape" in other.client.get("/share/map.svg").text
        assert "Boundaries: Example of an office" in other.get("/share")
        other.get("/boundaries", 403)
        assert "a circle for each municipality" in words(mine.does("/boundaries", "/boundaries/remove"))
        assert "mark-shape" not in other.client.get("/share/map.svg").text

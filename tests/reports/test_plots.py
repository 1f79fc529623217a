"""Charts: sound, named, equal on every run, told in words and numbers too, and readable without colour."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator import locale
from allocator.reports.maps import Spot
from allocator.reports.plots import (
    Bar,
    Bars,
    Curve,
    Dot,
    Figure,
    Heat,
    Lines,
    Point,
    Region,
    Series,
    Stacked,
    drawn,
    style,
)  # fmt: skip
from allocator.reports.words import Tongue

SVG = "{http://www.w3.org/2000/svg}"
EN = Tongue("en")
EVIL = '</text><script>alert("x")</script> & datum["a"] {x} \u202e\x07 #panic()'


def spot(code: str, lat: float | None, lon: float | None, tone: str = "ahead", **more: Any) -> Spot:
    return Spot(code, f"Town {code}", "+1.5", tone, Fraction(1, 4), lat, lon, **more)


def ring(lon: float, lat: float) -> list[list[float]]:
    return [[lon, lat], [lon + 0.1, lat], [lon + 0.1, lat + 0.1], [lon, lat + 0.1], [lon, lat]]


SPOTS = (
    spot("GM0001", 53.2, 6.6, "behind", neighbours=("GM0002", "GM9999")),
    spot("GM0002", 53.3, 6.8),
    spot("GM0003", 53.0, 6.9, "even"),
)
SHAPES = {
    "type": "FeatureCollection",
    "features": [
        {"properties": {"statcode": "GM0001"}, "geometry": {"type": "Polygon", "coordinates": [ring(6.6, 53.2)]}},
        {"id": "GM0002", "geometry": {"type": "MultiPolygon", "coordinates": [[ring(6.8, 53.3)]]}},
    ],
}  # fmt: skip


def weeks(start: int, *, wide: bool = False) -> tuple[Point, ...]:
    days = [date(2026, 1, 5) + timedelta(7 * n) for n in range(20)]
    return tuple(Point(d, start + n, start + n - 2 if wide else None, start + n + 2) for n, d in enumerate(days))


FIGURES: dict[str, Figure] = {
    "bars": Bars("Deviation", "", "Town", "n", (Bar("A", Fraction(3, 2)), Bar("B", -2), Bar("C", None)), signed=True),
    "marks": Bars("Placed", "About.", "Town", "homes", (Bar("A", 4, Fraction(5, 2)), Bar("B", 0, 3)), "fair share"),
    "lines": Lines("Waiting", "About.", "Week", "days", (Series("now", weeks(9, wide=True)), Series("new", weeks(5)))),
    "periods": Lines("Flow", "", "Quarter", "homes", (Series("in", (Point("2026 Q1", 4), Point("2026 Q2", None))),)),
    "numbers": Lines("Load", "", "Week", "hours", (Series("in", (Point(1, 4), Point(3, 5.5))), Series("none", ()))),
    "stacked": Stacked("Forms", "", "Town", "homes", ("flat", "room"), (("A", (3, 2)), ("B", (None, 1)))),
    "heat": Heat("Fit", "", "Town", ("1 room", "a much longer name"), (("A", (3, None)), ("B", (0, -1)))),
    "curve": Curve("Price", "", "balance", "placed", (Dot(1, 5, "strict"), Dot(2, 6), Dot(2.1, 6.05, "now"))),
    "scatter": Curve("Price", "", "balance", "placed", (Dot(1, 5),), joined=False),
    "map": Region("Map", "", "deviation", SPOTS),
    "tiles": Region("Map", "", "deviation", (*SPOTS, spot("GM0004", None, None))),
    "outlines": Region("Map", "", "deviation", SPOTS, SHAPES, "Source: CBS."),
    "no-places": Region("Map", "", "deviation", ()),
    "unknown-shapes": Region("Map", "", "deviation", SPOTS, {"features": []}),
    "no-bars": Bars("None", "", "Town", "households", ()),
}  # fmt: skip


def texts(svg: str) -> list[str]:
    return [(node.text or "") for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("lang", locale.LANGUAGES)
@pytest.mark.parametrize("kind", FIGURES)
def test_drawing_is_sound_named_and_the_same_every_time(kind: str, lang: str) -> None:
    found = drawn(FIGURES[kind], Tongue(lang))
    root = ElementTree.fromstring(found.svg)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert (root.get("role"), title.text, desc.text) == ("img", FIGURES[kind].title, found.alt)
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert root.get("viewBox")
    assert {"image", "script", "foreignObject"}.isdisjoint(node.tag.removeprefix(SVG) for node in root.iter())
    assert "NaN" not in found.svg
    assert found == drawn(FIGURES[kind], Tongue(lang))
    assert len({len(row) for row in (*found.table.rows, found.table.columns)}) == 1


@pytest.mark.parametrize("kind", FIGURES)
def test_what_people_wrote_is_never_markup_nor_an_expression(kind: str) -> None:
    values = FIGURES[kind].__dict__ | {"title": EVIL, "about": EVIL}
    values |= {name: EVIL for name in ("of", "value_name", "mark_name", "x_name", "y_name") if values.get(name)}
    if kind in ("bars", "marks"):
        values["rows"] = tuple(Bar(EVIL, row.value, row.mark) for row in values["rows"])
    if kind in ("map", "tiles", "outlines"):
        values["spots"] = tuple(Spot(s.code, EVIL, EVIL, s.tone, s.share, s.lat, s.lon) for s in values["spots"])
    found = drawn(type(FIGURES[kind])(**values), EN)
    assert "<script" not in found.svg
    assert "\u202e" not in found.svg
    ElementTree.fromstring(found.svg)


def test_numbers_of_the_drawing_the_words_and_the_table_are_the_same() -> None:
    found = drawn(FIGURES["marks"], EN)
    assert found.alt == "Placed. A: 4 (fair share: 2.5); B: 0 (fair share: 3)"
    assert found.caption == "About. Bar: homes. Line: fair share."
    assert [column.title for column in found.table.columns] == ["Town", "homes", "fair share"]
    assert [[str(cell) for cell in row] for row in found.table.rows] == [["A", "4", "2.50"], ["B", "0", "3"]]
    assert {"A", "B", "4", "| 2.5", "0", "| 3"} <= set(texts(found.svg))
    dutch = drawn(FIGURES["bars"], Tongue("nl"))
    assert dutch.alt == "Deviation. A: +1,5; B: −2; C: –"
    assert {"+1,5", "−2", "–"} <= set(texts(dutch.svg))


def test_lines_are_told_by_their_ends_and_tabled_with_their_intervals() -> None:
    found = drawn(FIGURES["lines"], EN)
    assert found.alt.startswith("Waiting. now: from 9 (5 January 2026) to 28 (18 May 2026); lowest 9 (5 January 2026)")
    assert [c.title for c in found.table.columns] == ["Week", "now", "now, low", "now, high", "new"]
    assert found.table.rows[1] == ("12 January 2026", 10, 8, 12, 6)
    gap = drawn(FIGURES["periods"], EN)
    assert gap.table.rows == (("2026 Q1", 4), ("2026 Q2", None))
    assert drawn(FIGURES["numbers"], EN).table.rows[1][0] == "3"


def test_months_are_in_the_language_of_the_report_whatever_the_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"nl": "maart", "en": "March"}
    for lang, month in found.items():
        assert month in texts(drawn(FIGURES["lines"], Tongue(lang)).svg)


def test_counts_have_whole_numbers_along_their_axis() -> None:
    few = Curve("Price", "", "distance", "households", (Dot(4.7, 51), Dot(4.9, 52), Dot(5.0, 53)))
    along = re.findall(r">([\d.,]+)</text>", drawn(few, Tongue("en")).svg)
    assert {"51", "52", "53"} <= set(along)
    assert not [text for text in along if text.startswith("5") and text.endswith(".5") and len(text) == 4]


def test_two_figures_on_one_page_share_no_key() -> None:
    keys = [
        {node.get("id") for node in ElementTree.fromstring(drawn(figure, EN).svg).iter() if node.get("id")}
        for figure in FIGURES.values()
    ]
    assert all(not a & b for a, b in combinations(keys, 2))


def test_boundaries_are_drawn_where_they_are_known_and_circles_elsewhere() -> None:
    words = texts(drawn(FIGURES["outlines"], EN).svg)
    assert "Town GM0002" in words
    assert "Town GM0003" not in words  # no boundary: in the table only
    assert drawn(FIGURES["outlines"], EN).table.rows[2] == ("Town GM0003", "+1.5")
    assert drawn(FIGURES["outlines"], EN).caption == "Source: CBS."
    assert texts(drawn(FIGURES["unknown-shapes"], EN).svg) == []
    assert texts(drawn(FIGURES["map"], EN).svg).count("+1.5") == 3


def test_more_than_can_be_told_apart_is_refused() -> None:
    series = tuple(Series(str(n), (Point(1, n),)) for n in range(7))
    with pytest.raises(ValueError, match="at most 6 lines"):
        drawn(Lines("t", "", "x", "y", series), EN)
    names = tuple(map(str, range(7)))
    with pytest.raises(ValueError, match="at most 6 parts"):
        drawn(Stacked("t", "", "of", "v", names, (("A", (1,) * 7),)), EN)
    with pytest.raises(ValueError, match="2 values for 1 names"):
        drawn(Stacked("t", "", "of", "v", ("a",), (("A", (1, 2)),)), EN)


def test_long_figures_are_told_in_part_and_tabled_whole() -> None:
    found = drawn(Bars("t", "", "of", "v", tuple(Bar(f"n{n}", n) for n in range(60))), EN)
    assert "and 36 more, see the table" in found.alt
    assert len(found.table.rows) == 60


@given(st.lists(st.floats(-100, 100), max_size=8), st.floats(0.1, 20))
def test_names_at_the_end_of_lines_never_cover_each_other(wanted: list[float], gap: float) -> None:
    found = style.spread(wanted, gap)
    assert all(abs(a - b) >= gap - 1e-6 for a, b in combinations(found, 2))
    if all(abs(a - b) >= gap + 1e-9 for a, b in combinations(wanted, 2)):
        assert found == pytest.approx(wanted)


NUMBERS = st.none() | st.integers(-(10**6), 10**6) | st.fractions(max_denominator=100).filter(lambda f: abs(f) < 10**6)


@settings(max_examples=settings().max_examples // 5)
@given(st.lists(st.tuples(st.text(max_size=12), NUMBERS, NUMBERS), max_size=6))
def test_any_rows_become_bars_a_grid_and_a_line(rows: list[tuple[str, Any, Any]]) -> None:
    figures = (
        Bars("t", "", "of", "v", tuple(Bar(*row) for row in rows), "mark"),
        Heat("t", "", "of", ("a", "b"), tuple((name, (a, b)) for name, a, b in rows)),
        Lines("t", "", "x", "y", (Series("s", tuple(Point(n, a, b) for n, (_, a, b) in enumerate(rows))),)),
    )
    for figure in figures:
        found = drawn(figure, EN)
        ElementTree.fromstring(found.svg)
        assert "NaN" not in found.svg
        assert len(found.table.rows) == len(rows)


# ------------------------------------------------------------------------------------------------ colours


def linear(colour: str) -> list[float]:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def lightness(rgb: list[float]) -> float:
    """L* (CIE 1976), 0 black to 100 white: what a grey print shows."""
    y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    return 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27


BLIND = {  # Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def seen(colour: str, matrix: tuple[tuple[float, float, float], ...]) -> list[float]:
    rgb = linear(colour)
    return [min(1.0, max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True)))) for row in matrix]


def neighbours() -> Iterator[tuple[str, str]]:
    yield from pairwise(style.PARTS)
    yield (style.BLUE, style.ORANGE)
    yield (style.TONES["behind"][1], style.TONES["even"][0])


def test_parts_of_a_stack_differ_in_grey_print_and_for_the_colour_blind() -> None:
    greys = [lightness(linear(colour)) for colour in style.PARTS]
    assert all(b - a >= 8 for a, b in pairwise(greys))
    for a, b in neighbours():
        assert abs(lightness(linear(a)) - lightness(linear(b))) >= 8
        for matrix in BLIND.values():
            assert abs(lightness(seen(a, matrix)) - lightness(seen(b, matrix))) >= 6, (a, b)


def test_lines_differ_in_dash_and_marker_too() -> None:
    assert len({str(dash) for dash in style.DASHES}) == len(set(style.MARKERS)) == len(style.LINES)


def test_words_on_white_and_in_cells_have_contrast() -> None:
    def contrast(a: str, b: str) -> float:
        low, high = sorted(0.2126 * r + 0.7152 * g + 0.0722 * bl for r, g, bl in (linear(a), linear(b)))
        return (high + 0.05) / (low + 0.05)

    assert all(contrast(colour, "#ffffff") >= 3 for colour in style.LINES)  # large, bold words and lines
    assert all(contrast("#ffffff", colour) >= 4.5 for colour in style.PARTS[:2])
    assert all(contrast(style.INK, colour) >= 4.5 for colour in style.PARTS[3:])
    assert all(contrast(style.INK, tone[0]) >= 4.5 for tone in style.TONES.values())


def test_nothing_that_draws_is_loaded_before_something_is_drawn() -> None:
    """It takes long, and most commands and servers draw nothing."""
    asks = (
        "import sys, allocator.reports.plots, allocator.reports.document_pdf\n"
        "print({'altair', 'vl_convert'} & sys.modules.keys())"
    )
    ran = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"

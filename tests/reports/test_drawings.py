"""The drawings are well-formed, named, and say the same numbers as the rows they are made of."""

from fractions import Fraction
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from allocator.reports import maps
from allocator.reports.charts import BAR, WIDTH, Bar, bars
from allocator.reports.maps import Spot, region_map

SVG = "{http://www.w3.org/2000/svg}"
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20)


def parse(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)


def named(root: ElementTree.Element) -> tuple[str, str]:
    """Title and description, which must be the ones that the drawing refers to."""
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    return title.text or "", desc.text or ""


def texts(root: ElementTree.Element) -> list[str]:
    return [node.text or "" for node in root.iter(f"{SVG}text")]


def spot(code: str, x: float | None, y: float | None, share: int = 10, **more: object) -> Spot:
    values = {"label": f"Town {code}", "text": "+1.5", "tone": "ahead", "share": Fraction(share, 100)} | more
    return Spot(code=code, lat=y, lon=x, **values)  # type: ignore[arg-type]


def test_bars_say_what_their_rows_say() -> None:
    rows = [
        Bar("A & <B>", Fraction(4), Fraction(2), "4; fair share 2"),
        Bar("C", Fraction(0), Fraction(-4), "0; fair share -4"),
    ]
    root = parse(bars("one", "Title", rows, "placed", "share"))
    assert named(root) == ("Title", "A & <B>: 4; fair share 2; C: 0; fair share -4")
    assert texts(root) == ["placed", "share", "A & <B>", "4; fair share 2", "C", "0; fair share -4"]
    lengths = [float(r.get("width", "")) for r in root.iter(f"{SVG}rect") if r.get("class") == "bar"]
    assert lengths[1:] == [(WIDTH - 4) / 2, 0]  # from -4 to 4, so 4 is half of the width
    marks = [float(m.get("x1", "")) for m in root.iter(f"{SVG}line") if m.get("class") == "mark"]
    assert marks[1:] == [2 + (WIDTH - 4) * 0.75, 2]
    assert all(float(r.get("height", "")) == BAR for r in root.iter(f"{SVG}rect") if r.get("class") == "track")


@given(st.lists(st.tuples(WORDS, st.integers(-9, 99), st.integers(-9, 99)), max_size=8))
def test_bars_stay_inside_the_drawing(rows: list[tuple[str, int, int]]) -> None:
    root = parse(bars("x", "t", [Bar(w, Fraction(a), Fraction(b, 3), w) for w, a, b in rows], "p", "s"))
    for rect in root.iter(f"{SVG}rect"):
        assert 0 <= float(rect.get("x", "")) <= float(rect.get("x", "")) + float(rect.get("width", "")) <= WIDTH
    assert texts(root)[2:] == [w for row in rows for w in (row[0], row[0])]


def test_map_has_circles_lines_names_and_numbers() -> None:
    spots = [
        spot("a", 6.6, 53.2, 50, neighbours=("b",), tone="behind", text="−2"),
        spot("b", 6.8, 53.3, 30, neighbours=("a", "c", "elsewhere")),
        spot("c", 6.9, 53.0, 20, neighbours=("b",)),
    ]
    root = parse(region_map("m", "Map", spots))
    assert named(root) == ("Map", "Town a: −2; Town b: +1.5; Town c: +1.5")
    assert texts(root) == ["−2", "Town a", "+1.5", "Town b", "+1.5", "Town c"]
    assert len(list(root.iter(f"{SVG}line"))) == 2  # each pair of neighbours once, those outside left out
    circles = [float(c.get("r", "")) for c in root.iter(f"{SVG}circle")]
    assert circles[0] == maps.LARGEST
    assert circles[0] > circles[1] > circles[2]
    north, south = (float(c.get("cy", "")) for c in list(root.iter(f"{SVG}circle"))[1:])
    assert north < south


def test_map_without_a_coordinate_becomes_tiles_with_the_same_words() -> None:
    spots = [spot("a", 6.6, 53.2), spot("b", None, 53.3)]
    root = parse(region_map("m", "Map", spots))
    assert not list(root.iter(f"{SVG}circle"))
    assert len(list(root.iter(f"{SVG}rect"))) == 2
    assert texts(root) == ["Town a", "+1.5", "Town b", "+1.5"]


def test_map_of_a_country_shows_dots_and_tells_the_rest_in_words() -> None:
    spots = [spot(str(n), 4 + n % 20 / 10, 51 + n / 200) for n in range(342)]
    root = parse(region_map("m", "Map", spots))
    assert len(list(root.iter(f"{SVG}circle"))) == 342
    assert texts(root) == []
    assert named(root)[1].count("Town") == 342


def test_map_of_nothing_is_an_empty_drawing() -> None:
    assert list(parse(region_map("m", "Map", [])).iter(f"{SVG}circle")) == []


@given(st.lists(st.tuples(st.floats(3, 7), st.floats(50, 54), st.integers(0, 100)), min_size=1, max_size=12))
def test_circles_never_cover_each_other(places: list[tuple[float, float, int]]) -> None:
    spots = [spot(str(n), x, y, share) for n, (x, y, share) in enumerate(places)]
    root = parse(region_map("m", "Map", spots))
    box = [float(n) for n in (root.get("viewBox") or "").split()]
    found = [tuple(float(c.get(k, "")) for k in ("cx", "cy", "r")) for c in root.iter(f"{SVG}circle")]
    assert box[2] == maps.WIDTH
    for n, (x, y, r) in enumerate(found):
        for x2, y2, r2 in found[n + 1 :]:
            assert (x - x2) ** 2 + (y - y2) ** 2 >= (r + r2) ** 2 * 0.98

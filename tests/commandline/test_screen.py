"""Tables, bullets and bars fit any width, without colour and in any encoding."""

import io
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from allocator.commandline.screen import WIDEST, Cell, Screen, bar, key, number, short, terminal, text
from allocator.reports.words import Tongue
from tests.commandline.cases import widest

COLUMNS = [
    key("Household"),
    short("Municipality"),
    number("Fair share now"),
    text("Why this home", 2),
    text("To do", 1),
]
ROWS: list[tuple[Cell, ...]] = [
    ("hh-0001", "Midden-Groningen", "1,234.5", "A long sentence that has to be wrapped, whatever the width is.", None),
    ("hh-0002", "Pekela", "−0.2", Text("styled", style="green"), "Confirm: R-401 Income limit for social rent"),
]


def screen(width: int, **options: object) -> Screen:
    console = Console(record=True, width=width, file=io.StringIO(), markup=False, highlight=False, **options)  # type: ignore[arg-type]
    return Screen(Tongue("en"), console)


@pytest.mark.parametrize("width", [80, 140])
def test_table_fits_and_breaks_no_key_or_number(width: int) -> None:
    found = screen(width)
    found.table(COLUMNS, ROWS, "Title")
    shown = found.console.export_text()
    assert widest(shown) <= width
    for whole in ("hh-0001", "Midden-Groningen", "1,234.5", "−0.2", "Title"):
        assert whole in shown
    assert ("Fair share now" in shown) == (width == 140)


def test_where_there_is_no_room_names_are_folded_and_no_number_or_heading_is_cut_off() -> None:
    found = screen(60)
    names = ("Placed, as proposed", "Placed, 2027-waiting", "Lose", "Gain", "Another home")
    found.table(
        [short("Priority group"), *map(number, names)],
        [("Leaving shelter or sheltered housing", "24", "32", "4", "12", "16")],
    )
    shown = found.console.export_text()
    assert widest(shown) <= 60
    for whole in ("2027-waiting", "proposed", "Lose", "Gain", "Another", "Leaving shelter", "housing", " 16"):
        assert whole in shown


@pytest.mark.parametrize("width", [40, 80, 140])
def test_a_wrapped_bullet_stays_under_its_own_text(width: int) -> None:
    found = screen(width)
    found.item(" 1.", "word " * 60)
    lines = found.console.export_text().splitlines()
    assert lines[0].startswith(" 1. word")
    assert len(lines) > 1
    assert all(line.startswith("    word") for line in lines[1:])
    assert widest("\n".join(lines)) <= width


def test_square_brackets_are_text() -> None:
    found = screen(80)
    found.line("[bold]H1[/bold] :smile:")
    found.item("-", "[red]x")
    assert found.console.export_text() == "[bold]H1[/bold] :smile:\n- [red]x\n"


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_when_it_is_not_wanted(setting: dict[str, str]) -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, _environ={"COLUMNS": "80", "TERM": "xterm", **setting})
    shown = Screen(Tongue("en"), console)
    shown.table(COLUMNS, ROWS)
    shown.line("styled", "red")
    assert "\x1b[3" not in stream.getvalue()


def test_a_very_wide_terminal_is_not_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    assert terminal().width == WIDEST


AMOUNTS = st.fractions(-50, 500)


@given(AMOUNTS, st.none() | AMOUNTS, AMOUNTS, st.integers(2, 60), st.booleans())
def test_bar_is_always_as_wide_as_asked(
    value: Fraction, mark: Fraction | None, most: Fraction, width: int, ascii_only: bool
) -> None:
    drawn = bar(value, mark, most, width, ascii_only=ascii_only)
    assert len(drawn) == width
    assert ascii_only <= drawn.isascii()
    sign = "|" if ascii_only else "│"
    assert drawn.count(sign) == (mark is not None)


def test_bar_is_as_long_as_its_value() -> None:
    assert bar(5, 10, 10, 11) == "█████     │"
    assert bar(10, 5, 10, 11) == "█████│████ "
    assert bar(0, None, 10, 5) == "     "

"""Columns of numbers stand to the right with equally many decimals, words to the left."""

from decimal import Decimal

import pytest

from allocator.reports.columns import told
from allocator.reports.table import Cell, Column, Table
from allocator.reports.words import Tongue


def table(*rows: tuple[Cell, ...]) -> Table:
    return Table("t", "T", tuple(Column(f"c{n}", f"C{n}") for n in range(len(rows[0]))), rows)


def test_numbers_of_a_column_have_equally_many_decimals() -> None:
    found = told(table(("a", Decimal("3.70"), 1), ("b", Decimal("3.62"), 12), ("c", 4, None)), Tongue("en"))
    assert found.rows == (("a", "3.70", "1"), ("b", "3.62", "12"), ("c", "4.00", "–"))
    assert found.right == (False, True, True)
    assert told(table((Decimal("1234.50"),), (2,)), Tongue("nl")).rows == (("1.234,5",), ("2,0",))


@pytest.mark.parametrize(
    "text", ["97.1 ± 0.5 %", "+0.4 ± 0.2 %", "−1.5 ± 1.7", "35.0", "12 %", "1,234", "3/4", "€ 713,02", "–"]
)
def test_numbers_in_words_stand_to_the_right_too(text: str) -> None:
    assert told(table((text,), ("5",)), Tongue("en")).right == (True,)


@pytest.mark.parametrize("text", ["U-0102", "2026-11-29", "week 5", "1 household", "yes", "5 to 8", "3 rooms"])
def test_one_word_turns_a_column_to_the_left(text: str) -> None:
    assert told(table((text,), ("5",)), Tongue("en")).right == (False,)


def test_a_column_of_nothing_is_words() -> None:
    assert told(table((None,), ("",)), Tongue("en")).right == (False,)
    assert told(table((None,), (None,)), Tongue("en")).right == (True,)  # numbers that are all left out
    assert told(Table("t", "T", (Column("a", "A"),), ()), Tongue("en")).rows == ()

"""Cells: numbers, money, dates, codes and places, at their boundaries."""

import contextlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.base import BagId, Cents, MunicipalityCode, Postcode, PostcodeArea
from allocator.domain.codes import Contract, Form
from allocator.intake import cells, faults, numbers
from allocator.intake.cells import Reading
from allocator.intake.faults import Unreadable
from allocator.intake.numbers import Exact


def value(text: str, hint: Any, **reading: Any) -> Any:
    return cells.reader_of(hint)(text, Reading(**reading))


@pytest.mark.parametrize(
    ("text", "hint", "expected"),
    [
        ("713.02", Cents, 713_02),
        ("713,02", Cents, 713_02),
        ("€ 713,02", Cents, 713_02),
        ("713,-", Cents, 713_00),
        ("20.000,50", Cents, 20_000_50),
        ("20,000.50", Cents, 20_000_50),
        ("1 234,5", Cents, 1_234_50),
        ("1.234.567", Cents, 1_234_567_00),
        ("713.020", Cents, faults.AMBIGUOUS),
        ("713.0201", Cents, faults.CENTS),
        ("1.234", Cents, faults.AMBIGUOUS),
        ("0.125", Cents, faults.CENTS),
        (Exact("1.125"), Cents, faults.CENTS),
        ("veel", Cents, faults.NUMBER),
        ("3", int, 3),
        ("3,0", int, 3),
        ("3.5", int, faults.WHOLE),
        ("1.200", int, faults.AMBIGUOUS),
        ("-1", int, -1),
        ("١", int, faults.WHOLE),
        ("2,5", float, 2.5),
        ("1e3", float, 1000.0),
        ("--1", float, faults.NUMBER),
        ("nan", Decimal, faults.NUMBER),
        ("244.829", Decimal, faults.AMBIGUOUS),
        (Exact("244.829"), Decimal, Decimal("244.829")),
        ("0,50", Decimal, Decimal("0.50")),
        ("ja", bool, True),
        ("FALSE", bool, False),
        ("1", bool, True),
        ("maybe", bool, faults.BOOLEAN),
        ("-1", bool, faults.BOOLEAN),
        ("2026-01-31", date, date(2026, 1, 31)),
        ("31-1-2026", date, date(2026, 1, 31)),
        ("31/01/2026", date, date(2026, 1, 31)),
        ("2026-01-31T00:00:00", date, date(2026, 1, 31)),
        ("31-1-26", date, faults.DATE),
        ("29-2-2026", date, faults.DATE),
        ("1900-01-01", date, date(1900, 1, 1)),
        ("1899-12-31", date, faults.YEAR),
        ("0206-01-01", date, faults.YEAR),
        ("31-12-9999", date, date(9999, 12, 31)),
        ("\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661", date, faults.DATE),
        ("46000", date, faults.DATE),
        ("GM0014", MunicipalityCode, "GM0014"),
        ("gm14", MunicipalityCode, "GM0014"),
        ("0014", MunicipalityCode, "GM0014"),
        ("14", MunicipalityCode, "GM0014"),
        ("Groningen", MunicipalityCode, "GM0014"),
        ("Assen", MunicipalityCode, faults.MUNICIPALITY),
        ("9711 ab", Postcode, "9711AB"),
        ("0711AB", Postcode, faults.POSTCODE),
        ("9711", Postcode, faults.POSTCODE),
        ("9711SA", Postcode, faults.POSTCODE_LETTERS),
        ("9711", PostcodeArea, "9711"),
        ("9711SD", PostcodeArea, faults.POSTCODE_LETTERS),
        ("0014010000000001", BagId, "0014010000000001"),
        ("14010000000001", BagId, "0014010000000001"),
        ("9010000000001", BagId, "0009010000000001"),
        ("901000000001", BagId, faults.BAG),
        ("14020000000001", BagId, "0014020000000001"),
        ("14040000000001", BagId, faults.BAG),
        (Exact("14010000000001"), BagId, "0014010000000001"),
        (Exact("1895010000000010"), BagId, faults.BAG_ROUNDED),
        ("1895010000000010", BagId, "1895010000000010"),
        ("0014200000000001", BagId, faults.BAG),
        ("Tiny house", Form, Form.TINY_HOUSE),
        ("skaeve huse", Form, Form.SKAEVE_HUSE),
        ("a|b | c|", tuple[str, ...], ("a", "b", "c")),
        ("-", tuple[int, ...], ()),
    ],
)
def test_cell(text: str, hint: Any, expected: Any) -> None:
    if isinstance(expected, faults.Fault):
        with pytest.raises(Unreadable) as raised:
            value(text, hint, names={"groningen": "GM0014"})
        assert raised.value.fault is expected
    else:
        found = value(text, hint, names={"groningen": "GM0014"})
        assert (found, type(found)) == (expected, type(expected))


def test_unknown_code_lists_the_codes() -> None:
    with pytest.raises(Unreadable) as raised:
        value("ONB", Contract)
    assert "indefinite" in raised.value.fault.do.render("en")
    assert value("ONB", Contract, vera=True) is Contract.INDEFINITE


def test_old_municipality_gives_its_successor_and_a_warning() -> None:
    warnings: list[faults.Fault] = []
    assert value("17|GM0053", tuple[MunicipalityCode, ...], warn=warnings.append) == ("GM0014", "GM1966")
    assert "GM0017" in warnings[0].what.render("en")
    assert len(warnings) == 2


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_a_written_number_reads_back_exactly(number: Decimal) -> None:
    assert str(numbers.decimal(numbers.written(str(number)))) == str(number)


@given(st.floats(allow_nan=False, allow_infinity=False, width=64))
def test_a_written_float_reads_back_exactly(number: float) -> None:
    assert value(numbers.written(repr(number)), float) == number


@given(st.text(st.characters(blacklist_categories=["Cs"])))
def test_quoted_text_reads_back_and_is_no_formula(text: str) -> None:
    written = cells.quoted(text)
    assert cells.unquoted(written) == text
    assert written[:1] not in tuple("=+@\t\r")
    assert written[:1] != "-" or written == "-" or float(written) <= 0


@given(st.text(), st.sampled_from([int, float, Decimal, bool, date, Cents, Form, MunicipalityCode, BagId, Postcode]))
def test_no_text_crashes_a_cell(text: str, hint: Any) -> None:
    with contextlib.suppress(Unreadable):
        value(text, hint)

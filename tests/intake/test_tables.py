"""Text of a file to rows: separators, encodings, quotes, widths and line numbers."""

import pytest

from allocator.intake.tables import Table, read_csv


def read(data: str | bytes) -> Table:
    table, problems = read_csv(data if isinstance(data, bytes) else data.encode(), "x.csv", {"id", "name"}.__contains__)
    assert not problems
    assert table is not None
    return table


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separator_and_encoding_are_found(separator: str, encoding: str, newline: str) -> None:
    lines = [separator.join(cells) for cells in (("id", "name"), ("1", "Ésther"), ("2", "Jan"))]
    table = read(newline.join(lines).encode(encoding))
    assert table.headings == ("id", "name")
    assert [row.cells for row in table.rows] == [("1", "Ésther"), ("2", "Jan")]


def test_separator_of_known_headings_wins() -> None:
    assert read("id;name;a,b,c,d,e\n1;2;3\n").headings == ("id", "name", "a,b,c,d,e")


def test_line_of_excel_that_names_the_separator() -> None:
    table = read("sep=;\r\nid;name\r\n1;a,b\r\n")
    assert (table.heading_line, table.rows[0].line, table.rows[0].cells) == (2, 3, ("1", "a,b"))


def test_lines_are_counted_over_quoted_line_breaks_and_empty_lines() -> None:
    table = read('\nid,name\n1,"two\nlines"\n\n,\n2,x\n')
    assert [(row.line, row.cells[0]) for row in table.rows] == [(3, "1"), (7, "2")]


def test_empty_cells_beyond_the_headings_are_left_out() -> None:
    assert read("id,name,,\n1,a,,\n").rows[0].cells == ("1", "a")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty"),
        (b"\n ,\n", "The file is empty"),
        (b"id,name\n1\n", "1 cells under 2 headings"),
        (b"id,name\n1,2,3\n", "3 cells under 2 headings"),
        (b'id,name\n1,"a"b\n', "quotation marks"),
        ("id,name\n1,2\n".encode("utf-16"), "characters of this file"),
        (b"id,name\n\x81,2\n", "characters of this file"),
        (b"id,name\n\x00,2\n", "characters of this file"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    _, problems = read_csv(data, "x.csv", {"id", "name"}.__contains__)
    assert len(problems) == 1
    assert message in str(problems[0])

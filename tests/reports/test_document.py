"""One report, three forms: the same words and numbers in each, tables beside charts, its origin under it."""

import ast
import io
import re
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from allocator import locale
from allocator.domain.provenance import Named, Provenance, versions
from allocator.reports.document import (
    SETTINGS,
    Block,
    Chart,
    Document,
    Facts,
    Heading,
    Items,
    NewPage,
    Tiles,
    Tone,
    Words,
    chart,
    grid,
    origin,
)  # fmt: skip
from allocator.reports.document_html import as_html
from allocator.reports.document_pdf import BOX, SHOWN, as_pdf, showable, typeset
from allocator.reports.document_xlsx import as_xlsx
from allocator.reports.words import Tongue
from tests.reports.test_html import Page
from tests.reports.test_plots import EVIL, FIGURES

EN = Tongue("en")
FROM = Provenance(
    kind="balance",
    as_of=date(2026, 6, 30),
    rounds=tuple(f"{n}" * 64 for n in range(5)),
    policies=(Named(name="Sample policy", version="3", sha256="b" * 64),),
    scenario=Named(name="region", sha256="c" * 64),
    seed="17",
    settings={"weeks": 52},
    versions=versions(ortools="9.15"),
)
ATTACKS = (
    EVIL,
    '#image("/etc/passwd")',
    '#read("house.typ")',
    "$x$ *b* _i_ `c` @ref <label> \\ // /* ]",
    "漢字 🏠 العربية \ud800",
    "=HYPERLINK(1)",
)


@cache
def charts(lang: str) -> tuple[Chart, ...]:
    """Each kind of chart, drawn once."""
    return tuple(chart(figure, Tongue(lang)) for figure in FIGURES.values())


def whole(lang: str = "en", text: str = "Words of the report.") -> Document:
    blocks: tuple[Block, ...] = (
        Heading("First part"),
        Tiles((("41", "need only a home", "of 120"), ("63", "days", ""))),
        Words(text, Tone.LEAD),
        Words("Heed this.", Tone.CALLOUT),
        Words("Beside the point.", Tone.NOTE),
        Items(("one", "two")),
        Heading("Of the first part", 3),
        Facts("Some facts", (("Name", text),)),
        *charts(lang),
        NewPage(),
        Heading("Second part"),
        grid("Decisions", ["Case", ("Reason", 60)], [["h-1", text], ["h-2", 4]]),
        grid("Decisions", ["Case", "Yes"], [["h-1", True], [None, False]]),
    )
    return Document(text[:40], "For the committee", "State of 30 June.", blocks, FROM, lang)


def streams(pdf: bytes) -> bytes:
    """Everything in a PDF, unpacked."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    found = [pdf]
    for part in packed:
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            found.append(part)
    return b"\n".join(found)


@pytest.mark.parametrize("lang", locale.LANGUAGES)
def test_page_is_sound_and_needs_nothing_from_elsewhere(lang: str) -> None:
    html = as_html(whole(lang))
    page = Page(html)
    assert page.all("html") == [{"lang": lang}]
    assert len(page.all("h1")) == len(page.all("main")) == 1
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    hrefs = {(attrs["href"] or "")[1:] for attrs in page.all("a")}
    assert hrefs <= set(ids)
    assert len(page.all("svg")) == len(FIGURES)
    assert len(page.all("caption")) == len(page.all("table")) == len(FIGURES) + 4
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.elements}
    assert set(re.findall(r"https?://[^\s\"<]+", html)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    for text in ("need only a home", "Heed this.", "Decisions", FROM.sha256, "c" * 64, "region"):
        assert text in page.text


@pytest.mark.parametrize("lang", locale.LANGUAGES)
def test_paper_is_tagged_has_its_letters_and_is_the_same_every_time(lang: str) -> None:
    pdf = as_pdf(whole(lang))
    inside = streams(pdf)
    assert pdf == as_pdf(whole(lang))
    assert b"/MarkInfo" in inside
    assert b"/StructTreeRoot" in inside
    assert f"/Lang ({lang}".encode() in inside or f"/Lang({lang}".encode() in inside
    assert inside.count(b"/Alt") >= len(FIGURES)
    assert re.search(rb"pdfuaid:part>1<", inside)
    assert re.search(rb"pdfaid:part>2<", inside)
    assert b"LibertinusSerif" in inside
    assert b"/TH" in inside


def test_workbook_has_every_table_and_the_origin() -> None:
    book = load_workbook(io.BytesIO(as_xlsx(whole())))
    assert len(book.sheetnames) == len(FIGURES) + 4
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert book.sheetnames[-3:] == ["Decisions", "Decisions 2", "How this was made"]
    values = [cell.value for row in book["How this was made"].iter_rows() for cell in row]
    assert FROM.sha256 in values
    assert book["Decisions"]["B3"].value == 4
    assert book["Decisions 2"]["B2"].value == "yes"


def test_origin_tells_inputs_seed_and_versions() -> None:
    rows = origin(FROM, EN).rows
    assert ("Holds for", "30 June 2026") in rows
    assert ("Round", "and 1 more rounds") in rows
    assert ("Policy", f"Sample policy, version 3 ({'b' * 64})") in rows
    assert ("Scenario", f"region ({'c' * 64})") in rows
    assert ("Seed", "17") in rows
    assert ("Weeks", "52") in rows
    assert rows[-1] == ("Key of this result", FROM.sha256)
    other = FROM.model_copy(update={"seed": "18"})
    assert other.sha256 != FROM.sha256 == FROM.model_copy().sha256


def test_choices_of_who_asked_are_told_in_words_of_the_language() -> None:
    """Whatever a report was asked with: its reader meets no word of the code."""
    keys = {key for file in Path("allocator").rglob("*.py") for key in _settings_in(ast.parse(file.read_text("utf-8")))}
    assert {"points", "verified", "weeks", "seconds"} <= keys <= set(SETTINGS)
    made = FROM.model_copy(update={"settings": {"points": 12, "first": "2026-01-01", "earlier": ""}})
    rows = dict(origin(made, Tongue("nl")).rows)
    assert rows["Punten, hoogstens"] == "12"
    assert rows["Eerste dag"] == "1 januari 2026"
    assert rows["Eerdere publicatie"] == "–"


def _settings_in(tree: ast.AST) -> set[str]:
    """Keys of every dictionary that is called settings, or is put into one."""
    found = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "settings"]
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict) and any(isinstance(k, ast.Constant) and k.value == "settings" for k in node.keys):
            found += node.values
    inside = [one for value in found for one in ast.walk(value) if isinstance(one, ast.Dict)]
    return {k.value for one in inside for k in one.keys if isinstance(k, ast.Constant) and isinstance(k.value, str)}


def test_words_that_run_long_get_room_beside_many_numbers() -> None:
    """On paper long headings of numbers are broken over lines, so that a sentence is not set one word a line."""
    heads: list[str | tuple[str, int]] = ["Point", ("Policy", 50)]
    heads += [f"Placed of the most urgent class number {n}" for n in range(6)]
    rows = [[n, "balance before urgency, but it may give way to it", *range(6)] for n in range(40)]
    document = Document("t", "", "", (grid("All points", heads, rows),), FROM, "en", wide=True)
    assert len(re.findall(rb"/Type ?/Page\b", streams(as_pdf(document)))) <= 3
    page = Page(as_html(document))
    assert {"class": "words long", "scope": "col"} in page.all("th")


@pytest.mark.parametrize("text", ATTACKS)
def test_what_people_wrote_is_shown_and_never_carried_out(text: str) -> None:
    document = whole(text=text)
    inside = streams(as_pdf(document))
    assert b"root:" not in inside
    assert b"The house style on paper" not in inside
    assert "<script" not in as_html(document)
    book = load_workbook(io.BytesIO(as_xlsx(document)))
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def test_every_character_we_let_through_has_a_letter() -> None:
    """Otherwise typst refuses the document: it may hold nothing that is not shown."""
    all_of_them = "".join(chr(n) for first, last in SHOWN for n in range(first, last + 1))
    short = Document("t", "", "", (Words(all_of_them),), FROM, "en")
    assert as_pdf(short).startswith(b"%PDF")
    assert showable("ﬁ ① 漢 é\ud800\u202e") == f"fi 1 {BOX} é"


@settings(max_examples=settings().max_examples // 2)
@given(st.text(max_size=60))
def test_any_text_can_be_printed(text: str) -> None:
    data = {"title": text, "kind": text, "lead": text, "lang": "nl", "wide": False, "page": ["", ""]}
    blocks = [{"is": "words", "text": text, "tone": "plain"}]
    made = typeset(
        "document.typ",
        data | {"blocks": blocks, "origin": {"title": text or "x", "rows": [[text, text]]}},
        datetime(2026, 1, 1, tzinfo=UTC),
    )
    assert made.startswith(b"%PDF")


def test_wide_paper_lies_on_its_side() -> None:
    short = Document("t", "", "", (Words("w"),), FROM, "en")
    assert re.search(rb"/MediaBox ?\[0 0 595[.\d]* 841", streams(as_pdf(short)))
    assert re.search(rb"/MediaBox ?\[0 0 841[.\d]* 595", streams(as_pdf(replace(short, wide=True))))

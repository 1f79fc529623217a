"""Free text: what tells who somebody is, is refused; ordinary notes are not."""

import pytest

from allocator.privacy import MOST, bsn_in_text, check_text


def faults(text: str, **said: int) -> list[str]:
    return [sentence.render("en") for sentence in check_text(text, **said)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Afgesproken in het overleg van 5 januari; sleutel op 12-01-2026 om 10:30.",
        "Besproken op 2026-01-12, 14:00-15:30 uur",
        "Huur € 713,02; 3 kamers, 64 m2, bouwjaar 1974, 9711 AB",
        "Zie besluit 2026/123456 en ronde 2026-W48",
        "Twee keer gebeld, wacht op antwoord.\nDaarna opnieuw.",
        "Ronde 01-02-2026 10 30 45",
        "9:00@kantoor",
    ],
)
def test_ordinary_notes_may_be_kept(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("mail naar jan@voorbeeld.nl", "e-mail"),
        ("jan.de-vries+x@mail.voorbeeld.co.uk", "e-mail"),
        ("zoek @jandevries", "account"),
        ("bsn 111222333", "BSN"),
        ("bsn 111 222 333", "BSN"),
        ("nr 1112.22.333.", "BSN"),
        ("bel 06-12345678", "telephone"),
        ("bel 06 12 34 56 78", "telephone"),
        ("bel 050-1234567", "telephone"),
        ("bel 0591 123456", "telephone"),
        ("bel +31612345678", "telephone"),
        ("bel +31 (0)6 12345678", "telephone"),
        ("bel 0031 50 1234567", "telephone"),
        ("dossier 1234567", "long numbers"),
        ("rekening NL91ABNA0417164300", "long numbers"),
        ("a\u200bb", "cannot be seen"),
        ("a\x00b", "cannot be seen"),
        ("a\u202eb", "cannot be seen"),
    ],
)
def test_what_tells_who_somebody_is(text: str, word: str) -> None:
    found = faults(text)
    assert len(found) == 1
    assert word in found[0]


@pytest.mark.parametrize(("length", "count"), [(MOST - 1, 0), (MOST, 0), (MOST + 1, 1)])
def test_length(length: int, count: int) -> None:
    assert len(faults("a" * length)) == count
    assert len(faults("a" * 11, most=10)) == 1


def test_all_faults_are_told_at_once() -> None:
    text = "bel 06-12345678 of mail a@b.nl" + " x" * 100
    assert len(faults(text)) == 3
    assert all(sentence.render("nl") != sentence.render("en") for sentence in check_text(text))


def test_six_digits_are_not_long() -> None:
    assert faults("123456") == []
    assert faults("1234567") != []


@pytest.mark.parametrize(("text", "found"), [("x111222333y", True), ("1112223330", False), ("111222334", False)])
def test_a_bsn_is_nine_digits_that_pass_the_test(text: str, found: bool) -> None:
    assert bsn_in_text(text) is found

"""Every text that people read has a translation, no translation is left over, and the checker itself is right."""

from pathlib import Path

import pytest

from scripts import messages

SOURCE = """
from allocator.locale import N_
TITLE = N_("Title")
def f(n):
    a = Sentence("One {n}" if n == 1 else "Many {n}", {"n": n})
    b = Sentence(TITLE), Term("Word"), tongue("Said " "at once")
    c = other("not a text"), N_("")
@rule("R-1", title="Rule", says=N_("Says {h_x}"), basis="not translated", question="Asks?")
def r(h, u): ...
"""
PAGE = '<p>{{ _("On the page {n}", n=1) }}</p><b title="{{ _(\'In a tag\') }}">{% if x %}{{ y | e }}{% endif %}</b>'
SAID = [
    "Asks?",
    "In a tag",
    "Many {n}",
    "On the page {n}",
    "One {n}",
    "Rule",
    "Said at once",
    "Says {h_x}",
    "Title",
    "Word",
]


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_product_is_fully_translated(lang: str) -> None:
    faults = messages.faults(lang)
    assert not faults, "\n" + "\n".join(faults)


def house(root: Path, translations: dict[str, str], **parts: dict[str, str]) -> Path:
    (root / "allocator" / "room" / "templates").mkdir(parents=True)
    (root / "allocator" / "room" / "code.py").write_text(SOURCE, encoding="utf-8")
    (root / "allocator" / "room" / "templates" / "page.html").write_text(PAGE, encoding="utf-8")
    catalogue = messages.folder("nl", root) / "LC_MESSAGES" / "allocator.po"
    catalogue.parent.mkdir(parents=True)
    messages.write(translations, "nl", catalogue)
    (messages.folder("nl", root) / "parts").mkdir()
    for name, texts in parts.items():
        messages.write(texts, "nl", messages.folder("nl", root) / "parts" / f"{name}.po")
    return catalogue


def test_texts_are_found_wherever_they_are_said(tmp_path: Path) -> None:
    house(tmp_path, {})
    found = messages.texts(tmp_path)
    assert sorted(found) == SAID
    assert found["Title"] == "allocator/room/code.py:3"
    assert found["In a tag"] == "allocator/room/templates/page.html:1"


def test_missing_unused_and_unsound_translations_are_named(tmp_path: Path) -> None:
    known = {text: f"nl {text}" for text in SAID} | {"Old": "Oud", "One {n}": "Een {m}", "Word": ""}
    del known["Title"]
    house(tmp_path, known, other={"Title": "Titel"})
    assert messages.faults("nl", tmp_path) == [
        "missing: 'Title' (allocator/room/code.py:3)",
        "missing: 'Word' (allocator/room/code.py:6)",
        "unused: 'Old'",
        "other values: 'One {n}' has ['n'], its translation ['m']",
        "not merged: allocator/locale/nl/parts/other.po",
    ]


def test_parts_are_merged_sorted_and_removed(tmp_path: Path) -> None:
    catalogue = house(tmp_path, {"b": "B"}, one={"c": 'C "x"\n{n} é', "b": "B"}, two={"a": "A" * 200})
    assert messages.merge("nl", tmp_path) == []
    assert list(messages.read(catalogue).items()) == [("a", "A" * 200), ("b", "B"), ("c", 'C "x"\n{n} é')]
    assert not (messages.folder("nl", tmp_path) / "parts").exists()
    before = catalogue.read_bytes()
    assert messages.merge("nl", tmp_path) == []
    assert catalogue.read_bytes() == before


def test_two_translations_of_one_text_stop_the_merge(tmp_path: Path) -> None:
    catalogue = house(tmp_path, {"a": "A"}, one={"a": "B", "b": "C"})
    (clash,) = messages.merge("nl", tmp_path)
    assert str(clash) == "two translations: 'a': 'A' or, in one.po, 'B'"
    assert messages.read(catalogue) == {"a": "A"}
    assert (messages.folder("nl", tmp_path) / "parts" / "one.po").exists()


def test_a_fuzzy_translation_counts_as_missing(tmp_path: Path) -> None:
    catalogue = house(tmp_path, {})
    catalogue.write_text('#, fuzzy\nmsgid "Title"\nmsgstr "Titel?"\n', encoding="utf-8")
    assert "missing: 'Title' (allocator/room/code.py:3)" in messages.faults("nl", tmp_path)


def test_command_says_what_it_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house(tmp_path, {}, one={text: f"nl {text}" for text in SAID})
    for name in ("faults", "merge"):
        known = getattr(messages, name)
        monkeypatch.setattr(messages, name, lambda lang, known=known: known(lang, tmp_path))
    assert messages.main(["check"]) == 1
    assert "missing: 'Word'" in capsys.readouterr().out
    assert messages.main(["merge"]) == 0
    assert messages.main(["check"]) == 0
    assert capsys.readouterr().out.splitlines() == ["Merged.", "All texts are translated."]

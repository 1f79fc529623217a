"""Keeps the translations right: every text that people read has one, and there is none to spare.

    python -m scripts.messages check     missing, unused and unsound translations; exit code 1 when there are any
    python -m scripts.messages merge     puts allocator/locale/nl/parts/*.po into the catalogue and removes them

Texts are found in the source itself: `N_("...")`, `Sentence("...")` and `Term("...")`; `says=`, `title=` and
`question=` of a rule; `_("...")` in templates; and where Python says them at once: `tongue("...")`. A text may be a
choice (`a if x else b`).
"""

import argparse
import ast
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

ROOT = Path(__file__).parents[1]
LANGUAGES = ("nl",)
FIRST_ARGUMENT = frozenset({"N_", "Sentence", "Term", "tongue"})
OF_RULES = frozenset({"says", "title", "question"})
HEAD = """\
msgid ""
msgstr ""
"Project-Id-Version: allocator\\n"
"Language: {lang}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


@dataclass(frozen=True)
class Clash:
    """One text with two translations."""

    text: str
    first: str
    second: str
    where: str

    def __str__(self) -> str:
        """One line: the text, both translations, and the file of the second."""
        return f"two translations: {self.text!r}: {self.first!r} or, in {self.where}, {self.second!r}"


# ------------------------------------------------------------------------------------------------ what is said


def texts(root: Path = ROOT) -> dict[str, str]:
    """Every text to translate, with the first place where it is said (``file:line``)."""
    found: dict[str, str] = {}
    for path in [*sorted((root / "allocator").rglob("*.py")), *root.glob("cli.py")]:
        for line, text in _of_python(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(text, f"{path.relative_to(root)}:{line}")
    for path in sorted((root / "allocator").rglob("templates/*.html")):
        for line, text in _of_template(path.read_text(encoding="utf-8")):
            found.setdefault(text, f"{path.relative_to(root)}:{line}")
    return found


def _of_python(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).rpartition(".")[2]
        said = node.args[:1] if name in FIRST_ARGUMENT else []
        if name == "rule":
            said = [keyword.value for keyword in node.keywords if keyword.arg in OF_RULES]
        for value in said:
            yield from ((node.lineno, text) for text in _constants(value))


def _constants(value: ast.expr) -> Iterator[str]:
    """Texts written out: a literal, or either side of a choice. A name stands for a text marked elsewhere."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _constants(value.body)
        yield from _constants(value.orelse)


def _of_template(source: str) -> Iterator[tuple[int, str]]:
    for line, _, message in extract_from_ast(Environment(autoescape=True).parse(source), ("_",)):
        if isinstance(message, str):
            yield line, message
        elif message and isinstance(message[0], str):
            yield line, message[0]


# ------------------------------------------------------------------------------------------------ what is translated


def folder(lang: str, root: Path = ROOT) -> Path:
    """Where the catalogue of a language and its parts stand."""
    return root / "allocator" / "locale" / lang


def read(path: Path) -> dict[str, str]:
    """Translations of a file by text; one that is marked fuzzy counts as not there."""
    with path.open("rb") as stream:
        catalogue = read_po(stream, abort_invalid=True)
    return {str(m.id): str(m.string or "") for m in catalogue if m.id and not m.fuzzy}


def faults(lang: str, root: Path = ROOT) -> list[str]:
    """What is wrong with the catalogue of a language, one line each; empty when all is well."""
    said, known = texts(root), read(folder(lang, root) / "LC_MESSAGES" / "allocator.po")
    missing = [f"missing: {text!r} ({place})" for text, place in said.items() if not known.get(text)]
    unused = [f"unused: {text!r}" for text in known if text not in said]
    unsound = [
        f"other values: {text!r} has {sorted(_values(text))}, its translation {sorted(_values(known[text]))}"
        for text in said
        if known.get(text) and _values(text) != _values(known[text])
    ]
    parts = [f"not merged: {path.relative_to(root)}" for path in _parts(lang, root)]
    return [*missing, *unused, *unsound, *parts]


def _values(text: str) -> set[str]:
    """Names between braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _parts(lang: str, root: Path) -> list[Path]:
    return sorted((folder(lang, root) / "parts").glob("*.po"))


def merge(lang: str, root: Path = ROOT) -> list[Clash]:
    """Put the parts of a language into its catalogue, sorted, and remove them; on a clash nothing is changed."""
    target = folder(lang, root) / "LC_MESSAGES" / "allocator.po"
    known, clashes = read(target), []
    for path in _parts(lang, root):
        for text, translation in read(path).items():
            if known.get(text, translation) != translation:
                clashes.append(Clash(text, known[text], translation, path.name))
            known.setdefault(text, translation)
    if clashes:
        return clashes
    write(known, lang, target)
    for path in _parts(lang, root):
        path.unlink()
    if (folder(lang, root) / "parts").is_dir():
        (folder(lang, root) / "parts").rmdir()
    return []


def write(translations: dict[str, str], lang: str, target: Path) -> None:
    """Write a catalogue in one agreed spelling: sorted by text, without dates."""
    catalogue = Catalog(locale=lang)
    for text in sorted(translations):
        catalogue.add(text, translations[text])
    with target.open("wb") as stream:
        stream.write(HEAD.format(lang=lang).encode())
        write_po(stream, catalogue, width=110, omit_header=True, sort_output=True)


def main(arguments: list[str] | None = None) -> int:
    """Entry point; see the top of this file."""
    parser = argparse.ArgumentParser(prog="python -m scripts.messages", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("task", choices=("check", "merge"))
    task = parser.parse_args(arguments).task
    found = [str(fault) for lang in LANGUAGES for fault in (faults(lang) if task == "check" else merge(lang))]
    for fault in found:
        print(fault)
    print(f"{len(found)} fault(s)" if found else "All texts are translated." if task == "check" else "Merged.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

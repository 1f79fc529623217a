"""Every sentence about an input has a Dutch translation with the same values."""

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2] / "allocator"
SOURCES = [*sorted((ROOT / "intake").glob("*.py")), *sorted((ROOT / "domain").glob("check*.py"))]
PART = ROOT / "locale" / "nl" / "parts" / "intake.po"


def _marked(path: Path) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return {str(ast.literal_eval(call.args[0])) for call in calls if ast.unparse(call.func) == "N_"}


def test_every_text_is_translated() -> None:
    with PART.open("rb") as stream:
        dutch = {str(message.id): str(message.string) for message in read_po(stream, locale="nl") if message.id}
    marked = {text for path in SOURCES for text in _marked(path)}
    assert marked == dutch.keys()
    for text, translation in dutch.items():
        assert sorted(re.findall(r"\{+\w*", text)) == sorted(re.findall(r"\{+\w*", translation)), text

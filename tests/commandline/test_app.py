"""What every command owes its reader: help with an example, in both languages; a version; the right exit code."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

import allocator
from allocator.commandline.app import app
from allocator.commandline.door import Group
from tests.commandline.cases import run, widest

ROOT = get_command(app)
assert isinstance(ROOT, Group)
COMMANDS = sorted(ROOT.commands)
EXPECTED = {"demo", "generate", "check", "match", "verify", "explain", "balance", "compare", "report"}
SHOWING = EXPECTED
"""Commands that show something, and so know --json."""


def test_all_commands_are_there() -> None:
    assert set(COMMANDS) == EXPECTED


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_a_sentence_and_an_example_and_explains_every_option(name: str, lang: str) -> None:
    ran = run(name, "--help", lang=lang, width=100)
    assert ran.code == 0
    assert widest(ran.out) <= 100
    assert ("Voorbeeld:" if lang == "nl" else "Example:") in ran.out
    assert f"allocator {name}" in ran.out.partition("Voorbeeld:" if lang == "nl" else "Example:")[2]
    assert isinstance(ROOT, Group)
    for param in ROOT.commands[name].params:
        assert getattr(param, "help", ""), f"{param.name} of {name} is not explained"
    assert "--json" in ran.out
    assert "--lang" in ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_in_help_can_be_parsed(name: str) -> None:
    """An example that the command itself would refuse helps nobody."""
    shown = run(name, "--help", width=160).out
    examples = [shlex.split(line) for line in re.findall(rf"^ allocator ({name} .*|{name})\s*$", shown, re.MULTILINE)]
    assert examples
    assert isinstance(ROOT, Group)
    for words in examples:
        command = ROOT.commands[words[0]]
        assert command.make_context(words[0], words[1:], resilient_parsing=False).params


def test_help_is_dutch_by_default() -> None:
    ran = run("--help", lang="")
    assert "Gebruik: allocator" in ran.out
    assert "Opdrachten" in ran.out
    assert "Laat deze uitleg zien en stop." in ran.out


@pytest.mark.parametrize("arguments", [("--lang", "en", "--help"), ("--lang=en", "--help"), ("--help", "--lang", "en")])
def test_help_speaks_the_language_asked_for_wherever_it_is_asked(arguments: tuple[str, ...]) -> None:
    assert "Usage: allocator" in run(*arguments, lang="nl").out


def test_one_process_can_speak_both_languages_in_turn() -> None:
    said = [run("match", "--help", lang=lang).out for lang in ("nl", "en", "nl")]
    assert said[0] == said[2] != said[1]
    assert "Make the proposal" in said[1]


def test_version() -> None:
    ran = run("--version")
    assert (ran.code, ran.out.strip()) == (0, f"allocator {allocator.__version__}")


def test_without_a_command_the_help_is_shown() -> None:
    ran = run()
    assert ran.code == 2
    assert "Usage: allocator" in ran.out


def test_the_command_says_where_it_looks(tmp_path: Path) -> None:
    ran = run("check", tmp_path / "nowhere")
    assert ran.code == 3
    assert "nowhere" in ran.err.replace("\n", "")
    assert ran.out == ""


@pytest.mark.parametrize(("lang", "words"), [("en", ("FOLDER", "SECONDS")), ("nl", ("MAP", "SECONDEN"))])
def test_help_names_values_in_its_language_and_usage_has_no_braces(lang: str, words: tuple[str, ...]) -> None:
    out = run("match", "--help", lang=lang).out
    assert all(word in out for word in words)
    assert "{" not in out
    assert " CASE" in out.splitlines()[1]

"""What every command owes its reader: help with an example, in both languages; a version; the right exit code."""

import re
import shlex
from enum import StrEnum
from pathlib import Path

import pytest
from typer.main import get_command

import allocator
from allocator.commandline.app import app
from allocator.commandline.commands import households, objections, steps, users
from allocator.commandline.door import Branch, Command, Group
from allocator.domain.codes import Verdict
from allocator.domain.workflow import Role, Step
from allocator.workflow import Outcome
from tests.commandline.cases import run, widest

ROOT = get_command(app)
assert isinstance(ROOT, Group)
EXPECTED = {
    "": "demo generate check match verify explain whatif reserves fit balance compare simulate report price wanted "
    "import export decide backup restore worker serve upkeep",
    "db": "upgrade status check",
    "remote": "submit import export run",
    "round": "list open run show propose explain whatif reserves price wanted diff pack minutes cancel close replay",
    "placement": "list show answer stalls reasons",
    "household": "list show pin forbid waive take-back contact withdraw",
    "objection": "list file extend decide",
    "ledger": "balance postings months check transfers propose accept decline take-back revision excuse correction "
    "carry-over",
    "policy": "list add approve show diff effect",
    "monitor": "publish list show write",
    "results": "keep asked cancel list show write",
    "region": "municipalities homes home fit withdraw support pause resume",
    "user": "first add list block admit organisation me password factor reset link",
    "token": "add list revoke save forget",
    "audit": "verify show readings seal",
    "privacy": "key rewrap purge export",
}


def leaves(group: Branch = ROOT, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Command]:
    """Every command by the words that name it."""
    found: dict[tuple[str, ...], Command] = {}
    group.fill()
    for name, command in group.commands.items():
        if isinstance(command, Branch):
            found |= leaves(command, (*path, name))
        else:
            assert isinstance(command, Command)
            found[(*path, name)] = command
    return found


LEAVES = leaves()
COMMANDS = [" ".join(path) for path in sorted(LEAVES)]


def examples_of(path: tuple[str, ...]) -> list[list[str]]:
    """The examples in the help of a command, as words after the name of the command."""
    shown = run(*path, "--help", width=160).out
    start = " ".join(("allocator", *path))
    lines = re.findall(rf"^ {start}( .*|)$", shown.partition("Example:")[2], re.MULTILINE)
    return [shlex.split(line) for line in lines]


def test_all_commands_are_there() -> None:
    wanted = {tuple(f"{group} {name}".split()) for group, names in EXPECTED.items() for name in names.split()}
    assert set(LEAVES) == wanted


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_a_sentence_and_an_example_and_explains_every_option(name: str, lang: str) -> None:
    ran = run(*name.split(), "--help", lang=lang, width=100)
    assert ran.code == 0
    assert widest(ran.out) <= 100
    heading = "Voorbeeld:" if lang == "nl" else "Example:"
    assert f"allocator {name}" in ran.out.partition(heading)[2]
    for param in LEAVES[tuple(name.split())].params:
        assert getattr(param, "help", ""), f"{param.name} of {name} is not explained"
    assert "--json" in ran.out
    assert "--lang" in ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_in_help_can_be_parsed(name: str) -> None:
    """An example that the command itself would refuse helps nobody."""
    path = tuple(name.split())
    examples = examples_of(path)
    assert examples
    for words in examples:
        if ">" in words:
            words = words[: words.index(">")]
        assert LEAVES[path].make_context(name, words, resilient_parsing=False).params


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("group", sorted(set(EXPECTED) - {""}))
def test_a_group_shows_its_commands_and_an_example(group: str, lang: str) -> None:
    ran = run(group, "--help", lang=lang, width=100)
    assert ran.code == 0
    for name in EXPECTED[group].split():
        assert re.search(rf"│ {name} ", ran.out), name
    assert "allocator " in ran.out.partition("Voorbeeld:" if lang == "nl" else "Example:")[2]
    assert run(group, lang=lang).code == 2


def test_a_command_that_is_not_there_is_told_with_what_it_looks_like() -> None:
    ran = run("round", "opne")
    assert ran.code == 2
    assert "open" in ran.err
    assert "allocator round --help" in ran.err


@pytest.mark.parametrize(
    ("light", "whole"),
    [(steps.Step, Step), (users.Role, Role), (households.Verdict, Verdict), (objections.Outcome, Outcome)],
)
def test_choices_of_options_are_those_of_the_domain(light: type[StrEnum], whole: type[StrEnum]) -> None:
    """They are written out again, because help must not bring in the models."""
    done_by_the_program = {"expire", "system"}
    assert [one.value for one in light] == [one.value for one in whole if one.value not in done_by_the_program]


def test_help_is_dutch_by_default() -> None:
    ran = run("--help", lang="")
    assert "Gebruik: allocator" in ran.out
    assert "Het wekelijkse werk" in ran.out
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


def test_the_command_says_where_it_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a short name, which no table breaks
    ran = run("check", "nowhere")
    assert ran.code == 3
    assert "nowhere" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(("lang", "words"), [("en", ("FOLDER", "SECONDS")), ("nl", ("MAP", "SECONDEN"))])
def test_help_names_values_in_its_language_and_usage_has_no_braces(lang: str, words: tuple[str, ...]) -> None:
    out = run("match", "--help", lang=lang).out
    assert all(word in out for word in words)
    assert "{" not in out
    assert " CASE" in out.splitlines()[1]

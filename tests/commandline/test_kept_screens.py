"""What the store commands show: tidy at 80 and 140 columns, in both languages, with a next step in each list."""

import re
from pathlib import Path

import pytest

from tests.commandline.cases import widest
from tests.commandline.test_app import LEAVES
from tests.commandline.weeks import ON_ONE, ROUND, Week

SHOWN: tuple[tuple[str, str], ...] = (
    ("nobody", "db status"),
    ("ada", "db check"),
    ("member", "round list"),
    ("member", "round show"),
    ("member", "round propose"),
    ("member", "round diff"),
    ("member", "round explain H5 --deep"),
    ("member", "round whatif"),
    ("member", "round whatif H5 U1"),
    ("member", "round reserves"),
    ("member", "round price --points 3"),
    ("member", "round wanted --verified 1"),
    ("auditor", "round replay"),
    ("member", "placement list --all"),
    ("landlord", "placement list"),
    ("member", "placement show 1"),
    ("member", "placement show 3"),
    ("member", "placement stalls"),
    ("member", "placement reasons"),
    ("member", "household list"),
    ("member", "household show H5"),
    ("member", "objection list"),
    ("groningen", "ledger balance"),
    ("member", "ledger postings"),
    ("member", "ledger postings --running"),
    ("member", "ledger months"),
    ("member", "ledger check"),
    ("groningen", "ledger transfers"),
    ("member", "policy list"),
    ("member", "policy diff tiny-1 tiny-1"),
    ("member", "region municipalities"),
    ("member", "region homes"),
    ("member", "region home U1"),
    ("member", "region fit U1"),
    ("landlord", "region fit U1"),
    ("member", "region support"),
    ("ada", "user list"),
    ("ada", "user organisation"),
    ("ada", "user me"),
    ("ada", "token list"),
    ("auditor", "audit verify"),
    ("auditor", "audit show"),
    ("auditor", "audit readings H5"),
    ("ada", "upkeep"),
)
LISTS = {"list", "show", "balance", "postings", "months", "transfers", "homes", "municipalities", "readings", "stalls"}


@pytest.fixture
def busy(tiny: Week) -> Week:
    """A round in which something of everything happened."""
    numbers = tiny.numbers()
    tiny.good("member", "decide", "accept", numbers["H1"], numbers["H2"])
    tiny.good("member", "decide", "refuse", numbers["H4"], "--reason", "better_elsewhere", "--yes")
    tiny.good("member", "round", "run")
    for step in ("accept_home", "offer"):
        tiny.good("chair", "decide", step, numbers["H1"])
    tiny.good("member", "objection", "file", numbers["H4"])
    tiny.good("groningen", "ledger", "propose", 1, "--giver", "Groningen", "--taker", "Oldambt")
    tiny.good("chair", "ledger", "revision", 10, "--note", "hogere taakstelling")
    tiny.clock.pass_days(15)
    return tiny


@pytest.mark.slow
@ON_ONE
def test_every_screen_is_tidy_in_both_languages(busy: Week) -> None:
    for who, words in SHOWN:
        for lang in ("nl", "en"):
            for width in (80, 140):
                ran = busy.run(who, *words.split(), lang=lang, width=width)
                place = f"{words} ({lang}, {width}): {ran.err}\n{ran.out}"
                assert ran.code == 0, place
                assert widest(ran.out.replace(_hash(ran.out), "")) <= width, place
                assert "\x1b" not in ran.out, place
                assert not re.search(r"\{\w+\}", ran.out), place
                if lang == "nl":
                    assert "Next:" not in ran.out, place
                if words.split()[-1] in LISTS:
                    assert "> " in ran.out, f"no next step: {place}"


def _hash(out: str) -> str:
    """A whole hash stands on one line, to be copied."""
    found = re.search(r" {4}\d+:[0-9a-f]{64}", out)
    return found.group() if found else "-"


@ON_ONE
def test_every_screen_is_also_there_for_programs(busy: Week) -> None:
    for who, words in SHOWN:
        assert busy.data(who, *words.split()), words


@ON_ONE
def test_what_is_next_can_be_typed(busy: Week) -> None:
    """Every command that a screen names exists, so that it can be copied."""
    seen = 0
    for who, words in SHOWN:
        for lang in ("nl", "en"):
            out = " ".join(busy.run(who, *words.split(), lang=lang, width=160).out.split())
            for named in re.findall(r"`allocator ([^`]+)`", out):
                path = tuple(named.split())
                assert any(path[:n] in LEAVES for n in (1, 2)), f"{words}: {named}"
                seen += 1
    assert seen > 40


def test_the_page_names_commands_that_exist() -> None:
    page = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text("utf-8")
    named = re.findall(r"\$ allocator ([^\n]+)", page) + re.findall(r"`allocator ([a-z][^`]*)`", page)
    groups = {path[0] for path in LEAVES}
    for words in named:
        path = tuple(words.split())
        assert path[0] in groups, words
        assert any(path[:n] in LEAVES for n in (1, 2)) or path[1:] == ("--help",), words


@ON_ONE
def test_faults_speak_dutch_too(busy: Week) -> None:
    for words, said in (
        ("placement show 99", "Er is geen plaatsing 99"),
        ("decide accept 99", "Er is geen plaatsing 99"),
        (f"round open {ROUND}", "is nog open"),
        ("policy approve tiny-1", "uw rol"),
        ("decide accept 1 --on gisteren", "geen datum"),
        ("household pin H1", "ontbreekt"),
    ):
        ran = busy.run("member", *words.split(), lang="nl", width=140)
        assert ran.code in (2, 3, 5), words
        assert said in ran.err, f"{words}: {ran.err}"

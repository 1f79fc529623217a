"""Wrong calls get one sentence in the reader's language, the usage, and exit code 2."""

from pathlib import Path

import pytest

from allocator.commandline import language, usage
from tests.commandline.cases import run
from tests.commandline.conftest import Done

CALLS = {
    ("mtch",): ("There is no command mtch. Did you mean 'match'?", "De opdracht mtch bestaat niet."),
    ("nothing-like-it",): ("There is no command nothing-like-it.", "bestaat niet"),
    ("match",): ("CASE is missing.", "CASE ontbreekt."),
    ("match", "a", "b"): ("This is one word too many: b.", "een woord te veel: b."),
    ("match", "a", "--tme-limit", "3"): ("There is no option --tme-limit.", "De optie --tme-limit bestaat niet."),
    ("match", "a", "--policy"): ("The option --policy needs a value.", "heeft een waarde nodig"),
    ("match", "a", "--json=1"): ("The option --json takes no value.", "heeft geen waarde"),
    ("match", "a", "--time-limit", "soon"): ("--time-limit must be a number.", "moet een getal zijn"),
    ("match", "a", "--time-limit", "0"): ("--time-limit must be at least 0.1.", "moet minstens 0.1 zijn"),
    ("generate", "--households", "x", "--units", "3", "--out", "o"): (
        "--households must be a whole number.",
        "moet een heel getal zijn",
    ),
    ("generate", "--units", "3", "--out", "o"): ("The option --households is missing.", "--households ontbreekt"),
    ("match", "a", "--lang", "fr"): ("fr is not possible for --lang. Choose one of: 'nl', 'en'.", "kan niet bij"),
    ("explain", "a", "b", "H1", "--audience", "press"): ("press is not possible for --audience.", "kan niet bij"),
    ("compare", "a", "--policy", "one.toml"): ("Give two policies", "Geef twee keer beleid"),
}


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_wrong_use_is_said_in_words(call: tuple[str, ...], lang: str) -> None:
    ran = run(*call, lang=lang, width=200)
    assert ran.code == 2
    assert ran.out == ""
    assert CALLS[call][lang == "nl"] in ran.err
    assert "Traceback" not in ran.err


def test_a_language_in_the_environment_that_does_not_exist_is_refused() -> None:
    ran = run("check", "a", lang="fr")
    assert ran.code == 2
    assert "fr" in ran.err


def test_what_is_not_known_is_said_as_it_is() -> None:
    language.speak("nl")
    assert usage.words("Something new that nobody translated.") == "Something new that nobody translated."


@pytest.mark.parametrize("seed", ["", "  ", "a\nb", "a\x1bb", "\udcff"])
def test_a_seed_that_nobody_can_write_down(done: Done, tmp_path: Path, seed: str) -> None:
    for call in (("match", done.case), ("generate", "--households", "1", "--units", "1")):
        ran = run(*call, "--seed", seed, "--out", tmp_path / "out")
        assert ran.code == 2
        assert "written down" in " ".join(ran.err.split())


@pytest.mark.parametrize("seconds", ["inf", "1e300"])
def test_a_time_limit_beyond_all_clocks_is_no_limit(done: Done, tmp_path: Path, seconds: str) -> None:
    assert run("match", done.case, "--time-limit", seconds, "--out", tmp_path / "out").code == 0


def test_more_than_can_be_generated(tmp_path: Path) -> None:
    ran = run("generate", "--households", "999999999999", "--units", "1", "--out", tmp_path / "out")
    assert ran.code == 2
    assert "at most 1000000" in ran.err

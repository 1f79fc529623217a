"""The language is known before the arguments are read."""

from hypothesis import given
from hypothesis import strategies as st

from allocator.commandline.language import VARIABLE, say, speak, spoken, wanted

WORDS = st.lists(
    st.text(max_size=6) | st.sampled_from(["--lang", "--lang=en", "--lang=nl", "en", "nl", "fr"]), max_size=6
)


def test_arguments_before_environment_before_dutch() -> None:
    assert wanted([], {}) == "nl"
    assert wanted([], {VARIABLE: "en"}) == "en"
    assert wanted(["match", "--lang", "nl"], {VARIABLE: "en"}) == "nl"
    assert wanted(["--lang=en", "match", "x"], {}) == "en"
    assert wanted(["--lang", "en", "match", "--lang", "nl"], {}) == "nl"


@given(WORDS, st.sampled_from(["", "nl", "en", "fr"]))
def test_any_arguments_give_a_language_there_is(arguments: list[str], environment: str) -> None:
    assert wanted(arguments, {VARIABLE: environment}) in ("nl", "en")


def test_say_fills_in_values_and_leaves_braces_without_values() -> None:
    speak("en")
    assert spoken() == "en"
    assert say("[default: {}]") == "[default: {}]"
    assert say("{n} more", n=3) == "3 more"

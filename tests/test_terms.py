"""A term never has two names: wherever the English text says one, the Dutch text says its one Dutch word."""

import re

import pytest

from scripts import messages

TERMS = {
    "households?": "huishoud",
    "homes?": "woning",
    "corporations?": "corporatie",
    "placements?": "plaatsing",
    "proposals?": "voorstel",
    "rounds?": "ronde",
    "fair share": "eerlijke? aandeel",
    "quotas?": "taakstelling",
    "committee": "commissie",
    "support": "begeleiding",
    "municipalit(y|ies)": "gemeente",
    "ledger": "grootboek",
    "reserves?": "reserve",
    "the minutes|minutes of": "verslag",
    "reasons?": "reden",
    "care providers?": "zorgaanbieder",
    "urgency": "urgentie",
    "shelter": "opvang",
    "realised": "gerealiseerd",
    "committed": "toegezegd",
    "rules?": "voorwaarde|regel",
}
"""English words of the glossary, each with its one Dutch word (a rule of the law or the policy is a voorwaarde)."""
OTHERWISE = {
    "None: no household on the list can take this place without moving others.",
    "Rows on households to keep apart",
    "Housed per form of home",
    "Eligible, but it does not go together in a shared home",
    "Shared homes only by choice",
    "waiting, urgency, vacancy, exact or ahead; say it again for another one. Default: all five.",
}
"""Texts that say it as people do: `opvang`, `woonvorm`, `samen wonen`."""
LONG = "Match households in shelters, and others who are urgent, to homes:"
"""The first line of the help of the program, which speaks of people in shelter."""
NO_WORDS = re.compile(r"`[^`]*`|\{[^|{}]*\}|--[a-z-]+|\b[a-z-]+\.(?:csv|json|toml)\b|\{\w+:")
"""What is no word for people: commands, values, options, names of files."""


@pytest.mark.parametrize("term", TERMS)
def test_a_term_has_one_name(term: str) -> None:
    known = messages.read(messages.folder("nl") / "LC_MESSAGES" / "allocator.po")
    said = re.compile(rf"\b(?:{term})\b", re.I)
    found = {
        text: dutch
        for text, dutch in known.items()
        if text not in OTHERWISE
        and not text.startswith(LONG)
        and said.search(NO_WORDS.sub(" ", text))
        and not re.search(TERMS[term], dutch, re.I)
    }
    assert not found


def test_what_is_said_otherwise_is_still_said() -> None:
    known = messages.read(messages.folder("nl") / "LC_MESSAGES" / "allocator.po")
    assert set(known) >= OTHERWISE

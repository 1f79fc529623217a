"""Dutch pages say dates, money and numbers as people write them here, and no code of the program."""

import inspect
import re
import sys

import pytest

from allocator.actions import ledger, placements, rounds
from allocator.actions.parts.document import actions
from allocator.api.pages.deeds import READ
from allocator.domain.workflow import Step
from tests.actions.offices import AUDITOR, CHAIR, House, corporation, municipality
from tests.api.pages.readers import reader, words
from tests.api.pages.test_frame import PAGES
from tests.api.servers import Server

ROUND = "/rounds/2026-w48"
MORE = {
    f"{ROUND}/difference?before=1&after=2": CHAIR,
    f"{ROUND}/reserves": CHAIR,
    f"{ROUND}/free": CHAIR,
    f"{ROUND}/households/H1/instead?home=U3": CHAIR,
    f"{ROUND}/households/H5?home=U1": CHAIR,
    f"{ROUND}": CHAIR,
    "/share": CHAIR,
    "/homes/U1/fit": corporation("C1"),
    "/placements/1": corporation("C1"),
    "/placements": municipality("GM0014"),
}
RAW = {
    "a day as computers write it": r"\b\d{4}-\d\d-\d\d\b",
    "an amount or number with a point for its decimals": r"(?<![\d.])\d+\.\d{1,2}(?![\d.])|€\s?\d+\.\d\d\b",
    "a large number without a point for its thousands": r"(?<![\w.,-])\d{5,}(?![\w-])",
    "a month in English": r"\b(?:January|February|March|May|June|July|August|October)\b",
    "what the program calls it": r"\b(?:None|True|False)\b|\w+\.\w+_\w+|\b[a-z]+_[a-z_]+\b|Fraction\(",
}
AS_KEPT = ("/audit", "/keeping", "/policies")
"""What an auditor checks, and the file of a policy, are shown as they are kept."""
MACHINE = re.compile(r'<(\w+)[^>]*\btranslate="no".*?</\1>', re.S)
"""What is meant for machines, and marked so."""


@pytest.fixture
def busy(server: Server, house: House) -> Server:
    """The small case with quotas and amounts of all sizes, decisions, and a second proposal."""
    ledger.revise_quota(house.office, CHAIR, "2026-H2", "all", 41_000, "covenant")
    house.decide(1, Step.ACCEPT)
    code = placements.foresee(house.office, CHAIR, 2, Step.REFUSE)[0].reason.code
    house.decide(2, Step.REFUSE, reason=code)
    house.work(rounds.ask_run(house.office, CHAIR, "2026-w48").id)
    return server


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_nothing_on_a_dutch_page_is_raw(busy: Server) -> None:
    pages = {path: actor for path, actor in (PAGES | MORE).items() if not path.startswith(AS_KEPT)}
    readers = {actor: reader(busy, actor, "nl") for actor in set(pages.values())}
    found = []
    for path, actor in pages.items():
        said = words(MACHINE.sub(" ", readers[actor].client.get(path).text)).replace("WCAG 2.2", "WCAG")
        found += [
            f"{path}: {what}: {said[max(0, hit.start() - 30) : hit.end() + 20]}"
            for what, pattern in RAW.items()
            for hit in re.finditer(pattern, said)
        ]
    assert found == []


def test_what_is_raw_would_be_found() -> None:
    for text, what in (
        ("op 2026-11-23.", "a day as computers write it"),
        ("€ 713.02 huur", "an amount or number with a point for its decimals"),
        ("nog 12.5 te doen", "an amount or number with a point for its decimals"),
        ("nog 41000 te doen", "a large number without a point for its thousands"),
        ("May 23, 2026", "a month in English"),
        ("reden: by_hand", "what the program calls it"),
    ):
        assert re.search(RAW[what], text), text
    for text in ("1.404 huishoudens", "€ 1.234,56", "2026-w48", "23 november 2026", "GM0014", "12,5 %"):
        assert not [what for what, pattern in RAW.items() if re.search(pattern, text)], text


def source_of(name: str) -> str:
    """The text of an action."""
    module, _, function = name.partition(".")
    return inspect.getsource(getattr(sys.modules[f"allocator.actions.{module}"], function))


def test_every_reading_is_told_in_words() -> None:
    ours = {name for name in actions() if f"allocator.actions.{name.partition('.')[0]}" in sys.modules}  # not of tests
    found = {name for name in ours if "deed.read(" in source_of(name)}
    assert len(found) > 20
    assert found - READ.keys() == set()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_run_that_waits_is_told_in_dutch(server: Server, house: House) -> None:
    rounds.ask_run(house.office, CHAIR, "2026-w48")
    assert "Er wordt een voorstel gemaakt: staat in de wachtrij." in words(reader(server, CHAIR, "nl").get("/week"))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_who_only_looks_is_not_asked_to_decide(server: Server) -> None:
    page = f"{ROUND}/households/H1"
    assert "Decide on this placement" in reader(server, CHAIR).get(page)
    assert "Decide on this placement" not in reader(server, AUDITOR).get(page)
    assert "See this placement" in reader(server, AUDITOR).get(page)
    assert "Say that this home is wanted" in reader(server, CHAIR).get(f"{page}/instead?home=U3")
    assert "Say that this home is wanted" not in reader(server, AUDITOR).get(f"{page}/instead?home=U3")

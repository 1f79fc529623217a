"""Answers that take longer than a page may: said at once, shown when they are there, worked out once."""

import itertools
from threading import Event
from time import monotonic, sleep

import pytest

from allocator.api import aside
from allocator.api.aside import Aside
from allocator.domain.refusal import Conflict
from allocator.store import trail
from tests.actions.offices import CHAIR, MEMBER, House, corporation
from tests.api.pages.readers import Reader, reader, words
from tests.api.servers import serving

WAITS = "This is being worked out."
ROUND = "/rounds/2026-w48"


def worked_out(mine: Reader, path: str, status: int = 200) -> str:
    """What a page shows when it is there; before that it says that it is being worked out."""
    answer, began = mine.client.get(path), monotonic()
    while answer.status_code == 202:
        assert WAITS in answer.text
        assert '<noscript><meta http-equiv="refresh"' in answer.text
        assert monotonic() < began + 60
        sleep(0.05)
        answer = mine.client.get(path)
    assert answer.status_code == status
    return answer.text


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_page_says_so_at_once_and_shows_it_when_it_is_there(house: House) -> None:
    with serving(house, secure=False, second_factor=False, patience=0.0) as server:
        mine = reader(server, CHAIR)
        for path, part in (
            (f"{ROUND}/reserves", "U1"),
            (f"{ROUND}/households/H1/instead?home=U3", "H1"),
            (f"{ROUND}/households/H3/change", "support"),
            (f"{ROUND}/swap?first=H1&second=H4", "H4"),
            ("/wanted", "One more home"),
            ("/policies/tiny-1/effect?rounds=1", "Everybody has the same home."),
        ):
            assert part in words(worked_out(mine, path)), path
            assert mine.client.get(path).status_code == 200  # it is still there
        assert mine.client.get(f"{ROUND}/swap?first=H2&second=H4").status_code == 202
        assert "Municipality" in words(mine.get("/wanted?group=place"))  # the same answer, in another order
        assert reader(server, MEMBER).client.get(f"{ROUND}/reserves").status_code == 202
        worked_out(mine, f"{ROUND}/households/H1/change", 409)  # H1 has a home
        worked_out(reader(server, corporation("C1")), f"{ROUND}/reserves", 403)
    with house.store.reading() as work:
        read = [(one.who, one.household) for one in trail.unsealed(work) if one.what == "supposing.list_reserves"]
    assert ("chair", "H1") in read
    assert len(read) == len(set(read))  # once for who asked it, however often the page came back


def test_an_answer_is_worked_out_once_and_again_when_it_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    found, times = Aside(patience=10.0), itertools.count(1)
    for _ in range(3):
        assert found.answer("question", times.__next__) == 1
    monkeypatch.setattr(aside, "KEPT", -1.0)
    assert found.answer("question", times.__next__) == 2


def test_while_one_is_worked_out_others_are_answered_and_what_fails_is_told() -> None:
    found, may = Aside(patience=0.2), Event()
    assert found.answer("slow", may.wait) is None
    assert found.answer("other", lambda: "there") == "there"
    may.set()
    found.rest()
    assert found.answer("slow", may.wait) is True

    def fails() -> str:
        raise Conflict("too_large", "No.")

    for _ in range(2):
        with pytest.raises(Conflict):
            found.answer("wrong", fails)


def test_no_more_are_kept_than_fit() -> None:
    found = Aside(patience=10.0)
    for number in range(aside.MOST + 5):
        assert found.answer(number, lambda: "there") == "there"
    assert len(found._asked) == aside.MOST

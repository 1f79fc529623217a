"""The chain: whatever is tampered with, the first broken link is named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from allocator.audit import (
    GENESIS,
    Broken,
    Change,
    Event,
    Head,
    Link,
    changes,
    fingerprint,
    hash_of,
    head_of,
    link,
    verify,
)
from allocator.domain.workflow import Role

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY, OTHER_KEY = b"k" * 32, b"o" * 32


def event(**changes: Any) -> Event:
    plain: dict[str, Any] = {
        "at": NOON,
        "who": "member",
        "role": Role.COMMITTEE_MEMBER,
        "what": "accept",
        "kind": "placement",
        "whom": "P1",
        "household": "H1",
        "why": "cannot_wait",
    }
    return Event.model_validate(plain | changes)


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    for number in range(length):
        links.append(link(event(whom=f"P{number}"), links[-1] if links else None))
    return links


def broken(links: list[Link], **said: Any) -> tuple[int, str]:
    found = verify(links, **said)
    assert isinstance(found, Broken)
    assert str(found.number) in found.sentence.render("nl")
    return found.number, found.code


def test_a_sound_chain() -> None:
    links = chain(5)
    assert [one.number for one in links] == [1, 2, 3, 4, 5]
    assert links[0].previous == GENESIS
    assert verify(links) is None
    assert verify(iter(links[2:]), after=head_of(links[1])) is None
    assert verify([]) is None
    assert head_of(None) == Head(0, GENESIS)


def test_the_hash_never_changes() -> None:
    """A later version of the program must still be able to verify what this one wrote."""
    assert hash_of(1, GENESIS, event()) == "8664e8b6c28c187027c6d37278a9dc582aa853f67b6def4d36bc76b51d3dde89"
    assert event().canonical == (
        '{"at":"2026-03-02T12:00:00Z","changes":[],"facts":{},"household":"H1","kind":"placement","organisation":null,'
        '"role":"committee_member","what":"accept","who":"member","whom":"P1","why":"cannot_wait"}'
    )


@pytest.mark.parametrize("number", [1, 3, 5])
@pytest.mark.parametrize(
    "change",
    [{"who": "somebody"}, {"at": NOON + timedelta(microseconds=1)}, {"why": None}, {"facts": {"seed": "1"}}],
)
def test_a_changed_event_is_named(number: int, change: dict[str, Any]) -> None:
    links = chain(5)
    links[number - 1] = replace(links[number - 1], event=links[number - 1].event.model_copy(update=change))
    assert broken(links) == (number, "changed")


def test_who_also_mends_the_hash_is_found_at_the_next_link() -> None:
    links = chain(5)
    links[1] = link(event(who="somebody"), links[0])
    assert broken(links) == (3, "detached")


@pytest.mark.parametrize("number", [1, 3])
def test_a_lost_link_is_named(number: int) -> None:
    links = chain(5)
    del links[number - 1]
    assert broken(links) == (number, "missing")


def test_a_link_put_between_or_exchanged_is_named() -> None:
    links = chain(5)
    assert broken([*links[:2], links[3], links[2], links[4]]) == (3, "missing")
    assert broken([*links[:3], links[2], *links[3:]]) == (4, "missing")


def test_the_end_cannot_be_cut_off_or_written_again_once_it_was_written_down() -> None:
    links = chain(5)
    assert verify(links[:3]) is None
    assert verify(links, head=head_of(links[2])) is None
    assert verify([], after=head_of(links[4]), head=head_of(links[4])) is None
    assert broken(links[:3], head=head_of(links[4])) == (4, "cut_off")
    again = links[:3]
    for one in ("a", "b"):
        again.append(link(event(who=one), again[-1]))
    assert broken(again, head=head_of(links[4])) == (5, "rewritten")


@given(st.integers(1, 12), st.data())
def test_any_change_of_any_link_is_found_there(length: int, data: st.DataObject) -> None:
    links = chain(length)
    at = data.draw(st.integers(0, length - 1))
    field = data.draw(st.sampled_from(["number", "previous", "sha256", "event"]))
    old = links[at]
    wrong: Any = {
        "number": old.number + data.draw(st.sampled_from([-1, 1, 7])),
        "previous": data.draw(st.sampled_from(["f" * 64, old.sha256])),
        "sha256": data.draw(st.sampled_from(["f" * 64, old.previous])),
        "event": old.event.model_copy(update={"whom": data.draw(st.text(max_size=5))}),
    }[field]
    links[at] = replace(old, **{field: wrong})
    found = verify(links)
    if links[at] == old:
        assert found is None
    else:
        assert found is not None
        assert found.number == at + 1


# ---------------------------------------------------------------- events


def test_a_moment_has_one_spelling() -> None:
    summer = datetime(2026, 3, 2, 13, tzinfo=timezone(timedelta(hours=1)))
    assert event(at=summer) == event()
    assert event(at=summer).canonical == event().canonical
    with pytest.raises(ValidationError):
        event(at=NOON.replace(tzinfo=None))


def test_an_event_reads_back_from_its_json() -> None:
    one = event(changes=changes(KEY, {"state": "proposed"}, {"state": "offered"}), facts={"seed": "s"})
    assert Event.model_validate_json(one.canonical) == one


def test_fingerprints_tell_nothing_without_the_key_and_everything_with_it() -> None:
    one = fingerprint(KEY, "income", 100)
    assert one == fingerprint(KEY, "income", 100)
    others = {fingerprint(KEY, "income", 101), fingerprint(KEY, "rent", 100), fingerprint(OTHER_KEY, "income", 100)}
    assert len({one, *others, fingerprint(KEY, "income", "100")}) == 5


def test_only_what_changed_is_listed() -> None:
    found = changes(KEY, {"a": 1, "b": 2, "c": None}, {"b": 3, "c": None, "d": None})
    assert [(one.field, one.before is None, one.after is None) for one in found] == [
        ("a", False, True),
        ("b", False, False),
        ("d", True, False),
    ]
    assert changes(KEY, {"a": [1]}, {"a": [1]}) == ()
    assert found[0] == Change(field="a", before=fingerprint(KEY, "a", 1))

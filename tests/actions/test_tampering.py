"""Somebody with the files of the database changes it directly: the audit names the first link that no longer holds."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from allocator.actions import exchange, households, placements, rounds, trail
from allocator.actions.parts import witness
from allocator.actions.trail import verify_audit
from allocator.audit import Broken, Head, hash_of
from allocator.domain.workflow import Step
from allocator.store import Work
from allocator.store import trail as chain
from tests.actions.offices import AUDITOR, CHAIR, House, case

ROUND = "2026-w48"


class Undone(Exception):
    """Takes back what a test did in the database."""


@contextmanager
def inside(house: House) -> Iterator[Work]:
    """In the database itself, without what guards it; all of it is taken back."""
    try:
        with house.store.writing() as work:
            connection = work.session.connection()
            if connection.dialect.name == "sqlite":
                connection.execute(text("PRAGMA defer_foreign_keys = ON"))
                for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                    connection.execute(text(f"DROP TRIGGER {name}"))
            else:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            yield work
            raise Undone
    except Undone:
        pass


@pytest.fixture
def week(house: House) -> House:
    """A week with decisions, refusals, readings that were sealed, and readings after that."""
    house.take_in(case("tiny"))
    house.open()
    house.run()
    found = placements.list_placements(house.office, CHAIR, ROUND)
    house.decide(found[0].id, Step.ACCEPT, Step.ACCEPT_HOME)
    house.decide(found[1].id, Step.REFUSE, reason="facts_wrong")
    for household in ("H1", "H2", "H3"):
        households.show_household(house.office, CHAIR, household)
    trail.seal_readings(house.office, CHAIR)
    exchange.export_case(house.office, CHAIR)
    trail.seal_readings(house.office, CHAIR)
    rounds.close_round(house.office, CHAIR, ROUND)
    assert verify_audit(house.office, AUDITOR)[0] is None
    return house


def number_of(work: Work, what: str, which: int = 0) -> int:
    """The link of an action."""
    return sorted(one.number for one in chain.events(work, what=what))[which]


CHAIN = {
    "changed who": ("UPDATE audit_events SET who = 'x' WHERE number = 3", 3),
    "changed the event": ("UPDATE audit_events SET document = replace(document, 'chair', 'chaix') WHERE number = 4", 4),
    "not an event": ("UPDATE audit_events SET document = '{' WHERE number = 4", 4),
    "deleted": ("DELETE FROM audit_events WHERE number = 5", 5),
    "put between": (
        "INSERT INTO audit_events SELECT 0, at, who, what, kind, whom, household, document, previous, 'x'"
        " FROM audit_events WHERE number = 2",
        1,
    ),
    "in another order": (
        "UPDATE audit_events SET number = -number WHERE number IN (2, 3);"
        "UPDATE audit_events SET number = 5 + number WHERE number < 0",
        2,
    ),
    "all of it": ("DELETE FROM audit_events", 1),
}


@pytest.mark.parametrize("how", CHAIN)
def test_the_chain_itself(week: House, how: str) -> None:
    statement, number = CHAIN[how]
    with inside(week) as work:
        for one in statement.split(";"):
            work.session.connection().execute(text(one))
        found = witness.verify(work)
        assert isinstance(found, Broken)
        assert found.number == number


KEPT = {
    "a reading deleted": ("DELETE FROM read_log WHERE number = 2", "trail.seal_readings", 0),
    "a reading changed": ("UPDATE read_log SET household = 'H9' WHERE number = 1", "trail.seal_readings", 0),
    "a reading of another": ("UPDATE read_log SET document = '{}' WHERE number = 1", "trail.seal_readings", 0),
    "readings in another order": ("UPDATE read_log SET number = -number WHERE number < 3", "trail.seal_readings", 0),
    "a round's document": ("UPDATE rounds SET document = replace(document, 'U1', 'U2')", "rounds.open_round", 0),
    "a round's hash": ("UPDATE rounds SET sha256 = 'x'", "rounds.open_round", 0),
    "a round's seed": ("UPDATE rounds SET seed = 'x'", "rounds.open_round", 0),
    "a proposal's hash": ("UPDATE proposals SET sha256 = 'x'", "running.keep_proposal", 0),
    "a proposal's document": (
        "UPDATE proposals SET document = replace(document, 'U1', 'U9')",
        "running.keep_proposal",
        0,
    ),
    "a proposal deleted": ("DELETE FROM proposals", "running.keep_proposal", 0),
    "a policy": ("UPDATE policies SET source = source || ' '", "exchange.import_case", -2),
    "who decided": ("UPDATE decisions SET by = 'x' WHERE version = 1 AND placement = 1", "placements.decide", 0),
    "a decision deleted": ("DELETE FROM decisions WHERE version = 2", "placements.decide", 1),
    "a posting changed": (
        "UPDATE postings SET document = replace(document, '1', '2') WHERE why = 'decision'",
        "placements.decide",
        0,
    ),
    "a posting deleted": ("DELETE FROM postings WHERE why = 'decision'", "placements.decide", 0),
    "a posting's author": ("UPDATE postings SET by = 'x'", "placements.decide", 0),
    "a state": (
        "UPDATE placements SET state = 'offered', live = true WHERE id = 1",
        "placements.decide",
        1,
    ),
    "another household": ("UPDATE placements SET household = 'H6' WHERE id = 1", "placements.decide", 1),
    "another home": ("UPDATE placements SET unit = 'U2' WHERE id = 1", "placements.decide", 1),
}


@pytest.mark.parametrize("how", KEPT)
def test_what_is_kept(week: House, how: str) -> None:
    statement, what, which = KEPT[how]
    with inside(week) as work:
        done = work.session.connection().execute(text(statement))
        assert done.rowcount > 0
        found = witness.verify(work)
        assert isinstance(found, Broken)
        assert found.number == number_of(work, what, which), found.sentence.render("en")


def test_a_posting_that_nobody_wrote(week: House) -> None:
    with inside(week) as work:
        columns = "period, municipality, ledger_group, kind, unit, on_date, at, by, why, document"
        statement = f"INSERT INTO postings ({columns}) SELECT {columns} FROM postings WHERE id = 1"
        work.session.connection().execute(text(statement))
        found = witness.verify(work)
        assert isinstance(found, Broken)
        assert "nobody wrote" in found.sentence.render("en")


def said(broken: Broken | None) -> str:
    assert broken
    return broken.sentence.render("en")


def head(house: House) -> Head:
    _, found = verify_audit(house.office, AUDITOR)
    assert found is not None
    return found


def test_an_end_that_was_cut_off_is_seen_from_outside(week: House) -> None:
    written_down = head(week)
    with inside(week) as work:
        last = next(iter(chain.events(work, most=1)))
        work.session.connection().execute(text(f"DELETE FROM audit_events WHERE number = {last.number}"))
        assert "cut off" in said(chain.verify(work))  # the head beside it says so
        before = f"SELECT number, sha256 FROM audit_events WHERE number = {last.number - 1}"
        number, sha256 = work.session.connection().execute(text(before)).one()
        work.session.connection().execute(text(f"UPDATE audit_head SET number = {number}, sha256 = '{sha256}'"))
        work.session.expire_all()
        assert chain.verify(work) is None  # from inside nothing shows
        broken = chain.verify(work, written_down)
        assert broken
        assert (broken.number, broken.code) == (last.number, "cut_off")


def test_a_chain_that_was_made_anew_is_seen_from_outside(week: House) -> None:
    written_down = head(week)
    with inside(week) as work:
        _make_anew(work, 3)
        assert chain.verify(work) is None  # from inside nothing shows
        broken = chain.verify(work, written_down)
        assert broken
        assert (broken.number, broken.code) == (written_down.number, "rewritten")


def _make_anew(work: Work, first: int) -> None:
    """Another name in one link, and every hash after it right again."""
    links = list(chain.links(work))
    previous = links[first - 2].sha256
    for one in links[first - 1 :]:
        event = one.event.model_copy(update={"who": "x"}) if one.number == first else one.event
        sha256 = hash_of(one.number, previous, event)
        row = {"n": one.number, "who": event.who, "document": event.canonical, "p": previous, "s": sha256}
        statement = "UPDATE audit_events SET who = :who, document = :document, previous = :p, sha256 = :s"
        work.session.connection().execute(text(f"{statement} WHERE number = :n"), row)
        previous = sha256
    work.session.connection().execute(text("UPDATE audit_head SET sha256 = :s"), {"s": previous})
    work.session.expire_all()

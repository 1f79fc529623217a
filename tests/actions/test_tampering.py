"""Somebody with the files of the database changes it directly: the audit names the first link that no longer holds."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from allocator.actions import (
    exchange,
    households,
    ledger,
    objections,
    placements,
    region,
    rounds,
    trail,
    upkeep,
)
from allocator.actions.parts.office import SYSTEM
from allocator.actions.trail import verify_audit
from allocator.audit import Broken, Head, hash_of
from allocator.domain.workflow import Step
from allocator.store import trail as chain
from allocator.store.tables import Table
from tests.actions.offices import AUDITOR, CHAIR, MONDAY, House, municipality
from tests.databases import Snapshots

ROUND = "2026-w48"


def tamper(house: House, *statements: str) -> None:
    """Change the database itself, past all that guards it."""
    with house.store.writing() as work:
        connection = work.session.connection()
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        done = [connection.execute(text(one)).rowcount for one in statements]
        if connection.dialect.name == "sqlite":  # whoever does this can switch the check off too
            connection.execute(text("PRAGMA defer_foreign_keys = OFF"))
    assert all(done), "it changed nothing"


def verified(house: House, *written_down: Head) -> Broken | None:
    """What `audit verify` says."""
    return verify_audit(house.office, AUDITOR, *written_down)[0]


@pytest.fixture
def week(house: House, snapshots: Snapshots) -> House:
    """A week with decisions, refusals, an objection, a transfer, a closed period, and readings that were sealed."""
    house.store.close()
    house.secrets.count = snapshots.begin(house.url, "tampering", lambda: _worked(house))
    return house


def _worked(house: House) -> int:
    house.begin("tiny")
    one, other, third, *_ = placements.list_placements(house.office, CHAIR, ROUND)
    house.decide(one.id, Step.ACCEPT, Step.ACCEPT_HOME)
    house.decide(other.id, Step.ACCEPT, Step.ACCEPT_HOME, Step.OFFER)
    house.decide(other.id, Step.REFUSE, reason="home_not_liked")
    house.decide(third.id, Step.REFUSE, reason="facts_wrong")
    objections.file_objection(house.office, CHAIR, other.id)
    objections.extend_objection(house.office, CHAIR, 1)
    giver, taker = (m.code for m in region.list_municipalities(house.office, CHAIR)[:2])
    which = ledger.Ledger("2026-H2")
    ledger.ask_transfer(house.office, municipality(giver), which, giver=giver, taker=taker, amount=1)
    ledger.answer_transfer(house.office, municipality(taker), 1, agreed=True)
    households.keep_contact(house.office, CHAIR, "H3", "via de opvang")
    for household in ("H1", "H2", "H3"):
        households.show_household(house.office, CHAIR, household)
    trail.seal_readings(house.office, CHAIR)
    exchange.export_case(house.office, CHAIR)
    trail.seal_readings(house.office, CHAIR)
    rounds.close_round(house.office, CHAIR, ROUND)
    house.clock.now = datetime(2027, 1, 11, 9, tzinfo=UTC)
    ledger.close_period(house.office, CHAIR, "2026-H2", "2027-H1")
    house.clock.now = MONDAY
    assert verified(house) is None
    house.store.close()
    return house.secrets.count


def number_of(house: House, what: str, which: int = 0) -> int:
    """The link of an action."""
    found = trail.show_audit(house.office, AUDITOR, what=what, most=1_000)
    return sorted(one.number for one in found)[which]


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
    tamper(week, *statement.split(";"))
    found = verified(week)
    assert isinstance(found, Broken)
    assert found.number == number


KEPT = {
    "a reading deleted": ("DELETE FROM read_log WHERE number = 2", "trail.seal_readings", 0),
    "a reading changed": ("UPDATE read_log SET household = 'H9' WHERE number = 1", "trail.seal_readings", 0),
    "a reading of another": ("UPDATE read_log SET document = '{}' WHERE number = 1", "trail.seal_readings", 0),
    "readings in another order": ("UPDATE read_log SET number = -number WHERE number < 3", "trail.seal_readings", 0),
    "a round's document": ("UPDATE rounds SET document = replace(document, 'U1', 'U2')", "rounds.close_round", -1),
    "a round's hash": ("UPDATE rounds SET sha256 = 'x'", "rounds.close_round", -1),
    "a round's seed": ("UPDATE rounds SET seed = 'x'", "rounds.close_round", -1),
    "a round opened again": ("UPDATE rounds SET status = 'open', closed_by = NULL", "rounds.close_round", -1),
    "a proposal's hash": ("UPDATE proposals SET sha256 = 'x'", "running.keep_proposal", 0),
    "a proposal's document": (
        "UPDATE proposals SET document = replace(document, 'U1', 'U9')",
        "running.keep_proposal",
        0,
    ),
    "a proposal deleted": ("DELETE FROM proposals", "running.keep_proposal", 0),
    "a policy": ("UPDATE policies SET source = source || ' '", "policies.approve_policy", 0),
    "who approved": ("UPDATE policies SET approved_by = 'x'", "policies.approve_policy", 0),
    "who decided": ("UPDATE decisions SET by = 'x' WHERE version = 1 AND placement = 1", "placements.decide", 0),
    "what a decision did": ("UPDATE decisions SET after = 'refused' WHERE placement = 1", "placements.decide", 0),
    "a deviation": ("UPDATE decisions SET deviation = NULL WHERE deviation <> ''", "placements.decide", 6),
    "the day of a decision": ("UPDATE decisions SET on_date = '2026-11-01'", "placements.decide", 0),
    "a decision deleted": ("DELETE FROM decisions WHERE version = 2", "placements.decide", 1),
    "a consequence": ("UPDATE effects SET undone = true", "placements.decide", 5),
    "a consequence deleted": ("DELETE FROM effects", "placements.decide", 5),
    "an objection": ("UPDATE objections SET decide_by = '2030-01-01'", "objections.extend_objection", 0),
    "an objection deleted": ("DELETE FROM objections", "objections.extend_objection", 0),
    "a transfer": ("UPDATE transfers SET state = 'declined'", "ledger.answer_transfer", 0),
    "a period opened again": ("DELETE FROM closed_periods", "ledger.close_period", 0),
    "a posting changed": (
        "UPDATE postings SET document = replace(document, '1', '2') WHERE why = 'decision'",
        "placements.decide",
        0,
    ),
    "a posting deleted": ("DELETE FROM postings WHERE why = 'decision'", "placements.decide", 0),
    "a posting's author": ("UPDATE postings SET by = 'x' WHERE why = 'decision'", "placements.decide", 0),
    "a state": (
        "UPDATE placements SET state = 'offered' WHERE id = 1",
        "ledger.close_period",
        0,
    ),
    "another household": ("UPDATE placements SET household = 'H6' WHERE id = 1", "ledger.close_period", 0),
    "another home": ("UPDATE placements SET unit = 'U2' WHERE id = 1", "ledger.close_period", 0),
    "a claim": ("UPDATE claims SET place = 2 WHERE placement = 1", "placements.decide", 1),
    "a home": ("UPDATE units SET status = 'withdrawn' WHERE id = 'U4'", "exchange.import_case", -1),
    "a file": ("UPDATE households SET sealed = 'x' WHERE id = 'H6'", "exchange.import_case", -1),
    "how to reach somebody": ("DELETE FROM contacts", "households.keep_contact", 0),
    "a key that is not purged": (
        "UPDATE subject_keys SET wrapped = NULL, purged_at = NULL WHERE subject = 'household/H6'",
        "exchange.import_case",
        -1,
    ),
    "a seal": ("UPDATE row_seals SET sha256 = 'x' WHERE kept_in = 'decisions'", "placements.decide", 0),
    "all seals deleted": ("DELETE FROM row_seals", "exchange.import_case", -1),
    "seals deleted": ("DELETE FROM row_seals WHERE kept_in = 'decisions'", "placements.decide", 0),
}


@pytest.mark.parametrize("how", KEPT)
def test_what_is_kept(week: House, how: str) -> None:
    statement, what, which = KEPT[how]
    tamper(week, statement)
    found = verified(week)
    assert isinstance(found, Broken)
    assert found.number == number_of(week, what, which), found.sentence.render("en")
    assert any("audit:" in one for one in upkeep.check_soundness(week.office, SYSTEM))


def test_a_change_does_not_hide_behind_a_key_that_was_blanked(week: House) -> None:
    """Without its key nobody can read a file; that it was changed still shows, and that nobody purged it too."""
    tamper(
        week,
        "UPDATE rounds SET document = replace(document, 'U1', 'U2')",
        "UPDATE subject_keys SET wrapped = NULL, purged_at = '2026-11-23' WHERE subject = 'household/H1'",
    )
    found = verified(week)
    assert found is not None
    assert found.number == number_of(week, "exchange.import_case", -1)
    assert "subject_keys" in found.sentence.render("en")


@pytest.mark.parametrize("table", ["postings", "decisions", "effects", "transfers", "objections"])
def test_what_nobody_wrote(week: House, table: str) -> None:
    columns = [c.name for c in Table.metadata.tables[table].columns if c.name not in ("id", "version")]
    more = ", version" if table in ("decisions", "transfers", "objections") else ""
    said = ", version + 90" if more else ""
    names = ", ".join(f'"{name}"' for name in columns)
    tamper(week, f"INSERT INTO {table} ({names}{more}) SELECT {names}{said} FROM {table} WHERE id = 1")
    found = verified(week)
    assert found is not None
    assert found.number == head(week).number
    assert f" of {table} is not as link" in said_of(found)


def said_of(broken: Broken | None) -> str:
    assert broken
    return broken.sentence.render("en")


def head(house: House) -> Head:
    _, found = verify_audit(house.office, AUDITOR)
    assert found is not None
    return found


def test_an_end_that_was_cut_off_is_seen_from_outside(week: House) -> None:
    written_down = head(week)
    households.show_household(week.office, CHAIR, "H1")
    trail.seal_readings(week.office, CHAIR)
    later = head(week)
    assert verified(week, written_down) is None
    tamper(week, f"DELETE FROM audit_events WHERE number = {later.number}")
    assert "cut off" in said_of(verified(week))  # the head beside it says so
    tamper(week, f"UPDATE audit_head SET number = {written_down.number}, sha256 = '{written_down.sha256}'")
    assert verified(week) is None  # from inside nothing shows
    broken = verified(week, later)
    assert broken
    assert (broken.number, broken.code) == (later.number, "cut_off")


def test_a_chain_that_was_made_anew_is_seen_from_outside(week: House) -> None:
    written_down = head(week)
    _make_anew(week, 3)
    assert verified(week) is None  # from inside nothing shows
    broken = verified(week, written_down)
    assert broken
    assert (broken.number, broken.code) == (written_down.number, "rewritten")


def _make_anew(house: House, first: int) -> None:
    """Another name in one link, and every hash after it right again."""
    with house.store.reading() as work:
        links = list(chain.links(work))
    previous, statements = links[first - 2].sha256, []
    for one in links[first - 1 :]:
        event = one.event.model_copy(update={"who": "x"}) if one.number == first else one.event
        sha256 = hash_of(one.number, previous, event)
        row = {"who": event.who, "document": event.canonical, "previous": previous, "sha256": sha256}
        values = ", ".join(f"{name} = '{value}'" for name, value in row.items()).replace(":", "\\:")
        statements.append(f"UPDATE audit_events SET {values} WHERE number = {one.number}")
        previous = sha256
    tamper(house, *statements, f"UPDATE audit_head SET sha256 = '{previous}'")

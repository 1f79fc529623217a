"""Privacy by design: what is destroyed is gone from the database itself, and nothing plain stands in it before."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, select

from allocator.actions import Asked, Office, access, credentials, households, notices, once, placements, privacy, rounds
from allocator.domain.codes import Verdict
from allocator.domain.problem import InputProblems
from allocator.domain.workflow import SETTLED, Role
from allocator.intake import ReadCase
from allocator.notify import Allowed
from allocator.privacy import new_key, new_keyring
from allocator.settings import DEVELOPMENT_KEY, read_settings
from allocator.store import Store, addresses, answers, identity, open_store, tables, trail
from allocator.store.opened import Opened
from allocator.store.tables import KeyringRow
from allocator.store.vault import Gone, household_subject
from tests.actions.offices import ADMINISTRATOR, CHAIR, MEMBER, MONDAY, House, case
from tests.api.pages.counting import counting
from tests.databases import Postgres, settings

CONTACT = "via opvanglocatie zonnebloem"
TAG = "zeldzaam"


def tiny(house: House) -> House:
    """The small case under a policy that keeps facts for twenty days."""
    read = case("tiny")
    policy = read.round.policy
    policy = policy.model_copy(update={"retention": policy.retention.model_copy(update={"case_days": 20})})
    house.take_in(ReadCase(read.round.model_copy(update={"policy": policy}), (), {}))
    return house


def bytes_of(store: Store) -> bytes:
    """Everything in the database: the files of SQLite, the rows of PostgreSQL."""
    if store.engine.dialect.name == "sqlite":
        path = Path(str(store.engine.url.database))
        return b"".join(one.read_bytes() for one in path.parent.glob(path.name + "*"))
    found = []
    with store.engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            found += [repr(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]
    return "\n".join(found).encode()


def wrapped(store: Store, household: str) -> str:
    with store.reading() as work:
        row = work.session.exec(select(KeyringRow).where(KeyringRow.subject == household_subject(household))).one()
        assert row.wrapped
        return row.wrapped


def test_no_fact_of_a_household_stands_plain_in_the_database(sound: House) -> None:
    tiny(sound)
    sound.open()
    sound.run()
    households.keep_contact(sound.office, MEMBER, "H3", CONTACT)
    written = case("tiny").round.households[0]
    everything = bytes_of(sound.store)
    assert CONTACT.encode() not in everything
    for plain in ('"target_groups":["', '"registered_on":"', f'{written.registered_on.isoformat()}"'):
        assert plain.encode() not in everything


def test_neither_logs_nor_faults_of_the_database_name_anybody(
    house: House, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """However much is logged: values stay out of it, pseudonyms too."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy").setLevel(logging.INFO)
    store = open_store(settings(url))  # an engine looks at the level when it is made
    try:
        other = House(store)
        named = case("tiny").round.households[0].model_copy(update={"id": "zonnebloem-7"})
        other.take_in(ReadCase(case("tiny").round.model_copy(update={"households": (named,)}), (), {}))
        households.keep_contact(other.office, MEMBER, named.id, CONTACT)
        with store.engine.connect() as connection, pytest.raises(IntegrityError) as fault:
            connection.execute(insert(tables.KeyringRow), [{"subject": named.id}] * 2)
    finally:
        store.close()
        logging.getLogger("sqlalchemy").setLevel(logging.NOTSET)
    assert "INSERT INTO households" in caplog.text
    assert not [mark for mark in (named.id, CONTACT, str(named.registered_on)) if mark in caplog.text]
    assert named.id not in str(fault.value).partition("DETAIL")[0]


def test_what_is_purged_is_gone_from_the_file_itself(sound: House) -> None:
    tiny(sound)
    sound.open()
    sound.run()
    rounds.close_round(sound.office, CHAIR, "2026-w48")
    assert rounds.replay_round(sound.office, CHAIR, "2026-w48").same
    key = wrapped(sound.store, "H5").encode()
    assert key in bytes_of(sound.store)
    households.withdraw_household(sound.office, MEMBER, "H5")
    sound.clock.pass_days(22)

    done = privacy.purge(sound.office, ADMINISTRATOR)
    assert "H5" in done.households
    assert key not in bytes_of(sound.store)
    with pytest.raises(Gone, match="destroyed"):
        rounds.replay_round(sound.office, CHAIR, "2026-w48")
    left = privacy.export_household(sound.office, MEMBER, "H5")
    assert left["file"] is None
    kept = rounds.show_round(sound.office, CHAIR, "2026-w48")
    assert kept.round.sha256
    assert len(placements.list_placements(sound.office, CHAIR)) > 0
    assert privacy.purge(sound.office, ADMINISTRATOR).households == ()


def test_what_a_purge_destroys_is_foreseen(sound: House) -> None:
    """Of whom, and which rounds can be replayed until then and no longer."""
    tiny(sound)
    sound.open()
    sound.run()
    households.keep_contact(sound.office, MEMBER, "H5", CONTACT)
    assert privacy.foresee_purge(sound.office, ADMINISTRATOR) == privacy.Due({}, (), ())
    rounds.close_round(sound.office, CHAIR, "2026-w48")
    households.withdraw_household(sound.office, MEMBER, "H5")
    sound.clock.pass_days(7)
    sound.open("2026-w49")
    sound.run("2026-w49")
    sound.clock.pass_days(15)
    due = privacy.foresee_purge(sound.office, ADMINISTRATOR)
    assert due == privacy.Due({"H5": MONDAY.date()}, ("H5",), ("2026-w48",))
    assert all(rounds.replay_round(sound.office, CHAIR, name).same for name in ("2026-w48", "2026-w49"))
    done = privacy.purge(sound.office, ADMINISTRATOR)
    assert (done.households, done.contacts) == (tuple(due.households), len(due.contacts))
    with pytest.raises(Gone):
        rounds.replay_round(sound.office, CHAIR, "2026-w48")
    assert rounds.replay_round(sound.office, CHAIR, "2026-w49").same
    assert privacy.foresee_purge(sound.office, ADMINISTRATOR) == privacy.Due({}, (), ())


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_no_destroyed_key_remains_in_the_files_of_postgresql(sound: House, postgres: Postgres) -> None:
    """PostgreSQL leaves the old version of a row where it was until it is wiped; SQLite overwrites it."""
    tiny(sound)
    households.keep_contact(sound.office, MEMBER, "H3", CONTACT)
    key = wrapped(sound.store, "H3")
    assert key.encode() in files_of(sound.store, postgres)
    households.withdraw_household(sound.office, MEMBER, "H3")
    sound.clock.pass_days(22)
    assert "H3" in privacy.purge(sound.office, ADMINISTRATOR).households
    assert key.encode() not in files_of(sound.store, postgres)


def files_of(store: Store, server: Postgres) -> bytes:
    """All that stands in the files of one database."""
    with store.engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar()
    return b"".join(one.read_bytes() for one in (server.folder / "data" / "base" / str(number)).iterdir())


def test_who_takes_part_is_not_purged(sound: House) -> None:
    tiny(sound)
    sound.open()
    sound.run()
    sound.clock.pass_days(30)
    assert privacy.purge(sound.office, ADMINISTRATOR).households == ()


@pytest.mark.parametrize("again", [1, 5])
def test_what_a_purge_destroys_is_foreseen_in_a_fixed_number_of_questions(again: int, sound: House) -> None:
    tiny(sound)
    for number in range(again):
        sound.open(f"2026-w48-{number}")
        rounds.close_round(sound.office, CHAIR, f"2026-w48-{number}")
    households.withdraw_household(sound.office, MEMBER, "H5")
    sound.clock.pass_days(22)
    for most in (11, 10):  # the documents of the rounds are read once
        with counting(sound.store) as count:
            assert len(privacy.foresee_purge(sound.office, ADMINISTRATOR).rounds) == again
        assert count.asked <= most


def test_what_goes_on_is_listed_when_those_who_moved_in_long_ago_are_purged(sound: House) -> None:
    tiny(sound)
    sound.open()
    sound.run()
    lives = next(p for p in placements.list_placements(sound.office, CHAIR) if p.household == "H1")
    for _ in range(9):
        one = placements.show_placement(sound.office, CHAIR, lives.id)
        if one.seen.state in SETTLED:
            break
        step = next(w.next for w in placements.list_work(sound.office, CHAIR) if w.seen.id == lives.id)
        sound.decide(lives.id, step)
    rounds.close_round(sound.office, CHAIR, "2026-w48")
    sound.clock.pass_days(22)
    assert "H1" in privacy.purge(sound.office, ADMINISTRATOR).households
    again = House(replace(sound.store, opened=Opened()), sound.clock)  # after the server was started again
    assert lives.id not in {one.seen.id for one in placements.list_work(again.office, CHAIR)}
    assert lives.id not in {one.seen.id for one in placements.list_stalls(again.office, CHAIR)}
    assert lives.id in {one.id for one in placements.list_placements(again.office, CHAIR)}


def test_an_access_request_names_every_table_in_which_somebody_is(sound: House) -> None:
    """A new table with a household in it must be added to the export, or named here with the reason."""
    within = {
        "HouseholdRow": "file",
        "ApartRow": "kept_apart",
        "PairRow": "words_on_homes",
        "ContactRow": "contact",
        "PlacementRow": "placements",
        "EffectRow": "consequences",
        "ObjectionRow": "objections",
        "RoundHouseholdRow": "in_rounds",
        "ReadRow": "read_by",
        "AuditRow": "events",
    }
    with_household = {
        name
        for name, one in vars(tables).items()
        if isinstance(one, type) and issubclass(one, SQLModel) and "household" in getattr(one, "model_fields", {})
    }
    assert with_household - {"OccupantRow"} <= set(within), "a table that the access request does not know"
    tiny(sound)
    sound.open()
    sound.run()
    privacy.export_household(sound.office, MEMBER, "H1")
    found = privacy.export_household(sound.office, MEMBER, "H1")
    assert set(within.values()) - {"file"} <= set(found)
    assert found["placements"]
    assert found["file"]["id"] == "H1"
    assert [one["what"] for one in found["read_by"]] == ["privacy.export_household"]


def test_keys_wrapped_again_half_way_are_wrapped_again_the_next_time(url: str) -> None:
    import base64

    from allocator.store import open_store
    from tests.databases import settings

    old = DEVELOPMENT_KEY
    new = "next:" + base64.b64encode(new_key()).decode()
    first = tiny(House(open_store(settings(url))))
    both = House(open_store(settings(url, ALLOCATOR_KEYS=f"{new},{old}")))
    with both.store.reading() as work:  # the power fails: nothing of it is kept
        assert work.vault.rewrap() > 0
    assert privacy.rewrap_keys(both.office, ADMINISTRATOR) > 0
    assert privacy.rewrap_keys(both.office, ADMINISTRATOR) == 0
    only = House(open_store(settings(url, ALLOCATOR_KEYS=new)))
    assert households.show_household(only.office, MEMBER, "H1").household.id == "H1"
    for house in (first, both, only):
        house.store.close()


KEY = "own:" + "A" * 43 + "="
SAFE = {
    "ALLOCATOR_ENVIRONMENT": "production",
    "ALLOCATOR_DATABASE_URL": "postgresql://me:secret@db.example/allocator?sslmode=verify-full",
    "ALLOCATOR_KEYS": KEY,
}


def test_safe_production_is_accepted() -> None:
    assert read_settings(SAFE).environment == "production"


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"ALLOCATOR_DATABASE_URL": "sqlite:///allocator.db"}, "Production needs PostgreSQL"),
        ({"ALLOCATOR_DATABASE_URL": "postgresql://me@db.example/a?sslmode=disable"}, "not encrypted"),
        ({"ALLOCATOR_DATABASE_URL": "postgresql://me@db.example/a?sslmode=prefer"}, "not encrypted"),
        ({"ALLOCATOR_DATABASE_URL": "postgresql://me@db.example/a"}, "not encrypted"),
        ({"ALLOCATOR_KEYS": ""}, "a key of its own"),
        ({"ALLOCATOR_KEYS": DEVELOPMENT_KEY}, "a key of its own"),
        ({"ALLOCATOR_KEYS": f"{KEY},{DEVELOPMENT_KEY}"}, "a key of its own"),
    ],
)
def test_unsafe_production_is_refused(changed: dict[str, str], what: str) -> None:
    with pytest.raises(InputProblems, match=what) as refused:
        read_settings(SAFE | changed)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_a_database_on_the_machine_itself_needs_no_encryption(host: str) -> None:
    assert read_settings(SAFE | {"ALLOCATOR_DATABASE_URL": f"postgresql://me@{host}/a"}).place
    assert read_settings(SAFE | {"ALLOCATOR_DATABASE_URL": "postgresql://me@/a?host=/var/run/postgresql"}).place


def test_a_waiver_is_given_used_and_taken_back(sound: House) -> None:
    tiny(sound)
    sound.open()
    sound.run()
    placed = {p.household for p in placements.list_placements(sound.office, CHAIR)}
    assert placed
    written = case("tiny").round
    unit, household = written.units[0].id, next(h.id for h in written.households if h.id not in placed)
    households.waive(sound.office, CHAIR, household, unit, "R-402", case("tiny").round.policy.reasons[0].code)
    said = privacy.export_household(sound.office, MEMBER, household)["words_on_homes"]
    assert [(w["unit"], w["rule"], w["verdict"]) for w in said] == [(unit, "R-402", "waive")]
    households.take_back_word(sound.office, CHAIR, household, unit, Verdict.WAIVE)
    assert privacy.export_household(sound.office, MEMBER, household)["words_on_homes"] == []


def test_secrets_of_the_installation_are_wrapped_again_too(sound: House) -> None:
    """Second factors, webhooks, addresses, answers: with the new key alone all of them can be read."""
    sound.begin("tiny", opened=False)
    access.add_user(sound.office, ADMINISTRATOR, "member", Role.COMMITTEE_MEMBER)
    credentials.set_password(sound.office, MEMBER, "drie paarse olifanten")
    secret = credentials.new_factor(sound.office, MEMBER).secret
    notices.add_hook(sound.office, MEMBER, "https://example.org", ("offer",), Allowed())
    notices.set_address(sound.office, MEMBER, "a@b.example", "nl")
    once(sound.office, MEMBER, Asked("k", "0" * 64), lambda _: "answer", lambda _: None)
    old = sound.store.keys
    fresh = new_keyring("fresh")
    both = Office(Store(sound.store.engine, f"{fresh},{old}"), sound.clock, sound.secrets)
    assert privacy.rewrap_keys(both, ADMINISTRATOR) >= 4
    assert privacy.rewrap_keys(both, ADMINISTRATOR) == 0
    with Store(sound.store.engine, fresh).reading() as work:
        row = identity.credential(work, "member")
        assert row is not None
        assert identity.factor(work, row) == secret
        assert [address for _, address, _, _ in addresses.addresses(work)] == ["a@b.example"]
        found = answers.find(work, "member", "k")
        assert found is not None
        assert found.text == "answer"
        assert trail.verify(work) is None

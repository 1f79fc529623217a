"""The door of an installation: looking for a database does not make one."""

from pathlib import Path

import pytest
from sqlalchemy import insert, text

from allocator import audit
from allocator.actions import Office, placements
from allocator.audit import Event
from allocator.domain.workflow import SETTLED, Role
from allocator.store import migrating, open_store, trail
from allocator.store.faults import Behind
from allocator.store.tables import AuditRow, HeadRow, UserRow
from tests.actions.offices import CHAIR, MONDAY, House
from tests.databases import settings


@pytest.mark.parametrize("look", [Office.open, Office.status])
def test_looking_for_a_database_does_not_make_one(tmp_path: Path, look: object) -> None:
    file = tmp_path / "none.db"
    with pytest.raises(Behind, match="db upgrade"):
        look(settings(f"sqlite:///{file}"))  # type: ignore[operator]
    assert not file.exists()


def test_from_nothing_to_an_office_with_a_first_user(empty_url: str) -> None:
    before, now = Office.upgrade(settings(empty_url))
    assert before is None
    assert Office.status(settings(empty_url))[:2] == (now, now)
    office = Office.open(settings(empty_url))
    assert office.who(office.first_user("ada")).id == "ada"
    office.close()


def test_what_was_kept_before_there_were_seals_is_sealed_as_it_was_found(empty_url: str) -> None:
    """A database of revision 0005: its rows are sealed by one event of the program, and from then on guarded."""
    wanted = settings(empty_url)
    store = open_store(wanted)
    migrating.upgrade(store, "0005")
    first = audit.link(Event(at=MONDAY, who="ada", role=Role.SYSTEM, what="access.first_user", kind="user", whom="ada"))
    event = first.event
    with store.writing() as work:
        add = work.session.connection().execute
        add(insert(UserRow).values(id="ada", role="administrator", made_at=MONDAY))
        columns = {name: getattr(event, name) for name in ("at", "who", "what", "kind", "whom", "household")}
        link = {"number": 1, "document": event.canonical, "previous": first.previous, "sha256": first.sha256}
        add(insert(AuditRow).values(**columns, **link))
        add(insert(HeadRow).values(id=1, number=1, sha256=first.sha256))
    assert Office.upgrade(wanted) == ("0005", migrating.head())
    with store.reading() as work:
        assert trail.verify(work) is None
        assert [link.event.what for link in trail.links(work)] == ["access.first_user", "office.upgrade"]
    with store.writing() as work:
        work.session.connection().execute(text("UPDATE users SET role = 'auditor'"))
    with store.reading() as work:
        broken = trail.verify(work)
        assert broken
        assert broken.number == 2
    assert Office.upgrade(wanted) == (migrating.head(), migrating.head())
    with store.reading() as work:
        assert trail.verify(work) == broken  # sealing is done once
    store.close()


def test_what_pages_remember_is_looked_up_before_the_first_visitor_comes(house: House) -> None:
    house.begin("tiny")
    number = placements.list_placements(house.office, CHAIR)[0].id
    for _ in range(9):
        waits = {one.seen.id: one.next for one in placements.list_work(house.office, CHAIR)}
        if placements.show_placement(house.office, CHAIR, number).seen.state in SETTLED:
            break
        house.decide(number, waits[number])
    house.store.opened.settled.clear()
    house.office.warm_up()
    assert number in house.store.opened.settled

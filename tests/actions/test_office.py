"""The door of an installation: looking for a database does not make one."""

from pathlib import Path

import pytest

from allocator.actions import Office
from allocator.store.faults import Behind
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

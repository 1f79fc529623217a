"""Who may open which page: each role its own, and no other."""

import pytest

from tests.actions.offices import House
from tests.api.pages.filled import filled
from tests.api.pages.readers import reader
from tests.api.pages.visits import VISITS, pages
from tests.api.servers import ROLES, Server


def test_every_page_has_a_visit() -> None:
    """A page that is added is visited by every test of all pages, or this one fails."""
    assert {visit.route for visit in VISITS} == set(pages())


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_every_page_opens_for_its_roles_and_for_no_other(server: Server, house: House) -> None:
    sample = filled(house)
    readers = {role: reader(server, sample.actor(role)) for role in ROLES}
    wrong = []
    for visit in filter(lambda one: one.roles, VISITS):
        for role, mine in readers.items():
            answer = mine.client.get(visit.address(sample))
            if answer.status_code not in ((200,) if role in visit.roles else (403, 404)):
                wrong.append((visit.address(sample), role.value, answer.status_code))
    assert wrong == []

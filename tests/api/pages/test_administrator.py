"""An administrator's pages: users, organisations, tokens, and what is kept or destroyed."""

import re

import pytest

from allocator.actions import access, privacy
from allocator.domain.workflow import Role
from tests.actions.offices import ADMINISTRATOR, AUDITOR, CHAIR, MEMBER, House, corporation
from tests.api.pages.readers import Reader, forms, reader, words
from tests.api.servers import Server

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
FORBIDDEN = ("/users", "/users/chair", "/organisations", "/keeping")


def secret_of(page: str) -> str:
    """The secret that a page shows once."""
    (found,) = re.findall(r'<p class="secret">([^<]+)</p>', page)
    return str(found)


def test_a_user_is_let_in_with_a_role_and_an_organisation(server: Server, house: House) -> None:
    mine = reader(server, ADMINISTRATOR)
    assert mine.client.get("/").headers["location"] == "/users"
    said = {"key": "C7", "name": "Zevende", "kind": "corporation"}
    assert "Zevende is written down." in mine.does("/organisations", "/organisations", **said)
    page = mine.does("/users", "/users", name="wonen", role="corporation", organisation="C7")
    assert "wonen is added." in page
    assert "Zevende" in words(page)
    assert "Zevende" in words(mine.get("/users?q=wonen"))
    (user,) = [one for one in access.list_users(house.office, ADMINISTRATOR) if one.id == "wonen"]
    assert (user.role, user.organisation, user.active) == (Role.CORPORATION, "C7", True)


def test_what_is_wrong_leads_to_its_field(server: Server) -> None:
    mine = reader(server, ADMINISTRATOR)
    for said, field in (
        ({"name": "a|b", "role": "auditor"}, "name"),
        ({"name": "administrator", "role": "auditor"}, "name"),
        ({"name": "new", "role": "system"}, "role"),
        ({"name": "new", "role": "corporation"}, "organisation"),
        ({"name": "new", "role": "auditor", "organisation": "C7"}, "organisation"),
    ):
        mine.does("/organisations", "/organisations", key="C7", name="Zevende", kind="corporation")
        wrong = mine.fill(mine.get("/users"), "/users", **said)
        assert (wrong.status_code, f'id="{field}-wrong"' in wrong.text) == (400, True), said
        assert f'href="#{field}"' in wrong.text
    wrong = mine.fill(mine.get("/organisations"), "/organisations", key="", name="", kind="")
    assert [f'href="#{field}"' in wrong.text for field in ("key", "name", "kind")] == [True] * 3
    other = mine.fill(mine.get("/organisations"), "/organisations", key="C7", name="x", kind="municipality")
    assert 'id="kind-wrong"' in other.text


def test_a_token_lets_somebody_in_the_first_time_until_it_is_ended(server: Server, house: House) -> None:
    mine = reader(server, ADMINISTRATOR)
    mine.does("/users", "/users", name="nieuw", role="auditor")
    shown = mine.fill(mine.get("/users/nieuw"), "/tokens", days="7", label="first time")
    assert shown.headers["cache-control"] == "no-store"
    first = reader(server)
    answer = first.fill(first.get("/sign-in/first"), "/sign-in/first", key=secret_of(shown.text))
    assert answer.headers["location"] == "/account"
    (token,) = [one for one in access.list_tokens(house.office, ADMINISTRATOR) if one.label == "first time"]
    assert secret_of(shown.text) not in mine.get("/tokens")
    page = mine.does("/tokens?user=nieuw", "/tokens/end", number=str(token.number))
    assert f"Token {token.number} has ended." in page
    again = first.fill(reader(server).get("/sign-in/first"), "/sign-in/first", key=secret_of(shown.text))
    assert again.status_code in (303, 400, 403)
    wrong = mine.fill(mine.get("/tokens"), "/tokens", user="nieuw", days="never")
    assert 'id="days-wrong"' in wrong.text
    assert 'id="days-wrong"' in mine.fill(mine.get("/tokens"), "/tokens", user="nieuw", days="900").text


def test_who_is_blocked_is_out_at_once(server: Server, house: House) -> None:
    mine, other = reader(server, ADMINISTRATOR), reader(server, MEMBER)
    assert "member is blocked" in mine.does("/users/member", "/users/member/active", active="no")
    assert other.client.get("/week").status_code == 303
    assert "blocked" in words(mine.get("/users?state=False"))
    assert "may come in again" in mine.does("/users/member", "/users/member/active", active="yes")
    assert "/users/administrator/active" not in mine.get("/users/administrator")  # nobody locks oneself out


def test_how_somebody_signs_in_is_removed(server: Server) -> None:
    mine, other = reader(server, ADMINISTRATOR), reader(server, MEMBER)
    other.does("/account", "/account/password", password="drie paarse olifanten", again="drie paarse olifanten")
    assert "Removed." in mine.does("/users/member", "/users/member/reset")
    assert "member had no password yet." in mine.does("/users/member", "/users/member/reset")


def test_everybody_has_tokens_of_ones_own_and_sees_no_others(server: Server, house: House) -> None:
    reader(server, CHAIR)
    mine = reader(server, corporation("C1"))
    assert 'href="/tokens"' in mine.get("/account")
    page = mine.get("/tokens")
    assert "chair" not in words(page)
    made = mine.fill(page, "/tokens", days="30", label="ours", reads_only="yes")
    assert secret_of(made.text)
    of_chair = next(one for one in access.list_tokens(house.office, ADMINISTRATOR) if one.user == "chair")
    assert mine.fill(page, "/tokens/end", number=str(of_chair.number)).status_code == 403
    assert mine.fill(page, "/tokens", days="30", user="chair").status_code == 403


def test_what_is_past_its_date_is_shown_before_it_is_destroyed(server: Server, house: House) -> None:
    from allocator.actions import households

    mine = reader(server, ADMINISTRATOR)
    assert "Nothing is past its date now." in words(mine.get("/keeping"))
    households.withdraw_household(house.office, CHAIR, "H3")
    house.clock.pass_days(1828)
    mine = reader(server, ADMINISTRATOR)
    page = mine.get("/keeping")
    assert "H3" in words(page)
    assert "2026-w48" in words(page)
    wrong = mine.fill(page, "/keeping/purge")
    assert 'href="#sure"' in wrong.text
    assert list(privacy.foresee_purge(house.office, ADMINISTRATOR).households) == ["H3"]
    assert "the facts of 1 household" in mine.does("/keeping", "/keeping/purge", sure="yes")
    assert privacy.foresee_purge(house.office, ADMINISTRATOR).households == {}
    assert "Nothing is past its date now." in words(mine.get("/keeping"))


def test_the_keys_are_wrapped_again(server: Server) -> None:
    mine: Reader = reader(server, ADMINISTRATOR)
    assert "All keys were wrapped by the current key already." in mine.does("/keeping", "/keeping/rewrap")


def test_others_do_not_come_here(server: Server) -> None:
    for actor in (CHAIR, corporation("C1")):
        mine = reader(server, actor)
        for path in FORBIDDEN:
            assert "This page is not for you" in mine.get(path, 403)
    looks = reader(server, AUDITOR)
    assert "Add a user" not in words(looks.get("/users"))
    looks.get("/keeping", 403)
    reader(server, ADMINISTRATOR).get("/users/NOBODY", 404)


def test_a_user_gets_another_role_and_what_was_of_the_old_one_ends(server: Server, house: House) -> None:
    mine, other = reader(server, ADMINISTRATOR), reader(server, MEMBER)
    page = mine.get("/users/member")
    wrong = mine.fill(page, "/users/member/role", role="corporation", organisation="")
    assert (wrong.status_code, 'id="organisation-wrong"' in wrong.text) == (400, True)
    wrong = mine.fill(page, "/users/member/role", role="auditor", organisation="C1")
    assert "This role belongs to no organisation" in wrong.text
    page = mine.does("/users/member", "/users/member/role", role="auditor", organisation="")
    assert "member has another role now." in page
    assert "Auditor" in words(page)
    assert other.client.get("/week").headers["location"].startswith("/sign-in")
    assert "/users/administrator/role" not in mine.get("/users/administrator")
    mark = forms(page)[0][1]["mark"]
    said = {"mark": mark, "role": "auditor", "organisation": ""}
    assert "You cannot change your own role." in mine.client.post("/users/administrator/role", data=said).text


def test_webhooks_are_added_paused_and_told_again(server: Server, house: House) -> None:
    mine, other = reader(server, ADMINISTRATOR), reader(server, CHAIR)
    page = mine.get("/webhooks")
    assert "There is no webhook yet." in page
    assert 'value="administrator"' not in page  # whom nothing concerns
    for said, field in (
        ({}, "user"),
        ({"user": "chair", "url": "http://example.org", "kind": ["offer"]}, "url"),
        ({"user": "chair", "url": "https://example.org/hook"}, "kind"),
    ):
        wrong = mine.fill(page, "/webhooks", **said)
        assert (wrong.status_code, f'id="{field}-wrong"' in wrong.text) == (400, True), field
    made = mine.fill(page, "/webhooks", user="chair", url="https://example.org/hook", kind=["proposal"])
    assert secret_of(made.text).startswith("whsec_")
    assert "whsec_" not in mine.get("/webhooks/1")
    assert "It was told nothing yet." in mine.get("/webhooks/1")
    house.run()
    assert "a new proposal" in words(mine.get("/webhooks/1"))
    assert "Sent again: 1." in mine.does("/webhooks/1", "/webhooks/1/again", since="2026-11-23")
    assert mine.fill(mine.get("/webhooks/1"), "/webhooks/1/again", since="soon").status_code == 400
    page = mine.does("/webhooks/1", "/webhooks/1/active", active="no")
    assert "Webhook 1 is paused." in page
    assert "given up" in words(page)
    again = mine.client.post("/webhooks/1/again", data={"mark": forms(page)[0][1]["mark"], "since": "2026-11-23"})
    assert "This webhook is paused." in again.text
    house.run()
    assert words(mine.get("/webhooks/1")).count("a new proposal") == 2  # what it is told, and that one time
    assert "Webhook 1 goes on." in mine.does("/webhooks/1", "/webhooks/1/active", active="yes")
    mine.get("/webhooks/99", 404)
    other.get("/webhooks", 403)

"""Sessions of the pages: how they begin, what their cookie is worth, and when they are over."""

import re
from datetime import timedelta

import httpx2
import pyotp
import pytest

from allocator.actions import access, credentials
from allocator.store import trail
from tests.actions.offices import ADMINISTRATOR, CHAIR, MEMBER, House
from tests.api.pages.readers import Reader, reader, words
from tests.api.servers import Server, bad, serving

GOOD = "drie paarse olifanten"


def with_password(server: Server) -> Reader:
    """A member who comes with a key, and sets a password."""
    mine = reader(server, MEMBER)
    assert "Your password is set." in mine.does("/account", "/account/password", password=GOOD, again=GOOD)
    return mine


def signs_in(one: Reader, **said: str) -> httpx2.Response:
    return one.fill(one.get("/sign-in"), "/sign-in", **{"name": "member", "password": GOOD} | said)


def test_who_has_no_password_yet_comes_in_with_a_key_and_sets_one(server: Server, house: House) -> None:
    with_password(server)
    one = reader(server)
    answer = signs_in(one)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "member" in one.get("/account")
    with house.store.reading() as work:
        how = [event.event.facts["how"] for event in trail.events(work, what="office.sign_in")]
        assert how == ["password", "token"]  # the newest first
        assert trail.verify(work) is None


def test_what_is_not_right_stands_in_the_form_and_locks_after_some_tries(server: Server) -> None:
    with_password(server)
    one = reader(server)
    for _ in range(5):
        answer = signs_in(one, password="wrong password here")
        assert answer.status_code == 400
        assert 'id="name-wrong"' in answer.text
        assert 'aria-invalid="true"' in answer.text
        assert "<title>Mistake: Sign in" in answer.text
        assert "wrong password here" not in answer.text
    assert "locked" in words(signs_in(one).text)


def test_a_code_is_asked_once_it_was_set(server: Server, house: House) -> None:
    mine = with_password(server)
    page = mine.fill(mine.get("/account"), "/account/factor").text
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert found is not None
    totp = pyotp.TOTP(found[1].replace(" ", ""))
    again = mine.fill(page, "/account/factor/confirm", code="000000")
    assert "not the code of now" in words(again.text)
    answer = mine.fill(again.text, "/account/factor/confirm", code=totp.at(house.clock.now))
    assert answer.status_code == 303
    house.clock.now += timedelta(minutes=1)
    one = reader(server)
    asked = signs_in(one)
    assert "Give the code" in words(asked.text)
    assert 'autocomplete="one-time-code"' in asked.text
    answer = one.fill(asked.text, "/sign-in", password=GOOD, code=totp.at(house.clock.now))
    assert answer.status_code == 303


def test_a_server_that_others_reach_asks_for_a_second_factor(house: House) -> None:
    with serving(house, secure=False) as server:
        server.token_of(MEMBER)
        credentials.set_password(house.office, MEMBER, GOOD)
        answer = signs_in(reader(server))
        assert answer.status_code == 400
        assert "asks for a second factor" in words(answer.text)


def test_the_cookie_goes_over_tls_only_and_scripts_do_not_see_it(house: House) -> None:
    with serving(house) as server:
        client = server.client()
        key = server.token_of(CHAIR)
        page = client.get("/sign-in/first")
        visitor = page.headers["set-cookie"].partition(";")[0]
        mark = re.search(r'name="mark" value="([^"]+)"', page.text)
        assert mark is not None
        answer = client.post("/sign-in/first", data={"mark": mark[1], "key": key}, headers={"Cookie": visitor})
        assert answer.status_code == 303, answer.text
        (session,) = [one for one in answer.headers.get_list("set-cookie") if "allocator-session" in one]
        assert session.startswith("__Host-allocator-session=")
        for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
            assert part in session
        assert "Domain" not in session


def test_a_cookie_opens_pages_only_and_a_token_opens_none(server: Server) -> None:
    mine = reader(server, MEMBER)
    secret = mine.client.cookies["allocator-session"]
    bad(server.client(Authorization=f"Bearer {secret}").get("/v1/units"), 401, "no_token")
    other = reader(server)
    other.client.cookies["allocator-session"] = server.token_of(MEMBER)
    assert other.client.get("/account").headers["location"].startswith("/sign-in")
    assert server.client().get("/account", headers={"Authorization": f"Bearer {secret}"}).status_code == 303


def test_a_key_that_only_reads_or_is_none_gives_no_session(server: Server, house: House) -> None:
    server.token_of(MEMBER)
    key = access.add_token(house.office, ADMINISTRATOR, "member", reads_only=True)[1]
    one = reader(server)
    for said in (key, "guess"):
        answer = one.fill(one.get("/sign-in/first"), "/sign-in/first", key=said)
        assert answer.status_code == 400
        assert 'id="key-wrong"' in answer.text
        assert "allocator-session" not in one.client.cookies


def test_a_session_that_nobody_uses_is_over(server: Server, house: House) -> None:
    mine = reader(server, MEMBER)
    for _ in range(3):
        house.clock.now += timedelta(minutes=29)
        mine.get("/account")
    house.clock.now += timedelta(minutes=31)
    answer = mine.client.get("/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Faccount")
    assert "You did nothing for 30 minutes" in words(mine.get("/sign-in?next=%2Faccount"))
    house.clock.now -= timedelta(minutes=31)  # it does not come back
    assert mine.client.get("/account").status_code == 303


def test_a_session_lasts_no_longer_than_a_working_day(server: Server, house: House) -> None:
    mine = reader(server, MEMBER)
    for _ in range(25):
        house.clock.now += timedelta(minutes=28)
        mine.get("/account")
    house.clock.now += timedelta(minutes=28)
    assert mine.client.get("/account").status_code == 303


def test_signing_out_ends_it_on_the_server(server: Server, house: House) -> None:
    mine = reader(server, MEMBER)
    secret = mine.client.cookies["allocator-session"]
    assert "You are signed out." in mine.does("/account", "/sign-out")
    mine.client.cookies["allocator-session"] = secret
    assert mine.client.get("/account").status_code == 303
    with house.store.reading() as work:
        assert [one.event.who for one in trail.events(work, what="office.sign_out")] == ["member"]


def test_signing_out_everywhere_ends_all_of_them_and_no_token(server: Server) -> None:
    first, second, other = reader(server, MEMBER), reader(server, MEMBER), reader(server, CHAIR)
    token = server.token_of(MEMBER)
    assert "on every machine" in first.does("/account", "/account/sign-out-everywhere")
    for one in (first, second):
        assert one.client.get("/account").status_code == 303
    other.get("/account")
    assert server.client(Authorization=f"Bearer {token}").get("/v1/units").status_code == 200


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_who_is_kept_out_is_out_at_once(server: Server, house: House) -> None:
    mine = reader(server, MEMBER)
    access.set_active(house.office, ADMINISTRATOR, "member", active=False)
    assert mine.client.get("/account").status_code == 303


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("field", ["again", "before", "password"])
def test_a_password_that_is_not_right_is_told_at_its_field(server: Server, field: str) -> None:
    mine = with_password(server)
    said = {"before": GOOD, "password": "vijf groene koeien", "again": "vijf groene koeien"}
    said |= {"password": {"password": "short", "again": "short"}}.get(field) or {field: "iets anders dan dit"}
    answer = mine.fill(mine.get("/account"), "/account/password", **said)
    assert answer.status_code == 400
    assert f'id="{field}-wrong"' in answer.text
    assert f'href="#{field}"' in answer.text

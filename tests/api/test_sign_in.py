"""Signing in with a password and a second factor; tokens that only read; identities."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pyotp
import pytest

from allocator.actions import credentials
from allocator.api.serving import setup_of
from allocator.privacy import signing_in
from allocator.settings import read_settings
from allocator.store import trail
from tests.actions.offices import ADMINISTRATOR, MEMBER, House
from tests.api.servers import Server, bad, good, serving

GOOD = "drie paarse olifanten"


def sign_in(client: httpx2.Client, password: str = GOOD, code: str = "", user: str = "member") -> httpx2.Response:
    return client.post("/v1/sessions", json={"user": user, "password": password, "code": code})


def with_password(server: Server) -> httpx2.Client:
    """A member who has set a password."""
    mine = server.as_(MEMBER)
    good(mine.put("/v1/credentials/password", json={"password": GOOD}), 204)
    return mine


def with_factor(server: Server, house: House) -> pyotp.TOTP:
    mine = with_password(server)
    begun = good(mine.post("/v1/credentials/factor"))
    assert begun["uri"].startswith("otpauth://totp/Allocator:member?secret=")
    totp = pyotp.TOTP(begun["secret"])
    for wrong in ("000000", "１２３４５６", "\x00émoji"):
        bad(mine.post("/v1/credentials/factor/_confirm", json={"code": wrong}), 400, "code")
    good(mine.post("/v1/credentials/factor/_confirm", json={"code": totp.at(house.clock.now)}), 204)
    return totp


def test_with_a_password_and_a_code_one_comes_in_for_a_day(server: Server, house: House) -> None:
    totp, client = with_factor(server, house), server.client()
    bad(sign_in(client), 401, "code_needed")
    house.clock.now += timedelta(minutes=1)
    code = totp.at(house.clock.now)
    came = good(sign_in(client, code=code), 201)
    mine = server.client(Authorization=f"Bearer {came['secret']}")
    good(mine.get("/v1/units"))
    bad(sign_in(client, code=code), 401, "sign_in")  # a code is used once
    house.clock.now += timedelta(hours=13)
    bad(mine.get("/v1/units"), 401)
    with house.store.reading() as work:
        events = [one.event for one in trail.events(work, what="office.sign_in")]
        assert [(one.who, one.facts["how"]) for one in events] == [("member", "password")]
        assert trail.verify(work) is None


def test_a_server_that_others_reach_asks_for_a_second_factor(server: Server) -> None:
    with_password(server)
    bad(sign_in(server.client()), 401, "factor_needed")


def test_on_the_own_machine_no_second_factor_is_asked(house: House) -> None:
    with serving(house, second_factor=False) as server:
        with_password(server)
        good(sign_in(server.client()), 201)


def test_nobody_learns_whether_there_is_such_a_user(house: House) -> None:
    with serving(house, second_factor=False) as server:
        with_password(server)
        client = server.client()
        told = [
            bad(sign_in(client, password, user=user), 401, "sign_in") | {"instance": ""}
            for user, password in (("member", "wrong password here"), ("nobody", GOOD), ("chair", GOOD))
        ]
        assert told[0] == told[1] == told[2]


def test_after_five_tries_it_is_locked_for_a_while(house: House) -> None:
    with serving(house, second_factor=False) as server:
        with_password(server)
        client = server.client()
        for _ in range(5):
            bad(sign_in(client, "wrong password here"), 401, "sign_in")
        bad(sign_in(client), 401, "locked_out")
        house.clock.now += timedelta(minutes=16)
        good(sign_in(client), 201)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "password", ["short", "x" * 129, "aaaaaaaaaaaaaaa", "wachtwoord1234", "the member of it", "abababababab"]
)
def test_a_password_that_is_guessed_first_is_refused(server: Server, password: str) -> None:
    mine = server.as_(MEMBER)
    bad(mine.put("/v1/credentials/password", json={"password": password}), 400, "password")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_who_has_a_password_says_it_to_change_it(server: Server, house: House) -> None:
    mine = with_password(server)
    new: dict[str, Any] = {"password": "vier groene giraffen"}
    bad(mine.put("/v1/credentials/password", json=new), 401, "sign_in")
    good(mine.put("/v1/credentials/password", json=new | {"before": GOOD}), 204)
    assert credentials.reset(house.office, ADMINISTRATOR, "member")
    good(mine.put("/v1/credentials/password", json={"password": GOOD}), 204)
    bad(mine.post("/v1/users/member/_reset"), 403, "role")
    good(server.as_(ADMINISTRATOR).post("/v1/users/member/_reset"), 204)
    bad(server.as_(ADMINISTRATOR).post("/v1/users/nobody/_reset"), 404)


def test_nothing_of_it_can_be_read_in_the_database(server: Server, house: House) -> None:
    totp = with_factor(server, house)
    with house.store.reading() as work:
        (row,) = work.session.connection().exec_driver_sql("SELECT password, totp FROM credentials").all()
    assert row[0].startswith("$argon2id$")
    assert GOOD not in row[0]
    assert totp.secret not in row[1]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_token_that_only_reads_changes_nothing(server: Server) -> None:
    mine = server.as_(MEMBER)
    made = good(mine.post("/v1/tokens", json={"readsOnly": True, "label": "monitor"}), 201)
    reader = server.client(Authorization=f"Bearer {made['secret']}")
    good(reader.get("/v1/units"))
    bad(reader.post("/v1/rounds", json={"id": "other"}), 403, "reads_only")
    bad(reader.post("/v1/tokens", json={}), 403, "reads_only")


def test_codes_of_the_step_before_and_after_hold() -> None:
    secret, now = signing_in.new_factor(), datetime(2026, 11, 29, 12, 0, 10, tzinfo=UTC)
    totp = pyotp.TOTP(secret)
    for seconds, holds in ((-60, False), (-30, True), (0, True), (30, True), (60, False)):
        code = totp.at(now + timedelta(seconds=seconds))
        assert (signing_in.code_step(secret, code, now, 0) is not None) is holds


@pytest.mark.parametrize(("host", "behind_proxy"), [("127.0.0.1", False), ("127.0.0.1", True), ("0.0.0.0", True)])
def test_only_who_sits_at_the_machine_itself_needs_no_second_factor_and_no_tls(host: str, behind_proxy: bool) -> None:
    setup = setup_of(host, read_settings({}), behind_proxy=behind_proxy)
    assert setup.second_factor is setup.secure is behind_proxy

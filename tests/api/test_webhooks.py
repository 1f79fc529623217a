"""Being told: a real receiver, a real mail server, and targets that are none."""

import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from allocator.actions import SYSTEM, ledger, upkeep
from allocator.actions.messenger import Messenger
from allocator.notify import Allowed, Failed, Mail, deliver, is_target, parse_mail, sign
from allocator.notify.webhooks import is_public
from allocator.store import trail
from tests.actions.offices import CHAIR, MEMBER, House, corporation
from tests.api.processes import free_port
from tests.api.servers import Server, bad, good, serving
from tests.api.test_resources import decide, placement_of


@dataclass
class Receiver:
    """Takes what is sent to it, unless it is told to refuse."""

    port: int = 0
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    refuse: int = 0
    redirect: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def allowed(self) -> Allowed:
        return Allowed.read(f"127.0.0.1:{self.port}")

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.taken]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if found.redirect:
                self.send_response(302)
                self.send_header("Location", "/elsewhere")
            elif found.refuse:
                found.refuse -= 1
                self.send_response(500)
            else:
                found.taken.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def server(house: House, receiver: Receiver) -> Iterator[Server]:
    with serving(house, allowed=receiver.allowed) as found:
        yield found


def messenger(house: House, receiver: Receiver) -> Messenger:
    return Messenger(house.office, receiver.allowed)


def offer(server: Server) -> int:
    """Offer U1 to whom it is proposed; gives the placement."""
    chair = server.as_(CHAIR)
    number = int(placement_of(chair, "U1")["id"])
    for step in ("accept", "accept_home", "offer"):
        good(decide(chair, number, step), 201)
    return number


def test_a_corporation_is_told_of_its_own_and_of_nobody(server: Server, house: House, receiver: Receiver) -> None:
    client = server.as_(corporation("C1"))
    asked = {"url": receiver.url, "kinds": ["offer", "decision"]}
    made = good(client.post("/v1/webhooks", json=asked), 201)
    good(server.as_(corporation("C2")).post("/v1/webhooks", json=asked | {"kinds": ["offer"]}), 201)
    number = offer(server)
    assert messenger(house, receiver).once() == 4
    told = receiver.told()
    assert [one["type"] for one in told] == ["decision", "decision", "decision", "offer"]
    assert told[-1]["data"] == {
        "municipality": "GM0014",
        "placement": number,
        "round": "2026-w48",
        "state": "offered",
        "unit": "U1",
    }
    headers, body = receiver.taken[-1]
    wanted = sign(made["secret"], headers["webhook-id"], int(headers["webhook-timestamp"]), body)
    assert headers["webhook-signature"] == wanted
    assert messenger(house, receiver).once() == 0
    listed = good(client.get(f"/v1/webhooks/{made['number']}/deliveries"))["items"]
    assert [(one["kind"], one["attempts"], one["error"]) for one in listed][-1] == ("offer", 1, "")
    with house.store.reading() as work:
        assert trail.verify(work) is None
        (kept,) = work.session.connection().exec_driver_sql("SELECT secret FROM webhooks WHERE id = 1").scalars()
        assert made["secret"] not in kept


def test_what_is_not_taken_is_sent_again_later(server: Server, house: House, receiver: Receiver) -> None:
    client = server.as_(corporation("C1"))
    hook = good(client.post("/v1/webhooks", json={"url": receiver.url, "kinds": ["offer"]}), 201)["number"]
    offer(server)
    receiver.refuse = 2
    office = messenger(house, receiver)
    for minutes in (0, 2, 6):
        house.clock.now += timedelta(minutes=minutes)
        assert office.once() == 1
        assert office.once() == 0
    assert [one["type"] for one in receiver.told()] == ["offer"]
    (row,) = good(client.get(f"/v1/webhooks/{hook}/deliveries"))["items"]
    assert (row["attempts"], row["error"], row["nextAt"]) == (3, "", None)
    assert good(client.post(f"/v1/webhooks/{hook}/_replay", json={"since": "2026-11-23T00:00:00Z"}))["deliveries"] == 1
    assert office.once() == 1
    assert receiver.taken[0][0]["webhook-id"] == receiver.taken[1][0]["webhook-id"]  # so a receiver knows it
    good(client.delete(f"/v1/webhooks/{hook}"), 204)
    good(client.post(f"/v1/webhooks/{hook}/_replay", json={"since": "2026-11-23T00:00:00Z"}))
    assert not good(client.get("/v1/webhooks"))["items"][0]["active"]


def test_it_is_given_up_in_the_end(server: Server, house: House, receiver: Receiver) -> None:
    client = server.as_(corporation("C1"))
    hook = good(client.post("/v1/webhooks", json={"url": receiver.url, "kinds": ["offer"]}), 201)["number"]
    offer(server)
    receiver.redirect = True  # it is never followed
    office = messenger(house, receiver)
    tries = 0
    for _ in range(20):
        tries += office.once()
        house.clock.now += timedelta(days=1)
    assert tries == 9
    (row,) = good(client.get(f"/v1/webhooks/{hook}/deliveries"))["items"]
    assert (row["error"], row["nextAt"], row["deliveredAt"]) == ("status 302", None, None)


def test_what_is_undone_is_not_told(server: Server, house: House, receiver: Receiver) -> None:
    """The outbox is written in the transaction of what happened."""
    client = server.as_(MEMBER)
    good(client.post("/v1/webhooks", json={"url": receiver.url, "kinds": ["decision"]}), 201)
    number = int(placement_of(client, "U1")["id"])
    bad(client.post(f"/v1/placements/{number}/decisions", json={"step": "accept"}, headers={"If-Match": '"9"'}), 412)
    assert messenger(house, receiver).once() == 0


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_committee_is_told_of_a_new_proposal(server: Server, house: House, receiver: Receiver) -> None:
    client = server.as_(MEMBER)
    good(client.post("/v1/webhooks", json={"url": receiver.url, "kinds": ["proposal"]}), 201)
    house.run()
    assert messenger(house, receiver).once() == 1
    assert receiver.told()[0]["data"] == {"round": "2026-w48"}


def test_what_stands_still_and_who_is_behind_is_told_once(server: Server, house: House, receiver: Receiver) -> None:
    client = server.as_(MEMBER)
    good(client.post("/v1/webhooks", json={"url": receiver.url, "kinds": ["stalled", "quota"]}), 201)
    number = int(placement_of(client, "U1")["id"])
    ledger.revise_quota(house.office, CHAIR, "2026-H2", "all", 40, "more to do")
    office = messenger(house, receiver)
    for days in (0, 9, 1):
        house.clock.pass_days(days)
        upkeep.pass_days(house.office, SYSTEM)
        office.once()
    told = [(one["type"], one["data"].get("placement")) for one in receiver.told()]
    assert told.count(("stalled", number)) == 1
    behind = [(one["data"]["municipality"], one["timestamp"][:7]) for one in receiver.told() if one["type"] == "quota"]
    assert behind
    assert len(behind) == len(set(behind))  # once a month


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "target",
    ["http://example.org/", "https://user:secret@example.org/", "ftp://example.org/", "nonsense", "https:///path", ""],
)
def test_what_is_no_target_is_refused(server: Server, target: str) -> None:
    client = server.as_(MEMBER)
    bad(client.post("/v1/webhooks", json={"url": target, "kinds": ["offer"]}), 400, "target")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_another_ones_webhook_is_not_there(server: Server, receiver: Receiver) -> None:
    made = good(server.as_(MEMBER).post("/v1/webhooks", json={"url": receiver.url, "kinds": ["offer"]}), 201)
    other = server.as_(CHAIR)
    for number in (made["number"], 99):
        told = bad(other.delete(f"/v1/webhooks/{number}"), 404, "no_webhook")
        assert told["detail"] == f"There is no webhook {number}."
    assert good(other.get("/v1/webhooks"))["items"] == []


def test_addresses_inside_a_network_are_never_public() -> None:
    inside = ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "172.16.0.1", "0.0.0.0", "100.64.0.1", "::1"]
    inside += ["fe80::1", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "224.0.0.1", "::"]
    assert not [one for one in inside if is_public(one)]
    assert is_public("93.184.215.14")
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_a_name_that_leads_inside_is_found_when_connecting(receiver: Receiver) -> None:
    """Whatever it led to when the webhook was made."""
    for url in (f"https://127.0.0.1:{receiver.port}/", f"https://localhost:{receiver.port}/"):
        assert is_target(url, Allowed())
        with pytest.raises(Failed, match="not public"):
            deliver(url, "s", "msg_1", 1, b"{}", Allowed())
    assert receiver.taken == []
    deliver(receiver.url, "s", "msg_1", 1, b"{}", receiver.allowed)
    assert len(receiver.taken) == 1


# --------------------------------------------------------------------- mail


class Box:
    """Keeps what a mail server is handed."""

    def __init__(self) -> None:
        self.got: list[tuple[list[str], str]] = []

    async def handle_DATA(  # noqa: N802 - as aiosmtpd calls it
        self, _server: object, _session: object, envelope: Any
    ) -> str:
        self.got.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def box() -> Iterator[tuple[Box, Mail]]:
    kept = Box()
    port = free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    mail = parse_mail(f"smtp://127.0.0.1:{port}", "allocator@example.org")
    assert mail is not None
    yield kept, mail
    controller.stop()


def test_a_digest_counts_and_names_nobody(
    server: Server, house: House, receiver: Receiver, box: tuple[Box, Mail]
) -> None:
    kept, mail = box
    client = server.as_(corporation("C1"), **{"Accept-Language": "nl"})
    bad(client.put("/v1/mail-address", json={"address": "no address"}), 400, "address")
    good(client.put("/v1/mail-address", json={"address": "huur@corporatie.example"}), 204)
    offer(server)
    office = Messenger(house.office, receiver.allowed, mail, "https://allocator.example.org")
    assert office.digests() == 1
    assert office.digests() == 0
    ((to, text),) = kept.got
    assert to == ["huur@corporatie.example"]
    assert "Subject: Allocator: wat op u wacht" in text
    assert "Aanbiedingen die op antwoord wachten: 1" in text
    assert "Besluiten: 3" in text
    assert "U1" not in text
    house.clock.now += timedelta(days=2)
    assert office.digests() == 0  # nothing new
    good(client.put("/v1/mail-address", json={"address": ""}), 204)
    with house.store.reading() as work:
        assert list(work.session.connection().exec_driver_sql("SELECT * FROM addresses")) == []
        assert trail.verify(work) is None


def test_mail_that_is_not_taken_is_sent_with_the_next(server: Server, house: House, receiver: Receiver) -> None:
    client = server.as_(corporation("C1"))
    good(client.put("/v1/mail-address", json={"address": "huur@corporatie.example"}), 204)
    offer(server)
    nobody = parse_mail("smtp://127.0.0.1:1", "allocator@example.org")
    assert Messenger(house.office, receiver.allowed, nobody).digests() == 0
    assert Messenger(house.office, receiver.allowed, None).digests() == 0


def test_how_mail_is_handed_in() -> None:
    one = parse_mail("smtps://us%40er:pa%3Ass@mail.example.org", "a@b.example")
    assert one is not None
    assert (one.host, one.port, one.secure, one.user, one.password) == (
        "mail.example.org",
        465,
        "tls",
        "us@er",
        "pa:ss",
    )
    two = parse_mail("smtp://mail.example.org", "a@b.example")
    assert two is not None
    assert (two.port, two.secure) == (587, "starttls")
    assert parse_mail("", "") is None
    for wrong in ("http://x", "smtp://", "smtp://x"):
        with pytest.raises(ValueError, match="smtp"):
            parse_mail(wrong, "" if wrong == "smtp://x" else "a@b.example")

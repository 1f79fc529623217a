"""Households, objections, transfers, policies, who may come in, and the audit trail, over the API."""

import pytest

from allocator.api.tables import CSV
from tests.actions.offices import ADMINISTRATOR, AUDITOR, CHAIR, MEMBER, municipality, provider
from tests.api.servers import Server, bad, good
from tests.api.test_resources import decide, placement_of, tag

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # the rest does not depend on the database


def test_a_household_is_added_changed_withdrawn_and_comes_back(server: Server) -> None:
    client = server.as_(MEMBER)
    file = good(client.get("/v1/households/H3")) | {"id": "N1"}
    added = client.post("/v1/households", json=file)
    assert good(added, 201) == file
    assert file["needs"][0]["kind"] == "home"
    bad(client.post("/v1/households", json=file), 412, "changed")
    seen = client.get(added.headers["location"])
    changed = client.put("/v1/households/N1", json=file | {"adults": 2}, headers=tag(seen))
    assert good(changed)["adults"] == 2
    bad(client.put("/v1/households/N1", json=file, headers=tag(seen)), 412, "changed")
    bad(client.put("/v1/households/N2", json=file, headers=tag(seen)), 409, "other_key")
    good(client.delete("/v1/households/N1"), 204)
    assert "N1" not in {one["id"] for one in good(client.get("/v1/households"))["items"]}
    again = client.get("/v1/households/N1")
    good(client.put("/v1/households/N1", json=file, headers=tag(again)))
    assert "N1" in {one["id"] for one in good(client.get("/v1/households"))["items"]}


def test_a_household_of_another_provider_is_as_if_it_were_not_there(server: Server) -> None:
    client = server.as_(provider("Zorg"))
    assert good(client.get("/v1/households"))["items"] == []
    for key in ("H3", "H99"):
        assert bad(client.get(f"/v1/households/{key}"), 404)["detail"] == f"There is no household {key}."


def test_words_on_a_home(server: Server) -> None:
    chair, member = server.as_(CHAIR), server.as_(MEMBER)
    pin = {"unit": "U2", "verdict": "pin", "reason": "network"}
    assert good(member.post("/v1/households/H1/words", json=pin), 201)["verdict"] == "pin"
    bad(member.post("/v1/households/H1/words", json=pin | {"verdict": "forbid"}), 409, "contradiction")
    good(member.delete("/v1/households/H1/words/U2/pin"), 204)
    bad(member.delete("/v1/households/H1/words/U2/pin"), 404, "no_word")
    waive = {"unit": "U2", "verdict": "waive", "rule": "R-101", "reason": "network"}
    bad(member.post("/v1/households/H1/words", json=waive), 403, "role")
    assert chair.post("/v1/households/H1/words", json=waive).status_code in (201, 409)
    bad(member.post("/v1/households/H1/words", json=pin | {"reason": "because"}), 400, "reason_unknown")


def test_an_objection_is_decided_by_somebody_else(server: Server) -> None:
    chair, member = server.as_(CHAIR), server.as_(MEMBER)
    number = placement_of(chair, "U1")["id"]
    good(decide(member, number, "refuse", reason="postponed"), 201)
    filed = good(member.post("/v1/objections", json={"placement": number}), 201)
    assert (filed["late"], filed["decideBy"]) == (False, "2027-02-15")
    assert good(member.post(f"/v1/objections/{filed['id']}/_extend"))["decideBy"] == "2027-03-29"
    decided = good(chair.post(f"/v1/objections/{filed['id']}/_decide", json={"outcome": "upheld"}))
    assert (decided["outcome"], decided["decidedBy"]) == ("upheld", "chair")
    assert good(chair.get("/v1/objections?pending=true"))["items"] == []


def test_two_municipalities_agree_on_a_transfer(server: Server) -> None:
    one, other = server.as_(municipality("GM0014")), server.as_(municipality("GM1895"))
    asked = {"period": "2026-H2", "giver": "GM0014", "taker": "GM1895", "amount": 1}
    number = good(one.post("/v1/transfers", json=asked), 201)["id"]
    bad(one.post(f"/v1/transfers/{number}/_accept"), 403, "not_yours")
    assert good(other.post(f"/v1/transfers/{number}/_accept"))["state"] == "agreed"
    found = good(one.get("/v1/balances?period=2026-H2&municipality=GM0014"))["items"]
    assert [row["transfers"] for row in found] == [-1]
    second = good(one.post("/v1/transfers", json=asked), 201)["id"]
    assert good(one.post(f"/v1/transfers/{second}/_withdraw"))["state"] == "taken_back"
    assert len(good(other.get("/v1/transfers"))["items"]) == 2


def test_a_policy_is_added_and_approved(server: Server) -> None:
    member, chair = server.as_(MEMBER), server.as_(CHAIR)
    shown = good(member.get("/v1/policies/tiny-1"))
    new = shown["source"].replace('"tiny-1"', '"tiny-2"')
    assert good(member.post("/v1/policies", json={"source": new}), 201)["approvedBy"] is None
    assert good(chair.post("/v1/policies/tiny-2/_approve"))["approvedBy"] == "chair"
    wrong = bad(member.post("/v1/policies", json={"source": "nonsense = ["}), 400, "input")
    assert wrong["errors"]


def test_an_administrator_lets_somebody_in(server: Server) -> None:
    client = server.as_(ADMINISTRATOR)
    good(client.post("/v1/organisations", json={"id": "C7", "kind": "corporation", "name": "Seven"}), 201)
    good(client.post("/v1/users", json={"id": "seven", "role": "corporation", "organisation": "C7"}), 201)
    made = good(client.post("/v1/tokens", json={"user": "seven", "days": 7}), 201)
    own = server.client(Authorization=f"Bearer {made['secret']}")
    assert [one["number"] for one in good(own.get("/v1/tokens"))["items"]] == [made["number"]]
    good(client.post("/v1/users/seven/_block"))
    bad(own.get("/v1/units"), 401)
    assert good(client.post("/v1/users/seven/_admit"))["active"]
    bad(own.get("/v1/units"), 401)  # the token does not come back
    assert "C7" in {one["id"] for one in good(client.get("/v1/organisations"))["items"]}


def test_an_auditor_sees_what_was_done_and_that_it_is_whole(server: Server) -> None:
    good(decide(server.as_(CHAIR), placement_of(server.as_(CHAIR), "U1")["id"], "accept"), 201)
    auditor = server.as_(AUDITOR)
    (last, *_) = good(auditor.get("/v1/audit-events?what=placements.decide"))["items"]
    assert (last["event"]["who"], last["event"]["kind"]) == ("chair", "placement")
    chain = good(auditor.get("/v1/audit-chain"))
    assert (chain["whole"], chain["detail"]) == (True, "")
    assert chain["events"] >= last["number"]
    end = f"{last['number']}:{last['sha256']}"
    assert good(auditor.get("/v1/audit-chain", params={"end": end}))["whole"]
    other = good(auditor.get("/v1/audit-chain", params={"end": f"{last['number']}:{'0' * 64}"}))
    assert (other["whole"], other["brokenAt"]) == (False, last["number"])
    bad(auditor.get("/v1/audit-chain?end=1"), 400, "invalid")


@pytest.mark.parametrize(
    ("field", "value"), [("adults", True), ("adults", "2"), ("childAges", [True]), ("grossIncome", "3")]
)
def test_what_is_no_number_is_not_read_as_one(server: Server, field: str, value: object) -> None:
    client = server.as_(MEMBER)
    file = good(client.get("/v1/households/H3")) | {"id": "N1"}
    wrong = bad(client.post("/v1/households", json=file | {field: value}), 400, "invalid")
    assert [one["in"] for one in wrong["errors"]] == ["body"]
    assert wrong["errors"][0]["name"].startswith(field)


def test_the_audit_trail_is_searched_in_pages(server: Server) -> None:
    good(decide(server.as_(CHAIR), placement_of(server.as_(CHAIR), "U1")["id"], "accept"), 201)
    auditor, found = server.as_(AUDITOR), []
    of_units = good(server.as_(MEMBER).get("/v1/units?limit=1"))["next"]
    answer = auditor.get("/v1/audit-events?limit=3")
    while True:
        page = good(answer)
        found += [one["number"] for one in page["items"]]
        if page["next"] is None:
            assert "next" not in answer.links
            break
        answer = auditor.get(answer.links["next"]["url"])
    assert found == list(range(good(auditor.get("/v1/audit-chain"))["events"], 0, -1))

    def events(**asked: str) -> list[dict[str, str]]:
        return [one["event"] for one in good(auditor.get("/v1/audit-events", params=asked))["items"]]

    assert {one["who"] for one in events(who="chair")} == {"chair"}
    assert {one["kind"] for one in events(kind="placement")} == {"placement"}
    day = events(kind="placement")[0]["at"][:10]
    assert events(first=day, last=day)
    assert events(last="2000-01-01") == events(first="2999-01-01") == []
    bad(auditor.get("/v1/audit-events?first=tomorrow"), 400, "invalid")
    for cursor in ("!", of_units):
        bad(auditor.get("/v1/audit-events", params={"cursor": cursor}), 400, "cursor")
    rows = auditor.get("/v1/audit-events", headers={"Accept": CSV}).text.splitlines()
    assert rows[0].startswith("number,at,who,role")
    assert [int(row.partition(",")[0]) for row in rows[1:]] == found
    bad(auditor.get("/v1/audit-events", headers={"Accept": "image/png"}), 406, "not_acceptable")


def test_who_read_a_file_is_told_to_auditor_and_chair(server: Server) -> None:
    for _ in range(3):
        assert good(server.as_(MEMBER).get("/v1/households/H1"))["id"] == "H1"
    auditor = server.as_(AUDITOR)
    first = good(auditor.get("/v1/readings?household=H1&limit=2"))
    second = good(auditor.get("/v1/readings", params={"household": "H1", "limit": 2, "cursor": first["next"]}))
    numbers = [one["number"] for one in (*first["items"], *second["items"])]
    assert numbers == sorted(set(numbers), reverse=True)
    assert {(one["who"], one["what"]) for one in first["items"]} == {("member", "households.show_household")}
    rows = auditor.get("/v1/readings?household=H1", headers={"Accept": CSV}).text.splitlines()
    assert rows[0] == "number,at,who,role,organisation,household,what,why"
    assert rows[1].startswith(f"{numbers[0]},")
    assert good(auditor.get("/v1/readings?household=nobody"))["items"] == []
    bad(auditor.get("/v1/readings"), 400, "invalid")
    bad(server.as_(MEMBER).get("/v1/readings?household=H1"), 403, "role")

"""Every operation, for every role: allowed exactly as the action behind it is."""

import re
from typing import Any

import httpx
import pytest

from allocator.actions.parts.document import actions
from allocator.domain.workflow import Role
from allocator.workflow import Actor
from tests.api.servers import ROLES, Server, bad, good

OWN = {Role.CORPORATION: "C1", Role.CARE_PROVIDER: "Zorg", Role.MUNICIPALITY: "GM0014"}
UNIT = {"id": "N-1", "municipality": "GM0014", "bedrooms": 2, "corporation": "C1"}

OPERATIONS: dict[tuple[str, str], tuple[str, Any]] = {
    ("get", "/units"): ("region.list_units", None),
    ("post", "/units"): ("region.add_unit", UNIT),
    ("get", "/units/{unit}"): ("region.show_unit", None),
    ("put", "/units/{unit}"): ("region.keep_unit", UNIT | {"id": "1"}),
    ("delete", "/units/{unit}"): ("region.withdraw_unit", None),
    ("get", "/placements"): ("placements.list_placements", None),
    ("get", "/placements/{placement}"): ("placements.show_placement", None),
    ("get", "/placements/{placement}/reasons"): ("placements.foresee", None),
    ("post", "/placements/{placement}/decisions"): ("placements.decide", {"step": "accept"}),
    ("post", "/placements/{placement}/answers"): ("placements.answer_question", {"rule": "R-401", "fits": True}),
    ("get", "/rounds"): ("rounds.list_rounds", None),
    ("post", "/rounds"): ("rounds.open_round", {"id": "other"}),
    ("get", "/rounds/{round}"): ("rounds.show_round", None),
    ("post", "/rounds/{round}/runs"): ("rounds.ask_run", {}),
    ("post", "/rounds/{round}/_close"): ("rounds.close_round", None),
    ("get", "/runs/{run}"): ("running.show_run", None),
    ("get", "/balances"): ("ledger.show_balances", None),
    ("get", "/postings"): ("ledger.list_postings", None),
    ("get", "/municipalities"): ("region.list_municipalities", None),
}
QUERIES = {"/placements/{placement}/reasons": {"step": "refuse"}, "/postings": {"period": "2026-H2"}}


def test_every_operation_is_tried(server: Server) -> None:
    document = good(server.client().get("/v1/openapi.json"))
    assert set(OPERATIONS) == {(verb, path) for path, item in document["paths"].items() for verb in item}


@pytest.mark.parametrize("role", ROLES)
def test_allowed_as_the_action_is(server: Server, role: Role) -> None:
    client = server.as_(Actor(f"a-{role.value}", role, OWN.get(role)))
    for (verb, path), (name, body) in OPERATIONS.items():
        answer = attempt(client, verb, path, body)
        if role in actions()[name].allow:
            assert answer.status_code not in (401, 403), (verb, path, answer.text)
        else:
            bad(answer, 403, "role")


def attempt(client: httpx.Client, verb: str, path: str, body: Any) -> httpx.Response:
    """One operation on things that are not there, so that nothing changes."""
    address = "/v1" + re.sub(r"\{round\}", "none", re.sub(r"\{(unit|placement|run)\}", "1", path))
    headers = {"If-Match": '"77"'}
    return client.request(verb, address, params=QUERIES.get(path), json=body, headers=headers)

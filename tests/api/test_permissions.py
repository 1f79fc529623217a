"""Every operation, for every role: allowed exactly as the action behind it is."""

import re
from typing import Any

import httpx2
import pytest

from allocator.actions.parts.document import actions
from allocator.domain.workflow import Role
from allocator.workflow import Actor
from tests.api.bodies import zipped
from tests.api.servers import ROLES, Server, bad, good

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # nothing here depends on the database

OWN = {Role.CORPORATION: "C1", Role.CARE_PROVIDER: "Zorg", Role.MUNICIPALITY: "GM0014"}
UNIT = {"id": "N-1", "municipality": "GM0014", "bedrooms": 2, "corporation": "C1"}
HOUSEHOLD = {"id": "N1", "urgency": "nonsense", "registeredOn": "2026-01-01", "adults": 1, "referrer": "Zorg"}
POOL = {"id": "1", "provider": "Zorg", "kinds": ["home"], "municipalities": ["GM0000"], "hoursPerWeek": 1}
WEIGHT = {"key": "k", "group": "all", "municipality": "GM0000", "weight": 1, "on": "2026-01-01", "source": "none"}


ZIPPED = zipped("tiny")

OPERATIONS: dict[tuple[str, str], tuple[str, Any]] = {
    ("get", "/units"): ("region.list_units", None),
    ("post", "/units"): ("region.add_unit", UNIT),
    ("get", "/units/{unit}"): ("region.show_unit", None),
    ("put", "/units/{unit}"): ("region.keep_unit", UNIT | {"id": "1"}),
    ("delete", "/units/{unit}"): ("region.withdraw_unit", None),
    ("get", "/units/{unit}/fit"): ("region.foresee_unit", None),
    ("get", "/complexes"): ("region.list_complexes", None),
    ("put", "/complexes/{complex}"): (
        "region.keep_complex",
        {"id": "1", "municipality": "GM0000", "homes": 1},
    ),
    ("get", "/keys"): ("region.list_keys", None),
    ("post", "/keys"): ("region.add_key", {"weights": [WEIGHT]}),
    ("get", "/decisions"): ("placements.list_decisions", None),
    ("get", "/rounds/{round}/proposals"): ("rounds.show_round", None),
    ("get", "/rounds/{round}/proposals/{proposal}"): ("proposals.read_proposal", None),
    ("get", "/rounds/{round}/proposals/{proposal}/placements"): ("proposals.read_proposal", None),
    ("get", "/rounds/{round}/proposals/{proposal}/unplaced"): ("proposals.read_proposal", None),
    ("get", "/rounds/{round}/proposals/{proposal}/empty-units"): ("proposals.read_proposal", None),
    ("get", "/rounds/{round}/proposals/{proposal}/difference"): ("rounds.diff_proposals", None),
    ("get", "/rounds/{round}/proposals/{proposal}/households/{household}/explanation"): (
        "proposals.explain_household",
        None,
    ),
    ("get", "/rounds/{round}/proposals/{proposal}/units/{unit}/explanation"): ("proposals.explain_unit", None),
    ("get", "/rounds/{round}/proposals/{proposal}/households/{household}/smallest-changes"): (
        "supposing.change_for_household",
        None,
    ),
    ("get", "/rounds/{round}/proposals/{proposal}/units/{unit}/smallest-changes"): ("supposing.change_for_unit", None),
    ("get", "/rounds/{round}/proposals/{proposal}/households/{household}/alternatives/{unit}"): (
        "supposing.suppose",
        None,
    ),
    ("get", "/rounds/{round}/proposals/{proposal}/free-placements"): ("supposing.list_free", None),
    ("get", "/rounds/{round}/proposals/{proposal}/reserves"): ("supposing.list_reserves", None),
    ("get", "/rounds/{round}/proposals/{proposal}/files/{file}"): ("proposals.write_report", None),
    ("get", "/rounds/{round}/proposals/{proposal}/pack"): ("papers.write_pack", None),
    ("get", "/rounds/{round}/minutes"): ("papers.write_minutes", None),
    ("get", "/rounds/{round}/shareable-report"): ("proposals.write_shareable_report", None),
    ("get", "/monitor-releases"): ("monitor.list_releases", None),
    ("post", "/monitor-releases"): ("monitor.count_figures", {}),
    ("get", "/monitor-releases/{release}"): ("monitor.show_release", None),
    ("get", "/monitor-releases/{release}/figures"): ("monitor.show_release", None),
    ("get", "/monitor-releases/{release}/files/{file}"): ("monitor.write_release", None),
    ("get", "/results"): ("results.list_results", None),
    ("get", "/studies"): ("studies.list_studies", None),
    ("post", "/studies"): ("studies.ask_study", {"kind": "balance", "about": "none"}),
    ("post", "/simulations"): ("studies.ask_simulation", {"policy": "none"}),
    ("get", "/studies/{study}"): ("studies.show_study", None),
    ("get", "/studies/{study}/scenario"): ("studies.show_scenario", None),
    ("get", "/studies/{study}/events"): ("studies.show_study", None),
    ("post", "/studies/{study}/_cancel"): ("studies.cancel_study", None),
    ("get", "/results/{result}"): ("results.show_result", None),
    ("get", "/results/{result}/reports/{form}"): ("results.write_result", None),
    ("get", "/vera/aanbiedingen"): ("offers.list_offers", None),
    ("get", "/vera/toewijzingen"): ("offers.list_allocations", None),
    ("get", "/imports"): ("exchange.list_imports", None),
    ("post", "/imports"): ("exchange.import_case", ZIPPED),
    ("get", "/exports/{round}"): ("exchange.export_case", None),
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
    ("get", "/runs/{run}/contradiction"): ("rounds.contradiction", None),
    ("get", "/runs/{run}/events"): ("running.show_run", None),
    ("post", "/runs/{run}/_cancel"): ("rounds.cancel_run", None),
    ("get", "/balances"): ("ledger.show_balances", None),
    ("get", "/postings"): ("ledger.list_postings", None),
    ("get", "/households"): ("households.list_households", None),
    ("post", "/households"): ("households.keep_household", HOUSEHOLD),
    ("get", "/households/{household}"): ("households.show_household", None),
    ("put", "/households/{household}"): ("households.keep_household", HOUSEHOLD | {"id": "1"}),
    ("delete", "/households/{household}"): ("households.withdraw_household", None),
    ("post", "/households/{household}/words"): (
        "households.pin",
        {"unit": "U1", "verdict": "pin", "reason": "network"},
    ),
    ("delete", "/households/{household}/words/{unit}/{verdict}"): ("households.take_back_word", None),
    ("post", "/units/_import"): ("bulk.import_units", [UNIT]),
    ("post", "/households/_import"): ("bulk.import_households", [HOUSEHOLD]),
    ("post", "/support-pools/_import"): ("bulk.import_pools", [POOL | {"kinds": ["nonsense"]}]),
    ("get", "/support-pools"): ("region.list_pools", None),
    ("put", "/support-pools/{pool}"): ("region.keep_pool", POOL),
    ("get", "/policies"): ("policies.list_policies", None),
    ("post", "/policies"): ("policies.add_policy", {"source": "nonsense"}),
    ("get", "/policies/{policy}"): ("policies.show_policy", None),
    ("post", "/policies/{policy}/_approve"): ("policies.approve_policy", None),
    ("get", "/policies/{policy}/effect"): ("policies.foresee_policy", None),
    ("get", "/rounds/{round}/price-of-balance"): ("further.price_balance", None),
    ("get", "/rounds/{round}/wanted"): ("further.list_wishes", None),
    ("post", "/units/_fit"): ("region.foresee_new_unit", UNIT),
    ("get", "/objections"): ("objections.list_objections", None),
    ("post", "/objections"): ("objections.file_objection", {"placement": 987}),
    ("post", "/objections/{objection}/_extend"): ("objections.extend_objection", None),
    ("post", "/objections/{objection}/_decide"): ("objections.decide_objection", {"outcome": "rejected"}),
    ("get", "/transfers"): ("ledger.list_transfers", None),
    ("post", "/transfers"): (
        "ledger.ask_transfer",
        {"period": "2026-H2", "giver": "GM0014", "taker": "GM0014", "amount": 1},
    ),
    ("post", "/transfers/{transfer}/_accept"): ("ledger.answer_transfer", None),
    ("post", "/transfers/{transfer}/_decline"): ("ledger.answer_transfer", None),
    ("post", "/transfers/{transfer}/_withdraw"): ("ledger.take_back_transfer", None),
    ("get", "/organisations"): ("access.list_organisations", None),
    ("post", "/organisations"): ("access.keep_organisation", {"id": "C1", "kind": "nonsense", "name": "One"}),
    ("get", "/users"): ("access.list_users", None),
    ("post", "/users"): ("access.add_user", {"id": "new", "role": "corporation"}),
    ("post", "/users/{user}/_block"): ("access.set_active", None),
    ("post", "/users/{user}/_admit"): ("access.set_active", None),
    ("post", "/users/{user}/_reset"): ("credentials.reset", None),
    ("post", "/users/{user}/identities"): ("credentials.link_identity", {"issuer": "i", "subject": "s"}),
    ("put", "/credentials/password"): ("credentials.set_password", {"password": "short"}),
    ("post", "/credentials/factor"): ("credentials.new_factor", None),
    ("post", "/credentials/factor/_confirm"): ("credentials.confirm_factor", {"code": "000000"}),
    ("get", "/webhooks"): ("notices.list_hooks", None),
    ("post", "/webhooks"): ("notices.add_hook", {"url": "nonsense", "kinds": ["offer"]}),
    ("delete", "/webhooks/{webhook}"): ("notices.stop_hook", None),
    ("get", "/webhooks/{webhook}/deliveries"): ("notices.list_outcomes", None),
    ("post", "/webhooks/{webhook}/_replay"): ("notices.send_again", {"since": "2026-11-23T09:00:00Z"}),
    ("put", "/mail-address"): ("notices.set_address", {"address": "nonsense"}),
    ("get", "/tokens"): ("access.list_tokens", None),
    ("post", "/tokens"): ("access.add_token", {}),
    ("delete", "/tokens/{token}"): ("access.revoke_token", None),
    ("get", "/audit-events"): ("trail.show_audit", None),
    ("get", "/audit-chain"): ("trail.verify_audit", None),
    ("get", "/readings"): ("trail.show_readings", None),
    ("get", "/municipalities"): ("region.list_municipalities", None),
    ("get", "/municipalities/{municipality}"): ("region.list_municipalities", None),
    ("post", "/municipalities/{municipality}/_pause"): ("region.pause_municipality", None),
    ("post", "/municipalities/{municipality}/_resume"): ("region.pause_municipality", None),
    ("get", "/complexes/{complex}"): ("region.list_complexes", None),
    ("get", "/support-pools/{pool}"): ("region.show_pool", None),
    ("get", "/organisations/{organisation}"): ("access.list_organisations", None),
    ("get", "/users/{user}"): ("access.list_users", None),
    ("get", "/tokens/{token}"): ("access.list_tokens", None),
    ("get", "/transfers/{transfer}"): ("ledger.list_transfers", None),
    ("get", "/objections/{objection}"): ("objections.list_objections", None),
    ("get", "/webhooks/{webhook}"): ("notices.list_hooks", None),
    ("get", "/imports/{import}"): ("exchange.list_imports", None),
    ("get", "/rounds/{round}/runs"): ("rounds.show_round", None),
}
QUERIES: dict[str, dict[str, str | int]] = {
    "/placements/{placement}/reasons": {"step": "refuse"},
    "/postings": {"period": "2026-H2"},
    "/readings": {"household": "H1"},
    "/rounds/{round}/proposals/{proposal}/difference": {"since": 1},
}


MINE = {("get", "/answers/{answer}")}
"""What is only of who asked for it, whatever the role; see test_later.py."""
OPEN = {("post", "/sessions"), ("get", "/sign-in"), ("get", "/sign-in/callback")}
"""By which one comes in; see test_sign_in.py and test_provider.py."""


def test_every_operation_is_tried(server: Server) -> None:
    document = good(server.client().get("/v1/openapi.json"))
    found = {(verb, path) for path, item in document["paths"].items() for verb in item}
    assert set(OPERATIONS) == found - OPEN - MINE


@pytest.mark.parametrize("role", ROLES)
def test_allowed_as_the_action_is(server: Server, role: Role) -> None:
    client = server.as_(Actor(f"a-{role.value}", role, OWN.get(role)))
    for (verb, path), (name, body) in OPERATIONS.items():
        answer = attempt(client, verb, path, body)
        if role in actions()[name].allow:
            assert answer.status_code not in (401, 403), (verb, path, answer.text)
        else:
            bad(answer, 403, "role")


def attempt(client: httpx2.Client, verb: str, path: str, body: Any) -> httpx2.Response:
    """One operation on things that are not there, so that nothing changes."""
    named = (
        path.replace("{round}", "none")
        .replace("{verdict}", "pin")
        .replace("{token}", "987654")
        .replace("{municipality}", OWN[Role.MUNICIPALITY])
        .replace("{file}", "run.json")
        .replace("{release}", "latest")
        .replace("{result}", "0" * 64)
    )
    address = "/v1" + re.sub(r"\{[a-z]+\}", "1", named)
    headers = {"If-Match": '"77"'}
    if isinstance(body, bytes):
        headers["Content-Type"] = "application/zip"
        return client.request(verb, address, content=body, headers=headers)
    return client.request(verb, address, params=QUERIES.get(path), json=body, headers=headers)

"""Any request of any role, as the document allows it and as it does not: no fault of ours, no surprise, no leak.

Schemathesis makes the requests from the OpenAPI document of the server, and checks every answer against it.
"""

import csv
import io
import json
import warnings
from collections import Counter
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from openpyxl import load_workbook
from schemathesis import Case
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from allocator.actions import exchange
from allocator.domain.workflow import Role
from allocator.store import trail
from allocator.workflow import Actor
from tests.actions.offices import CHAIR, House
from tests.api.servers import ROLES, Server
from tests.api.test_permissions import OWN

pytestmark = [pytest.mark.parametrize("url", ["sqlite"], indirect=True), pytest.mark.many_times]
READS_NOBODY = (Role.CORPORATION, Role.MUNICIPALITY, Role.ADMINISTRATOR)
BUSY = {"sleeps": ("/runs/{run}/events",)}
"""Operations that are followed for minutes, and are tried elsewhere (test_runs.py)."""


def as_bytes(_: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


for media_type in ("application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"):
    schemathesis.serializer(media_type)(as_bytes)


def text_of(content: bytes, kind: str) -> str:
    """What an answer says; the cells of a file as JSON has them."""
    if "spreadsheet" in kind:
        sheets = load_workbook(io.BytesIO(content)).worksheets
        return json.dumps([row for sheet in sheets for row in sheet.iter_rows(values_only=True)], default=str)
    text = content.decode()
    if "text/csv" in kind:
        cells = csv.reader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ",")
        return json.dumps(list(cells), ensure_ascii=False)
    return text


def lost(case: Case[Any], address: str | None) -> set[str]:
    """Names in the query that did not go over the line: what is not sent cannot be refused.

    An empty list leaves no trace, and an empty object only an empty text, which is not what was meant to be wrong.
    """
    sent = parse_qs(urlsplit(address or "").query, keep_blank_values=True)
    empty = {name for name, texts in sent.items() if not any(texts)}
    query = case.query or {}
    return {name for name in query if name not in sent or (name in empty and not isinstance(query[name], str))}


class Fuzz:
    """Calls every operation in one role."""

    def __init__(self, server: Server, role: Role) -> None:
        self.server, self.role = server, role
        self.actor = Actor(f"a-{role.value}", role, OWN.get(role))
        self.token = server.token_of(self.actor)
        self.statuses: Counter[int] = Counter()
        frozen = exchange.export_case(server.house.office, CHAIR)
        self.secrets = {str(h.gross_income) for h in frozen.households if h.gross_income}
        self.pseudonyms = {f'"{h.id}"' for h in frozen.households}
        document = server.client().get("/v1/openapi.json").json()
        self.schema = schemathesis.openapi.from_dict(document)
        self.schema.config.update(base_url=f"{server.address}/v1")

    def everything(self, examples: int) -> None:
        """So many requests that the document allows, and so many that it does not, of every operation."""
        for result in self.schema.get_all_operations():
            assert isinstance(result, Ok)
            operation = result.ok()
            if operation.path in BUSY["sleeps"]:
                continue
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                self.operation(operation, mode, examples)

    def operation(self, operation: Any, mode: GenerationMode, examples: int) -> None:
        """One operation."""
        strategy = operation.as_strategy(generation_mode=mode)

        @given(case=strategy)
        @settings(
            max_examples=examples,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        def one(case: Case[Any]) -> None:
            self.one(case)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with suppress(*([Unsatisfiable] if mode is GenerationMode.NEGATIVE else [])):  # nothing can be wrong in it
                one()

    def one(self, case: Case[Any]) -> None:
        """One request, and its answer held against the document."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}
        answer = case.call(headers=headers, timeout=60)
        if answer.status_code == 401:  # it took back its own token, or kept itself out
            self.token = self.server.token_of(self.actor)
            return
        self.statuses[answer.status_code] += 1
        not_asked: list[Any] = [positive_data_acceptance]
        if lost(case, answer.request.url):
            not_asked.append(negative_data_rejection)
        case.validate_response(answer, excluded_checks=not_asked)
        if answer.status_code == 400 and case.meta and case.meta.generation.mode is GenerationMode.POSITIVE:
            assert answer.json()["code"] != "invalid", answer.text  # what the document allows has the right form
        if self.role in READS_NOBODY:
            self.leaks_nobody(case, text_of(answer.content, answer.headers.get("content-type", [""])[0]))

    def leaks_nobody(self, case: Case[Any], text: str) -> None:
        """Facts of people, and their pseudonyms, only to whom they concern; what was asked may be repeated."""
        asked = f"{case.path_parameters} {case.query} {case.body!r}".replace("'", '"')
        for mark in self.secrets | self.pseudonyms:
            assert mark not in text or mark in asked, (mark, text[:500])


def fuzz(server: Server, house: House, role: Role, examples: int) -> int:
    """How many requests were made; afterwards all is as it must be."""
    found = Fuzz(server, role)
    found.everything(examples)
    with house.store.reading() as work:
        assert trail.verify(work) is None
    print(role.value, sorted(found.statuses.items()))
    return found.statuses.total()


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_any_request(server: Server, house: House, role: Role) -> None:
    assert fuzz(server, house, role, 1) > 50


@pytest.mark.soak
def test_twenty_thousand_requests(server: Server, house: House) -> None:
    assert sum(fuzz(server, house, role, 24) for role in ROLES) >= 20_000

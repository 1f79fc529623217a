"""The NL API Design Rules that can be checked by a program, on a real server."""

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from allocator.api.conventions import API_VERSION
from tests.actions.offices import CHAIR, corporation
from tests.api.servers import Server, bad, good

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # nothing here depends on the database


@pytest.fixture
def document(server: Server) -> dict[str, Any]:
    found: dict[str, Any] = good(server.client().get("/v1/openapi.json"))
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, verb, one) for path, item in document["paths"].items() for verb, one in item.items()]


def test_the_document_is_public_and_open_to_all_origins(server: Server) -> None:
    """/core/publish-openapi, /core/doc-openapi, /core/uri-version, /core/doc-openapi-contact."""
    answer = server.client().get("/v1/openapi.json", headers={"Origin": "https://elsewhere.example"})
    document = good(answer)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert document["openapi"].startswith("3.1.")
    assert {"name", "email", "url"} <= document["info"]["contact"].keys()
    assert document["info"]["version"] == API_VERSION
    assert [one["url"] for one in document["servers"]] == ["/v1"]


def test_names(document: dict[str, Any]) -> None:
    """/core/path-segments-kebab-case, /core/query-keys-camel-case, /core/no-trailing-slash, names of fields."""
    for path, _, operation in operations(document):
        assert not path.endswith("/")
        for part in path.strip("/").split("/"):
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*|_[a-z]+|\{[a-zA-Z]+\}", part), path
        for one in operation.get("parameters", ()):
            if one["in"] == "query":
                assert re.fullmatch(r"[a-z][a-zA-Z0-9]*", one["name"]), one
    for name, schema in document["components"]["schemas"].items():
        for field in schema.get("properties", ()):
            assert re.fullmatch(r"[a-z][a-zA-Z0-9]*", field), (name, field)


def test_everything_is_described(document: dict[str, Any]) -> None:
    for path, verb, operation in operations(document):
        assert operation["summary"], (path, verb)
        assert operation["description"], (path, verb)
        for one in operation.get("parameters", ()):
            assert one.get("description"), (path, verb, one["name"])
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("description"), name
        for field, one in schema.get("properties", {}).items():
            assert one.get("description") or "$ref" in str(one), (name, field)


def test_every_number_that_comes_in_has_a_limit(server: Server, document: dict[str, Any]) -> None:
    """What the database cannot hold is a fault of who asks, not of ours."""
    schemas = document["components"]["schemas"]

    def unlimited(schema: Any, place: str, inside: tuple[str, ...] = ()) -> Iterator[str]:
        if isinstance(schema, list):
            for one in schema:
                yield from unlimited(one, place, inside)
        elif isinstance(schema, dict):
            name = str(schema.get("$ref", "")).rpartition("/")[2]
            if name and name not in inside:
                yield from unlimited(schemas[name], place, (*inside, name))
            if schema.get("type") in ("integer", "number") and not {"maximum", "exclusiveMaximum"} & schema.keys():
                yield place
            for key in ("anyOf", "oneOf", "allOf", "items", "additionalProperties"):
                yield from unlimited(schema.get(key), place, inside)
            for field, one in schema.get("properties", {}).items():
                yield from unlimited(one, f"{place} {field}", inside)

    for path, verb, operation in operations(document):
        given = [one["schema"] for one in operation.get("parameters", ())]
        given += [one.get("schema") for one in operation.get("requestBody", {}).get("content", {}).values()]
        assert list(unlimited(given, f"{verb} {path}")) == []
    bad(server.as_(CHAIR).post("/v1/objections", json={"placement": 10**19}), 400, "invalid")


def test_every_answer_is_declared_with_its_version_and_problems(document: dict[str, Any]) -> None:
    """/core/version-header, /core/error-handling/problem-details, /core/error-handling/invalid-input."""
    for path, verb, operation in operations(document):
        assert "422" not in operation["responses"]
        assert {"400", "401"} <= operation["responses"].keys(), (path, verb)
        for status, answer in operation["responses"].items():
            assert "API-Version" in answer["headers"]
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"]
    problem = document["components"]["schemas"]["ProblemDetails"]
    assert {"title", "status", "detail"} <= set(problem["required"])


SAFE = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "api-version": API_VERSION,
}


@pytest.mark.parametrize("address", ["/v1/units", "/v1/nothing", "/healthz", "/v1/openapi.json", "/v1/units/"])
def test_every_answer_is_safe_and_says_its_version(server: Server, address: str) -> None:
    """/core/transport/security-headers, /core/version-header."""
    answer = server.client().get(address)
    assert {name: answer.headers[name] for name in SAFE} == SAFE
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_a_trailing_slash_is_not_there(server: Server) -> None:
    """/core/no-trailing-slash: 404, and no redirect."""
    bad(server.as_(CHAIR).get("/v1/units/"), 404)


def test_what_is_not_right_is_told_all_at_once(server: Server) -> None:
    """/core/error-handling/all-errors, with 400."""
    wrong = {"id": "U 9", "municipality": "Groningen", "bedrooms": -1, "nonsense": 1}
    found = bad(server.as_(CHAIR).post("/v1/units", json=wrong), 400, "invalid")
    assert {one["name"] for one in found["errors"]} >= {"municipality", "bedrooms", "nonsense"}
    assert {one["in"] for one in found["errors"]} == {"body"}
    found = bad(server.as_(CHAIR).get("/v1/units?limit=0&status=unheardOf"), 400)
    assert {(one["in"], one["name"]) for one in found["errors"]} == {("query", "limit"), ("query", "status")}
    bad(server.as_(CHAIR).post("/v1/units", content=b"{", headers={"Content-Type": "application/json"}), 400)


@pytest.mark.slow
@pytest.mark.many_times
def test_nobody_comes_in_without_a_token(server: Server, document: dict[str, Any]) -> None:
    for path, verb, operation in operations(document):
        if operation.get("security") == []:
            continue  # by which one comes in
        address = "/v1" + re.sub(r"\{[a-z]+\}", "1", path)
        for headers in ({}, {"Authorization": "Bearer nonsense"}):
            answer = server.client(**headers).request(verb, address)
            bad(answer, 401)
            assert answer.headers["www-authenticate"] == "Bearer"


def test_the_language_is_that_of_the_caller(server: Server) -> None:
    nl = bad(server.client(**{"Accept-Language": "fr;q=1, nl-NL;q=0.8, en;q=0.1"}).get("/v1/units"), 401)
    en = bad(server.client().get("/v1/units"), 401)
    assert nl["title"] == "Wie bent u?"
    assert en["title"] == "Who are you?"


def test_every_request_has_a_number(server: Server) -> None:
    mine = server.client(**{"X-Request-ID": "request-0001"}).get("/v1/units")
    assert mine.headers["x-request-id"] == "request-0001"
    assert bad(mine, 401)["instance"] == "urn:request:request-0001"
    other = server.client(**{"X-Request-ID": "nope\x7f"}).get("/healthz").headers["x-request-id"]
    assert other != "nope"


def test_a_request_that_is_too_large_is_refused(server: Server) -> None:
    answer = server.as_(CHAIR).post("/v1/units", content=b" " * 6_000_000, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_lists_come_in_pages(server: Server) -> None:
    client = server.as_(CHAIR)
    whole = [one["id"] for one in good(client.get("/v1/units"))["items"]]
    found: list[str] = []
    answer: httpx2.Response = client.get("/v1/units?limit=3")
    for _ in range(9):
        page = good(answer)
        found += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        assert f"cursor={page['next']}" in answer.headers["link"]
        answer = client.get(answer.links["next"]["url"])
    assert found == whole == sorted(whole)
    bad(client.get("/v1/units?cursor=!!!"), 400, "cursor")


def test_health(server: Server) -> None:
    assert good(server.client().get("/healthz")) == {"status": "ok"}
    assert good(server.client().get("/readyz")) == {"status": "ok"}


def test_a_token_that_is_taken_back_holds_no_more(server: Server) -> None:
    from allocator.actions import access
    from tests.actions.offices import ADMINISTRATOR

    actor = corporation("C1")
    client = server.as_(actor)
    good(client.get("/v1/units"))
    for token in access.list_tokens(server.house.office, ADMINISTRATOR):
        if token.user == actor.id:
            access.revoke_token(server.house.office, ADMINISTRATOR, token.number)
    bad(client.get("/v1/units"), 401)


def test_a_parameter_that_is_misspelt_or_said_twice_is_refused(server: Server) -> None:
    client = server.as_(CHAIR)
    for query, name in (("municipalty=GM0014", "municipalty"), ("limit=3&limit=4", "limit")):
        (fault,) = bad(client.get(f"/v1/units?{query}"), 400, "invalid")["errors"]
        assert (fault["in"], fault["name"]) == ("query", name)

"""The OpenAPI document, as the NL API Design Rules want it."""

import json
import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from allocator.api.conventions import API_VERSION, BASE
from allocator.api.once import PARAMETER
from allocator.api.paging import Page
from allocator.api.problems import MEDIA_TYPE, ProblemDetails
from allocator.api.tables import CSV, JSON, XLSX

TITLE = "Allocator"
DESCRIPTION = """\
Matches shelter residents and other urgent home seekers to homes: it proposes, people decide.

- Everybody comes in with a token; what is not of one's own organisation is as if it were not there.
- What changes something names the version that was looked at (`If-Match`); of two who change at once, one wins.
- What cannot be done is told as problem details (RFC 9457), in the language of `Accept-Language` (nl, en).
"""
CONTACT = {
    "name": "Region of the installation",
    "email": "allocator@example.org",
    "url": "https://example.org/allocator",
}
TAGS = [
    {"name": "units", "description": "Homes that corporations offer."},
    {"name": "households", "description": "Files of households, and words on a home."},
    {"name": "support pools", "description": "Support that care providers can give."},
    {"name": "complexes", "description": "Buildings and sites with several homes."},
    {"name": "proposals", "description": "What was proposed, why, what changed, and as reports."},
    {"name": "monitor", "description": "Figures for councils and for everybody, published as open data."},
    {"name": "results", "description": "What was computed, kept with what it was made of."},
    {"name": "policies", "description": "Versions of the policy."},
    {"name": "objections", "description": "Objections against decisions, with their terms."},
    {"name": "vera", "description": "Offers and allocations as corporations' systems know them (VERA)."},
    {"name": "imports", "description": "Whole cases in and out."},
    {"name": "webhooks", "description": "Being told that something happened."},
    {"name": "access", "description": "Organisations, users and tokens."},
    {"name": "audit", "description": "What was done, and that nobody changed it."},
    {"name": "placements", "description": "From proposal to home, one step at a time."},
    {"name": "rounds", "description": "A week's match: opened, run, decided on, closed."},
    {"name": "ledger", "description": "The fair share of every municipality."},
    {"name": "municipalities", "description": "The municipalities of the region."},
]
_VERSION_HEADER = {
    "description": "Version of this API.",
    "schema": {"type": "string", "examples": [API_VERSION]},
}
_ALWAYS = {
    "400": "The request is not right.",
    "401": "The caller is not known.",
    "403": "This is not for this caller.",
    "404": "There is no such thing, or not for this caller.",
    "409": "This cannot be done as things stand.",
    "429": "There were too many requests; Retry-After says when to try again.",
    "503": "The database does not answer now.",
}
_WITH_VERSION = {"412": "It was changed in the meantime.", "428": "If-Match is needed."}


def document(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        found = get_openapi(
            title=TITLE,
            version=API_VERSION,
            openapi_version="3.1.0",
            description=DESCRIPTION,
            routes=app.routes,
            tags=TAGS,
            servers=[{"url": BASE, "description": "This server."}],
            license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        )
        found["info"]["contact"] = CONTACT
        found["paths"] = {path.removeprefix(BASE): item for path, item in found["paths"].items()}
        schemas = found["components"]["schemas"]
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        for name, schema in _schemas_of(ProblemDetails).items():
            schemas.setdefault(name, schema)
        _vera(schemas["Toewijzing"])
        for schema in schemas.values():
            schema.setdefault("description", Page.__doc__)  # what is generic loses its text
        for item in found["paths"].values():
            for verb, operation in item.items():
                if verb == "post":
                    operation.setdefault("parameters", []).append(PARAMETER)
                for one in operation.get("parameters", ()):
                    if one["name"] == "cursor":
                        _as_files(operation)
                    if one["name"] == "sort":
                        _sorts(one["schema"], _items(operation, schemas))
                if operation.get("requestBody", {}).get("content", {JSON: None}).keys() - {JSON}:
                    operation["responses"]["415"] = _problem("This kind of content is not read here.")
                _complete(operation)
        app.openapi_schema = _named(found)
    return app.openapi_schema


_NAMES = {
    "allocator__actions__parts__comparing__Kind": "RowChangeKind",
    "allocator__api__resources__explanations__Change": "PlacementChange",
    "allocator__api__resources__trail__Change": "FieldChange",
    "allocator__explain__difference__Kind": "PlacementChangeKind",
}


def _named(found: dict[str, Any]) -> dict[str, Any]:
    """Schemas with names in UpperCamelCase: pages of lists, and classes that share a name."""
    text = re.sub(r"\bPage_(\w+?)_(?=\")", r"\1Page", json.dumps(found))
    for old, new in _NAMES.items():
        text = text.replace(f'"{old}"', f'"{new}"').replace(f'/{old}"', f'/{new}"')
    named: dict[str, Any] = json.loads(text)
    return named


def _vera(schema: dict[str, Any]) -> None:
    """VERA has a moment under the name ``datum``, where the design rules want a day: told as a pattern."""
    if (day := schema["properties"].get("datum")) and day.get("format") != "date":
        del schema["properties"]["datum"]
        schema["patternProperties"] = {"^datum$": day}


def _as_files(operation: dict[str, Any]) -> None:
    """A list can be had whole, as a file."""
    content = operation["responses"]["200"]["content"]
    content[CSV] = {"schema": {"type": "string", "description": "The whole list, with a row of headings."}}
    content[XLSX] = {"schema": {"type": "string", "contentMediaType": XLSX, "description": "The whole list."}}
    operation["responses"]["406"] = _problem("The list is not given in a format that is accepted.")


def _items(operation: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    """Fields of what is in a list."""
    page = schemas[operation["responses"]["200"]["content"][JSON]["schema"]["$ref"].rpartition("/")[2]]
    item = schemas[page["properties"]["items"]["items"]["$ref"].rpartition("/")[2]]
    return sorted(item["properties"])


def _sorts(schema: dict[str, Any], fields: list[str]) -> None:
    """By which fields a list can be sorted."""
    one = f"-?({'|'.join(fields)})"
    text = next(kind for kind in schema["anyOf"] if kind["type"] == "string")
    text["pattern"] = f"^{one}(,{one})*$"


def _problem(words: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{ProblemDetails.__name__}"}
    return {"description": words, "content": {MEDIA_TYPE: {"schema": schema}}}


_FOLLOWED = {"Follow a run": "RunState", "Follow a study": "StudyState"}
"""What the events tell about, by the summary of the operation."""


def _event(told: str) -> dict[str, Any]:
    """One server-sent event: before OpenAPI 3.2 the schema of a stream is that of each event."""
    data = {"type": "string", "contentMediaType": JSON, "contentSchema": {"$ref": f"#/components/schemas/{told}"}}
    return {
        "type": "object",
        "description": "An event.",
        "required": ["event", "data", "id"],
        "properties": {
            "event": {"type": "string", "enum": ["progress", "end"], "description": "Whether it is over."},
            "data": data | {"description": "How it stands, as JSON."},
            "id": {"type": "string", "description": "Counts the events.", "examples": ["1"]},
        },
    }


def _schemas_of(model: type[ProblemDetails]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}", by_alias=True)
    return {**schema.pop("$defs", {}), model.__name__: schema}


def _complete(operation: dict[str, Any]) -> None:
    """Problems and headers that every answer has."""
    responses = operation["responses"]
    responses.pop("422", None)
    takes_version = any(one["name"] == "if-match" for one in operation.get("parameters", ()))
    for status, words in (_ALWAYS | (_WITH_VERSION if takes_version else {})).items():
        responses.setdefault(status, _problem(words))
    for response in responses.values():
        if (stream := response.get("content", {}).get("text/event-stream")) is not None:
            stream.clear()
            stream["schema"] = _event(_FOLLOWED[operation["summary"]])
        response.setdefault("headers", {})["API-Version"] = _VERSION_HEADER
